"""How much the catalogue holds: the counts of ``terms list --statistics``."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.model.words import Language, Words

LABELS = {
    "providers": Words("providers", "提供方"),
    "providers_with_terms": Words("  with terms", "  有条款文本"),
    "providers_by_host_only": Words("  known by host or SDK only", "  仅知其主机或 SDK"),
    "services": Words("services (contracts)", "服务（协议）"),
    "services_with_clauses": Words("  with clauses", "  有条款"),
    "documents": Words("documents", "条款文本"),
    "clauses": Words("clauses", "条款"),
    "clauses_read": Words("  read at their source", "  已查阅原文"),
    "opt_outs": Words("opt-outs", "退出方式"),
    "regulations": Words("regulations", "法规"),
    "duties": Words("  duties in them", "  所含义务"),
    "endpoints": Words("endpoints", "端点"),
    "hosts": Words("hosts", "主机"),
    "sdks": Words("SDKs", "SDK"),
    "sdk_versions": Words("  versions checked against source", "  已对照源码核对的版本"),
    "clients": Words("clients", "客户端"),
    "operations": Words("operations", "操作"),
    "pairs": Words("client-operation pairs", "客户端与操作的组合"),
    "pairs_inherited": Words("  with inherited ones", "  含继承所得"),
    "model_prefixes": Words("model prefixes", "模型前缀"),
    "wrappers": Words("tracing libraries", "追踪库"),
    "rules": Words("rules", "规则"),
}


class Pairs(Struct, frozen=True):
    """Clients and what can be called on them."""

    own: int
    inherited: int
    """Those of a client that is used through the surface of another one, its own included."""


def counts(catalog: Catalog) -> dict[str, int]:
    """Count everything, by the keys of ``LABELS``."""
    services = catalog.services.values()
    endpoints = [endpoint for service in services for endpoint in service.endpoints]
    pairs = _pairs(catalog)
    sdks = catalog.sdks.values()
    with_terms = {document.provider for document in catalog.documents.values()}
    return {
        "providers": len(catalog.providers),
        "providers_with_terms": len(with_terms),
        "providers_by_host_only": len(catalog.providers.keys() - with_terms),
        "services": len(catalog.services),
        "services_with_clauses": sum(bool(service.clauses) for service in services),
        "documents": len(catalog.documents),
        "clauses": len(catalog.clauses),
        "clauses_read": sum(clause.confidence == "read" for clause in catalog.clauses.values()),
        "opt_outs": sum(len(service.opt_outs) for service in services),
        "regulations": len(catalog.regulations),
        "duties": len(catalog.duties),
        "endpoints": len(endpoints),
        "hosts": len({endpoint.host for endpoint in endpoints}),
        "sdks": len(catalog.sdks),
        "sdk_versions": sum(len(sdk.verified) for sdk in sdks),
        "clients": sum(len(sdk.clients) for sdk in sdks),
        "operations": len({(sdk.distribution, chain) for sdk in sdks for one in sdk.operations for chain in one.chains}),
        "pairs": pairs.own,
        "pairs_inherited": pairs.inherited,
        "model_prefixes": sum(len(table) for sdk in sdks for table in sdk.prefixes.values()),
        "wrappers": len(catalog.wrappers),
        "rules": len(catalog.rules),
    }


def _pairs(catalog: Catalog) -> Pairs:
    own = {
        (sdk.distribution, client, chain)
        for sdk in catalog.sdks.values()
        for operation in sdk.operations
        for client in operation.on
        for chain in operation.chains
    }
    clients = [client for sdk in catalog.sdks.values() for client in sdk.clients.values()]
    every = own | {(client.sdk, client.id, chain) for client in clients for chain in chains(catalog, client)}
    return Pairs(len(own), len(every))


def chains(catalog: Catalog, client: Client) -> frozenset[str]:
    """What can be called on a client, through whatever surface it takes over."""
    return frozenset(chain for one in _surfaces(catalog, client, set()) for chain in _own(catalog, one))


def _own(catalog: Catalog, client: Client) -> Iterator[str]:
    for operation in catalog.sdks[client.sdk].operations:
        if client.id in operation.on:
            yield from operation.chains


def _surfaces(catalog: Catalog, client: Client, seen: set[tuple[str, str]]) -> Iterator[Client]:
    if (client.sdk, client.id) in seen:
        return
    seen.add((client.sdk, client.id))
    yield client
    for reference in client.inherits:
        distribution, _, identifier = reference.partition(":")
        if distribution in catalog.sdks and identifier in catalog.sdks[distribution].clients:
            yield from _surfaces(catalog, catalog.sdks[distribution].clients[identifier], seen)


def render(catalog: Catalog, lang: Language) -> str:
    """Draw the counts, one to a line."""
    return "".join(f"{number:>6,}  {LABELS[name].get(lang)}\n" for name, number in counts(catalog).items())
