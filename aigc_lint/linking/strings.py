"""Texts with unknown pieces: joining, formatting and the methods that URL and model code uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product
from urllib.parse import urljoin

from aigc_lint.linking.abstract import Const, SecretText, Set, Template, Unk, Value, union

_MOST_COMBINATIONS = 24
_MOST_PIECES = 1_000
_MOST_CHARACTERS = 100_000
"""Of one text. Code that doubles a text line by line must not make us write it out."""

SIMPLE: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
}
STRIPS: dict[str, Callable[[str, str | None], str]] = {"strip": str.strip, "rstrip": str.rstrip, "lstrip": str.lstrip}


def combined(sets: Sequence[Set], join: Callable[[tuple[Value, ...]], Value]) -> Set:
    """What joining one alternative of each set can give: a bounded number of ways, and unknown where there are more."""
    ways = product(*sets)
    found = union(*((join(chosen),) for chosen in islice(ways, _MOST_COMBINATIONS)))
    return union(found, (Unk("bound"),)) if next(ways, None) is not None else found


def is_text(value: Value) -> bool:
    """Is it a text, known in part at least?"""
    return isinstance(value, Template | SecretText) or (isinstance(value, Const) and isinstance(value.value, str))


def pieces(value: Value) -> tuple[str | Unk, ...]:
    """The value as it stands in a text that it is put into."""
    match value:
        case Const(value=None):
            return (Unk("expression"),)
        case Const():
            return (str(value.value),)
        case SecretText():
            return (value.text,)
        case Template():
            return value.parts
        case Unk():
            return (value,)
        case _:
            return (Unk("expression"),)


def concatenated(values: Iterable[Value]) -> Value:
    """One text made of the values in order."""
    parts: list[str | Unk] = []
    assumed = ""
    for value in values:
        assumed = assumed or (value.assumed if isinstance(value, Const | Template) else "")
        for piece in pieces(value):
            if isinstance(piece, str) and parts and isinstance(parts[-1], str):
                parts[-1] += piece
            elif piece != "":
                parts.append(piece)
    return made(tuple(parts), assumed)


def made(parts: tuple[str | Unk, ...], assumed: str = "") -> Value:
    """A text of these pieces: plain where all of it is known, unknown where nothing is."""
    if not parts:
        return Const("", assumed)
    if len(parts) > _MOST_PIECES or sum(len(piece) for piece in parts if isinstance(piece, str)) > _MOST_CHARACTERS:
        return Unk("bound")
    if len(parts) == 1:
        only = parts[0]
        return Const(only, assumed) if isinstance(only, str) else only
    return Template(parts, assumed)


def joined(sets: Sequence[Set]) -> Set:
    """All texts that joining one alternative of each set can give."""
    return combined(sets, concatenated)


def mapped(value: Value, change: Callable[[str], str]) -> Value:
    """The text with each known piece changed."""
    match value:
        case Const() if isinstance(value.value, str):
            return Const(change(value.value), value.assumed, value.spot)
        case Template():
            return made(tuple(change(piece) if isinstance(piece, str) else piece for piece in value.parts), value.assumed)
        case _:
            return value


def called(text: str, method: str, arguments: Sequence[object]) -> object:
    """What a method of a known text gives; None where the call is wrong, or gives a text that is too long."""
    if method == "replace" and arguments:
        old, new = str(arguments[0]), str(arguments[-1])
        if len(text) + text.count(old) * len(new) > _MOST_CHARACTERS:
            return None
    try:
        return getattr(text, method)(*arguments)
    except (TypeError, ValueError, OverflowError):
        return None


def stripped(value: Value, method: str, characters: str | None) -> Value:
    """``strip``, ``rstrip`` or ``lstrip``: only the outer pieces change."""
    strip = STRIPS[method]
    if not isinstance(value, Template):
        return mapped(value, lambda text: strip(text, characters))
    parts = list(value.parts)
    for index, side in ((0, "lstrip"), (-1, "rstrip")):
        piece = parts[index]
        if isinstance(piece, str) and method in (side, "strip"):
            parts[index] = STRIPS[side](piece, characters)
    return made(tuple(piece for piece in parts if piece != ""), value.assumed)


def formatted(template: str, positional: Sequence[Set], named: dict[str, Set]) -> Set:
    """``str.format``: fields by position or name; anything fancier is an unknown piece."""
    sets: list[Set] = []
    count = 0
    for literal, name in _fields(template):
        if literal:
            sets.append((Const(literal),))
        if name is None:
            continue
        key = name.partition("!")[0].partition(":")[0]
        if key == "":
            key, count = str(count), count + 1
        if key.isdigit():
            sets.append(positional[int(key)] if int(key) < len(positional) else (Unk("expression"),))
        else:
            sets.append(named.get(key, (Unk("expression"),)))
    return joined([one or (Unk("expression"),) for one in sets])


def interpolated(template: str, values: Sequence[Set]) -> Set:
    """``template % values`` for ``%s`` and ``%d``."""
    sets: list[Set] = []
    rest = template
    for one in values:
        before, mark, rest = _next_percent(rest)
        sets.append((Const(before),))
        if not mark:
            break
        sets.append(one or (Unk("expression"),))
    sets.append((Const(rest.replace("%%", "%")),))
    return joined(sets)


def url_joined(base: Value, reference: Value) -> Value:
    """``urllib.parse.urljoin``, also where the base's host is unknown."""
    if (
        isinstance(base, Const)
        and isinstance(reference, Const)
        and isinstance(base.value, str)
        and isinstance(reference.value, str)
    ):
        return Const(urljoin(base.value, reference.value), base.assumed)
    path = pieces(reference)
    if path and isinstance(path[0], str) and "://" in path[0]:
        return reference
    if path and isinstance(path[0], str):
        path = ("/" + path[0].lstrip("/"), *path[1:])
    return concatenated([stripped(base, "rstrip", "/"), made(path)])


def path_joined(values: Sequence[Value]) -> Value:
    """``os.path.join`` and ``"/".join``-like use on URLs."""
    texts: list[Value] = []
    for index, value in enumerate(values):
        if index:
            texts.append(Const("/"))
            value = stripped(value, "lstrip", "/")
        texts.append(stripped(value, "rstrip", "/") if index < len(values) - 1 else value)
    return concatenated(texts)


def _fields(template: str) -> Iterable[tuple[str, str | None]]:
    literal = ""
    index = 0
    while index < len(template):
        character = template[index]
        if template[index : index + 2] in ("{{", "}}"):
            literal += character
            index += 2
        elif character == "{":
            end = template.find("}", index)
            if end < 0:
                break
            yield literal, template[index + 1 : end]
            literal, index = "", end + 1
        else:
            literal += character
            index += 1
    yield literal, None


def _next_percent(text: str) -> tuple[str, str, str]:
    index = text.find("%")
    while 0 <= index < len(text) - 1 and text[index + 1] == "%":
        index = text.find("%", index + 2)
    if index < 0:
        return text, "", ""
    end = index + 1
    if text[end : end + 1] == "(":
        end = text.find(")", end) + 1 or end
    while end < len(text) and not text[end].isalpha():
        end += 1
    return text[:index], text[index : end + 1], text[end + 1 :]
