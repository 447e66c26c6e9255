"""From the evaluator's values to the plain ones that checks read."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.linking import abstract as a
from aigc_lint.model.spans import Place
from aigc_lint.model.values import Hidden, Known, Mapping, Opaque, Partial, Sequence, Unknown, Value, Values

_DEEPEST = 6


Done = dict[tuple[int, int], Values]
"""What was converted already, by the identity of the set and its depth: one object may stand in many places of another."""


def plain(values: a.Set) -> Values:
    """The same alternatives as plain values, without duplicates."""
    return _plain(values, 0, {})


def _plain(values: a.Set, depth: int, done: Done) -> Values:
    key = (id(values), depth)
    known = done.get(key)
    if known is None:
        found = tuple(_one(value, depth, done) for value in values)
        known = done[key] = found if len(found) < 2 else tuple(dict.fromkeys(found))
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


def _one(value: a.Value, depth: int, done: Done) -> Value:
    match value:
        case a.Const():
            return Known(value.value)
        case a.Template():
            return Partial(tuple(part if isinstance(part, str) else None for part in value.parts))
        case a.SecretText():
            return Hidden(value.text, value.kind, place(value.spot))
        case a.Unk():
            return unknown(value)
        case a.DictVal():
            return _mapping(value.items, value.open, depth, done)
        case a.ListVal():
            if depth >= _DEEPEST:
                return Unknown("bound")
            return Sequence(tuple(_plain(item, depth + 1, done) for item in value.items), value.open)
        case a.Result() if value.bound:
            return _mapping(tuple((str(name), inner) for name, inner in value.bound), False, depth, done)
        case _:
            return Opaque(name_of(value))


def _mapping(items: tuple[tuple[str, a.Set], ...], is_open: bool, depth: int, done: Done) -> Value:
    if depth >= _DEEPEST:
        return Unknown("bound")
    return Mapping(tuple((name, _plain(inner, depth + 1, done)) for name, inner in items), is_open)


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
