"""Which values are known to rest on more others than questions may take.

In an entangled project most questions lead into the same knot of values that hang together. Whichever comes first finds out that
the knot is too much for it, which takes as much work as it may do; those that follow need not find out again. What is known is
kept by label: it holds for the project, and outlives the values, which are forgotten to save memory.
"""

from __future__ import annotations

from collections.abc import Hashable


class Excess:
    """For values that were begun and found to be too much: a number of others that they rest on at least."""

    def __init__(self) -> None:
        self._least: dict[Hashable, int] = {}

    def __bool__(self) -> bool:
        return bool(self._least)

    def least(self, label: Hashable) -> int:
        """The number of values, itself included, that the value with this label rests on at least; 0 where nothing is known."""
        return self._least.get(label, 0)

    def note(self, label: Hashable, least: int) -> None:
        """Remember that the value rests on so many, or more."""
        if least > self._least.get(label, 0):
            self._least[label] = least
