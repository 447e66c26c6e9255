"""A header or an argument that the policy requires of calls to a service."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.catalog.entries.providers import Service
from aigc_lint.checks import clauses, settings
from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Ruling, rule_on_use
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.policy.positions import spell
from aigc_lint.policy.schema import Require


def check(context: Context) -> Iterator[Verdict]:
    """One verdict per call and requirement that is not met."""
    for use in context.calls():
        ids = dict.fromkeys(candidate.service for candidate in use.candidates if candidate.service)
        for id in ids:
            policy = context.settings.services.get(id)
            for index, require in enumerate(policy.require if policy else ()):
                yield from _one(context, use, id, index, require)


def _one(context: Context, use: Use, id: str, index: int, require: Require) -> Iterator[Verdict]:
    path = f"{settings.HEADER}{require.header}" if require.header else require.argument or ""

    def judge(use: Use, candidate: Candidate, service: Service) -> Ruling | None:
        if service.id != id or settings.documented(use, path) is False:
            return None
        found = settings.look_up(use, path)
        state, partly = found.against(require.equals)
        if state == "met":
            return None
        unsure = state == "unknown" or (state == "missing" and settings.documented(use, path) is None)
        said = {
            "setting": require.header or path, "found": found.shown(),
            "value": "" if require.equals is None else settings.show(require.equals),
        }
        variant = "unknown" if unsure else "any-value" if require.equals is None else "default" if state == "missing" else state
        cited = clauses.applicable(context, use, candidate, service, require.purpose) if require.purpose else ()
        return Ruling(
            service=service, outcome="cannot-tell" if unsure else "violation", variant=variant, facts={**said},
            clauses=tuple(one.clause.id for one in cited if one.state == "holds"),
            policy_key=spell("services", id, "require", index), span=found.span if found.values else None, partly=partly,
        )

    return rule_on_use(context, use, judge)
