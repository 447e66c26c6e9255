"""What callees that nothing is known about show by themselves: a distinctive chain, or telling objects that they are given."""

from __future__ import annotations

from fnmatch import fnmatchcase

from aigc_lint.catalog.entries.sdks import Operation
from aigc_lint.linking.abstract import External, ListVal, Result, Scope, Set, Unk, Value
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.evaluate import Evaluator

_NO_AI = frozenset({"mock", "pytest", "pytest_mock", "responses", "respx", "unittest"})
"""Libraries whose objects answer to any name, or stand for the network in tests."""


def is_unknown(ev: Evaluator, functions: Set) -> bool:
    """Is nothing known about the callee: not where it comes from, or only that it is from a library that we do not know?"""
    return all(isinstance(value, Unk) or _is_foreign(ev, value) for value in functions)


def _is_foreign(ev: Evaluator, value: Value) -> bool:
    if not isinstance(value, External | Result):
        return False
    top = value.name.partition(".")[0]
    return top not in _NO_AI and top not in ev.project.sdks.tops


def by_chain(ev: Evaluator, chain: tuple[str, ...]) -> tuple[Operation, int] | None:
    """The operation that a chain tells by itself, and how much of the chain that is."""
    for length in (5, 4, 3, 2):
        operation = ev.project.sdks.chains.get(chain[-length:]) if len(chain) >= length else None
        if operation is not None:
            return operation, length
    return None


def by_input(ev: Evaluator, site: CallSite, chain: tuple[str, ...]) -> Operation | None:
    """The operation that a list of objects tells: ``model.invoke([HumanMessage(...)])``."""
    known = ev.project.sdks.told_by_input.get(chain[0], ()) if chain else ()
    if not known or not site.call.arguments or site.call.arguments[0].star:
        return None
    lists = ev.value(site.call.arguments[0].value, Scope(site.block))
    items = [one for value in lists if isinstance(value, ListVal) for one in value.all_values()]
    names = {one.name.removesuffix("()") for one in items if isinstance(one, Result)}
    return next((one for one in known if any(fnmatchcase(name, glob) for name in names for glob in one.telling)), None)
