"""Environment variables that a program sets itself, for an SDK to read: ``os.environ["OPENAI_BASE_URL"] = ...``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import Const, DictVal, External, Scope, Set, Value, union
from aigc_lint.linking.blocks import AttributeWrite

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def set_by(ev: Evaluator, path: str, name: str) -> tuple[Set, bool]:
    """What the code of a file sets a variable to, and whether it does so whatever comes.

    Only the file itself counts: another one may be a program of its own, which sets the variable for nobody else.
    """
    module = ev.project.module(path)
    found: Set = ()
    always = False
    for write in module.writes.get("environ", ()) if module is not None and name else ():
        values = tuple(_given(ev, write, name))
        found = union(found, values)
        one = write.definition
        plain = one.block.parent is None and not one.conditions and one.mode != "default"
        always = always or (bool(values) and plain)
    return found, always


def _given(ev: Evaluator, write: AttributeWrite, name: str) -> Iterator[Value]:
    definition = write.definition
    scope = Scope(definition.block)
    if definition.expression is None or definition.kind != "update" or not _is_os(ev, write, scope):
        return
    if not definition.path:
        if definition.mode == "merge":
            for value in ev.value(definition.expression, scope):
                yield from (value.get(name) or ()) if isinstance(value, DictVal) else ()
        return
    key = definition.path[0]
    named = ev.value(key, scope) if len(definition.path) == 1 and not isinstance(key, int | str) else ()
    if any(isinstance(one, Const) and one.value == name for one in named):
        yield from ev.value(definition.expression, scope)


def _is_os(ev: Evaluator, write: AttributeWrite, scope: Scope) -> bool:
    return any(isinstance(value, External) and value.name == "os" for value in ev.value(write.target, scope))
