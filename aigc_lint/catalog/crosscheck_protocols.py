"""What must hold within ``protocols.toml`` and between it and the rest."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.catalog import expressions
from aigc_lint.catalog.entries.catalog import Catalog


def faults(catalog: Catalog) -> Iterator[str]:
    """Say what is wrong with the URL paths, the payloads and whose they are."""
    protocols = catalog.protocols
    for protocol, owner in protocols.owners.items():
        kind, _, id = owner.rpartition(":")
        if id not in (catalog.providers if kind == "provider" else catalog.services):
            yield f"owners.{protocol}: {owner!r} does not exist"
    for path in protocols.paths:
        if path.maker is not None and path.maker not in catalog.providers:
            yield f"path {path.path}: maker {path.maker!r} is no provider"
        if path.path.count("{") > expressions.HOLES or any(part.count("{") > 1 for part in path.path.split("/")):
            yield f"path {path.path}: at most {expressions.HOLES} holes, and one between two slashes"
        if path.manages and (path.gets or path.maker):
            yield f"path {path.path}: what carries no content has no maker and no GET of its own"
    spoken = {path.protocol for path in protocols.paths} | set(protocols.owners)
    for payload in protocols.payloads:
        if not payload.keys:
            yield f"payload of {payload.protocol}: names no keys"
        if payload.protocol and payload.protocol not in spoken:
            yield f"payload {', '.join(payload.keys)}: no path and no owner has the protocol {payload.protocol!r}"
