"""What the READMEs show is what really happens: the sample output, the sample policy, the sample settings."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from aigc_lint.catalog.load import load
from aigc_lint.cli.main import main
from aigc_lint.policy.load import load_policy, load_tool

READMES = [("README.md", "en"), ("README.zh-CN.md", "zh")]
SAMPLE = ["chat.py", "--today", "2026-11-25"]


def block(checkout: Path, readme: str, start: str) -> str:
    """Return the first fenced block that starts so."""
    text = (checkout / readme).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return next(found for found in blocks if found.startswith(start))


@pytest.mark.parametrize(("readme", "language"), READMES)
def test_the_output_is_real(
    readme: str,
    language: str,
    checkout: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = shutil.copytree(checkout / "fixtures" / "projects" / "first-look", tmp_path / "first-look")
    monkeypatch.chdir(project)
    for name in ("COLUMNS", "FORCE_COLOR", "CI", "PRE_COMMIT", "GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    code = main([*SAMPLE, "--lang", language])
    command = f"$ aigc-lint chat.py{' --lang zh' if language == 'zh' else ''}\n"
    assert command + capsys.readouterr().out == block(checkout, readme, "$ aigc-lint")
    assert code == 1


@pytest.mark.parametrize(("readme", "_language"), READMES)
def test_the_policy_is_valid(readme: str, _language: str, checkout: Path, tmp_path: Path) -> None:
    path = tmp_path / "aigc-policy.toml"
    path.write_text(block(checkout, readme, "version = 1"), encoding="utf-8")
    catalog = load()
    loaded = load_policy(
        path, shown=path.name, catalog_services=catalog.services, catalog_providers=catalog.providers,
        rules=catalog.rules, libraries=catalog.wrappers, topics={clause.topic for clause in catalog.clauses.values()},
        stances={clause.stance for clause in catalog.clauses.values()},
    )  # fmt: skip
    assert not isinstance(loaded, tuple), loaded


@pytest.mark.parametrize(("readme", "_language"), READMES)
def test_the_settings_are_valid(readme: str, _language: str, checkout: Path, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(block(checkout, readme, "[tool.aigc-lint]"), encoding="utf-8")
    tool = load_tool(path)
    assert not isinstance(tool, tuple), tool
    assert tool.fail_on == "warning"


@pytest.mark.parametrize(("readme", "language"), READMES)
def test_every_rule_is_listed_and_no_other(readme: str, language: str, checkout: Path) -> None:
    text = (checkout / readme).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (AIG\d+) ([a-z-]+) \| (.+?) \| (\w+).*? \|(?: `(.+)`)? \|$", text, re.MULTILINE)
    expected = []
    for path in sorted((checkout / "rules").glob("AIG*.toml")):
        rule = tomllib.loads(path.read_text(encoding="utf-8"))
        code, _, name = path.stem.partition("-")
        expected.append((code, name, rule["title"][language], rule["severity"], rule.get("needs", "")))
    assert rows == expected
