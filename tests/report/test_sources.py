"""Lines of code as they are shown, and places as they are on disk."""

from __future__ import annotations

import json

import pytest

from aigc_lint.model.spans import CellSpot, Place, Span
from aigc_lint.report.sources import Excerpt, Region, Sources
from tests.report.sample import KEY, LAB, NOTEBOOK, SOURCES


def sources(text: str) -> Sources:
    return Sources({"a.py": text, "n.ipynb": text}.get)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert sources(end.join(("one", "two", ""))).excerpt(Place("a.py", Span(2, 0, 2, 3))) == Excerpt(2, "two", 0, 3)


def test_only_line_ends_of_python_end_lines() -> None:
    assert sources("a = '\x0c\u2028'\nb").excerpt(Place("a.py", Span(2, 0, 2, 1))) == Excerpt(2, "b", 0, 1)


def test_a_byte_order_mark_takes_no_column() -> None:
    assert sources("\ufeffcall()").excerpt(Place("a.py", Span(1, 0, 1, 4))) == Excerpt(1, "call()", 0, 4)


@pytest.mark.parametrize("line", [0, 3, 99])
def test_a_line_that_is_gone_shows_nothing(line: int) -> None:
    assert sources("one\ntwo").excerpt(Place("a.py", Span(line, 0, line, 1))) is None


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("OpenAI", "OpenAI"),
        (f'api_key="{KEY}"', 'api_key="sk-proj-<redacted>"'),
        (KEY[10:], "<redacted>"),
        (KEY[:12], "sk-proj-<redacted>"),
        ("timeout=3", "timeout=3"),
        (f'"{KEY}", timeout', '"sk-proj-<redacted>", timeout'),
    ],
)
def test_columns_follow_the_redaction(piece: str, shown: str) -> None:
    line = f'client = OpenAI(api_key="{KEY}", timeout=3, other="{KEY}")'
    start = line.index(piece)
    excerpt = sources(line).excerpt(Place("a.py", Span(1, start, 1, start + len(piece))))
    assert excerpt is not None
    assert excerpt.text == 'client = OpenAI(api_key="sk-proj-<redacted>", timeout=3, other="sk-proj-<redacted>")'
    assert excerpt.text[excerpt.start : excerpt.end] == shown


def test_a_region_is_one_line() -> None:
    assert sources("call(\n    1)  \n").region(Place("a.py", Span(1, 0, 2, 6))) == Region(1, 1, 6)
    assert sources("x\n").region(Place("a.py", Span(1, 1, 1, 1))) == Region(1, 2, 3)


def test_a_notebook_shows_code_and_points_into_its_json() -> None:
    found = Sources(SOURCES.get)
    excerpt, region = found.excerpt(LAB.place), found.region(LAB.place)
    assert excerpt == Excerpt(2, 'text = "说"; openai.OpenAI().chat.completions.create(model="x")', 12, 51)
    line = NOTEBOOK.split("\n")[region.line - 1]
    assert line[region.column - 1 : region.end_column - 1] == "openai.OpenAI().chat.completions.create"


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_notebook_however_it_is_written(indent: int | None, *, plain: bool) -> None:
    code = 'ask("说", "x")\n'
    document = {"cells": [{"source": [code]}, {"source": ["pass\n", code]}]}
    text = json.dumps(document, indent=indent, ensure_ascii=plain)
    escaped = json.dumps(code, ensure_ascii=plain)[1:-1]
    lines = text.split("\n")
    number = max(number for number, line in enumerate(lines, 1) if escaped in line)
    column = lines[number - 1].rindex(escaped) + 1
    piece = Span(4, 4, 4, 7)
    region = sources(text).region(Place("n.ipynb", piece, CellSpot(1, 2, 2, number, column + piece.column)))
    assert region.line == number
    assert region.column > column
    assert lines[number - 1][region.column - 1 : region.end_column - 1] == json.dumps('"说"', ensure_ascii=plain)[1:-1]


def test_an_old_notebook_has_worksheets() -> None:
    text = json.dumps({"worksheets": [{"cells": [{"input": ["one\n", "two"]}]}]})
    assert sources(text).lines("n.ipynb", 0) == ["one", "two"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 1}', '{"cells": [{}]}', "not json"])
def test_what_is_no_notebook_has_no_lines(text: str) -> None:
    assert sources(text).lines("n.ipynb", 0) == []


def test_a_notebook_is_taken_apart_once_for_all_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [{"cell_type": "code", "source": f"x = {number}"} for number in range(50)]
    text = json.dumps({"cells": cells}, indent=1)
    parsed: list[int] = []
    loads = json.loads

    def counted(text: str) -> object:
        parsed.append(len(text))
        return loads(text)

    monkeypatch.setattr(json, "loads", counted)
    served = Sources({"a.ipynb": text}.get)
    assert [served.lines("a.ipynb", number) for number in range(51)] == [*([f"x = {number}"] for number in range(50)), []]
    assert len(parsed) == 1
