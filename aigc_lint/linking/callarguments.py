"""The arguments that a call outside the project is given, by place or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import Bound, Scope, Set
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


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
