"""Attributes of objects and modules that are written elsewhere: ``service.client = OpenAI()``, ``state.llm = make()``.

Looked for only where nothing nearer shows a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import classes
from aigc_lint.linking.abstract import (
    ClassVal,
    ClientVal,
    InstanceVal,
    ModuleVal,
    Scope,
    Set,
    Unk,
    Value,
    is_none,
    settled,
    union,
)
from aigc_lint.linking.blocks import AttributeWrite, Block
from aigc_lint.linking.bounded import first
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aigc_lint.linking.evaluate import Evaluator

MOST_IMPORTERS = 24


def nothing_seen(values: Set) -> bool:
    """Is none of the values one that was seen to be made?"""
    made = [value for value in values if not (isinstance(value, Unk) or is_none(value))]
    return all(isinstance(value, ClientVal) and value.how == "annotated" for value in made)


def on_objects(ev: Evaluator, cls: Block, attr: str, found: Set) -> Set:
    """What an object of the class holds, with what code outside its methods writes there if these show nothing."""
    if not nothing_seen(found):
        return found
    assert isinstance(cls.node, f.Class)
    heirs = classes.subclasses(ev, cls)
    family = {id(block) for block in (*classes.ancestors(ev, cls)[0], *heirs)}

    def is_one(value: Value) -> bool:
        return isinstance(value, InstanceVal | ClassVal) and id(value.block) in family

    files = classes.files_that_see(ev, cls.path, cls.node.name)
    written = _written(ev, files, attr, is_one)
    return settled(union(found, written, (heirs.lost or files.lost) if written else ()))


def on_module(ev: Evaluator, path: str, name: str, found: Set) -> Set:
    """What the module holds under the name, with what its importers write there if it shows nothing itself."""
    if not nothing_seen(found):
        return found
    importers = first(ev.project.modules.importers(path), MOST_IMPORTERS)
    written = _written(ev, importers, name, lambda value: value == ModuleVal(path))
    # Most names of a module are written by nobody else: that some files were not looked at is told where others do write.
    return settled(union(found, written, importers.lost if written else ()))


def _written(ev: Evaluator, paths: Iterable[str], attr: str, is_target: Callable[[Value], bool]) -> Set:
    found: Set = ()
    for path in paths if ev.level else ():
        if not ev.project.modules.files[path].needles:  # who makes a client names its SDK; no other file is parsed for this
            continue
        module = ev.project.searched(path, attr)
        for write in module.writes.get(attr, ()) if module else ():
            scope = Scope(write.definition.block)
            if not _by_itself(write) and _is_target(ev, write.target, scope, is_target):
                found = union(found, ev.definition(write.definition, scope))
    return found


def _is_target(ev: Evaluator, node: f.Expression, scope: Scope, wanted: Callable[[Value], bool]) -> bool:
    return any(wanted(value) for value in ev.below(lambda: ev.value(node, scope)))


def _by_itself(write: AttributeWrite) -> bool:
    """Is it ``self.x = ...`` in a method, or no plain write? The former is looked at with the class."""
    block = write.definition.block
    own = block.parameters[0].name if block.owner is not None and block.parameters else ""
    return write.definition.kind == "update" or (isinstance(write.target, f.Name) and write.target.id == own)
