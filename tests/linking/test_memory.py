"""What was asked before changes no answer: not the values in cycles, not where a bound is hit."""

from __future__ import annotations

import random

import pytest

from aigc_lint.linking.memory import MOST_NESTED, Memory
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


def test_what_rests_on_no_cut_is_computed_once() -> None:
    graph: Graph = {node: [node + 1, node + 2] if node < 98 else [] for node in range(100)}
    memory = Memory()
    for node in graph:
        answer(memory, graph, node, 1_000)
    assert memory.computed == len(graph)
