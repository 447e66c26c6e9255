"""The abstract evaluator: what can this expression be? On demand, over the whole project, in sets.

Cycles yield nothing; depth and work are bounded, and a bound that was hit is an unknown value with the reason ``bound``. What may
be kept, so that an answer does not depend on what was asked before, is ``memory.py``'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aigc_lint.linking import conditions, containers, expressions, members, parameters
from aigc_lint.linking.abstract import (
    ClassVal,
    Const,
    External,
    Frame,
    FunctionVal,
    Later,
    ListVal,
    ModuleVal,
    Scope,
    Set,
    Unk,
    Value,
    is_none,
    union,
)
from aigc_lint.linking.blocks import Block, Definition
from aigc_lint.linking.bounded import Bounded
from aigc_lint.linking.declared import annotated
from aigc_lint.linking.excess import Excess
from aigc_lint.linking.labels import Labels
from aigc_lint.linking.memory import Key, Memory
from aigc_lint.linking.project import Project
from aigc_lint.linking.updates import changed, standing
from aigc_lint.model import facts as f
from aigc_lint.model.settings import NO_SETTINGS, Settings

MOST_LEVELS = 2
"""Callers looked for to find out whether something is a caller."""

T = TypeVar("T")
_BOUND = (Unk("bound"),)
_IN_A_BLOCK = (Definition, Scope, Frame)  # a tuple, as a union of types is slower to ask, and every value is asked


class Evaluator(Memory):
    """Answers what expressions can be, anywhere in one project."""

    def __init__(self, project: Project, settings: Settings = NO_SETTINGS, excess: Excess | None = None) -> None:
        super().__init__(excess)
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
        return Later(node, scope, lambda: self.value(node, scope))

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

    def home(self, about: tuple[object, ...] | None) -> str | None:
        """The path of the module that what is computed stands in."""
        if about is None:
            return None
        for one in about:
            if isinstance(one, _IN_A_BLOCK):
                return one.block.path
            if isinstance(one, Block):
                return one.path
        return str(about[1]) if about[0] == "member" else None

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
                living = standing(living)
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
        return self.values(key, lambda: members.of_module(self, path, name, fallback=fallback), key)

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
                return expressions.binary(self, one.mode, before, after)
            case "bound":
                return _BOUND
            case _:
                return (Unk("expression"),)

    def assigned(self, one: Definition, scope: Scope) -> Set:
        """A plain assignment, a loop variable or the target of ``with``."""
        if one.expression is None:
            return annotated(self, one.annotation, scope, attribute_origin(one)) or (Unk("attribute"),)
        found = self.value(one.expression, scope)
        if one.kind == "element":
            found = union(*(containers.iterated(self, value) for value in found))
        elif one.kind == "context":
            found = union(*(containers.entered(self, value) for value in found))
        for step in one.path:
            found = union(*(unpacked(value, step) for value in found))
        if one.conditions and all(isinstance(value, Unk | Const) for value in found):
            tested = conditions.tested_type(one.expression, one.conditions)
            found = annotated(self, tested, scope, attribute_origin(one)) or found
        if one.annotation is not None and all(isinstance(value, Unk) or is_none(value) for value in found):
            return annotated(self, one.annotation, scope, attribute_origin(one)) or found
        return found

    def updated(self, one: Definition, scope: Scope) -> Set:
        """An object after it was changed in place."""
        before = union(*(self.definition(earlier, scope) for earlier in one.previous))
        return changed(self, before, one, scope)

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

    def bare_call(self, node: f.Call, what: object) -> f.Call:
        """The call without its arguments; always the same one, for each of the things (to be hashed) that it is taken for."""
        return self.bare_calls.setdefault((id(node), what), f.Call(node.function, (), node.span, node.callee))

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


_BY_KIND: dict[type, Callable[[Evaluator, Any, Scope], Set]] = {**expressions.BY_KIND, f.Name: Evaluator.name}
"""How each kind of expression is evaluated; constants never come here."""


def attribute_origin(one: Definition) -> str:
    """How a policy would name what an annotated attribute or module variable holds."""
    owner = one.block.owner or one.block
    return f"{'setting' if owner.kind == 'module' else 'attribute'}:{owner.qualname}.{one.name}"


def unpacked(value: Value, step: object) -> Set:
    """One element of an unpacked value."""
    if isinstance(value, ListVal):
        if isinstance(step, int) and step < len(value.items) and not value.open:
            return value.items[step]
        return value.all_values() or (Unk("expression"),)
    return (value,) if isinstance(value, Unk) else (Unk("expression"),)
