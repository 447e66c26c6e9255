"""What every name of a block stands for at one point of its flow, in time for thousands of names and branches.

A branch begins with what holds before it, and most of that is the same where the branches meet again. So the table is a tree that
is shared and never changed in place: whoever writes copies the few nodes on the way, and a join looks only at nodes that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from aigc_lint.linking.blocks import Definition

Found = tuple["Definition", ...]
_Leaf = dict[str, Found]
_Node = Union["list[_Node]", _Leaf]

MOST_DEFINITIONS = 256
"""Of one name, to which later ones are added where flows meet. Beyond it all that is known is that there is more."""
_LEAF = 48
"""Names in one leaf."""
_BITS = 4
_WIDTH = 1 << _BITS


class Names:
    """What all environments of a block have in common."""

    __slots__ = ("cut", "numbers")

    def __init__(self, cut: Definition) -> None:
        self.cut = cut
        """Stands for the definitions that are left out."""
        self.numbers: dict[str, int] = {}
        """Each name's number, whose bits are the way to its leaf: the same in every run, as hashes of texts are not."""


class Environment:
    """The definitions that reach each name here. A copy costs nothing."""

    __slots__ = ("_root", "names")

    def __init__(self, names: Names, root: _Node | None = None) -> None:
        self.names = names
        self._root: _Node = {} if root is None else root

    def copy(self) -> Environment:
        """What a branch begins with."""
        return Environment(self.names, self._root)

    def is_as(self, other: Environment) -> bool:
        """Is nothing changed between the two?"""
        return self._root is other._root

    def get(self, name: str) -> Found:
        """The definitions that reach the name; none where it has none in this block."""
        node = self._root
        if isinstance(node, list):
            way = self.names.numbers.get(name)
            if way is None:
                return ()
            while isinstance(node, list):
                node = node[way % _WIDTH]
                way >>= _BITS
        return node.get(name, ())

    def set(self, name: str, found: Found) -> None:
        """Let the name stand for other definitions from here on."""
        numbers = self.names.numbers
        if name not in numbers:
            numbers[name] = len(numbers)
        self._root = self._with(self._root, name, found, 0)

    def all(self) -> dict[str, Found]:
        """The whole table."""
        numbers = self.names.numbers
        return dict(sorted(_entries(self._root), key=lambda entry: numbers[entry[0]]))

    def _with(self, node: _Node, name: str, found: Found, shift: int) -> _Node:
        if isinstance(node, list):
            at = (self.names.numbers[name] >> shift) % _WIDTH
            nodes = node.copy()
            nodes[at] = self._with(node[at], name, found, shift + _BITS)
            return nodes
        leaf = node.copy()
        leaf[name] = found
        return leaf if len(leaf) <= _LEAF else _spread(leaf, self.names, shift)


def join(environments: Iterable[Environment | None]) -> Environment | None:
    """What reaches the point where the flows meet; None where none of them does."""
    living = [one for one in environments if one is not None]
    if not living:
        return None
    names = living[0].names
    return Environment(names, _joined([one._root for one in living], names, 0))


def _joined(nodes: Iterable[_Node], names: Names, shift: int) -> _Node:
    different = list({id(node): node for node in nodes}.values())
    if len(different) == 1:
        return different[0]
    leaves = [node for node in different if isinstance(node, dict)]
    if len(leaves) < len(different):
        lists = [node if isinstance(node, list) else _spread(node, names, shift) for node in different]
        return [_joined(below, names, shift + _BITS) for below in zip(*lists, strict=True)]
    first = leaves[0]
    joined = first.copy()
    merged: dict[str, dict[int, Found]] = {}
    for leaf in leaves[1:]:
        for name, found in leaf.items():
            known = joined.get(name)
            if known is None:
                joined[name] = found
            elif known is not found:
                merged.setdefault(name, {id(known): known})[id(found)] = found
    for name, alternatives in merged.items():
        joined[name] = _together(list(alternatives.values()), names.cut)
    if len(joined) == len(first) and all(joined[name] is first[name] for name in merged):
        return first
    return joined if len(joined) <= _LEAF else _spread(joined, names, shift)


def _together(alternatives: list[Found], cut: Definition) -> Found:
    """The definitions of all, in order. What is cut once grows no more: so many branches cost no more than they are."""
    for one in alternatives:
        if one[-1] is cut:
            return one
    found = tuple(dict.fromkeys(definition for one in alternatives for definition in one))
    for one in alternatives:
        if len(one) == len(found):
            return one
        if len(one) > MOST_DEFINITIONS:
            return (*one, cut)
    return found


def _spread(leaf: _Leaf, names: Names, shift: int) -> list[_Node]:
    """A leaf that has become too large, as a node with smaller ones."""
    leaves: list[_Leaf] = [{} for _ in range(_WIDTH)]
    for name, found in leaf.items():
        leaves[(names.numbers[name] >> shift) % _WIDTH][name] = found
    return [*leaves]


def _entries(node: _Node) -> Iterator[tuple[str, Found]]:
    if isinstance(node, dict):
        yield from node.items()
    else:
        for below in node:
            yield from _entries(below)
