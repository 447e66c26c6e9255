"""What a ``case`` compares with and which names it binds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst


def compared(pattern: cst.MatchPattern) -> tuple[cst.BaseExpression, ...]:
    """Return the expressions that the subject is compared with, or none where the pattern is more than values."""
    alternatives = [one.pattern for one in pattern.patterns] if isinstance(pattern, cst.MatchOr) else [pattern]
    if any(isinstance(one, cst.MatchAs) and one.pattern is not None for one in alternatives):
        alternatives = [one.pattern if isinstance(one, cst.MatchAs) and one.pattern else one for one in alternatives]
        return compared(alternatives[0]) if len(alternatives) == 1 else ()
    if all(isinstance(one, (cst.MatchValue, cst.MatchSingleton)) for one in alternatives):
        return tuple(one.value for one in alternatives if isinstance(one, (cst.MatchValue, cst.MatchSingleton)))
    return ()


def bound(pattern: Any) -> Iterator[str]:
    """Yield the names that the pattern binds, in order."""
    match pattern:
        case cst.MatchAs():
            if pattern.pattern is not None:
                yield from bound(pattern.pattern)
            if pattern.name is not None and pattern.name.value != "_":
                yield pattern.name.value
        case cst.MatchStar():
            if pattern.name is not None and pattern.name.value != "_":
                yield pattern.name.value
        case cst.MatchOr() | cst.MatchList() | cst.MatchTuple():
            for one in pattern.patterns:
                yield from bound(one)
        case cst.MatchOrElement():
            yield from bound(pattern.pattern)
        case cst.MatchSequenceElement():
            yield from bound(pattern.value)
        case cst.MatchMapping():
            for element in pattern.elements:
                yield from bound(element.pattern)
            if pattern.rest is not None:
                yield pattern.rest.value
        case cst.MatchClass():
            for one in pattern.patterns:
                yield from bound(one)
            for keyword in pattern.kwds:
                yield from bound(keyword.pattern)
