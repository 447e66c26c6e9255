"""What a call returns: project functions and classes, clients, methods of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.linking import classes, clientsmade, configuration, externals, parameters, standard, strings
from aigc_lint.linking.abstract import (
    Bound,
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    MethodVal,
    PartialVal,
    Result,
    Scope,
    SecretText,
    Set,
    Spot,
    Template,
    Unk,
    Value,
    is_none,
    union,
)
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
    return union(*(invoke(ev, function, node, scope) for function in ev.value(node.function, scope)))


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
            return externals.call_result(ev, function, node, scope)
        case Unk():
            return (Unk("call" if function.reason == "expression" else function.reason, function.origin, function.spot),)
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
        return parameters.annotated(ev, declared, outer) or (Unk("bound"),)
    if takes_nothing(function):
        frame = ev.frame(function)
    else:
        frame = ev.frame(function, call=node, caller=scope, bound=bound, skip=skip)
    found = ev.outcome(frame, lambda: _results(ev, function, Scope(block, frame)))
    if all(isinstance(value, Unk | Result) or is_none(value) for value in found):
        typed = parameters.annotated(ev, declared, outer)
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
    return (Result(f"{client.names[0]}.{dotted}()", key),)


# --- plain values ---


def method(ev: Evaluator, function: MethodVal, node: f.Call, scope: Scope) -> Set:
    """A method of a text, a dict or a list."""
    receiver, name = function.receiver, function.name
    arguments = [ev.later(argument.value, scope) for argument in node.arguments if argument.name is None and not argument.star]
    if name == "encode":  # a dict has none: it is what ``json.dumps`` was given
        return (receiver,)
    if isinstance(receiver, DictVal):
        return _dict_method(ev, receiver, name, arguments)
    if isinstance(receiver, ListVal):
        if name == "copy":
            return (receiver,)
        return receiver.all_values() if name == "pop" else (Unk("call"),)
    if name in ("get_secret_value", "decode", "__str__", "unicode_string"):
        return (receiver,)
    if not strings.is_text(receiver):
        return (Unk("call"),)
    return _text_method(ev, receiver, name, arguments, node, scope)


def _dict_method(ev: Evaluator, receiver: DictVal, name: str, arguments: list[Set]) -> Set:
    if name in ("get", "pop", "setdefault") and arguments:
        found = item(ev, receiver, arguments[0], missing=())
        fallback: Set = arguments[1] if len(arguments) > 1 else ((Const(None),) if name == "get" else ())
        sure = [value.value for value in arguments[0] if isinstance(value, Const) and isinstance(value.value, str)]
        if len(sure) == len(arguments[0]) == 1 and receiver.get(str(sure[0])) is not None:
            return found
        return union(found, fallback)
    if name == "copy":
        return (receiver,)
    if name == "values":
        return (ListVal(tuple(values for _, values in receiver.items), receiver.open, receiver.rest),)
    if name == "keys":
        return (ListVal(tuple((Const(key),) for key, _ in receiver.items), receiver.open),)
    if name == "items":
        pairs: list[Set] = [(ListVal(((Const(key),), values)),) for key, values in receiver.items]
        return (ListVal(tuple(pairs), receiver.open, (ListVal(((Unk("expression"),), receiver.rest)),) if receiver.rest else ()),)
    return (Unk("call"),)


_TEXTS = {"replace": 2, "removeprefix": 1, "removesuffix": 1}
"""Methods of texts that are followed -> the texts that they take."""
_FOLLOWED = frozenset(
    {*strings.SIMPLE, *strings.STRIPS, *_TEXTS, "join", "partition", "rpartition", "rsplit", "split", "splitlines"}
)
"""All methods of texts whose results are worked out."""


def _text_method(ev: Evaluator, receiver: Value, name: str, arguments: list[Set], node: f.Call, scope: Scope) -> Set:
    if name == "format" and isinstance(receiver, Const):
        named = {argument.name: ev.value(argument.value, scope) for argument in node.arguments if argument.name}
        return strings.formatted(str(receiver.value), arguments, named)
    if name not in _FOLLOWED:  # whatever it is given
        return (Unk("call"),)
    consts = [one[0].value if one and isinstance(one[0], Const) else None for one in arguments]
    if name in strings.SIMPLE:
        return (strings.mapped(receiver, strings.SIMPLE[name]),)
    if name in strings.STRIPS:
        characters = consts[0] if consts and isinstance(consts[0], str) else None
        return (strings.stripped(receiver, name, characters),)
    if len(consts) == _TEXTS.get(name) and all(isinstance(value, str) for value in consts):
        return (_changed(receiver, name, consts),)
    if name == "join" and arguments and isinstance(receiver, Const):
        return _joined(str(receiver.value), arguments[0])
    if name in ("split", "rsplit", "splitlines", "partition", "rpartition"):
        if (
            isinstance(receiver, Const)
            and isinstance(receiver.value, str)
            and consts
            and isinstance(consts[0], str)
            and consts[0]
        ):
            split = strings.called(receiver.value, name, [c for c in consts if c is not None])
            if isinstance(split, list | tuple):
                return (ListVal(tuple((Const(piece, receiver.assumed),) for piece in split)),)
        return (ListVal((), True, (Unk("expression"),)),)
    return (Unk("call"),)


def _changed(receiver: Value, name: str, arguments: Sequence[object]) -> Value:
    """A text with each known piece changed; unknown where that cannot be."""
    known = [piece for piece in strings.pieces(receiver) if isinstance(piece, str)]
    changed = {piece: strings.called(piece, name, arguments) for piece in known}
    if not all(isinstance(text, str) for text in changed.values()):
        return Unk("expression")
    return strings.mapped(receiver, lambda text: str(changed.get(text, text)))


def _joined(separator: str, values: Set) -> Set:
    found: Set = ()
    for value in values:
        if isinstance(value, ListVal) and not value.open and value.items:
            sets: list[Set] = []
            for one in value.items:
                sets += [(Const(separator),), one or (Unk("expression"),)]
            found = union(found, strings.joined(sets[1:]))
        else:
            found = union(found, (Unk("expression"),))
    return found


def item(ev: Evaluator, base: Value, keys: Set, missing: Set = (Unk("expression"),)) -> Set:
    """``base[key]``."""
    match base:
        case DictVal():
            names = [key.value for key in keys if isinstance(key, Const)]
            if names and len(names) == len(keys):
                found = [base.get(str(name)) for name in names]
                known = union(*(values for values in found if values is not None))
                absent = any(values is None for values in found)
                return (
                    union(known, base.rest if absent else (), missing if absent and base.open and not base.rest else ())
                    or missing
                )
            return base.all_values() or missing
        case ListVal():
            place = keys[0].value if len(keys) == 1 and isinstance(keys[0], Const) else None
            if isinstance(place, int) and not base.open and -len(base.items) <= place < len(base.items):
                return base.items[place]
            return base.all_values() or missing
        case External(name="os.environ") | Result(name="dotenv.dotenv_values()"):
            return configuration.environment(ev, keys, None)
        case ClassVal() | External() | Result() | ClientVal():
            return (base,)
        case BoundVal():
            return (Result(f"{base.owner.client.names[0]}.{'.'.join(base.chain)}[]", base.owner.key),)
        case InstanceVal():
            return union(*(value for value in (_item_method(ev, base),))) or (Unk("expression"),)
        case Unk():
            return (base,)
        case Const() | Template() | SecretText():
            return (Unk("expression"),)
        case _:
            return (Unk("expression"),)


def _item_method(ev: Evaluator, base: InstanceVal) -> Set:
    block = next((one for cls in classes.ancestors(ev, base.block)[0] if (one := classes.method_block(cls, "__getitem__"))), None)
    if block is None:
        return ()
    frame = ev.frame(FunctionVal((id(block), 0, base), block, base))
    return ev.outcome(frame, lambda: ev.returns(Scope(block, frame)), what="item")


def iterated(ev: Evaluator, value: Value) -> Set:
    """What looping over the value gives."""
    match value:
        case ListVal():
            return value.all_values() or (Unk("expression"),)
        case DictVal():
            return tuple(Const(key) for key, _ in value.items) or (Unk("expression"),)
        case Result():
            return (Result(f"{value.name}[]", value.key),)
        case Unk():
            return (value,)
        case ClassVal():  # an enumeration
            return union(
                *(
                    ev.definition(one, Scope(value.block))
                    for found in value.block.end.values()
                    for one in found
                    if one.kind == "value"
                )
            )
        case _:
            return (Unk("expression"),)


def entered(ev: Evaluator, value: Value) -> Set:
    """What ``with value as name`` binds."""
    match value:
        case ListVal():  # a generator made by a ``contextmanager`` function
            return value.all_values()
        case InstanceVal():
            from aigc_lint.linking.attributes import attribute
            from aigc_lint.linking.attributes import returned as property_value

            for name in ("__enter__", "__aenter__"):
                for one in attribute(ev, value, name):
                    if isinstance(one, FunctionVal):
                        return property_value(ev, one) or (value,)
            return (value,)
        case _:
            return (value,)


def piped(ev: Evaluator, left: Set, right: Set) -> Set:
    """``prompt | model | parser``: a runnable of the model's own surface; a dict in a pipe runs all that it holds."""
    merging = any(isinstance(a, DictVal) and isinstance(b, DictVal) for a in left for b in right)
    found = union(*(runnables(ev, value, inside=not merging) for value in (*left, *right)))
    if found or not any(map(is_prompt, left)):
        return found
    unknown = next((value for value in right if isinstance(value, Unk)), None)
    return _some_model(ev, unknown) if unknown is not None else tuple(filter(is_prompt, left))


def is_prompt(value: Value) -> bool:
    """Is it a prompt of LangChain's, which nothing but a model is piped after?"""
    if not isinstance(value, Result) or not value.name.startswith("langchain"):
        return False
    return "PromptTemplate" in value.name or value.name.endswith(".hub.pull()")


def _some_model(ev: Evaluator, unknown: Unk) -> Set:
    client = ev.project.sdks.clients(_ANY_MODEL)[0]
    return (ClientVal((client.sdk, client.id, 0, 0, "annotated"), client, "annotated", origin=unknown.origin),)


_ANY_MODEL = "langchain_core.language_models.chat_models.BaseChatModel"


def runnables(ev: Evaluator, value: Value, *, inside: bool = True) -> Set:
    """The models that running this runs: it is one, or a dict of what is run side by side."""
    if isinstance(value, ClientVal):
        return (value,) if _is_runnable(ev, value) else ()
    if isinstance(value, DictVal) and inside:
        return union(*(runnables(ev, one) for one in value.all_values()))
    return ()


def _is_runnable(ev: Evaluator, value: ClientVal) -> bool:
    return "invoke" in ev.project.sdks.operations(value.client)


def spot(scope: Scope, node: f.Call) -> Spot:
    """Where a call stands."""
    return Spot(scope.block.path, node.span)
