"""Where the nodes of CPython's own tree stand in the text, and what the text says that the tree leaves out."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right

from aigc_lint.model.spans import Span

_NEWLINE = re.compile(r"\r\n?|\n")
_BLANK = re.compile(r"(?:[ \t\f\r\n\\]++|#[^\r\n]*+)*+")
_COLON = re.compile(r"(?:[^:#]++|#[^\r\n]*+)*+:")


class Unsure(Exception):
    """This file is for the slower reader: the tree does not say enough, or something is not as it was thought to be."""


class Source:
    """A text that has been parsed. Columns of the tree count UTF-8 bytes; ours, and offsets, count code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = [0, *(match.end() for match in _NEWLINE.finditer(text))]
        self._plain = text.isascii()
        self._encoded: dict[int, bytes | None] = {}
        self.asked = 0
        """How often a place was asked for."""

    def span(self, node: ast.AST) -> Span:
        """Return where a node stands by its own account."""
        self.asked += 1
        line, end = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        return Span(line, self._column(line, node.col_offset), end, self._column(end, node.end_col_offset))  # type: ignore[attr-defined]

    def start(self, node: ast.AST) -> int:
        """Return the offset at which a node starts."""
        self.asked += 1
        return self._lines[node.lineno - 1] + self._column(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """Return the offset at which a node ends."""
        self.asked += 1
        return self._lines[node.end_lineno - 1] + self._column(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def segment(self, node: ast.AST) -> str:
        """Return the text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def at(self, start: int, end: int) -> Span:
        """Return the span between two offsets of the text."""
        line, end_line = bisect_right(self._lines, start), bisect_right(self._lines, end)
        return Span(line, start - self._lines[line - 1], end_line, end - self._lines[end_line - 1])

    def bytes_before(self, offset: int) -> tuple[int, int]:
        """Return the line of an offset and its column in bytes, as the tree counts them."""
        line = bisect_right(self._lines, offset)
        start = self._lines[line - 1]
        return line, offset - start if self._plain else len(self.text[start:offset].encode())

    def skip(self, offset: int) -> int:
        """Return the offset of the next character that is neither blank nor in a comment."""
        found = _BLANK.match(self.text, offset)
        return found.end() if found else offset

    def expect(self, offset: int, character: str) -> int:
        """Return the offset after the next character, which has to be that one."""
        offset = self.skip(offset)
        if not self.text.startswith(character, offset):
            raise Unsure
        return offset + len(character)

    def opened(self, start: int, end: int) -> int:
        """Return how many parentheses are opened between two offsets that have nothing else between them."""
        count = 0
        while start < end:
            start = self.skip(self.expect(start, "("))
            count += 1
        if start != end:
            raise Unsure
        return count

    def closed(self, offset: int, count: int) -> int:
        """Return the offset after so many closing parentheses."""
        for _ in range(count):
            offset = self.expect(offset, ")")
        return offset

    def colon(self, offset: int) -> int:
        """Return the offset after the next colon outside a comment. No string may come before it."""
        found = _COLON.match(self.text, offset)
        if found is None:
            raise Unsure
        return found.end()

    def _column(self, line: int, column: int) -> int:
        if self._plain:
            return column
        if line not in self._encoded:
            end = self._lines[line] if line < len(self._lines) else len(self.text)
            text = self.text[self._lines[line - 1] : end]
            self._encoded[line] = None if text.isascii() else text.encode()
        encoded = self._encoded[line]
        return column if encoded is None else len(encoded[:column].decode())
