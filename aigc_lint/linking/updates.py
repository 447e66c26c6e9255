"""Objects that are changed in place: ``options["a"]["b"] = 1``, ``headers.update(...)``, ``request.Model = "x"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.linking.abstract import ClientVal, Const, DictVal, ListVal, Result, Scope, Set, Unk, Value, union
from aigc_lint.linking.blocks import Definition
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

MOST_CHANGES = 2_000
"""Items of a dict or list that another one is put in step by step: each step is a value of its own."""

MOST_KEYS = 16
"""Keys of a dict one of which is set, each of which may then hold the value. Of more, none is told apart."""

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
    source = _taken_over(one)
    if source is not None:
        others = ev.later(source, scope)
        if all(isinstance(value, DictVal) for value in (*values, *others)):
            return union(*(_filled(base, others, one.mode) for base in values))
    given = ev.later(one.expression, scope) if one.expression is not None else ()
    way = tuple(step if isinstance(step, str | int) else ev.later(step, scope) for step in one.path)
    return union(*(applied(base, way, given, one.mode) for base in values))


def _taken_over(one: Definition) -> f.Expression | None:
    """The dict whose entries a loop puts into another one: ``for key, value in defaults.items(): settings[key] = value``."""
    if len(one.path) != 1 or not isinstance(one.path[0], f.Name) or not isinstance(one.expression, f.Name):
        return None
    key, value = (one.block.names.get(id(name), ()) for name in (one.path[0], one.expression))
    if not (len(key) == len(value) == 1 and key[0].kind == value[0].kind == "element"):
        return None
    pairs = key[0].expression
    if pairs is not value[0].expression or (key[0].path, value[0].path) != ((0,), (1,)):
        return None
    if isinstance(pairs, f.Call) and not pairs.arguments and isinstance(pairs.function, f.Attribute):
        return pairs.function.value if pairs.function.attr == "items" else None
    return None


def standing(found: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """The definitions without what such a loop fills before it is read: it is taken to run, as a dict of defaults has entries."""
    loops = [one for one in found if one.kind == "update" and not one.conditions and _taken_over(one) is not None]
    filled = {before for loop in loops for before in loop.previous if before is not loop}
    return tuple(one for one in found if one not in filled)


def _filled(base: Value, others: Set, mode: str) -> Set:
    """A dict after it took over the entries of one of these; those of its own stay where they are only put beside them."""
    assert isinstance(base, DictVal)
    if mode != "default":
        return (base.merged_with_any(others),)
    found: list[DictVal] = []
    for one in others:
        assert isinstance(one, DictVal)
        more = base.with_items(item for item in one.items if base.get(item[0]) is None)
        found.append(DictVal(more.items, base.open or one.open, union(base.rest, one.rest)))
    return tuple(found)


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
    several = not isinstance(step, int) and 1 < len(keys) == len(step) <= MOST_KEYS
    if several and not rest:  # one of these, and none but these
        return (base.with_items((key, union(base.get(key) or (), values)) for key in dict.fromkeys(keys)),)
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
