"""Every report on the sample, to the letter, in both languages."""

from __future__ import annotations

import pytest

from aigc_lint.report import explain, formats, inventories
from tests.report.sample import CATALOG
from tests.report.write import FOLDER, reports

REPORTS = dict(reports())


@pytest.mark.parametrize("file", sorted(REPORTS))
def test_report_says_exactly_this(file: str) -> None:
    assert REPORTS[file] == (FOLDER / file).read_text(encoding="utf-8")


def test_every_expected_file_belongs_to_a_report() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == set(REPORTS)


def test_formats_are_found() -> None:
    assert set(formats()) == {"text", "concise", "json", "sarif"}
    assert set(inventories()) == {"json", "table"}


@pytest.mark.parametrize(
    "subject",
    ["AIG202", "aig202", "training-opt-out-missing", "openrouter-api/logging", "service:openrouter-api", "OpenRouter", "gateway",
     "XX-Label-Act", "xx-label-act/3(1)", "xx-label-act/3"],
)  # fmt: skip
def test_what_can_be_explained(subject: str) -> None:
    assert explain.render(subject, CATALOG, "en")


@pytest.mark.parametrize(
    "subject",
    ["", "AIG999", "training", "openrouter-api/nothing", "service:", "xx-label-act/", "xx-label-act/30", "xx-label-act/3(1"],
)
def test_what_has_no_page(subject: str) -> None:
    assert explain.render(subject, CATALOG, "en") is None
