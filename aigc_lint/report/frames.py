"""The piece of code that a finding shows in a terminal: lines with their numbers, underlines and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from aigc_lint.model.findings import Finding
from aigc_lint.model.spans import Place
from aigc_lint.report import phrases
from aigc_lint.report.sources import Excerpt, Sources
from aigc_lint.report.width import cells, visible
from aigc_lint.report.wording import Wording

Style = Literal["", "path", "error", "warning", "note", "off", "quiet", "related", "label"]


class Piece(Struct, frozen=True):
    """A stretch of a line of output in one style."""

    text: str
    style: Style = ""
    link: str = ""


Line = list[Piece]


class Mark(Struct, frozen=True):
    """One underlined stretch of code."""

    place: Place
    style: Style
    stroke: str
    label: str = ""


MOST_STEPS = 4
_GUTTER = 5


def frame(finding: Finding, sources: Sources, wording: Wording, shown_path: Callable[[str], str], width: int) -> list[Line]:
    """Show the call, and before it, in file order, the steps that lead to it."""
    call = Mark(finding.place, finding.severity, "^")
    marks, hidden = _steps(finding, wording)
    groups: dict[tuple[str, int | None], list[Mark]] = {}
    for mark in marks:
        groups.setdefault(_home(mark.place), []).append(mark)
    own = groups.pop(_home(call.place), [])
    groups[_home(call.place)] = [*own, call]
    lines: list[Line] = []
    for number, (home, group) in enumerate(groups.items()):
        shown = _group(group, sources, width)
        if shown and len(groups) > 1:
            lines.append(_heading(shown_path(home[0]), home[1], first=number == 0))
        lines += shown
    if hidden:
        lines.append(_row("", Piece("… " + wording.say(phrases.MORE_STEPS, number=str(hidden)), "quiet")))
    return lines


def _steps(finding: Finding, wording: Wording) -> tuple[list[Mark], int]:
    """Return the steps worth showing and the number of those left out: of a long way its start and its end are kept."""
    marks: dict[Place, Mark] = {}
    for step in finding.via:
        if step.place != finding.place:
            marks.setdefault(step.place, Mark(step.place, "related", "-", wording.step(step)))
    every = list(marks.values())
    if len(every) <= MOST_STEPS:
        return every, 0
    return [every[0], *every[1 - MOST_STEPS :]], len(every) - MOST_STEPS


def _home(place: Place) -> tuple[str, int | None]:
    return place.path, place.cell.index if place.cell else None


def _heading(path: str, cell: int | None, *, first: bool) -> Line:
    corner = "┌" if first else "├"
    return [Piece(" " * _GUTTER + f" {corner} ", "quiet"), Piece(path if cell is None else f"{path}:cell {cell + 1}", "quiet")]


def _group(marks: list[Mark], sources: Sources, width: int) -> list[Line]:
    """Show the marked lines of one file in order, each once with all its marks below it."""
    found = [(excerpt, mark) for mark in marks if (excerpt := sources.excerpt(mark.place))]
    lines: list[Line] = []
    last = 0
    for excerpt, mark in sorted(found, key=lambda pair: (pair[0].number, bool(pair[1].label), pair[0].start)):
        view = _View(excerpt, width - _GUTTER - 3)
        if excerpt.number != last or view.cut:
            lines.append(_row(str(excerpt.number), Piece(view.text)))
        last = excerpt.number
        lines += _underline(view, mark, width - _GUTTER - 3)
    return lines


def _row(number: str, *pieces: Piece) -> Line:
    return [Piece(f"{number:>{_GUTTER}} │" + (" " if any(piece.text for piece in pieces) else ""), "quiet"), *pieces]


def _underline(view: _View, mark: Mark, width: int) -> list[Line]:
    stroke = mark.stroke * max(view.end - view.start, 1)
    pieces = [Piece(" " * view.start), Piece(stroke, mark.style)]
    if not mark.label:
        return [_row("", *pieces)]
    if view.start + len(stroke) + 1 + cells(mark.label) <= width:
        return [_row("", *pieces, Piece(" " + mark.label, mark.style))]
    below = max(min(view.start, width - cells(mark.label)), 0)
    return [_row("", *pieces), _row("", Piece(" " * below), Piece(mark.label, mark.style))]


class _View:
    """What fits of a line, and from which cell to which the marked stretch reaches in it."""

    def __init__(self, excerpt: Excerpt, width: int) -> None:
        shown = [visible(character) for character in excerpt.text.rstrip()]
        edges = [0]
        for piece in shown:
            edges.append(edges[-1] + cells(piece))
        start, end = (edges[min(column, len(shown))] for column in (excerpt.start, excerpt.end))
        self.cut = edges[-1] > width
        if not self.cut:
            self.text, self.start, self.end = "".join(shown), start, max(end, start)
            return
        left = 0 if end < width else max(min(start - width // 4, edges[-1] - width + 1), 0)
        first = next(index for index, edge in enumerate(edges) if edge >= left)
        room = width - (1 if first else 0)
        full = edges[-1] - edges[first] <= room
        last = len(shown) if full else max(index for index, edge in enumerate(edges) if edge - edges[first] <= room - 1)
        shift = edges[first] - (1 if first else 0)
        self.text = ("…" if first else "") + "".join(shown[first:last]) + ("" if full else "…")
        self.start, self.end = start - shift, min(max(end, start), edges[last]) - shift
