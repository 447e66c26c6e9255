"""Reports over the catalogue that is shipped: every page can be written, and no sentence keeps a placeholder."""

from __future__ import annotations

import re

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.model.words import Language
from aigc_lint.report import explain
from aigc_lint.report.phrases import IN_GENERAL, STEP
from aigc_lint.report.width import cells


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_subject_has_a_page_that_fits(catalog: Catalog, lang: Language) -> None:
    terms = (*catalog.clauses, *catalog.documents, *catalog.services)
    laws = (*catalog.regulations, *catalog.duties)
    for subject in (*catalog.rules, *terms, *laws, *catalog.providers, *catalog.aliases):
        page = explain.render(subject, catalog, lang)
        assert page, subject
        code = [line for line in page.splitlines() if cells(line) > 96 and "://" not in line and not line.startswith("      ")]
        assert code == [], subject


def test_another_contract_is_no_opt_out_to_attest(catalog: Catalog) -> None:
    page = explain.render("zhipu-bigmodel-api", catalog, "en")
    assert page
    moving = next(block for block in page.split("\n\n") if "(leads to another contract: zai-api)" in block)
    assert "attest" not in moving


def test_every_placeholder_has_words(catalog: Catalog) -> None:
    for rule in catalog.rules.values():
        for message in rule.messages.values():
            for words in (message.says, message.do):
                assert set(re.findall(r"\{([a-z_]+)\}", words.en + words.zh)) <= set(IN_GENERAL), rule.code
                assert set(re.findall(r"\{[a-z_]+\}", words.en)) == set(re.findall(r"\{[a-z_]+\}", words.zh)), rule.code


def test_every_fixed_sentence_is_in_both_languages() -> None:
    assert all(words.en and words.zh and words.en != words.zh for words in STEP.values())


def test_guidance_binds_nobody(catalog: Catalog) -> None:
    for subject in ("eu-transparency-cop", "eu-transparency-cop/1-1.1"):
        page = explain.render(subject, catalog, "en")
        assert page
        assert "addressed to" in page.lower()
        assert "binds" not in page.lower()


def test_a_duty_that_is_less_known_than_its_law_says_so(catalog: Catalog) -> None:
    page = explain.render("cn-genai-interim", catalog, "en")
    assert page
    assert page.count("Known how: known through a third party") == 1
