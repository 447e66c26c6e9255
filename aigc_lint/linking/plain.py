"""From the evaluator's values to the plain ones that checks read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aigc_lint.linking import abstract as a
from aigc_lint.model.spans import Place
from aigc_lint.model.values import Hidden, Known, Mapping, Opaque, Partial, Sequence, Unknown, Value, Values

_DEEPEST = 6
_SHALLOWEST = 2
"""Levels of containers in one another that are told."""
_MOST_NODES = 500
"""Values in one argument, those inside of others included. A payload with more is told to a lesser depth: a history of messages
has thousands on its lower levels, of which no check asks anything."""


class _Sized(NamedTuple):
    """A converted set, and how many values stand in it with all that lies inside of them."""

    values: Values
    size: int


Done = dict[tuple[int, int], _Sized]
"""What was converted already, by the identity of the set and its depth: one object may stand in many places of another."""


def plain(values: a.Set) -> Values:
    """The same alternatives as plain values, without duplicates."""
    for deepest in range(_DEEPEST, _SHALLOWEST - 1, -1):
        found = _plain(values, deepest, {})
        if found.size <= _MOST_NODES:
            break
    return found.values


def _plain(values: a.Set, levels: int, done: Done) -> _Sized:
    key = (id(values), levels)
    known = done.get(key)
    if known is None:
        converted = [_one(value, levels, done) for value in values]
        distinct = tuple(dict.fromkeys(value for value, _ in converted))
        known = done[key] = _Sized(distinct, sum(size for _, size in converted))
    return known


def place(spot: a.Spot | None) -> Place | None:
    """A spot as a place; notebook cells are added by the linker."""
    return Place(spot.path, spot.span) if spot is not None else None


def unknown(value: a.Unk) -> Unknown:
    """Why a value is not known."""
    return Unknown(value.reason, value.origin, place(value.spot))


def origins_in(values: a.Set, depth: int = 0) -> Iterator[str]:
    """The origins whose values, or defaults, stand somewhere in these: ``env:NAME``."""
    for value in values:
        match value:
            case a.Const() | a.Template() if value.assumed:
                yield value.assumed
            case a.DictVal() if depth < _DEEPEST:
                yield from (origin for _, inner in value.items for origin in origins_in(inner, depth + 1))
            case a.ListVal() if depth < _DEEPEST:
                yield from (origin for inner in value.items for origin in origins_in(inner, depth + 1))
            case _:
                pass


def _one(value: a.Value, levels: int, done: Done) -> tuple[Value, int]:
    """Return the plain value and its size; ``levels`` more of them may lie in one another."""
    match value:
        case a.Const():
            return Known(value.value), 1
        case a.Template():
            return Partial(tuple(part if isinstance(part, str) else None for part in value.parts)), 1
        case a.SecretText():
            return Hidden(value.text, value.kind, place(value.spot)), 1
        case a.Unk():
            return unknown(value), 1
        case a.DictVal():
            return _mapping(value.items, value.open, levels, done)
        case a.ListVal():
            if not levels:
                return Unknown("bound"), 1
            inner = [_plain(item, levels - 1, done) for item in value.items]
            return Sequence(tuple(one.values for one in inner), value.open), 1 + sum(one.size for one in inner)
        case a.Result() if value.bound:
            return _mapping(tuple((str(name), inner) for name, inner in value.bound), False, levels, done)
        case _:
            return Opaque(name_of(value)), 1


def _mapping(items: tuple[tuple[str, a.Set], ...], is_open: bool, levels: int, done: Done) -> tuple[Value, int]:
    if not levels:
        return Unknown("bound"), 1
    inner = [(name, _plain(values, levels - 1, done)) for name, values in items]
    return Mapping(tuple((name, one.values) for name, one in inner), is_open), 1 + sum(one.size for _, one in inner)


def name_of(value: a.Value) -> str:
    """The dotted name of an object that is no plain value; empty where it has none."""
    match value:
        case a.External() | a.Result():
            return value.name
        case a.FunctionVal() | a.ClassVal() | a.InstanceVal() | a.SuperVal():
            return value.block.qualname
        case a.ClientVal():
            return value.client.names[0]
        case a.BoundVal():
            return ".".join((value.owner.client.names[0], *value.chain))
        case a.PartialVal():
            return name_of(value.function)
        case a.ModuleVal():
            return value.path
        case _:
            return ""
