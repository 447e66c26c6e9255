"""A project with a catalogue of its own: its gateway is recognised, its clauses are cited, its header is required."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from aigc_lint.cli.main import main
from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome

GATEWAY = "fixtures/projects/gateway"
CATALOG = f"{GATEWAY}/compliance/catalog"
TODAY = datetime.date(2026, 11, 25)

# Line of shop/answers.py -> what is found there.
EXPECTED = {
    20: "AIG108",  # no header
    24: "AIG108",  # nor behind the variable
    32: "AIG108",  # nor in the company's own client
    37: "AIG108",  # another value, in a request made by hand
}
CALLS = {16, 20, 24, 28, 32, 37}


@pytest.fixture(scope="module")
def session(checkout: Path) -> Session:
    """Return a session on the project, without a cache."""
    return Session(Options(paths=(str(checkout / GATEWAY),), today=TODAY, cache=False))


@pytest.fixture(scope="module")
def outcome(session: Session) -> Outcome:
    """Lint the project once."""
    return session.run()


def test_the_header_is_required_where_it_is_missing_and_nothing_else_is_found(outcome: Outcome) -> None:
    assert [problem.message.en for problem in outcome.problems] == []
    assert {finding.place.span.line: finding.rule for finding in outcome.findings} == EXPECTED


def test_the_gateway_is_recognised_by_host_variable_and_own_client(outcome: Outcome) -> None:
    calls = [use for use in outcome.uses if use.kind == "call"]
    reached = {use.place.span.line: {candidate.service for candidate in use.candidates} for use in calls}
    assert reached == {line: {"corp-gateway"} for line in CALLS} | {41: {"moonshot-api-cn"}}
    assert {use.operation for use in calls if use.sdk == "corp-ai"} == {"corp_ai.Gateway.ask"}


def test_the_clause_is_cited_with_the_file_that_it_came_from(outcome: Outcome, session: Session) -> None:
    assert {finding.clauses for finding in outcome.findings} == {("corp-gateway/training",)}
    assert session.catalog.clauses["corp-gateway/training"].origin == f"{CATALOG}/providers/corp.toml"
    assert outcome.catalogue == f"{session.catalogues.shipped.version} + {CATALOG}"


def test_the_negotiated_contract_holds_in_place_of_the_terms(
    checkout: Path, tmp_path: Path, session: Session
) -> None:
    ours, theirs = session.catalog, session.catalogues.shipped
    assert [one.clauses["moonshot-api-cn/training"].stance for one in (theirs, ours)] == ["always", "never"]
    assert ours.clauses["moonshot-api-cn/confidential"].superseded_by == "moonshot-api-cn/training"
    assert ours.services["moonshot-api-cn"].endpoints == theirs.services["moonshot-api-cn"].endpoints
    # Without the contract the same call is told of.
    policy = (checkout / GATEWAY / "aigc-policy.toml").read_text(encoding="utf-8")
    kept = [part for part in policy.split("\n\n") if "corp-gateway" not in part and "[terms]" not in part]
    (tmp_path / "aigc-policy.toml").write_text("\n\n".join(kept).replace('"corp", ', ""), encoding="utf-8")
    (tmp_path / "answers.py").write_bytes((checkout / GATEWAY / "shop" / "answers.py").read_bytes())
    with Session(Options(paths=(str(tmp_path),), today=TODAY, cache=False)) as plain:
        found = [(one.place.span.line, one.rule, one.clauses) for one in plain.run().findings if one.rule.startswith("AIG2")]
    assert found == [(41, "AIG201", ("moonshot-api-cn/training",))]


def run(checkout: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a command line in the project's folder."""
    monkeypatch.chdir(checkout / GATEWAY)
    return main(list(arguments))


def test_reports_say_where_a_clause_came_from(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--no-cache", "--today", "2026-11-25", "--output-format")
    assert run(checkout, monkeypatch, *arguments, "text") == 1
    told = capsys.readouterr().out
    assert "corp-gateway/training: Requests that carry X-Data-Use: no-training" in told
    assert "checked 2026-10-01, own catalogue" in " ".join(told.split())
    assert f"+ {CATALOG}" in told

    assert run(checkout, monkeypatch, *arguments, "json") == 1
    (clause,) = json.loads(capsys.readouterr().out)["findings"][0]["clauses"]
    assert (clause["id"], clause["origin"]) == ("corp-gateway/training", f"{CATALOG}/providers/corp.toml")

    assert run(checkout, monkeypatch, *arguments, "sarif") == 1
    log = json.loads(capsys.readouterr().out)
    (taxon,) = log["runs"][0]["taxonomies"][0]["taxa"]
    assert (taxon["id"], taxon["properties"]["origin"]) == ("corp-gateway/training", f"{CATALOG}/providers/corp.toml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "corp-gateway"), f"{CATALOG}/providers/corp.toml"),
        (("explain", "corp"), "corp-gateway"),
        (("explain", "moonshot-api-cn/training"), "CORP-2026-014"),
        (("explain", "moonshot-api-cn/confidential"), "superseded by moonshot-api-cn/training"),
        (("terms", "show", "moonshot-our-contract"), f"{CATALOG}/providers/moonshot.toml"),
        (("terms", "list"), "corp-gateway"),
    ],
)
def test_pages_know_the_own_catalogue(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    assert run(checkout, monkeypatch, *arguments) == 0
    assert said in " ".join(capsys.readouterr().out.split())
