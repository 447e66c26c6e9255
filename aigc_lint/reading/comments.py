"""Comments that suppress findings."""

from __future__ import annotations

import re

from aigc_lint.model.facts import Suppression
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.secrets import redact

_COMMENT = re.compile(r"#[ \t]*aigc[ \t]*:[ \t]*ignore\b[ \t]*(?:\[([^\]\r\n]*)\])?([^\r\n]*)", re.IGNORECASE)
_NEXT = re.compile(r"\s#\s*(?=\w+\b)(?!\d)")
"""Where a reason ends because another tool's comment follows it (``# noqa``); ``#123`` does not end one."""
_UNTIL = re.compile(r"until\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)


def suppressions(text: str, positions: Positions) -> tuple[Suppression, ...]:
    """Return the suppressing comments of a text; what looks like one inside a string is none."""
    return tuple(_suppression(match, positions) for match in _COMMENT.finditer(text) if positions.in_comment(match.start()))


def _suppression(match: re.Match[str], positions: Positions) -> Suppression:
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
