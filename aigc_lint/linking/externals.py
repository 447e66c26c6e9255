"""Calls that leave the project: which of the modules beside this one knows what they return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import library, stores
from aigc_lint.linking.abstract import Bound, BoundVal, ClassVal, FunctionVal, PartialVal, Result, Scope, Set
from aigc_lint.linking.callarguments import argument, record
from aigc_lint.linking.clientsmade import client_made
from aigc_lint.linking.configuration import ENVIRONMENTS, getenv
from aigc_lint.linking.runners import IN_A_ROW, RUN_AT, RUNNER_LIBRARIES, SIDE_BY_SIDE, decorates, run, run_together
from aigc_lint.linking.standard import SPECIAL
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

PASSING: dict[str, frozenset[str]] = {
    "traceable": frozenset({"langsmith"}),
    "observe": frozenset({"langfuse"}),
    "cache_resource": frozenset({"streamlit"}),
    "lru_cache": frozenset({"functools"}),
    "wraps": frozenset({"functools"}),
}
"""Last names of functions that give back what they are handed -> the libraries they belong to."""


def call(ev: Evaluator, name: str, node: f.Call, scope: Scope, bound: Bound = ()) -> Set:
    """What calling a name from outside the project returns."""
    last = name.rpartition(".")[2]
    if last in IN_A_ROW and name.startswith("langchain"):
        run_there = run_together(ev, node, scope)
        if run_there:
            return run_there
    known = client_made(ev, name, node, scope, bound)
    if known:
        return known
    if name in stores.GETTERS:
        kept = stores.taken(ev, name, node, scope)
        if kept:
            return kept
    special = SPECIAL.get(name) or library.SPECIAL.get(name)
    if special is not None:
        found = special(ev, node, scope)
        if found is not None:
            return found
    if last in SIDE_BY_SIDE and name.startswith("langchain"):
        run_there = run_together(ev, node, scope)
        if run_there:
            return run_there
    if last in PASSING and name.partition(".")[0] in PASSING[last]:
        return argument(ev, node, scope, 0)
    if last in RUN_AT and (name.partition(".")[0] in RUNNER_LIBRARIES):
        return run(ev, node, scope, RUN_AT[last])
    return (Result(name + "()", (id(node), id(scope.frame)), record(ev, name, node, scope)),)


def call_result(ev: Evaluator, function: Result, node: f.Call, scope: Scope) -> Set:
    """A method of something that an outside call returned."""
    if function.name in ENVIRONMENTS:
        return getenv(ev, node, scope)
    special = library.of_result(ev, function, node, scope)
    if special is not None:
        return special
    if decorates(function, node):
        given = tuple(
            value for value in argument(ev, node, scope, 0) if isinstance(value, FunctionVal | BoundVal | PartialVal | ClassVal)
        )
        if given:
            return given
    last = function.name.rpartition(".")[2]
    if last in RUN_AT and function.name.partition(".")[0] in RUNNER_LIBRARIES:
        return run(ev, node, scope, RUN_AT[last])
    known = client_made(ev, function.name.replace("()", ""), node, scope)  # ``boto3.Session().client("bedrock-runtime")``
    if known:
        return known
    if last in ("result", "get") and function.name.partition(".")[0] in RUNNER_LIBRARIES:
        return (function,)
    return (Result(function.name + "()", (id(node), id(scope.frame))),)
