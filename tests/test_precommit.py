"""The hooks as pre-commit really runs them: installed from a clone of this repository, on a scratch repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.registry

VIOLATING = """\
from openai import OpenAI

client = OpenAI(base_url="https://api.deepseek.com")


def ask(question: str) -> object:
    return client.chat.completions.create(model="deepseek-chat", messages=[{"role": "user", "content": question}])
"""
MENDED = VIOLATING.replace('base_url="https://api.deepseek.com"', "").replace("deepseek-chat", "gpt-5")
POLICY = 'version = 1\n\n[providers]\nallow = ["openai"]\n'


class Scratch:
    """A git repository of someone who uses the hooks."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.environment |= {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never", "LC_ALL": "C.UTF-8"}
        for part in ("AUTHOR", "COMMITTER"):
            self.environment |= {f"GIT_{part}_NAME": "Someone", f"GIT_{part}_EMAIL": "someone@example.com"}
        folder.mkdir()
        self.run(["git", "init", "--quiet"])
        self.write({"aigc-policy.toml": POLICY})
        self.run(["git", "commit", "--quiet", "--message", "Start"])

    def write(self, files: dict[str, str]) -> None:
        """Write files and stage them."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.run(["git", "add", *files])

    def run(self, command: Sequence[str]) -> str:
        """Run a command that has to succeed."""
        code, output = self.attempt(command)
        assert code == 0, output
        return output

    def attempt(self, command: Sequence[str]) -> tuple[int, str]:
        """Run a command and return its exit code and all its output."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, text=True, timeout=300, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        return done.returncode, done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which pre-commit keeps what it installs, shared by all tests here."""
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """Return a clone of what is committed here, so that a half-done edit plays no part."""
    folder = tmp_path_factory.mktemp("hooks") / "aigc-lint"
    subprocess.run(["git", "clone", "--quiet", str(checkout), str(folder)], check=True, capture_output=True)
    return folder


def pre_commit(*arguments: str) -> list[str]:
    """Return the command line of pre-commit."""
    return [sys.executable, "-m", "pre_commit", *arguments]


def configuration(clone: Path, hook: str) -> str:
    """Return a configuration with one hook of the clone."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, check=True, capture_output=True, text=True)
    return f"repos:\n- repo: {clone}\n  rev: {done.stdout.strip()}\n  hooks:\n  - id: {hook}\n"


def test_the_manifest_is_valid(checkout: Path) -> None:
    command = pre_commit("validate-manifest", ".pre-commit-hooks.yaml")
    assert subprocess.run(command, cwd=checkout, check=False, capture_output=True).returncode == 0


def test_try_repo_fails_with_the_finding_and_passes_once_mended(tmp_path: Path, home: Path, clone: Path) -> None:
    scratch = Scratch(tmp_path / "scratch", home)
    command = pre_commit("try-repo", str(clone), "aigc-lint", "--verbose")

    scratch.write({"chat.py": VIOLATING})
    code, output = scratch.attempt(command)
    assert code == 1, output
    assert "AIG101" in output
    assert "chat.py:7" in output
    assert "aigc-policy.toml:4" in output

    scratch.write({"chat.py": MENDED})
    code, output = scratch.attempt(command)
    assert code == 0, output
    assert "AIG101" not in output


def test_a_commit_is_refused_until_it_is_mended(tmp_path: Path, home: Path, clone: Path) -> None:
    scratch = Scratch(tmp_path / "scratch", home)
    scratch.write({".pre-commit-config.yaml": configuration(clone, "aigc-lint")})
    scratch.run(pre_commit("install"))
    scratch.write({"chat.py": VIOLATING})
    code, output = scratch.attempt(["git", "commit", "--message", "Ask DeepSeek"])
    assert code == 1, output
    assert "AIG101" in output

    scratch.write({"chat.py": MENDED})
    scratch.run(["git", "commit", "--message", "Ask OpenAI"])
    assert scratch.run(["git", "log", "--format=%s", "-1"]).strip() == "Ask OpenAI"


def test_an_edit_of_the_policy_alone_runs_the_project_hook(tmp_path: Path, home: Path, clone: Path) -> None:
    scratch = Scratch(tmp_path / "scratch", home)
    scratch.write({".pre-commit-config.yaml": configuration(clone, "aigc-lint-project"), "chat.py": MENDED})
    scratch.run(pre_commit("run"))
    scratch.run(["git", "commit", "--quiet", "--message", "Ask OpenAI"])

    scratch.write({"aigc-policy.toml": POLICY.replace('"openai"', '"deepseek"')})
    code, output = scratch.attempt(pre_commit("run"))
    assert code == 1, output
    assert "AIG101" in output
    assert "chat.py:7" in output
