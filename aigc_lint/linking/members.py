"""What a module of the project holds under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aigc_lint.linking import attributes, callers, elsewhere
from aigc_lint.linking.abstract import (
    ClientVal,
    DictVal,
    External,
    FunctionVal,
    ListVal,
    ModuleVal,
    Result,
    Scope,
    Set,
    Unk,
    union,
)
from aigc_lint.linking.blocks import Definition
from aigc_lint.linking.updates import changed
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def of_module(ev: Evaluator, path: str, name: str, *, fallback: bool) -> Set:
    """What the module holds under the name: what it defines, a star import brings, or a module below it."""
    module = ev.project.module(path)
    if module is not None:
        block = module.block
        defined = block.end.get(name) or tuple(block.every.get(name, ()))
        if defined:
            extra = [one for one in block.every.get(name, ()) if one.block is not block]
            found = union(*(ev.definition(one, Scope(one.block)) for one in (*defined, *extra)))
            if found:
                return _changed(ev, elsewhere.on_module(ev, path, name, found), module.updates.get(name, ()))
        for star in block.stars:
            found = ev.imported(star, name)
            guessed = Unk if _is_inside(ev, star) else Unk | External  # what a package has under the name is not known
            if found and not all(isinstance(value, guessed) for value in found):
                return found
    below = ev.project.modules.child(path, name)
    if below is not None:
        return (ModuleVal(below),)
    if module is not None:
        for star in block.stars:  # ``from openai import *``
            assert isinstance(star.node, f.ImportFrom)
            outside = f"{star.node.module}.{name}"
            if not star.node.level and (ev.project.sdks.clients(outside) or ev.project.sdks.function(outside)):
                return (External(outside),)
    if fallback:
        return (External(f"builtins.{name}"),)
    hooks = module.block.every.get("__getattr__", ()) if module is not None else ()
    for hook in hooks:
        for function in ev.definition(hook, Scope(hook.block)):
            if isinstance(function, FunctionVal):
                return attributes.hooked(ev, function, name)
    return (Unk("import", f"setting:{ev.project.modules.name(path)}.{name}" if module else ""),)


def _is_inside(ev: Evaluator, star: Definition) -> bool:
    """Is it a star import of a module of the project?"""
    return isinstance(star.node, f.ImportFrom) and bool(
        ev.project.resolve(star.block.path, star.node.module, star.node.level)
    )


def _changed(ev: Evaluator, found: Set, updates: Sequence[Definition]) -> Set:
    """Objects of a module after what functions do to them, in whatever order."""
    if not any(isinstance(value, DictVal | ListVal | Result | ClientVal) for value in found):
        return found
    for one in updates:
        for scope in callers.activations(ev, one.block):
            found = changed(ev, found, one, scope)
    return found
