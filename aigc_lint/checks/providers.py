"""Is the service admitted? Allow and deny lists of providers, services and makers."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Facts, facts, named
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.model.words import Words
from aigc_lint.policy.schema import Providers

SERVICE = "service:"
BY_NAME_ONLY = ("consumer", "plan")
"""Audiences that a provider's id does not admit: such a contract is chosen knowingly, by its own name."""


def check(context: Context) -> Iterator[Verdict]:
    """Hold every path of every call against the lists."""
    providers = context.settings.providers
    if providers is None:
        return
    for use in context.calls():
        answers = [(candidate, _ruling(context, providers, candidate)) for candidate in use.candidates]
        refused = [(candidate, answer) for candidate, answer in answers if answer]
        if refused:
            whole = len(refused) == len(answers) and not use.unresolved
            yield _verdict(context, use, refused[0][1], tuple(candidate for candidate, _ in refused), whole=whole)
        else:
            yield from _maker(context, providers, use)


def _ruling(context: Context, providers: Providers, candidate: Candidate) -> tuple[str, str] | None:
    """Variant and policy key of the refusal, or None where the path is admitted."""
    denied = _best(context, providers.deny, candidate, denying=True)
    if providers.allow is None:
        return ("denied", f"providers.deny[{denied[1]}]") if denied else None
    allowed = _best(context, providers.allow, candidate, denying=False)
    if denied and (not allowed or denied[0] >= allowed[0]):
        return "denied", f"providers.deny[{denied[1]}]"
    if allowed:
        return None
    service = context.service(candidate)
    by_name = service is not None and service.audience in BY_NAME_ONLY and _admits_provider(context, providers.allow, candidate)
    return ("by-name" if by_name else "default" if service else "provider"), "providers.allow"


def _best(context: Context, entries: tuple[str, ...], candidate: Candidate, *, denying: bool) -> tuple[int, int] | None:
    """The most specific entry that means the path: (2 for a service, 1 for a provider) and its index."""
    service = context.service(candidate)
    found = []
    for index, entry in enumerate(entries):
        if entry.startswith(SERVICE):
            if entry.removeprefix(SERVICE) == candidate.service:
                found.append((2, index))
        elif _same(context, entry, candidate.provider) and (denying or service is None or service.audience not in BY_NAME_ONLY):
            found.append((1, index))
    return max(found, key=lambda one: one[0]) if found else None


def _admits_provider(context: Context, entries: tuple[str, ...], candidate: Candidate) -> bool:
    return any(_same(context, entry, candidate.provider) for entry in entries)


def _same(context: Context, entry: str, provider: str) -> bool:
    aliases = context.catalog.aliases
    return aliases.get(entry, entry) == aliases.get(provider, provider)


def _maker(context: Context, providers: Providers, use: Use) -> Iterator[Verdict]:
    """Who made the model, wherever it is hosted."""
    if use.maker is None:
        return
    makers = providers.makers
    for index, entry in enumerate(makers.deny):
        if _same(context, entry, use.maker):
            yield _verdict(context, use, ("maker", f"providers.makers.deny[{index}]"), use.candidates, whole=True)
            return
    if makers.allow is not None and not any(_same(context, entry, use.maker) for entry in makers.allow):
        yield _verdict(context, use, ("maker-not-listed", "providers.makers.allow"), use.candidates, whole=True)


def _verdict(context: Context, use: Use, answer: tuple[str, str], candidates: tuple[Candidate, ...], *, whole: bool) -> Verdict:
    variant, key = answer
    services = [service for candidate in candidates if (service := context.service(candidate))]
    said: Facts = {**named(services)} if services else {}
    if not services:
        said["service"] = _provider_name(context, candidates[0].provider) if candidates else ""
    said["service_key"] = services[0].id if services else ""
    if use.maker:
        said["maker"] = _provider_name(context, use.maker)
    return Verdict("violation", use, "all" if whole else "some", variant, facts(said), policy_key=key)


def _provider_name(context: Context, id: str) -> Words:
    provider = context.catalog.providers.get(id)
    return provider.name if provider else Words(id, id)
