"""Notebooks: which cells are code, what their own syntax becomes, and where each line stands in the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.reading.read import Limits, read
from tests.reading.shown import show


def notebook(*sources: str | list[str], language: str | None = "python", **more: Any) -> bytes:
    """Write a notebook with these code cells."""
    metadata = {"kernelspec": {"language": language, "name": "k"}} if language else {}
    cells: list[Any] = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, **more}, indent=1, ensure_ascii=False).encode()


def lines(facts: Facts, data: bytes) -> list[tuple[int, list[str]]]:
    """Return what stands at the place of each line of each cell in the file."""
    text = data.decode().split("\n")
    return [
        (cell.index, [text[line - 1][column - 1 :] for line, column in zip(cell.json_lines, cell.json_columns, strict=True)])
        for cell in facts.cells
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 1\nb", "Assign([a], 1, None); Evaluate(b)"),
        ("!pip install openai\na", "Evaluate(a)"),
        ("%pip install openai\na", "Evaluate(a)"),
        ("if a:\n    !ls\nb", "If([Branch(a, [])], []); Evaluate(b)"),
        ("!pip install a \\\n  b c\nd", "Evaluate(d)"),
        ("!echo \"it's\nd", "Evaluate(d)"),
        ("x = !ls *.py\ny", "Assign([x], None, None); Evaluate(y)"),
        ("x.a, y = !ls", "Assign([Collection(tuple, [x.a y])], None, None)"),
        ("x = %sql select 1", "Assign([x], None, None)"),
        ("a?\n?b\nc.d??\n??e\nf", "Evaluate(f)"),
        ("%%time\na", "Evaluate(a)"),
        ("%%timeit -n 10\na", "Evaluate(a)"),
        ("%%capture out\na", "Evaluate(a)"),
        ("%%prun\na", "Evaluate(a)"),
        ("\n%%time\na", "Evaluate(a)"),
        ("%%debug\na", "Evaluate(a)"),
        ("%%python3\na", "Evaluate(a)"),
        ("# what it costs\n\n%%time\na", "Evaluate(a)"),
        ("# on the shell\n\n%%bash\nfor x in $(ls); do echo ${x}; done", ""),
        ("%time x = f(a)\nb", "If([Branch(1, [Assign([x], f(a), None)])], []); Evaluate(b)"),
        ("%timeit -n 10 -r 3 f(a)", "If([Branch(1, [Evaluate(f(a))])], [])"),
        ("%time x = f(\n    a,\n)", "If([Branch(1, [Assign([x], f(a), None)])], [])"),
        ("%time for x in y: f(x)\nb", "Evaluate(b)"),
        ("%time\nb", "Evaluate(b)"),
        ("%time # only\nb", "Evaluate(b)"),
        ("pip install 'a[all]==0.1'\nb", "Evaluate(b)"),
        ("cd ../lab\nls data\nb", "Evaluate(b)"),
        ("ls -la\nb", "Evaluate(Operation(-, [ls la])); Evaluate(b)"),
        ("cat in pets\nb", "Evaluate(Compare([cat pets], [in])); Evaluate(b)"),
        ("f(pip\n    )\nb", "Evaluate(f(pip)); Evaluate(b)"),
        ("%%bash\nls -l | wc", ""),
        ("%%html\n<p>", ""),
        ("%%writefile a.py\nimport b", ""),
        ("%%javascript\na()", ""),
        ("%%sql\nselect 1", ""),
        ("%sql\nselect 1", ""),
        ("x = (a\n  % b)", "Assign([x], Operation(%, [a b]), None)"),
        ("f('%d'\n  % (b))", "Evaluate(f(Operation(%, ['%d' b])))"),
        ("x = a \\\n  % b", "Assign([x], Operation(%, [a b]), None)"),
        ('x = """\n% a\n!b\n?"""\ny', "Assign([x], '\\n% a\\n!b\\n?', None); Evaluate(y)"),
        ("x = '''a''' # (\n%b\ny", "Assign([x], 'a', None); Evaluate(y)"),
        ("x = ')' + \"(\"\n!b", "Assign([x], Operation(+, [')' '(']), None)"),
        ("x = 1  # why?\ny", "Assign([x], 1, None); Evaluate(y)"),
        ("await a", "Evaluate(Await(a))"),
        ("  a\n  b", "If([Branch(True, [Evaluate(a) Evaluate(b)])], [])"),
        ("# only a comment", ""),
        ("a != b", "Evaluate(Compare([a b], [!=]))"),
        ("x = a % b", "Assign([x], Operation(%, [a b]), None)"),
        ("a\r\nb\rc", "Evaluate(a); Evaluate(b); Evaluate(c)"),
    ],
)
def test_cell(source: str, expected: str) -> None:
    facts = read(notebook(source), notebook=True)
    assert not facts.refusals
    assert show(facts) == expected


def test_line_numbers_and_columns_are_kept() -> None:
    facts = read(notebook(["%%time\n", "!ls\n", "  \n", "x = f(中)\n"], ["  g()"]), notebook=True)
    call, other = facts.body[0].span, facts.body[1].span
    assert (call.line, call.column, call.end_column) == (4, 0, 8)
    assert facts.cells[0].first_line == 1
    assert other.line + 1 == facts.cells[1].first_line
    assert facts.cells[1].first_line == 6


def test_cells_are_counted_with_those_that_hold_no_code() -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": ["# import openai"]},
        {"cell_type": "code", "source": "a"},
        {"cell_type": "raw", "source": "b"},
        {"cell_type": "code", "source": []},
        {"cell_type": "code", "source": "%%bash\nc"},
        {"cell_type": "code", "source": "d\ne\n"},
        {"cell_type": "code", "metadata": {"vscode": {"languageId": "sql"}}, "source": "select 1"},
    ]
    facts = read(json.dumps({"cells": cells}).encode(), notebook=True)
    assert show(facts) == "Evaluate(a); Evaluate(d); Evaluate(e)"
    assert [(cell.index, cell.first_line, cell.lines) for cell in facts.cells] == [(1, 1, 1), (5, 2, 2)]


@pytest.mark.parametrize(
    "source",
    [
        ["a\n", "\n", "b = '\\\"\\u4e2d中'\n", "\tc"],
        "a\n\nb = '\\\"中'\n\tc",
        ["a\n\nb", " = '中'\n", "\tc"],
        ["a\n\n", "", "b = '中'\n", "\tc\n"],
        ["a\n", "\r\nb = 1\r", "\tc"],
    ],
)
def test_places_in_the_file(source: str | list[str]) -> None:
    data = notebook("first", source)
    facts = read(data, notebook=True)
    (_, shown) = lines(facts, data)[1]
    assert len(shown) == 4
    assert [text[:1] for text in shown] == ["a", shown[1][:1], "b", "\\"]
    assert shown[3].startswith("\\tc")


def test_places_where_keys_stand_in_another_order_and_all_is_on_one_line() -> None:
    first, second = '{"source": ["b\\n", "c"], "cell_type": "code"}', '{"cell_type": "code", "source": "d"}'
    text = f'{{"a": {{"source": ["no"], "": "x"}}, "cells": [{first}, {second}]}}'
    facts = read(text.encode(), notebook=True)
    assert [cell.json_lines for cell in facts.cells] == [(1, 1), (1,)]
    assert [cell.json_columns for cell in facts.cells] == [
        (text.index('b\\n"') + 1, text.index('c"], "cell') + 1),
        (text.index('d"}') + 1,),
    ]


def test_format_3() -> None:
    cells = [{"cell_type": "heading", "source": "h"}, {"cell_type": "code", "language": "python", "input": ["a\n", "b"]}]
    data = json.dumps({"metadata": {"name": ""}, "nbformat": 3, "worksheets": [{"cells": cells}]}, indent=1).encode()
    facts = read(data, notebook=True)
    assert show(facts) == "Evaluate(a); Evaluate(b)"
    assert lines(facts, data) == [(1, ['a\\n",', 'b"'])]


def test_a_bad_cell_does_not_lose_the_notebook() -> None:
    facts = read(notebook("a = 1", "print 'x'\nb", "%%bash\nno", "x = 1\ny = = 2", "c  # aigc: ignore[A] why"), notebook=True)
    assert show(facts) == "Assign([a], 1, None); Evaluate(c)"
    assert [(one.reason, one.cell, one.line) for one in facts.refusals] == [("syntax", 1, 1), ("syntax", 3, 2)]
    for refusal, rest in zip(facts.refusals, ("print 'x'", "= 2"), strict=True):
        line = notebook("a = 1", "print 'x'\nb", "%%bash\nno", "x = 1\ny = = 2", "c  # aigc: ignore[A] why").decode().split("\n")
        assert refusal.file_line is not None
        assert refusal.file_column is not None
        assert line[refusal.file_line - 1][refusal.file_column - 1 :].startswith(rest)
    assert facts.body[1].span.line == facts.cells[-1].first_line == 6
    assert [one.span.line for one in facts.suppressions] == [6]


def test_a_hostile_cell_does_not_lose_the_notebook() -> None:
    facts = read(notebook("a", "x = " + "(" * 2_000, "b"), notebook=True)
    assert show(facts) == "Evaluate(a); Evaluate(b)"
    assert [(one.reason, one.cell) for one in facts.refusals] == [("too-deep", 1)]


@pytest.mark.parametrize("language", ["R", "julia", "scala", "javascript"])
def test_other_kernels_hold_no_python(language: str) -> None:
    assert read(notebook("x <- 1", language=language), notebook=True) == Facts(())


@pytest.mark.parametrize(("mimetype", "expected"), [("text/x-python3", "Evaluate(a)"), ("text/x-r-source", ""), (None, "")])
def test_a_kernel_of_a_language_that_is_shown_as_python(mimetype: str | None, expected: str) -> None:
    """Its cells count as far as they are Python."""
    document = json.loads(notebook("a", "b |> print", language="coconut"))
    document["metadata"]["language_info"] = {"name": "coconut", "mimetype": mimetype}
    assert show(read(json.dumps(document).encode(), notebook=True)) == expected


@pytest.mark.parametrize("language", ["python", "Python", "ipython3", None])
def test_kernels_of_python(language: str | None) -> None:
    assert show(read(notebook("a", language=language), notebook=True)) == "Evaluate(a)"


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "not-a-notebook", 1),
        (b'{"cells": [\n  {"cell_type": "code" "source": 1}]}', "not-a-notebook", 2),
        (b"import openai\n", "not-a-notebook", 1),
        (b"[1, 2]", "not-a-notebook", None),
        (b'{"metadata": {}}', "not-a-notebook", None),
        (b'{"cells": {}}', "not-a-notebook", None),
        (b"[" * 200_000, "not-a-notebook", None),
        (b'{"cells": [], "x": "\xe9"}', "encoding", 1),
        (b'{"cells": \0}', "not-a-notebook", 1),
    ],
)
def test_refused(data: bytes, reason: str, line: int | None) -> None:
    facts = read(data, notebook=True)
    assert not facts.body
    assert [(one.reason, one.line) for one in facts.refusals] == [(reason, line)]


@pytest.mark.parametrize(
    "cell",
    ["text", None, {}, {"cell_type": "code"}, {"cell_type": "code", "source": None}, {"cell_type": "code", "source": [1, None]}],
)
def test_odd_cells_are_passed_over(cell: Any) -> None:
    data = json.dumps({"cells": [cell, {"cell_type": "code", "source": "a"}], "metadata": []}).encode()
    facts = read(data, notebook=True)
    assert show(facts) == "Evaluate(a)"
    assert [one.index for one in facts.cells] == [1]


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("plaintext", "answer = client.ask(1)", "Assign([answer], client.ask(1), None)"),
        ("plaintext", "!pip install a\nb", "Evaluate(b)"),
        ("plaintext", "What a day! It's over.", ""),
        ("plaintext", "await f('\\d')", "Evaluate(Await(f('\\\\d')))"),
        ("python", "b", "Evaluate(b)"),
        ("javascript", "b", ""),
        ("bat", "b", ""),
    ],
)
def test_a_cell_that_an_editor_names_is_python_where_it_can_be(language: str, source: str, expected: str) -> None:
    cell = {"cell_type": "code", "metadata": {"vscode": {"languageId": language}}, "outputs": [], "source": source}
    facts = read(json.dumps({"cells": [cell], "metadata": {}}).encode(), notebook=True)
    assert (show(facts), facts.refusals) == (expected, ())


def test_the_size_limit_is_for_the_code() -> None:
    picture = {"cells": [{"cell_type": "code", "source": "a", "outputs": ["x" * 30_000]}]}
    assert read(json.dumps(picture).encode(), notebook=True, limits=Limits(max_bytes=1_000)).body
    (refusal,) = read(notebook("a = 1\n" * 200), notebook=True, limits=Limits(max_bytes=1_000)).refusals
    assert refusal == Refusal("too-large", "1,200 bytes (limit 1,000)")
    (refusal,) = read(b"x" * 50_001, notebook=True, limits=Limits(max_bytes=1_000)).refusals
    assert refusal.reason == "too-large"


def test_a_surrogate_in_json_is_no_accident() -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\\ud83d\\ude00\'"}]}'
    assert show(read(data, notebook=True)) == "Assign([x], '?😀', None)"
