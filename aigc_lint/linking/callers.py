"""Who calls a function of the project: call sites by name first, confirmed by evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from aigc_lint.linking import classes, injected, launchers
from aigc_lint.linking.abstract import Bound, ClassVal, Const, DictVal, Frame, FunctionVal, InstanceVal, PartialVal, Scope, Value
from aigc_lint.linking.blocks import Block, CallSite
from aigc_lint.linking.bounded import Bounded, first
from aigc_lint.linking.callbacks import called_back
from aigc_lint.linking.launchers import LAUNCHERS, Launcher
from aigc_lint.linking.project import Module, last_segment
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

MOST_CALLERS = 16


class Caller(Struct, frozen=True):
    """One known call of a function or class."""

    site: CallSite
    scope: Scope
    """Where its arguments are evaluated."""
    bound: Bound = ()
    """What was bound before it, by a partial."""
    skip: int = 0
    """Leading arguments that belong to a runner."""
    outer: Frame | None = None
    """The activation of the enclosing function that gave the function, where that is known."""

    def frame(self, ev: Evaluator, block: Block) -> Frame:
        """The activation of the function that this call makes."""
        key = (id(block), id(self.outer) if self.outer is not None else 0, None)
        function = FunctionVal(key, block, receiver_for(block), self.outer)
        return ev.frame(function, call=self.site.call, caller=self.scope, bound=self.bound, skip=self.skip)


def call_sites(ev: Evaluator, block: Block, view: Block | None = None) -> Bounded[Caller]:
    """Known calls of the function, in the order of path and position; a bounded number. Those of a constructor may be
    narrowed down to the ones that make an object of the class ``view`` or of one below it."""
    if ev.level == 0:
        return Bounded()

    def compute() -> Bounded[Caller]:
        return _constructor_sites(ev, view, block) if view is not None else _find(ev, block)

    known: Bounded[Caller] = ev.guarded(
        (ev.level, "callers", id(block), id(view)),
        lambda: ev.below(compute),
        about=("callers", block, view),
        cut=Bounded(),
        over=Bounded(more=True),
    )
    return known


def activations(ev: Evaluator, block: Block) -> tuple[Scope, ...]:
    """Where what the block does is evaluated: once for each class or function that it decorates, as ``@register("name")`` enters
    each under its own name; else in any activation."""
    around = block.parent
    if not (isinstance(block.node, f.Function) and around is not None and isinstance(around.node, f.Function)):
        return (Scope(block),)
    applied = [one for one in call_sites(ev, block) if one.outer is not None]
    return tuple(Scope(block, one.frame(ev, block)) for one in applied) or (Scope(block),)


def files_of(ev: Evaluator, block: Block, seen_as: str) -> Bounded[str]:
    """Files that may call the block. A test hands over doubles: what it passes says nothing about the product."""
    found = classes.files_that_see(ev, block.path, seen_as)
    return Bounded(tuple(path for path in found if is_test(block.path) or not is_test(path)), found.more)


def is_test(path: str) -> bool:
    """Is the file a test, by pytest's and unittest's naming?"""
    *folders, name = path.split("/")
    return (
        "tests" in folders
        or "test" in folders
        or name.startswith(("test_", "conftest."))
        or name.endswith(("_test.py", "_tests.py"))
    )


def _find(ev: Evaluator, block: Block) -> Bounded[Caller]:
    if block.kind == "lambda" or not isinstance(block.node, f.Function):
        return Bounded()
    owner = block.owner
    if owner is not None and block.node.name == "__init__":
        return _constructor_sites(ev, owner, block)
    if owner is None and block.parent is not None and block.parent.kind != "module":
        return first((*_in_blocks(ev, block, tuple(block.parent.walk())), *_decorating(ev, block)), MOST_CALLERS)
    found: list[Caller] = _by_decorators(ev, block, block.node)
    seen_as = (owner.qualname.rpartition(".")[2] if owner else None) or block.node.name
    files = files_of(ev, block, seen_as)
    for path in files:
        module = ev.project.searched(path, block.node.name)
        if module is not None:
            found += _in_module(ev, block, module)
        if len(found) > MOST_CALLERS:
            break
    return first(found, MOST_CALLERS, more=files.more)


def _by_decorators(ev: Evaluator, block: Block, node: f.Function) -> list[Caller]:
    """Calls of the function inside the project's own decorators: ``def wrapper(*args): return function(client, *args)``."""
    found: list[Caller] = []
    for decorator in node.decorators:
        for value in ev.value(decorator, Scope(block.parent or block)):
            if isinstance(value, FunctionVal) and value.block.parameters:
                name = value.block.parameters[1 if value.receiver is not None and len(value.block.parameters) > 1 else 0].name
                for inner in value.block.walk():
                    found += [
                        Caller(site, Scope(inner))
                        for site in inner.calls
                        if site.call.function == f.Name(name) and _adds(site.call)
                    ]
    return found


def _adds(call: f.Call) -> bool:
    """Does the call pass anything of its own, beyond what it was passed itself?"""
    return any(not argument.star for argument in call.arguments)


def _in_module(ev: Evaluator, block: Block, module: Module) -> list[Caller]:
    assert isinstance(block.node, f.Function)
    found: list[Caller] = []
    for name in module.local_names(block.node.name):
        for site in module.calls.get(name, ()):
            if site.block is not block:
                found += _confirmed(ev, site, block)
    found += _handed(ev, block, module)
    found += _applied(ev, block, block.node.name, module)
    if not found:
        found += [Caller(site, Scope(site.block)) for site in called_back(ev, block, block.node.name, module)]
    return found


def _decorating(ev: Evaluator, block: Block) -> list[Caller]:
    """Where a function that another one returns is applied as a decorator: ``@register("name")``."""
    outer = block.parent
    assert outer is not None
    assert isinstance(block.node, f.Function)
    if not (isinstance(outer.node, f.Function) and any(one.value == f.Name(block.node.name) for one in outer.returns)):
        return []
    seen_as = outer.owner.qualname.rpartition(".")[2] if outer.owner is not None else outer.node.name
    found: list[Caller] = []
    for path in files_of(ev, outer, seen_as):
        module = ev.project.searched(path, outer.node.name)
        found += _applied(ev, block, outer.node.name, module) if module is not None else []
        if len(found) > MOST_CALLERS:
            break
    return found


def _applied(ev: Evaluator, block: Block, name: str, module: Module) -> list[Caller]:
    """The function as a decorator of the module's classes and functions: a call with each of them. ``name`` is written there."""
    found: list[Caller] = []
    for alias in module.local_names(name):
        for target in module.decorated.get(alias, ()):
            around = target.parent
            assert around is not None
            assert isinstance(target.node, f.Class | f.Function)
            for decorator in target.node.decorators:
                if last_segment(decorator.function if isinstance(decorator, f.Call) else decorator) != alias:
                    continue
                found += [
                    _application(ev, target, around, value.outer)
                    for value in ev.value(decorator, Scope(around))
                    if isinstance(value, FunctionVal) and value.block is block
                ]
    return found


def _application(ev: Evaluator, target: Block, around: Block, outer: Frame | None) -> Caller:
    node = target.node
    assert isinstance(node, f.Class | f.Function)
    bare = ev.bare_calls.setdefault((id(node), "decorated"), f.Call(f.Name(node.name), (), node.span, node.span))
    value = ClassVal((id(target),), target) if target.kind == "class" else ev.function(target, Scope(around))
    return Caller(CallSite(bare, around, node.span, (), ()), Scope(around), ((0, (value,)),), outer=outer)


def _handed(ev: Evaluator, block: Block, module: Module) -> list[Caller]:
    """The function handed to something that runs it: ``to_thread(f, a)``, ``Thread(target=f, args=(a,))``, ``wrap(f)(a)``."""
    assert isinstance(block.node, f.Function)
    name = block.node.name
    found: list[Caller] = []
    if name not in module.handed:
        return found
    for site in module.handed[name]:
        launcher = LAUNCHERS.get(last_segment(site.call.function))
        handed = launchers.function(launcher, site.call) if launcher is not None else None
        if launcher is not None and handed is not None and _names(handed, name) and _means(ev, handed, site, block):
            found.append(_run_by(ev, launcher, site))
    for site in module.calls.get("", ()):
        wrap = site.call.function
        if isinstance(wrap, f.Call) and len(wrap.arguments) == 1 and _names(wrap.arguments[0].value, name):
            found += [Caller(site, Scope(site.block))] if _means(ev, wrap.arguments[0].value, site, block) else []
    return found


def _means(ev: Evaluator, node: f.Expression, site: CallSite, block: Block) -> bool:
    return any(_is(value, block) for value in ev.value(node, Scope(site.block)))


def _run_by(ev: Evaluator, launcher: Launcher, site: CallSite) -> Caller:
    """The call that is made of the function there."""
    scope = Scope(site.block)
    bound = launchers.passed(ev, launcher, site.call, scope)
    if bound is None:
        return Caller(site, scope, skip=launcher.place + 1)
    return Caller(_bare(ev, site, "run"), scope, bound)


def _bare(ev: Evaluator, site: CallSite, what: str) -> CallSite:
    """The site of a call whose arguments are not the function's own: those were bound."""
    return CallSite(ev.bare_call(site.call, what), site.block, site.statement, site.contexts, site.within)


def _names(node: f.Expression, name: str) -> bool:
    return (isinstance(node, f.Name) and node.id == name) or (isinstance(node, f.Attribute) and node.attr == name)


def _in_blocks(ev: Evaluator, block: Block, blocks: tuple[Block, ...]) -> list[Caller]:
    assert isinstance(block.node, f.Function)
    found: list[Caller] = []
    for inner in blocks:
        for site in inner.calls:
            if _names(site.call.function, block.node.name):
                found += _confirmed(ev, site, block)
    return found


def _confirmed(ev: Evaluator, site: CallSite, block: Block) -> list[Caller]:
    scope = Scope(site.block)
    for value in ev.value(site.call.function, scope):
        if isinstance(value, PartialVal) and _is(value.function, block):
            return [Caller(site, scope, value.bound)]
        if _is(value, block):
            return [Caller(site, _as_heir(ev, site, block) or _where(ev, site, lambda one: _is(one, block)))]
    return []


def _as_heir(ev: Evaluator, site: CallSite, block: Block) -> Scope | None:
    """The scope of ``self.hook(self.make())`` in a base class, for a hook of a class below it: of an object of that class."""
    base, owner, function = site.block.owner, block.owner, site.call.function
    if base is None or owner is None or base is owner or not site.block.parameters or classes.is_static(site.block):
        return None
    if not (isinstance(function, f.Attribute) and function.value == f.Name(site.block.parameters[0].name)):
        return None
    if classes.is_class_method(site.block) or base not in classes.ancestors(ev, owner)[0]:
        return None
    heir = InstanceVal((id(owner), 0, 0), owner)
    return Scope(site.block, ev.frame(FunctionVal((id(site.block), 0, id(owner)), site.block, heir)))


def _where(ev: Evaluator, site: CallSite, wanted: Callable[[Value], bool]) -> Scope:
    """The scope of a call through a registry, ``table[key](...)``: with the key taken to be one that leads there."""
    scope = Scope(site.block)
    function = site.call.function
    if isinstance(function, f.Subscript) and isinstance(function.index, f.Name):
        keys = [
            key
            for table in ev.value(function.value, scope)
            if isinstance(table, DictVal)
            for key, values in table.items
            if any(wanted(value) for value in values)
        ]
        if keys:
            return ev.assuming(site.block, function.index.id, tuple(Const(key) for key in dict.fromkeys(keys)))
    return scope


def _is(value: Value, block: Block) -> bool:
    return isinstance(value, FunctionVal) and value.block is block


def _constructor_sites(ev: Evaluator, owner: Block, block: Block) -> Bounded[Caller]:
    found: list[Caller] = []
    heirs = classes.subclasses(ev, owner)
    more = heirs.more
    for cls in (owner, *heirs):
        if classes.constructor(ev, cls) is block:
            made = _constructions(ev, cls)
            found += made
            more |= made.more
        else:
            own = classes.method_block(cls, "__init__")
            for site, following in classes.further_inits(ev, own, cls) if own is not None else ():
                if following is block:
                    assert own is not None
                    found.append(Caller(site, Scope(own), skip=0 if classes.is_super_init(site.call) else 1))
    return first(found, MOST_CALLERS, more=more)


def constructions(ev: Evaluator, cls: Block) -> Bounded[Caller]:
    """Known calls of the class itself."""
    return ev.below(lambda: _constructions(ev, cls)) if ev.level else Bounded()


def _constructions(ev: Evaluator, cls: Block) -> Bounded[Caller]:
    known: Bounded[Caller] = ev.guarded(
        (ev.level, "constructions", id(cls)),
        lambda: _constructed(ev, cls),
        about=("constructions", cls),
        cut=Bounded(),
        over=Bounded(more=True),
    )
    return known


def _constructed(ev: Evaluator, cls: Block) -> Bounded[Caller]:
    found: list[Caller] = []
    assert isinstance(cls.node, f.Class)
    files = files_of(ev, cls, cls.node.name)
    for path in files:
        module = ev.project.searched(path, cls.node.name, "", "cls")
        if module is not None:
            names = module.local_names(cls.node.name)
            other = {alias for name in names for alias in module.renamed.get(name, ())}
            for name in sorted({*names, *other, "", *(("cls",) if path == cls.path else ())}):
                for site in module.calls.get(name, ()):
                    found += _constructs(ev, site, cls)
            for site in module.handed.get(cls.node.name, ()):
                found += _provides(ev, site, cls) if last_segment(site.call.function) in injected.KINDS else []
                found += _prepares(ev, site, cls) if last_segment(site.call.function) == "partial" else []
        if len(found) > MOST_CALLERS:
            break
    return first(found, MOST_CALLERS, more=files.more)


def _constructs(ev: Evaluator, site: CallSite, cls: Block) -> list[Caller]:
    def is_class(value: Value) -> bool:
        return isinstance(value, ClassVal) and value.block is cls

    if any(is_class(value) for value in ev.value(site.call.function, Scope(site.block))):
        return [Caller(site, _where(ev, site, is_class))]
    return []


def _provides(ev: Evaluator, site: CallSite, cls: Block) -> list[Caller]:
    """The construction by a provider of Dependency Injector."""
    scope = Scope(site.block)
    made = (one for value in ev.value(site.call, scope) for one in injected.provided(value))
    return [
        Caller(CallSite(one.call, site.block, site.statement, site.contexts, site.within), scope, one.bound)
        for one in made
        if isinstance(one, InstanceVal) and one.block is cls and one.call is not None
    ]


def _prepares(ev: Evaluator, site: CallSite, cls: Block) -> list[Caller]:
    """The constructions that ``partial(Class, ...)`` prepares, as far as it shows what they are given."""
    scope = Scope(site.block)
    return [
        Caller(_bare(ev, site, "prepared"), scope, one.bound)
        for one in ev.value(site.call, scope)
        if isinstance(one, PartialVal) and isinstance(one.function, ClassVal) and one.function.block is cls
    ]


def receiver_for(block: Block) -> Value | None:
    """Some receiver, so that positional arguments are counted from the second parameter on."""
    owner = block.owner
    if owner is None or classes.is_static(block):
        return None
    return InstanceVal((id(owner), 0, 0), owner)
