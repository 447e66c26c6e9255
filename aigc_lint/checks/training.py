"""Does the contract let the provider train on what this call sends? One table decides; each of four rules says its part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.catalog.entries.providers import OptOut, Service
from aigc_lint.catalog.expressions import LONGEST
from aigc_lint.checks import attestations, clauses, settings, training_table
from aigc_lint.checks.clauses import Applicable
from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Facts, Ruling, rule_on
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.model.values import texts
from aigc_lint.model.words import Words

TOPIC = "training-use"
DOUBTS = "attest"
"""The rule of this outcome also says what cannot be told: an attestation is what would settle it."""

UNCLEAR: dict[str, str] = {
    "silent": "terms-silent", "conflict": "terms-conflict", "upstream": "terms-upstream", "derived-data": "terms-derived",
    "deidentified-data": "terms-derived", "configurable": "terms-silent",
}


class Paths(Struct, frozen=True):
    """All that the table needs of one path, and what the rulings cite."""

    outcome: training_table.Outcome
    deciding: tuple[Applicable, ...]
    opt_outs: tuple[OptOut, ...]
    given_by: tuple[str, str, tuple[str, ...]] | None = None
    """Variant, what gives, and the clauses, where the content is given for training."""

    def cited(self) -> tuple[str, ...]:
        """The clauses that say more than "no", or all where the policy does not accept even that."""
        live = tuple(one.clause.id for one in self.deciding if one.clause.stance not in training_table.ACCEPTED)
        return live or tuple(one.clause.id for one in self.deciding)


def check(context: Context) -> Iterator[Verdict]:
    """Rule on every path; speak where the outcome is this rule's."""
    mine = context.rule.params["outcome"]

    def judge(use: Use, candidate: Candidate, service: Service) -> Ruling | None:
        path = read(context, use, candidate, service)
        if path.outcome == "cannot-tell":
            return _doubt(context, use, service, path) if mine == DOUBTS else None
        if path.outcome != mine:
            return None
        key = "training.stances" if context.settings.training else None
        match path.outcome:
            case "gives" if path.given_by:
                variant, what, cites = path.given_by
                return Ruling(service=service, variant=variant, facts={"what": what}, clauses=cites, policy_key=key)
            case "switch":
                return _switch(use, service, path, key)
            case "attest":
                return _attest(context, use, service, path, key)
            case "trains":
                return _trains(context, use, service, path, key)
        return None

    return rule_on(context, judge)


def read(context: Context, use: Use, candidate: Candidate, service: Service) -> Paths:
    """Which clauses and ways out count on this path, and what the table makes of them."""
    found = clauses.applicable(context, use, candidate, service, TOPIC)
    deciding = clauses.deciding(found)
    opt_outs = tuple(one for one in service.opt_outs if training_table.way(one))
    given_by = _gives(use, candidate, service, deciding)
    if service.audience in ("self-hosted", "weights"):
        return Paths("silent", deciding, opt_outs)
    training = context.settings.training
    accepted = training_table.REFUSES | frozenset(training.stances) if training else training_table.ACCEPTED
    stances = [one.clause.stance for one in deciding]
    outcome = training_table.decide(
        stances, [way for one in opt_outs if (way := training_table.way(one))], gives=given_by is not None, accepted=accepted
    )
    undecided = any(one.state == "undecided" for one in deciding)
    if undecided and outcome not in ("silent", "gives", "switch"):
        outcome = "cannot-tell"
    return Paths(outcome, deciding, opt_outs, given_by)


def _gives(
    use: Use, candidate: Candidate, service: Service, deciding: tuple[Applicable, ...]
) -> tuple[str, str, tuple[str, ...]] | None:
    """A model id that carries a training licence, or a plan whose contract trains."""
    for rule in service.models:
        ids = [id for id in candidate.models or texts(use.models) if re.search(rule.pattern, id[:LONGEST])]
        if rule.effect == "trains" and ids:
            return "model", ", ".join(ids), (rule.clause,) if rule.clause else ()
    takes = tuple(one.clause.id for one in deciding if one.state == "holds" and one.clause.stance in training_table.TAKES)
    if service.audience == "plan" and takes:
        return "plan", candidate.endpoint or service.id, takes
    return None


def _switch(use: Use, service: Service, path: Paths, key: str | None) -> Ruling | None:
    """The opt-out in code, as it is set on this call."""
    switches = [one for one in path.opt_outs if training_table.way(one) == "switch" and one.setting]
    answers = [(one, *settings.look_up(use, one.setting or "").against(one.value)) for one in switches]
    if not answers or any(state == "met" for _, state, _ in answers):
        return None
    opt_out, state, partly = answers[0]
    found = settings.look_up(use, opt_out.setting or "")
    return Ruling(
        service=service,
        outcome="cannot-tell" if state == "unknown" else "violation",
        variant="default" if state == "missing" else state,
        facts={"setting": opt_out.setting or "", "value": settings.show(opt_out.value), "found": found.shown()},
        clauses=tuple(dict.fromkeys((opt_out.clause, *path.cited()))),
        policy_key=key, span=found.span if found.values else None, partly=partly,
    )


def _attest(context: Context, use: Use, service: Service, path: Paths, key: str | None) -> Ruling | None:
    """An opt-out outside code, unless the policy attests it."""
    if attestations.valid(context, service.id, ("training-opt-out", "contract"), use=use):
        return None
    outside = [one for one in path.opt_outs if training_table.way(one) == "outside"]
    how = outside[0].how if outside else Words("in the way that the clause names", "按条款所述方式办理")
    facts: Facts = {"how": how, "service_key": service.id}
    cites = dict.fromkeys((*path.cited(), *(one.clause for one in outside[:1])))
    return Ruling(service=service, facts=facts, clauses=tuple(cites), policy_key=key)


def _trains(context: Context, use: Use, service: Service, path: Paths, key: str | None) -> Ruling | None:
    """No way out on this contract; another contract of the provider is named as a remedy only."""
    if attestations.valid(context, service.id, ("contract",), use=use):
        return None
    known = context.catalog.services
    others = [known[one.moves_to].name for one in service.opt_outs if one.of == "training" and one.moves_to in known]
    facts: Facts = {"other": others[0]} if others else {}
    takes = tuple(one.clause.id for one in path.deciding if one.clause.stance in training_table.TAKES)
    return Ruling(service=service, variant="other-contract" if others else "default", facts=facts, clauses=takes, policy_key=key)


def _doubt(context: Context, use: Use, service: Service, path: Paths) -> Ruling | None:
    """What the terms leave open, with what would settle it."""
    if attestations.valid(context, service.id, ("training-opt-out", "contract"), use=use):
        return None
    key = "training.stances" if context.settings.training else None
    facts: Facts = {"service_key": service.id}
    undecided = [one for one in path.deciding if one.state == "undecided"]
    if undecided:
        facts["settles"] = clauses.settles(undecided)
        variant = "depends"
    elif path.deciding:
        variant = next(UNCLEAR[one.clause.stance] for one in path.deciding if one.clause.stance in UNCLEAR)
    elif context.settings.training:
        variant = "no-terms"  # only a project that asks is told that nobody read the terms
    else:
        return None
    cites = tuple(one.clause.id for one in path.deciding if undecided or one.clause.stance in UNCLEAR)
    return Ruling(service=service, outcome="cannot-tell", variant=variant, facts=facts, clauses=cites, policy_key=key)
