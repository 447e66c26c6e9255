"""``${NAME}`` in settings files: what it stands for, with the defaults that shells and Compose know."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACED = re.compile(r"\$\{([A-Za-z_]\w*)(?:(:?[-?+])((?:[^{}$]|\$(?!\{))*))?\}")
_PLAIN = re.compile(r"\$(?:(\$)|([A-Za-z_]\w*))")
_DEEPEST = 8
"""Defaults within defaults."""
_LONGEST = 10_000
"""Characters that a value may grow to: a file of references to references must not fill the memory."""


def expand(text: str, known: Mapping[str, str | None], *, compose: bool = False) -> str | None:
    """Replace every reference; None where one cannot be known. In Compose ``$NAME`` is one too, and ``$$`` a dollar."""
    lost = False

    def braced(match: re.Match[str]) -> str:
        nonlocal lost
        value = _value(match[1], match[2] or "", match[3] or "", known)
        lost = lost or value is None
        return value or ""

    def plain(match: re.Match[str]) -> str:
        nonlocal lost
        value = "$" if match[1] else known.get(match[2])
        lost = lost or value is None
        return value or ""

    for _ in range(_DEEPEST):  # from the inside out: what a default holds is replaced before the default is taken
        text, replaced = _BRACED.subn(braced, text)
        if not replaced or lost or len(text) > _LONGEST:
            break
    if compose and not lost:
        text = _PLAIN.sub(plain, text)
    return None if lost or "${" in text or len(text) > _LONGEST else text


def _value(name: str, operator: str, word: str, known: Mapping[str, str | None]) -> str | None:
    is_set = name in known
    value = known.get(name)
    if operator.startswith(":"):
        is_set = is_set and value != ""
    if operator.endswith("-"):
        return value if is_set else word
    if operator.endswith("+"):
        return word if is_set else ""
    return value if is_set else None
