"""The abstract evaluator: what can this expression be? On demand, over the whole project, in sets.

Cycles yield nothing; depth and work are bounded, and a bound that was hit is an unknown value with the reason ``bound``. What may
be kept, so that an answer does not depend on what was asked before, is ``memory.py``'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from aigc_lint.linking import attributes, calls, comprehensions, conditions, elsewhere, parameters, stores, strings
from aigc_lint.linking.abstract import (
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    External,
    Frame,
    FunctionVal,
    Later,
    ListVal,
    ModuleVal,
    Result,
    Scope,
    SecretText,
    Set,
    Spot,
    Unk,
    Value,
    is_blank,
    is_none,
    union,
)
from aigc_lint.linking.blocks import Block, Definition
from aigc_lint.linking.bounded import Bounded
from aigc_lint.linking.labels import Labels
from aigc_lint.linking.memory import Key, Memory
from aigc_lint.linking.project import Project
from aigc_lint.linking.updates import applied
from aigc_lint.model import facts as f
from aigc_lint.model.settings import NO_SETTINGS, Settings

MOST_LEVELS = 2
"""Callers looked for to find out whether something is a caller."""
MOST_ITEMS = 10_000
"""Of a list that is put together from others. Code that doubles a list line by line must not make us write it out."""
MOST_FRAMES = 4
"""Calls of project functions followed into each other."""

T = TypeVar("T")
_BOUND = (Unk("bound"),)


class Evaluator(Memory):
    """Answers what expressions can be, anywhere in one project."""

    def __init__(self, project: Project, settings: Settings = NO_SETTINGS) -> None:
        super().__init__()
        self.project = project
        self.settings = settings
        """What settings files say of environment variables."""
        self.level = MOST_LEVELS
        """How many times over callers may be looked for: whether a call is one of a function is decided a level below."""
        self.frames: dict[Key, Frame] = {}
        self.reaching: dict[int, tuple[Definition, ...]] = {}
        """id of a Name node -> the definitions that its tests leave, in any activation."""
        self.decidable: dict[int, bool] = {}
        """id of a test -> may its outcome be looked for?"""
        self._labels = Labels()
        self.observers: dict[tuple[str, str], Bounded[str]] = {}
        self.bare_calls: dict[Key, f.Call] = {}
        """Calls without arguments, made up for functions that a framework calls; kept because identity matters."""

    # --- asking ---

    def below(self, confirm: Callable[[], T], *, level: int | None = None) -> T:
        """Find out who calls, makes or writes something, by what can be known a level below."""
        before, self.level = self.level, self.level - 1 if level is None else level
        try:
            return confirm()
        finally:
            self.level = before

    def later(self, node: f.Expression, scope: Scope) -> Set:
        """What the expression can be, found out only when it is looked at."""
        if isinstance(node, f.Constant):
            return (Const(node.value),)
        return Later((id(node), id(scope.frame)), lambda: self.value(node, scope))

    def value(self, node: f.Expression, scope: Scope) -> Set:
        """What the expression can be."""
        about = None
        if isinstance(node, f.Name):
            if len(scope.block.names.get(id(node), ())) < 2:  # its definition is what is kept
                return self.name(node, scope)
            about = (node, scope)  # tests that tell its definitions apart may read it again
        elif isinstance(node, f.Attribute):
            if isinstance(node.value, f.Name):
                return self._value(node, scope)
        elif isinstance(node, f.Constant):
            return (Const(node.value),)
        key = (self.level, id(node), id(scope.frame))
        found: Set = self.guarded(key, lambda: self._value(node, scope), about=about, over=_BOUND)
        return found

    def values(self, key: Key, compute: Callable[[], Set], about: tuple[object, ...]) -> Set:
        """Alternatives, computed once: none while they are being computed, unknown where a bound is hit."""
        found: Set = self.guarded((self.level, *key), compute, about=about, over=_BOUND)
        return found

    def outcome(self, frame: Frame, compute: Callable[[], Set], *, what: str = "return") -> Set:
        """What comes of one activation of a function, computed once."""
        return self.values((what, id(frame.block), id(frame)), compute, (what, frame))

    def label(self, about: tuple[object, ...]) -> str:
        """A text for what is computed: by where it stands in the source."""
        return self._labels.of(about)

    def _value(self, node: f.Expression, scope: Scope) -> Set:
        compute = _BY_KIND.get(type(node))
        return (Unk("expression"),) if compute is None else compute(self, node, scope)

    # --- names ---

    def name(self, node: f.Name, scope: Scope) -> Set:
        """What a name stands for where it is read."""
        for name, values in scope.frame.assumed if scope.frame is not None else ():
            if name == node.id:
                return values
        found = scope.block.names.get(id(node))
        if found:
            living = conditions.possible(self, node, found, scope)
            if len(found) > 1:
                return conditions.filled(node, found, {one: self.definition(one, scope) for one in living}, scope)
            return union(*(self.definition(one, scope) for one in living))
        return self.free(node.id, scope)

    def free(self, name: str, scope: Scope) -> Set:
        """A name that no definition of its own block reaches: enclosing functions, the module, the world."""
        block: Block | None = scope.block
        frame = scope.frame
        first = True
        while block is not None:
            if block.kind == "module":
                return self.member(block.path, name, fallback=True)
            if (block.kind != "class" or first) and name in block.every:
                return union(*(self.definition(one, Scope(block, frame)) for one in block.every[name]))
            if block.kind in ("function", "lambda"):
                frame = frame.outer if frame is not None else None
            first = False
            block = block.parent
        return (External(f"builtins.{name}"),)

    def member(self, path: str, name: str, *, fallback: bool = False) -> Set:
        """What a module holds under a name; with ``fallback`` a builtin where it holds nothing."""
        key = ("member", path, name, fallback)
        return self.values(key, lambda: self._member(path, name, fallback=fallback), key)

    def _member(self, path: str, name: str, *, fallback: bool) -> Set:
        module = self.project.module(path)
        if module is not None:
            block = module.block
            defined = block.end.get(name) or tuple(block.every.get(name, ()))
            if defined:
                extra = [one for one in block.every.get(name, ()) if one.block is not block]
                found = union(*(self.definition(one, Scope(one.block)) for one in (*defined, *extra)))
                if found:
                    return self.changed(elsewhere.on_module(self, path, name, found), module.updates.get(name, ()))
            for star in block.stars:
                found = self.imported(star, name)
                guessed = Unk if self._is_inside(star) else Unk | External  # what a package has under the name is not known
                if found and not all(isinstance(value, guessed) for value in found):
                    return found
        below = self.project.modules.child(path, name)
        if below is not None:
            return (ModuleVal(below),)
        if module is not None:
            for star in block.stars:  # ``from openai import *``
                assert isinstance(star.node, f.ImportFrom)
                outside = f"{star.node.module}.{name}"
                if not star.node.level and (self.project.sdks.clients(outside) or self.project.sdks.function(outside)):
                    return (External(outside),)
        if fallback:
            return (External(f"builtins.{name}"),)
        hooks = module.block.every.get("__getattr__", ()) if module is not None else ()
        for hook in hooks:
            for function in self.definition(hook, Scope(hook.block)):
                if isinstance(function, FunctionVal):
                    return attributes.hooked(self, function, name)
        return (Unk("import", f"setting:{self.project.modules.name(path)}.{name}" if module else ""),)

    def _is_inside(self, star: Definition) -> bool:
        """Is it a star import of a module of the project?"""
        return isinstance(star.node, f.ImportFrom) and bool(
            self.project.resolve(star.block.path, star.node.module, star.node.level)
        )

    def changed(self, found: Set, updates: Sequence[Definition]) -> Set:
        """Objects of a module after what functions do to them, in whatever order."""
        if not any(isinstance(value, DictVal | ListVal | Result | ClientVal) for value in found):
            return found
        for one in updates:
            scope = Scope(one.block)
            value = self.later(one.expression, scope) if one.expression is not None else ()
            way = tuple(step if isinstance(step, str | int) else self.later(step, scope) for step in one.path)
            found = union(*(applied(base, way, value, one.mode) for base in found))
        return found

    def definition(self, one: Definition, scope: Scope) -> Set:
        """The value that a definition gives its name."""
        return self.values((id(one), id(scope.frame)), lambda: self._definition(one, scope), (one, scope.frame))

    def _definition(self, one: Definition, scope: Scope) -> Set:
        match one.kind:
            case "value" | "context" | "element":
                return self.assigned(one, scope)
            case "parameter":
                return parameters.parameter(self, one, scope)
            case "import":
                return self.imported(one)
            case "function":
                block = one.block.children.get(id(one.node))
                return (self.function(block, Scope(one.block, scope.frame)),) if block else ()
            case "class":
                block = one.block.children.get(id(one.node))
                return (ClassVal((id(block),), block),) if block else ()
            case "update":
                return self.updated(one, scope)
            case "augment":
                before = union(*(self.definition(earlier, scope) for earlier in one.previous))
                after = self.value(one.expression, scope) if one.expression is not None else ()
                return self.binary(one.mode, before, after)
            case "bound":
                return _BOUND
            case _:
                return (Unk("expression"),)

    def assigned(self, one: Definition, scope: Scope) -> Set:
        """A plain assignment, a loop variable or the target of ``with``."""
        if one.expression is None:
            return parameters.annotated(self, one.annotation, scope, attribute_origin(one)) or (Unk("attribute"),)
        found = self.value(one.expression, scope)
        if one.kind == "element":
            found = union(*(calls.iterated(self, value) for value in found))
        elif one.kind == "context":
            found = union(*(calls.entered(self, value) for value in found))
        for step in one.path:
            found = union(*(unpacked(value, step) for value in found))
        if one.conditions and all(isinstance(value, Unk | Const) for value in found):
            tested = conditions.tested_type(one.expression, one.conditions)
            found = parameters.annotated(self, tested, scope, attribute_origin(one)) or found
        if one.annotation is not None and all(isinstance(value, Unk) or is_none(value) for value in found):
            return parameters.annotated(self, one.annotation, scope, attribute_origin(one)) or found
        return found

    def updated(self, one: Definition, scope: Scope) -> Set:
        """An object after it was changed in place."""
        before = union(*(self.definition(earlier, scope) for earlier in one.previous))
        value = self.later(one.expression, scope) if one.expression is not None else ()
        way = tuple(step if isinstance(step, str | int) else self.later(step, scope) for step in one.path)
        return union(*(applied(base, way, value, one.mode) for base in before))

    def imported(self, one: Definition, name: str | None = None) -> Set:
        """What an import binds; ``name`` is looked up through a star import."""
        node, path = one.node, one.block.path
        if isinstance(node, f.Import):
            module = str(one.path[0])
            target = self.project.resolve(path, module)
            return (ModuleVal(target),) if target is not None else (External(module),)
        assert isinstance(node, f.ImportFrom)
        wanted = name or str(one.path[1])
        target = self.project.resolve(path, node.module, node.level) or self.project.beside(path, node, wanted)
        if target is not None:
            return self.member(target, wanted)
        if node.level:
            return (Unk("import"),)
        return self.outside(f"{node.module}.{wanted}")

    def outside(self, name: str) -> Set:
        """What a dotted name of another package is: a text that the catalogue knows, else just its name."""
        known = self.project.sdks.constants.get(name)
        return (External(name),) if known is None else (Const(known),)

    def function(self, block: Block, scope: Scope, receiver: Value | None = None) -> FunctionVal:
        """The function value of a block, as seen where it is defined."""
        return FunctionVal((id(block), id(scope.frame), receiver), block, receiver, scope.frame)

    def returns(self, scope: Scope) -> Set:
        """What the returns of a function give in one activation, those left out that its tests rule out."""
        block = scope.block
        living = (
            block.returns
            if len(block.returns) < 2
            else [one for one in block.returns if conditions.hold(self, one.conditions, scope)]
        )
        return union(*(self.value(one.value, scope) for one in living))

    def frame(self, function: FunctionVal, **how: Any) -> Frame:
        """The one frame for this activation of the function."""
        call, caller = how.get("call"), how.get("caller")
        key = (
            id(function.block),
            id(call),
            id(caller.frame) if caller else 0,
            function.receiver,
            id(function.outer),
            how.get("bound", ()),
            how.get("skip", 0),
        )
        known = self.frames.get(key)
        if known is None:
            depth = (caller.frame.depth + 1) if caller and caller.frame else 1
            known = Frame(key, function.block, receiver=function.receiver, outer=function.outer, depth=depth, **how)
            self.frames[key] = known
        return known

    def assuming(self, block: Block, name: str, values: Set) -> Scope:
        """A scope in which a name of the block is taken to have these values."""
        key = ("assuming", id(block), name, tuple(values))
        known = self.frames.get(key)
        if known is None:
            known = self.frames[key] = Frame(key, block, assumed=((name, values),))
        return Scope(block, known)

    # --- expressions ---

    def attribute(self, node: f.Attribute, scope: Scope) -> Set:
        """An attribute, or what a store holds under it."""
        bases = self.value(node.value, scope)
        kept = stores.held(self, bases, (Const(node.attr),), scope)
        return kept or union(*(attributes.attribute(self, base, node.attr) for base in bases))

    def inner(self, node: f.Await | f.Starred | f.Walrus, scope: Scope) -> Set:
        """What is awaited, spread or given a name besides."""
        return self.value(node.value, scope)

    def secret(self, node: f.Secret, scope: Scope) -> Set:
        """A credential that reading has taken out."""
        return (SecretText(node.text, node.kind, Spot(scope.block.path, node.span)),)

    def joined(self, node: f.Joined, scope: Scope) -> Set:
        """An f-string."""
        parts = [self.value(part, scope) for part in node.parts]
        if not all(parts) and self.is_cut:  # ``self.url = f"{self.url}/v1"``: the cycle adds nothing
            return ()
        return strings.joined([part or (Unk("expression"),) for part in parts])

    def conditional(self, node: f.Conditional, scope: Scope) -> Set:
        """``body if test else orelse``: one of them where the test is decided."""
        holds = conditions.truth(self, node.test, scope)
        body = self.value(node.body, scope) if holds is not False else ()
        return union(body, self.value(node.orelse, scope) if holds is not True else ())

    def anonymous(self, node: f.Lambda, scope: Scope) -> Set:
        """A lambda, as a function."""
        block = scope.block.children.get(id(node))
        return (self.function(block, scope),) if block else (Unk("expression"),)

    def subscript(self, node: f.Subscript, scope: Scope) -> Set:
        """An item of a dict or list; generic classes are themselves (``list[Model]``)."""
        bases, keys = self.value(node.value, scope), self.later(node.index, scope)
        return stores.held(self, bases, keys, scope) or union(*(calls.item(self, base, keys) for base in bases))

    def either(self, node: f.Either, scope: Scope) -> Set:
        """``a or b``: an environment variable's fallback is its default; ``a and b`` is its last operand."""
        *earlier, last = node.operands
        if node.operator == "and":
            return self.value(last, scope)
        found: Set = ()
        assumed = ""
        for operand in earlier:
            values = self.value(operand, scope)
            if values and (conditions.all_true(values) or all(self.is_given(value) for value in values)):
                return union(found, values)  # by the code or by a settings file: what follows never counts
            for value in values:
                if isinstance(value, Unk) and value.reason in ("environment", "setting"):
                    assumed = assumed or value.origin
                elif (isinstance(value, Unk) and value.reason in ("parameter", "attribute")) or not is_blank(value):
                    found = union(found, (value,))
        return union(found, tuple(with_origin(value, assumed) for value in self.value(last, scope)))

    def is_given(self, value: Value) -> bool:
        """Is it what a settings file gives a variable?"""
        origin = value.assumed if isinstance(value, Const) else value.origin if isinstance(value, Unk) else ""
        return bool(self.settings.of(origin.removeprefix("env:")))

    def operation(self, node: f.Operation, scope: Scope) -> Set:
        """A run of one binary operator."""
        found = self.value(node.operands[0], scope)
        if node.operator == "+" and len(node.operands) <= MOST_FRAMES * 2:
            sets = [self.value(operand, scope) for operand in node.operands]
            if any(strings.is_text(value) for one in sets for value in one):
                return strings.joined([one or (Unk("expression"),) for one in sets])
        for operand in node.operands[1:]:
            found = self.binary(node.operator, found, self.value(operand, scope))
        return found

    def binary(self, operator: str, left: Set, right: Set) -> Set:
        """One binary operator on sets."""
        if operator == "|":
            runnable = calls.piped(self, left, right)
            if runnable:
                return runnable
            merged = [a.merged(b) for a in left for b in right if isinstance(a, DictVal) and isinstance(b, DictVal)]
            return tuple(merged) or tuple(filter(calls.is_prompt, right)) or (Unk("expression"),)
        if operator == "%":
            texts = [value for value in left if isinstance(value, Const) and isinstance(value.value, str)]
            operands = [value.items if isinstance(value, ListVal) else ((value,),) for value in right]
            return union(*(strings.interpolated(str(text.value), one) for text in texts for one in operands)) or (
                Unk("expression"),
            )
        if operator == "+":
            lists = [_chained(a, b) for a in left for b in right if isinstance(a, ListVal) and isinstance(b, ListVal)]
            return tuple(lists) or strings.joined([left or (Unk("expression"),), right or (Unk("expression"),)])
        if operator == "/":  # pathlib and yarl join paths by division
            return strings.joined([left or (Unk("expression"),), (Const("/"),), right or (Unk("expression"),)])
        return (Unk("expression"),)

    def unary(self, node: f.Unary, scope: Scope) -> Set:
        """``-1`` is a constant; ``not x`` is a truth value."""
        if node.operator == "-":
            found = self.value(node.operand, scope)
            return tuple(
                Const(-value.value) if isinstance(value, Const) and isinstance(value.value, int | float) else Unk("expression")
                for value in found
            )
        if node.operator == "not":
            found = self.value(node.operand, scope)
            if len(found) == 1 and isinstance(found[0], Const):
                return (Const(not found[0].value),)
            return (Const(True), Const(False))
        return (Unk("expression"),)

    def dict_display(self, node: f.Dict, scope: Scope) -> Set:
        """A dict display; ``**other`` is merged where other is a dict."""
        result = DictVal()
        shown: list[tuple[str, Set]] = []
        for key, item in node.items:
            values = self.later(item, scope)
            if key is None:
                result, shown = result.with_items(shown), []
                result = result.merged_with_any(values)
                continue
            keys = [value.value for value in self.value(key, scope) if isinstance(value, Const) and isinstance(value.value, str)]
            if len(keys) == 1:
                shown.append((keys[0], values))
            else:
                result = DictVal(result.items, True, union(result.rest, values))
        return (result.with_items(shown),)

    def collection(self, node: f.Collection, scope: Scope) -> Set:
        """A list, tuple or set display."""
        items: list[Set] = []
        rest: Set = ()
        unknown = False
        for item in node.items:
            if isinstance(item, f.Starred):
                unknown = True
                rest = union(rest, *(calls.iterated(self, value) for value in self.value(item.value, scope)))
            else:
                items.append(self.later(item, scope))
        return (ListVal(tuple(items), unknown, rest),)

    def comprehension(self, node: f.Comprehension, scope: Scope) -> Set:
        """Some items or entries, how many is not known."""
        kept = comprehensions.copied(self, node, scope)
        if kept:
            return kept
        element = self.value(node.element, scope)
        if node.key is not None:
            return (DictVal((), True, element),)
        return (ListVal((), True, element),)


_BY_KIND: dict[type, Callable[[Evaluator, Any, Scope], Set]] = {
    f.Attribute: Evaluator.attribute,
    f.Await: Evaluator.inner,
    f.Call: calls.call,
    f.Collection: Evaluator.collection,
    f.Comprehension: Evaluator.comprehension,
    f.Conditional: Evaluator.conditional,
    f.Dict: Evaluator.dict_display,
    f.Either: Evaluator.either,
    f.Joined: Evaluator.joined,
    f.Lambda: Evaluator.anonymous,
    f.Name: Evaluator.name,
    f.Operation: Evaluator.operation,
    f.Secret: Evaluator.secret,
    f.Starred: Evaluator.inner,
    f.Subscript: Evaluator.subscript,
    f.Unary: Evaluator.unary,
    f.Walrus: Evaluator.inner,
}
"""How each kind of expression is evaluated; constants never come here, and of all others nothing is known."""


def attribute_origin(one: Definition) -> str:
    """How a policy would name what an annotated attribute or module variable holds."""
    owner = one.block.owner or one.block
    return f"{'setting' if owner.kind == 'module' else 'attribute'}:{owner.qualname}.{one.name}"


def _chained(one: ListVal, other: ListVal) -> ListVal:
    """``one + other``."""
    rest = union(one.rest, other.rest)
    if len(one.items) + len(other.items) <= MOST_ITEMS:
        return ListVal((*one.items, *other.items), one.open or other.open, rest)
    return ListVal(one.items, True, union(rest, _BOUND))


def unpacked(value: Value, step: object) -> Set:
    """One element of an unpacked value."""
    if isinstance(value, ListVal):
        if isinstance(step, int) and step < len(value.items) and not value.open:
            return value.items[step]
        return value.all_values() or (Unk("expression"),)
    return (value,) if isinstance(value, Unk) else (Unk("expression"),)


def with_origin(value: Value, origin: str) -> Value:
    """The same value, marked as the default for an origin."""
    if origin and isinstance(value, Const) and value.value is not None and not value.assumed:
        return Const(value.value, origin, value.spot)
    return value
