"""The clients that constructors, factories and wrappers of SDKs give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.linking.abstract import (
    Bound,
    BoundVal,
    ClientVal,
    Const,
    External,
    InstanceVal,
    ListVal,
    Result,
    Scope,
    Set,
    Spot,
    Value,
)
from aigc_lint.linking.callarguments import argument
from aigc_lint.linking.runners import RUN_AT
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def client_made(ev: Evaluator, name: str, node: f.Call, scope: Scope, bound: Bound = ()) -> Set:
    """The client that calling a constructor, factory or wrapper of an SDK gives."""
    found: list[Value] = []
    entries = ev.project.sdks.clients(name)
    if not entries and name.rpartition(".")[2].startswith("from_"):
        entries = tuple(
            one for one in ev.project.sdks.clients(name.rpartition(".")[0]) if one.kind in ("pretrained", "class", "factory")
        )
    for client in entries:
        if client.selector is not None and not _selected(ev, client, node, scope):
            continue
        if client.kind == "wrapper" or client.wraps:
            wrapped = _wrapped(ev, client, name, node, scope)
            if wrapped:
                return wrapped
        found.append(
            ClientVal((client.sdk, client.id, id(node), id(scope.frame), bound), client, "made", node, scope, bound=bound)
        )
    return tuple(found)


def may_make_client(ev: Evaluator, function: Value) -> bool:
    """Can calling this make a client right there, by its name?"""
    if not isinstance(function, External | Result):
        return False
    name = function.name.replace("()", "")
    above, _, last = name.rpartition(".")
    known = ev.project.sdks.clients
    return bool(known(name) or (last.startswith("from_") and known(above)) or last in RUN_AT)


def _selected(ev: Evaluator, client: Client, node: f.Call, scope: Scope) -> bool:
    first = argument(ev, node, scope, 0, client.positional[0] if client.positional else "service_name")
    return any(isinstance(value, Const) and value.value == client.selector for value in first)


def _wrapped(ev: Evaluator, client: Client, name: str, node: f.Call, scope: Scope) -> Set:
    """The client handed to a wrapper: the same surface, and a record that it went through the wrapper."""
    given = argument(ev, node, scope, 0, client.wraps or "client")
    found: list[Value] = []
    for value in given:
        if isinstance(value, ClientVal):
            mark = (name, Spot(scope.block.path, node.span))
            through = replace(value, key=(*value.key, "through", name), proxies=(*value.proxies, mark))
            found.append(replace(through, wrapped_in=(client, *value.wrapped_in)))
        elif isinstance(value, InstanceVal | External | BoundVal) and client.kind == "wrapper" and not _is_function(ev, value):
            found.append(value)
    return tuple(found)


def _is_function(ev: Evaluator, value: Value) -> bool:
    """Is it an operation by itself, which a wrapper makes a client of: ``from_litellm(litellm.completion)``?"""
    return isinstance(value, External) and ev.project.sdks.function(value.name) is not None


def clients_in(ev: Evaluator, node: f.Call, scope: Scope) -> tuple[ClientVal, ...]:
    """Clients among the arguments of a call, in lists too."""
    found: list[ClientVal] = []
    for one in node.arguments:
        for value in ev.value(one.value, scope):
            inner = value.all_values() if isinstance(value, ListVal) else (value,)
            found += [client for client in inner if isinstance(client, ClientVal)]
    return tuple(found)
