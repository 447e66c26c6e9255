"""Finds the callables that an SDK file speaks of, in every pinned version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from tools.verify_catalog.bench import Bench, LineUp
from tools.verify_catalog.services import operations as service_operations
from tools.verify_catalog.signatures import Signature, signatures
from tools.verify_catalog.values import Value, Values, instances

Takes = tuple[tuple[LineUp, Signature], ...]
"""The signatures of one callable in all versions that have it."""


class Lookup:
    """One SDK file and its line-ups."""

    def __init__(self, bench: Bench, sdk: Sdk) -> None:
        self.bench = bench
        self.sdk = sdk
        self.line_ups = bench.line_ups(sdk)
        self._taken: dict[tuple[str, str], Takes] = {}

    def chain(self, operation: Operation, chain: str) -> Takes:
        return tuple(one for id in operation.on for one in self.on(id, chain))

    def on(self, id: str, chain: str) -> Takes:
        """The signatures of a chain on a client, or below the SDK's import roots."""
        if (id, chain) not in self._taken:
            self._taken[id, chain] = self.below_roots(chain) if id == "module" else self.reached(self.sdk.clients[id], chain)
        return self._taken[id, chain]

    def below_roots(self, chain: str) -> Takes:
        names = [chain if chain.startswith(root + ".") else f"{root}.{chain}" for root in self.sdk.imports]
        return self.takes((one, value) for one in self.line_ups for name in names for value in one.name(name))

    def reached(self, client: Client, chain: str) -> Takes:
        """The signatures of a chain on what any of the client's names makes."""
        if client.kind == "module":
            return self.takes((one, v) for one in self.line_ups for name in client.names for v in one.name(f"{name}.{chain}"))
        if client.selector is not None and (service := self.service(client.selector, chain)) is not None:
            return ((self.line_ups[0], service),)
        segments = chain.split(".")
        return self.takes(
            (one, value)
            for one in self.line_ups
            for name in plain(client.names)
            for value in one.chain(self.made(client, name, one), segments)
        )

    def service(self, selector: str, chain: str) -> Signature | None:
        botocore = self.bench.wheel("botocore")
        known = service_operations(botocore, selector) if botocore else None
        return known.get(chain) if known else None

    def made(self, client: Client, name: str, line_up: LineUp) -> Values:
        """What a client's name gives: the object that its class makes, or that its function returns."""
        found = line_up.name(name)
        if client.kind in ("factory", "wrapper", "function"):
            return tuple(made for value in found for made in line_up.expressions.result(value) or (value,))
        return instances(found)

    def constructors(self, client: Client) -> Takes:
        names = plain(client.names)
        names += [f"{name}.from_pretrained" for name in names if client.kind == "pretrained"]
        return self.takes((one, value) for one in self.line_ups for name in names for value in one.name(name))

    def takes(self, found: Iterable[tuple[LineUp, Value]]) -> Takes:
        return tuple((line_up, signature) for line_up, value in found for signature in signatures(line_up, value))

    def missing(self, name: str) -> str:
        """Say how far a dotted name leads."""
        parts = name.split(".")
        for end in range(len(parts) - 1, 0, -1):
            if any(one.name(".".join(parts[:end])) for one in self.line_ups):
                return f"{'.'.join(parts[:end])} has no {parts[end]}"
        return f"no wheel here has {parts[0]}"

    def lacking(self, id: str, chain: str) -> str:
        """Say how far a chain leads on a client."""
        if id == "module":
            return self.missing(f"{self.sdk.imports[0]}.{chain}")
        client = self.sdk.clients[id]
        parts = chain.split(".")
        for end in range(len(parts) - 1, -1, -1):
            for name, found in self._as_far_as(client, parts[:end]):
                kind = type(found.thing).__name__.lower()
                return f"{'.'.join([name, *parts[:end]])} is {kind} {found.thing.path} and has no {parts[end]}"
        return f"no source of {client.names[0]}"

    def _as_far_as(self, client: Client, parts: list[str]) -> Iterator[tuple[str, Value]]:
        for one in self.line_ups:
            for name in plain(client.names):
                yield from ((name, found) for found in one.chain(self.made(client, name, one), parts))


def plain(names: Iterable[str]) -> list[str]:
    """The names that are no patterns."""
    return [name for name in names if "*" not in name]
