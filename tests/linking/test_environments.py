"""What reaches a name where flows meet: as plain tables say, whatever the number of names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from aigc_lint.linking.blocks import Block, Definition
from aigc_lint.linking.environments import MOST_DEFINITIONS, Environment, Names, join

BLOCK = Block("module", "a.py", "a", None)
STEPS = ("set", "copy", "join")
Table = dict[str, tuple[Definition, ...]]


def definition() -> Definition:
    return Definition("value", BLOCK)


def plainly(tables: list[Table]) -> Table:
    """The definitions of all tables, in order."""
    joined: Table = {}
    for table in tables:
        for name, found in table.items():
            joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), *found)))
    return joined


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 400), st.integers(0, 9)), max_size=200), st.booleans())
def test_as_plain_tables_say(steps: list[tuple[str, int, int]], many: bool) -> None:
    flows: list[tuple[Environment, Table]] = [(Environment(Names(definition())), {})]
    if many:
        environment, table = flows[0]
        for number in range(300):
            table[f"n{number}"] = (definition(),)
            environment.set(f"n{number}", table[f"n{number}"])
    for step, name, which in steps:
        environment, table = flows[which % len(flows)]
        if step == "set":
            table[f"n{name}"] = (definition(),)
            environment.set(f"n{name}", table[f"n{name}"])
        elif step == "copy":
            flows.append((environment.copy(), dict(table)))
        else:
            some = flows[: 1 + which]
            joined = join([None, *(one for one, _ in some)])
            assert joined is not None
            flows[0] = (joined, plainly([one for _, one in some]))
    for environment, table in flows:
        assert environment.all() == table
        assert all(environment.get(f"n{number}") == table.get(f"n{number}", ()) for number in range(401))


def test_where_nothing_comes_from_nothing_is_known() -> None:
    assert join([None, None]) is None


def test_more_than_a_bound_is_told_and_grows_no_more() -> None:
    names = Names(Definition("bound", BLOCK))
    now = Environment(names)
    now.set("x", (definition(),))
    for _ in range(2 * MOST_DEFINITIONS):
        other = now.copy()
        other.set("x", (definition(),))
        joined = join([other, now])
        assert joined is not None
        now = joined
    found = now.get("x")
    assert found[-1] is names.cut
    assert found.count(names.cut) == 1
    assert len(found) == MOST_DEFINITIONS + 2


def test_arms_of_one_choice_are_all_there() -> None:
    start = Environment(Names(Definition("bound", BLOCK)))
    arms = [start.copy() for _ in range(2 * MOST_DEFINITIONS)]
    for arm in arms:
        arm.set("x", (definition(),))
    joined = join(arms)
    assert joined is not None
    assert joined.get("x") == tuple(arm.get("x")[0] for arm in arms)
