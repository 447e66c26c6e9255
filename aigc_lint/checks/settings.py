"""What a use sets under a dotted name, at whatever level and depth: ``store``, ``extra_body.provider.zdr``, ``header:X-Name``."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from aigc_lint.model.spans import Span
from aigc_lint.model.uses import SPREAD, Use
from aigc_lint.model.values import Known, Mapping, Value, Values

HEADER = "header:"
BODY = ("extra_body", "body", "json", "data", "content", "payload")
"""Names under which SDKs and HTTP libraries take the request's body."""

Wanted = str | int | float | bool | None
State = Literal["met", "wrong", "missing", "unknown"]


class Setting(Struct, frozen=True):
    """The values that reach a setting, over all paths."""

    values: Values = ()
    """What it is set to where that shows."""
    absent: bool = False
    """On some path it is not set."""
    unknown: bool = False
    """On some path it can't be known."""
    span: Span | None = None
    """Where it is written, if at the call."""

    def against(self, wanted: Wanted) -> tuple[State, bool]:
        """How it stands to a wanted value (None or ``*``: any), and whether that holds only for some of the values."""
        wrong = [value for value in self.values if not _equals(value, wanted)]
        met = len(wrong) < len(self.values)
        if wrong:
            return "wrong", met or self.absent or self.unknown
        if self.absent:
            return "missing", met or self.unknown
        return ("unknown", met) if self.unknown else ("met", False)

    def shown(self) -> str:
        """The values as a message shows them."""
        return ", ".join(show(value.value) for value in self.values if isinstance(value, Known)) or "..."


def look_up(use: Use, path: str) -> Setting:
    """Find a setting; call arguments first, then what sits inside them, then the request's body."""
    if path.lower().startswith(HEADER):
        return _header(use, path[len(HEADER) :].strip().lower())
    keys = path.split(".")
    for depth in range(len(keys), 0, -1):
        argument = use.argument(".".join(keys[:depth]))
        if argument and not (depth == 1 and keys[0] in BODY and use.body.items):
            found = _dig(argument.values, keys[depth:])
            if not found.absent or found.values or found.unknown:
                return Setting(found.values, found.absent, found.unknown, argument.span if argument.level == "call" else None)
    inside = keys[1:] if keys[0] in BODY else keys
    found = _dig((use.body,), inside) if inside else Setting(absent=True)
    named = use.argument(keys[0])
    hidden = found.absent and named is None and _may_be_spread(use)
    unknown = found.unknown or hidden
    return Setting(found.values, found.absent and not hidden, unknown, named.span if named and named.level == "call" else None)


def _may_be_spread(use: Use) -> bool:
    """Does the call take over settings that nobody can see, ``create(**options)``, which may hold any?"""
    spread = use.argument(SPREAD)
    return spread is not None and spread.level == "call"


def documented(use: Use, path: str) -> bool | None:
    """Whether the operation takes the setting; None where the catalogue does not know the operation's parameters."""
    first = path.split(".")[0]
    if first in BODY or path.lower().startswith(HEADER):
        return True
    return first in use.accepts if use.accepts else None


def show(value: Wanted) -> str:
    """A value as Python and TOML readers both understand it."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def _header(use: Use, name: str) -> Setting:
    values = use.headers.get(name)
    if values is None:
        return Setting(absent=not use.headers.open, unknown=use.headers.open)
    return _dig(values, [])


def _dig(values: Values, keys: list[str]) -> Setting:
    """Follow the keys through every alternative."""
    found: list[Value] = []
    absent = unknown = False
    for value in values:
        if keys and isinstance(value, Mapping):
            inner = value.get(keys[0])
            part = _dig(inner, keys[1:]) if inner is not None else Setting(absent=not value.open, unknown=value.open)
            found.extend(part.values)
            absent, unknown = absent or part.absent, unknown or part.unknown
        elif isinstance(value, Known) and value.value is None:
            absent = True
        elif isinstance(value, Known) and not keys:
            found.append(value)
        else:
            unknown = True
    return Setting(tuple(found), absent, unknown)


def _equals(value: Value, wanted: Wanted) -> bool:
    if wanted is None or wanted == "*":
        return True
    if not isinstance(value, Known):
        return False
    if isinstance(value.value, bool) or isinstance(wanted, bool):
        return value.value is wanted
    return value.value == wanted
