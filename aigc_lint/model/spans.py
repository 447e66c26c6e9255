"""Where something stands in a text, and in which file."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, array_like=True, gc=False, order=True):
    """A stretch of text. Lines are 1-based; columns are 0-based code points; the end is exclusive.

    In a notebook the lines count in the concatenation of its code cells (see ``facts.Cell``).
    """

    line: int
    column: int
    end_line: int
    end_column: int


class CellSpot(Struct, frozen=True, array_like=True, gc=False, order=True):
    """Where a span starts in a notebook."""

    index: int
    """0-based index into all cells of the notebook."""
    line: int
    """1-based line within that cell."""
    end_line: int
    """1-based last line within that cell."""
    json_line: int
    """1-based line of the ``.ipynb`` file itself: what SARIF and code hosts need."""
    json_column: int
    """1-based column, in code points, of that line of the ``.ipynb`` file."""


class Place(Struct, frozen=True, gc=False, order=True):
    """A span in a file."""

    path: str
    """POSIX, relative to the base of the run (the git root, else the folder given)."""
    span: Span
    cell: CellSpot | None = None
