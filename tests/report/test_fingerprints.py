"""The hash of a line's surroundings, as code hosts compute it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from aigc_lint.report.fingerprints import finding_hash, line_hashes
from tests.report.sample import CHAT, FINDINGS, WIDE

ORACLE = {
    "code": CHAT,
    "wide": WIDE,
    "repeated": "x = 1\n" * 120,
    "carriage": "one\r\ntwo\rthree\n\n\tfour  five\n",
    "long": "name = '" + "ab模型😀" * 60 + "'\nend\n",
    "unfinished": "a",
}
"""Texts whose hashes ``test_sarif_multitool.py`` compares with those of Microsoft's tool."""


def test_line_ends_and_blanks_do_not_count() -> None:
    plain = line_hashes("def f():\n  return 1\n")
    assert line_hashes("def f():\r\n\treturn 1\r\n") == plain
    assert line_hashes("def f():\r    return  1\r") == plain


def test_a_change_below_reaches_a_hundred_characters_up() -> None:
    text = "first\n" + "x" * 93 + "{}\nlast\n"
    assert line_hashes(text.format("a"))[0] != line_hashes(text.format("b"))[0]
    assert line_hashes(text.format("ya"))[0] == line_hashes(text.format("yb"))[0]


def test_equal_lines_are_counted() -> None:
    hashes = line_hashes("x\n" * 300)
    assert hashes[0].endswith(":1")
    assert hashes[1] == hashes[0].replace(":1", ":2")
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n\n", "😀\ud800"])
def test_there_is_one_hash_per_line(text: str) -> None:
    assert len(line_hashes(text)) == text.count("\n") + 1


def test_a_finding_keeps_its_identity_when_lines_move() -> None:
    first = FINDINGS[0]
    moved = replace(first, place=FINDINGS[1].place)
    assert finding_hash(first) == finding_hash(moved)
    assert len({finding_hash(one) for one in FINDINGS}) == len(FINDINGS)
    assert finding_hash(replace(first, key="")) != finding_hash(replace(moved, key=""))
