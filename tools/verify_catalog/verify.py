"""Checks every claim of one SDK file against the source of its pinned versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import griffe

from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from tools.verify_catalog.bench import Bench
from tools.verify_catalog.claims import Claim, Kind, State
from tools.verify_catalog.lookup import Lookup, Takes, plain

_DECISIVE = frozenset({"retention", "region", "plan", "headers", "body", "endpoint", "provider"})
"""Roles that a finding may ask the user to pass: no callable may be said to take one that it does not know."""


def verify(bench: Bench, sdks: Mapping[str, Sdk], sdk: Sdk) -> Iterator[Claim]:
    """Yield what became of every claim of an SDK file."""
    yield from Verification(bench, sdks, sdk).claims()


class Verification:
    """One SDK file and its line-ups."""

    def __init__(self, bench: Bench, sdks: Mapping[str, Sdk], sdk: Sdk) -> None:
        self.sdks = sdks
        self.sdk = sdk
        self.look = Lookup(bench, sdk)

    def claims(self) -> Iterator[Claim]:
        """All claims, clients first."""
        for id, client in self.sdk.clients.items():
            yield from self._client(f"clients.{id}", client)
        for operation in self.sdk.operations:
            entry = f"operations {operation.chains[0]} ({','.join(operation.on)})"
            yield from self._operation(entry, operation)
            yield from self._roles(entry, operation)
        for name, shape in self.sdk.shapes.items():
            users = [operation for operation in self.sdk.operations if operation.shape == name]
            takes = tuple(one for operation in users for chain in operation.chains for one in self.look.chain(operation, chain))
            for role in shape.roles:
                yield self._parameter(f"shapes.{name}", role, takes)
            yield from self._wrappers(f"shapes.{name}", shape.wrappers, users)

    # --- clients ---

    def _client(self, entry: str, client: Client) -> Iterator[Claim]:
        if client.kind == "module":
            yield from self._module(entry, client)
            return
        for name in client.names:
            if "*" in name:
                yield self._claim(entry, "client", name, "not-read", "a pattern of names")
            else:
                found = any(self.look.made(client, name, one) for one in self.look.line_ups)
                yield self._decide(entry, "client", name, found, self.look.missing(name))
        takes = self.look.constructors(client)
        for role in client.roles:
            yield self._parameter(entry, role, takes)
        if client.wraps is not None:
            yield self._parameter(entry, client.wraps, takes)
        for option in client.options:
            if option.argument is not None:
                yield self._parameter(entry, option.argument, takes, kind="option")
        if client.positional:
            yield from self._positions(entry, client.positional, {"": takes})
        yield from self._variables(entry, client)
        yield from self._methods(entry, client)
        yield from self._inherited(entry, client)

    def _module(self, entry: str, client: Client) -> Iterator[Claim]:
        for name in client.names:
            found = any(isinstance(value.thing, griffe.Module) for one in self.look.line_ups for value in one.name(name))
            yield self._decide(entry, "client", name, found, self.look.missing(name))
        for name in client.globals:
            yield self._decide(entry, "state", name, any(one.name(name) for one in self.look.line_ups), self.look.missing(name))
        for function, roles in client.configure.items():
            takes = self.look.takes((one, value) for one in self.look.line_ups for value in one.name(function))
            yield self._decide(entry, "state", function, bool(takes), self.look.missing(function))
            for role in roles:
                yield self._parameter(f"{entry}.configure", role, takes)
        yield from self._variables(entry, client)

    def _variables(self, entry: str, client: Client) -> Iterator[Claim]:
        names = (*client.environment.values(), *(option.environment for option in client.options if option.environment))
        for name in dict.fromkeys(names):
            found = any(one.mentions(name) for one in self.look.line_ups)
            yield self._decide(entry, "variable", name, found, "the word is nowhere in the source")

    def _methods(self, entry: str, client: Client) -> Iterator[Claim]:
        for method in client.returns_client:
            yield self._decide(entry, "method", method, bool(self.look.reached(client, method)), "no such method")
        owners = [self.sdk.clients[id] for id in client.of] or [one for one in self.sdk.clients.values() if one is not client]
        for chain in client.obtained_from:
            found = any(self.look.reached(owner, chain) for owner in owners)
            yield self._decide(entry, "method", chain, found, "no client has it")
        if client.callable_as is not None:
            found = bool(self.look.reached(client, client.callable_as))
            yield self._decide(entry, "method", client.callable_as, found, "no such method")

    def _inherited(self, entry: str, client: Client) -> Iterator[Claim]:
        """The operations that a class is said to have from a class of another SDK."""
        if client.kind not in ("class", "pretrained"):
            return
        for reference in client.inherits:
            distribution, _, id = reference.rpartition(":")
            other = self.sdks.get(distribution or self.sdk.distribution)
            if other is None or id not in other.clients or self._derives(client, other.clients[id]):
                yield self._decide(entry, "inherited", reference, other is not None, "no such SDK")
                continue
            chains = [chain for operation in other.operations if id in operation.on for chain in operation.chains]
            for chain in dict.fromkeys(chains):
                found = bool(self.look.reached(client, chain))
                yield self._decide(entry, "inherited", f"{reference} {chain}", found, f"not on {client.names[0]}")

    def _derives(self, client: Client, base: Client) -> bool:
        """Is a class of the client a subclass of a class of the other, which has operations of its own to be checked?"""
        for line_up in self.look.line_ups:
            wanted = {id(value.thing) for name in plain(base.names) for value in line_up.name(name)}
            for name in plain(client.names):
                for value in line_up.name(name):
                    if isinstance(value.thing, griffe.Class) and wanted & {id(one) for one in line_up.lineage(value.thing)[0]}:
                        return True
        return False

    # --- operations ---

    def _operation(self, entry: str, operation: Operation) -> Iterator[Claim]:
        for chain in operation.chains:
            for id in operation.on:
                found = bool(self.look.on(id, chain))
                yield self._decide(entry, "operation", f"{id}:{chain}", found, self.look.lacking(id, chain))
        yield from self._wrappers(entry, operation.wrappers, [operation])

    def _wrappers(self, entry: str, wrappers: tuple[str, ...], operations: list[Operation]) -> Iterator[Claim]:
        """Names that may stand before the last one of a chain: true where any chain has it."""
        for wrapper in wrappers:
            found = any(self.look.chain(one, _wrapped(chain, wrapper)) for one in operations for chain in one.chains)
            yield self._decide(entry, "wrapper", wrapper, found, "no chain has it")

    def _roles(self, entry: str, operation: Operation) -> Iterator[Claim]:
        taken = {chain: self.look.chain(operation, chain) for chain in operation.chains}
        everything = tuple(one for takes in taken.values() for one in takes)
        for role in operation.roles:
            whole = self._parameter(entry, role, everything)
            yield whole
            if whole.state in ("confirmed", "accepted"):
                yield from self._role_of_each(entry, role, operation.roles[role], taken)
        shape = self.sdk.shapes.get(operation.shape or "")
        positional = operation.positional or (shape.positional if shape else ())
        if positional:
            yield from self._positions(entry, positional, taken)

    def _role_of_each(self, entry: str, role: str, meaning: str, taken: Mapping[str, Takes]) -> Iterator[Claim]:
        """The callables of an entry that do not take what others of it do."""
        for chain, takes in taken.items():
            if takes and self._parameter(entry, role, takes).state == "unconfirmed":
                state: State = "unconfirmed" if meaning in _DECISIVE else "loose"
                yield self._claim(entry, "parameter", f"{role} of {chain}", state, f"not a parameter of this one, but {meaning}")

    # --- verdicts ---

    def _parameter(self, entry: str, role: str, takes: Takes, *, kind: Kind = "parameter") -> Claim:
        """A parameter by its first segment: what lies below a dot is the business of the value."""
        if role.startswith("header:"):
            known = any(line_up.mentions(role[7:]) for line_up in self.look.line_ups)
            return self._decide(entry, kind, role, known, "the header is nowhere in the source")
        first = role.partition(".")[0]
        if any(first in signature.names for _, signature in takes):
            return self._claim(entry, kind, role, "confirmed")
        if any(signature.any_name for _, signature in takes):
            known = any(signature.any_name and line_up.mentions(first) for line_up, signature in takes)
            if known:
                return self._claim(entry, kind, role, "accepted")
            return self._claim(entry, kind, role, "unconfirmed", "a **kwargs takes it, but the source does not know the word")
        return self._claim(entry, kind, role, "unconfirmed", "no version takes it" if takes else "nothing here could be read")

    def _positions(self, entry: str, positional: tuple[str, ...], taken: Mapping[str, Takes]) -> Iterator[Claim]:
        """The order of positional parameters: whole on one callable of the entry at least, never contradicted by another."""
        fits = {chain: _fit(positional, takes) for chain, takes in taken.items()}
        for chain, fit in fits.items():
            name = f"{chain}({', '.join(positional)})"
            if fit in ("confirmed", "accepted"):
                yield self._claim(entry, "position", name, fit)
            elif fit == "shorter" and any(other in ("confirmed", "accepted") for other in fits.values()):
                yield self._claim(entry, "position", name, "loose", "takes fewer")
            elif taken[chain]:
                orders = {", ".join(signature.positional[: len(positional) + 1]) for _, signature in taken[chain]}
                yield self._claim(entry, "position", name, "unconfirmed", f"really ({'; '.join(sorted(orders))})")

    def _decide(self, entry: str, kind: Kind, name: str, found: bool, why: str) -> Claim:
        return self._claim(entry, kind, name, "confirmed" if found else "unconfirmed", "" if found else why)

    def _claim(self, entry: str, kind: Kind, name: str, state: State, why: str = "") -> Claim:
        return Claim(self.sdk.distribution, entry, kind, name, state, why)


def _fit(positional: tuple[str, ...], takes: Takes) -> Literal["confirmed", "accepted", "shorter", "wrong"]:
    """How a claimed order of parameters fits the best of the real ones."""
    orders = {signature.positional for _, signature in takes}
    if any(order[: len(positional)] == positional for order in orders):
        return "confirmed"
    if any(signature.any_position and positional[: len(signature.positional)] == signature.positional for _, signature in takes):
        return "accepted"
    return "shorter" if any(positional[: len(order)] == order for order in orders) else "wrong"


def _wrapped(chain: str, wrapper: str) -> str:
    """``chat.completions.with_raw_response.create``."""
    before, dot, last = chain.rpartition(".")
    return f"{before}{dot}{wrapper}.{last}"
