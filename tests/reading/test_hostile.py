"""Code that no one wrote by hand: it is refused at once, or read in good time."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from aigc_lint.model import facts
from aigc_lint.reading.guards import refusal
from aigc_lint.reading.read import read

MANY = 20_000
REFUSED = {
    "brackets": ("too-deep", "x = " + "(" * 2_000 + "1" + ")" * 2_000),
    "brackets of all kinds": ("too-deep", "x = " + "[{(" * 700 + "1" + ")}]" * 700),
    "brackets that never close": ("too-deep", "(" * MANY),
    "calls in calls": ("too-deep", "x = " + "f(" * MANY + "a" + ")" * MANY),
    "brackets in an f-string": ("too-deep", 'x = f"{' + "(" * 2_000 + "a" + ")" * 2_000 + '}"'),
    "f-strings in f-strings": ("too-deep", "x = " + 'f"{' * MANY + "a" + '}"' * MANY),
    "a sequence pattern": ("too-deep", "match x:\n  case " + "[" * 30 + "1" + "]" * 30 + ":\n    pass"),
    "a pattern over lines": ("too-deep", "match x:\n  case [" + "\n[" * 30 + "1" + "]" * 30 + "]:\n    pass"),
    "a class pattern": ("too-deep", "match x:\n  case " + "A(" * 30 + "1" + ")" * 30 + ": pass"),
    "a chain of calls": ("too-many-operands", "x = a" + ".b(1)" * MANY),
    "a chain of calls over lines": ("too-many-operands", "x = (a" + "\n  .b(1)" * MANY + ")"),
    "a medium chain of calls": ("too-deep", "x = a" + ".b(1)" * 400),
    "attributes": ("too-many-operands", "x = a" + ".b" * MANY),
    "subscripts": ("too-many-operands", "x = a" + "[0]" * MANY),
    "a sum": ("too-many-operands", "x = " + " + ".join(f"a{number}" for number in range(MANY))),
    "a sum in an f-string": ("too-many-operands", 'x = f"{' + "+".join("a" * MANY) + '}"'),
    "mixed operators": ("too-many-operands", "x = " + "".join(f"a{'+-*/'[number % 4]}" for number in range(MANY)) + "z"),
    "powers": ("too-many-operands", "x = " + "**".join("a" * MANY)),
    "alternatives": ("too-many-operands", "x = " + " or ".join("a" * MANY)),
    "literals": ("too-many-operands", "x = (" + "\n".join(["'abc'"] * MANY) + ")"),
    "conditions": ("too-many-operands", "x = " + "a if b else " * MANY + "c"),
    "arms": ("too-many-operands", "if a:\n  b\n" + "elif c:\n  d\n" * MANY),
    "negations": ("too-many-operands", "x = " + "not " * MANY + "a"),
    "signs": ("too-many-operands", "x = " + "-" * MANY + "a"),
    "lambdas": ("too-many-operands", "x = " + "lambda: " * MANY + "a"),
    "lambdas with commas": ("too-many-operands", "x = " + "lambda a, b: " * MANY + "a"),
    "comprehension clauses": ("too-many-operands", "x = [1 " + "for a, c in b " * MANY + "]"),
    "a dotted import": ("too-many-operands", "import a" + ".b" * MANY),
    "pattern alternatives": ("too-many-operands", "match x:\n case " + "|".join("1" * MANY) + ": pass"),
    "indentation": ("syntax", "".join(" " * depth + "if a:\n" for depth in range(300)) + " " * 300 + "b"),
    "backslashes": ("syntax", "\\" * MANY),
    "quotes": ("too-many-operands", '"' * MANY),
    "colons": ("syntax", ":" * MANY),
}
SLOW_ALONE = "\nx[*a]\n"
"""What LibCST alone can read; nothing of a text that ends so is taken from the interpreter's parser."""
LIBCST_ALONE = (
    "a sequence pattern", "a pattern over lines", "a class pattern", "a sum", "a sum in an f-string", "alternatives", "literals",
    "comprehension clauses", "a dotted import", "pattern alternatives", "quotes",
)  # fmt: skip
"""Of those that are refused: too much for LibCST, and nothing to the interpreter's own parser."""
SUMS = ("a sum", "a sum in an f-string")
ARMS = 900 if sys.version_info[:2] == (3, 12) else 3_000
"""Python 3.12 follows fewer levels than those before and after it."""
READ = {
    "a wide dict": "x = {\n"
    + "".join(f'  "key {number}": "a value of some length: {number}",\n' for number in range(MANY))
    + "}",
    "a wide list": "x = [" + ", ".join(f"-{number}.5" for number in range(MANY)) + "]",
    "many arguments": "f(" + ", ".join(f"a{number}.b" for number in range(5_000)) + ")",
    "many parameters": "def f(" + ", ".join(f"a{number}: int = {number}" for number in range(5_000)) + "): pass",
    "many statements": "a.b(1) + 2\n" * 2_000,
    "many statements on a line": "a+b;" * 5_000,
    "many targets": "a = " * 5_000 + "1",
    "many decorators": "@a\n" * 5_000 + "def f(): pass",
    "many handlers": "try: pass\n" + "except A: pass\n" * 5_000,
    "a long comparison": "x = " + " < ".join("a" * 5_000),
    "arms of an if": "if a: b\n" + "elif c: d\n" * ARMS,
    "2,900 literals": "x = (" + "\n".join(["'abc'"] * 2_900) + ")",
    "2,900 alternatives": "x = " + " or ".join("a" * 2_900),
    "900 terms": "x = " + " + ".join("a" * 900),
    "150 chained calls": "x = a" + ".b(1)" * 150,
    "195 brackets": "x = " + "[" * 195 + "]" * 195,
    "95 levels": "".join(" " * depth + "if a:\n" for depth in range(95)) + " " * 95 + "b",
    "a great number": "x = 1" + "0" * 100_000,
    "a long line": f"x = '{'a' * 900_000}'",
    "a variable named case": "match x:\n  case 1: pass\ncase = " + "(" * 20 + ")" * 20 + "\ncase.a" + "(" * 20 + ")" * 20,
    "brackets in text": 'x = "' + "(" * 5_000 + '"  # ' + "[" * 5_000 + "\ny = '''" + "{" * 5_000 + "'''",
    "operators in an f-string's text": 'x = f"{a} ' + "a.b-c+d/" * 5_000 + '"',
}


@pytest.mark.parametrize(("reason", "source"), REFUSED.values(), ids=REFUSED)
def test_refused_at_once(reason: str, source: str) -> None:
    started = time.process_time()
    found = read((source + SLOW_ALONE).encode())
    assert time.process_time() - started < 2
    assert [one.reason for one in found.refusals] == [reason]
    assert not found.body


@pytest.mark.parametrize("source", READ.values(), ids=READ)
def test_read_in_good_time(source: str) -> None:
    started = time.process_time()
    found = read(source.encode())
    assert time.process_time() - started < 10
    assert not found.refusals
    assert found.body


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_nothing_is_refused_that_the_interpreter_reads_well(name: str) -> None:
    started = time.process_time()
    found = read(REFUSED[name][1].encode())
    assert time.process_time() - started < 2
    if name not in SUMS or sys.version_info < (3, 12):  # of which the interpreter made a tree
        assert bool(found.refusals) == (name not in LIBCST_ALONE)


@pytest.mark.parametrize("name", ["brackets", "a sum", "a sequence pattern", "a chain of calls"])
def test_refused_before_parsing(name: str) -> None:
    reason, source = REFUSED[name]
    found = refusal("\n\n" + source)
    assert found is not None
    assert found.reason == reason
    assert found.line is not None
    assert found.line >= 3


def test_details_say_what_the_limit_is() -> None:
    assert [one.detail for one in read(REFUSED["brackets"][1].encode()).refusals] == ["more than 200 nested brackets"]
    assert [one.detail for one in read(REFUSED["a chain of calls"][1].encode()).refusals] == [
        "more than 1,000 chained operators, calls or accesses"
    ]


def test_nothing_of_the_process_is_left_changed() -> None:
    before = (sys.getrecursionlimit(), threading.stack_size(), threading.active_count())
    read(b"f(" * 50 + b")" * 50)
    read(b"f(")
    assert (sys.getrecursionlimit(), threading.stack_size(), threading.active_count()) == before


def test_a_wide_file_keeps_all_it_has() -> None:
    (statement,) = read(READ["a wide dict"].encode()).body
    assert isinstance(statement, facts.Assign)
    assert isinstance(statement.value, facts.Dict)
    assert len(statement.value.items) == MANY
