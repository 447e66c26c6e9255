"""Names and literals of CPython's own tree, lowered to facts; and the one way in for all expressions."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from aigc_lint.model import facts
from aigc_lint.model.facts import Constant, Expression, Opaque
from aigc_lint.reading import literals
from aigc_lint.reading.ast_source import Source, Unsure
from aigc_lint.reading.ast_strings import holes, told
from aigc_lint.reading.secrets import hidden
from aigc_lint.reading.stack import DEEPEST

_LONG_NUMBER = 15
"""Characters from which on a number's value alone does not say what becomes of it."""
_PLACES_ARE_RIGHT = sys.version_info >= (3, 12)
"""Inside f-strings: since they are part of the grammar."""
_PLACED = (ast.Call, ast.Lambda, ast.JoinedStr)


class Literals:
    """Lowers names and literals. ``name`` is throughout what the value will be called, if that says that it is a credential."""

    table: ClassVar[dict[type, Callable[[Any, Any, str], Expression]]] = {}
    """Type of node -> the method that lowers it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.depth = 0

    def expression(self, node: ast.AST, name: str = "") -> Expression:
        """Lower one expression."""
        lower = self.table.get(type(node))
        self.depth += 1
        if lower is None or self.depth > DEEPEST:
            raise Unsure
        lowered = lower(self, node, name)
        self.depth -= 1
        return lowered

    def _name(self, node: ast.Name, _: str) -> Expression:
        return facts.Name(node.id)

    def _constant(self, node: ast.Constant, name: str) -> Expression:
        value = node.value
        if isinstance(value, str):
            return self._text(node, value, name)
        if value is None or isinstance(value, bool):
            return Constant(value)
        if isinstance(value, (int, float)):
            return self._number(node, value)
        return Opaque({bytes: "bytes", complex: "imaginary"}.get(type(value), "ellipsis"))

    def _number(self, node: ast.Constant, value: int | float) -> Expression:
        if node.lineno != node.end_lineno or (node.end_col_offset or 0) - node.col_offset > _LONG_NUMBER:
            kept = literals.number(self.source.segment(node))
            return Opaque("number") if kept is None else Constant(kept)
        return Constant(value)

    def _text(self, node: ast.expr, value: str, name: str) -> Expression:
        value = literals.speakable(value)
        found = hidden(value, name)
        return facts.Secret(found[0], found[1], self.source.span(node)) if found else Constant(value)

    def _joined(self, node: ast.JoinedStr, name: str) -> Expression:
        fields = zip(self._fields(node), told(self.source, node), strict=True)
        lowered: list[Expression] = []
        text = ""
        for one in node.values:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                text += one.value
                continue
            field, said = next(fields)
            if not text.endswith(said):
                raise Unsure
            text = text.removesuffix(said)
            if text:
                lowered.append(self._text(node, text, name))
                text = ""
            lowered.append(field)
        if text or not lowered:
            lowered.append(self._text(node, text, name))
        only = lowered[0] if len(lowered) == 1 else None
        return only if isinstance(only, (Constant, facts.Secret)) else facts.Joined(tuple(lowered))

    def _fields(self, node: ast.JoinedStr) -> Iterator[Expression]:
        """Lower the expressions of an f-string. Where a place is kept of one of them, all are looked up in the text."""
        values = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        if _PLACES_ARE_RIGHT or not any(isinstance(one, _PLACED) for value in values for one in ast.walk(value)):
            asked = self.source.asked
            lowered = [self.expression(value) for value in values]
            if _PLACES_ARE_RIGHT or self.source.asked == asked:
                yield from lowered
                return
        again = holes(self.source, node)
        if list(map(ast.dump, again)) != list(map(ast.dump, values)):
            raise Unsure
        yield from map(self.expression, again)
