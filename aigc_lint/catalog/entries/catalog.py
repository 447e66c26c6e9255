"""The catalogue as a whole."""

from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from aigc_lint.catalog.entries.protocols import Protocols
from aigc_lint.catalog.entries.providers import Clause, Document, Provider, Service
from aigc_lint.catalog.entries.regulations import Duty, Regulation
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.catalog.entries.sdks import Sdk
from aigc_lint.catalog.entries.vocabulary import Vocabulary
from aigc_lint.catalog.entries.wrappers import Wrapper


class Catalog(Struct, frozen=True, kw_only=True):
    """Everything, cross-checked, with ids filled in."""

    version: str
    providers: dict[str, Provider]
    sdks: dict[str, Sdk]
    protocols: Protocols
    wrappers: dict[str, Wrapper]
    rules: dict[str, Rule]
    """By code."""
    services: dict[str, Service] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names of providers -> id."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    regulations: dict[str, Regulation] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    """By id: ``regulation/article``."""

    def indexed(self) -> Self:
        """The same catalogue with services, clauses, documents and duties by id, as they stand in what holds them."""
        services = {service.id: service for provider in self.providers.values() for service in provider.services.values()}
        return replace(
            self,
            services=services,
            clauses={clause.id: clause for service in services.values() for clause in service.clauses},
            documents={id: document for provider in self.providers.values() for id, document in provider.documents.items()},
            duties={duty.id: duty for regulation in self.regulations.values() for duty in regulation.duties},
        )
