"""How functions of the project are started that are handed to something: by threads, pools, schedulers and partials.

``Thread(target=ask, args=(client,))``, ``pool.map(ask, clients)``, ``loop.run_in_executor(None, ask, client)``: each is a call of
``ask``, written in another form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from aigc_lint.linking.abstract import DictVal, Later, ListVal, Scope, Set, union
from aigc_lint.linking.containers import iterated
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

Bound = tuple[tuple["int | str", Set], ...]


class Launcher(Struct, frozen=True):
    """How one is called."""

    place: int = 0
    """Of the function among the positional arguments."""
    name: str = ""
    """Of the function's parameter, where it may be passed by name."""
    passes: Literal["following", "packed", "each", "starred"] = "following"
    """The arguments after the function; a tuple and a dict of them; an item of each iterable; a tuple out of one iterable."""
    packed: tuple[tuple[int, str], ...] = ()
    """For ``packed``: places (-1: by name alone) and names of the tuple and of the dict."""


_FIRST = Launcher()
_EACH = Launcher(passes="each")
_STARRED = Launcher(passes="starred")
_THREAD = Launcher(1, "target", "packed", ((3, "args"), (4, "kwargs")))
_POOLED = Launcher(0, "func", "packed", ((1, "args"), (2, "kwds")))
LAUNCHERS: dict[str, Launcher] = {
    "Process": _THREAD,
    "Thread": _THREAD,
    "Timer": Launcher(1, "function", "packed", ((2, "args"), (3, "kwargs"))),
    "add_job": Launcher(0, "func", "packed", ((2, "args"), (3, "kwargs"))),
    "add_task": _FIRST,
    "apply": _POOLED,
    "apply_async": _POOLED,
    "call_later": Launcher(1),
    "call_soon": _FIRST,
    "call_soon_threadsafe": _FIRST,
    "imap": _EACH,
    "imap_unordered": _EACH,
    "map": _EACH,
    "map_async": _EACH,
    "partial": _FIRST,
    "process_map": _EACH,
    "retry_call": Launcher(0, "f", "packed", ((1, "fargs"), (2, "fkwargs"))),
    "run_in_executor": Launcher(1),
    "run_in_threadpool": _FIRST,
    "run_sync": _FIRST,
    "spawn": _FIRST,
    "starmap": _STARRED,
    "starmap_async": _STARRED,
    "start_new_thread": Launcher(0, "", "packed", ((1, ""), (2, ""))),
    "start_soon": _FIRST,
    "submit": _FIRST,
    "thread_map": _EACH,
    "to_thread": _FIRST,
}
"""By the last name of what is called."""


def function(launcher: Launcher, call: f.Call) -> f.Expression | None:
    """The function that the call hands to the launcher."""
    return _argument(call, launcher.place, launcher.name)


def passed(ev: Evaluator, launcher: Launcher, call: f.Call, scope: Scope) -> Bound | None:
    """What is passed to the function; None where the call's own further arguments are it, as they stand."""
    match launcher.passes:
        case "packed":
            return _unpacked(ev, launcher, call, scope)
        case "each":
            lists = [one.value for one in call.arguments if one.name is None and not one.star][launcher.place + 1 :]
            return tuple((place, _item(ev, node, scope)) for place, node in enumerate(lists))
        case "starred":
            node = _argument(call, launcher.place + 1, "")
            rows = ev.value(_only(node), scope) if node is not None else ()
            lists_ = [one for row in rows if isinstance(row, ListVal) for one in row.all_values() if isinstance(one, ListVal)]
            width = max((len(one.items) for one in lists_), default=0)
            return tuple((at, union(*(one.items[at] for one in lists_ if at < len(one.items)))) for at in range(width))
        case _:
            return None


def _argument(call: f.Call, place: int, name: str) -> f.Expression | None:
    for one in call.arguments:
        if name and one.name == name:
            return one.value
    plain = [one for one in call.arguments if one.name is None and not one.star]
    return plain[place].value if 0 <= place < len(plain) else None


def _unpacked(ev: Evaluator, launcher: Launcher, call: f.Call, scope: Scope) -> Bound:
    found: list[tuple[int | str, Set]] = []
    for place, name in launcher.packed:
        node = _argument(call, place, name)
        for value in ev.value(node, scope) if node is not None else ():
            if isinstance(value, ListVal) and not value.open:
                found += enumerate(value.items)
            elif isinstance(value, DictVal):
                found += value.items
    return tuple(dict(found).items())


def _item(ev: Evaluator, node: f.Expression, scope: Scope) -> Set:
    """Some item of the iterable, found out when it is looked at."""
    return Later(node, scope, lambda: union(*(iterated(ev, value) for value in ev.value(node, scope))), what="item")


def _only(node: f.Expression) -> f.Expression:
    """The iterable itself, of one that is spread."""
    return node.value if isinstance(node, f.Starred) else node
