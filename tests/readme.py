"""Writes into the READMEs what only the tool can say: the sample output and the table of rules. ``make readme`` runs it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from aigc_lint.cli.main import main
from aigc_lint.model.words import Language

ROOT = Path(__file__).resolve().parent.parent
READMES: dict[str, Language] = {"README.md": "en", "README.zh-CN.md": "zh"}
_SPEAKING = ("COLUMNS", "FORCE_COLOR", "CI", "PRE_COMMIT", "GITHUB_ACTIONS", "GITLAB_CI")
_SEVERER = {"en": "; {} with `[{}]`", "zh": "；有 `[{1}]` 时为 {0}"}


def refreshed(text: str, language: Language) -> str:
    """Return a README with its sample output and its table of rules as they are now."""
    text = re.sub(r"(?<=```console\n).*?(?=```)", lambda _: sample(language), text, count=1, flags=re.DOTALL)
    return re.sub(r"(?<=\|---\|---\|---\|---\|\n)(?:\|.*\n)*", lambda _: "".join(rows(language)), text, count=1)


def sample(language: Language) -> str:
    """Return what a person sees who lints the small sample project."""
    arguments = ["--lang", language] if language != "en" else []
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        project = shutil.copytree(ROOT / "fixtures" / "projects" / "first-look", Path(folder) / "first-look")
        surroundings = {name: value for name, value in os.environ.items() if name not in _SPEAKING}
        with contextlib.chdir(project), contextlib.redirect_stdout(said), mock.patch.dict(os.environ, surroundings, clear=True):
            main(["chat.py", *arguments, "--today", "2026-11-25", "--no-cache"])
    return f"$ {' '.join(['aigc-lint', 'chat.py', *arguments])}\n{said.getvalue()}"


def rows(language: Language) -> Iterator[str]:
    """Yield one row per rule, from the rules' own files."""
    for path in sorted((ROOT / "rules").glob("AIG*.toml")):
        rule = tomllib.loads(path.read_text(encoding="utf-8"))
        code, _, name = path.stem.partition("-")
        severer = "".join(_SEVERER[language].format(grade, section) for section, grade in rule.get("severity_with", {}).items())
        needs = f" `{rule['needs']}`" if "needs" in rule else ""
        yield f"| {code} {name} | {rule['title'][language]} | {rule['severity']}{severer} |{needs} |\n"


if __name__ == "__main__":
    for readme, language in READMES.items():
        page = ROOT / readme
        page.write_text(refreshed(page.read_text(encoding="utf-8"), language), encoding="utf-8")
