"""The storefront, line by line: what the demonstration application must and must not be told."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Finding, Outcome

STOREFRONT = "fixtures/projects/storefront"
TODAY = datetime.date(2026, 11, 25)

EXPECTED = """
src/storefront/catalog/artwork.py:20        AIG101             # a consumer service that the policy does not name
src/storefront/catalog/artwork.py:20        AIG105             # Midjourney bars automated use
src/storefront/catalog/artwork.py:20        AIG201             # and its licence allows training, with no way out
src/storefront/catalog/descriptions.py:37   AIG102             # gpt-4o-mini is outside the list
src/storefront/catalog/summaries.py:27      AIG204             # Responses keeps the conversation unless told otherwise
src/storefront/catalog/tagging.py:38        AIG301             # no record
src/storefront/catalog/translation.py:26    AIG301             # no record
src/storefront/insights/reviews.py:36       AIG201             # bigmodel.cn trains; Z.ai in line 25 does not
src/storefront/insights/trends.py:34        AIG203             # AI Studio without an attested plan; Vertex AI in line 23 is fine
src/storefront/support/assistant.py:33      AIG201 waived      # until the assistant has moved
src/storefront/support/routing.py:32        AIG202             # no provider.data_collection
src/storefront/support/routing.py:32        AIG108             # and no provider.zdr
src/storefront/support/routing.py:44        AIG108             # a client of its own, without the header of the shared one
src/storefront/support/triage.py:38         AIG103             # the partner's address comes at run time; one for both calls
src/storefront/tools/backfill.py:14         AIG403             # a literal key
src/storefront/tools/backfill.py:24         AIG301 suppressed  # the comment says who keeps the record
src/storefront/tools/backfill.py:34         AIG301             # the comment gives no reason
src/storefront/tools/backfill.py:34         AIG905             # and is reported itself
src/storefront/tools/backfill.py:44         AIG904             # there is no call here
src/storefront/tools/release_notes.py:35    AIG101             # a plan has to be named by the policy
src/storefront/tools/release_notes.py:35    AIG205             # and this one trains; /api/v3 in line 24 does not
notebooks/prompt_lab.ipynb:3:2              AIG204             # the same as above, in the second line of a cell
"""


@pytest.fixture(scope="module")
def outcome(checkout: Path) -> Outcome:
    """Lint the storefront once, without a cache."""
    with Session(Options(paths=(str(checkout / STOREFRONT),), today=TODAY, cache=False)) as session:
        return session.run()


def shown(finding: Finding) -> tuple[str, str, str]:
    """Return a finding as the table writes it: a notebook's place is cell and line."""
    place = finding.place
    spot = f"{place.cell.index}:{place.cell.line}" if place.cell else str(place.span.line)
    return f"{place.path.removeprefix(STOREFRONT + '/')}:{spot}", finding.rule, finding.set_aside


def expected() -> list[tuple[str, str, str]]:
    """Return the table's rows without their remarks."""
    rows = []
    for row in EXPECTED.strip().splitlines():
        place, rule, *aside = row.partition("#")[0].split()
        rows.append((place, rule, "".join(aside)))
    return sorted(rows)


def test_exactly_the_planted_breaches_are_found(outcome: Outcome) -> None:
    assert sorted(shown(finding) for finding in outcome.findings) == expected()


def test_nothing_could_not_be_analysed(outcome: Outcome) -> None:
    assert outcome.problems == ()
    assert outcome.counts.not_analysed == 0


def test_every_finding_says_what_it_rests_on(outcome: Outcome) -> None:
    counted = [finding for finding in outcome.findings if not finding.set_aside]
    citing = {finding.rule for finding in counted if finding.clauses}
    assert citing == {"AIG105", "AIG108", "AIG201", "AIG202", "AIG203", "AIG204", "AIG205"}
    on_policy_alone = {finding.rule for finding in counted if finding.policy and not finding.clauses}
    assert on_policy_alone == {"AIG101", "AIG102", "AIG108", "AIG301"}


def test_both_parts_of_one_host_are_two_contracts(outcome: Outcome) -> None:
    services = {use.place.span.line: use.service for use in outcome.uses if use.place.path.endswith("release_notes.py")}
    assert services == {24: "volcengine-ark", 35: "volcengine-coding-plan"}


def test_the_planted_key_is_nowhere(outcome: Outcome) -> None:
    assert "0123456789abcdef" not in repr(outcome)
