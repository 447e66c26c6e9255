"""Globs match what ``fnmatch`` says they do, without an expression for each."""

from __future__ import annotations

from fnmatch import fnmatchcase

from hypothesis import example, given
from hypothesis import strategies as st

from aigc_lint.catalog import globs
from aigc_lint.catalog.globs import Glob
from aigc_lint.catalog.load import load

LETTERS = "ab.-*?[]!/"


@given(st.text(LETTERS, max_size=8), st.text("ab.-/]", max_size=8))
@example("a*", "a")
@example("*a", "a")
@example("a*a", "a")
@example("a", "ab")
@example("a[a]", "aa")
@example("a\n*", "a\nb")
def test_as_fnmatch_says(pattern: str, text: str) -> None:
    assert Glob(pattern).matches(text) == fnmatchcase(text, pattern)


def test_most_patterns_of_makers_are_never_compiled() -> None:
    patterns = [pattern for provider in load().providers.values() for pattern in provider.makes]
    assert len(patterns) > 200
    globs._compiled.cache_clear()
    assert sum(Glob(pattern).matches("gpt-4o-mini") for pattern in patterns) >= 1
    assert globs._compiled.cache_info().misses < 20
