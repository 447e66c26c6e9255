"""The entry of reading: the bytes of one file -> its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from aigc_lint.model.facts import Cell, Facts, Refusal
from aigc_lint.reading.decode import decode
from aigc_lint.reading.lower import lower

if TYPE_CHECKING:
    from aigc_lint.reading.notebooks import Notebook

_NOTEBOOK_FACTOR = 50
"""A notebook is mostly pictures: the size limit is for its code, and the file may be so many times larger."""


class Limits(Struct, frozen=True):
    """What is not even tried."""

    max_bytes: int = 1_000_000


def read(data: bytes, *, notebook: bool = False, limits: Limits = Limits()) -> Facts:
    """Return what is known of a file. Bad input is no error: the facts say why there are none."""
    limit = limits.max_bytes * (_NOTEBOOK_FACTOR if notebook else 1)
    if len(data) > limit:
        return _refused(_too_large(len(data), limit))
    if notebook:
        return _read_notebook(data, limits)
    text = decode(data)
    return _refused(text) if isinstance(text, Refusal) else lower(text)


def _read_notebook(data: bytes, limits: Limits) -> Facts:
    from aigc_lint.reading.notebooks import parse  # with ``json`` and the patterns of magics

    try:
        notebook = parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _refused(Refusal("encoding", f"byte 0x{data[error.start]:02x} at byte {error.start} is not UTF-8", 1))
    if isinstance(notebook, Refusal):
        return _refused(notebook)
    if len(notebook.text) > limits.max_bytes:
        return _refused(_too_large(len(notebook.text), limits.max_bytes))
    facts = lower(notebook.text)
    if facts.refusals and len(notebook.cells) > 0:
        return _read_cells(notebook)
    return structs.replace(facts, cells=notebook.cells)


def _read_cells(notebook: Notebook) -> Facts:
    """Read what can be read where some cell can't be."""
    refusals: list[Refusal] = []
    sources: list[str] = []
    for cell, source in zip(notebook.cells, notebook.sources, strict=True):
        alone = lower(source)
        before = source.count("\n") - cell.lines
        refusals += [_in_cell(refusal, cell, before) for refusal in alone.refusals]
        sources.append("\n" * source.count("\n") if alone.refusals else source)
    facts = lower("".join(sources))
    return structs.replace(facts, cells=notebook.cells, refusals=(*refusals, *facts.refusals))


def _in_cell(refusal: Refusal, cell: Cell, before: int) -> Refusal:
    """Say where in its cell, and where in the file, the refusal of a cell stands; ``before`` lines of its text are ours."""
    line = min(max((refusal.line or 1) - before, 1), cell.lines)
    column = refusal.column or 1
    return structs.replace(
        refusal,
        cell=cell.index,
        line=line,
        column=column,
        file_line=cell.json_lines[line - 1],
        file_column=cell.json_columns[line - 1] + column - 1,
    )


def _too_large(size: int, limit: int) -> Refusal:
    return Refusal("too-large", f"{size:,} bytes (limit {limit:,})")


def _refused(refusal: Refusal) -> Facts:
    return Facts((), refusals=(refusal,))
