"""Path patterns mean what a plain expression says, and none takes long."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aigc_lint.engine.globs import matches

MEANS = {"**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def plainly(path: str, pattern: str) -> bool:
    """Try everything in every way."""
    pieces = re.findall(r"(?<![^/])\*\*/|/\*\*$|\*\*|\*|\?|[^*?/]+|/", pattern.removeprefix("./").strip("/"))
    expression = "".join(MEANS.get(piece, re.escape(piece)) for piece in pieces)
    return re.fullmatch(f"{expression}(?:/.*)?", path, re.DOTALL) is not None


@settings(max_examples=1_500, deadline=None)
@given(st.lists(st.sampled_from("ab/*?") | st.just("**/"), max_size=9).map("".join), st.text("ab/\n", max_size=9))
@example("**/a*b/**/c", "x/ab/a/c")
@example("*a**/b", "aab")
@example("a*b*a", "ababa/b")
@example("**a*b", "a/ab")
@example("a/**", "a")
def test_as_the_plain_expression_says(pattern: str, path: str) -> None:
    assert matches(path, pattern) == plainly(path, pattern)


@pytest.mark.parametrize("pattern", ["*a" * 30 + "b", "**/a/" * 30 + "b", "**a" * 30 + "b", "*a**" * 20 + "b"])
def test_no_pattern_explodes(pattern: str) -> None:
    started = time.process_time()
    assert not matches("a" * 400, pattern)
    assert not matches("a/" * 200 + "a", pattern)
    assert time.process_time() - started < 2


def test_a_name_may_hold_a_line_end() -> None:
    assert matches("tests/new\nline.py", "tests/**")
