"""Each service has exactly one outcome under the default policy, and under each plan and model that clauses tell apart."""

from __future__ import annotations

from typing import get_args

import pytest

from aigc_lint.checks import training_table
from aigc_lint.checks.outcomes import RULES, Case, cases
from tests.builders import TODAY, attested, candidate, catalog, judge, use
from tests.checks.test_training import TRAINING, outcome

SERVICES = sorted(catalog().services)


def told(service: str) -> tuple[Case, ...]:
    """The cases of a service."""
    return cases(catalog().services[service], catalog(), TODAY)


@pytest.mark.parametrize("service", SERVICES)
def test_the_first_case_is_the_ordinary_call(service: str) -> None:
    first, *others = told(service)
    assert (first.by, first.value) == ("", "")
    assert first.outcome == outcome(service)[0]
    assert all(case.by and case.value for case in others)


@pytest.mark.parametrize("service", SERVICES)
def test_a_case_is_what_the_rules_say_of_such_a_call(service: str) -> None:
    """Exactly one of the four rules speaks, or none, and it is the one that the case names."""
    for case in told(service):
        assert case.outcome in get_args(training_table.Outcome)
        model = case.value.replace("*/", "").replace("*", "x") if case.by == "model" else "some-model"
        plan = attested(service, "plan", value=case.value) if case.by == "plan" else ""
        subject = use(candidate(service, models=[model]), model=model)
        verdicts = {code: judge(code, subject, asks=TRAINING + plan) for code in sorted(RULES.values())}
        speaking = [code for code, found in verdicts.items() if any(one.outcome == "violation" for one in found)]
        expected = RULES.get(case.outcome)
        assert speaking == ([expected] if expected else []), case
        doubts = [code for code, found in verdicts.items() if any(one.outcome == "cannot-tell" for one in found)]
        assert bool(doubts) == (case.outcome == "cannot-tell"), case


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("gemini-api", {"": "cannot-tell", "unpaid": "cannot-tell", "paid": "silent"}),
        ("mistral-api", {"": "attest", "scale": "silent", "free": "attest", "labs-*": "gives", "*/labs-*": "gives"}),
        ("meta-model-api", {"": "silent", "*-contributor": "gives"}),
        ("dashscope-token-plan", {"": "cannot-tell", "token-plan-personal": "gives", "token-plan-team": "silent"}),
        ("doubao-app", {"": "cannot-tell", "personal": "attest"}),
        ("zai-coding-plan", {"": "cannot-tell", "team": "attest"}),
        ("tencent-tokenhub", {"": "cannot-tell", "*hunyuan*": "silent"}),
    ],
)
def test_what_a_plan_or_a_model_changes(service: str, expected: dict[str, str]) -> None:
    assert {case.value: case.outcome for case in told(service)} == expected
