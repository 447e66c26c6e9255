"""What a name or expression of an SDK stands for, as far as its source says."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

import griffe


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A module, class, function, or an attribute of which nothing but its existence is known."""

    thing: griffe.Object
    bound: bool = False
    """For a class: an instance of it. For a function: its first parameter is filled."""
    receiver: griffe.Class | None = None
    """For a function: the class that it was looked up on."""

    @property
    def key(self) -> tuple[int, bool, int]:
        """Identity."""
        return id(self.thing), self.bound, id(self.receiver)

    @property
    def opaque(self) -> bool:
        """Does nobody know what this is?"""
        return isinstance(self.thing, griffe.Attribute)


Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where a name is looked up."""

    place: griffe.Module | griffe.Class
    """The module, or the class whose body or method it is."""
    receiver: griffe.Class | None = None
    """What ``self`` or ``cls`` is."""
    function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
    """Its parameters, imports and assignments come first."""


def unique(values: Iterable[Value]) -> Values:
    """Each value once, in order; one that says nothing is dropped where another says something."""
    found: dict[tuple[int, bool, int], Value] = {}
    for value in values:
        found.setdefault(value.key, value)
    known = [value for value in found.values() if not value.opaque]
    return tuple(known or found.values())


def instances(values: Iterable[Value]) -> Values:
    """Instances of the classes among the values; anything else stays what it is."""
    return tuple(Value(value.thing, bound=True) if isinstance(value.thing, griffe.Class) else value for value in values)
