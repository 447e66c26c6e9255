"""The evaluator's own values: what an expression can be while it is followed through the project.

A *set* of alternatives is a tuple without duplicates. Values that hang on a syntax node compare by a key that names the
node, never by the node's content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint.catalog.entries.sdks import Client, Operation
from aigc_lint.linking.blocks import Block
from aigc_lint.model import facts as f
from aigc_lint.model.spans import Span

MOST_ALTERNATIVES = 12
"""A set with more alternatives is cut, and says so."""


class _Keyed(Struct, frozen=True, eq=False):
    """Equal by its key alone: the rest follows from that, or says how it was found."""

    key: tuple[Any, ...]

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)


class Const(Struct, frozen=True, eq=False):
    """A plain value."""

    value: str | int | float | bool | None
    assumed: str = ""
    """The origin whose default this is (``env:NAME``), where it is one."""
    spot: Spot | None = None

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Const) and (self.value, self.assumed) == (other.value, other.assumed))

    def __hash__(self) -> int:
        return hash((self.value, self.assumed))


class Template(Struct, frozen=True):
    """A text of which some pieces are unknown."""

    parts: tuple[str | Unk, ...]
    assumed: str = ""


class SecretText(Struct, frozen=True, eq=False):
    """A redacted literal."""

    text: str
    kind: str
    spot: Spot | None = None

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, SecretText) and (self.text, self.kind) == (other.text, other.kind))

    def __hash__(self) -> int:
        return hash((self.text, self.kind))


class Spot(Struct, frozen=True):
    """A span in a file of the project."""

    path: str
    span: Span


class Unk(Struct, frozen=True, eq=False):
    """Not known, and why; see ``values.Unknown``."""

    reason: str
    origin: str = ""
    spot: Spot | None = None

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Unk) and (self.reason, self.origin) == (other.reason, other.origin))

    def __hash__(self) -> int:
        return hash((self.reason, self.origin))


class DictVal(Struct, frozen=True, cache_hash=True):
    """A dict: text keys in order, and what may stand under other keys."""

    items: tuple[tuple[str, Set], ...] = ()
    open: bool = False
    rest: Set = ()

    def get(self, key: str) -> Set | None:
        """The values under a key; None where it is not shown."""
        return next((values for name, values in self.items if name == key), None)

    def with_item(self, key: str, values: Set) -> DictVal:
        """The same dict after ``d[key] = value``."""
        return self.with_items([(key, values)])

    def with_items(self, more: Iterable[tuple[str, Set]]) -> DictVal:
        """The same dict after several of these, in order."""
        kept = {item[0]: item for item in self.items}
        for item in more:
            kept.pop(item[0], None)
            kept[item[0]] = item
        return replace(self, items=tuple(kept.values()))

    def merged(self, other: DictVal) -> DictVal:
        """The same dict after ``d.update(other)``."""
        result = (self._uncertain(other.rest) if other.open else self).with_items(other.items)
        return replace(result, open=self.open or other.open, rest=union(self.rest, other.rest))

    def merged_with_any(self, values: Set) -> DictVal:
        """The same dict after it took over one of these, nobody knows which: what one lacks is as it was, or None."""
        others, unknown = spread(values)
        if not unknown and len(others) == 1:
            return self.merged(others[0])
        tables = [dict(one.items) for one in others]
        before = dict(self.items)
        names = dict.fromkeys(name for table in tables for name in table)
        taken = [
            (name, union(*(table.get(name) or before.get(name) or (Const(None),) for table in tables))) for name in names
        ]
        result = self.with_items(taken)
        if unknown:
            result = result._uncertain()
        is_open = self.open or bool(unknown) or any(one.open for one in others)
        return replace(result, open=is_open, rest=union(self.rest, *(one.rest for one in others)))

    def _uncertain(self, rest: Set = ()) -> DictVal:
        """The same dict, of which any entry may have been replaced by what is not seen."""
        return replace(self, items=tuple((name, union(values, rest or (Unk("expression"),))) for name, values in self.items))

    def all_values(self) -> Set:
        """Everything that may stand under some key."""
        return union(*(values for _, values in self.items), self.rest)


def spread(values: Set) -> tuple[list[DictVal], Set]:
    """The dicts that ``**value`` may be, and what it may be besides of which no entry is known.

    A function's own ``**options`` that nobody is seen to fill are an empty dict or unknown: they are taken for empty, as a reader
    would, who takes a parameter for its default.
    """
    dicts = [value for value in values if isinstance(value, DictVal)]
    own = any(not one.items and not one.open for one in dicts)
    others = (value for value in values if not isinstance(value, DictVal) and not is_none(value))
    unknown = tuple(value for value in others if not (own and isinstance(value, Unk) and value.reason == "parameter"))
    return dicts, unknown if dicts or unknown else (Unk("expression"),)


class ListVal(Struct, frozen=True, cache_hash=True):
    """A list, tuple, set or iterator."""

    items: tuple[Set, ...] = ()
    open: bool = False
    rest: Set = ()

    def all_values(self) -> Set:
        """Everything that may be an item."""
        return union(*self.items, self.rest)


class ModuleVal(Struct, frozen=True):
    """A module of the project: a file, or a folder without ``__init__`` (with a slash at its end)."""

    path: str


class External(Struct, frozen=True):
    """A name from outside the project, dotted: a module, class or function."""

    name: str


class Result(Struct, frozen=True, eq=False):
    """What calling something from outside returned, or an attribute of that; ``name`` says what was called."""

    name: str
    key: tuple[Any, ...] = ()
    bound: Bound = ()
    """Attributes set on it later: ``request.Model = "x"``."""

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Result) and (self.name, self.key) == (other.name, other.key))

    def __hash__(self) -> int:
        return hash((self.name, self.key))


class Frame(_Keyed, frozen=True, eq=False):
    """One activation of a function: where its arguments come from. Interned by the evaluator, so identity is equality."""

    block: Block
    call: f.Call | None = None
    """The call whose arguments bind the parameters; None: any caller."""
    caller: Scope | None = None
    receiver: Value | None = None
    outer: Frame | None = None
    """The frame of the enclosing function, for closures."""
    depth: int = 0
    bound: Bound = ()
    """Arguments bound earlier, by ``functools.partial`` or a runner: position or name -> values."""
    skip: int = 0
    """Leading arguments of the call that are not the function's (``to_thread(f, ...)``)."""
    assumed: tuple[tuple[str, Set], ...] = ()
    """Names of the block that are taken to have these values: the key under which a registry gave a class."""


class Scope(Struct, frozen=True):
    """Where an expression is evaluated."""

    block: Block
    frame: Frame | None = None


class FunctionVal(_Keyed, frozen=True, eq=False):
    """A function or lambda of the project, bound to a receiver or not."""

    block: Block
    receiver: Value | None = None
    outer: Frame | None = None


class ClassVal(_Keyed, frozen=True, eq=False):
    """A class of the project."""

    block: Block


class InstanceVal(_Keyed, frozen=True, eq=False):
    """An object of a class of the project; without ``call`` any object of that class."""

    block: Block
    call: f.Call | None = None
    caller: Scope | None = None
    bound: Bound = ()


class SuperVal(_Keyed, frozen=True, eq=False):
    """``super()`` in a method: the receiver, looked up from the next class on."""

    block: Block
    """The class in whose method it stands."""
    receiver: InstanceVal | ClassVal


class ClientVal(_Keyed, frozen=True, eq=False):
    """A client of an SDK in the catalogue."""

    client: Client
    how: str = "made"
    """``made`` (constructed by ``call``), ``derived`` (from ``parent``, by ``call``), ``object`` (obtained from ``parent``),
    ``annotated`` (known by its type only), ``base`` (a project class derives from it) or ``module``."""
    call: f.Call | None = None
    scope: Scope | None = None
    parent: ClientVal | None = None
    proxies: tuple[tuple[str, Spot], ...] = ()
    """Recording wrappers that the client went through: dotted name and place."""
    others: tuple[ClientVal, ...] = ()
    """Fallback clients (``with_fallbacks``)."""
    bound: Bound = ()
    origin: str = ""
    """For ``annotated``: what one would have to settle."""
    by: Operation | None = None
    """For ``object``: the operation that it was obtained by, where that is one."""
    wrapped_in: tuple[Client, ...] = ()
    """Wrappers of other SDKs that the client was handed to, the outermost first: they add operations of their own."""


class BoundVal(Struct, frozen=True):
    """An attribute chain on a client."""

    owner: ClientVal
    chain: tuple[str, ...]


class MethodVal(Struct, frozen=True, cache_hash=True):
    """A method of a plain value: text, dict or list."""

    receiver: Value
    name: str


class PartialVal(Struct, frozen=True, cache_hash=True):
    """``functools.partial(function, ...)``."""

    function: Value
    bound: Bound


Value = (
    Const
    | Template
    | SecretText
    | Unk
    | DictVal
    | ListVal
    | ModuleVal
    | External
    | Result
    | FunctionVal
    | ClassVal
    | InstanceVal
    | SuperVal
    | ClientVal
    | BoundVal
    | MethodVal
    | PartialVal
)
Set = Sequence[Value]
"""Alternatives; the empty set is "nothing reaches here"."""
Bound = tuple[tuple["int | str", Set], ...]
"""What is passed to a function, by place or name."""


class Later(Sequence[Value]):
    """A set that is found out when it is looked at: most of what dicts and calls hold never is. What was found is the
    evaluator's to keep, since it may hold for one question only."""

    __slots__ = ("_compute", "_key", "node", "scope")

    def __init__(self, node: f.Expression, scope: Scope, compute: Callable[[], Set], *, what: str = "") -> None:
        self.node = node
        """What is looked at, or ``what`` of it."""
        self.scope = scope
        self._key = (what, id(node), id(scope.frame))
        self._compute = compute

    def _values(self) -> Set:
        return self._compute()

    def __iter__(self) -> Iterator[Value]:
        return iter(self._compute())

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> Set: ...
    def __getitem__(self, index: int | slice) -> Value | Set:
        return self._values()[index]

    def __len__(self) -> int:
        return len(self._values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def union(*sets: Iterable[Value]) -> Set:
    """The alternatives of all sets, in order, cut at the bound."""
    if len(sets) == 1 and type(sets[0]) is tuple:
        found = sets[0]
    else:
        found = tuple([value for one in sets for value in one])
    if len(found) < 2:  # most are, and hashing is dear
        return found
    if len(found) == 2:
        first, second = found
        return found[:1] if first is second or (type(first) is type(second) and first == second) else found
    found = tuple(dict.fromkeys(found))
    if len(found) <= MOST_ALTERNATIVES:
        return found
    return (*found[:MOST_ALTERNATIVES], Unk("bound"))


def without_none(values: Set) -> Set:
    """The alternatives that are not None."""
    return tuple(value for value in values if not (isinstance(value, Const) and value.value is None))


def settled(values: Set) -> Set:
    """The alternatives without those that are known by their type alone, where the same is known better."""
    made = {value.client.sdk for value in values if isinstance(value, ClientVal) and value.how != "annotated"}
    classes = {id(value.block) for value in values if isinstance(value, InstanceVal) and value.call is not None}
    if not made and not classes:
        return values
    return tuple(
        value
        for value in values
        if not (isinstance(value, ClientVal) and value.how == "annotated" and value.client.sdk in made)
        and not (isinstance(value, InstanceVal) and value.call is None and id(value.block) in classes)
    )


def is_blank(value: Value) -> bool:
    """Is it None or the empty text: what ``or`` passes over?"""
    return isinstance(value, Const) and (value.value is None or value.value == "")


def is_none(value: Value) -> bool:
    """Is it the value None?"""
    return isinstance(value, Const) and value.value is None


def with_origin(value: Value, origin: str) -> Value:
    """The same value, marked as the default for an origin."""
    if origin and isinstance(value, Const) and value.value is not None and not value.assumed:
        return Const(value.value, origin, value.spot)
    return value
