"""What a ``case`` of CPython's own tree compares with and which names it binds."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def compared(pattern: ast.pattern) -> tuple[ast.expr, ...]:
    """Return the expressions that the subject is compared with, or none where the pattern is more than values."""
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        return compared(pattern.pattern)
    alternatives = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    values = [_value(one) for one in alternatives]
    return tuple(one for one in values if one is not None) if None not in values else ()


def _value(pattern: ast.pattern) -> ast.expr | None:
    if isinstance(pattern, ast.MatchValue):
        return pattern.value
    return ast.Constant(pattern.value) if isinstance(pattern, ast.MatchSingleton) else None


def bound(pattern: ast.pattern) -> Iterator[str]:
    """Yield the names that the pattern binds, in order."""
    match pattern:
        case ast.MatchAs(inner, name):
            if inner is not None:
                yield from bound(inner)
            if name is not None:
                yield name
        case ast.MatchStar(name):
            if name is not None:
                yield name
        case ast.MatchOr(patterns) | ast.MatchSequence(patterns):
            for one in patterns:
                yield from bound(one)
        case ast.MatchMapping(_, patterns, rest):
            for one in patterns:
                yield from bound(one)
            if rest is not None:
                yield rest
        case ast.MatchClass(_, patterns, _, named):
            for one in (*patterns, *named):
                yield from bound(one)
