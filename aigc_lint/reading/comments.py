"""Comments that suppress findings."""

from __future__ import annotations

import re
from typing import Protocol

from aigc_lint.model.facts import Suppression
from aigc_lint.model.spans import Span
from aigc_lint.reading.secrets import redact

_COMMENT = re.compile(r"#[ \t]*aigc[ \t]*:[ \t]*ignore\b[ \t]*(?:\[([^\]\r\n]*)\])?([^\r\n]*)", re.IGNORECASE)
_NEXT = re.compile(r"\s#\s*(?=\w+\b)(?!\d)")
"""Where a reason ends because another tool's comment follows it (``# noqa``); ``#123`` does not end one."""
_UNTIL = re.compile(r"until\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)


class Places(Protocol):
    """Knows where things stand in a text."""

    def at(self, start: int, end: int) -> Span:
        """Return the span between two offsets of the text."""

    def in_comment(self, offset: int) -> bool:
        """Does that offset of the text lie in a comment?"""


def suppressions(text: str, positions: Places) -> tuple[Suppression, ...]:
    """Return the suppressing comments of a text; what looks like one inside a string is none."""
    return tuple(_suppression(match, positions) for match in _COMMENT.finditer(text) if positions.in_comment(match.start()))


def _suppression(match: re.Match[str], positions: Places) -> Suppression:
    rules: list[str] = []
    until = None
    for item in (match[1] or "").split(","):
        item = item.strip()
        dated = _UNTIL.fullmatch(item)
        if dated:
            until = dated[1].strip()
        elif item:
            rules.append(item)
    reason = redact(_NEXT.split(match[2])[0].strip())[0].lstrip("-:：—– ").strip()
    return Suppression(tuple(rules), until, reason, positions.at(match.start(), match.end()))
