"""AIG105: consumer products and services that bar automation."""

from __future__ import annotations

import pytest

from tests.builders import catalog, judge, unknown, use


@pytest.mark.parametrize("service", sorted(id for id, one in catalog().services.items() if one.automation_barred))
def test_a_service_that_bars_programs_is_cited_by_that_clause(service: str) -> None:
    found = judge("AIG105", use(service))
    assert [one.outcome for one in found] == ["violation"]
    assert found[0].clauses
    assert {catalog().clauses[id].topic for id in found[0].clauses} == {"automated-access"}
    assert {catalog().clauses[id].service for id in found[0].clauses} == {service}


def test_a_consumer_product_whose_terms_bar_nothing_that_was_read_cites_nothing() -> None:
    found = judge("AIG105", use("gemini-app"))
    assert [(one.variant, one.clauses) for one in found] == [("consumer", ())]


def test_terms_of_some_regions_are_cited_as_such() -> None:
    assert [one.variant for one in judge("AIG105", use("openai-chatgpt"))] == ["consumer-region"]
    assert [one.variant for one in judge("AIG105", use("midjourney"))] == ["default"]


@pytest.mark.parametrize("service", ["openai-api", "xai-api", "stability-api", "volcengine-coding-plan", "openrouter-api"])
def test_an_api_is_meant_for_programs_even_if_scraping_is_barred(service: str) -> None:
    assert judge("AIG105", use(service)) == []


def test_whether_a_gateway_may_pass_midjourney_on_cannot_be_told() -> None:
    found = judge("AIG105", use("302ai-api", maker="midjourney"))
    assert [(one.outcome, one.variant) for one in found] == [("cannot-tell", "passed-on")]
    assert found[0].clauses == ("midjourney/automation",)


@pytest.mark.parametrize("maker", ["pika", "deepseek", "openai", "suno", None])
def test_a_maker_with_an_api_or_without_such_a_clause_may_be_passed_on(maker: str | None) -> None:
    assert judge("AIG105", use("302ai-api", maker=maker)) == []


def test_one_path_of_two_and_none_known() -> None:
    assert [one.paths for one in judge("AIG105", use("midjourney", "openai-api"))] == ["some"]
    assert judge("AIG105", use(unresolved=[unknown()])) == []
