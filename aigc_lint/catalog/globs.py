"""Shell patterns that a text is held against by the hundred, of which nearly all differ from it in their first letters.

``fnmatch`` makes a regular expression of each, and keeps 256 of them: of more than that, every one is made anew each time.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache

_SPECIAL = re.compile(r"[*?\[]")


class Glob:
    """One pattern; case counts."""

    __slots__ = ("_head", "_rest", "_tail", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        special = _SPECIAL.search(pattern)
        self._head = pattern[: special.start()] if special else pattern
        self._rest = pattern[len(self._head) :]
        self._tail = "" if "]" in self._rest else re.split(r"[*?]", self._rest)[-1]

    def matches(self, text: str) -> bool:
        """Does the whole text match?"""
        if not text.startswith(self._head) or not text.endswith(self._tail):
            return False
        if self._rest in ("", "*"):
            return bool(self._rest) or len(text) == len(self._head)
        return _compiled(self.pattern).match(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))
