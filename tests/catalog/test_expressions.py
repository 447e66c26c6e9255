"""Expressions of a catalogue of one's own: what may take forever is refused, and what is shipped is not."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.expressions import fault
from aigc_lint.catalog.load import load
from aigc_lint.catalog.said import in_chinese

GROUP = "it repeats a group; repeat single characters, as in `[a-z-]+`"
OFTEN = "it repeats too often what may match in many ways"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a+)+$", GROUP),
        ("(a|a)*b", GROUP),
        ("(?:ab){2,}", GROUP),
        ("(?=(a+)+)", GROUP),
        ("a?" * 30 + "a" * 30, OFTEN),
        ("a*a*a*b", OFTEN),
        ("a{0,100}" * 5, OFTEN),
        ("(a|ab|abc)" * 20, OFTEN),
        ("(" * 5_000, "it is nested too deeply"),
        ("a{99999999999}", "the repetition number is too large"),
        ("(", "missing ), unterminated subpattern at position 0"),
    ],
)
def test_refused(pattern: str, said: str) -> None:
    assert fault(pattern) == said


@pytest.mark.parametrize(
    "pattern", ["", "(?i)(^|/)kimi-k3", "-contributor$", "^gpt-[0-9.]+(-mini)?$", ".*-preview-.*", "(?>a+)b", "[[:alpha:]]"]
)
def test_taken(pattern: str) -> None:
    assert fault(pattern) is None


def test_what_is_shipped_is_taken_and_what_is_said_is_said_in_chinese_too() -> None:
    shipped = [model.pattern for service in load().services.values() for model in service.models]
    assert len(shipped) > 5
    assert [pattern for pattern in shipped if fault(pattern)] == []
    assert in_chinese(f"model pattern '(a+)+': {GROUP}") == "模型规则 '(a+)+'：对分组使用了重复；请只重复单个字符，如 `[a-z-]+`"
