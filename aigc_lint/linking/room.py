"""Room to evaluate in: as many Python frames as the evaluator's bounds may need, whatever the interpreter was set to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

FRAMES = 16_000
"""A nested evaluation takes six to twelve frames, and hundreds may be in progress: beyond the 1,000 that Python starts with."""


@contextmanager
def room() -> Iterator[None]:
    """Raise the recursion limit while something is evaluated."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
