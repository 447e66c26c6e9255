"""Path patterns of the policy: ``tests/**``, ``src/legacy``, ``*.ipynb``; relative to the project root."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile(r"/\*\*/|\*\*/|/\*\*$|\*\*|\*|\?|[^*?/]+|/")
_MEANS = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matches(path: str, pattern: str) -> bool:
    """Whether the pattern means the path or a folder above it. ``*`` stays within a name, ``**`` does not."""
    return _compiled(pattern).fullmatch(path) is not None


def within(path: str, root: str) -> str:
    """The path as seen from the project root."""
    return path[len(root) + 1 :] if root and path.startswith(f"{root}/") else path


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    trimmed = pattern.removeprefix("./").strip("/")
    return re.compile("".join(_MEANS.get(piece, re.escape(piece)) for piece in _PIECES.findall(trimmed)) + "(?:/.*)?")
