"""What functions of the standard library, and some that work alike, return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aigc_lint.linking import classes, strings
from aigc_lint.linking.abstract import (
    ClassVal,
    Const,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    ModuleVal,
    PartialVal,
    Result,
    Scope,
    Set,
    SuperVal,
    Unk,
    Value,
    is_blank,
    is_none,
    union,
    with_origin,
    without_none,
)
from aigc_lint.linking.callarguments import argument
from aigc_lint.linking.configuration import getenv
from aigc_lint.linking.containers import entered, iterated
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def super_value(scope: Scope) -> Set:
    """``super()`` in a method."""
    block = scope.block
    frame = scope.frame
    while block.owner is None and block.parent is not None:
        block, frame = block.parent, frame.outer if frame else None
    owner = block.owner
    if owner is None or not block.parameters:
        return (Unk("call"),)
    receiver = frame.receiver if frame is not None and frame.receiver is not None else None
    if not isinstance(receiver, InstanceVal | ClassVal):
        receiver = ClassVal((id(owner),), owner) if classes.is_class_method(block) else InstanceVal((id(owner), 0, 0), owner)
    return (SuperVal(("super", id(owner), receiver), owner, receiver),)


def _getattr(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    from aigc_lint.linking.attributes import attribute

    found: Set = ()
    for base in argument(ev, node, scope, 0):
        for name in argument(ev, node, scope, 1):
            if isinstance(name, Const) and isinstance(name.value, str):
                found = union(found, attribute(ev, base, name.value))
    default = argument(ev, node, scope, 2)
    if found and all(isinstance(value, External) and value.name.rpartition(".")[0] in SETTINGS_OBJECTS for value in found):
        useful = tuple(value for value in default if not is_blank(value))
        return union(*(tuple(with_origin(one, _setting(value)) for one in useful) for value in found)) or found
    if all(isinstance(value, Unk) for value in found):
        return union(found, without_none(default)) or (Unk("expression"),)
    return found


SETTINGS_OBJECTS = frozenset({"django.conf.settings"})
"""Objects of frameworks whose attributes are what a project sets."""


def _setting(value: Value) -> str:
    assert isinstance(value, External)
    return f"setting:{value.name.rpartition('.')[2]}"


def _import_module(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    found: list[Value] = []
    for name in argument(ev, node, scope, 0, "name"):
        if isinstance(name, Const) and isinstance(name.value, str):
            path = ev.project.resolve(
                scope.block.path, name.value.lstrip("."), level=len(name.value) - len(name.value.lstrip("."))
            )
            found.append(ModuleVal(path) if path else External(name.value))
    return tuple(found) or (Unk("import"),)


def _partial(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    functions = argument(ev, node, scope, 0)
    plain = [one for one in node.arguments if one.name is None and not one.star][1:]
    bound: list[tuple[int | str, Set]] = [(place, ev.value(one.value, scope)) for place, one in enumerate(plain)]
    bound += [(one.name, ev.value(one.value, scope)) for one in node.arguments if one.name]
    return tuple(PartialVal(function, tuple(bound)) for function in functions)


def _dict(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    result = DictVal()
    named: list[tuple[str, Set]] = []
    for one in node.arguments:
        values = ev.later(one.value, scope)
        if one.name:
            named.append((one.name, values))
            continue
        result, named = result.with_items(named), []
        result = result.merged_with_any((not one.star and _of_pairs(values)) or values)
    return (result.with_items(named),)


def _of_pairs(values: Set) -> Set:
    """Dicts made of lists of pairs: ``dict(zip(names, clients))``."""
    found: list[Value] = []
    for value in values:
        rows = value.all_values() if isinstance(value, ListVal) else ()
        seconds = [one.items[1] for one in rows if isinstance(one, ListVal) and len(one.items) == 2]
        if seconds:
            found.append(DictVal((), True, union(*seconds)))
    return tuple(found)


def _list(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    found = argument(ev, node, scope, 0)
    lists = tuple(value for value in found if isinstance(value, ListVal))
    return lists or (ListVal((), True, ()),)


def _queue(_ev: Evaluator, _node: f.Call, _scope: Scope) -> Set:
    """What is put into it is an item of it, as of a list."""
    return (ListVal((), True, ()),)


def _default_dict(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """What its factory makes may stand under any key, where that is a function or class of one's own."""
    from aigc_lint.linking.calls import invoke

    bare = ev.bare_call(node, "factory")
    own = [value for value in _first(ev, node, scope) if isinstance(value, FunctionVal | ClassVal)]
    return (DictVal((), True, union(*(invoke(ev, value, bare, scope) for value in own))),)


def _urljoin(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    bases, references = argument(ev, node, scope, 0), argument(ev, node, scope, 1)
    return strings.combined([bases, references], lambda pair: strings.url_joined(*pair))


def _path_join(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    sets = [ev.value(one.value, scope) or (Unk("expression"),) for one in node.arguments if not one.star]
    return strings.combined(sets, strings.path_joined)


def _first(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return argument(ev, node, scope, 0)


def _second(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return argument(ev, node, scope, 1)


def _next(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return union(*(iterated(ev, value) for value in argument(ev, node, scope, 0)))


def _text(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return tuple(
        Const(str(value.value), value.assumed) if isinstance(value, Const) and not is_none(value) else value
        for value in argument(ev, node, scope, 0)
    )


def _depends(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    from aigc_lint.linking.calls import invoke
    found: Set = ()
    for value in argument(ev, node, scope, 0):
        if isinstance(value, FunctionVal | ClassVal):
            results = invoke(ev, value, ev.bare_call(node, value.key), scope)
            generator = isinstance(value, FunctionVal) and bool(value.block.yields)
            found = union(found, *(entered(ev, one) if generator else (one,) for one in results))
    return found


def _field(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """``dataclasses.field`` and ``pydantic.Field``: the default."""
    from aigc_lint.linking.calls import invoke

    default = argument(ev, node, scope, 0, "default")
    if default:
        return tuple(value for value in default if not isinstance(value, Unk))
    bare = ev.bare_call(node, "factory")
    for one in node.arguments:
        if one.name == "default_factory":
            return union(*(invoke(ev, value, bare, scope) for value in ev.value(one.value, scope)))
    return ()


def _namespace(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return tuple(
        Result("types.SimpleNamespace()", (id(node), id(scope.frame)), value.items)
        for value in _dict(ev, node, scope)
        if isinstance(value, DictVal)
    )


Special = Callable[["Evaluator", f.Call, Scope], "Set | None"]

SPECIAL: dict[str, Special] = {
    "os.getenv": getenv,
    "os.environ.get": getenv,
    "os.environ.setdefault": getenv,
    "os.environ.pop": getenv,
    "decouple.config": getenv,
    "environs.Env.str": getenv,
    "builtins.getattr": _getattr,
    "importlib.import_module": _import_module,
    "builtins.__import__": _import_module,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _default_dict,
    "builtins.globals": lambda _ev, _node, scope: (ModuleVal(scope.block.path),),
    "contextvars.ContextVar": lambda ev, node, scope: (ListVal((), True, argument(ev, node, scope, 1, "default")),),
    "queue.Queue": _queue,
    "queue.LifoQueue": _queue,
    "queue.SimpleQueue": _queue,
    "asyncio.Queue": _queue,
    "asyncio.LifoQueue": _queue,
    "multiprocessing.Queue": _queue,
    "types.SimpleNamespace": _namespace,
    "builtins.list": _list,
    "builtins.tuple": _list,
    "builtins.str": _text,
    "builtins.bytes": lambda ev, node, scope: _first(ev, node, scope) or None,
    "builtins.next": _next,
    "builtins.anext": _next,
    "builtins.iter": _first,
    "builtins.reversed": _list,
    "builtins.sorted": _list,
    "urllib.parse.urljoin": _urljoin,
    "os.path.join": _path_join,
    "posixpath.join": _path_join,
    "typing.cast": _second,
    "copy.copy": _first,
    "copy.deepcopy": _first,
    "json.dumps": _first,
    "orjson.dumps": _first,
    "simplejson.dumps": _first,
    "ujson.dumps": _first,
    "asyncio.run": _first,
    "asyncio.run_coroutine_threadsafe": _first,
    "asyncio.wait_for": _first,
    "asyncio.shield": _first,
    "asyncio.create_task": _first,
    "asyncio.ensure_future": _first,
    "contextlib.nullcontext": _first,
    "contextlib.closing": _first,
    "contextlib.aclosing": _first,
    "nest_asyncio.apply": _first,
    "fastapi.Depends": _depends,
    "fastapi.params.Depends": _depends,
    "fastapi.Security": _depends,
    "dataclasses.field": _field,
    "pydantic.Field": _field,
    "pydantic.fields.Field": _field,
    "pydantic.v1.Field": _field,
    "pydantic.PrivateAttr": _field,
    "fastapi.Body": _field,
    "fastapi.Form": _field,
    "fastapi.Header": _field,
    "fastapi.Query": _field,
    "typer.Argument": _field,
    "typer.Option": _field,
    "pydantic.SecretStr": _first,
    "pydantic.HttpUrl": _first,
    "pydantic.AnyHttpUrl": _first,
    "httpx.URL": _first,
    "yarl.URL": _first,
    "urllib.parse.quote": _first,
}
