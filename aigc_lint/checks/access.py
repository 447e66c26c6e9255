"""A program drives a service that is meant for people, or whose terms bar automation."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.catalog.entries.providers import Provider, Service
from aigc_lint.checks import clauses
from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Facts, Ruling, rule_on
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Candidate, Use

TOPIC = "automated-access"


def check(context: Context) -> Iterator[Verdict]:
    """Cite the clauses that bar automated access; a consumer service without such a clause is still none for programs."""

    def judge(use: Use, candidate: Candidate, service: Service) -> Ruling | None:
        if not service.automation_barred and service.audience != "consumer":
            return _passed_on(context, use, candidate, service)
        found = [one for one in clauses.applicable(context, use, candidate, service, TOPIC) if one.clause.stance == "prohibited"]
        holding = [one for one in found if one.state == "holds"]
        facts: Facts = {"settles": clauses.settles(found)} if found and not holding else {}
        variant = "default" if holding else "consumer-region" if found else "consumer"
        return Ruling(service=service, variant=variant, facts=facts, clauses=tuple(one.clause.id for one in holding or found))

    return rule_on(context, judge)


def _passed_on(context: Context, use: Use, candidate: Candidate, service: Service) -> Ruling | None:
    """A gateway's contract governs the call; whether the gateway may drive a maker that bars programs, no code shows."""
    maker = context.catalog.providers.get(use.maker or "")
    if maker is None or maker.id == service.provider or _has_an_api(maker):
        return None
    barring = [one for one in maker.services.values() if one.automation_barred]
    found = [one for own in barring for one in clauses.applicable(context, use, candidate, own, TOPIC)]
    cited = tuple(one.clause.id for one in found if one.clause.stance == "prohibited" and one.state == "holds")
    if not cited:
        return None
    return Ruling(service=service, outcome="cannot-tell", variant="passed-on", facts={"maker": maker.name}, clauses=cited)


def _has_an_api(maker: Provider) -> bool:
    return any(one.audience in ("api", "plan", "router", "weights") for one in maker.services.values())
