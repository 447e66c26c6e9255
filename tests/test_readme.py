"""What the READMEs show is what really happens: the sample output, the rules, the sample policy, the sample settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aigc_lint.catalog.load import load
from aigc_lint.policy.load import load_policy, load_tool
from tests.readme import READMES, refreshed

each_readme = pytest.mark.parametrize("readme", READMES)


def block(checkout: Path, readme: str, start: str) -> str:
    """Return the first fenced block that starts so."""
    text = (checkout / readme).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return next(found for found in blocks if found.startswith(start))


@each_readme
def test_the_output_and_the_rules_are_real(readme: str, checkout: Path) -> None:
    text = (checkout / readme).read_text(encoding="utf-8")
    assert "AIG202" in block(checkout, readme, "$ aigc-lint chat.py")
    assert "\n| AIG101 provider-not-allowed |" in text
    assert text == refreshed(text, READMES[readme]), "run: make readme"


@each_readme
def test_the_policy_is_valid(readme: str, checkout: Path, tmp_path: Path) -> None:
    path = tmp_path / "aigc-policy.toml"
    path.write_text(block(checkout, readme, "version = 1"), encoding="utf-8")
    catalog = load()
    loaded = load_policy(
        path, shown=path.name, catalog_services=catalog.services, catalog_providers=catalog.providers,
        rules=catalog.rules, libraries=catalog.wrappers, topics={clause.topic for clause in catalog.clauses.values()},
        stances={clause.stance for clause in catalog.clauses.values()},
    )  # fmt: skip
    assert not isinstance(loaded, tuple), loaded


@each_readme
def test_the_settings_are_valid(readme: str, checkout: Path, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(block(checkout, readme, "[tool.aigc-lint]"), encoding="utf-8")
    tool = load_tool(path)
    assert not isinstance(tool, tuple), tool
    assert tool.fail_on == "warning"
