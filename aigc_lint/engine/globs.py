"""Path patterns of the policy: ``tests/**``, ``src/legacy``, ``*.ipynb``; relative to the project root."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile(r"(?<![^/])\*\*/|/\*\*$|\*\*|\*|\?|[^*?/]+|/")
_DEEP = {"**/": "(?:.*?/)??", "**": ".*?"}
_BELOW = r"(?:/.*)?\Z"


def matches(path: str, pattern: str) -> bool:
    """Whether the pattern means the path or a folder above it. ``*`` stays within a name, ``**`` does not."""
    return _compiled(pattern).match(path) is not None


def within(path: str, root: str) -> str:
    """The path as seen from the project root."""
    return path[len(root) + 1 :] if root and path.startswith(f"{root}/") else path


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern into an expression that cannot explode.

    What a ``*`` or ``**`` stands for is the shortest text after which what follows matches, up to the next one of its kind. To
    take more would leave less for the rest, so the groups are atomic: nothing is tried in all combinations.
    """
    runs: list[tuple[str, list[str]]] = [("", [])]
    for piece in _PIECES.findall(pattern.removeprefix("./").strip("/")):
        if piece in _DEEP:
            runs.append((_DEEP[piece], []))
        elif piece != "/**":  # what lies below is always meant
            runs[-1][1].append(piece)
    last = len(runs) - 1
    whole = "".join(f"(?>{deep}{_names(pieces, _BELOW if at == last else '')})" for at, (deep, pieces) in enumerate(runs))
    return re.compile(whole, re.DOTALL)


def _names(pieces: list[str], end: str) -> str:
    """Translate what stands between two ``**``."""
    parts = [""]
    for piece in pieces:
        if piece == "*":
            parts.append("")
        else:
            parts[-1] += "[^/]" if piece == "?" else re.escape(piece)
    parts[-1] += end
    return parts[0] + "".join(f"(?>[^/]*?{part})" for part in parts[1:])
