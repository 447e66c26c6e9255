"""Names and literals of LibCST's tree, lowered to facts; and the one way in for all expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import libcst as cst

from aigc_lint.model import facts
from aigc_lint.model.facts import Constant, Expression, Opaque
from aigc_lint.reading import literals
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.secrets import hidden
from aigc_lint.reading.stack import DEEPEST

_WORDS = {"True": True, "False": False, "None": None}


class TooDeep(Exception):
    """The facts would lie deeper in one another than those who walk over them can bear."""


class Literals:
    """Lowers names and literals. ``name`` is throughout what the value will be called, if that says that it is a credential."""

    table: ClassVar[dict[type, Callable[[Any, Any, str], Expression]]] = {}
    """Type of node -> the method that lowers it."""

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.depth = 0

    def expression(self, node: Any, name: str = "") -> Expression:
        """Lower one expression."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        lower = self.table.get(type(node))
        lowered = lower(self, node, name) if lower else Opaque(type(node).__name__.lower())
        self.depth -= 1
        return lowered

    def _name(self, node: cst.Name, _: str) -> Expression:
        return Constant(_WORDS[node.value]) if node.value in _WORDS else facts.Name(node.value)

    def _number(self, node: cst.Integer | cst.Float, _: str) -> Expression:
        value = literals.number(node.value)
        return Opaque("number") if value is None else Constant(value)

    def _string(self, node: cst.SimpleString, name: str) -> Expression:
        prefix = node.prefix
        return Opaque("bytes") if "b" in prefix else self._text(node, literals.text(node.raw_value, prefix=prefix), name)

    def _concatenated(self, node: cst.ConcatenatedString, name: str) -> Expression:
        pieces: list[Any] = []
        rest: Any = node
        while isinstance(rest, cst.ConcatenatedString):
            pieces.append(rest.left)
            rest = rest.right
        return self._joined(node, [*pieces, rest], name)

    def _formatted(self, node: cst.FormattedString | cst.TemplatedString, name: str) -> Expression:
        return self._joined(node, [node], name)

    def _text(self, node: cst.CSTNode, value: str, name: str) -> Expression:
        found = hidden(value, name)
        return facts.Secret(found[0], found[1], self.positions.span(node)) if found else Constant(value)

    def _joined(self, node: cst.CSTNode, pieces: list[Any], name: str) -> Expression:
        parts: list[str | Expression] = []
        for piece in pieces:
            if isinstance(piece, cst.SimpleString):
                if "b" in piece.prefix:
                    return Opaque("bytes")
                parts.append(literals.text(piece.raw_value, prefix=piece.prefix))
            elif isinstance(piece, cst.TemplatedString):
                return Opaque("template", tuple(self._holes(piece)))
            else:
                parts.extend(self._holes(piece, texts=True))
        return self._merged(node, parts, name)

    def _holes(self, node: Any, *, texts: bool = False) -> Iterable[Any]:
        for part in node.parts:
            if isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
                yield self.expression(part.expression)
            elif texts:
                yield literals.text(part.value.replace("{{", "{").replace("}}", "}"), prefix=node.prefix)

    def _merged(self, node: cst.CSTNode, parts: list[str | Expression], name: str) -> Expression:
        lowered: list[Expression] = []
        text: list[str] = []
        for part in (*parts, None):
            if isinstance(part, str):
                text.append(part)
                continue
            if any(text) or (part is None and not lowered):
                lowered.append(self._text(node, "".join(text), name))
            text = []
            if part is not None:
                lowered.append(part)
        only = lowered[0] if len(lowered) == 1 else None
        return only if isinstance(only, (Constant, facts.Secret)) else facts.Joined(tuple(lowered))
