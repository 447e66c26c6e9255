"""AIG101: allow, deny, plans by name, aliases, makers."""

from __future__ import annotations

import pytest

from tests.builders import candidate, judge, speak, unknown, use


def variants(subject: object, asks: str) -> list[str]:
    return [one.variant for one in judge("AIG101", subject, asks=asks)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("service", "lists", "expected"),
    [
        ("openai-api", 'allow = ["openai"]', []),
        ("deepseek-api", 'allow = ["openai"]', ["default"]),
        ("deepseek-api", 'allow = ["openai", "service:deepseek-api"]', []),
        ("openai-api", 'deny = ["deepseek"]', []),
        ("deepseek-api", 'deny = ["deepseek"]', ["denied"]),
        ("zai-api", 'allow = ["zhipu"]\ndeny = ["service:zhipu-bigmodel-api"]', []),
        ("zhipu-bigmodel-api", 'allow = ["zhipu"]\ndeny = ["service:zhipu-bigmodel-api"]', ["denied"]),
        ("gemini-api", 'allow = ["service:gemini-api"]\ndeny = ["google"]', []),
        ("google-cloud-vertex", 'allow = ["service:gemini-api"]\ndeny = ["google"]', ["denied"]),
        ("openai-api", 'allow = ["openai"]\ndeny = ["openai"]', ["denied"]),
        ("openai-api", 'allow = ["service:openai-api"]\ndeny = ["service:openai-api"]', ["denied"]),
        ("openai-api", "allow = []", ["default"]),
        ("volcengine-ark", 'allow = ["bytedance"]', []),
        ("volcengine-ark", 'allow = ["volcengine"]', []),
        ("volcengine-coding-plan", 'allow = ["bytedance"]', ["by-name"]),
        ("volcengine-coding-plan", 'allow = ["service:volcengine-coding-plan"]', []),
        ("volcengine-coding-plan", 'allow = ["openai"]', ["default"]),
        ("openai-chatgpt", 'allow = ["openai"]', ["by-name"]),
        ("openrouter-api", 'allow = ["openrouter"]', []),
        ("self-hosted", 'allow = ["self-hosted"]', []),
        ("self-hosted", 'allow = ["ollama"]', []),
        ("self-hosted", 'allow = ["openai"]', ["default"]),
    ],
)
def test_who_is_admitted(service: str, lists: str, expected: list[str]) -> None:
    assert variants(use(service), f"[providers]\n{lists}") == expected


def test_a_consumer_service_is_denied_with_its_provider() -> None:
    assert variants(use("openai-chatgpt"), '[providers]\ndeny = ["openai"]') == ["denied"]


def test_where_only_the_provider_shows_it_decides() -> None:
    known = use(candidate(None, provider="deepseek"))
    assert variants(known, '[providers]\nallow = ["deepseek"]') == []
    assert variants(known, '[providers]\nallow = ["openai"]') == ["provider"]
    assert variants(known, '[providers]\ndeny = ["deepseek"]') == ["denied"]


def test_it_names_the_entry_that_denies() -> None:
    verdict = judge("AIG101", use("deepseek-api"), asks='[providers]\ndeny = ["openai", "deepseek"]')[0]
    assert verdict.policy_key == "providers.deny[1]"
    assert verdict.clauses == ()


def test_one_of_two_paths() -> None:
    found = judge("AIG101", use("openai-api", "deepseek-api"), asks='[providers]\nallow = ["openai"]')
    assert [(one.paths, dict(one.facts)["service_id"]) for one in found] == [("some", "deepseek-api")]


def test_an_unresolved_service_is_silent() -> None:
    assert variants(use(unresolved=[unknown()]), '[providers]\nallow = ["openai"]') == []


def test_no_list_no_finding() -> None:
    assert judge("AIG101", use("deepseek-api")) == []


class TestMakers:
    """Who made the model, apart from who hosts it."""

    def test_a_denied_maker_on_another_host(self) -> None:
        found = judge("AIG101", use("aws-bedrock", maker="deepseek"), asks='[providers.makers]\ndeny = ["deepseek"]')
        assert [one.variant for one in found] == ["maker"]
        assert "DeepSeek" in speak("AIG101", found[0])

    def test_a_maker_outside_the_list(self) -> None:
        assert variants(use("aws-bedrock", maker="deepseek"), '[providers.makers]\nallow = ["anthropic"]') == ["maker-not-listed"]

    @pytest.mark.parametrize("maker", [None, "anthropic"])
    def test_another_maker_or_none(self, maker: str | None) -> None:
        assert variants(use("aws-bedrock", maker=maker), '[providers.makers]\nallow = ["anthropic"]\ndeny = ["deepseek"]') == []
