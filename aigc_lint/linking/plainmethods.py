"""What methods of texts, dicts and lists return."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aigc_lint.linking import strings
from aigc_lint.linking.abstract import Const, DictVal, ListVal, MethodVal, Scope, Set, Unk, Value, union
from aigc_lint.linking.containers import item
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


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
        return receiver.all_values() or (Unk("call"),) if name in _TAKES else (Unk("call"),)
    if name in ("get_secret_value", "decode", "__str__", "unicode_string"):
        return (receiver,)
    if not strings.is_text(receiver):
        return (Unk("call"),)
    return _text_method(ev, receiver, name, arguments, node, scope)


_TAKES = frozenset({"get", "get_nowait", "pop", "popleft"})
"""Methods of lists, queues and context variables that give an item."""


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


_PATH = re.compile(r"/?[\w.-]+(?:/[\w.-]+)+/?")


def put_in(ev: Evaluator, receiver: Value, node: f.Call, scope: Scope) -> Set:
    """What an unknown URL is after ``url.replace("chat/completions", "images/edits")``: unknown still, but for its new end."""
    if not isinstance(node.function, f.Attribute) or node.function.attr != "replace" or len(node.arguments) != 2:
        return ()
    given = [ev.value(one.value, scope) for one in node.arguments if one.name is None]
    paths = [str(one[0].value) for one in given if len(one) == 1 and isinstance(one[0], Const)]
    if len(paths) != 2 or not all(map(_PATH.fullmatch, paths)):
        return ()
    return (strings.made((receiver if isinstance(receiver, Unk) else Unk("call"), paths[1])),)


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
