"""Start-up is tested by what is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.projects import CLEAN, POLICY, SHOP
from tests.engine.trees import plant, repository

HEAVY = ("libcst", "yaml", "rich", "pathspec", "importlib.metadata", "asyncio", "multiprocessing", "concurrent.futures")


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules that are loaded when the command line has been run."""
    code = (
        "import sys\nfrom aigc_lint.cli.main import main\n"
        f"main({list(arguments)!r})\nprint('\\0' + ' '.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run((sys.executable, "-c", code), cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stderr.rpartition("\0")[2].split())


def test_the_version_needs_next_to_nothing(tmp_path: Path) -> None:
    modules = loaded("--version", cwd=tmp_path)
    ours = {name for name in modules if name.partition(".")[0] == "aigc_lint"}
    assert ours == {"aigc_lint", "aigc_lint.cli", "aigc_lint.cli.main"}
    assert modules.isdisjoint({"argparse", "msgspec", "tomli", "traceback", *HEAVY})


def test_code_without_ai_is_never_parsed(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": CLEAN, "aigc-policy.toml": POLICY})
    assert loaded(str(root), cwd=root).isdisjoint(HEAVY)


def test_a_warm_cache_needs_no_parser(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", SHOP)
    parsers = {"libcst", "aigc_lint.reading.read"}
    assert parsers & loaded(str(root), cwd=root) == {"aigc_lint.reading.read"}
    assert parsers & loaded(str(root), cwd=root) == set()


def test_a_plain_file_of_a_project_with_ai_needs_no_linker(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", SHOP | {"app/plain.py": CLEAN})
    loaded(str(root), cwd=root)
    plant(root, {"app/plain.py": CLEAN + "\n# edited\n"})
    modules = loaded(str(root / "app" / "plain.py"), "--output-format", "concise", cwd=root)
    needless = {"aigc_lint.linking.linker", "aigc_lint.catalog.reader", "aigc_lint.report.sarif", "aigc_lint.checks.training"}
    assert modules & {*HEAVY, *needless, "tempfile", "shutil", "json", "dataclasses"} == set()


def test_a_project_without_ai_or_policy_needs_nothing_that_finds_reports_or_reads_any(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", {"a.py": CLEAN})
    modules = loaded("a.py", "--output-format", "json", cwd=root)
    assert modules.isdisjoint({*HEAVY, "subprocess", "hashlib", "tomli", "aigc_lint.model.redaction"})


def test_msgspec_takes_nothing_from_typing_extensions(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": CLEAN})
    assert "typing_extensions" not in loaded(str(root), "--output-format", "concise", cwd=root)


@pytest.mark.parametrize("arguments", [("explain", "AIG202"), ("policy", "check"), ("clean",), ("--help",)])
def test_other_commands_need_no_parser(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    root = plant(tmp_path / "p", SHOP)
    assert loaded(*arguments, cwd=root).isdisjoint(HEAVY)


def test_modules_of_the_linted_tree_are_not_imported(tmp_path: Path) -> None:
    trap = "raise SystemExit('the linted code was run')\n"
    names = ("libcst", "msgspec", "rich", "pathspec", "tomli", "json", "aigc_policy")
    root = plant(tmp_path / "p", SHOP | {f"{name}.py": trap for name in names})
    for number in range(3):
        plant(root, {f"app/large{number}.py": "import openai\n" + "value = [1, 2, 3]\n" * 6_000})
    command = (sys.executable, "-m", "aigc_lint", ".", "--jobs", "2", "--output-format", "concise")
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "the linted code was run" not in done.stderr
    assert done.returncode == 1
