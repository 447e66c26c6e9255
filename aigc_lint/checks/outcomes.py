"""What the training table says of a service without any code at hand: of an ordinary call, and of what clauses single out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Service
from aigc_lint.checks import training, training_table
from aigc_lint.checks.context import Context
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.policy.load import LoadedPolicy
from aigc_lint.policy.schema import Attestation, Policy

RULES: dict[training_table.Outcome, str] = {"gives": "AIG205", "switch": "AIG202", "attest": "AIG203", "trains": "AIG201"}
"""The rule that speaks at each outcome; at the others none makes a violation of it."""
_NOWHERE = Span(1, 0, 1, 0)
_ORDINARY = "some-model"


class Case(Struct, frozen=True):
    """What holds under one condition."""

    outcome: training_table.Outcome
    by: Literal["", "plan", "model"] = ""
    """What the condition is about; empty: an ordinary call to a model that no clause singles out, the plan unknown."""
    value: str = ""
    """The plan, or a pattern of model ids."""
    clauses: tuple[str, ...] = ()


def cases(service: Service, catalog: Catalog, today: datetime.date) -> tuple[Case, ...]:
    """The outcome under the default policy, then under each plan and each kind of model that clauses tell apart."""
    return tuple(_case(service, catalog, today, by, value) for by, value in _conditions(service))


def _conditions(service: Service) -> Iterator[tuple[Literal["", "plan", "model"], str]]:
    yield "", ""
    clauses = [one for one in service.clauses if one.topic == training.TOPIC and one.when and not one.superseded_by]
    for plan in dict.fromkeys(plan for one in clauses if one.when for plan in one.when.plan):
        yield "plan", plan
    for model in dict.fromkeys(model.removeprefix("!") for one in clauses if one.when for model in one.when.model):
        yield "model", model


def _case(service: Service, catalog: Catalog, today: datetime.date, by: Literal["", "plan", "model"], value: str) -> Case:
    attested = (Attestation(service=service.id, states="plan", value=value, by="-", on=today),) if by == "plan" else ()
    policy = LoadedPolicy(Policy(version=1, attestation=attested), shown="", text="")
    models = (value.replace("*/", "").replace("*", "x") if by == "model" else _ORDINARY,)
    candidate = Candidate(service.id, service.provider, None, models=models)
    use = Use("call", Place("", _NOWHERE), _NOWHERE, _NOWHERE, "", "", "chat", "", candidates=(candidate,))
    context = Context(rule=catalog.rules["AIG203"], uses=(use,), policy=policy, catalog=catalog, today=today)
    found = training.read(context, use, candidate, service)
    return Case(found.outcome, by, value, tuple(one.clause.id for one in found.deciding))
