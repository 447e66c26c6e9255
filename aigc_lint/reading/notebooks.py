"""The code cells of a Jupyter notebook as one module, with the place of each line in the JSON file."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from aigc_lint.model.facts import Cell, Refusal
from aigc_lint.reading.magics import plain

_BLANK = re.compile(r"[ \t\r\n]*")
_decode = json.JSONDecoder().raw_decode
_ESCAPE = re.compile(r"\\r\\n|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)
_LINE_ENDS = frozenset({"\\r\\n", "\\n", "\\r", "\\u000a", "\\u000d"})
_NO_LANGUAGE = frozenset({"plaintext", "text", "raw"})
_NEWLINE = re.compile(r"\r\n?|\n")


class Notebook(Struct, frozen=True):
    """The code of a notebook."""

    cells: tuple[Cell, ...]
    sources: tuple[str, ...]
    """The Python text of each cell, ending with a line end; it may begin with a line of ours (see ``Cell.first_line``)."""

    @property
    def text(self) -> str:
        """All cells as one module."""
        return "".join(self.sources)


def code(data: bytes) -> bytes:
    """Return the Python text of a notebook's bytes, for a scan; empty where it has none or is no notebook."""
    try:
        document = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
        return "\n".join(source for _, source in _code_cells(document)).encode("utf-8", "replace")
    except (ValueError, RecursionError, _NotANotebook):
        return b""


def parse(text: str) -> Notebook | Refusal:
    """Take a notebook apart."""
    try:
        document = json.loads(text)
        found = list(_code_cells(document))
    except json.JSONDecodeError as error:
        return Refusal("not-a-notebook", f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.lineno, error.colno)
    except (ValueError, RecursionError):
        return Refusal("not-a-notebook", "not valid JSON: nested too deeply, or a number too long")
    except _NotANotebook as error:
        return Refusal("not-a-notebook", str(error))
    places = _Places(text)
    cells, sources = [], []
    line = 1
    for index, source in found:
        lines = source.count("\n") + (not source.endswith("\n"))
        indented = _begins_indented(source)
        # IPython takes off the indentation of a whole cell; a header keeps the columns as they are.
        sources.append(("if True:\n" if indented else "") + source.removesuffix("\n") + "\n")
        line += indented
        json_lines, json_columns = places.of(index, lines)
        cells.append(Cell(index, line, lines, json_lines, json_columns))
        line += lines
    return Notebook(tuple(cells), tuple(sources))


class _NotANotebook(Exception):
    """The JSON is something else."""


def _code_cells(document: Any) -> Iterator[tuple[int, str]]:
    """Yield index and Python text of the code cells, line ends normalised; nothing for a kernel of another language."""
    if not isinstance(document, dict):
        raise _NotANotebook("its JSON is not an object")
    spoken, alike = _speaks_python(document.get("metadata"))
    if not spoken and not alike:
        return
    for index, cell in enumerate(_cells(document)):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code" or not _is_python(cell):
            continue
        source = cell.get("source", cell.get("input", ""))
        pieces = source if isinstance(source, list) else [source]
        joined = "".join(part for part in pieces if isinstance(part, str))
        # A mark of byte order at the head of a cell would stand in the midst of the joined text, where it is no Python.
        text = plain(_NEWLINE.sub("\n", joined.removeprefix("\ufeff")).replace("\0", "\ufffd"))
        if text is not None and text.strip() and ((spoken and _marked_python(cell)) or _parses(text)):
            yield index, text.encode("utf-8", "replace").decode()


def _cells(document: dict[str, Any]) -> list[Any]:
    cells = document.get("cells")
    if cells is None and isinstance(document.get("worksheets"), list):  # nbformat 3
        sheets = (sheet.get("cells") for sheet in document["worksheets"] if isinstance(sheet, dict))
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise _NotANotebook("its JSON has no list of cells")
    return cells


def _speaks_python(metadata: Any) -> tuple[bool, bool]:
    """Is the kernel's language Python? Or one that is shown as Python, such as a language that has all of Python in it?"""
    metadata = metadata if isinstance(metadata, dict) else {}
    for table, key in (("kernelspec", "language"), ("language_info", "name")):
        language = metadata[table].get(key) if isinstance(metadata.get(table), dict) else None
        if isinstance(language, str) and language:
            info = metadata.get("language_info")
            shown = info.get("mimetype") if isinstance(info, dict) else None
            return _named_python(language), isinstance(shown, str) and _named_python(shown)
    return True, False


def _is_python(cell: dict[str, Any]) -> bool:
    """May the cell hold Python? Editors call cells plain text that they never asked a kernel about: their text must decide."""
    language = _language(cell)
    return language is None or _named_python(language) or language.lower() in _NO_LANGUAGE


def _marked_python(cell: dict[str, Any]) -> bool:
    language = _language(cell)
    return language is None or _named_python(language)


def _parses(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _language(cell: dict[str, Any]) -> str | None:
    language = cell.get("language")
    metadata = cell.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("vscode"), dict):
        language = metadata["vscode"].get("languageId", language)
    return language if isinstance(language, str) else None


def _named_python(language: str) -> bool:
    return "python" in language.lower()


def _begins_indented(source: str) -> bool:
    first = next((line for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    return first[:1] in (" ", "\t")


class _Places:
    """Where the lines of each cell's source stand in the JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._strings: dict[int, list[tuple[int, str]]] = {}
        """Of each cell the strings of its source, with their quotes, and where they start."""
        self._value(_BLANK.match(text).end(), ())  # type: ignore[union-attr]
        self._row, self._at = 1, 0
        """The 1-based line of the place that was last asked for: they are asked for in their order."""

    def of(self, cell: int, lines: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the 1-based JSON lines and columns at which the first lines of the cell start."""
        offsets = self._offsets(cell)
        offsets = (offsets or [0])[:lines]
        offsets += offsets[-1:] * (lines - len(offsets))
        places = [self._place(offset) for offset in offsets]
        return tuple(row for row, _ in places), tuple(column for _, column in places)

    def _place(self, offset: int) -> tuple[int, int]:
        if offset < self._at:
            self._row, self._at = 1, 0
        passed = self._text[self._at : offset]
        if "\r" in passed:
            self._row += sum(1 for _ in _NEWLINE.finditer(passed))
        else:
            self._row += passed.count("\n")
        self._at = offset
        return self._row, offset - max(self._text.rfind("\n", 0, offset), self._text.rfind("\r", 0, offset))

    def _offsets(self, cell: int) -> list[int]:
        """Return where the lines of the cell start in the text. One string may hold a part of a line, or several lines."""
        offsets: list[int] = []
        fresh = True
        for start, token in self._strings.get(cell, ()):
            ends = [escape.end() for escape in _ESCAPE.finditer(token) if escape[0].lower() in _LINE_ENDS]
            starts = [*([1] if fresh else []), *ends]
            offsets += [start + offset for offset in starts if offset < len(token) - 1]
            if len(token) > 2:
                fresh = bool(ends) and ends[-1] == len(token) - 1
        return offsets

    def _value(self, at: int, path: tuple[int | str, ...]) -> int:
        """Note the sources in the value that starts there, and return where it ends. The text is known to be valid JSON."""
        character = self._text[at]
        cell = _cell_of(path)
        if character in "{[" and (cell is not None or _leads_to_cells(path)):
            return self._inside(at, path, keyed=character == "{")
        end: int = _decode(self._text, at)[1]  # pictures and other output, which is most of a notebook, are passed at once
        if character == '"' and cell is not None:
            self._strings.setdefault(cell, []).append((at, self._text[at:end]))
        return end

    def _inside(self, at: int, path: tuple[int | str, ...], *, keyed: bool) -> int:
        """Go over the members of an object or array that starts there, and return where it ends."""
        index = 0
        at = self._skip(at + 1)
        while self._text[at] not in "}]":
            step: int | str = index
            if keyed:
                step, at = _decode(self._text, at)
                at = self._skip(self._skip(at) + 1)  # the colon
            at = self._skip(self._value(at, (*path, step)))
            at = self._skip(at + 1) if self._text[at] == "," else at
            index += 1
        return at + 1

    def _skip(self, at: int) -> int:
        return _BLANK.match(self._text, at).end()  # type: ignore[union-attr]


def _leads_to_cells(path: tuple[int | str, ...]) -> bool:
    """May cells, or the source of one, lie below there?"""
    match path:
        case () | ("cells",) | ("cells", int()):
            return True
        case ("worksheets",) | ("worksheets", 0) | ("worksheets", 0, "cells") | ("worksheets", 0, "cells", int()):
            return True  # nbformat 3; nobody ever had a second sheet
    return False


def _cell_of(path: tuple[int | str, ...]) -> int | None:
    """Return the cell of whose source that is the place: one string, or one of several."""
    match path:
        case ("worksheets", 0, "cells", int(cell), "source" | "input") | ("cells", int(cell), "source" | "input"):
            return cell
        case ("worksheets", 0, "cells", int(cell), "source" | "input", int()) | ("cells", int(cell), "source" | "input", int()):
            return cell
    return None
