"""What a search found before it came to its bound, and whether it left something out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from aigc_lint.linking.abstract import Set, Unk

T = TypeVar("T")


class Bounded(Struct, Generic[T], frozen=True):
    """Things found, in order."""

    found: tuple[T, ...] = ()
    more: bool = False
    """Was something left out?"""

    def __iter__(self) -> Iterator[T]:
        return iter(self.found)

    @property
    def lost(self) -> Set:
        """What values that rest on these must hold in addition: unknown, because of a bound, where something was left out."""
        return (Unk("bound"),) if self.more else ()


def first(found: Sequence[T], most: int, *, more: bool = False) -> Bounded[T]:
    """The first of them, at most so many; ``more`` where it is known that some are missing already."""
    return Bounded(tuple(found[:most]), more or len(found) > most)
