"""Regular expressions and wildcards that a catalogue may hold: such as are decided at once, whatever they are held against."""

from __future__ import annotations

import re
import warnings
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LONGEST = 200
"""Characters of a model id that are looked at; none is near as long."""
STARS = 3
"""Wildcards in one host."""
HOLES = 4
"""``{}`` in one path."""
_MOST_WAYS = 1_000_000
_SINGLE = frozenset({codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN, codes.CATEGORY})
_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})


class _TooSlow(Exception):
    """The expression may take forever; the argument says what it does."""


def fault(pattern: str) -> str | None:
    """Say what is wrong with an expression; None where nothing is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
            ways = _ways(_parser.parse(pattern))
    except (re.error, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "it is nested too deeply"
    except _TooSlow as found:
        return str(found)
    return "it repeats too often what may match in many ways" if ways > _MOST_WAYS else None


def _ways(parsed: Any) -> int:
    """Count the ways in which a sequence may be tried at one place of the text, roughly and from above."""
    ways = 1
    for code, value in parsed:
        if code in _REPEATS:
            ways *= _repeated(*value)
        elif code is codes.BRANCH:
            ways *= sum(map(_ways, value[1]))
        elif code is codes.SUBPATTERN:
            ways *= _ways(value[3])
        elif code is codes.ATOMIC_GROUP:
            ways *= _ways(value)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            ways *= _ways(value[1])
        elif code is codes.GROUPREF_EXISTS:
            ways *= _ways(value[1]) + _ways(value[2] or ())
    return ways


def _repeated(least: int, most: int, inner: Any) -> int:
    if most <= 1:
        return 1 + _ways(inner)
    if len(inner) != 1 or inner[0][0] not in _SINGLE:
        raise _TooSlow("it repeats a group; repeat single characters, as in `[a-z-]+`")
    return min(int(most), LONGEST) - min(int(least), LONGEST) + 1
