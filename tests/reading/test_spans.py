"""Where things stand: one-based lines, code points from zero, the end exclusive."""

from __future__ import annotations

import argparse
import ast
import asyncio.base_events
import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import libcst as cst
import pytest
from libcst._nodes import statement
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from aigc_lint.model import facts
from aigc_lint.model.spans import Span
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.read import read
from tests.reading.shown import show, spans, walk

REAL = (argparse, ast, asyncio.base_events, dataclasses, typing, statement)
NODES = (cst.Call, cst.Arg, cst.Lambda, cst.BaseString, cst.BaseSmallStatement)


def cut(text: str, span: Span) -> str:
    """Return the stretch of a text that a span means."""
    lines = text.splitlines(keepends=True)[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column]
    lines[0] = lines[0][span.column :]
    return "".join(lines)


def calls(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what the spans of each call mean: the whole, what is called, and the arguments."""
    for node in walk(read(text.encode())):
        if isinstance(node, facts.Call):
            yield cut(text, node.span), cut(text, node.callee), " | ".join(cut(text, one.span) for one in node.arguments)


@pytest.mark.parametrize("module", REAL, ids=[module.__name__ for module in REAL])
def test_spans_of_real_code_are_those_of_libcst(module: ModuleType) -> None:
    assert module.__file__
    tree = cst.parse_module(Path(module.__file__).read_text("utf-8"))
    positions = Positions(tree)
    ranges = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    checked = 0
    for node, expected in ranges.items():
        assert isinstance(expected, CodeRange)
        wanted = (expected.start.line, expected.start.column, expected.end.line, expected.end.column)
        if isinstance(node, NODES) and not isinstance(node, cst.Pass):
            checked += 1
            assert _numbers(positions.span(node)) == wanted
        if isinstance(node, cst.Call) and not node.func.lpar:
            below = ranges[node.func]
            assert isinstance(below, CodeRange)
            callee = positions.callee(node)
            assert (callee.end_line, callee.end_column) == (below.end.line, below.end.column)
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            assert _numbers(positions.header(node, node.body))[:2] == wanted[:2]
            assert positions.last_line(node.body) == wanted[2]
    assert checked > 1_000


def _numbers(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


@pytest.mark.parametrize(
    ("source", "whole", "callee", "arguments"),
    [
        ("x = f(a)", "f(a)", "f", "a"),
        ("(f)(a, b = 1)", "(f)(a, b = 1)", "(f)", "a | b = 1"),
        ("((f) )(*a, ** b)", "((f) )(*a, ** b)", "((f) )", "*a | ** b"),
        ("(f(a))", "f(a)", "f", "a"),
        ("x = await a . b (c,)", "a . b (c,)", "a . b", "c"),
        ("中文('😀', é)", "中文('😀', é)", "中文", "'😀' | é"),
        ("x = '😀'; f(a)", "f(a)", "f", "a"),
        ("a[0](\n  b,  # c)\n  d\n)", "a[0](\n  b,  # c)\n  d\n)", "a[0]", "b | d"),
        ("if x:\n\tf(a)", "f(a)", "f", "a"),
        ("x = (a\n  .b\n  (c))", "a\n  .b\n  (c)", "a\n  .b", "c"),
        ("f(lambda: 0)", "f(lambda: 0)", "f", "lambda: 0"),
        ("x = \\\n  f(a)", "f(a)", "f", "a"),
        ("f'{g(a)}'", "g(a)", "g", "a"),
    ],
)
def test_call(source: str, whole: str, callee: str, arguments: str) -> None:
    assert list(calls(source)) == [(whole, callee, arguments)]


def test_chained_calls_start_where_the_expression_starts() -> None:
    assert next(calls("x = a.b(1)\\\n  .c(2)")) == ("a.b(1)\\\n  .c(2)", "a.b(1)\\\n  .c", "2")


@pytest.mark.parametrize(
    ("source", "header", "end_line"),
    [
        ("@d\ndef f(a,\n      b) -> c: # d:\n    x\n", "def f(a,\n      b) -> c:", 4),
        ("async  def f(): x; y\n", "async  def f():", 1),
        ("class A (B) : \\\n  x\n", "class A (B) :", 2),
        ("def f():  # one\n    # two\n\n    x = [\n  1]  # three\n\n    # four\n\n\ny = 1\n", "def f():", 5),
        ("def f():\n  if a:\n    b\n  else:\n    c\n    # d\n", "def f():", 5),
        ("class A:\n  x = f'''\n#'''\n", "class A:", 3),
        ("def f():\r\n  x\r\n\r\n", "def f():", 2),
        ("def f():\n  x", "def f():", 2),
        ("def f(): x", "def f():", 1),
    ],
)
def test_header_and_last_line(source: str, header: str, end_line: int) -> None:
    found = read(source.encode()).body[0]
    assert isinstance(found, (facts.Function, facts.Class))
    assert (cut(source, found.span), found.end_line) == (header, end_line)


@pytest.mark.parametrize(
    "source",
    [
        "for a in b: c",
        "async for a in b: c",
        "while a  : c",
        "with a as b, \\\n c: d",
        "async with (a as b,\n c): d",
        "if a: # b:\n  c",
        "try :\n  a\nfinally: b",
        "match a : # b\n  # c\n  case d: e",
    ],
)
def test_headers_end_with_their_colon(source: str) -> None:
    inside = source.startswith("async")
    text = f"async def f():\n {source}" if inside else source
    (found,) = read(text.encode()).body
    shown = cut(text, found.body[0].span if isinstance(found, facts.Function) else found.span)
    assert source.startswith(shown)
    assert shown.endswith(":")
    assert ":" not in shown[:-1]


def test_arms_clauses_and_cases_have_headers() -> None:
    text = "if a:\n  b\nelif c :\n  d\ntry: e\nexcept F as g: h\nmatch i:\n  case [j]  if k: l\n"
    kinds = (facts.Branch, facts.Handler, facts.Case)
    found = [(node.span, cut(text, node.span)) for node in walk(read(text.encode())) if isinstance(node, kinds)]
    assert [shown for _, shown in sorted(found)] == ["if a:", "elif c :", "except F as g:", "case [j]  if k:"]


def test_simple_statements_end_before_what_separates_them() -> None:
    text = "a = 1 ; b; return_ (c)  # d\nimport a, \\\n  b;"
    assert [cut(text, one.span) for one in read(text.encode()).body] == [
        "a = 1",
        "b",
        "return_ (c)",
        "import a, \\\n  b",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    text = end.join(["a = 1", "", "f(", "  b)", '"""x', 'y""".z()'])
    found = [node.span for node in walk(read(text.encode())) if isinstance(node, facts.Call)]
    assert sorted(found) == [Span(3, 0, 4, 4), Span(5, 0, 6, 8)]


def test_a_byte_order_mark_is_no_column() -> None:
    assert set(spans(read("\ufefff()".encode()))) == {Span(1, 0, 1, 3), Span(1, 0, 1, 1)}


def test_form_feeds_and_other_separators_end_no_line() -> None:
    text = "a\n\x0cb('\u2028\x0b\x1c')\nc()"
    assert [show(one) for one in read(text.encode()).body] == [
        "Evaluate(a)",
        r"Evaluate(b('\u2028\x0b\x1c'))",
        "Evaluate(c())",
    ]
    assert read(text.encode()).body[2].span == Span(3, 0, 3, 3)


def test_a_secret_keeps_its_place() -> None:
    text = 'f(\n  api_key=("sk-0123456789"\n   "abcdefghij"))'
    (found,) = (node for node in walk(read(text.encode())) if isinstance(node, facts.Secret))
    assert cut(text, found.span) == '"sk-0123456789"\n   "abcdefghij"'
