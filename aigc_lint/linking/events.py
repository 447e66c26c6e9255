"""Functions that a library calls with what does not show: the events of a user interface, the tools of an agent.

``dropdown.change(connect, [address])``: whoever else calls ``connect``, and with what, is not all that it is called with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import callers
from aigc_lint.linking.abstract import FunctionVal, Result, Scope
from aigc_lint.linking.blocks import Block, CallSite
from aigc_lint.linking.launchers import LAUNCHERS
from aigc_lint.linking.project import last_segment
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

_PASSING = frozenset({"asyncio", "builtins", "concurrent", "functools", "multiprocessing", "threading", "unittest"})
"""Libraries that call what they are handed with what they are handed for it, or give it back."""


def calls(ev: Evaluator, block: Block) -> bool:
    """Is the function handed to such a library?"""
    if ev.level == 0 or not isinstance(block.node, f.Function) or block.owner is not None:
        return False
    known: bool = ev.guarded(
        (ev.level, "events", id(block)),
        lambda: ev.below(lambda: _calls(ev, block)),
        about=("events", block),
        cut=False,
        over=False,
    )
    return known


def _calls(ev: Evaluator, block: Block) -> bool:
    assert isinstance(block.node, f.Function)
    for path in callers.files_of(ev, block, block.node.name):
        module = ev.project.searched(path, block.node.name)
        sites = [site for name in module.local_names(block.node.name) for site in module.handed.get(name, ())] if module else []
        if any(_hands(ev, site, block) for site in sites):
            return True
    return False


def _hands(ev: Evaluator, site: CallSite, block: Block) -> bool:
    """Does the call hand the function to the method of something that a library gave?"""
    if last_segment(site.call.function) in LAUNCHERS:
        return False
    scope = Scope(site.block)
    handed = (one.value for one in site.call.arguments if isinstance(one.value, f.Name | f.Attribute))
    if not any(isinstance(value, FunctionVal) and value.block is block for node in handed for value in ev.value(node, scope)):
        return False
    callees = ev.value(site.call.function, scope)
    return any(isinstance(one, Result) and one.name.partition(".")[0] not in _PASSING for one in callees)
