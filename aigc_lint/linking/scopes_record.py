"""The definitions, writes and changes that the walk over a block finds, each recorded once.

Changing an object in place (``options["a"] = 1``, ``options.update(...)``, ``request.Model = "x"``) is a definition too, on top
of earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.linking.blocks import AttributeWrite, Block, Conditions, Definition, Path
from aigc_lint.linking.environments import Environment, Names
from aigc_lint.model import facts as f
from aigc_lint.model.spans import Span

MOST_CONDITIONS = 64
"""Of the tests that lead to a place the nearest so many are kept. What is left out rules nothing out: more is then held
possible, nothing less."""


class Record:
    """What a walk over a block has found so far. A loop is walked more than once, and what stands in it is recorded once."""

    def __init__(self, block: Block, serials: Iterator[int]) -> None:
        self.block = block
        self.names = Names(Definition("bound", block))
        self.serials = serials
        self.made: dict[tuple[int, str], Definition] = {}
        self.statement = Span(1, 0, 1, 0)
        self.loops: list[tuple[list[Environment], list[Environment]]] = []
        self.conditions: list[tuple[f.Expression, bool]] = []
        self.entered: set[tuple[int, int]] = set()
        """What stands in ``every`` already: blocks and definitions."""
        self.written: set[int] = set()

    def under(self) -> Conditions:
        """The tests that lead here."""
        return tuple(self.conditions[-MOST_CONDITIONS:])

    def make(
        self,
        key: object,
        name: str,
        kind: str,
        expression: f.Expression | None,
        path: Path,
        *,
        previous: tuple[Definition, ...] = (),
        node: f.Function | f.Class | f.ImportFrom | f.Import | None = None,
        annotation: f.Expression | None = None,
        mode: str = "",
    ) -> Definition:
        """The definition made at a syntax node; walking a loop body twice makes it once."""
        known = self.made.get((id(key), name))
        if known is None:
            known = Definition(
                kind, self.block, expression, path, previous, name, node, self.statement, annotation, mode,
                self.under(), bool(self.loops), next(self.serials),
            )  # fmt: skip
            self.made[id(key), name] = known
        elif previous:
            known.previous = tuple(dict.fromkeys((*known.previous, *(one for one in previous if one is not known))))
        return known

    def define(self, name: str, made: Definition, env: Environment) -> None:
        """Let the name stand for the definition from here on, in the block that it belongs to."""
        outer = self.block.outside.get(name)
        target = self.block
        if outer == "global":
            while target.parent is not None:
                target = target.parent
        elif outer == "nonlocal":
            target = target.parent or target
            while target.kind == "class" and target.parent is not None:
                target = target.parent
        if (id(target), id(made)) not in self.entered:
            self.entered.add((id(target), id(made)))
            target.every.setdefault(name, []).append(made)
        if target is self.block:
            env.set(name, (made,))

    def write(
        self,
        target: f.Attribute | f.Subscript,
        kind: str,
        value: f.Expression | None,
        path: Path,
        env: Environment,
        annotation: f.Expression | None = None,
        mode: str = "set",
    ) -> None:
        """A write into an object: an update of the name it hangs on, and of the attribute nearest to that name."""
        way: list[str | f.Expression] = []
        inner: f.Expression = target
        while isinstance(inner, f.Attribute | f.Subscript):
            way.append("." + inner.attr if isinstance(inner, f.Attribute) else inner.index)
            inner = inner.value
        way.reverse()
        if isinstance(inner, f.Name) and (kind == "value" or mode != "set"):
            name = inner.id
            made = self.make(target, name, "update", value, tuple(way), previous=env.get(name), mode=mode)
            if env.get(name) and not self.is_self(name):
                self.define(name, made, env)
            elif name not in self.block.every:
                self.block.updates[id(target)] = made
        self.attribute_write(target, kind, value, path, annotation, mode)

    def attribute_write(
        self,
        target: f.Attribute | f.Subscript,
        kind: str,
        value: f.Expression | None,
        path: Path,
        annotation: f.Expression | None,
        mode: str,
    ) -> None:
        """The same for whoever reads the attribute of any object."""
        below: list[str | f.Expression] = []
        inner: f.Expression = target
        while isinstance(inner, f.Subscript) or (isinstance(inner, f.Attribute) and isinstance(inner.value, f.Attribute)):
            below.append("." + inner.attr if isinstance(inner, f.Attribute) else inner.index)
            inner = inner.value
        if not isinstance(inner, f.Attribute):
            return
        if below or mode != "set":
            made = self.make(inner, inner.attr + "[]", "update", value, tuple(reversed(below)), mode=mode)
        else:
            made = self.make(inner, inner.attr, kind, value, path, annotation=annotation)
        if id(made) not in self.written:
            self.written.add(id(made))
            self.block.writes.append(AttributeWrite(inner.value, inner.attr, made, self.statement))
        if below and isinstance(target, f.Attribute):  # ``a.b.c = v`` is a write of ``c`` on ``a.b`` as well
            last = self.make(target, target.attr, kind, value, path, annotation=annotation)
            if id(last) not in self.written:
                self.written.add(id(last))
                self.block.writes.append(AttributeWrite(target.value, target.attr, last, self.statement))

    def change(self, base: f.Expression, value: f.Expression, mode: str, key: f.Call, env: Environment) -> None:
        """A change in place by a method of the object itself."""
        if isinstance(base, f.Name):
            if (before := env.get(base.id)) and not self.is_self(base.id):
                made = self.make(key, base.id, "update", value, (), previous=before, mode=mode)
                self.define(base.id, made, env)
            elif base.id not in self.block.every:
                self.block.updates[id(key)] = self.make(key, base.id, "update", value, (), mode=mode)
        elif isinstance(base, f.Attribute | f.Subscript):
            self.write(base, "value", value, (), env, mode=mode)

    def is_self(self, name: str) -> bool:
        """Is it the receiver of the method that is walked?"""
        block = self.block
        return block.owner is not None and bool(block.parameters) and block.parameters[0].name == name
