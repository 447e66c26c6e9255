"""AIG108: headers and arguments that the policy requires, at every level and depth."""

from __future__ import annotations

from typing import Any

import pytest

from aigc_lint.model.values import Mapping
from tests.builders import judge, mapping, speak, unknown, use

STORE = '[[services.openai-api.require]]\nargument = "store"\nequals = false\npurpose = "retention"\n'
HEADER = '[[services.openai-api.require]]\nheader = "X-Data-Use"\nequals = "no-training"\n'
DEEP = '[[services.openrouter-api.require]]\nargument = "extra_body.provider.zdr"\nequals = true\n'


def outcomes(subject: object, asks: str) -> list[tuple[str, str]]:
    return [(one.outcome, one.variant) for one in judge("AIG108", subject, asks=asks)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"given": {"store": False}}, []),
        ({"client": {"store": False}}, []),
        ({"body": {"store": False}}, []),
        ({}, [("violation", "default")]),
        ({"given": {"store": True}}, [("violation", "wrong")]),
        ({"given": {"store": 0}}, [("violation", "wrong")]),
        ({"given": {"store": "false"}}, [("violation", "wrong")]),
        ({"given": {"store": None}}, [("violation", "default")]),
        ({"given": {"store": unknown("env:STORE")}}, [("cannot-tell", "unknown")]),
        ({"given": {"store": (False, True)}}, [("violation", "wrong")]),
        ({"accepts": ("model", "input")}, []),
        ({"accepts": ()}, [("cannot-tell", "unknown")]),
        ({"accepts": (), "given": {"store": True}}, [("violation", "wrong")]),
    ],
)
def test_an_argument(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert outcomes(use("openai-api", **given), STORE) == expected


def test_the_call_goes_before_the_client() -> None:
    assert outcomes(use("openai-api", given={"store": True}, client={"store": False}), STORE) == [("violation", "wrong")]
    assert outcomes(use("openai-api", given={"store": False}, client={"store": True}), STORE) == []


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x-data-use": "no-training"}, []),
        ({}, [("violation", "default")]),
        ({"x-data-use": "training"}, [("violation", "wrong")]),
        (Mapping((), open=True), [("cannot-tell", "unknown")]),
        ({"x-data-use": unknown("env:USE")}, [("cannot-tell", "unknown")]),
    ],
)
def test_a_header(headers: Any, expected: list[tuple[str, str]]) -> None:
    assert outcomes(use("openai-api", headers=headers, accepts=()), HEADER) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"provider": {"zdr": True, "order": ["a"]}}, []),
        ({"provider": {"order": ["a"]}}, [("violation", "default")]),
        ({"provider": {"zdr": False}}, [("violation", "wrong")]),
        ({"zdr": True}, [("violation", "default")]),
        (Mapping((("provider", (mapping({"order": ["a"]}),)),), open=True), [("violation", "default")]),
        (Mapping((("provider", (Mapping((), open=True),)),)), [("cannot-tell", "unknown")]),
        (Mapping((), open=True), [("cannot-tell", "unknown")]),
    ],
)
def test_deep_in_the_body(body: Any, expected: list[tuple[str, str]]) -> None:
    assert outcomes(use("openrouter-api", body=body), DEEP) == expected


def test_any_value_will_do_where_none_is_named() -> None:
    asks = '[[services.openai-api.require]]\nargument = "user"\n'
    assert outcomes(use("openai-api", given={"user": "u1"}, accepts=("user",)), asks) == []
    assert outcomes(use("openai-api", accepts=("user",)), asks) == [("violation", "any-value")]


def test_purpose_cites_clauses_in_force_and_nothing_without_it() -> None:
    with_purpose = judge("AIG108", use("openai-api"), asks=STORE)[0]
    assert "openai-api/store" in with_purpose.clauses
    assert with_purpose.policy_key == "services.openai-api.require[0]"
    assert judge("AIG108", use("openai-api"), asks=HEADER)[0].clauses == ()


def test_each_requirement_speaks_for_itself() -> None:
    found = judge("AIG108", use("openai-api"), asks=STORE + HEADER)
    assert [one.policy_key for one in found] == ["services.openai-api.require[0]", "services.openai-api.require[1]"]
    assert "X-Data-Use" in speak("AIG108", found[1])


def test_only_the_named_service_is_asked() -> None:
    assert outcomes(use("deepseek-api"), STORE) == []
    assert outcomes(use(unresolved=[unknown()]), STORE) == []
    assert [one.paths for one in judge("AIG108", use("openai-api", "deepseek-api"), asks=STORE)] == ["some"]


def test_it_points_at_the_wrong_value_and_not_at_a_neighbour_of_a_missing_one() -> None:
    wrong = judge("AIG108", use("openai-api", given={"store": True}), asks=STORE)[0]
    assert wrong.span is not None
    missing = judge("AIG108", use("openrouter-api", given={"extra_body": {"a": 1}}, body={"a": 1}), asks=DEEP)[0]
    assert missing.span is None
