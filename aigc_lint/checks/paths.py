"""Verdicts over sets: a use may fall under several services, and each path is ruled on by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from aigc_lint.catalog.entries.providers import Service
from aigc_lint.checks.context import Context
from aigc_lint.model.findings import Verdict
from aigc_lint.model.spans import Span
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.model.words import Words

Facts = dict[str, str | Words]


class Ruling(Struct, frozen=True, kw_only=True):
    """What holds on one path of a use."""

    service: Service
    outcome: Literal["violation", "cannot-tell"] = "violation"
    variant: str = "default"
    facts: Facts = {}
    clauses: tuple[str, ...] = ()
    policy_key: str | None = None
    span: Span | None = None
    partly: bool = False
    """True where even this path violates only for some of the values that reach it."""


Judge = Callable[[Use, Candidate, Service], Ruling | None]


def rule_on(context: Context, judge: Judge) -> Iterator[Verdict]:
    """Rule on every path of every call and say the result once per call. Paths with no known service stay silent."""
    for use in context.calls():
        yield from rule_on_use(context, use, judge)


def rule_on_use(context: Context, use: Use, judge: Judge) -> Iterator[Verdict]:
    """At most one verdict: a violation on any path goes before a doubt on another."""
    paths = [(candidate, context.service(candidate)) for candidate in use.candidates]
    rulings = [judge(use, candidate, service) if service else None for candidate, service in paths]
    for outcome in ("violation", "cannot-tell"):
        chosen = [ruling for ruling in rulings if ruling and ruling.outcome == outcome]
        if chosen:
            whole = len(chosen) == len(rulings) and not use.unresolved and not any(ruling.partly for ruling in chosen)
            yield say(use, chosen, whole=whole)
            return


def say(use: Use, chosen: Sequence[Ruling], *, whole: bool) -> Verdict:
    """One verdict for rulings of one outcome; the first one's words, the clauses of all that say the same."""
    first = chosen[0]
    same = [ruling for ruling in chosen if ruling.variant == first.variant]
    return Verdict(
        outcome=first.outcome,
        subject=use,
        paths="all" if whole else "some",
        variant=first.variant,
        facts=facts({**first.facts, **named(ruling.service for ruling in same)}),
        clauses=tuple(dict.fromkeys(clause for ruling in same for clause in ruling.clauses)),
        policy_key=first.policy_key,
        span=first.span,
    )


def named(services: Iterable[Service]) -> Facts:
    """The display names of services (``service``) and their ids (``service_id``), as facts."""
    unique = {service.id: service.name for service in services}
    names = Words(", ".join(name.en for name in unique.values()), "、".join(name.zh for name in unique.values()))
    return {"service": names, "service_id": ", ".join(unique)}


def facts(given: Facts) -> tuple[tuple[str, str | Words], ...]:
    """Facts as a verdict carries them."""
    return tuple(sorted(given.items()))
