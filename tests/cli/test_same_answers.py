"""The same code gets the same answers: however many workers, cold or warm, from wherever, and one file at a time."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from aigc_lint.engine import reader
from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome
from tests.cli.conftest import Cli
from tests.cli.projects import TODAY
from tests.engine.trees import git

MACHINE = (("check", "json"), ("check", "sarif"), ("inventory", "json"))


@pytest.fixture
def storefront(checkout: Path, tmp_path: Path) -> Path:
    root = tmp_path / "storefront"
    unwanted = shutil.ignore_patterns(".aigc-lint-cache", "__pycache__")
    shutil.copytree(checkout / "fixtures/projects/storefront", root, ignore=unwanted)
    return root


@pytest.mark.parametrize(("command", "form"), MACHINE)
def test_workers_cache_and_working_directory_do_not_show(
    cli: Cli, storefront: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, form: str
) -> None:
    monkeypatch.setattr(reader, "_FEW_BYTES", 0)  # so that two jobs mean two processes
    common = (command, "--output-format", form, "--today", TODAY)
    cold = cli(*common, storefront, "--jobs", "2")
    assert cold.code in (0, 1)
    assert len(cold.out) > 1_000
    assert not cold.err
    others = [
        cli(*common, storefront, "--jobs", "2"),
        cli(*common, storefront, "--jobs", "1", "--no-cache"),
        cli(*common, storefront, "--cache-dir", tmp_path / "elsewhere", "--jobs", "1"),
        cli(*common, cwd=storefront),
        cli(*common, "..", cwd=storefront / "src"),
        cli(*common, "storefront", cwd=tmp_path),
    ]
    assert {other.out for other in others} == {cold.out}
    assert str(tmp_path) not in cold.out


@pytest.mark.parametrize("in_git", [False, True])
def test_one_file_gets_what_the_whole_run_gives_it(storefront: Path, in_git: bool) -> None:
    if in_git:
        git(storefront, "init", "-q")
    whole = _outcome(storefront)
    assert whole.findings
    for path in sorted(storefront.rglob("*.py")) + sorted(storefront.rglob("*.ipynb")):
        name = path.relative_to(storefront).as_posix()
        alone = _outcome(path)
        assert alone.base == whole.base
        assert alone.findings == tuple(finding for finding in whole.findings if finding.place.path == name)
        assert alone.uses == tuple(use for use in whole.uses if use.place.path == name)


def test_an_edit_is_seen_through_the_cache(cli: Cli, storefront: Path) -> None:
    path = storefront / "src/storefront/settings.py"
    before = cli("inventory", storefront, "--format", "json").out
    path.write_text(path.read_text(encoding="utf-8").replace("openrouter.ai/api/v1", "api.mistral.ai"), encoding="utf-8")
    after = cli("inventory", storefront, "--format", "json").out
    assert after != before
    assert after == cli("inventory", storefront, "--format", "json", "--no-cache").out


def test_no_secret_gets_into_the_cache_or_any_format(cli: Cli, storefront: Path) -> None:
    secrets = ("sk-" + "proj-" + "Zq8" * 15, "AIza" + "Sy" + "B7x" * 11)
    text = (
        "import requests\nfrom openai import OpenAI\n\n"
        f'OpenAI(api_key="{secrets[0]}").responses.create(model="gpt-5", input="")\n'
        f'requests.post("https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent?key={secrets[1]}")\n'
    )
    (storefront / "src/storefront/leak.py").write_text(text, encoding="utf-8")
    said = [cli(storefront, "--output-format", form).out for form in ("text", "concise", "json", "sarif")]
    said += [cli("inventory", storefront, "--format", form).out for form in ("json", "table")]
    said.append(cli(storefront, "--explain-use", storefront / "src/storefront/leak.py:5").out)
    assert all("leak.py" in one for one in said)
    kept = b"".join(path.read_bytes() for path in (storefront / ".aigc-lint-cache").rglob("*") if path.is_file())
    assert b"<redacted>" in kept
    for secret in secrets:
        assert not any(secret in one for one in said)
        assert secret.encode() not in kept


def _outcome(path: Path) -> Outcome:
    options = Options(paths=(str(path),), cache=False, today=datetime.date.fromisoformat(TODAY), jobs=1)
    with Session(options) as session:
        return session.run()
