"""The specification of the rules: each case is a small project whose marks say what must be found, and nothing else may be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome
from tests.builders import catalog

RULES = Path(__file__).parent.parent / "fixtures" / "rules"
CASES = sorted(path.parent.relative_to(RULES).as_posix() for path in RULES.glob("*/*/aigc-policy.toml"))
TODAY = datetime.date(2026, 11, 25)

_MARK = re.compile(r"  # expect: (.+)$")


def marks(case: str) -> set[tuple[str, int, str, str]]:
    """What a case expects: (file, line, rule, severity or nothing)."""
    found = set()
    for path in (*(RULES / case).glob("*.py"), RULES / case / "aigc-policy.toml"):
        for line, text in enumerate(path.read_text().splitlines(), start=1):
            if mark := _MARK.search(text):
                for rule in mark[1].split(", "):
                    code, _, severity = rule.partition("@")
                    found.add((path.name, line, code, severity))
    return found


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """All cases in one run: each is a project of its own, judged apart."""
    return Session(Options(paths=(str(RULES),), today=TODAY, cache=False)).run()


def found(outcome: Outcome, case: str) -> Iterator[tuple[str, int, str, str]]:
    """What the run says of a case, but for what was set aside."""
    folder = f"fixtures/rules/{case}/"
    for finding in outcome.findings:
        if finding.place.path.startswith(folder) and not finding.set_aside:
            yield finding.place.path.removeprefix(folder), finding.place.span.line, finding.rule, finding.severity


@pytest.mark.parametrize("case", CASES)
def test_a_case_finds_its_marks_and_nothing_else(case: str, outcome: Outcome) -> None:
    expected = marks(case)
    severities = {(path, line, rule) for path, line, rule, severity in expected if severity}
    actual = {
        (path, line, rule, severity if (path, line, rule) in severities else "")
        for path, line, rule, severity in found(outcome, case)
    }
    assert actual == expected


def test_every_file_could_be_read(outcome: Outcome) -> None:
    assert outcome.problems == ()


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_what_its_name_says(case: str) -> None:
    folder, _, name = case.partition("/")
    assert folder in catalog().rules
    assert name.startswith(("flagged", "clean"))
    assert bool({rule for _, _, rule, _ in marks(case)} & {folder}) == name.startswith("flagged")


@pytest.mark.parametrize("code", sorted(code for code, rule in catalog().rules.items() if code != "AIG906"))
def test_a_rule_has_more_clean_cases_than_flagged_ones(code: str) -> None:
    flagged = [case for case in CASES if case.startswith(f"{code}/flagged")]
    clean = [case for case in CASES if case.startswith(f"{code}/clean")]
    assert 0 < len(flagged) < len(clean)


@pytest.mark.parametrize("code", sorted(code for code, rule in catalog().rules.items() if rule.examples))
def test_the_examples_of_a_rule_are_cases(code: str) -> None:
    for name, text in catalog().rules[code].examples.items():
        case = RULES / code / name / "app.py"
        assert "".join(f"{_MARK.sub('', line)}\n" for line in case.read_text().splitlines()) == text
