"""What an expression can be, as far as linking could tell: sets of plain values that checks read.

A *set* is a tuple of alternatives, free of duplicates and in a fixed order. Unknown is a value too and knows why.
"""

from __future__ import annotations

from typing import Union

from msgspec import Struct

from aigc_lint.model.spans import Place


class Known(Struct, frozen=True, tag=True):
    """A value that is fully known."""

    value: str | int | float | bool | None


class Partial(Struct, frozen=True, tag=True):
    """A text of which some pieces are known: ``parts`` alternates freely between text and None for an unknown piece."""

    parts: tuple[str | None, ...]

    def __str__(self) -> str:
        return "".join("{}" if part is None else part for part in self.parts)


class Hidden(Struct, frozen=True, tag=True):
    """A literal credential; only its redacted form is kept."""

    text: str
    kind: str
    """``pattern`` or ``name``, see ``facts.Secret``."""
    place: Place | None = None


class Unknown(Struct, frozen=True, tag=True):
    """A value that cannot be known here."""

    reason: str
    """``environment``, ``parameter``, ``attribute``, ``call``, ``import``, ``expression``, ``bound`` (a limit was hit) ..."""
    origin: str = ""
    """What one would have to settle, as a policy ``[endpoints]`` key names it: ``env:NAME``, ``setting:module.NAME``,
    ``parameter:module.function.name``, ``call:dotted.name``; empty where nothing can be named."""
    place: Place | None = None
    """Where the origin stands."""


class Opaque(Struct, frozen=True, tag=True):
    """An object that is no plain value, by its dotted name: a client, a function, a class instance."""

    name: str


class Mapping(Struct, frozen=True, tag=True):
    """A dict with text keys."""

    items: tuple[tuple[str, Values], ...]
    open: bool = False
    """True where further, unknown keys may be present."""

    def get(self, key: str) -> Values | None:
        """The values under the key, or None where the dict does not show it (it may still hold it if ``open``)."""
        for name, values in self.items:
            if name == key:
                return values
        return None


class Sequence(Struct, frozen=True, tag=True):
    """A list, tuple or set: one set of values per item."""

    items: tuple[Values, ...]
    open: bool = False


Value = Union[Known, Partial, Hidden, Unknown, Opaque, Mapping, Sequence]
Values = tuple[Value, ...]


def texts(values: Values) -> tuple[str, ...]:
    """The fully known texts among the alternatives, in order."""
    return tuple(value.value for value in values if isinstance(value, Known) and isinstance(value.value, str))


def unknowns(values: Values) -> tuple[Unknown, ...]:
    """The alternatives that could not be known."""
    return tuple(value for value in values if isinstance(value, Unknown))
