"""``aigc-lint terms``: what a person sees of the list, a page and the changes."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import Cli


def test_the_group_says_what_is_in_it(cli: Cli) -> None:
    bare = cli("terms")
    assert (bare.code, bare.out) == (2, "")
    asked = cli("terms", "--help")
    assert (asked.code, asked.err, asked.out) == (0, "", bare.err.removesuffix("\n"))
    assert re.findall(r"^  (\w+)", asked.out, re.MULTILINE) == ["changes", "compare", "list", "show"]
    wrong = cli("terms", "lits")
    assert (wrong.code, wrong.err) == (2, "aigc-lint: error: there is no command aigc-lint terms lits; known is list\n")
    assert "没有命令 aigc-lint terms lits" in cli("terms", "lits", "--lang", "zh").err


def test_the_list_tells_how_old_and_how_well_known_the_terms_are(cli: Cli) -> None:
    result = cli("terms", "list")
    assert (result.code, result.err) == (0, "")
    assert "\nOpenAI (openai)\n" in result.out
    assert re.search(r"^  openrouter-api +router +\d+ +2026-05-06 +20\d\d-\d\d-\d\d +read$", result.out, re.MULTILINE)
    assert re.search(r"^  volcengine-ark +API .* \d+ of \d+ read$", result.out, re.MULTILINE)
    assert "services without clauses" in result.out
    assert "dify" not in result.out
    assert re.search(r"^  dify-api +\S+ +- +no terms read$", cli("terms", "list", "--all").out, re.MULTILINE)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("more", [(), ("--topic", "training-use"), ("--provider", "kimi"), ("--all",)])
def test_the_list_fits_a_terminal(cli: Cli, lang: str, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from aigc_lint.cli.console import Console
    from aigc_lint.report.width import cells

    monkeypatch.setattr(Console, "width", property(lambda _: 80))
    rows = cli("terms", "list", *more, "--lang", lang).out.splitlines()[:-4]
    assert len(rows) > 3
    assert [row for row in rows if row.startswith("  ") and cells(row) > 80] == []


def test_the_list_narrows(cli: Cli) -> None:
    google = json.loads(cli("terms", "list", "--provider", "gemini", "--format", "json").out)
    assert google["version"] == 1
    assert {row["provider"] for row in google["services"]} == {"google"}
    training = json.loads(cli("terms", "list", "--topic", "training-use", "--format", "json").out)["services"]
    found = {row["service"]: row["stances"] for row in training}
    assert found["anthropic-api"] == {"training-use": ["never"]}
    assert re.search(r"^  anthropic-api .* never$", cli("terms", "list", "--topic", "training-use").out, re.MULTILINE)
    assert cli("terms", "list", "--provider", "deepl").err == (
        "aigc-lint: error: there is no provider deepl; `aigc-lint terms list --all` names them all\n"
    )
    assert cli("terms", "list", "--topic", "weather").code == 2
    assert cli("terms", "list", "--provider", "dify", "--topic", "retention").out == "No service answers to that.\n"


def test_the_statistics_count_the_catalogue(cli: Cli) -> None:
    counts = json.loads(cli("terms", "list", "--statistics", "--format", "json").out)["counts"]
    floor = {
        "providers_with_terms": 37, "services_with_clauses": 60, "documents": 111, "clauses": 488, "opt_outs": 70,
        "endpoints": 33, "sdk_versions": 112, "hosts": 94, "model_prefixes": 404, "pairs": 1900, "operations": 1150,
        "regulations": 16, "duties": 66,
    }  # fmt: skip
    assert {name: counts[name] for name in floor if counts[name] < floor[name]} == {}
    assert counts["providers"] == counts["providers_with_terms"] + counts["providers_by_host_only"]
    assert counts["pairs_inherited"] > counts["pairs"]
    said = cli("terms", "list", "--statistics", "--lang", "zh").out.splitlines()
    assert len(said) == len(counts)
    assert f"{counts['documents']:>6}  条款文本" in said


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("openai-api/store", "AIG204 retention-above-limit"),
        ("openai-your-data", "openai-api/store (retention: configurable)"),
        ("service:openai-api", "Rules that may rest on it"),
        ("kimi", "moonshot: Moonshot AI (Kimi)"),
        ("eu-ai-act-50", "evidence"),
        ("eu-ai-act-50/50(2)", "until 2026-12-02 for systems on the market before 2026-08-02"),
    ],
)
def test_a_page_is_shown(cli: Cli, subject: str, says: str) -> None:
    result = cli("terms", "show", subject)
    assert (result.code, result.err) == (0, "")
    assert says in result.out


def test_a_clause_tells_its_dates_its_evidence_and_its_note(cli: Cli) -> None:
    out = cli("terms", "show", "zhipu-bigmodel-api/training").out
    for said in ("effective 2025-05-20", "checked", "read at source", "evidence", "note", "https://docs.bigmodel.cn/"):
        assert said in out
    assert out == cli("explain", "zhipu-bigmodel-api/training").out


def test_a_rule_is_no_terms(cli: Cli) -> None:
    result = cli("terms", "show", "AIG202")
    assert (result.code, result.out) == (2, "")
    near = cli("terms", "show", "openai-your-dat")
    assert near.err == "aigc-lint: error: no terms are called openai-your-dat; did you mean openai-your-data?\n"


def test_changes_since_a_day(cli: Cli) -> None:
    found = json.loads(cli("terms", "changes", "--since", "2026-10-20", "--format", "json").out)["changes"]
    dates = [change["date"] for change in found]
    assert dates == sorted(dates)
    assert min(dates) > "2026-10-20"
    (applies,) = [change for change in found if change["what"] == "applies"]
    assert (applies["subject"], applies["rules"]) == ("gemini-api/logging-default", ["AIG204"])
    superseded = {change["subject"]: change["by"] for change in found if change["what"] == "superseded"}
    assert superseded["google-cloud-vertex/training-seed"] == "google-cloud-vertex/training"
    text = cli("terms", "changes", "--since", "2026-10-20", "--today", "2026-10-25").out
    assert "2026-10-26    applies from this day: gemini-api/logging-default (still ahead)" in text
    assert "gemini-api/logging-default (still ahead)" not in cli("terms", "changes", "--since", "2026-10-20").out
    assert [change["subject"] for change in found if change["what"] == "grace-ends"] == ["eu-ai-act-50"]
    assert "2026-12-02    grace ends: EU AI Act, article 50(2) (still ahead)" in text
    assert cli("terms", "changes", "--since", "2999-01-01").out == "Nothing in the catalogue is newer than 2999-01-01.\n"
    assert cli("terms", "changes", "--since", "yesterday").code == 2
    assert cli("terms", "changes").code == 2
