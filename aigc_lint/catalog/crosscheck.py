"""What must hold between the catalogue's entries: all errors at once, each naming file and entry."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from aigc_lint.catalog import (
    bilingual,
    crosscheck_protocols,
    crosscheck_providers,
    crosscheck_regulations,
    crosscheck_rules,
    crosscheck_sdks,
    crosscheck_wrappers,
    hosts,
)
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.vocabulary import Addressee, Content


def errors(catalog: Catalog, *, today: datetime.date | None = None) -> list[str]:
    """Say all that is wrong with the catalogue; nothing is held against a date where none is given."""
    return sorted(_errors(catalog, today))


def _errors(catalog: Catalog, today: datetime.date | None) -> Iterator[str]:
    for provider in catalog.providers.values():
        yield from (f"providers/{provider.id}.toml: {fault}" for fault in crosscheck_providers.faults(catalog, provider, today))
    for where, first, second in hosts.overlaps(catalog):
        yield f"providers/{catalog.services[second].provider}.toml: {where} is claimed by {first} and by {second}"
    for sdk in catalog.sdks.values():
        yield from (f"sdks/{sdk.distribution}.toml: {fault}" for fault in crosscheck_sdks.faults(catalog, sdk))
    yield from (f"protocols.toml: {fault}" for fault in crosscheck_protocols.faults(catalog))
    for wrapper in catalog.wrappers.values():
        yield from (f"wrappers/{wrapper.id}.toml: {fault}" for fault in crosscheck_wrappers.faults(catalog, wrapper))
    for regulation in catalog.regulations.values():
        faults = crosscheck_regulations.faults(catalog, regulation, today)
        yield from (f"regulations/{regulation.id}.toml: {fault}" for fault in faults)
    for rule in catalog.rules.values():
        yield from (f"{rule.code}-{rule.name}.toml: {fault}" for fault in crosscheck_rules.faults(catalog, rule))
    yield from (f"catalogue.toml: {fault}" for fault in _aliases(catalog))
    yield from (f"vocabulary.toml: {fault}" for fault in _vocabulary(catalog))


def _aliases(catalog: Catalog) -> Iterator[str]:
    for other, id in catalog.aliases.items():
        if id not in catalog.providers:
            yield f"aliases: provider {id!r} does not exist"
        if other in catalog.providers:
            yield f"aliases: {other!r} of {id} is a provider itself"


def _vocabulary(catalog: Catalog) -> Iterator[str]:
    vocabulary = catalog.vocabulary
    for id, topic in vocabulary.topics.items():
        yield from bilingual.gaps(f"topics.{id}.name", topic.name)
        for stance, meaning in topic.stances.items():
            yield from bilingual.gaps(f"topics.{id}.stances.{stance}", meaning)
    for key in ("plans", "operations", "duties", "numbers", "positions", "fields"):
        for id, words in getattr(vocabulary, key).items():
            yield from bilingual.gaps(f"{key}.{id}", words)
    named: dict[str, Addressee | Content] = {f"addressees.{id}": one for id, one in vocabulary.addressees.items()}
    named |= {f"contents.{id}": one for id, one in vocabulary.contents.items()}
    for entry, one in named.items():
        yield from bilingual.gaps(f"{entry}.name", one.name)
