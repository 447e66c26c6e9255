"""What was computed, and for how long it may be kept: answers must not depend on what was asked before.

A value is *sound* if nothing was cut while it was computed: no cycle was closed, no bound was hit. Such a value is the same
whoever asks, and is kept for the whole project. Whatever rests on a cut holds for the question in which it came up, and no
longer: all uses of one file, say, found in the order of the file.

Bounds must not depend on earlier questions either. So a kept value counts, for each question that comes to it, as though it
were computed anew: in depth by its height, in work by the number of values that it rests on, each counted once a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

MOST_NESTED = 160
"""Computations in progress at once."""
MOST_WORK = 100_000
"""Computations for one question that sets no bound of its own."""

Key = tuple[Any, ...]
Result = TypeVar("Result")


@dataclass(eq=False, slots=True)
class Kept:
    """A sound value."""

    value: Any
    height: int
    """Computations that were in progress at once, at most, to get it."""
    needs: tuple[Kept, ...]
    """The values that it rests on."""
    size: int
    """Never less than the number of values below it, itself included."""


@dataclass(slots=True)
class _Progress:
    """What has come of a computation so far."""

    needs: dict[Kept, None] = field(default_factory=dict)
    height: int = 0
    lowest: int = MOST_NESTED
    """Depth of the outermost computation at which a cycle was cut."""
    sound: bool = True


@dataclass(slots=True)
class Question:
    """What holds for one question only."""

    most: int
    """Computations that it may take."""
    alone: bool = False
    """True: nothing that was kept before is looked at."""
    active: dict[int, int] = field(default_factory=dict)
    """What is being computed -> how deep in the question."""
    settled: dict[int, Any] = field(default_factory=dict)
    """Values at the heads of cycles, and those that rest on such or on a bound."""
    interim: dict[int, tuple[int, Any]] = field(default_factory=dict)
    """Values that rest on a cycle cut further out: good until what is computed at that depth is done."""
    resting_on: dict[int, list[int]] = field(default_factory=dict)
    progress: _Progress = field(default_factory=_Progress)
    reached: list[Kept] = field(default_factory=list)
    """Kept values that the question came to, and those that it made."""
    counted: set[int] | None = None
    """Those, and all below them, once it matters how many they are."""
    work: int = 0
    unsound: int = 0
    """Computations of this question that are not done, or did not come to a sound value."""
    bounds: int = 0
    """How often a bound was hit."""


class _Overrun(Exception):
    """With all that it rests on, the question is beyond its bound: it must be computed anew to see where the bound is."""


class Memory:
    """Computes values once, cuts cycles, keeps to bounds."""

    def __init__(self) -> None:
        self.numbers: dict[Key, int] = {}
        self.kept: dict[int, Kept] = {}
        self.now = Question(MOST_WORK)
        self.computed = 0
        """All computations so far: what tests count in place of seconds."""

    @property
    def held(self) -> int:
        """How much is kept in mind, roughly: values and their keys."""
        return len(self.numbers)

    def question(self, answer: Callable[[], Result], *, most: int = MOST_WORK) -> Result:
        """Answer something with nothing in mind but what is sound, and all work ahead. The answer may be tried twice."""
        outer, kept = self.now, self.kept
        try:
            self.now = Question(most)
            return answer()
        except _Overrun:
            self.now, self.kept = Question(most, alone=True), {}
            return answer()
        finally:
            self.now, self.kept = outer, kept

    @property
    def is_cut(self) -> bool:
        """Was a cycle cut below the computation in progress, that goes on further out or right here?"""
        return self.now.progress.lowest < MOST_NESTED

    def guarded(self, key: Key, compute: Callable[[], Any], *, cut: Any = (), over: Any = ()) -> Any:
        """Compute a value once. ``cut`` is what there is of it while it is being computed, ``over`` where a bound is hit."""
        now, number = self.now, self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.numbers)
        depth, progress = len(now.active), now.progress
        entry = self.kept.get(number)
        if entry is not None and depth + entry.height <= MOST_NESTED:
            if not now.alone:
                self._reach(entry)
            progress.needs[entry] = None
            if entry.height > progress.height:
                progress.height = entry.height
            return entry.value
        if number in now.settled:
            progress.sound = False
            return now.settled[number]
        place = now.active.get(number)
        if place is not None:
            progress.sound = False
            progress.lowest = min(progress.lowest, place)
            return cut
        if number in now.interim:
            place, value = now.interim[number]
            progress.sound = False
            progress.lowest = min(progress.lowest, place)
            return value
        if depth >= MOST_NESTED or (now.work >= now.most and self._is_spent()):
            progress.sound = False
            now.bounds += 1
            return over
        return self._compute(number, compute, depth)

    def _compute(self, number: int, compute: Callable[[], Any], depth: int) -> Any:
        now = self.now
        now.work += 1
        now.unsound += 1
        self.computed += 1
        now.active[number] = depth
        outer, now.progress = now.progress, _Progress()
        try:
            value = compute()
        finally:
            del now.active[number]
            progress, now.progress = now.progress, outer
            for ended in now.resting_on.pop(depth, ()):
                now.interim.pop(ended, None)
        outer.height = max(outer.height, progress.height + 1)
        if progress.sound:
            self._keep(number, value, progress)
        else:
            outer.sound = False
            if progress.lowest < depth:
                outer.lowest = min(outer.lowest, progress.lowest)
                now.interim[number] = (progress.lowest, value)
                now.resting_on.setdefault(progress.lowest, []).append(number)
            else:
                now.settled[number] = value
        return value

    def _keep(self, number: int, value: Any, progress: _Progress) -> None:
        now = self.now
        needs = tuple(progress.needs)
        entry = Kept(value, progress.height + 1, needs, min(1 + sum(one.size for one in needs), _ENOUGH))
        self.kept[number] = entry
        now.progress.needs[entry] = None
        now.unsound -= 1
        if now.counted is None:
            now.reached.append(entry)
        else:
            now.counted.add(id(entry))

    def _reach(self, entry: Kept) -> None:
        """Count a kept value, with all that it rests on, as work of this question."""
        now = self.now
        if now.counted is None:
            now.work += entry.size
            now.reached.append(entry)
            if now.work > now.most:
                self._count_each(now)
        else:
            now.work += _below([entry], now.counted)
        if now.work > now.most:
            raise _Overrun

    def _is_spent(self) -> bool:
        """Is the question's work done, each value counted once?"""
        now = self.now
        if now.counted is None and not now.alone:
            self._count_each(now)
        if now.work < now.most:
            return False
        if not now.alone:
            raise _Overrun
        return True

    def _count_each(self, now: Question) -> None:
        now.counted = set()
        now.work = _below(now.reached, now.counted) + now.unsound


_ENOUGH = 1 << 30  # sizes add up exponentially, and no bound is anywhere near this


def _below(entries: list[Kept], counted: set[int]) -> int:
    """Count the values that these rest on, themselves included, but for those counted before."""
    before = len(counted)
    waiting = entries
    while waiting:
        following: list[Kept] = []
        for entry in waiting:
            if id(entry) not in counted:
                counted.add(id(entry))
                following += entry.needs
        waiting = following
    return len(counted) - before
