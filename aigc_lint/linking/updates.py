"""Objects that are changed in place: ``options["a"]["b"] = 1``, ``headers.update(...)``, ``request.Model = "x"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.linking.abstract import ClientVal, Const, DictVal, ListVal, Result, Scope, Set, Unk, Value, union
from aigc_lint.linking.blocks import Definition

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

MOST_CHANGES = 2_000
"""Items of a dict or list that another one is put in step by step: each step is a value of its own."""

_LOADED = frozenset(
    f"{name}()"
    for name in (
        "json.load", "json.loads", "orjson.loads", "toml.load", "toml.loads", "tomllib.load", "tomllib.loads",
        "yaml.load", "yaml.full_load", "yaml.safe_load",
    )
)  # fmt: skip
"""What the readers of settings and templates give: mostly a dict, to be filled in."""


def changed(ev: Evaluator, values: Set, one: Definition, scope: Scope) -> Set:
    """The values after a change in place that a definition records."""
    given = ev.later(one.expression, scope) if one.expression is not None else ()
    way = tuple(step if isinstance(step, str | int) else ev.later(step, scope) for step in one.path)
    return union(*(applied(base, way, given, one.mode) for base in values))


Step = "str | int | Set"


def applied(base: Value, way: tuple[str | int | Set, ...], values: Set, mode: str) -> Set:
    """The object after the change at the end of the way; objects that can't be changed here stay as they are."""
    if isinstance(base, Result) and base.name in _LOADED and (mode == "merge" or (way and not isinstance(way[0], str))):
        base = DictVal((), True)  # what the file holds is not known, what is put beside it is
    if not way:
        return (_changed(base, values, mode),)
    step, rest = way[0], way[1:]
    if isinstance(step, str):
        return (_attribute_set(base, step.removeprefix("."), rest, values, mode),)
    if not isinstance(base, DictVal):
        return (base,)
    keys = (
        [key.value for key in step if isinstance(key, Const) and isinstance(key.value, str)] if not isinstance(step, int) else []
    )
    if len(keys) != 1:
        return (DictVal(base.items, True, union(base.rest, values)),)
    before = base.get(keys[0])
    if mode == "default" and before is not None and not rest:
        return (base,)
    if before is None and len(base.items) >= MOST_CHANGES:
        return (_beyond(base, values),)
    if not rest and mode in ("set", "default"):
        return (base.with_item(keys[0], values),)
    inner = before or (DictVal(),)
    return (base.with_item(keys[0], union(*(applied(value, rest, values, mode) for value in inner))),)


def _changed(base: Value, values: Set, mode: str) -> Value:
    if isinstance(base, DictVal) and mode == "merge":
        if len(base.items) >= MOST_CHANGES:
            return _beyond(base, union(*(value.all_values() for value in values if isinstance(value, DictVal))))
        return base.merged_with_any(values)
    if isinstance(base, ListVal) and mode == "append":
        if len(base.items) >= MOST_CHANGES:
            return ListVal(base.items, True, union(base.rest, values, (Unk("bound"),)))
        return ListVal((*base.items, values), base.open, base.rest)
    if isinstance(base, ListVal) and mode == "extend":
        more = union(*(value.all_values() for value in values if isinstance(value, ListVal)))
        return ListVal(base.items, True, union(base.rest, more))
    return base


def _beyond(base: DictVal, values: Set) -> DictVal:
    """A dict that holds more than is kept apart."""
    return DictVal(base.items, True, union(base.rest, values, (Unk("bound"),)))


def _attribute_set(base: Value, attr: str, rest: tuple[str | int | Set, ...], values: Set, mode: str) -> Value:
    """An attribute of a client or of an outside object counts as one more argument of its construction."""
    if not isinstance(base, ClientVal | Result):
        return base
    key, bound = base.key, base.bound if isinstance(base, ClientVal) else ()
    if isinstance(base, Result):
        bound = base.bound
    before = next((old for name, old in bound if name == attr), None)
    if rest or mode != "set":
        below = (
            Result(f"{base.name}.{attr}", base.key)
            if isinstance(base, Result) and rest and isinstance(rest[0], str)
            else DictVal()
        )
        values = union(*(applied(value, rest, values, mode) for value in before or (below,)))
    kept = tuple(pair for pair in bound if pair[0] != attr)
    return replace(base, bound=(*kept, (attr, values)), key=(*key, attr, values))
