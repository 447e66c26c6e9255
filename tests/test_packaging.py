"""The wheel: it holds the catalogue as the checkout has it, and a fresh environment does the main job with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.registry

HERE = "import sys; from aigc_lint.cli.main import run; sys.exit(run())"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """Build the wheel with the backend that ``pyproject.toml`` names."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(checkout)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("aigc_lint-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """Return the command of a fresh environment that holds the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    command = [str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return scripts / "aigc-lint"


def test_the_wheel_holds_the_catalogue_and_the_notices(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    rules = checkout / "rules"
    files = [path for path in rules.rglob("*") if path.is_file()]
    here = {f"aigc_lint/_rules/{path.relative_to(rules).as_posix()}": path.read_bytes() for path in files}
    assert here
    assert {name: data for name, data in packed.items() if name.startswith("aigc_lint/_rules/")} == here
    assert {name.rpartition("/")[2] for name in packed if "/licenses/" in name} == {"LICENSE", "NOTICE"}
    assert not [name for name in packed if name.startswith(("tests/", "fixtures/"))]


def test_the_installed_tool_starts_from_the_compiled_catalogue(installed: Path, wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert "aigc_lint/_catalogue.bin" in archive.namelist()
    code = (
        "import sys; from aigc_lint.catalog import load, locate, sources; known = load.load(); "
        "assert 'aigc_lint.catalog.reader' not in sys.modules, 'the files were decoded'; "
        "assert known == load.from_files(sources.read(locate.rules_folder())); print(len(known.clauses))"
    )
    command = [str(installed.parent / "python"), "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 0


def test_the_installed_tool_finds_what_the_checkout_finds(installed: Path, checkout: Path, tmp_path: Path) -> None:
    storefront = checkout / "fixtures" / "projects" / "storefront"
    arguments = ["--output-format", "json", "--today", "2026-11-25", "--no-cache", str(storefront)]

    def lint(*command: str) -> object:
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 1, done.stderr
        return json.loads(done.stdout)

    assert lint(str(installed)) == lint(sys.executable, "-c", HERE)
