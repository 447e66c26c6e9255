"""Room in a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_lint.report.width import cells, clip, pad, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("模型", 4), ("a模b", 4), ("😀", 2), ("e\u0301", 1), ("❤\ufe0f", 1), ("（）", 4), ("“”…", 3)],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_pad_counts_cells() -> None:
    assert pad("模型", 6) == "模型  "
    assert pad("abcdef", 3) == "abcdef"


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("模型调用", 5, "模型…"), ("模型调用", 6, "模型…")],
)
def test_clip(text: str, width: int, cut: str) -> None:
    assert clip(text, width) == cut


def test_wrap_breaks_chinese_between_characters_but_starts_no_line_with_a_comma() -> None:
    assert wrap("策略文件，未准许", 8) == ["策略文", "件，未准", "许"]


def test_wrap_keeps_words_and_urls_whole() -> None:
    assert wrap("see https://terms.example/a/very/long/path now", 10) == ["see", "https://terms.example/a/very/long/path", "now"]


@given(st.text(alphabet=st.sampled_from("ab 模，。(")), st.integers(min_value=8, max_value=30))
def test_wrap_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # Only what has no place to be broken at is wider than a line.
    assert all(cells(line) <= width or wrap(line, 1) == [line] for line in lines)
