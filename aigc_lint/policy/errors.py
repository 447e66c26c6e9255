"""Faults of a policy or configuration file: what is wrong at which key, said in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words
from aigc_lint.policy.positions import Positions, spell

Path = tuple[str | int, ...]

NOTHING = Words("", "")


class Fault(Struct, frozen=True):
    """One mistake at one key; its line is looked up afterwards."""

    path: Path
    message: Words
    hint: Words = NOTHING


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant, if one is near enough."""
    import difflib

    lowered = {name.lower(): name for name in sorted(known)}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


def suggestion(word: str, known: Collection[str]) -> Words:
    """``did you mean ...``, or the list of what is known where it is short enough to print."""
    if guess := nearest(word, known):
        return Words(f"did you mean `{guess}`?", f"是否想写 `{guess}`？")
    if 0 < len(known) <= 12:
        names = [f"`{name}`" for name in sorted(known)]
        return Words(f"known are {', '.join(names)}", f"可用的有：{'、'.join(names)}")
    return NOTHING


def problems(faults: Iterable[Fault], *, shown: str, positions: Positions, code: str, prefix: Path = ()) -> tuple[Problem, ...]:
    """The faults with their lines, in the order of the file."""
    found = []
    for fault in faults:
        line, column = positions.find(spell(*prefix, *fault.path))
        found.append(Problem(code=code, path=shown, message=fault.message, hint=fault.hint, line=line, column=column))
    return tuple(sorted(set(found), key=lambda problem: (problem.line or 0, problem.column or 0, problem.message.en)))
