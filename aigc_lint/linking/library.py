"""What the standard library does with values that clients and URLs travel in: iterators, records, command lines, exit stacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import Bound, ClassVal, Const, InstanceVal, ListVal, Result, Scope, Set, Unk, Value, union
from aigc_lint.linking.containers import entered, iterated
from aigc_lint.linking.injected import SPECIAL as PROVIDERS
from aigc_lint.linking.injected import provided
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

Special = Callable[["Evaluator", f.Call, Scope], "Set | None"]


def _plain(ev: Evaluator, node: f.Call, scope: Scope) -> list[Set]:
    return [ev.value(one.value, scope) for one in node.arguments if one.name is None and not one.star]


def _items(ev: Evaluator, values: Set) -> Set:
    return union(*(iterated(ev, value) for value in values))


def _same(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """An iterator over the items of its first argument."""
    given = _plain(ev, node, scope)
    return (ListVal((), True, _items(ev, given[0])),) if given else ()


def _all(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """An iterator over the items of all arguments."""
    return (ListVal((), True, union(*(_items(ev, values) for values in _plain(ev, node, scope)))),)


def _one(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """Some item: of the one argument, or one of several arguments."""
    given = _plain(ev, node, scope)
    return union(*given) if len(given) > 1 else _items(ev, given[0]) if given else ()


def _filtered(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    given = _plain(ev, node, scope)
    return (ListVal((), True, _items(ev, given[1])),) if len(given) > 1 else ()


def _enumerated(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    given = _plain(ev, node, scope)
    return (ListVal((), True, (ListVal(((Unk("expression"),), _items(ev, given[0]))),)),) if given else ()


def _zipped(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    return (ListVal((), True, (ListVal(tuple(_items(ev, values) for values in _plain(ev, node, scope))),)),)


def _mapped(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """``map(function, items)``: what the function returns, for a function that we can call with one made-up argument."""
    from aigc_lint.linking.calls import invoke

    given = _plain(ev, node, scope)
    if len(given) != 2:
        return ()
    bare = ev.bare_call(node, "map")
    items = _items(ev, given[1])
    return (ListVal((), True, union(*(invoke(ev, function, bare, scope, ((0, items),)) for function in given[0]))),)


def _new_object(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """``object.__new__(cls)``."""
    given = _plain(ev, node, scope)
    classes = [value.block for value in given[0] if isinstance(value, ClassVal)] if given else []
    return tuple(InstanceVal((id(block), 0, 0), block) for block in classes)


def _type(ev: Evaluator, node: f.Call, scope: Scope) -> Set | None:
    """``type(object)`` where the object's class is the project's."""
    given = _plain(ev, node, scope)
    known = [value.block for value in given[0] if isinstance(value, InstanceVal)] if len(given) == 1 else []
    return tuple(ClassVal((id(block),), block) for block in known) or None


SPECIAL: dict[str, Special] = {
    "builtins.type": _type,
    "builtins.enumerate": _enumerated,
    "builtins.zip": _zipped,
    "builtins.map": _mapped,
    "builtins.filter": _filtered,
    "builtins.max": _one,
    "builtins.min": _one,
    "builtins.set": _same,
    "builtins.frozenset": _same,
    "builtins.object.__new__": _new_object,
    "collections.deque": _same,
    "itertools.cycle": _same,
    "itertools.islice": _same,
    "itertools.chain": _all,
    "itertools.repeat": lambda ev, node, scope: (ListVal((), True, union(*_plain(ev, node, scope)[:1])),),
    "random.choice": _one,
    "random.choices": _same,
    "random.sample": _same,
    "secrets.choice": _one,
    **PROVIDERS,
}


def of_result(ev: Evaluator, function: Result, node: f.Call, scope: Scope) -> Set | None:
    """Calls on what the standard library returned: exit stacks enter contexts, record types make records, and so on."""
    match function.name:
        case (
            "contextlib.ExitStack().enter_context"
            | "contextlib.AsyncExitStack().enter_context"
            | "contextlib.AsyncExitStack().enter_async_context"
        ):
            given = _plain(ev, node, scope)
            return union(*(entered(ev, value) for value in given[0])) if given else ()
        case "collections.namedtuple()":
            passed = dict(zip(_field_names(function), _plain(ev, node, scope), strict=False))
            passed |= {one.name: ev.value(one.value, scope) for one in node.arguments if one.name}
            return (Result("collections.namedtuple()()", (id(node), id(scope.frame)), tuple(passed.items())),)
        case "argparse.ArgumentParser().parse_args":
            return (Result(function.name + "()", (id(node), id(scope.frame)), _options(ev, scope.block.path)),)
        case _:
            return provided(function) or None


def _record_type(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """``namedtuple("Pair", "client model")``."""
    given = _plain(ev, node, scope)
    return (Result("collections.namedtuple()", (id(node), id(scope.frame)), (("fields", given[1]),)),) if len(given) > 1 else ()


SPECIAL["collections.namedtuple"] = _record_type


def _field_names(record: Result) -> list[str]:
    found: list[str] = []
    for value in next((values for name, values in record.bound if name == "fields"), ()):
        if isinstance(value, Const) and isinstance(value.value, str):
            found += value.value.replace(",", " ").split()
        elif isinstance(value, ListVal):
            found += [str(item[0].value) for item in value.items if len(item) == 1 and isinstance(item[0], Const)]
    return found


def _options(ev: Evaluator, path: str) -> Bound:
    """The options that the file's ``add_argument`` calls declare, with their defaults, marked as such."""
    found: dict[int | str, Set] = {}
    module = ev.project.module(path)
    for site in module.calls.get("add_argument", ()) if module else ():
        flags = [one.value.value for one in site.call.arguments if one.name is None and isinstance(one.value, f.Constant)]
        given = {one.name: one.value for one in site.call.arguments if one.name}
        named = given.get("dest")
        long = next((flag for flag in flags if isinstance(flag, str) and flag.startswith("--")), flags[0] if flags else None)
        dest = named.value if isinstance(named, f.Constant) else long
        if isinstance(dest, str) and isinstance(long, str):
            origin = f"argument:{long}"
            default = ev.value(given["default"], Scope(site.block)) if "default" in given else ()
            values = tuple(_assumed(value, origin) for value in default)
            found[dest.lstrip("-").replace("-", "_")] = values or (Unk("argument", origin),)
    return tuple(found.items())


def _assumed(value: Value, origin: str) -> Value:
    if isinstance(value, Const) and value.value is not None:
        return Const(value.value, value.assumed or origin, value.spot)
    return value
