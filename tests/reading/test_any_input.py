"""Whatever the input: no exception, places within the text, facts that pack and unpack."""

from __future__ import annotations

import json
import re

import libcst as cst
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec import msgpack

from aigc_lint.model.facts import Facts
from aigc_lint.model.spans import Span
from aigc_lint.reading import lower_cst
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.prefilter import Needles, scan
from aigc_lint.reading.read import read
from tests.reading.shown import spans

PIECES = st.sampled_from(
    [
        "f(", ")", "a", "b.c", ".d", "[", "]", "{", "}", ":", ",", "=", "\n", "\n    ", "\n        ", "\r\n",
        "\r", "if ", "else:", "def f():",
        "class A:", "'x'", '"""', "'''", "'", '"', "f'", "{a}", "#", " # aigc: ignore[A] b", "lambda ",
        "for a in ", "await ", "import ",
        "from . ", "not ", " + ", " and ", "*", "**", "@", ";", "\\\n", "\t", "\x0c", "1", "0x", "中文", "😀",
        "\ufeff", "match a:", "case ",
        "pass", "return ", "with ", "as ", "try:", "except ", "yield ", "b'", "rb'", "\\", "\0",
        "sk-0123456789abcdefghij", "api_key=",
    ]
)  # fmt: skip
SOURCES = st.lists(PIECES, max_size=40).map("".join)
LINES = st.sampled_from(
    [
        "f(a, *b, c=d(e), **g)", "x = '中' + \"😀\" f'{a(b)}' 'c'", "def f(a, b=c()): return a",
        "class A(B, c=d()):\n    x = e()", "if a(): b()",
        "with a() as b, c(d): e()", "for a in b(): c()", "try: a()\nexcept B as c: d()",
        "match a():\n    case 1: b()", "# aigc: ignore[A] b",
        "x = [\n  a(),  # c\n  b()]", "@a(b)\nasync def f(): await c()", "import a.b as c", "lambda: a()", "\x0c",
        "", "x = y = a()", "a(); b()",
        "'''x\ny'''.a()", "x: a() = b()", "del a, b", "(a)(b)", "a(b)(c).d(e)", "x = \\\n  a()",
        "while a(): break", "global a", "type A = b",
    ]
)  # fmt: skip


def inside(span: Span, lines: list[str]) -> bool:
    """Does a span lie within the text, and not end before it starts?"""
    return (
        1 <= span.line <= span.end_line <= len(lines)
        and 0 <= span.column <= len(lines[span.line - 1])
        and 0 <= span.end_column <= len(lines[span.end_line - 1])
        and (span.line, span.column) <= (span.end_line, span.end_column)
    )


def check(facts: Facts, text: str) -> None:
    """Hold what is true of all facts."""
    lines = re.split(r"\r\n?|\n", text)
    assert all(inside(span, lines) for span in spans(facts))
    assert msgpack.decode(msgpack.encode(facts), type=Facts) == facts
    assert not (facts.body and facts.refusals)
    for refusal in facts.refusals:
        assert refusal.detail or refusal.reason == "syntax"
        assert refusal.line is None or 1 <= refusal.line <= len(lines)


@given(st.binary(max_size=200))
def test_bytes(data: bytes) -> None:
    assert isinstance(read(data), Facts)
    assert isinstance(read(data, notebook=True), Facts)
    scan(data, Needles(roots=("a",), hosts=("b.c",), chains=("d.e",), names=("f",)))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SOURCES)
@example("\ufeff\ufeffa")
@example("\\\n")
@example("#\r\ra")
def test_text(source: str) -> None:
    facts = read(source.encode())
    check(facts, source.removeprefix("\ufeff"))
    scan(source.encode(), Needles(roots=("a",)))


@settings(deadline=None)
@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_valid_code(lines: list[str], end: str, closed: bool) -> None:
    source = "\n".join(lines).replace("\n", end) + (end if closed else "")
    facts = read(source.encode())
    assert not facts.refusals
    check(facts, source)
    tree = cst.parse_module(source)
    # The generator drops a last line end that is a carriage return alone, and last lines that are but a form feed; nothing
    # stands behind them.
    assert "".join(Positions(tree)._tokens).rstrip("\r\n\x0c") == source.rstrip("\r\n\x0c")


@settings(deadline=None)
@given(st.lists(st.one_of(SOURCES, st.lists(SOURCES, max_size=4)), max_size=5), st.sampled_from([None, 0, 1]))
def test_notebooks(sources: list[str | list[str]], indent: int | None) -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources]}, indent=indent)
    facts = read(text.encode(), notebook=True)
    lines = text.split("\n")
    previous = 1
    for cell in facts.cells:
        assert cell.first_line >= previous
        previous = cell.first_line + cell.lines
        assert len(cell.json_lines) == len(cell.json_columns) == cell.lines >= 1
        for line, column in zip(cell.json_lines, cell.json_columns, strict=True):
            assert 1 <= column <= len(lines[line - 1]) + 1
    assert all(1 <= span.line <= span.end_line <= previous for span in spans(facts))
    assert all(refusal.cell in {cell.index for cell in facts.cells} for refusal in facts.refusals)


KEYS = st.sampled_from(["cells", "source", "cell_type", "metadata", "kernelspec", "worksheets", "", "x"])
PLAIN = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20))
def test_any_json(document: object) -> None:
    assert isinstance(read(json.dumps(document).encode(), notebook=True), Facts)


@pytest.mark.parametrize(("source", "line"), [("x = 1\ny = 'a' b'b'\n", 2), ("y = f'{a}' b'b'", 1), ("y = b'b' f'{a}'", 1)])
def test_a_tree_that_the_parser_itself_finds_wrong_is_a_refusal(source: str, line: int) -> None:
    (refusal,) = read(source.encode()).refusals
    assert (refusal.reason, refusal.line) == ("syntax", line)


def test_a_parser_that_fails_where_nothing_is_wrong_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise AttributeError

    monkeypatch.setattr(cst, "parse_module", fail)
    assert [one.reason for one in lower_cst.lower("x = 1").refusals] == ["crash"]
