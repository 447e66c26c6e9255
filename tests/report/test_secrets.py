"""A key that stands in the code, in a URL or beside a call must appear in no report."""

from __future__ import annotations

import json

import pytest

from aigc_lint.report import formats, inventories
from aigc_lint.report.options import ReportOptions
from tests.report.sample import CATALOG, CHAT, KEY, OUTCOME, QUERY_KEY, ROUTED, SOURCES

PIECES = (KEY[8:], KEY[8:20], KEY[-12:], QUERY_KEY[4:], QUERY_KEY[4:16], QUERY_KEY[-12:])
RENDERERS = {**formats(), **{f"inventory-{name}": render for name, render in inventories().items()}}


def test_the_sample_has_keys_to_betray() -> None:
    assert KEY in CHAT
    assert QUERY_KEY in str(ROUTED.endpoint)


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_no_report_holds_a_key(name: str, lang: str, *, color: bool) -> None:
    options = ReportOptions(lang="zh" if lang == "zh" else "en", source=SOURCES.get, color=color, links=color, set_aside=True)
    text = RENDERERS[name](OUTCOME, CATALOG, options)
    assert not [piece for piece in PIECES if piece in text]


def test_sarif_redacts_the_line_and_its_neighbours() -> None:
    log = json.loads(formats()["sarif"](OUTCOME, CATALOG, ReportOptions(source=SOURCES.get)))
    result = next(result for result in log["runs"][0]["results"] if result["ruleId"] == "AIG403")
    place = result["locations"][0]["physicalLocation"]
    assert place["region"]["snippet"]["text"] == 'api_key="sk-proj-<redacted>"'
    assert 'api_key="sk-proj-<redacted>")' in place["contextRegion"]["snippet"]["text"]
    line = CHAT.split("\n")[place["region"]["startLine"] - 1]
    assert line[place["region"]["startColumn"] - 1 : place["region"]["endColumn"] - 1] == f'api_key="{KEY}"'
