"""Functions that are called under another name: handed to a function or an object of the project, and called there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aigc_lint.linking import classes
from aigc_lint.linking.abstract import ClassVal, FunctionVal, Scope
from aigc_lint.linking.blocks import Block, CallSite
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator
    from aigc_lint.linking.project import Module


def called_back(ev: Evaluator, block: Block, name: str, module: Module) -> Iterator[CallSite]:
    """The calls of a function inside whatever project code the module hands it to."""
    for site in module.handed.get(name, ()):
        for place, argument in enumerate(site.call.arguments):
            if argument.star or not _named(argument.value, name):
                continue
            passed = ev.value(argument.value, Scope(site.block))
            if not any(isinstance(value, FunctionVal) and value.block is block for value in passed):
                continue
            for holder in ev.value(site.call.function, Scope(site.block)):
                yield from _inside(ev, holder, argument.name, place)


def _inside(ev: Evaluator, holder: object, name: str | None, place: int) -> Iterator[CallSite]:
    if isinstance(holder, ClassVal):
        block = classes.constructor(ev, holder.block)
        parameter = _parameter(block, name, place + 1) if block is not None else None
        if block is not None and parameter is not None:
            yield from _calls_of(block, parameter)
            for attr in _kept_as(ev, holder.block, parameter):
                yield from _calls_on_self(ev, holder.block, attr)
    elif isinstance(holder, FunctionVal):
        parameter = _parameter(holder.block, name, place + (holder.receiver is not None))
        if parameter is not None:
            yield from _calls_of(holder.block, parameter)


def _parameter(block: Block, name: str | None, place: int) -> str | None:
    names = [one.name for one in block.parameters if one.kind in ("positional", "plain")]
    return name or (names[place] if place < len(names) else None)


def _calls_of(block: Block, name: str) -> Iterator[CallSite]:
    for inner in block.walk():
        yield from (site for site in inner.calls if site.call.function == f.Name(name))


def _kept_as(ev: Evaluator, cls: Block, parameter: str) -> Iterator[str]:
    for block in classes.ancestors(ev, cls)[0]:
        for attr, definitions in ev.project.attribute_writes(block).items():
            if any(one.expression == f.Name(parameter) for one in definitions):
                yield attr


def _calls_on_self(ev: Evaluator, cls: Block, attr: str) -> Iterator[CallSite]:
    for block in classes.ancestors(ev, cls)[0]:
        for method in block.children.values():
            own = method.parameters[0].name if method.kind == "function" and method.parameters else ""
            for inner in method.walk():
                yield from (site for site in inner.calls if site.call.function == f.Attribute(f.Name(own), attr))


def _named(node: f.Expression, name: str) -> bool:
    return (isinstance(node, f.Name) and node.id == name) or (isinstance(node, f.Attribute) and node.attr == name)
