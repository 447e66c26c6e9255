"""Stores that frameworks keep for a session or request: put in by one function under a name, taken out by another.

``session_state["llm"] = ChatOpenAI()`` in one place and ``session_state.llm.invoke(...)`` in another, or ``set`` and ``get``.
Nothing but the store and the name ties the two, so every value stored under the name is an alternative.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname
from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import Const, External, Result, Scope, Set, Unk, is_none, union
from aigc_lint.linking.blocks import Path
from aigc_lint.linking.project import Module
from aigc_lint.model import facts as f
from aigc_lint.model.facts import FileIndex

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

STORES = frozenset(
    {
        "chainlit.user_session",
        "flask.current_app.config",
        "flask.current_app.extensions",
        "flask.g",
        "flask.session",
        "quart.current_app.config",
        "quart.g",
        "quart.session",
        "streamlit.session_state",
    }
)
"""Dotted names of the stores, as outside names are resolved."""
_APPLICATIONS = frozenset({"fastapi", "starlette"})
"""Frameworks whose applications keep what programs put into their ``state``."""
_STATE = "state"
_OUTSIDE = Unk | External | Result
GETTERS = frozenset({f"{store}.{method}" for store in STORES for method in ("get", "pop", "setdefault")})
_SETTERS = frozenset({"set", "setdefault"})


def held(ev: Evaluator, bases: Set, keys: Set, scope: Scope) -> Set:
    """What stores among the bases hold under the keys; nothing where none is a store, or nobody is seen to fill it."""
    names = [value.name for value in bases if isinstance(value, External) and value.name in STORES]
    texts = [value.value for value in keys if isinstance(value, Const) and isinstance(value.value, str)] if names else []
    return union(*(_stored(ev, name, text, scope.block.path) for name in names for text in texts))


def of_application(ev: Evaluator, node: f.Attribute, bases: Set, scope: Scope) -> Set:
    """What the state of a web application holds under the name: ``request.app.state.llm``, by whatever names the two go."""
    if not (isinstance(node.value, f.Attribute) and node.value.attr == _STATE):
        return ()
    path = scope.block.path
    known = any(isinstance(value, Result) and value.name.partition(".")[0] in _APPLICATIONS for value in bases)
    if not all(isinstance(value, _OUTSIDE) for value in bases):
        return ()
    if not known and not _imports(ev.project.modules.files[path], _APPLICATIONS):
        return ()
    return ev.values(("stored", _STATE, node.attr, path), lambda: _in_state(ev, node.attr, path), (_STATE, node.attr, path))


def taken(ev: Evaluator, name: str, node: f.Call, scope: Scope) -> Set:
    """What ``store.get("key", default)`` gives; ``name`` is the getter's whole name."""
    plain = [one for one in node.arguments if one.name is None and not one.star]
    store = External(name.rpartition(".")[0])
    found = held(ev, (store,), ev.value(plain[0].value, scope), scope) if plain else ()
    return union(found, ev.value(plain[1].value, scope)) if found and len(plain) > 1 else found


def _stored(ev: Evaluator, store: str, key: str, path: str) -> Set:
    """What is put into the store under the key, as far as the file at the path can tell."""
    return ev.values(("stored", store, key, path), lambda: _search(ev, store, key, path), (store, key, path))


def _search(ev: Evaluator, store: str, key: str, path: str) -> Set:
    """The file's own writes; else those of files above and below it: beside it may stand the next application."""
    near = _near(ev, path, frozenset({store.partition(".")[0]}))
    for group in ([path], near):
        modules = [module for one in group if (module := ev.project.module(one)) is not None]
        found = union(*(values for module in modules for values in _in_module(ev, module, store, key)))
        kept = tuple(value for value in found if not is_none(value))
        if kept:
            return kept
    return ()


def _in_state(ev: Evaluator, name: str, path: str) -> Set:
    """The same for the attributes of an application's state."""
    for group in ([path], _near(ev, path, _APPLICATIONS)):
        modules = [module for one in group if (module := ev.project.searched(one, name)) is not None]
        found: Set = ()
        for write in (write for module in modules for write in module.writes.get(name, ())):
            scope = Scope(write.definition.block)
            if not (isinstance(write.target, f.Attribute) and write.target.attr == _STATE and write.definition.kind == "value"):
                continue
            if all(isinstance(value, _OUTSIDE) for value in ev.value(write.target.value, scope)):
                found = union(found, ev.definition(write.definition, scope))
        kept = tuple(value for value in found if not is_none(value))
        if kept:
            return kept
    return ()


def _near(ev: Evaluator, path: str, tops: frozenset[str]) -> list[str]:
    """Other files above and below that may put a client in: who does has made one, so its file names the SDK."""
    files = ev.project.modules.files.items()
    return [
        other
        for other, index in files
        if other != path and index.needles and _imports(index, tops) and _related(path, other)
    ]


def _imports(index: FileIndex, tops: frozenset[str]) -> bool:
    return any(one.module.partition(".")[0] in tops for one in index.imports)


def _related(path: str, other: str) -> bool:
    """Does one of the files stand in the folder of the other, or below it?"""
    here, there = dirname(path), dirname(other)
    return _below(here, there) or _below(there, here)


def _below(folder: str, upper: str) -> bool:
    return not upper or f"{folder}/".startswith(f"{upper}/")


def _in_module(ev: Evaluator, module: Module, store: str, key: str) -> Iterator[Set]:
    """The values that one file puts in: as an attribute, as an item, by a call."""

    def is_store(node: f.Expression, scope: Scope) -> bool:
        return any(isinstance(value, External) and value.name == store for value in ev.value(node, scope))

    for write in module.writes.get(key, ()):
        if write.definition.kind == "value" and is_store(write.target, Scope(write.definition.block)):
            yield ev.definition(write.definition, Scope(write.definition.block))
    outer, _, last = store.rpartition(".")
    ways = [(write.definition, write.target) for write in module.writes.get(last, ())]
    for one, target in [*ways, *((update, None) for update in module.updates.get(last, ()))]:
        scope = Scope(one.block)
        if one.kind != "update" or one.expression is None or not _is_key(ev, one.path, key, scope):
            continue
        if target is None or any(isinstance(value, External) and value.name == outer for value in ev.value(target, scope)):
            yield ev.value(one.expression, scope)
    for site in (site for setter in sorted(_SETTERS) for site in module.calls.get(setter, ())):
        function, given = site.call.function, site.call.arguments
        scope = Scope(site.block)
        if not isinstance(function, f.Attribute) or len(given) < 2 or not _is_key(ev, (given[0].value,), key, scope):
            continue
        if is_store(function.value, scope):
            yield ev.value(given[1].value, scope)


def _is_key(ev: Evaluator, way: Path, key: str, scope: Scope) -> bool:
    """Is the way into the store just this key?"""
    if len(way) != 1 or isinstance(way[0], str | int):
        return False
    return any(isinstance(value, Const) and value.value == key for value in ev.value(way[0], scope))
