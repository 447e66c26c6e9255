"""What the long tail asks about: each client under each of its names, with each of its operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk

HTTP = frozenset({"aiohttp", "http", "httpx", "httpx-sse", "requests", "urllib", "urllib3", "websocket-client", "websockets"})
"""Distributions whose calls are AI calls by their URL alone."""


@dataclass(frozen=True)
class Subject:
    """One client under one name with one operation."""

    sdk: Sdk
    client: Client | None
    """None for functions of a package without state."""
    name: str
    chain: str
    operation: Operation
    parents: tuple[Client, ...] = ()
    """Of an object: the clients from which it is obtained, the outermost first."""

    @property
    def of_module(self) -> bool:
        """Is it a function of the package itself?"""
        return self.client is None or self.client.kind == "module"

    @property
    def reported(self) -> bool:
        """Does the operation send content? Sessions, management and plain GET requests stay silent."""
        fetches = self.sdk.distribution in HTTP and self.chain == "get"
        return self.operation.sends and not self.operation.manages and not fetches

    @property
    def roles(self) -> dict[str, str]:
        """Parameter -> role of the operation."""
        shape = self.sdk.shapes.get(self.operation.shape or "")
        return {**(shape.roles if shape else {}), **self.operation.roles}

    @property
    def positional(self) -> tuple[str, ...]:
        """Parameters of the operation in positional order."""
        shape = self.sdk.shapes.get(self.operation.shape or "")
        return self.operation.positional or (shape.positional if shape else ())

    @property
    def wrappers(self) -> tuple[str, ...]:
        """``with_raw_response`` and its like, where the operation has them."""
        shape = self.sdk.shapes.get(self.operation.shape or "")
        return self.operation.wrappers or (shape.wrappers if shape else ())


def operations(catalog: Catalog, client: Client) -> dict[str, Operation]:
    """Chain -> operation, those of the inherited clients included."""
    found: dict[str, Operation] = {}
    for reference in client.inherits:
        sdk, _, key = reference.rpartition(":")
        found |= operations(catalog, catalog.sdks[sdk or client.sdk].clients[key])
    for operation in catalog.sdks[client.sdk].operations:
        if client.id in operation.on:
            found |= dict.fromkeys(operation.chains, operation)
    return found


def derives(catalog: Catalog, client: Client) -> frozenset[str]:
    """Methods that give a client of the same surface, inherited ones included."""
    found = frozenset(client.returns_client)
    for reference in client.inherits:
        sdk, _, key = reference.rpartition(":")
        found |= derives(catalog, catalog.sdks[sdk or client.sdk].clients[key])
    return found


def subjects(catalog: Catalog, sdk: Sdk) -> Iterator[Subject]:
    """Every pair of client and operation, and every name of every client that has operations."""
    for client in sdk.clients.values():
        if client.kind == "module":
            continue
        found = list(operations(catalog, client).items())
        longer = max(len(found), len(client.names)) if found else 0
        pairs = list(zip(cycle(client.names), cycle(found), range(longer), strict=False))
        for parents in _parents(sdk, client):
            yield from (Subject(sdk, client, name, chain, operation, parents) for name, (chain, operation), _ in pairs)
    module = next((client for client in sdk.clients.values() if client.kind == "module"), None)
    for operation in sdk.operations:
        if "module" in operation.on:
            for chain, root in zip(operation.chains, cycle(sdk.imports), strict=False):
                yield Subject(sdk, _owner(sdk, root, module), _root(sdk, root, chain), chain, operation)


def _parents(sdk: Sdk, client: Client) -> list[tuple[Client, ...]]:
    if client.kind != "object" or not client.obtained_from:
        return [()]
    owners = client.of or tuple(key for key, one in sdk.clients.items() if one.kind not in ("module", "object"))
    return [(*_parents(sdk, sdk.clients[key])[0], sdk.clients[key]) for key in owners]


def _root(sdk: Sdk, root: str, chain: str) -> str:
    """The import root below which a module's chain stands; some chains name another root of the same distribution."""
    return next((one for one in sdk.imports if chain.startswith(one + ".")), root)


def _owner(sdk: Sdk, root: str, module: Client | None) -> Client | None:
    return next((one for one in sdk.clients.values() if one.kind == "module" and root in one.names), module)
