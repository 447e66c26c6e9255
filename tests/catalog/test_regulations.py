"""The laws: every regulation and duty is there, and what a policy can decide of them is data."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.regulations import Duty, Regulation
from aigc_lint.catalog.load import load
from aigc_lint.model import regions

DUTIES = {
    "cn-label-measures": 9, "cn-gb45438": 8, "cn-deep-synthesis": 4, "cn-genai-interim": 8, "cn-anthropomorphic-interim": 4,
    "cn-pipl": 3, "eu-ai-act-50": 6, "eu-transparency-cop": 3, "eu-gdpr": 3, "us-ca-sb942": 6, "us-ca-bot-act": 1,
    "us-ca-sb243": 2, "us-ny-synthetic-performer": 1, "kr-ai-basic-act": 3, "vn-ai-law": 4, "in-it-rules-sgi": 1,
}  # fmt: skip
"""As gathered: 16 regulations with 66 duties."""
CATALOG = load()
each_duty = pytest.mark.parametrize("duty", CATALOG.duties.values(), ids=lambda duty: duty.id)
each_regulation = pytest.mark.parametrize("regulation", CATALOG.regulations.values(), ids=lambda regulation: regulation.id)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return CATALOG


def test_all_that_was_gathered_is_there(catalog: Catalog) -> None:
    assert (len(DUTIES), sum(DUTIES.values())) == (16, 66)
    assert {id: len(regulation.duties) for id, regulation in catalog.regulations.items()} == DUTIES
    assert Counter(duty.confidence for duty in catalog.duties.values()) == {"read": 60, "secondary": 6}
    assert Counter(duty.lint for duty in catalog.duties.values()) == {"code": 36, "hint": 26, "process": 4}


def test_what_is_no_law_is_only_watched(catalog: Catalog) -> None:
    watched = {watch.id for regulation in catalog.regulations.values() for watch in regulation.watch}
    assert len(watched) == 8
    assert not watched & (set(catalog.regulations) | set(catalog.duties))


def test_a_code_of_practice_is_guidance_for_those_who_signed(catalog: Catalog) -> None:
    voluntary = [regulation for regulation in catalog.regulations.values() if regulation.voluntary]
    assert [regulation.id for regulation in voluntary] == ["eu-transparency-cop"]
    signatories = {name for duty in catalog.duties.values() for name in duty.addressees if name.startswith("signatory-")}
    assert {name for duty in voluntary[0].duties for name in duty.addressees} == signatories


def test_the_roles_of_the_ai_act_are_those_of_the_policy(catalog: Catalog) -> None:
    addressees = catalog.vocabulary.addressees
    for duty in catalog.regulations["eu-ai-act-50"].duties:
        assert set(duty.addressees) == {role for name in duty.addressees for role in addressees[name].roles}


@each_duty
def test_a_duty_is_told_in_sentences(duty: Duty) -> None:
    assert duty.regulation == duty.id.partition("/")[0]
    for text in (duty.summary, duty.condition, duty.exceptions, duty.shows, duty.note):
        assert text is None or (text.en[-1] == "." and text.zh[-1] == "。")


@each_duty
def test_duties_that_are_cited_together_share_what_they_are_about(duty: Duty, catalog: Catalog) -> None:
    for id in duty.same_as:
        assert set(catalog.duties[id].contents) & set(duty.contents)


def test_every_word_for_duties_is_in_use(catalog: Catalog) -> None:
    duties, vocabulary = catalog.duties.values(), catalog.vocabulary
    forms = [duty.form for duty in duties if duty.form]
    assert {name for duty in duties for name in duty.addressees} == set(vocabulary.addressees)
    assert {name for duty in duties for name in duty.contents} == set(vocabulary.contents)
    assert {duty.what for duty in duties} == set(vocabulary.duties)
    assert {name for duty in duties for name in duty.numbers} == set(vocabulary.numbers)
    assert {name for form in forms for name in form.positions} == set(vocabulary.positions)
    assert {name for form in forms for name in form.fields} == set(vocabulary.fields)


def test_contents_are_made_by_calls_that_exist(catalog: Catalog) -> None:
    made = {modality for content in catalog.vocabulary.contents.values() for modality in content.modalities}
    known = {operation.modality for sdk in catalog.sdks.values() for operation in sdk.operations}
    assert made <= known | {path.modality for path in catalog.protocols.paths}


@each_regulation
def test_a_jurisdiction_is_met_by_those_who_serve_it(regulation: Regulation) -> None:
    assert regions.binds(regulation.jurisdiction, [regulation.jurisdiction.partition("-")[0]])
    assert not regions.binds(regulation.jurisdiction, ["BR", "ZA"])


def test_marking_has_a_grace_for_older_systems(catalog: Catalog) -> None:
    graces = {duty.id: duty.grace for duty in catalog.duties.values() if duty.grace}
    assert set(graces) == {"eu-ai-act-50/50(2)"}
    grace = graces["eu-ai-act-50/50(2)"]
    assert grace
    assert (grace.on_market_before, grace.until) == (datetime.date(2026, 8, 2), datetime.date(2026, 12, 2))


def test_the_chinese_standard_says_what_labels_look_like(catalog: Catalog) -> None:
    worded = [duty.form.words for duty in catalog.regulations["cn-gb45438"].duties if duty.form and duty.form.words]
    assert worded == [(("人工智能", "AI"), ("生成", "合成"))] * 6
    form = catalog.duties["cn-gb45438/annex-e"].form
    assert form
    assert form.key == "AIGC"
    assert (len(form.members), form.values) == (7, {"Label": ("1", "2", "3")})
    assert catalog.duties["cn-gb45438/5.4"].numbers == {"text-height-percent": 5, "shown-seconds": 2}
