"""AIG102: patterns by modality, spellings of one model, what does not show."""

from __future__ import annotations

from typing import Any

import pytest

from aigc_lint.checks.models import admitted
from tests.builders import candidate, judge, unknown, use

CHAT = '[services.openai-api.models]\nchat = ["gpt-5*"]\n'


def outcomes(subject: object, asks: str = CHAT) -> list[tuple[str, str, str]]:
    return [(one.outcome, one.variant, one.paths) for one in judge("AIG102", subject, asks=asks)]  # type: ignore[arg-type]


@pytest.mark.parametrize("model", ["gpt-5", "gpt-5-mini", "openai/gpt-5", "GPT-5", "ft:gpt-5-mini:acme::x1", "models/gpt-5"])
def test_an_admitted_model_is_silent(model: str) -> None:
    assert outcomes(use("openai-api", model=model)) == []


def test_another_model_is_a_violation_at_its_argument() -> None:
    found = judge("AIG102", use("openai-api", model="gpt-4o", given={"model": "gpt-4o"}), asks=CHAT)
    assert [(one.outcome, one.variant) for one in found] == [("violation", "default")]
    assert found[0].span is not None
    assert found[0].policy_key == "services.openai-api.models.chat"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (("gpt-5", "gpt-4o"), [("violation", "default", "some")]),
        (("gpt-4o", unknown("env:MODEL")), [("violation", "default", "some")]),
        (unknown("env:MODEL"), [("cannot-tell", "unknown", "all")]),
        (("gpt-5", unknown("env:MODEL")), [("cannot-tell", "unknown", "all")]),
        (None, []),
    ],
)
def test_sets_of_models(model: Any, expected: list[tuple[str, str, str]]) -> None:
    assert outcomes(use("openai-api", model=model)) == expected


def test_the_model_of_the_path_goes_before_that_of_the_call() -> None:
    assert outcomes(use(candidate("openai-api", models=["gpt-5"]), model=("gpt-5", "deepseek-chat"))) == []


def test_on_several_services_nobody_knows_whose_model_it_is() -> None:
    mixed = use("openai-api", "deepseek-api", model=("gpt-5", "deepseek-chat"))
    assert outcomes(mixed) == [("cannot-tell", "unknown", "some")]
    assert outcomes(use("openai-api", "deepseek-api", model="gpt-5")) == []


def test_an_empty_id_is_none() -> None:
    assert outcomes(use("openai-api", model=("gpt-5", ""))) == []


@pytest.mark.parametrize("modality", ["embedding", "image"])
def test_a_modality_without_patterns_is_not_asked(modality: str) -> None:
    assert outcomes(use("openai-api", model="dall-e-3", modality=modality)) == []


def test_a_star_stands_for_every_other_modality() -> None:
    asks = CHAT + '"*" = ["text-embedding-3-*"]'
    assert outcomes(use("openai-api", model="dall-e-3", modality="image"), asks) == [("violation", "default", "all")]
    assert outcomes(use("openai-api", model="text-embedding-3-small", modality="embedding"), asks) == []


def test_other_services_are_not_asked() -> None:
    assert outcomes(use("deepseek-api", model="deepseek-chat")) == []
    assert outcomes(use(unresolved=[unknown()], model="deepseek-chat")) == []


def test_a_deployment_name_tells_nothing() -> None:
    asks = '[services.azure-openai.models]\nchat = ["gpt-5*"]'
    assert outcomes(use("azure-openai", model="gpt-4-old"), asks) == [("cannot-tell", "own-name", "all")]


def test_on_a_router_the_makers_prefix_is_part_of_the_id() -> None:
    assert not admitted("someone/gpt-5-clone", ("gpt-5*",), router=True)
    assert admitted("openai/gpt-5", ("openai/*",), router=True)
    assert admitted("openrouter/openai/gpt-5", ("openai/*",), router=True)
    assert admitted("openai/gpt-5", ("gpt-5*",), router=False)
