"""Files of odd shapes: four times as much of them takes about four times as long, and nothing crashes.

What is measured is processor time, the best of some tries, with a margin: what grows with the square takes sixteen times as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from aigc_lint.linking.blocks import Block
from aigc_lint.linking.scopes import analyse
from aigc_lint.model.facts import Facts
from aigc_lint.reading.read import Limits, read
from aigc_lint.reading.stack import with_room

Shape = Callable[[int], str]

SHAPES: dict[str, tuple[Shape, int]] = {
    "assignments to one name": (lambda n: "".join(f"x = {i}\n" for i in range(n)), 20_000),
    "items set on one name": (lambda n: "x = {}\n" + "".join(f"x['k{i}'] = {i}\n" for i in range(n)), 8_000),
    "appends": (lambda n: "x = []\n" + "x.append(1)\n" * n, 8_000),
    "augmented assignments": (lambda n: "x = 1\n" + "x += 1\n" * n, 8_000),
    "attributes of self": (lambda n: "class A:\n def f(self):\n" + "".join(f"  self.a{i} = {i}\n" for i in range(n)), 8_000),
    "attributes of an object": (lambda n: "import m\n" + "".join(f"m.a.b{i} = {i}\n" for i in range(n)), 8_000),
    "functions": (lambda n: "".join(f"def f{i}(a):\n  return a\n" for i in range(n)), 8_000),
    "functions of one name": (lambda n: "def f(a):\n  return a\n" * n, 8_000),
    "branches": (lambda n: "if a == 0:\n  x = 0\n" + "".join(f"elif a == {i}:\n  x = {i}\n" for i in range(n)), 5_000),
    "branches that call": (lambda n: "if a == 0:\n  b()\n" + "".join(f"elif a == {i}:\n  f({i})\n" for i in range(n)), 4_000),
    "branches that return": (
        lambda n: "def f(a):\n" + "".join(f"  if a == {i}:\n    return g({i})\n" for i in range(n)), 2_000,
    ),
    "cases": (lambda n: "match a:\n" + "".join(f"  case {i}:\n    f(x, {i})\n" for i in range(n)), 8_000),
    "yields": (lambda n: "def f():\n" + "".join(f"  yield g({i})\n" for i in range(n)), 8_000),
    "comprehensions": (lambda n: "".join(f"x{i} = [y for y in a]\n" for i in range(n)), 8_000),
    "steps in a loop": (lambda n: "for i in a:\n" + "".join(f"  x = f(x, {i})\n" for i in range(n)), 8_000),
    "globals": (lambda n: "x = 0\n" + "".join(f"def f{i}():\n  global x\n  x = {i}\n" for i in range(n)), 8_000),
    "lambdas": (lambda n: "".join(f"f{i} = lambda a: a\n" for i in range(n)), 8_000),
    "attempts": (lambda n: "".join(f"try:\n  x{i} = f()\nexcept E:\n  x{i} = 0\n" for i in range(n)), 4_000),
    "attempts with an end": (lambda n: "".join(f"try:\n  x{i} = f()\nfinally:\n  y = 0\n" for i in range(n)), 4_000),
    "loops": (lambda n: "".join(f"for i{i} in a:\n  x{i} = i{i}\n" for i in range(n)), 4_000),
    "matches": (lambda n: "".join(f"match a:\n  case 1:\n    x{i} = 1\n  case _:\n    x{i} = 2\n" for i in range(n)), 4_000),
    "ifs that assign one name": (lambda n: "".join(f"if a == {i}:\n  x = {i}\n" for i in range(n)), 8_000),
    "ifs that read and assign one name": (lambda n: "".join(f"if a == {i}:\n  x = f(x)\n" for i in range(n)), 8_000),
    "ifs that leave a loop": (
        lambda n: "for i in a:\n" + "".join(f"  if i == {i}:\n    break\n  x{i} = 1\n" for i in range(n)), 4_000,
    ),
    "ifs that go on": (
        lambda n: "for i in a:\n" + "".join(f"  if i == {i}:\n    continue\n  x{i} = 1\n" for i in range(n)), 4_000,
    ),
    "entries": (lambda n: "x = {" + "".join(f"'k{i}': {i}, " for i in range(n)) + "}\n", 20_000),
    "items": (lambda n: "x = [" + "".join(f"{i}, " for i in range(n)) + "]\n", 20_000),
}  # fmt: skip


def facts(source: str) -> Facts:
    found = read(source.encode(), limits=Limits(max_bytes=10_000_000))
    assert not found.refusals
    return found


def seconds(known: Facts) -> float:
    def walk() -> float:
        started = time.process_time()
        analyse(known, "a.py", "a")
        return time.process_time() - started

    return min(with_room(walk) for _ in range(3))


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_length_takes_about_four_times_as_long(shape: str) -> None:
    make, count = SHAPES[shape]
    quarter, whole = seconds(facts(make(count // 4))), seconds(facts(make(count)))
    assert whole <= 9 * quarter + 0.05


def analysed(source: str) -> Block:
    return with_room(lambda: analyse(facts(source), "a.py", "a"))


def test_twenty_thousand_assignments_are_all_there() -> None:
    block = analysed("".join(f"x = {i}\n" for i in range(20_000)))
    assert len(block.every["x"]) == 20_000
    assert len(block.end["x"]) == 1


def test_all_of_five_thousand_branches_reach_the_end_with_the_nearest_tests() -> None:
    block = analysed("if a == 0:\n  x = 0\n" + "".join(f"elif a == {i}:\n  x = {i}\n" for i in range(1, 5_000)))
    assert len(block.end["x"]) == 5_000
    assert {len(one.conditions) for one in block.end["x"]} == {*range(1, 65)}
    assert block.end["x"][-1].conditions[-1][1] is True


def test_two_yields_that_look_the_same_are_two() -> None:
    block = analysed("def f(x):\n  yield x\n  x = 1\n  yield x\n")
    assert len(next(iter(block.children.values())).yields) == 2
