"""What is passed, under which name and in which role, at the call, on the client, on what it was derived from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from aigc_lint.linking.abstract import Bound, ClientVal, Const, DictVal, Result, Scope, Set, Unk, is_none, spread, union
from aigc_lint.linking.conditions import tested_true
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.model import facts as f
from aigc_lint.model.spans import Span
from aigc_lint.model.uses import SPREAD

Level = Literal["call", "client", "derived", "module", "class"]


class Passed(Struct, frozen=True):
    """One argument."""

    name: str
    values: Set
    level: Level
    role: str = ""
    span: Span | None = None
    path: str = ""
    """File in which it is written."""
    may: frozenset[str] = frozenset()
    """For ``**unknown`` the roles of the parameters that it may fill."""


def roles_of(operation: Operation, sdk: Sdk | None) -> dict[str, str]:
    """Parameter -> role of an operation, its shape included."""
    shape = sdk.shapes.get(operation.shape) if sdk and operation.shape else None
    return {**(shape.roles if shape else {}), **operation.roles}


def positional_of(operation: Operation, sdk: Sdk | None) -> tuple[str, ...]:
    """Names of the operation's positional parameters."""
    shape = sdk.shapes.get(operation.shape) if sdk and operation.shape else None
    return operation.positional or (shape.positional if shape else ())


def passed(
    ev: Evaluator,
    call: f.Call,
    scope: Scope,
    *,
    names: tuple[str, ...],
    roles: dict[str, str],
    level: Level,
    bound: Bound = (),
    skip: int = 0,
) -> tuple[Passed, ...]:
    """The arguments of a call under their parameter names; positional ones beyond ``names`` are left out."""
    found: dict[str, Passed] = {}
    unknown: Set = ()
    at: Span | None = None
    path = scope.block.path
    place = 0
    for key, values in bound:
        name = key if isinstance(key, str) else names[key] if key < len(names) else ""
        place = max(place, key + 1) if isinstance(key, int) else place
        if name:
            found[name] = Passed(name, values, level, roles.get(name, ""), None, path)
    before = skip
    for argument in call.arguments:
        if argument.star == 2:
            inner, more = _spread(ev, argument, scope, roles, level)
            found |= {one.name: one for one in inner}
            if more:
                unknown, at = union(unknown, more), at or argument.span
            continue
        if argument.star == 1:
            continue
        if argument.name is None and before:  # a runner's own, and the function itself
            before -= 1
            continue
        name = argument.name or (names[place] if place < len(names) else "")
        place += argument.name is None
        if name:
            values = ev.later(argument.value, scope)
            if roles.get(name) == "endpoint" and tested_true(argument.value, scope.block.tests.get(id(call), ())):
                values = tuple(value for value in values if not is_none(value)) or (Unk("setting", written(argument.value)),)
            found[name] = Passed(name, values, level, roles.get(name, ""), argument.span, path)
    if unknown:
        may = frozenset(roles.values()) - {one.role for one in found.values()}
        found[SPREAD] = Passed(SPREAD, unknown, level, "", at, path, may)
    return tuple(found.values())


def written(node: f.Expression) -> str:
    """A dotted name as an origin: ``setting:self.config.base_url``; empty for anything else."""
    names: list[str] = []
    while isinstance(node, f.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join(("setting:" + node.id, *reversed(names))) if isinstance(node, f.Name) else ""


def _spread(ev: Evaluator, argument: f.Argument, scope: Scope, roles: dict[str, str], level: Level) -> tuple[list[Passed], Set]:
    """``**options``: the entries that are known, and what others there may be; alternatives of one name are joined."""
    dicts, unknown = spread(ev.value(argument.value, scope))
    more = tuple(value if isinstance(value, Unk) else Unk("expression") for value in unknown)
    names = dict.fromkeys(name for one in dicts for name, _ in one.items)
    found = [
        Passed(
            name,
            union(*(one.get(name) or (Const(None),) for one in dicts), more),
            level,
            roles.get(name, ""),
            argument.span,
            scope.block.path,
        )
        for name in names
    ]
    return found, union(more, (Unk("expression"),) if any(one.open for one in dicts) else ())


def of_client(ev: Evaluator, client: ClientVal) -> Iterator[Passed]:
    """What the client was given: by its own construction, by what it was derived or obtained from; innermost first."""
    entry: Client = client.client
    level: Level = "derived" if client.how in ("derived", "object") else "client"
    for name, values in client.bound:
        if isinstance(name, str):
            yield Passed(name, values, level, entry.roles.get(name, ""))
    if client.call is not None and client.scope is not None:
        names, roles = _parameters(ev, client)
        yield from passed(ev, client.call, client.scope, names=names, roles=roles, level=level, bound=client.bound)
    if client.parent is not None:
        yield from of_client(ev, client.parent)


def _parameters(ev: Evaluator, client: ClientVal) -> tuple[tuple[str, ...], dict[str, str]]:
    """Positional names and roles of the call that gave the client: a constructor's, or those of the method that it came from."""
    entry = client.client
    if client.how == "derived":  # ``with_options``, ``bind_tools``: what they share with the constructor goes by keyword
        return (), entry.roles
    if client.how == "object" and client.by is not None:
        sdk = ev.project.sdks.catalog.sdks.get(entry.sdk)
        return positional_of(client.by, sdk), {**entry.roles, **roles_of(client.by, sdk)}
    return entry.positional, entry.roles


def nested(values: Set, way: tuple[str, ...]) -> Set:
    """What stands under a dotted path inside dicts and options objects; nothing where it is not there."""
    for step in way:
        inner: list[Set] = []
        for value in values:
            if isinstance(value, DictVal):
                inner.append(value.get(step) or ())
            elif isinstance(value, Result):
                inner.append(next((found for name, found in value.bound if name == step), ()))
        values = union(*inner)
    return values


def options(arguments: tuple[Passed, ...], client: Client) -> dict[str, Set]:
    """What the arguments that choose the client's service were given; a dotted one stands inside another."""
    found = {one.name: one.values for one in reversed(arguments)}
    for option in client.options:
        first, _, rest = (option.argument or "").partition(".")
        if rest and first in found:
            found[f"{first}.{rest}"] = nested(found[first], tuple(rest.split(".")))
    return found


def hidden_options(given: tuple[Passed, ...], client: Client) -> Set:
    """What may hold an option that moves the client to another service, without showing it: ``Client(**unknown)``."""
    names = {(option.argument or "").partition(".")[0] for option in client.options if option.argument}
    if not names or any(one.name in names for one in given):
        return ()
    return union(*(one.values for one in given if one.name == SPREAD and one.level != "call"))


def with_role(arguments: tuple[Passed, ...], roles: dict[str, str], role: str) -> list[Passed]:
    """The arguments that have a role, innermost level first; dotted roles are looked up inside their argument."""
    found = []
    dotted = [name for name, has in roles.items() if has == role and "." in name]
    for one in arguments:
        if one.role == role:
            found.append(one)
        for name in dotted:
            first, *rest = name.split(".")
            if one.name == first:
                values = nested(one.values, tuple(rest))
                if values:
                    found.append(Passed(name, values, one.level, role, one.span, one.path))
    return found


def rest(given: tuple[Passed, ...], role: str) -> Set:
    """What may fill a parameter of that role without showing: ``**unknown``, at a level that no surer one overrides."""
    found: Set = ()
    for one in given:
        if role in one.may:
            found = union(found, one.values)
        elif one.role == role and one.values and not any(is_none(value) for value in one.values):
            break
    return found


def effective(found: list[Passed]) -> Set:
    """The values that win: the innermost level's, falling through where it may be None."""
    result: Set = ()
    for one in found:
        result = union(result, tuple(value for value in one.values if not is_none(value)))
        if one.values and not any(is_none(value) for value in one.values):
            break
    return result
