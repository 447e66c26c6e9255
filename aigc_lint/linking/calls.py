"""What a call returns: project functions and classes, clients, and what other modules know of calls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.linking import classes, clientsmade, configuration, externals, standard
from aigc_lint.linking.abstract import (
    Bound,
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    MethodVal,
    PartialVal,
    Result,
    Scope,
    Set,
    Unk,
    Value,
    is_none,
    union,
)
from aigc_lint.linking.callarguments import argument
from aigc_lint.linking.containers import iterated
from aigc_lint.linking.declared import annotated
from aigc_lint.linking.plainmethods import method, put_in
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

MOST_FRAMES = 4
"""Calls of project functions followed into each other."""


def call(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """The value of a call expression."""
    default = configuration.setting(ev, node, scope)
    if default is not None:
        return default
    if isinstance(node.function, f.Name) and node.function.id == "super" and scope.block.kind != "module":
        return standard.super_value(scope)
    if isinstance(node.function, f.Attribute) and node.function.attr == "__subclasses__":
        return (ListVal((), True, _subclasses(ev, ev.value(node.function.value, scope))),)
    functions = ev.value(node.function, scope)
    if isinstance(node.function, f.Attribute) and node.function.attr in _AWAITS and not any(map(_is_own, functions)):
        return argument(ev, node, scope, 0)
    return union(*(invoke(ev, function, node, scope) for function in functions))


_AWAITS = frozenset({"run_until_complete"})
"""Methods of an event loop, whoever made it, that give what is awaited in them."""


def _is_own(value: Value) -> bool:
    """Is it something of the project's own?"""
    return not isinstance(value, Unk | Result | External)


def _subclasses(ev: Evaluator, values: Set) -> Set:
    """What ``Base.__subclasses__()`` holds."""
    blocks = [heir for value in values if isinstance(value, ClassVal) for heir in classes.subclasses(ev, value.block)]
    return tuple(ClassVal((id(block),), block) for block in blocks)


def invoke(ev: Evaluator, function: Value, node: f.Call, scope: Scope, bound: Bound = (), skip: int = 0) -> Set:
    """What calling the value returns; ``bound`` was bound before, the first ``skip`` arguments are a runner's own."""
    match function:
        case FunctionVal():
            return returned(ev, function, node, scope, bound, skip)
        case ClassVal():
            return instantiated(ev, function, node, scope, bound)
        case External():
            return externals.call(ev, function.name, node, scope, bound)
        case BoundVal():
            return on_client(ev, function, node, scope)
        case MethodVal():
            return method(ev, function, node, scope)
        case PartialVal():
            return invoke(ev, function.function, node, scope, (*function.bound, *bound), skip)
        case InstanceVal():
            return union(*(invoke(ev, one, node, scope) for one in _called(ev, function)))
        case ClientVal():
            if "__call__" in function.client.returns_client:
                return (function,)
            return (Result(f"{function.client.names[0]}()", (id(node),)),)
        case Result():
            return put_in(ev, function, node, scope) or externals.call_result(ev, function, node, scope)
        case Unk():
            reason = "call" if function.reason == "expression" else function.reason
            return put_in(ev, function, node, scope) or (Unk(reason, function.origin, function.spot),)
        case _:
            return (Unk("call"),)


def _called(ev: Evaluator, instance: InstanceVal) -> Set:
    from aigc_lint.linking.attributes import attribute

    return tuple(value for value in attribute(ev, instance, "__call__") if isinstance(value, FunctionVal))


def returned(ev: Evaluator, function: FunctionVal, node: f.Call, scope: Scope, bound: Bound, skip: int) -> Set:
    """What a project function returns for this call; a generator gives a list of what it yields."""
    block = function.block
    declared = block.node.returns if isinstance(block.node, f.Function) else None
    outer = Scope(block.parent or block)
    if scope.frame is not None and scope.frame.depth >= MOST_FRAMES:
        return annotated(ev, declared, outer) or (Unk("bound"),)
    if takes_nothing(function):
        frame = ev.frame(function)
    else:
        frame = ev.frame(function, call=node, caller=scope, bound=bound, skip=skip)
    found = ev.outcome(frame, lambda: _results(ev, function, Scope(block, frame)))
    if all(isinstance(value, Unk | Result) or is_none(value) for value in found):
        typed = annotated(ev, declared, outer)
        if typed:
            return typed
        if function.receiver is not None and isinstance(function.receiver, InstanceVal) and classes.is_abstract(block):
            return _overridden(ev, function, node, scope) or found
    return found


def takes_nothing(function: FunctionVal) -> bool:
    """Has the function no parameter but its receiver? Then every call of it is the same."""
    count = len(function.block.parameters)
    return count == 0 or (count == 1 and function.receiver is not None and not classes.is_static(function.block))


def _results(ev: Evaluator, function: FunctionVal, scope: Scope) -> Set:
    block = function.block
    if block.yields:
        given: list[Set] = []
        for one in block.yields:
            values = ev.value(one.value, scope) if one.value is not None else ()
            given.append(union(*(iterated(ev, value) for value in values)) if one.source else values)
        return (ListVal((), True, union(*given)),)
    return ev.returns(scope) or (Const(None),)


def _overridden(ev: Evaluator, function: FunctionVal, node: f.Call, scope: Scope) -> Set:
    """An abstract method called on "some instance": what its overrides return."""
    receiver = function.receiver
    assert isinstance(receiver, InstanceVal)
    name = function.block.qualname.rpartition(".")[2]
    found: Set = ()
    if receiver.call is None:
        heirs = classes.subclasses(ev, receiver.block)
        for child in heirs:
            block = classes.method_block(child, name)
            if block is not None and not classes.is_abstract(block):
                view = InstanceVal((id(child), 0, 0), child)
                override = FunctionVal((id(block), 0, view), block, view)
                frame = ev.frame(override, call=node, caller=scope)
                compute = partial(_results, ev, override, Scope(block, frame))
                found = union(found, ev.outcome(frame, compute))
        found = union(found, heirs.lost) if found else found
    return found


def instantiated(ev: Evaluator, cls: ClassVal, node: f.Call, scope: Scope, bound: Bound) -> Set:
    """A new object of a project class."""
    new = classes.method_block(cls.block, "__new__")
    made = InstanceVal((id(cls.block), id(node), id(scope.frame), bound), cls.block, node, scope, bound)
    if new is not None:
        found = returned(ev, FunctionVal((id(new), 0, cls), new, cls), node, scope, bound, 0)
        others = tuple(value for value in found if isinstance(value, InstanceVal | ClientVal) and value != made)
        return union((made,), tuple(value for value in others if isinstance(value, ClientVal)))
    return (made,)


_ENTERS = frozenset({"__enter__", "__aenter__", "enter"})
"""Methods that give what ``with`` would bind: ``await client.realtime.connect(...).enter()``."""


def on_client(ev: Evaluator, bound: BoundVal, node: f.Call, scope: Scope) -> Set:
    """A method of a client: a derived client, an object obtained from it, or some result."""
    owner, chain = bound.owner, bound.chain
    client = owner.client
    dotted = ".".join(chain)
    key = (id(node), id(scope.frame), owner.key)
    if ev.project.sdks.gives_itself(client, dotted) or (len(chain) == 1 and chain[0] in _ENTERS):
        others = clientsmade.clients_in(ev, node, scope) if chain[-1] == "with_fallbacks" else ()
        made = ClientVal((client.sdk, client.id, "derived", *key), client, "derived", node, scope, owner, owner.proxies, others)
        return (replace(made, wrapped_in=owner.wrapped_in),)
    obtained = ev.project.sdks.obtained(client, chain)
    if obtained is not None:
        made = ClientVal((obtained.sdk, obtained.id, "object", *key), obtained, "object", node, scope, owner, owner.proxies)
        return (replace(made, by=ev.project.sdks.operation(client, chain)),)
    if chain == ("result",):  # of a future
        return (owner,)
    return (Result(f"{client.names[0]}.{dotted}()", key),)
