"""Where a place in the joined cells of a notebook stands in its cell, and in the file."""

from __future__ import annotations

from aigc_lint.model.facts import Cell
from aigc_lint.model.spans import CellSpot, Span


def cell_spot(cells: tuple[Cell, ...], span: Span) -> CellSpot | None:
    """Return the cell and line of a span of the joined cells; None outside of all cells."""
    for cell in cells:
        if cell.first_line <= span.line < cell.first_line + cell.lines:
            line = span.line - cell.first_line
            last = min(span.end_line - cell.first_line, cell.lines - 1)
            return CellSpot(cell.index, line + 1, last + 1, cell.json_lines[line], cell.json_columns[line] + span.column)
    return None
