"""AIG204: application state, days, zero retention; one finding per use."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import CHAT, RESPONSES, attested, candidate, judge, speak, unknown, use

STATE = "[retention]\napplication_state = false\n"
GEMINI = "google.genai.Client.models.generate_content"


def outcomes(subject: object, asks: str) -> list[tuple[str, str]]:
    return [(one.outcome, one.variant) for one in judge("AIG204", subject, asks=asks)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operation", "given", "expected"),
    [
        (RESPONSES, {"store": False}, []),
        (RESPONSES, {}, [("violation", "state-default")]),
        (RESPONSES, {"store": True}, [("violation", "state-set")]),
        (RESPONSES, {"store": unknown("env:STORE")}, [("cannot-tell", "state-unknown")]),
        (RESPONSES, {"store": (True, False)}, [("violation", "state-set")]),
        (CHAT, {"store": False}, []),
        (CHAT, {"store": True}, [("violation", "state-set")]),
        (CHAT, {}, [("cannot-tell", "state-unclear")]),
        ("openai.OpenAI.embeddings.create", {}, []),
    ],
)
def test_application_state(operation: str, given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert outcomes(use("openai-api", operation=operation, given=given), STATE) == expected


@pytest.mark.parametrize(
    ("service", "operation", "clause"),
    [
        ("openai-api", RESPONSES, "openai-api/store-default-responses"),
        ("openai-api", CHAT, "openai-api/store-default-chat"),
    ],
)
def test_the_clause_on_the_default_of_that_operation_is_cited(service: str, operation: str, clause: str) -> None:
    (verdict,) = judge("AIG204", use(service, operation=operation), asks=STATE)
    assert [id for id in verdict.clauses if "store-default" in id] == [clause]


def test_azure_keeps_chat_completions_only_when_asked() -> None:
    assert outcomes(use("azure-openai", operation=CHAT), STATE) == []
    assert outcomes(use("azure-openai", operation=CHAT, given={"store": True}), STATE) == [("violation", "state-set")]
    assert outcomes(use("azure-openai", operation=RESPONSES), STATE) == [("violation", "state-default")]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/responses", [("violation", "state-default")]),
        ("/v1/chat/completions?x=1", [("cannot-tell", "state-unclear")]),
        ("/v1/embeddings", []),
    ],
)
def test_a_raw_request_is_what_its_url_says(path: str, expected: list[tuple[str, str]]) -> None:
    url = f"https://api.openai.com{path}"
    one = use(
        candidate("openai-api", endpoint=url), operation="requests.post", sdk="requests", given={"url": url},
        accepts=("url", "json"), roles={"url": "endpoint", "json": "body"},
    )  # fmt: skip
    assert outcomes(one, STATE) == expected


@pytest.mark.parametrize("level", ["client", "body", "given"])
def test_store_counts_at_every_level(level: str) -> None:
    assert outcomes(use("openai-api", operation=RESPONSES, **{level: {"store": False}}), STATE) == []  # type: ignore[arg-type]


def test_an_operation_that_does_not_take_the_setting_is_not_asked() -> None:
    assert outcomes(use("openai-api", operation=RESPONSES, accepts=("model", "input")), STATE) == []


def test_inside_a_config_object() -> None:
    accepts = ("model", "contents", "config")
    kept = use("gemini-api", operation=GEMINI, given={"config": {"store": True}}, accepts=accepts)
    assert outcomes(kept, STATE) == [("violation", "state-set")]
    assert outcomes(use("gemini-api", operation=GEMINI, given={"config": {"store": False}}, accepts=accepts), STATE) == []
    dotted = use("gemini-api", operation=GEMINI, given={"config.store": False}, accepts=accepts)
    assert outcomes(dotted, STATE) == []


def test_state_is_not_asked_where_the_policy_admits_it() -> None:
    assert outcomes(use("openai-api", operation=RESPONSES), "[retention]\nmax_days = 30") == []


class TestDays:
    """The longest period that an applicable clause gives."""

    def test_at_the_limit_is_within_it(self) -> None:
        assert outcomes(use("openai-api"), "[retention]\nmax_days = 30") == []

    def test_above(self) -> None:
        found = judge("AIG204", use("gemini-api", operation=GEMINI), asks="[retention]\nmax_days = 30")
        assert [(one.outcome, one.variant) for one in found] == [("violation", "days")]
        assert found[0].clauses == ("gemini-api/retention",)
        assert "55 days" in speak("AIG204", found[0])

    def test_attested_zero_retention_answers_it(self) -> None:
        asks = "[retention]\nmax_days = 7\n" + attested("openai-api", "zero-data-retention")
        assert outcomes(use("openai-api"), asks) == []

    def test_a_condition_that_only_the_provider_knows(self) -> None:
        found = judge("AIG204", use("aws-bedrock", model="amazon.nova-pro"), asks="[retention]\nmax_days = 7")
        assert [(one.outcome, one.variant) for one in found] == [("cannot-tell", "days-depends")]

    def test_no_period_in_any_text(self) -> None:
        assert outcomes(use("deepseek-api"), "[retention]\nmax_days = 7") == [("cannot-tell", "days-unknown")]

    def test_a_service_that_keeps_nothing_by_default(self) -> None:
        assert outcomes(use("zai-api"), "[retention]\nmax_days = 0") == []

    def test_ones_own_server_keeps_what_one_keeps(self) -> None:
        assert outcomes(use("self-hosted"), "[retention]\nmax_days = 0\nzero = true\napplication_state = false") == []


class TestZero:
    """Shown in code where there is a switch, else attested."""

    ASKS = "[retention]\nzero = true\n"

    def test_nothing_shows_it(self) -> None:
        assert outcomes(use("cohere-api"), self.ASKS) == [("violation", "zero")]

    def test_attested(self) -> None:
        assert outcomes(use("cohere-api"), self.ASKS + attested("cohere-api", "zero-data-retention")) == []

    def test_store_false_is_not_zero_retention(self) -> None:
        assert outcomes(use("openai-api", operation=RESPONSES, given={"store": False}), self.ASKS) == [("violation", "zero")]

    def test_a_switch_in_code(self) -> None:
        assert outcomes(use("openrouter-api", body={"provider": {"zdr": True}}), self.ASKS) == []
        assert outcomes(use("openrouter-api"), self.ASKS) == [("violation", "zero-switch")]
        unseen = use("openrouter-api", body={"provider": unknown("env:P")})
        assert outcomes(unseen, self.ASKS) == [("cannot-tell", "zero-unknown")]


def test_one_finding_names_the_first_level_that_is_not_met() -> None:
    asks = "[retention]\napplication_state = false\nmax_days = 7\nzero = true"
    assert outcomes(use("openai-api", operation=RESPONSES), asks) == [("violation", "state-default")]
    assert outcomes(use("openai-api", operation=RESPONSES, given={"store": False}), asks) == [("violation", "days")]


def test_a_violation_of_a_later_level_goes_before_a_doubt_about_an_earlier_one() -> None:
    asks = "[retention]\napplication_state = false\nmax_days = 7"
    assert outcomes(use("openai-api", operation=CHAT), asks) == [("violation", "days")]


def test_without_the_section_nothing_is_asked() -> None:
    assert judge("AIG204", use("openai-api", operation=RESPONSES)) == []
    assert outcomes(use(unresolved=[unknown()], operation=RESPONSES), STATE) == []
