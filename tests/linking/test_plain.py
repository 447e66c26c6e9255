"""Values are told as deep as they go, and a payload of thousands as deep as its upper levels."""

from __future__ import annotations

from aigc_lint.linking.abstract import Const, DictVal, ListVal, Set
from aigc_lint.linking.plain import plain
from aigc_lint.model.values import Known, Mapping, Sequence, Unknown, Value


def nested(levels: int, width: int) -> Set:
    """Dicts in one another, each entry with as many alternatives as asked for."""
    values: Set = (Const("leaf"),)
    for _ in range(levels):
        values = (DictVal((("key", values), *((f"k{number}", values) for number in range(width - 1)))),)
    return values


def depth(value: Value) -> int:
    """How many mappings lie in one another."""
    return 1 + depth(dict(value.items)["key"][0]) if isinstance(value, Mapping) else 0


def bottom(value: Value) -> Value:
    return bottom(dict(value.items)["key"][0]) if isinstance(value, Mapping) else value


def test_what_is_small_is_told_whole() -> None:
    (value,) = plain(nested(6, 1))
    assert (depth(value), bottom(value)) == (6, Known("leaf"))


def test_what_lies_deeper_is_said_not_to_be_told() -> None:
    (value,) = plain(nested(9, 1))
    assert (depth(value), bottom(value)) == (6, Unknown("bound"))


def test_a_payload_of_thousands_is_told_by_its_upper_levels() -> None:
    (value,) = plain(nested(6, 10))
    assert (depth(value), bottom(value)) == (2, Unknown("bound"))


def test_it_is_told_as_deep_as_it_fits() -> None:
    (value,) = plain(nested(6, 3))
    assert depth(value) == 5


def test_a_long_list_at_the_top_stays() -> None:
    (value,) = plain((ListVal(tuple((Const(number),) for number in range(2_000))),))
    assert isinstance(value, Sequence)
    assert len(value.items) == 2_000


def test_alternatives_stand_once() -> None:
    assert plain((Const(1), Const(1, "env:A"), Const(2))) == (Known(1), Known(2))
