"""``docs/providers.md`` says what the catalogue says now, of every service, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aigc_lint.catalog.load import load
from aigc_lint.checks.outcomes import cases
from aigc_lint.model.words import Language
from aigc_lint.report import matrix_words as say
from tests.providers_page import PAGES, SEED, TODAY, fixtures, page

SECTIONS = 5
each_page = pytest.mark.parametrize(("name", "language"), PAGES.items())


def rows(text: str, section: int) -> dict[str, list[str]]:
    """Return the rows of one section by the service's id."""
    found = {}
    for line in text.split("\n## ")[section].splitlines():
        if service := re.search(r"<br>`([\w.-]+)` \|", line):
            found[service[1]] = line
    return {service: [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for service, line in found.items()}


@each_page
def test_the_page_is_up_to_date(name: str, language: Language, checkout: Path) -> None:
    assert (checkout / name).read_text(encoding="utf-8") == page(language), "run: make readme"


@pytest.mark.parametrize("name", PAGES)
def test_every_service_has_its_rows(name: str, checkout: Path) -> None:
    text = (checkout / name).read_text(encoding="utf-8")
    seeds, others, rest, reached, outcomes = (rows(text, section) for section in range(1, SECTIONS + 1))
    services = load().services
    assert [*seeds] == [service for group in SEED.values() for service in group]
    assert {service for service, known in services.items() if known.clauses} <= {*seeds, *others}
    for table in ({**seeds, **others, **rest}, reached, outcomes):
        assert set(table) == set(services)
    assert {len(row) for row in seeds.values()} == {13}
    assert {len(row) for row in others.values()} == {12}


@each_page
def test_the_outcome_shown_is_the_one_of_the_table(name: str, language: Language, checkout: Path) -> None:
    shown = rows((checkout / name).read_text(encoding="utf-8"), 5)
    words = {outcome: said.get(language) for outcome, said in say.OUTCOMES.items()}
    catalog = load()
    for identifier, (_, ordinary, split, _) in shown.items():
        first, *others = cases(catalog.services[identifier], catalog, TODAY)
        assert [outcome for outcome, said in words.items() if ordinary.endswith(said)] == [first.outcome]
        assert split.count("<br>") + (split != "–") == sum(case.outcome != first.outcome for case in others)


def test_what_a_reader_looks_up(checkout: Path) -> None:
    text = (checkout / "docs/providers.md").read_text(encoding="utf-8")
    seeds, others, reached = rows(text, 1), rows(text, 2), rows(text, 4)
    assert seeds["openai-api"][0] == "**OpenAI**"
    assert "1,000,000 USD" in seeds["midjourney"][7]
    assert others["openrouter-api"][4].startswith(
        "a parameter of the request `extra_body.provider.data_collection` = `deny`"
    )
    assert reached["deepseek-api"][1].startswith("`deepseek`<br>`deepseek-sdk`")
    assert "`litellm: deepseek/`" in reached["deepseek-api"][2]
    assert "`*/mj/submit/imagine`" in reached["midjourney"][3]
    assert "`openrouter-api`: `deepseek/`" in reached["deepseek-api"][4]


def test_fixtures_are_there(checkout: Path) -> None:
    found = fixtures()
    assert set(found) <= set(load().services)
    assert {"openai-api", "deepseek-api", "moonshot-api-cn", "gemini-api", "midjourney", "volcengine-ark"} <= set(found)
    assert all((checkout / path).is_file() for path in found.values())
