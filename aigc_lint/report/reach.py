"""How a service is reached from Python: SDKs that name it, prefixes of model names that mean it, its hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Service

_BARE = frozenset({"langchain-bare-model"})
"""Tables of beginnings of model names: no prefix that one writes."""
_MAKERS = {"openrouter-model-maker": "openrouter-api", "bedrock-model-maker": "aws-bedrock"}
"""Tables that tell a model's maker, and the service that hosts it under a contract of its own."""


class Reach(Struct, frozen=True, kw_only=True):
    """The ways to one service."""

    sdks: tuple[str, ...]
    """Distributions with a client, an option or an operation for it."""
    prefixes: tuple[tuple[str, str], ...]
    """Pairs (distribution, prefix) of model names or provider arguments."""
    hosts: tuple[str, ...]
    """Hosts with the path prefix where one tells contracts apart."""
    paths: tuple[str, ...]
    """URL paths that mean it on whatever host: proxies that people run themselves."""
    hosted: tuple[tuple[str, str], ...]
    """Pairs (service, prefix): others that host this provider's models under their own contract."""


def reach(service: Service, catalog: Catalog) -> Reach:
    """Return the ways to a service."""
    protocols = catalog.protocols
    return Reach(
        sdks=tuple(sorted((name for name, named in _named(catalog) if service.id == named), key=_nearness(service))),
        prefixes=tuple(_prefixes(service, catalog)),
        hosts=tuple(dict.fromkeys(f"{one.host}{f':{one.port}' if one.port else ''}{one.path}" for one in service.endpoints)),
        paths=tuple(path.path for path in protocols.paths if protocols.owners.get(path.protocol) == service.id),
        hosted=tuple(_hosted(service, catalog)),
    )


def _nearness(service: Service) -> Callable[[str], tuple[bool, int, str]]:
    """Order distributions: those named after the service or its provider first, frameworks after them."""
    names = {service.provider, service.id.partition("-")[0]}
    return lambda distribution: (distribution.partition("-")[0] not in names, len(distribution), distribution)


def _named(catalog: Catalog) -> set[tuple[str, str]]:
    """The services that each distribution names."""
    found: set[tuple[str, str | None]] = set()
    for name, sdk in catalog.sdks.items():
        for client in sdk.clients.values():
            found |= {(name, client.service), *((name, option.service) for option in client.options)}
        found |= {(name, operation.service) for operation in sdk.operations}
    return {(name, service) for name, service in found if service}


def _prefixes(service: Service, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The first prefix of each table that means the service, or its provider where the service is the ordinary one."""
    wanted = {service.id, f"provider:{service.provider}"} if service.default else {service.id}
    for name, sdk in sorted(catalog.sdks.items()):
        for table, prefixes in sdk.prefixes.items():
            if table not in _MAKERS and table not in _BARE:
                found = sorted((prefix for prefix, means in prefixes.items() if means in wanted), key=lambda one: (len(one), one))
                yield from ((name, prefix) for prefix in found[:1])


def _hosted(service: Service, catalog: Catalog) -> Iterator[tuple[str, str]]:
    if not service.default:
        return
    for sdk in catalog.sdks.values():
        for table, host in _MAKERS.items():
            for prefix, means in sdk.prefixes.get(table, {}).items():
                if means == f"provider:{service.provider}" and host != service.id:
                    yield host, prefix
