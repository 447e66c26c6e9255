"""The shipped catalogue as a whole."""

from __future__ import annotations

import datetime
import re

import pytest

from aigc_lint.catalog import crosscheck, locate
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load

GATHERED = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def test_it_holds_together(catalog: Catalog) -> None:
    assert crosscheck.errors(catalog, today=GATHERED) == []


def test_the_version_is_the_day_it_was_gathered(catalog: Catalog) -> None:
    assert catalog.version == f"{GATHERED:%Y.%m.%d}"


def test_every_file_was_taken_up(catalog: Catalog) -> None:
    folder = locate.rules_folder()
    assert {path.stem for path in (folder / "providers").glob("*.toml")} == set(catalog.providers)
    assert {path.stem for path in (folder / "sdks").glob("*.toml")} == set(catalog.sdks)
    assert {path.stem for path in (folder / "wrappers").glob("*.toml")} == set(catalog.wrappers)
    assert {path.stem.partition("-")[0] for path in folder.glob("AIG*.toml")} == set(catalog.rules)


def test_every_clause_that_was_read_names_its_section(catalog: Catalog) -> None:
    without = [clause.id for clause in catalog.clauses.values() if clause.confidence == "read" and not clause.section]
    assert without == ["self-hosted/terms"]


def test_texts_are_our_own_and_speak_to_the_user(catalog: Catalog) -> None:
    """No trace of how the facts were gathered: index numbers, talk about the file or about the tool."""
    inner = re.compile(r"index id|\b\d{10,}|种子|\bseed\b|stance word|\blinter\b|not in the file|opt-out record", re.IGNORECASE)
    texts = {clause.id: f"{clause.summary.en} {clause.summary.zh} {clause.note}" for clause in catalog.clauses.values()}
    texts |= {document.id: f"{document.title} {document.evidence} {document.note}" for document in catalog.documents.values()}
    texts |= {
        f"{id}: {one.of}": f"{one.how.en} {one.how.zh} {one.note}"
        for id, service in catalog.services.items()
        for one in service.opt_outs
    }
    assert [id for id, text in texts.items() if inner.search(text)] == []


def test_summaries_are_sentences(catalog: Catalog) -> None:
    bad = [clause.id for clause in catalog.clauses.values() if clause.summary.en[-1] != "." or clause.summary.zh[-1] != "。"]
    assert bad == []


def test_chinese_texts_are_chinese(catalog: Catalog) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    bad = [clause.id for clause in catalog.clauses.values() if not chinese.search(clause.summary.zh)]
    bad += [
        f"{id}: {one.of}"
        for id, service in catalog.services.items()
        for one in service.opt_outs
        if not chinese.search(one.how.zh)
    ]
    assert bad == []


def test_leaving_a_contract_is_no_way_out_of_it(catalog: Catalog) -> None:
    """What moves to another contract says so, and nothing else is done by endpoint but the choice of a region."""
    moves = {(id, one.moves_to) for id, service in catalog.services.items() for one in service.opt_outs if one.moves_to}
    assert moves == {
        ("gemini-api", "google-cloud-vertex"),
        ("volcengine-coding-plan", "volcengine-ark"),
        ("dashscope-coding-plan", "dashscope-api"),
        ("dashscope-token-plan", "dashscope-api"),
        ("zhipu-bigmodel-api", "zai-api"),
    }
    by_endpoint = {
        (id, one.of)
        for id, service in catalog.services.items()
        for one in service.opt_outs
        if one.by == "endpoint" and not one.moves_to
    }
    assert by_endpoint == {("elevenlabs-api", "region")}


def test_values_of_settings_are_typed(catalog: Catalog) -> None:
    values = {one.value for service in catalog.services.values() for one in service.opt_outs if one.setting}
    assert not values & {"true", "false", "True", "False"}


def test_automation_is_barred_exactly_where_a_clause_read_at_source_bars_it(catalog: Catalog) -> None:
    """A ban on scraping alone, or one in the terms of an API, bars no calls."""
    barred = {service.id for service in catalog.services.values() if service.automation_barred}
    chats = {"openai-chatgpt", "claude-ai", "kimi-app", "tencent-yuanbao", "qwen-chat", "microsoft-copilot"}
    assert barred == chats | {"midjourney"}
    for id in barred:
        assert any(one.topic == "automated-access" and one.confidence == "read" for one in catalog.services[id].clauses), id


def test_plans_that_train_are_services_of_their_own(catalog: Catalog) -> None:
    plans = {service.id for service in catalog.services.values() if service.audience == "plan"}
    assert {"volcengine-coding-plan", "dashscope-coding-plan", "dashscope-token-plan", "zai-coding-plan"} <= plans
    assert catalog.services["dashscope-coding-plan"].key_prefixes == ("sk-sp-",)


def test_every_provider_with_an_api_has_one_default(catalog: Catalog) -> None:
    """Midjourney and Suno have no API of their own."""
    without = {
        provider.id
        for provider in catalog.providers.values()
        if not any(service.default for service in provider.services.values())
    }
    assert without == {"midjourney", "suno"}
