"""Recording handlers: objects given to a call, to its configuration or to its model, and entries on an SDK's own list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from aigc_lint.catalog.entries.wrappers import Wrapper
from aigc_lint.linking import classes
from aigc_lint.linking.abstract import ClientVal, Const, DictVal, External, InstanceVal, ListVal, Result, Scope, Set, Value, union
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.plain import name_of
from aigc_lint.linking.project import Module
from aigc_lint.model import facts as f
from aigc_lint.model.spans import Place
from aigc_lint.model.uses import Guard

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

_GIVEN = "callbacks"
"""Under this name LangChain and those who follow it take handlers: at the call, in its configuration, at the constructor."""


def given(ev: Evaluator, site: CallSite, owner: ClientVal | None) -> Iterator[Guard]:
    """Handlers that the call, its configuration or any client on the way to it was given."""
    yield from _at(ev, site.call, Scope(site.block))
    while owner is not None:
        if owner.call is not None and owner.scope is not None:
            yield from _at(ev, owner.call, owner.scope)
        owner = owner.parent


def _at(ev: Evaluator, call: f.Call, scope: Scope) -> Iterator[Guard]:
    for argument in call.arguments:
        if argument.name == _GIVEN:
            yield from _handlers(ev, ev.value(argument.value, scope), call, scope)
        elif argument.name == "config" or (argument.name is None and _may_configure(argument.value)):
            yield from _handlers(ev, _configured(ev.value(argument.value, scope)), call, scope)


def _may_configure(node: f.Expression) -> bool:
    return isinstance(node, f.Dict | f.Name | f.Attribute | f.Call)


def _configured(values: Set) -> Set:
    found: list[Set] = []
    for value in values:
        if isinstance(value, DictVal):
            found.append(value.get(_GIVEN) or ())
        elif isinstance(value, Result):
            found += [inner for name, inner in value.bound if name == _GIVEN]
    return union(*found)


def _handlers(ev: Evaluator, values: Set, call: f.Call, scope: Scope) -> Iterator[Guard]:
    for value in values:
        for one in value.all_values() if isinstance(value, ListVal) else (value,):
            for name in _names(ev, one):
                yield Guard("callback", name, Place(scope.block.path, call.span))


def _names(ev: Evaluator, value: Value) -> tuple[str, ...]:
    """What an object is called: its class, and the classes outside the project that it derives from."""
    if isinstance(value, InstanceVal):
        return (name_of(value), *classes.ancestors(ev, value.block)[1])
    return (name_of(value),) if isinstance(value, External | Result) else ()


def switched_on(ev: Evaluator, sdk: str, wrappers: Sequence[Wrapper]) -> Iterator[Guard]:
    """Entries on an SDK's own list of recorders, wherever they are made: ``litellm.success_callback = ["langfuse"]``."""
    lists = {name for wrapper in wrappers for name in wrapper.switches}
    sdks = ev.project.sdks.catalog.sdks
    known = (sdk, *sdks[sdk].runs_on) if sdk in sdks else ()
    roots = [root for name in known if name in sdks for root in sdks[name].imports]
    lists = {name for name in lists if name.startswith(tuple(f"{root}." for root in roots))}
    for path, index in ev.project.modules.files.items() if lists else ():
        if any(f"sdk:{root}" in index.needles for root in roots):
            module = ev.project.searched(path, *(name.rpartition(".")[2] for name in lists))
            for name in sorted(lists) if module is not None else ():
                assert module is not None
                yield from _entries(ev, name, path, module)


def _entries(ev: Evaluator, name: str, path: str, module: Module) -> Iterator[Guard]:
    owner, _, attr = name.rpartition(".")
    for write in module.writes.get(attr, ()):
        scope = Scope(write.definition.block)
        if write.definition.expression is not None and _is(ev, write.target, owner, scope):
            yield from _listed(ev, name, ev.value(write.definition.expression, scope), Place(path, write.statement))
    for site in module.grown.get(attr, ()):
        node = site.call.function
        if isinstance(node, f.Attribute) and _is(ev, node.value, name, Scope(site.block)):
            values = [ev.value(argument.value, Scope(site.block)) for argument in site.call.arguments]
            yield from _listed(ev, name, union(*values), Place(path, site.call.span))


def _is(ev: Evaluator, node: f.Expression, name: str, scope: Scope) -> bool:
    return any(isinstance(value, External) and value.name == name for value in ev.value(node, scope))


def _listed(ev: Evaluator, name: str, values: Iterable[Value], place: Place) -> Iterator[Guard]:
    for value in values:
        for one in value.all_values() if isinstance(value, ListVal) else (value,):
            if isinstance(one, Const) and isinstance(one.value, str):
                yield Guard("instrumented", f"{name}={one.value}", place)
            for known in _names(ev, one):
                yield Guard("instrumented", known, place)
