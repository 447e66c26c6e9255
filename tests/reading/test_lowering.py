"""Each construct of the language, as source and as facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import Struct

from aigc_lint.model import facts
from aigc_lint.model.spans import Span
from aigc_lint.reading.read import read
from tests.reading.shown import show, walk

CASES = [
    tuple(case.split("\n=> ")) for case in Path(__file__).with_name("lowering.txt").read_text("utf-8").rstrip("\n").split("\n\n")
]


@pytest.mark.parametrize(("source", "expected"), CASES, ids=[case[0] for case in CASES])
def test_construct(source: str, expected: str) -> None:
    assert show(read(source.encode())) == expected


def test_every_kind_of_fact_is_produced() -> None:
    seen = {type(node).__name__ for source, _ in CASES for node in walk(read(source.encode()))}
    seen |= {type(node).__name__ for node in walk(read(b"api_key = 'sk-0123456789abcdef0123'  # aigc: ignore[A] b"))}
    kinds = {name for name, kind in vars(facts).items() if isinstance(kind, type) and issubclass(kind, Struct)}
    assert kinds - seen == {"Struct", "Cell", "Refusal", "ImportRecord", "FileIndex"}


def test_one_operator_is_flat_however_long() -> None:
    (statement,) = read(("x = " + " + ".join(f"a{number}" for number in range(900))).encode()).body
    assert isinstance(statement, facts.Assign)
    assert isinstance(statement.value, facts.Operation)
    assert [show(operand) for operand in statement.value.operands] == [f"a{number}" for number in range(900)]


def test_arms_of_an_if_are_flat_however_many() -> None:
    (statement,) = read(("if a: b\n" + "elif c: d\n" * 2_000 + "else: e\n").encode()).body
    assert isinstance(statement, facts.If)
    assert len(statement.branches) == 2_001
    assert statement.branches[2_000].span == Span(2_001, 0, 2_001, 7)
    assert show(statement.orelse) == "[Evaluate(e)]"


def test_python_2_is_refused_where_it_shows() -> None:
    (refusal,) = read(b"x = 1\nprint 'x'\n").refusals
    assert (refusal.reason, refusal.line) == ("syntax", 2)
