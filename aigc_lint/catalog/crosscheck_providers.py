"""What must hold within a provider's file and between it and the rest."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from aigc_lint.catalog import bilingual, expressions
from aigc_lint.catalog.closed import EFFECTS
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, Condition, Document, OptOut, Provider, Service
from aigc_lint.model import regions

OPT_OUT_TOPICS = {
    "training": ("training-use", "third-party-terms"),
    "upstream": ("training-use", "third-party-terms"),
    "optimisation": ("training-use",),
    "retention": ("retention",),
    "region": ("region-availability", "retention"),
    "distillation": ("competing-models", "third-party-terms"),
    "publicity": ("publicity-license",),
}
"""What an opt-out is of -> the topics of the clauses that it may rest on."""

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def faults(catalog: Catalog, provider: Provider, today: datetime.date | None) -> Iterator[str]:
    """Say what is wrong with a provider's file, each fault with its entry."""

    def at(entry: str, found: Iterable[str]) -> Iterator[str]:
        return (f"{entry}: {fault}" for fault in found)

    yield from at("id", [] if _ID.fullmatch(provider.id) else [f"{provider.id!r} is not lower case with hyphens"])
    yield from at("name", bilingual.gaps("name", provider.name))
    defaults = [service.id for service in provider.services.values() if service.default]
    if len(defaults) > 1:
        yield from at("services", [f"more than one default: {', '.join(defaults)}"])
    for id, document in provider.documents.items():
        yield from at(f"documents.{id}", _document(document, today))
    for id, service in provider.services.items():
        yield from at(f"services.{id}", _service(catalog, service))
        for clause in service.clauses:
            yield from at(f"clause {clause.id}", _clause(catalog, clause))
        for index, opt_out in enumerate(service.opt_outs):
            yield from at(f"services.{id}.opt_outs[{index}]", _opt_out(catalog, service, opt_out))


def _document(document: Document, today: datetime.date | None) -> Iterator[str]:
    if (document.effective is None) == (document.undated is None):
        yield "needs either an effective date or the reason why it is undated"
    if today is not None and document.checked > today:
        yield f"checked on {document.checked}, which is in the future"
    if document.unchanged_until is not None and document.unchanged_until < document.checked:
        yield "unchanged_until is before checked"
    if not document.url.startswith("https://"):
        yield f"url {document.url!r} is no https address"


def _service(catalog: Catalog, service: Service) -> Iterator[str]:
    yield from bilingual.gaps("name", service.name)
    if not service.clauses and service.unverified is None:
        yield "has no clauses and does not say why (unverified)"
    if service.unverified is not None:
        yield from bilingual.gaps("unverified", service.unverified)
    for endpoint in service.endpoints:
        if "/" in endpoint.host or (endpoint.path and not endpoint.path.startswith("/")):
            yield f"endpoint {endpoint.host}{endpoint.path}: host and path are mixed up"
        if endpoint.host.count("*") > expressions.STARS:
            yield f"endpoint {endpoint.host}{endpoint.path}: more than {expressions.STARS} wildcards in the host"
        yield from _reference(catalog, f"endpoint {endpoint.host}{endpoint.path}", endpoint.clause)
    for model in service.models:
        yield from _reference(catalog, f"model {model.pattern}", model.clause)
        if model.effect not in EFFECTS:
            yield f"model pattern {model.pattern!r}: effect {model.effect!r} is none of {', '.join(sorted(EFFECTS))}"
        if wrong := expressions.fault(model.pattern):
            yield f"model pattern {model.pattern!r}: {wrong}"


def _clause(catalog: Catalog, clause: Clause) -> Iterator[str]:
    if clause.document not in catalog.documents:
        yield f"document {clause.document!r} does not exist"
    topic = catalog.vocabulary.topics.get(clause.topic)
    if topic is None:
        yield f"topic {clause.topic!r} does not stand in vocabulary.toml"
    elif clause.stance not in topic.stances:
        yield f"stance {clause.stance!r} does not stand under {clause.topic} in vocabulary.toml"
    yield from bilingual.gaps("summary", clause.summary)
    yield from _reference(catalog, "superseded_by", clause.superseded_by)
    for name in clause.supersedes:
        yield from _reference(catalog, "supersedes", name)
    if clause.when is not None:
        yield from _condition(catalog, clause.when)


def _condition(catalog: Catalog, when: Condition) -> Iterator[str]:
    for key, known in (("plan", catalog.vocabulary.plans), ("operation", catalog.vocabulary.operations)):
        for word in getattr(when, key):
            if word.removeprefix("!") not in known:
                yield f"when.{key} {word!r} does not stand in vocabulary.toml"
    for region in when.region:
        if not regions.known(region.removeprefix("!")):
            yield f"when.region {region!r} is no country code"
    if when.other is not None:
        yield from bilingual.gaps("when.other", when.other)
    if when == Condition():
        yield "when is empty"


def _opt_out(catalog: Catalog, service: Service, opt_out: OptOut) -> Iterator[str]:
    clause = catalog.clauses.get(opt_out.clause)
    topics = OPT_OUT_TOPICS.get(opt_out.of)
    if topics is None:
        yield f"of {opt_out.of!r} is none of {', '.join(OPT_OUT_TOPICS)}"
    if clause is None:
        yield f"clause {opt_out.clause!r} does not exist"
    elif topics is not None and clause.topic not in topics:
        yield f"is of {opt_out.of} and rests on {opt_out.clause}, a clause on {clause.topic}"
    if opt_out.by in ("parameter", "header") and opt_out.setting is None:
        yield f"by {opt_out.by} without a setting"
    if opt_out.setting is not None and opt_out.value is None:
        yield f"setting {opt_out.setting} without a value"
    if opt_out.moves_to is not None and (opt_out.moves_to not in catalog.services or opt_out.moves_to == service.id):
        yield f"moves_to {opt_out.moves_to!r} is no other service"
    yield from bilingual.gaps("how", opt_out.how)
    if opt_out.default is not None:
        yield from bilingual.gaps("default", opt_out.default)


def _reference(catalog: Catalog, entry: str, clause: str | None) -> Iterator[str]:
    if clause is not None and clause not in catalog.clauses:
        yield f"{entry}: clause {clause!r} does not exist"
