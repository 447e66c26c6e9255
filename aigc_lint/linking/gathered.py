"""Attributes that a library's class decorator fills with what the marked methods give: ``self.agents`` of a CrewAI project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import External, InstanceVal, ListVal, Scope, Set
from aigc_lint.linking.blocks import Block
from aigc_lint.linking.project import decorator_names, last_segment
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

_CLASS = ("crewai.project.", "CrewBase")
"""Where the class decorator comes from, and its last name."""
_MARKS = {"agents": "agent", "tasks": "task"}
"""Attribute -> the decorator whose methods fill it, each asked once for what it gives."""


def attribute(ev: Evaluator, base: InstanceVal, blocks: tuple[Block, ...], attr: str) -> Set:
    """What marked methods of the classes give, as the list that the decorator makes of it; nothing for any other class."""
    mark = _MARKS.get(attr)
    if mark is None or not any(_gathers(ev, block) for block in blocks):
        return ()
    found = tuple(_given(ev, base, method) for method in _marked(ev, blocks, mark))
    return (ListVal(found),) if found else ()


def _gathers(ev: Evaluator, block: Block) -> bool:
    node = block.node
    return isinstance(node, f.Class) and any(
        last_segment(one.function if isinstance(one, f.Call) else one) == _CLASS[1] and _is(ev, one, block, _CLASS[1])
        for one in node.decorators
    )


def _marked(ev: Evaluator, blocks: tuple[Block, ...], mark: str) -> Iterator[Block]:
    """The marked methods, those of the class itself before those of its bases that it has not replaced."""
    seen: set[str] = set()
    for block in blocks:
        for method in block.children.values():
            node = method.node
            if not isinstance(node, f.Function) or node.name in seen:
                continue
            seen.add(node.name)
            if mark in decorator_names(node) and any(_is(ev, one, block, mark) for one in node.decorators):
                yield method


def _is(ev: Evaluator, decorator: f.Expression, block: Block, name: str) -> bool:
    """Is the decorator that of the library, by whatever name it was imported from there?"""
    written = decorator.function if isinstance(decorator, f.Call) else decorator
    found = ev.value(written, Scope(block.parent or block))
    return any(isinstance(one, External) and one.name.startswith(_CLASS[0]) and one.name.endswith("." + name) for one in found)


def _given(ev: Evaluator, base: InstanceVal, method: Block) -> Set:
    from aigc_lint.linking.attributes import returned

    owner = method.parent
    return returned(ev, ev.function(method, Scope(owner) if owner else Scope(method), base))
