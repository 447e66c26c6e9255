"""What was computed, kept for the whole project: answers must not depend on what was asked before.

A value that needs itself, by way of others or not, has no first computation to start from. Values that need each other are
therefore found together, as one *cycle*, in two steps. First each of them is computed once with nothing in place of what is not
done yet; what they ask for on that occasion tells which belong together, whichever was asked for first (Tarjan's algorithm, as
tabling engines for logic programs use it). Then the whole cycle is computed, its members in an order of their own: each goes
round until it comes back to what is being computed, and that adds nothing. Where a value needs more on that occasion that needs
the cycle in turn, the cycle grows and is computed again. In the end all members are kept like any other value.

Bounds must not depend on earlier questions either. So a kept value counts, for each question that comes to it, as though it
were computed anew: in depth by its height, in work by the number of values that it rests on, each counted once a question. A
question beyond its bounds is answered alone, with nothing kept from before or for later; who asks may want to ask less at a time.
That a question is beyond its bounds may be known from earlier ones: ``excess.py``. That saves finding out, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NoReturn, TypeVar

from msgspec import Struct, field

from aigc_lint.linking.excess import Excess

MOST_NESTED = 320
"""Computations in progress at once."""
MOST_WORK = 100_000
"""Computations for one question that sets no bound of its own, or for one cycle."""
HOME_WORK = 40
"""What it costs to get the home of a value, in computations: once a question for each home that it leads to."""

Key = tuple[Any, ...]
Result = TypeVar("Result")

_NEVER = 1 << 60
_ENOUGH = 1 << 30  # sizes add up exponentially, and no bound is anywhere near this


class Answer(Struct, Generic[Result]):
    """What a question gave."""

    result: Result
    is_cut: bool
    """Was there more to find beyond a bound?"""


class Kept(Struct, eq=False):
    """A value that is known for good, or what the members of a cycle have in common."""

    value: Any
    height: int
    """Computations that were in progress at once, at most, to get it."""
    needs: tuple[Kept, ...]
    """The values that it rests on."""
    size: int
    """Never less than the work for the values below it, itself included."""
    weight: int = 1
    """The number of values that it stands for: all of a cycle, for what its members have in common; those count nothing."""
    homes: tuple[str, ...] = ()
    """Where these values are at home, as far as they say."""


class _Progress(Struct):
    """What has come of a computation so far."""

    needs: dict[Kept, None] = field(default_factory=dict)
    height: int = 0
    first: int = _NEVER
    """The earliest begun of the computations that it came back to and that are not done."""
    outermost: int = _NEVER
    """While a cycle is computed: depth in it of the outermost member that it came back to."""


class _Waiting(Struct):
    """A value that was computed once, on the way to find out which cycle it belongs to."""

    key: Key
    compute: Callable[[], Any]
    cut: Any
    over: Any
    level: int
    about: Any
    progress: _Progress


class _Round(Struct):
    """One computation of a cycle, or of all that a question asks for where nothing may be kept."""

    members: dict[Key, _Waiting] | None
    """None: all values."""
    most: int
    active: dict[Key, int] = field(default_factory=dict)
    """What is being computed -> how deep in the round."""
    settled: dict[Key, Any] = field(default_factory=dict)
    homes: set[str] = field(default_factory=set)
    """Led to so far; counted where nothing may be kept."""
    interim: dict[Key, tuple[int, Any]] = field(default_factory=dict)
    """Values that rest on a member further out: good until what is computed at that depth is done."""
    resting_on: dict[int, list[Key]] = field(default_factory=dict)
    work: int = 0
    is_cut: bool = False
    """Was a bound hit?"""


class _Begun(Struct):
    """A value that is being computed, or waits for its cycle."""

    number: int
    """Of computations that were begun before it."""
    about: Any
    level: int
    progress: _Progress


class _Question(Struct):
    """What holds for one question only."""

    most: int
    """Computations that it may take."""
    round: _Round | None = None
    progress: _Progress = field(default_factory=_Progress)
    depth: int = 0
    begun: int = 0
    homes: set[str] = field(default_factory=set)
    """Led to so far."""
    unfinished: dict[Key, _Begun] = field(default_factory=dict)
    """What is not known for good yet, in the order in which it was begun."""
    waiting: list[_Waiting] = field(default_factory=list)


class Overrun(Exception):
    """With all that it rests on, the question is beyond its bounds: it must be answered alone to see where they are."""


class Memory:
    """Computes values once, cuts cycles, keeps to bounds."""

    def __init__(self, excess: Excess | None = None) -> None:
        self.excess = Excess() if excess is None else excess
        """What is known to be too much for questions; it may come from an earlier memory of the same project."""
        self.level = 0
        """What else computations depend on; a key holds it where it matters."""
        self.computed = 0
        """All computations so far: what tests count in place of seconds."""
        self._kept: dict[Key, Kept] = {}
        self._now = _Question(MOST_WORK)

    def label(self, about: Any) -> Any:
        """What members of a cycle are ordered by, whatever they were found by: the same in every run, and of one type."""
        return about

    def home(self, about: Any) -> str | None:  # noqa: ARG002 - by default values have none
        """What must be there before the value can be computed, and takes room: its module; None where that is not told."""
        return None

    @property
    def held(self) -> int:
        """How much is kept in mind, roughly: values and their keys."""
        return len(self._kept)

    def question(self, answer: Callable[[], Result], *, most: int = MOST_WORK) -> Result:
        """Answer something from what is known and what is not yet. The answer may be tried twice."""
        try:
            return self.within(answer, most=most)
        except Overrun:
            return self.alone(answer, most=most).result

    def within(self, answer: Callable[[], Result], *, most: int) -> Result:
        """The same, or ``Overrun`` where that is beyond the bounds."""
        outer, level = self._now, self.level
        try:
            self._now = _Question(most)
            result = answer()
            # Each may have a home of its own.
            if (1 + HOME_WORK) * len(self._kept) > most and _exceeds(self._now.progress.needs, most):
                raise Overrun
            return result
        finally:
            self._now, self.level = outer, level

    def alone(self, answer: Callable[[], Result], *, most: int) -> Answer[Result]:
        """Answer something as though nothing were known, and as far as the bounds allow."""
        outer, kept = self._now, self._kept
        current = _Round(None, most)
        try:
            self._now, self._kept = _Question(most, current), {}
            return Answer(answer(), current.is_cut)
        finally:
            self._now, self._kept = outer, kept

    @property
    def is_cut(self) -> bool:
        """Has the computation in progress come back to what is being computed?"""
        progress = self._now.progress
        return progress.first < _NEVER or progress.outermost < _NEVER

    def guarded(self, key: Key, compute: Callable[[], Any], *, about: Any = None, cut: Any = (), over: Any = ()) -> Any:
        """Compute a value once. ``cut`` is what there is of it while it is being computed, ``over`` where a bound is hit.

        ``about`` is what its label is made of. Whatever comes back to itself must do so by way of a value that has one.
        """
        entry = self._kept.get(key)
        now = self._now
        if entry is not None:
            progress = now.progress
            progress.needs[entry] = None
            if entry.height > progress.height:
                progress.height = entry.height
            return entry.value
        if now.round is not None and (now.round.members is None or key in now.round.members):
            return self._in_round(now.round, key, compute, about, cut, over)
        begun = now.unfinished.get(key)
        if begun is not None:
            now.progress.first = min(now.progress.first, begun.number)
            return cut
        return self._explore(key, compute, about, cut, over)

    # --- finding cycles ---

    def _explore(self, key: Key, compute: Callable[[], Any], about: Any, cut: Any, over: Any) -> Any:
        """Compute a value for the first time."""
        now = self._now
        begun = now.begun
        label = None if about is None or not self.excess else self._stable(about, self.level)
        least = 0 if label is None else self.excess.least(label)
        if least > now.most or begun >= now.most + now.most // _BEYOND or now.depth > _DEEPEST:
            self._give_up(least)
        now.begun += 1
        now.depth += 1
        home = self.home(about)
        if home is not None and home not in now.homes:
            now.homes.add(home)
            now.begun += HOME_WORK
        self.computed += 1
        before = len(now.waiting)
        outer, outer_round = now.progress, now.round
        progress = now.progress = _Progress()
        now.unfinished[key] = _Begun(begun, about, self.level, progress)
        now.round = None
        try:
            value = compute()
            if progress.first >= begun and len(now.waiting) == before:
                self._kept[key] = self._entry(value, progress.height + 1, progress.needs, homes=() if home is None else (home,))
                del now.unfinished[key]
            else:
                now.waiting.append(_Waiting(key, compute, cut, over, self.level, about, progress))
                if progress.first >= begun:
                    self._close(before, begun)
        finally:
            now.progress, now.round = outer, outer_round
            now.depth -= 1
        entry = self._kept.get(key)
        if entry is None:
            outer.first = min(outer.first, progress.first)
            return cut
        outer.needs[entry] = None
        if entry.height > outer.height:
            outer.height = entry.height
        return entry.value

    def _entry(
        self, value: Any, height: int, needs: dict[Kept, None], *, weight: int = 1, homes: tuple[str, ...] = ()
    ) -> Kept:
        if height > MOST_NESTED:
            self._give_up(_NEVER)
        size = weight + HOME_WORK * len(homes)
        for one in needs:
            size += one.size
        return Kept(value, height, tuple(needs), size if size < _ENOUGH else _ENOUGH, weight, homes)

    def _give_up(self, least: int) -> NoReturn:
        """End a question that is beyond its bounds, and remember of all that it has begun and not finished how much that is.

        What is not finished rests on all that was begun after it; where it came back to something that was begun before, on all
        that was begun after that. And on what the value that is too much rests on, ``least`` others.
        """
        now = self._now
        reached: dict[int, int] = {}
        for one in now.unfinished.values():
            earliest = reached[one.number] = reached.get(one.progress.first, one.number)
            if one.about is not None:
                self.excess.note(self._stable(one.about, one.level), max(least, now.begun - earliest))
        raise Overrun

    def _stable(self, about: Any, level: int) -> int:
        return hash((self.label(about), level))

    def _close(self, before: int, begun: int) -> None:
        """Compute the cycle of all that waits, for as long as it grows; keep it, unless it is part of a larger one."""
        now = self._now
        shared = now.waiting[-1].progress
        for one in now.waiting[before:]:
            shared.needs.update(one.progress.needs)
        while True:
            members = {one.key: one for one in now.waiting[before:]}
            settled = self._go_round(members, shared)
            if len(now.waiting) - before == len(members):
                break
            for one in now.waiting[before + len(members) :]:
                shared.needs.update(one.progress.needs)
        if shared.first < begun:
            return
        del now.waiting[before:]
        homes = tuple({home for one in members.values() if (home := self.home(one.about)) is not None})
        common = self._entry(None, shared.height + 1, shared.needs, weight=len(members), homes=homes)
        for key in members:
            del now.unfinished[key]
            self._kept[key] = Kept(settled[key], common.height, (common,), common.size, 0)

    def _go_round(self, members: dict[Key, _Waiting], shared: _Progress) -> dict[Key, Any]:
        now = self._now
        level = self.level
        now.round = _Round(members, MOST_WORK)
        shared.height = 0
        for one in self._in_order(members.values()):
            now.progress = shared
            self.level = one.level
            self._in_round(now.round, one.key, one.compute, one.about, one.cut, one.over)
        self.level = level
        return now.round.settled

    def _in_order(self, members: Iterable[_Waiting]) -> list[_Waiting]:
        labelled: list[tuple[Any, _Waiting]] = []
        others: list[_Waiting] = []
        for one in members:
            if one.about is None:
                others.append(one)
            else:
                labelled.append(((self.label(one.about), one.level), one))
        labelled.sort(key=lambda pair: pair[0])
        return [*(one for _, one in labelled), *others]

    # --- going round ---

    def _in_round(
        self, current: _Round, key: Key, compute: Callable[[], Any], about: Any, cut: Any, over: Any
    ) -> Any:
        """Compute a member of a cycle once more, or what is asked for where nothing may be kept."""
        outer = self._now.progress
        if key in current.settled:
            return current.settled[key]
        place = current.active.get(key)
        if place is not None:
            outer.outermost = min(outer.outermost, place)
            return cut
        if key in current.interim:
            place, value = current.interim[key]
            outer.outermost = min(outer.outermost, place)
            return value
        depth = len(current.active)
        if depth >= MOST_NESTED or current.work >= current.most:
            current.is_cut = True
            return over
        current.work += 1
        home = self.home(about) if current.members is None else None
        if home is not None and home not in current.homes:
            current.homes.add(home)
            current.work += HOME_WORK
        self.computed += 1
        current.active[key] = depth
        progress = self._now.progress = _Progress(outer.needs)
        try:
            value = compute()
        finally:
            self._now.progress = outer
            del current.active[key]
            for ended in current.resting_on.pop(depth, ()):
                current.interim.pop(ended, None)
        outer.height = max(outer.height, progress.height + 1)
        outer.first = min(outer.first, progress.first)
        if progress.outermost < depth:
            outer.outermost = min(outer.outermost, progress.outermost)
            current.interim[key] = (progress.outermost, value)
            current.resting_on.setdefault(progress.outermost, []).append(key)
        else:
            current.settled[key] = value
        return value


_DEEPEST = 3 * MOST_NESTED  # in exploring, which may enter a cycle anywhere
_BEYOND = 4  # the part of its bound that a question goes on beyond it: what it began with is then known to be too much, too


def _exceeds(entries: Iterable[Kept], most: int) -> bool:
    """Do these values and all that they rest on, each and each home counted once, come to more than this?"""
    waiting = list(entries)
    if sum(one.size for one in waiting) <= most:
        return False
    counted: set[int] = set()
    homes: set[str] = set()
    total = 0
    while waiting:
        entry = waiting.pop()
        if id(entry) not in counted:
            counted.add(id(entry))
            total += entry.weight
            homes.update(entry.homes)
            waiting += entry.needs
    return total + HOME_WORK * len(homes) > most
