"""What must hold within an SDK's file and between it and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aigc_lint.catalog.closed import MODALITIES, ROLES
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Sdk

_PROVIDER = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


def faults(catalog: Catalog, sdk: Sdk) -> Iterator[str]:
    """Say what is wrong with an SDK's file, each fault with its entry."""
    tables = {name for other in catalog.sdks.values() for name in other.prefixes}
    if sdk.maker is not None and sdk.maker not in catalog.providers:
        yield f"maker {sdk.maker!r} is no provider"
    yield from (f"runs_on {other!r} does not exist" for other in sdk.runs_on if other not in catalog.sdks)
    roots = {root for other in catalog.sdks.values() for root in other.imports}
    for old, new in sdk.moved.items():
        if not any(old == root or old.startswith(f"{root}.") for root in sdk.imports):
            yield f"moved {old!r} is none of its packages"
        if not any(new == root or new.startswith(f"{root}.") for root in roots):
            yield f"moved {old!r}: {new!r} is below no import of an SDK"
    for id, client in sdk.clients.items():
        for fault in _client(catalog, sdk, client, tables):
            yield f"clients.{id}: {fault}"
    for name, shape in sdk.shapes.items():
        yield from (f"shapes.{name}: {fault}" for fault in _roles("roles", shape.roles))
    for operation in sdk.operations:
        entry = f"operations {operation.chains[0] if operation.chains else '(no chains)'}"
        for id in operation.on:
            if id != "module" and id not in sdk.clients:
                yield f"{entry}: client {id!r} does not exist"
        if operation.shape is not None and operation.shape not in sdk.shapes:
            yield f"{entry}: shape {operation.shape!r} does not exist"
        if operation.modality not in MODALITIES:
            yield f"{entry}: modality {operation.modality!r} is none of {', '.join(sorted(MODALITIES))}"
        yield from (f"{entry}: {fault}" for fault in _roles("roles", operation.roles))
        yield from (f"{entry}: {fault}" for fault in _target(catalog, operation.service))
    for name, prefixes in sdk.prefixes.items():
        for prefix, target in prefixes.items():
            yield from (f"prefixes.{name}.{prefix}: {fault}" for fault in _target(catalog, target))


def _client(catalog: Catalog, sdk: Sdk, client: Client, tables: set[str]) -> Iterator[str]:
    yield from _target(catalog, client.service)
    yield from _roles("roles", client.roles)
    yield from _roles("environment", {role: role for role in client.environment})
    for option in client.options:
        yield from _target(catalog, option.service)
    for id in client.of:
        if id not in sdk.clients:
            yield f"of {id!r} does not exist"
    for inherited in client.inherits:
        if not _exists(catalog, sdk, inherited):
            yield f"inherits {inherited!r} does not exist"
    if client.module is not None and not _exists(catalog, sdk, client.module):
        yield f"module {client.module!r} does not exist"
    if client.prefixes is not None and client.prefixes not in tables:
        yield f"prefixes {client.prefixes!r} is a table of no SDK"


def _exists(catalog: Catalog, sdk: Sdk, reference: str) -> bool:
    """Is there a client of that name, ``distribution:client`` or one of the same SDK?"""
    distribution, _, id = reference.rpartition(":")
    other = catalog.sdks.get(distribution or sdk.distribution)
    return other is not None and id in other.clients


def _roles(key: str, roles: Mapping[str, str]) -> Iterator[str]:
    for parameter, role in roles.items():
        if role not in ROLES:
            yield f"{key}.{parameter} {role!r} is none of {', '.join(sorted(ROLES))}"


def _target(catalog: Catalog, target: str | None) -> Iterator[str]:
    """A service id, or ``provider:<id>`` for one that has no service here."""
    if target is None or target in catalog.services:
        return
    kind, _, id = target.rpartition(":")
    if kind != "provider":
        yield f"service {target!r} does not exist"
    elif id in catalog.aliases:
        yield f"{target!r} is another name of provider:{catalog.aliases[id]}"
    elif not _PROVIDER.fullmatch(id):
        yield f"{target!r} is no provider id"
