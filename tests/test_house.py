"""The house rules that no other tool checks: who may import what, what is documented, what two commands do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "aigc_lint").rglob("*.py"))
ONLY_IN = {
    "libcst": ("aigc_lint/reading/", "aigc_lint/fixing/"),
    "rich": ("aigc_lint/cli/", "aigc_lint/report/text.py"),
    "yaml": ("aigc_lint/reading/compose.py",),
}


def imported_roots(path: Path) -> Iterator[str]:
    """Yield the first part of every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def relative(path: Path) -> str:
    """Return a path below the checkout."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_heavy_library_is_imported_in_its_layer_only(library: str) -> None:
    users = [relative(path) for path in MODULES if library in imported_roots(path)]
    assert users
    assert [user for user in users if not user.startswith(ONLY_IN[library])] == []


def test_every_module_says_what_it_is_in_one_sentence() -> None:
    first_lines = {relative(path): (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") for path in MODULES}
    assert [path for path, text in first_lines.items() if not text.partition("\n\n")[0].strip().endswith((".", ":", "?"))] == []


def test_only_the_command_line_prints() -> None:
    callers = [
        relative(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert [path for path in callers if not path.startswith("aigc_lint/cli/")] == []


def test_the_readmes_link_each_other_on_their_first_line() -> None:
    assert "(README.zh-CN.md)" in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert "(README.md)" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8").splitlines()[0]


PAGES = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", *(relative(path) for path in ROOT.glob("docs/*.md"))]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target]
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []


def test_the_pipeline_runs_the_same_command_as_people_do() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert script.rstrip().endswith("make --no-print-directory test")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    recipe = re.search(r"^test:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe is not None
    assert recipe[1].splitlines()[-1].endswith("python -m pytest"), "the runner's summary must be the last line"


def test_the_notice_credits_the_archive() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "Contains information from Open Terms Archive contributors" in notice
    assert "ODC-BY 1.0" in notice
