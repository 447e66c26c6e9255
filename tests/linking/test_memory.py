"""What was asked before changes no answer: not the values in cycles, not where a bound is hit."""

from __future__ import annotations

import random
from functools import partial

import pytest

from aigc_lint.linking.excess import Excess
from aigc_lint.linking.memory import HOME_WORK, MOST_NESTED, Memory, Overrun
from aigc_lint.linking.room import room

Graph = dict[int, list[int]]


def ask(memory: Memory, graph: Graph, node: int) -> tuple[str, ...]:
    """All that a node's values come from, in order; ``bound`` where a bound was hit."""

    def compute() -> tuple[str, ...]:
        below = [part for one in graph[node] for part in ask(memory, graph, one)]
        return tuple(dict.fromkeys((*below, str(node))))

    found: tuple[str, ...] = memory.guarded((node,), compute, about=node, over=("bound",))
    return found


def answer(memory: Memory, graph: Graph, node: int, most: int) -> tuple[str, ...]:
    with room():
        return memory.question(lambda: ask(memory, graph, node), most=most)


def choose(memory: Memory, graph: Graph, node: int) -> tuple[str, ...]:
    """Values on which it depends what else is looked at: some nodes are asked for only where others give nothing, or much."""

    def compute() -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        for one in graph[node]:
            if one % 3 == 0 and found:
                continue  # a way out that is needed only where nothing was found
            if one % 3 == 1 and len(found) % 2:
                break
            found = tuple(dict.fromkeys((*found, *choose(memory, graph, one))))[:4]
        return found or (() if node % 5 else (str(node),))

    found: tuple[str, ...] = memory.guarded((node,), compute, about=node, over=("bound",))
    return found


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("most", [5, 12, 1_000])
def test_the_order_of_questions_does_not_show(seed: int, most: int) -> None:
    dice = random.Random(seed)
    graph = {node: dice.sample(range(30), dice.choice([0, 1, 1, 2, 3])) for node in range(30)}
    alone = {node: answer(Memory(), graph, node, most) for node in graph}
    for _ in range(3):
        memory, nodes = Memory(), list(graph)
        dice.shuffle(nodes)
        assert {node: answer(memory, graph, node, most) for node in nodes} == alone


@pytest.mark.parametrize("seed", range(120))
def test_the_order_does_not_show_where_values_decide_what_is_asked(seed: int) -> None:
    dice = random.Random(seed)
    size = dice.choice([6, 12, 40])
    graph = {node: dice.sample(range(size), dice.choice([0, 1, 2, 2, 3, 4])) for node in range(size)}

    def value(memory: Memory, node: int) -> tuple[str, ...]:
        return memory.question(lambda: choose(memory, graph, node))

    alone = {node: value(Memory(), node) for node in graph}
    for _ in range(4):
        memory, nodes = Memory(), list(graph)
        dice.shuffle(nodes)
        assert {node: value(memory, node) for node in nodes} == alone


@pytest.mark.parametrize("length", [MOST_NESTED, MOST_NESTED + 1, 3 * MOST_NESTED])
def test_a_deep_chain_ends_and_says_so(length: int) -> None:
    graph: Graph = {node: [node + 1] if node + 1 < length else [] for node in range(length)}
    first, last = Memory(), Memory()
    downwards = {node: answer(first, graph, node, 10_000) for node in range(length)}
    upwards = {node: answer(last, graph, node, 10_000) for node in reversed(range(length))}
    assert downwards == upwards
    assert ("bound" in downwards[0]) == (length > MOST_NESTED)


@pytest.mark.parametrize(("length", "most"), [(400, 100), (3 * MOST_NESTED, 10_000)])
def test_what_is_too_much_is_found_out_once(length: int, most: int) -> None:
    """A knot of many values, and one that no bound of work would stop but that is too deep."""
    graph: Graph = {node: [(node + 1) % length] for node in range(length)}
    excess = Excess()
    spent: list[int] = []
    for node in (0, 7):
        memory = Memory(excess)  # the values themselves may have been forgotten
        with room(), pytest.raises(Overrun):
            memory.within(partial(ask, memory, graph, node), most=most)
        spent.append(memory.computed)
    assert spent[0] > min(length, most)
    assert spent[1] == 0


class Housed(Memory):
    """Nodes live in tens."""

    def home(self, about: int | None) -> str | None:
        return None if about is None else str(about // 10)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_does_not_show_where_values_are_at_home_somewhere(seed: int) -> None:
    dice = random.Random(seed)
    graph = {node: dice.sample(range(100), dice.choice([0, 1, 1, 2])) for node in range(100)}
    most = 2 * HOME_WORK + 10
    alone = {node: answer(Housed(), graph, node, most) for node in graph}
    memory, nodes = Housed(), list(graph)
    dice.shuffle(nodes)
    assert {node: answer(memory, graph, node, most) for node in nodes} == alone
    assert any("bound" in found for found in alone.values())


def test_homes_are_work() -> None:
    chain: Graph = {node: [node + 1] if node < 29 else [] for node in range(30)}
    assert "bound" not in answer(Housed(), chain, 0, 30 + 3 * HOME_WORK)
    assert "bound" in answer(Housed(), chain, 0, 29 + 3 * HOME_WORK)


def test_what_is_too_much_for_one_is_not_for_all() -> None:
    graph: Graph = {node: [(node + 1) % 200] for node in range(200)}
    memory = Memory()
    assert "bound" in answer(memory, graph, 0, 100)
    assert answer(memory, graph, 0, 1_000) == answer(Memory(), graph, 0, 1_000)


def test_what_rests_on_no_cut_is_computed_once() -> None:
    graph: Graph = {node: [node + 1, node + 2] if node < 98 else [] for node in range(100)}
    memory = Memory()
    for node in graph:
        answer(memory, graph, node, 1_000)
    assert memory.computed == len(graph)
