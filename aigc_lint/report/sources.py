"""The lines of code that a report shows, redacted, with the columns that a place has in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from aigc_lint.model.spans import Place


class Excerpt(Struct, frozen=True):
    """One line of code and the stretch of it that a place means. Columns are 0-based code points of ``text``."""

    number: int
    """1-based line, as people count it: in the file, or in the cell of a notebook."""
    text: str
    start: int
    end: int


class Region(Struct, frozen=True):
    """A place in the file as it lies on disk, on one line. Lines and columns are 1-based, the end is exclusive."""

    line: int
    column: int
    end_column: int


class Sources:
    """Serves lines of the files of one run, reading each file once."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read
        self._texts: dict[str, str | None] = {}
        self._lines: dict[tuple[str, int | None], list[str]] = {}
        self._cells: dict[str, list[str | None]] = {}

    def text(self, path: str) -> str | None:
        """Return the text of the file as it lies on disk, unredacted, or None where it can't be read."""
        if path not in self._texts:
            text = self._read(path)
            self._texts[path] = text if text is None else text.removeprefix("\ufeff")
        return self._texts[path]

    def lines(self, path: str, cell: int | None = None) -> list[str]:
        """Return the lines of the file, or of one cell of a notebook, unredacted."""
        key = (path, cell)
        if key not in self._lines:
            text = self.text(path)
            if text is not None and cell is not None:
                if path not in self._cells:
                    self._cells[path] = _cell_texts(text)
                cells = self._cells[path]
                text = cells[cell] if cell < len(cells) else None
            self._lines[key] = [] if text is None else re.split(r"\r\n|\r|\n", text)
        return self._lines[key]

    def excerpt(self, place: Place) -> Excerpt | None:
        """Return the first line of the place, fit to be shown. A place in a notebook needs a cell to be found again."""
        from aigc_lint.model.redaction import redact_line  # its patterns are dear to compile, and most runs show no line

        if place.cell is None and place.path.endswith(".ipynb"):
            return None
        lines = self.lines(place.path, place.cell.index if place.cell else None)
        number = place.cell.line if place.cell else place.span.line
        if not 0 < number <= len(lines):
            return None
        line = lines[number - 1]
        start = min(place.span.column, len(line))
        end = place.span.end_column if place.span.end_line == place.span.line else len(line.rstrip())
        shown = redact_line(line)
        return Excerpt(number, shown, _moved(line, shown, start), _moved(line, shown, max(end, start), after=True))

    def region(self, place: Place) -> Region:
        """Return where the first line of the place stands in the file on disk: for a notebook in its JSON."""
        span = place.span
        one_line = span.end_line == span.line
        if place.cell is None:
            if place.path.endswith(".ipynb"):
                return Region(1, 1, 2)
            end = span.end_column if one_line else len(_at(self.lines(place.path), span.line).rstrip())
            return Region(span.line, span.column + 1, max(end, span.column + 1) + 1)
        code = _at(self.lines(place.path, place.cell.index), place.cell.line)
        piece = code[span.column : span.end_column if one_line else len(code.rstrip())]
        raw, hint = _at(self.lines(place.path), place.cell.json_line), place.cell.json_column - 1
        start, width = _in_json(raw, hint, code, span.column, piece)
        return Region(place.cell.json_line, start + 1, start + 1 + max(width, 1))


def _at(lines: list[str], number: int) -> str:
    """Return the line of that 1-based number, or nothing where the file has changed and lost it."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _cell_texts(notebook: str) -> list[str | None]:
    """Return the source of each cell of a notebook; none where it is no notebook any more."""
    import json

    try:
        document = json.loads(notebook)
        sheets = [document] if "cells" in document else document["worksheets"]
        return [_cell_text(cell) for sheet in sheets for cell in sheet["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _cell_text(cell: Any) -> str | None:
    try:
        source = cell.get("source", cell.get("input"))
        return source if isinstance(source, str) else "".join(source)
    except (TypeError, AttributeError):
        return None


def _in_json(raw: str, hint: int, code: str, column: int, piece: str) -> tuple[int, int]:
    """Return where a piece of a line of code starts in the JSON line that holds it, and how long it is there.

    The hint is a column within that line of code, or nearly: it tells equal lines of a notebook without line breaks apart.
    """
    import json

    for plain in (False, True):
        text, before, inside = (json.dumps(part, ensure_ascii=plain)[1:-1] for part in (code, code[:column], piece))
        start = raw.rfind(text, 0, hint + len(text)) if text else -1
        if start >= 0:
            return start + len(before), len(inside)
    return hint, len(piece)


def _moved(line: str, shown: str, column: int, *, after: bool = False) -> int:
    """Return where a column of the line is in its redacted form. Inside of a secret that is its mark's start, or end."""
    if line == shown:
        return column
    from aigc_lint.model.redaction import MARK

    old, new = 0, 0
    pieces = shown.split(MARK)
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        found = max(len(line) - len(piece), old) if last else line.find(piece, old)
        if column < found:
            return new if after or not index else new - len(MARK)
        old = found + len(piece)
        if column <= old:
            return new + column - found
        new += len(piece) + len(MARK)
    return len(shown)
