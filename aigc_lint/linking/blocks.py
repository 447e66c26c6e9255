"""Blocks, names and the definitions that reach them: what the walk over a file's facts finds (``scopes.py``)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from aigc_lint.model import facts as f
from aigc_lint.model.spans import Span

Path = tuple["int | str | f.Expression", ...]
Conditions = tuple[tuple[f.Expression, bool], ...]
"""Tests that must have come out this way for the flow to reach a point in its block."""


class Definition(Struct, eq=False):
    """One way in which a name gets its value. Compared by identity."""

    kind: str
    """``value``, ``element`` (of an iterable), ``context`` (of a with), ``parameter``, ``import``, ``function``, ``class``,
    ``update`` (of the object that ``previous`` stands for), ``augment``, ``exception``, ``unknown``, or ``bound`` for those
    beyond the number that is kept of one name."""
    block: Block
    expression: f.Expression | None = None
    path: Path = ()
    """For values: what is unpacked from the expression. For updates: the way into the object, attributes as ``.name``."""
    previous: tuple[Definition, ...] = ()
    name: str = ""
    node: f.Function | f.Class | f.ImportFrom | f.Import | None = None
    span: Span | None = None
    annotation: f.Expression | None = None
    mode: str = ""
    """For updates: ``set``, ``merge`` (dict.update) or ``append``; for augmented assignments the operator."""
    conditions: Conditions = ()
    looped: bool = False
    """Is it made in the body of a loop, so that it may hold in the next round?"""
    serial: int = 0
    """Its place among all definitions and blocks of the file."""


class CallSite(Struct, eq=False):
    """A call, with what stands around it."""

    call: f.Call
    block: Block
    statement: Span
    contexts: tuple[f.Expression, ...]
    """Context managers whose bodies hold the call, outermost first."""
    within: tuple[f.Call, ...]
    """Calls of the same expression in whose arguments it stands, outermost first."""
    awaited: bool = False


class Returned(Struct, frozen=True):
    """One ``return`` with the tests that lead to it."""

    value: f.Expression
    conditions: Conditions = ()


class AttributeWrite(Struct, eq=False):
    """``target.attr = value`` (or a write below it), on any object."""

    target: f.Expression
    """The object whose attribute is written."""
    attr: str
    definition: Definition
    statement: Span


class Block(Struct, eq=False):
    """A module, class, function or lambda body."""

    kind: str
    path: str
    qualname: str
    parent: Block | None
    node: f.Function | f.Class | f.Lambda | None = None
    parameters: tuple[f.Parameter, ...] = ()
    names: dict[int, tuple[Definition, ...]] = field(default_factory=dict)
    """id of a Name node -> the definitions of this block that reach it."""
    read_under: dict[int, Conditions] = field(default_factory=dict)
    """id of a Name node that several definitions reach -> the tests that lead to it, where there are any."""
    end: dict[str, tuple[Definition, ...]] = field(default_factory=dict)
    """Definitions that reach the end of the block."""
    every: dict[str, list[Definition]] = field(default_factory=dict)
    """All definitions in the block, whatever the flow: what closures and other modules see."""
    returns: list[Returned] = field(default_factory=list)
    yields: list[f.Yield] = field(default_factory=list)
    calls: list[CallSite] = field(default_factory=list)
    tests: dict[int, Conditions] = field(default_factory=dict)
    """id of a Call node -> the tests that lead to it, where there are any."""
    writes: list[AttributeWrite] = field(default_factory=list)
    updates: dict[int, Definition] = field(default_factory=dict)
    """Changes in place of objects whose names belong to an outer block."""
    children: dict[int, Block] = field(default_factory=dict)
    """id of a Function, Class or Lambda node -> its block."""
    stars: list[Definition] = field(default_factory=list)
    """Star imports."""
    outside: dict[str, str] = field(default_factory=dict)
    """Names declared ``global`` or ``nonlocal``."""
    within: tuple[f.Call, ...] = ()
    """For lambdas: the calls in whose arguments the lambda stands."""
    contexts: tuple[f.Expression, ...] = ()
    """Context managers around the definition of a lambda."""
    serial: int = 0
    """Its place among all definitions and blocks of the file."""

    def walk(self) -> Iterator[Block]:
        """The block and all blocks in it, in source order."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def dissolve(self) -> None:
        """Let go of all that a forgotten block holds: with its definitions it forms cycles, which wait for the collector."""
        for block in list(self.walk()):
            block.names, block.read_under, block.end, block.every = {}, {}, {}, {}
            block.tests, block.updates, block.children = {}, {}, {}
            block.returns, block.yields, block.calls, block.writes, block.stars = [], [], [], [], []
            block.within, block.contexts, block.parent = (), (), None

    @property
    def owner(self) -> Block | None:
        """The class whose method this is, if any."""
        return self.parent if self.kind == "function" and self.parent is not None and self.parent.kind == "class" else None
