"""Functions of the project that run what they are handed: ``call_with_retry(client.chat.completions.create, model=...)``.

Such a call counts where the operation is handed over, since model and input stand there; not inside the helper, where one
line stands for everything that anybody hands to it.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from aigc_lint.linking.abstract import External, FunctionVal, Value
from aigc_lint.linking.blocks import Block
from aigc_lint.linking.classes import is_static
from aigc_lint.linking.project import last_segment
from aigc_lint.linking.runners import RUN_AT
from aigc_lint.model import facts as f

_LOOKING = frozenset({"inspect", "logging", "mock", "pickle", "types", "typing", "typing_extensions", "unittest"})
"""Libraries that ask about a function, or stand something in for it."""
_WRAPPING = frozenset({"functools.wraps", "functools.update_wrapper", "functools.partial"})
"""What takes over a function's name, or keeps it for a later call."""


def only_looks(function: Value) -> bool:
    """Does this function of a library never run what it is handed: ``inspect.signature``, ``callable``, ``functools.wraps``?"""
    if not isinstance(function, External):
        return False
    top, _, name = function.name.partition(".")
    if top == "builtins":
        return hasattr(builtins, name) and name not in ("map", "filter")
    return top in _LOOKING or function.name in _WRAPPING


def runs(function: FunctionVal, call: f.Call, argument: f.Argument) -> bool:
    """Does the function run the value that the call passes it here?"""
    block = function.block
    if argument.name is not None:
        return runs_parameter(block, argument.name)
    names = [one.name for one in block.parameters if one.kind in ("positional", "plain")]
    names = names[1:] if function.receiver is not None and not is_static(block) else names
    before = call.arguments[: call.arguments.index(argument)]
    place = sum(one.name is None for one in before)
    return not any(one.star for one in before) and place < len(names) and runs_parameter(block, names[place])


def runs_parameter(block: Block, name: str) -> bool:
    """Is the parameter called, or handed to a runner, when the function is? A function that is only returned does not count."""
    if block.kind != "function" or all(one.name != name for one in block.parameters):
        return False
    return any(
        _is(site.call.function, name)
        or (last_segment(site.call.function) in RUN_AT and any(_hands(argument.value, name) for argument in site.call.arguments))
        for inner in _run_blocks(block)
        for site in inner.calls
    )


def is_handed_in(node: f.Expression, block: Block) -> bool:
    """Is the expression a parameter that its function runs, so that the call counts where it was handed over?"""
    if not isinstance(node, f.Name):
        return False
    found = block.names.get(id(node), ())
    holder: Block | None = block
    while not found and holder is not None and holder.parent is not None:
        holder = holder.parent
        found = tuple(holder.every.get(node.id, ()))
    return bool(found) and all(one.kind == "parameter" and runs_parameter(one.block, node.id) for one in found)


def _run_blocks(block: Block) -> Iterator[Block]:
    yield block
    returned = {one.value.id for one in block.returns if isinstance(one.value, f.Name)}
    for child in block.children.values():
        if child.kind == "lambda" or (child.kind == "function" and child.qualname.rpartition(".")[2] not in returned):
            yield from _run_blocks(child)


def _hands(node: f.Expression, name: str) -> bool:
    """Is it the parameter, or the parameter with arguments for it: ``run_in_executor(None, partial(function, *args))``?"""
    if isinstance(node, f.Call) and last_segment(node.function) == "partial" and node.arguments:
        node = node.arguments[0].value
    return _is(node, name)


def _is(node: f.Expression, name: str) -> bool:
    return isinstance(node, f.Name) and node.id == name
