"""SARIF: the schema, and what no validator catches. The validator itself is in ``test_sarif_multitool.py``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from aigc_lint.model.findings import Finding, Outcome, Problem
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.words import Words
from aigc_lint.report import sarif
from aigc_lint.report.options import ReportOptions, Repository
from tests.report.sample import ASK, CATALOG, CHAT, EMPTY, FINDINGS, OUTCOME, SOURCES, finding

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
FULL = ReportOptions(
    source=SOURCES.get,
    project="shop/web",
    exit_code=1,
    set_aside=True,
    repository=Repository("https://git.example/shop", "0" * 40, "main"),
)
OTHER_PROBLEMS = (
    Problem(
        code="policy", path="aigc-policy.toml", line=3, column=1, message=Words("unknown key", "未知的键"), hint=Words("", "")
    ),
    Problem(code="cache", path="", message=Words("not writable", "无法写入"), hint=Words("see", "请查"), severity="warning"),
)


def run(outcome: Outcome = OUTCOME, options: ReportOptions | None = None) -> dict[str, Any]:
    log = json.loads(sarif.render(outcome, CATALOG, options or ReportOptions(source=SOURCES.get)))
    assert len(log["runs"]) == 1
    found: dict[str, Any] = log["runs"][0]
    return found


RUNS = {
    "sample": (OUTCOME, ReportOptions(source=SOURCES.get)),
    "full": (OUTCOME, FULL),
    "chinese": (OUTCOME, ReportOptions(source=SOURCES.get, lang="zh")),
    "clean": (EMPTY, ReportOptions()),
    "no sources": (OUTCOME, ReportOptions()),
    "problems": (replace(OUTCOME, problems=(*OUTCOME.problems, *OTHER_PROBLEMS)), FULL),
}


@pytest.mark.parametrize("name", sorted(RUNS))
def test_the_schema_holds(name: str) -> None:
    outcome, options = RUNS[name]
    log = json.loads(sarif.render(outcome, CATALOG, options))
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in jsonschema.Draft4Validator(SCHEMA).iter_errors(log)]
    assert errors == []


@pytest.mark.parametrize("name", sorted(RUNS))
def test_references_lead_where_they_say(name: str) -> None:
    found = run(*RUNS[name])
    driver = found["tool"]["driver"]
    taxa = found["taxonomies"][0]["taxa"] if "taxonomies" in found else []
    for result in found["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        known = {location["id"] for location in result.get("relatedLocations", [])}
        assert {int(link) for link in re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])} <= known
        for reference in result.get("taxa", []):
            assert taxa[reference["index"]]["id"] == reference["id"]
    for rule in driver["rules"]:
        for relation in rule.get("relationships", []):
            assert taxa[relation["target"]["index"]]["id"] == relation["target"]["id"]
    for notification in found["invocations"][0]["toolExecutionNotifications"]:
        descriptor = notification["descriptor"]
        assert driver["notifications"][descriptor["index"]]["id"] == descriptor["id"]


@pytest.mark.parametrize("name", sorted(RUNS))
def test_rules_keep_the_limits_of_code_hosts(name: str) -> None:
    for rule in run(*RUNS[name])["tool"]["driver"]["rules"]:
        assert re.fullmatch(r"AIG\d{3}", rule["id"])
        assert re.fullmatch(r"(?:[A-Z][a-z0-9]*)+", rule["name"])
        assert rule["help"]["text"]
        assert re.search("[\u4e00-\u9fff]", rule["help"]["markdown"]), "both languages"
        assert max(len(rule["shortDescription"]["text"]), len(rule["fullDescription"]["text"])) <= 1024
        properties = rule["properties"]
        assert 0 < len(properties["tags"]) <= 10
        assert properties["precision"] in ("very-high", "high", "medium", "low")
        assert properties["problem.severity"] in ("error", "warning", "recommendation")
        assert "security-severity" not in properties


@pytest.mark.parametrize("name", sorted(RUNS))
def test_results_are_fit_for_pull_requests(name: str) -> None:
    results = run(*RUNS[name])["results"]
    for result in results:
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        assert region["endColumn"] > region["startColumn"] >= 1
        assert result["kind"] == "fail"
        assert result["level"] in ("error", "warning", "note")
        assert re.fullmatch("[0-9a-f]{16}", result["partialFingerprints"]["aigcLintFindingHash/v1"])
    assert len({json.dumps(result, sort_keys=True) for result in results}) == len(results)


def test_uris_are_relative_and_encoded() -> None:
    text = sarif.render(OUTCOME, CATALOG, FULL)
    uris = set(re.findall(r'"uri": "([^"]*)"', text))
    assert "app/%E6%A8%A1%E5%9E%8B%20%E8%B0%83%E7%94%A8.py" in uris
    assert all(re.fullmatch(r"[A-Za-z0-9._%/-]+", one) and not one.startswith("/") for one in uris)
    assert OUTCOME.base not in text
    assert sarif.uri("a:b/c#d?e.py") == "a%3Ab/c%23d%3Fe.py"


def test_what_does_not_count_is_left_out_unless_asked_for() -> None:
    assert "suppressions" not in sarif.render(OUTCOME, CATALOG, ReportOptions(source=SOURCES.get))
    [suppressed] = [result for result in run(options=FULL)["results"] if "suppressions" in result]
    assert suppressed["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "moved in the first quarter"}
    ]


def test_a_clean_run_lists_every_rule() -> None:
    found = run(EMPTY)
    assert found["results"] == []
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == sorted(CATALOG.rules)
    assert "taxonomies" not in found


def test_only_the_rules_that_ran_are_listed() -> None:
    found = run(replace(EMPTY, rules=("AIG101", "AIG403")))
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == ["AIG101", "AIG403"]


def test_the_way_of_a_call_is_a_code_flow() -> None:
    result = next(result for result in run()["results"] if result["ruleId"] == "AIG101")
    [flow] = result["codeFlows"][0]["threadFlows"]
    steps = [
        (step["location"]["message"]["text"], step["location"]["physicalLocation"]["artifactLocation"]["uri"])
        for step in flow["locations"]
    ]
    assert steps == [
        ("the client is made here", "app/clients.py"),
        ("and called here", "app/%E6%A8%A1%E5%9E%8B%20%E8%B0%83%E7%94%A8.py"),
    ]
    assert result["message"]["text"].endswith("See where it comes from: [clients.py](1).")


def test_a_clause_is_in_message_help_properties_and_taxonomy() -> None:
    found = run()
    result = next(result for result in found["results"] if result["ruleId"] == "AIG202")
    assert result["message"]["text"].split(". ")[0].endswith('unless extra_body.provider.data_collection is "deny"')
    assert "openrouter-api/data-collection (Provider routing, section 4.2(3)," in result["message"]["text"]
    assert [clause["id"] for clause in result["properties"]["clauses"]] == [one["id"] for one in result["taxa"]]
    rule = found["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert "(https://openrouter.example/docs/routing#data)" in rule["help"]["markdown"]
    assert rule["properties"]["tags"] == ["ai-policy", "terms/openrouter"]
    assert [one["id"] for one in found["taxonomies"][0]["taxa"]] == ["openrouter-api/data-collection", "openrouter-api/logging"]


def test_text_that_looks_like_a_link_is_none() -> None:
    told = finding("AIG103", ASK.place, None, facts=(("origin", "handlers[0](1)"),))
    assert r"handlers\[0\](1)" in run(replace(EMPTY, findings=(told,)))["results"][0]["message"]["text"]


def test_a_file_that_was_not_analysed_is_a_result_and_a_notification() -> None:
    found = run()
    result = found["results"][-1]
    assert (result["ruleId"], result["level"]) == ("AIG906", "error")
    assert result["message"]["text"] == "Not analysed: it is no valid Python: unexpected colon."
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 12
    [invocation] = found["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("app/broken.py: Not analysed:")


def test_a_wrong_policy_is_no_success() -> None:
    found = run(*RUNS["problems"])
    assert found["invocations"][0]["executionSuccessful"] is False
    assert found["invocations"][0]["exitCode"] == 1
    assert [one["level"] for one in found["invocations"][0]["toolExecutionNotifications"]] == ["error", "error", "warning"]
    assert not [result for result in found["results"] if result["ruleId"] not in CATALOG.rules]


def test_the_run_names_project_and_commit() -> None:
    found = run(options=FULL)
    assert found["automationDetails"] == {"id": "aigc-lint/shop-web/"}
    assert found["versionControlProvenance"][0]["revisionId"] == "0" * 40
    assert run()["automationDetails"] == {"id": "aigc-lint/"}
    assert "versionControlProvenance" not in run()


def test_a_notebook_is_pointed_at_in_its_json() -> None:
    result = next(result for result in run()["results"] if "notes.ipynb" in json.dumps(result))
    place = result["locations"][0]["physicalLocation"]
    line = SOURCES["lab/notes.ipynb"].split("\n")[place["region"]["startLine"] - 1]
    assert line[place["region"]["startColumn"] - 1 : place["region"]["endColumn"] - 1] == place["region"]["snippet"]["text"]


def many(number: int, severities: tuple[str, ...] = ("note", "error")) -> tuple[Finding, ...]:
    place = Place("app/chat.py", Span(1, 0, 1, 6))
    return tuple(
        finding("AIG403", place, None, severity=severities[index % len(severities)], key=str(index)) for index in range(number)
    )


def test_of_too_many_the_grave_ones_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 10)
    levels = [result["level"] for result in run(replace(EMPTY, findings=many(12)))["results"]]
    assert levels == ["error"] * 6 + ["note"] * 6
    levels = [result["level"] for result in run(replace(EMPTY, findings=many(10)))["results"]]
    assert levels == ["note", "error"] * 5


def test_a_large_log_has_no_white_space(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = sarif.render(OUTCOME, CATALOG, FULL)
    monkeypatch.setattr(sarif, "LARGE", len(plain.encode()) - 2)
    small = sarif.render(OUTCOME, CATALOG, FULL)
    assert json.loads(small) == json.loads(plain)
    assert small.count("\n") == 1


def test_fingerprints_do_not_depend_on_lines_above() -> None:
    moved = replace(OUTCOME, findings=(replace(FINDINGS[1], place=Place("app/chat.py", Span(9, 13, 9, 43)), via=()),))
    lower = run(moved, ReportOptions(source={"app/chat.py": "\n" + CHAT}.get))["results"][0]["partialFingerprints"]
    upper = run(replace(OUTCOME, findings=(FINDINGS[1],)))["results"][0]["partialFingerprints"]
    assert lower == upper


def test_nothing_links_to_a_home_that_there_is_not() -> None:
    driver = run()["tool"]["driver"]
    assert "informationUri" not in driver
    assert all("helpUri" not in rule and rule["help"]["text"] and rule["help"]["markdown"] for rule in driver["rules"])


def test_a_distribution_with_a_home_links_its_rules_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_lint.report.options.HOMEPAGE", "https://lint.example")
    driver = run()["tool"]["driver"]
    assert driver["informationUri"] == "https://lint.example"
    rule = CATALOG.rules[driver["rules"][0]["id"]]
    assert driver["rules"][0]["helpUri"] == f"https://lint.example/rules/{rule.code}-{rule.name}"
