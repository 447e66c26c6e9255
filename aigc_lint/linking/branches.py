"""Tests that exclude each other: what one branch assigns is not what another branch of the same choice reads."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from aigc_lint.linking.blocks import Block, Conditions, Definition
from aigc_lint.model import facts as f


class _Fact(NamedTuple):
    """What a test says of one expression while its names hold what they held at the test."""

    subject: Hashable
    among: frozenset[Hashable] | None
    """The constants that it is one of; None: nothing is said."""
    none_of: frozenset[Hashable]
    """Constants that it is not."""
    given: bool | None
    """Is it true or false in a boolean context?"""


def reaching(block: Block, definitions: tuple[Definition, ...], under: Conditions) -> tuple[Definition, ...]:
    """The definitions that are not ruled out where these tests came out as said, in one activation of the block.

    Two tests speak of the same thing only where the same definitions reach their names.
    """
    now = _merged(block, under)
    return tuple(one for one in definitions if not now or not _excluded(_merged(block, one.conditions), now))


def _excluded(then: dict[Hashable, _Fact], now: dict[Hashable, _Fact]) -> bool:
    return any(_contradict(fact, now[subject]) for subject, fact in then.items() if subject in now)


def _merged(block: Block, conditions: Conditions) -> dict[Hashable, _Fact]:
    """What all tests together say of each subject."""
    known: dict[Hashable, _Fact] = {}
    for test, wanted in conditions:
        for one in _facts(block, test, wanted):
            other = known.get(one.subject)
            known[one.subject] = one if other is None else _both(one, other)
    return known


def _both(one: _Fact, other: _Fact) -> _Fact:
    among = one.among if other.among is None else other.among if one.among is None else one.among & other.among
    return _Fact(one.subject, among, one.none_of | other.none_of, one.given if other.given is None else other.given)


def _contradict(one: _Fact, other: _Fact) -> bool:
    if one.given is not None and other.given is not None and one.given != other.given:
        return True
    if one.among is not None and other.among is not None and not one.among & other.among:
        return True
    for positive, negative in ((one, other), (other, one)):
        if positive.among is not None and positive.among <= negative.none_of:
            return True
        if positive.among is not None and negative.given is False and all(positive.among):
            return True
    return False


def _facts(block: Block, test: f.Expression, wanted: bool) -> Iterator[_Fact]:
    match test:
        case f.Unary(operator="not"):
            yield from _facts(block, test.operand, not wanted)
        case f.Either() if (test.operator == "and") == wanted:
            for operand in test.operands:
                yield from _facts(block, operand, wanted)
        case f.Either():
            yield from _one_of(block, test, wanted)
        case f.Compare() if len(test.operands) == 2:
            yield from _compared(block, test, wanted)
        case f.Name() | f.Attribute():
            if (subject := _subject(block, test)) is not None:
                yield _Fact(subject, None, frozenset(), wanted)


def _one_of(block: Block, test: f.Either, wanted: bool) -> Iterator[_Fact]:
    """``x == "a" or x == "b"``: x is one of both."""
    if not wanted:
        return
    found = [tuple(_facts(block, operand, True)) for operand in test.operands]
    if all(len(one) == 1 and one[0].among is not None for one in found) and len({one[0].subject for one in found}) == 1:
        among = frozenset(value for one in found for value in one[0].among or ())
        yield _Fact(found[0][0].subject, among, frozenset(), None)


def _compared(block: Block, test: f.Compare, wanted: bool) -> Iterator[_Fact]:
    left, right = test.operands
    operator = test.operators[0]
    if isinstance(left, f.Constant) and operator in ("==", "!="):
        left, right = right, left
    constants = _constants(right, operator)
    subject = _subject(block, left)
    if constants is None or subject is None:
        return
    positive = (operator in ("==", "is", "in")) == wanted
    yield _Fact(subject, constants if positive else None, frozenset() if positive else constants, None)


def _constants(node: f.Expression, operator: str) -> frozenset[Hashable] | None:
    if operator in ("==", "!=", "is", "is not"):
        return frozenset((node.value,)) if isinstance(node, f.Constant) else None
    if operator in ("in", "not in") and isinstance(node, f.Collection):
        values = [item.value for item in node.items if isinstance(item, f.Constant)]
        return frozenset(values) if len(values) == len(node.items) else None
    return None


def _subject(block: Block, node: f.Expression) -> Hashable | None:
    """An expression that keeps its value between two tests, and the definitions that its names stand for."""
    steps: list[str] = []
    while not isinstance(node, f.Name):
        if isinstance(node, f.Attribute):
            steps.append(node.attr)
            node = node.value
        elif isinstance(node, f.Call) and not node.arguments:
            method = node.function
            if not isinstance(method, f.Attribute) or method.attr not in STABLE:
                return None
            steps.append(f"{method.attr}()")
            node = method.value
        else:
            return None
    found = block.names.get(id(node), ())
    if not found and node.id in block.every:
        return None
    if len(found) > 1 and any(one.looped for one in found):  # the same definitions, but of another round
        return None
    if steps and any(write.attr in steps for write in block.writes):
        return None
    return (node.id, tuple(id(one) for one in found), *steps)


STABLE = frozenset({"lower", "upper", "strip", "casefold"})
"""Methods of texts that give the same each time."""

