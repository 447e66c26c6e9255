"""Functions and runnables that run what they are handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import Result, Scope, Set, Unk, Value, union
from aigc_lint.linking.callarguments import argument
from aigc_lint.linking.runnables import runnables
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

RUN_AT = {"to_thread": 0, "run_in_executor": 1, "submit": 0, "run_sync": 0, "run_in_threadpool": 0, "apply_async": 0, "apply": 0}
"""Last name of a function that runs the function it is handed -> place of that function among the arguments."""
RUNNER_LIBRARIES = frozenset(
    {"asyncio", "anyio", "starlette", "fastapi", "concurrent", "threading", "multiprocessing", "asgiref", "trio"}
)


def run(ev: Evaluator, node: f.Call, scope: Scope, place: int) -> Set:
    """The result of the function that a runner is handed."""
    from aigc_lint.linking.calls import invoke

    found = argument(ev, node, scope, place)
    return union(*(invoke(ev, value, node, scope, skip=place + 1) for value in found)) or (Unk("call"),)


SIDE_BY_SIDE = frozenset({"RunnableParallel", "RunnableMap", "assign"})
"""Runnables that run what they are made of: ``RunnablePassthrough.assign(answer=prompt | model)``."""
IN_A_ROW = frozenset({"RunnableSequence"})
"""Runnables made of their parts, as ``prompt | model`` makes them; without a model in sight one stays a chain of somebody's."""


def run_together(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """The models among what a runnable is made of."""
    return union(*(runnables(ev, value) for one in node.arguments for value in ev.value(one.value, scope)))


def decorates(function: Value, node: f.Call) -> bool:
    """Is it the result of a call, called with one plain argument: ``retry(wait=...)(function)``? That gives the function back."""
    if not (isinstance(function, Result) and function.name.endswith("()") and len(node.arguments) == 1):
        return False
    return node.arguments[0].name is None and not function.name.rpartition(".")[2][:1].isupper()
