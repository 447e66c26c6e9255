"""A fault planted in a copy of the shipped files fails the load or the cross-check, and the message names file and entry."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from aigc_lint.catalog import crosscheck, locate, sources
from aigc_lint.catalog.reader import Reader
from aigc_lint.checks import training_table

TODAY = datetime.date(2026, 11, 25)
FILES = (
    "catalogue.toml", "vocabulary.toml", "protocols.toml", "AIG202-training-opt-out-missing.toml", "providers/deepseek.toml",
    "sdks/deepseek.toml", "wrappers/opik.toml", "regulations/cn-label-measures.toml", "regulations/eu-ai-act-50.toml",
)  # fmt: skip
"""One file of each kind; what they lack of the rest is in the errors before and after."""

DEEPSEEK, LABELS, AI_ACT = "providers/deepseek.toml", "regulations/cn-label-measures.toml", "regulations/eu-ai-act-50.toml"
RULE, SDK, WRAPPER = "AIG202-training-opt-out-missing.toml", "sdks/deepseek.toml", "wrappers/opik.toml"
OWNERSHIP = "clause deepseek-api/output-ownership"

# file, what stands there, what is put instead (within the entry that `after` begins), and the message
MUTATIONS = [
    # a provider
    (DEEPSEEK, 'id = "output-ownership"', "summary.zh = ", 'summary.zh = "" #', f"{DEEPSEEK}: {OWNERSHIP}: summary.zh is empty"),
    (DEEPSEEK, 'id = "output-ownership"', "summary.zh = ", "#", f"{DEEPSEEK}: {OWNERSHIP}: Object missing required field `zh`"),
    (
        DEEPSEEK, 'id = "output-ownership"', 'document = "', 'document = "x-',
        f"{DEEPSEEK}: {OWNERSHIP}: document 'x-deepseek-open-platform' does not exist",
    ),
    (
        DEEPSEEK, 'id = "input-warranty"', 'id = "input-warranty"', 'id = "training"',
        f"{DEEPSEEK}: clause deepseek-api/training stands there twice",
    ),
    (
        DEEPSEEK, "[documents.deepseek-terms]", "checked = 2026-03-27", "checked = 2027-03-27",
        f"{DEEPSEEK}: documents.deepseek-terms: checked on 2027-03-27, which is in the future",
    ),
    (
        DEEPSEEK, "[documents.deepseek-terms]", "effective = 2026-03-27", "",
        f"{DEEPSEEK}: documents.deepseek-terms: needs either an effective date or the reason",
    ),
    (
        DEEPSEEK, 'id = "training"', "stance = ", 'stance = "perhaps" #',
        f"{DEEPSEEK}: clause deepseek-api/training: stance 'perhaps' does not stand under training-use in vocabulary.toml",
    ),
    (
        DEEPSEEK, 'id = "training"', "confidence = ", 'confidence = "sure" #',
        f"{DEEPSEEK}: clause deepseek-api/training: Invalid enum value 'sure'",
    ),
    (DEEPSEEK, "", 'id = "deepseek"', 'id = "deepsek"', f"{DEEPSEEK}: id is 'deepsek', the file name says 'deepseek'"),
    (DEEPSEEK, "", "entity =", "enttiy =", f"{DEEPSEEK}: provider: Object contains unknown field `enttiy`"),
    # a regulation
    (
        LABELS, 'id = "5"', "addressees = ", 'addressees = ["vendor"] #',
        f"{LABELS}: duty cn-label-measures/5: addressee 'vendor' does",
    ),
    (LABELS, 'id = "5"', "summary.zh = ", "#", f"{LABELS}: duty cn-label-measures/5: Object missing required field `zh`"),
    (LABELS, 'id = "5"', "summary.zh = ", 'summary.zh = " " #', f"{LABELS}: duty cn-label-measures/5: summary.zh is empty"),
    (LABELS, 'id = "5"', "condition.zh = ", 'condition.zh = "" #', f"{LABELS}: duty cn-label-measures/5: condition.zh is empty"),
    (LABELS, 'id = "5"', 'id = "5"', 'id = "6"', f"{LABELS}: duty cn-label-measures/6 stands there twice"),
    (
        LABELS, 'id = "5"', "what = ", 'what = "watermark" #',
        f"{LABELS}: duty cn-label-measures/5: what 'watermark' does not stand",
    ),
    (
        LABELS, 'id = "5"', "applies_from = 2025", "applies_from = 2024",
        f"{LABELS}: duty cn-label-measures/5: applies from 2024-09-01, before cn-label-measures takes effect on 2025-09-01",
    ),
    (
        LABELS, 'id = "5"', "same_as = [", 'same_as = ["cn-label-measures/99", ',
        f"{LABELS}: duty cn-label-measures/5: same_as 'cn-label-measures/99' is no other duty",
    ),
    (LABELS, "", "name.en", 'id = "cn-label"\nname.en', f"{LABELS}: id is 'cn-label', the file name says 'cn-label-measures'"),
    (LABELS, "", "name.zh = ", 'name.zh = "" #', f"{LABELS}: name.zh is empty"),
    (LABELS, "", "checked = 2026", "checked = 2027", f"{LABELS}: checked on 2027-11-22, which is in the future"),
    (LABELS, "", "jurisdiction = ", 'jurisdiction = "China" #', f"{LABELS}: jurisdiction 'China' is no place"),
    (
        AI_ACT, 'id = "50(2)"', "until = 2026-12-02", "until = 2026-02-12",
        f"{AI_ACT}: duty eu-ai-act-50/50(2): grace.until 2026-02-12 is before the duty applies",
    ),
    (
        AI_ACT, 'id = "50(3)"', "applies_from", "until = 2026-08-01\napplies_from",
        f"{AI_ACT}: duty eu-ai-act-50/50(3): until 2026-08-01 is before it applies on 2026-08-02",
    ),
    (AI_ACT, 'id = "es-ai-bill"', "says.zh = ", "#", f"{AI_ACT}: watch es-ai-bill: Object missing required field `zh`"),
    # an SDK, a wrapper, a rule, the vocabulary
    (
        SDK, "", "distribution = ", 'distribution = "deepsek" #',
        f"{SDK}: distribution is 'deepsek', the file name says 'deepseek'",
    ),
    (SDK, "[clients.", 'service = "deepseek-api"', 'service = "deepseek"', f"{SDK}: clients."),
    (SDK, "[[operations]]", "on = [", 'on = ["nobody", ', "client 'nobody' does not exist"),
    (SDK, "[[operations]]", "modality", "modaliti", f"{SDK}: operations[0]: Object "),
    (WRAPPER, "", 'zh = "Opik"', 'zh = ""', f"{WRAPPER}: name.zh is empty"),
    (WRAPPER, "", 'records = ["provider"', 'records = ["vendor"', f"{WRAPPER}: Invalid enum value 'vendor'"),
    (
        WRAPPER, "[instruments]", '["crewai"]', '["crew"]',
        f"{WRAPPER}: instruments.opik.integrations.crewai.track_crewai: SDK 'crew'",
    ),
    (RULE, "[why]", "zh = ", 'zh = "" #', f"{RULE}: why.zh is empty"),
    (RULE, "[why]", "zh = ", "#", f"{RULE}: Object missing required field `zh` - at `$.why`"),
    (RULE, "[messages.default]", ", zh = ", ", zh = '{nobody}', zx = ", f"{RULE}: Object contains unknown field `zx`"),
    (
        RULE, "[messages.default]", 'zh = "', 'zh = "{nobody}',
        f"{RULE}: messages.default.says: the languages differ in their placeholders",
    ),
    (RULE, "", 'topic = "training-use"', 'topic = "training"', f"{RULE}: clauses: topic 'training' does not stand"),
    (
        "vocabulary.toml", "[duties]", 'log = { en = "logs", zh = "', 'log = { en = "logs", zh = "" } #',
        "vocabulary.toml: duties.log.zh",
    ),
    (
        "vocabulary.toml", "[topics.training-use.stances]", "opt-out = ", "opt-uot = ",
        f"{RULE}: clauses: stance 'opt-out' does not",
    ),
    (
        "catalogue.toml", "[aliases]", "alibaba = [", 'x = ["deepseek"]\nalibaba = [',
        "catalogue.toml: aliases: 'deepseek' of x is a provider",
    ),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one file of each kind."""
    for file in FILES:
        copy = tmp_path / file
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(locate.rules_folder() / file, copy)
    return tmp_path


def errors(folder: Path) -> list[str]:
    """All that loading, the cross-check and the training table say of a folder."""
    reader = Reader([sources.read(folder)])
    catalog = reader.catalog()
    return [*reader.errors, *crosscheck.errors(catalog, today=TODAY), *training_table.unknown(catalog)]


def plant(folder: Path, file: str, after: str, old: str, new: str) -> None:
    """Replace the first such text that follows another."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert after in text, after
    place = text.index(old, text.index(after))
    path.write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")


@pytest.mark.parametrize(("file", "after", "old", "new", "message"), MUTATIONS, ids=[mutation[-1] for mutation in MUTATIONS])
def test_a_planted_fault_is_named(folder: Path, file: str, after: str, old: str, new: str, message: str) -> None:
    before = errors(folder)
    assert not any(message in error for error in before)
    plant(folder, file, after, old, new)
    found = set(errors(folder)) - set(before)
    assert any(message in error for error in found), sorted(found)


def test_a_stance_that_only_the_vocabulary_knows(folder: Path) -> None:
    new = 'perhaps = { en = "Perhaps.", zh = "也许。" }\n'
    plant(folder, "vocabulary.toml", "[topics.training-use.stances]", "never = ", new + "never = ")
    plant(folder, DEEPSEEK, 'id = "training"', "stance = ", 'stance = "perhaps" #')
    assert f"{DEEPSEEK}: clause deepseek-api/training: the training table does not know 'perhaps'" in errors(folder)


@pytest.mark.parametrize("file", FILES)
def test_what_is_no_toml_is_named(folder: Path, file: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write("\n= broken\n")
    assert any(error.startswith(f"{file}: ") and "line" in error for error in errors(folder))


@pytest.mark.parametrize(
    ("file", "name", "message"),
    [
        (DEEPSEEK, "providers/deepsek.toml", "providers/deepsek.toml: id is 'deepseek', the file name says 'deepsek'"),
        (SDK, "sdks/deepsek.toml", "sdks/deepsek.toml: distribution is 'deepseek', the file name says 'deepsek'"),
        (RULE, "AIG20-training.toml", "AIG20-training.toml: the file's name is not CODE-name.toml"),
        (LABELS, "regulations/labels.toml", "regulations/labels.toml: the file's name does not begin with its jurisdiction, cn-"),
    ],
)
def test_a_wrong_file_name_is_told(folder: Path, file: str, name: str, message: str) -> None:
    (folder / file).rename(folder / name)
    assert any(message in error for error in errors(folder)), errors(folder)


def test_two_files_of_one_rule(folder: Path) -> None:
    shutil.copy(folder / RULE, folder / "AIG202-other.toml")
    assert f"{RULE}: AIG202 is AIG202-other.toml already" in errors(folder)


@pytest.mark.parametrize(("kind", "id"), [("documents", "deepseek-terms"), ("services", "deepseek-api")])
def test_an_id_of_another_provider(folder: Path, kind: str, id: str) -> None:
    text = (folder / DEEPSEEK).read_text(encoding="utf-8").replace('id = "deepseek"', 'id = "double"', 1)
    (folder / "providers" / "double.toml").write_text(text, encoding="utf-8")
    assert f"providers/double.toml: {kind}.{id} stands in {DEEPSEEK} too" in errors(folder)
