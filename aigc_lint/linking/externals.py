"""Calls that leave the project: the standard library that settings and URLs go through, and the SDKs of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.linking import classes, library, stores, strings
from aigc_lint.linking.abstract import (
    BoundVal,
    ClassVal,
    ClientVal,
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
    Spot,
    SuperVal,
    Unk,
    Value,
    is_blank,
    is_none,
    union,
    without_none,
)
from aigc_lint.model import facts as f
from aigc_lint.model.settings import Setting

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

Bound = tuple[tuple["int | str", Set], ...]


def call(ev: Evaluator, name: str, node: f.Call, scope: Scope, bound: Bound = ()) -> Set:
    """What calling a name from outside the project returns."""
    last = name.rpartition(".")[2]
    if last in _IN_A_ROW and name.startswith("langchain"):
        run_there = _side_by_side(ev, node, scope)
        if run_there:
            return run_there
    known = client_made(ev, name, node, scope, bound)
    if known:
        return known
    if name in stores.GETTERS:
        kept = stores.taken(ev, name, node, scope)
        if kept:
            return kept
    special = SPECIAL.get(name) or library.SPECIAL.get(name)
    if special is not None:
        found = special(ev, node, scope)
        if found is not None:
            return found
    if last in _SIDE_BY_SIDE and name.startswith("langchain"):
        run_there = _side_by_side(ev, node, scope)
        if run_there:
            return run_there
    if last in PASSING and name.partition(".")[0] in PASSING[last]:
        return argument(ev, node, scope, 0)
    if last in RUN_AT and (name.partition(".")[0] in _RUNNER_LIBRARIES):
        return run(ev, node, scope, RUN_AT[last])
    return (Result(name + "()", (id(node), id(scope.frame)), record(ev, name, node, scope)),)


def record(ev: Evaluator, name: str, node: f.Call, scope: Scope) -> Bound:
    """The keyword arguments of what looks like a class from outside: options objects are read like dicts."""
    if not name.rpartition(".")[2][:1].isupper():
        return ()
    return tuple((one.name, ev.later(one.value, scope)) for one in node.arguments if one.name)


def argument(ev: Evaluator, node: f.Call, scope: Scope, place: int, name: str = "") -> Set:
    """The argument at a place or under a name; nothing where it is not passed."""
    for one in node.arguments:
        if name and one.name == name:
            return ev.value(one.value, scope)
    plain = [one for one in node.arguments if one.name is None and not one.star]
    return ev.value(plain[place].value, scope) if place < len(plain) else ()


# --- SDK clients ------------------------------------------------------------------------------------------------------


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


# --- running what is handed over --------------------------------------------------------------------------------------

RUN_AT = {"to_thread": 0, "run_in_executor": 1, "submit": 0, "run_sync": 0, "run_in_threadpool": 0, "apply_async": 0, "apply": 0}
"""Last name of a function that runs the function it is handed -> place of that function among the arguments."""
_RUNNER_LIBRARIES = frozenset(
    {"asyncio", "anyio", "starlette", "fastapi", "concurrent", "threading", "multiprocessing", "asgiref", "trio"}
)


def run(ev: Evaluator, node: f.Call, scope: Scope, place: int) -> Set:
    """The result of the function that a runner is handed."""
    from aigc_lint.linking.calls import invoke

    found = argument(ev, node, scope, place)
    return union(*(invoke(ev, value, node, scope, skip=place + 1) for value in found)) or (Unk("call"),)


_SIDE_BY_SIDE = frozenset({"RunnableParallel", "RunnableMap", "assign"})
"""Runnables that run what they are made of: ``RunnablePassthrough.assign(answer=prompt | model)``."""
_IN_A_ROW = frozenset({"RunnableSequence"})
"""Runnables made of their parts, as ``prompt | model`` makes them; without a model in sight one stays a chain of somebody's."""


def _side_by_side(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    from aigc_lint.linking.calls import runnables

    return union(*(runnables(ev, value) for one in node.arguments for value in ev.value(one.value, scope)))


def decorates(function: Value, node: f.Call) -> bool:
    """Is it the result of a call, called with one plain argument: ``retry(wait=...)(function)``? That gives the function back."""
    if not (isinstance(function, Result) and function.name.endswith("()") and len(node.arguments) == 1):
        return False
    return node.arguments[0].name is None and not function.name.rpartition(".")[2][:1].isupper()


def call_result(ev: Evaluator, function: Result, node: f.Call, scope: Scope) -> Set:
    """A method of something that an outside call returned."""
    if function.name in _ENVIRONMENTS:
        return _getenv(ev, node, scope)
    special = library.of_result(ev, function, node, scope)
    if special is not None:
        return special
    if decorates(function, node):
        given = tuple(
            value for value in argument(ev, node, scope, 0) if isinstance(value, FunctionVal | BoundVal | PartialVal | ClassVal)
        )
        if given:
            return given
    last = function.name.rpartition(".")[2]
    if last in RUN_AT and function.name.partition(".")[0] in _RUNNER_LIBRARIES:
        return run(ev, node, scope, RUN_AT[last])
    known = client_made(ev, function.name.replace("()", ""), node, scope)  # ``boto3.Session().client("bedrock-runtime")``
    if known:
        return known
    if last in ("result", "get") and function.name.partition(".")[0] in _RUNNER_LIBRARIES:
        return (function,)
    return (Result(function.name + "()", (id(node), id(scope.frame))),)


# --- environment ------------------------------------------------------------------------------------------------------


def environment(ev: Evaluator, keys: Set, default: Set | None) -> Set:
    """An environment variable: what settings files give it, else its default, marked as one, or unknown under its name."""
    found: Set = ()
    for key in keys or (Unk("expression"),):
        origin = f"env:{key.value}" if isinstance(key, Const) and isinstance(key.value, str) else ""
        if given := ev.settings.of(origin.removeprefix("env:")):
            found = union(found, (from_file(one, origin) for one in given))
            continue
        useful = tuple(value for value in default or () if not is_blank(value))
        if useful:
            found = union(found, tuple(_default_for(value, origin) for value in useful))
        else:
            found = union(found, (Unk("environment", origin),))
    return found


def from_file(setting: Setting, origin: str) -> Value:
    """The value that a settings file gives a variable."""
    spot = Spot(setting.place.path, setting.place.span)
    return Unk("environment", origin, spot) if setting.value is None else Const(setting.value, origin, spot)


def _default_for(value: Value, origin: str) -> Value:
    return Const(value.value, value.assumed or origin) if isinstance(value, Const) and origin else value


def _getenv(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    default = argument(ev, node, scope, 1, "default") or None
    keys = argument(ev, node, scope, 0, "key")
    return environment(ev, keys, default)


def setting(ev: Evaluator, node: f.Call, scope: Scope) -> Set | None:
    """``settings.get("KEY", default)`` on a mapping that is not known: its default, marked as one, or unknown under its key."""
    function = node.function
    if not (isinstance(function, f.Attribute) and function.attr in _GETTERS and 1 <= len(node.arguments) <= 3):
        return None
    key = node.arguments[0].value
    if not isinstance(key, f.Constant) or not isinstance(key.value, str):
        return None
    receivers = ev.value(function.value, scope)
    if not all(_is_unknown_mapping(ev, value) for value in receivers):
        return None
    default = argument(ev, node, scope, 1, "default") or argument(ev, node, scope, 2, "fallback")
    useful = tuple(value for value in default if not is_blank(value))
    origin = f"setting:{key.value}"
    return tuple(_default_for(value, origin) for value in useful) or (Unk("setting", origin, Spot(scope.block.path, node.span)),)


_GETTERS = frozenset({"get", "getenv", "get_str", "get_secret", "get_config", "get_setting"})


def _is_unknown_mapping(ev: Evaluator, value: Value) -> bool:
    match value:
        case Unk():
            return value.reason != "bound"
        case DictVal():
            return value.open and not value.items
        case InstanceVal():
            return any(name.rpartition(".")[2] in _MAPPINGS for name in classes.ancestors(ev, value.block)[1])
        case Result():
            return value.name.partition(".")[0] in _CONFIGURATION
        case _:
            return False


_MAPPINGS = frozenset({"dict", "UserDict", "Mapping", "MutableMapping", "OrderedDict", "ConfigParser"})
_CONFIGURATION = frozenset(
    {"json", "yaml", "toml", "tomllib", "tomli", "configparser", "dotenv", "omegaconf", "dynaconf", "streamlit"}
)


# --- the standard library ---------------------------------------------------------------------------------------------


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
    if all(isinstance(value, Unk) for value in found):
        return union(found, without_none(default)) or (Unk("expression"),)
    return found


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
        result = result.merged_with_any(values)
    return (result.with_items(named),)


def _list(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    found = argument(ev, node, scope, 0)
    lists = tuple(value for value in found if isinstance(value, ListVal))
    return lists or (ListVal((), True, ()),)


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
    from aigc_lint.linking.calls import iterated

    return union(*(iterated(ev, value) for value in argument(ev, node, scope, 0)))


def _text(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return tuple(
        Const(str(value.value), value.assumed) if isinstance(value, Const) and not is_none(value) else value
        for value in argument(ev, node, scope, 0)
    )


def _depends(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    from aigc_lint.linking.calls import entered, invoke

    bare = f.Call(node.function, (), node.span, node.callee)
    found: Set = ()
    for value in argument(ev, node, scope, 0):
        if isinstance(value, FunctionVal | ClassVal):
            kept = ev.bare_calls.setdefault((id(node), value.key), bare)
            results = invoke(ev, value, kept, scope)
            generator = isinstance(value, FunctionVal) and bool(value.block.yields)
            found = union(found, *(entered(ev, one) if generator else (one,) for one in results))
    return found


def _field(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """``dataclasses.field`` and ``pydantic.Field``: the default."""
    from aigc_lint.linking.calls import invoke

    default = argument(ev, node, scope, 0, "default")
    if default:
        return tuple(value for value in default if not isinstance(value, Unk))
    bare = ev.bare_calls.setdefault((id(node), "factory"), f.Call(node.function, (), node.span, node.callee))
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


_ENVIRONMENTS = frozenset(
    {
        "dotenv.dotenv_values().get", "environ.Env()", "environ.Env().str", "environ.Env().url", "environs.Env()",
        "environs.Env().str", "environs.Env().url", "starlette.config.Config()",
    }
)  # fmt: skip
"""Methods of what calls from outside return (``()`` is a call) that read an environment variable."""


Special = Callable[["Evaluator", f.Call, Scope], "Set | None"]

SPECIAL: dict[str, Special] = {
    "os.getenv": _getenv,
    "os.environ.get": _getenv,
    "os.environ.setdefault": _getenv,
    "os.environ.pop": _getenv,
    "decouple.config": _getenv,
    "environs.Env.str": _getenv,
    "builtins.getattr": _getattr,
    "importlib.import_module": _import_module,
    "builtins.__import__": _import_module,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": lambda _ev, _node, _scope: (DictVal((), True, ()),),
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
    "pydantic.SecretStr": _first,
    "pydantic.HttpUrl": _first,
    "pydantic.AnyHttpUrl": _first,
    "httpx.URL": _first,
    "yarl.URL": _first,
    "urllib.parse.quote": _first,
}

PASSING: dict[str, frozenset[str]] = {
    "traceable": frozenset({"langsmith"}),
    "observe": frozenset({"langfuse"}),
    "cache_resource": frozenset({"streamlit"}),
    "lru_cache": frozenset({"functools"}),
    "wraps": frozenset({"functools"}),
}
"""Last names of functions that give back what they are handed -> the libraries they belong to."""
