"""Is the model one of those that the policy admits for this service and modality?"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from aigc_lint.catalog.entries.providers import Service
from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Facts, Ruling, rule_on
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.model.values import Known, texts
from aigc_lint.policy.positions import spell

ANY = "*"


def check(context: Context) -> Iterator[Verdict]:
    """Hold the model ids of every path against the service's patterns."""
    own_names = context.rule.params.get("own_names", "").split()

    def judge(use: Use, candidate: Candidate, service: Service) -> Ruling | None:
        policy = context.settings.services.get(service.id)
        modality = next((name for name in (use.modality, ANY) if policy and name in policy.models), None)
        if policy is None or modality is None:
            return None
        patterns = policy.models[modality]
        key = spell("services", service.id, "models", modality)
        ids = tuple(filter(None, candidate.models or texts(use.models)))
        spot = next((argument for argument in use.by_role("model") if argument.level == "call"), None)
        unseen = not ids or any(not isinstance(value, Known) for value in use.models)
        span = spot.span if spot else None
        facts: Facts = {"model": ", ".join(ids), "patterns": ", ".join(patterns), "modality": use.modality}
        if service.id in own_names:
            return Ruling(service=service, outcome="cannot-tell", variant="own-name", facts=facts, policy_key=key, span=span)
        outside = [id for id in ids if not admitted(id, patterns, router=service.audience == "router")]
        mixed = not candidate.models and len({one.service for one in use.candidates}) > 1
        if outside and not mixed:
            facts["model"] = ", ".join(outside)
            partly = len(outside) < len(ids) or (unseen and not candidate.models)
            return Ruling(service=service, facts=facts, policy_key=key, span=span, partly=partly)
        if (unseen and use.models) or (outside and mixed):  # whose model it is, no path tells
            return Ruling(service=service, outcome="cannot-tell", variant="unknown", facts=facts, policy_key=key, span=span)
        return None

    return rule_on(context, judge)


def admitted(id: str, patterns: tuple[str, ...], *, router: bool) -> bool:
    """Whether a pattern means the model. On a router the maker's prefix is part of the id, elsewhere it is only spelling."""
    forms = {id.lower()}
    if id.startswith("ft:"):
        forms.add(id.split(":")[1].lower())
    if not router:
        forms |= {form.rsplit("/", 1)[-1] for form in forms}
    elif id.lower().startswith("openrouter/"):
        forms.add(id.lower().partition("/")[2])
    return any(fnmatchcase(form, pattern.lower()) for form in forms for pattern in patterns)

