"""What callees that nothing is known about show by themselves: a distinctive chain, or telling objects that they are given."""

from __future__ import annotations

from fnmatch import fnmatchcase

from aigc_lint.catalog.entries.sdks import Operation
from aigc_lint.linking.abstract import External, ListVal, Result, Scope, Set, Unk, Value
from aigc_lint.linking.blocks import Block, CallSite
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.project import chain_of
from aigc_lint.model import facts as f

_NO_AI = frozenset({"mock", "pytest", "pytest_mock", "responses", "respx", "unittest"})
"""Libraries whose objects answer to any name, or stand for the network in tests."""


MOST_NAMES = 3
"""Local names that a chain is followed through."""


def is_unknown(ev: Evaluator, functions: Set) -> bool:
    """Is nothing known about the callee: not where it comes from, or only that it is from a library that we do not know?"""
    return all(isinstance(value, Unk) or _is_foreign(ev, value) for value in functions)


def _is_foreign(ev: Evaluator, value: Value) -> bool:
    if not isinstance(value, External | Result):
        return False
    top = value.name.partition(".")[0]
    return top not in _NO_AI and top not in ev.project.sdks.tops


def written_chain(node: f.Expression, block: Block) -> tuple[str, ...]:
    """The attribute names at the end of an expression, with those at the end of what a local name in it was assigned."""
    chain: tuple[str, ...] = ()
    for _ in range(MOST_NAMES):
        chain = (*chain_of(node), *chain)
        while isinstance(node, f.Attribute):
            node = node.value
        found = block.names.get(id(node), ()) if isinstance(node, f.Name) else ()
        if len(found) != 1 or found[0].kind != "value" or found[0].path or not isinstance(found[0].expression, f.Attribute):
            break
        node = found[0].expression
    return chain


def by_chain(ev: Evaluator, chain: tuple[str, ...]) -> tuple[Operation, int] | None:
    """The operation that a chain tells by itself, and how much of the chain that is."""
    for length in (5, 4, 3, 2, 1):
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
