"""What is measured on: pinned packages or checkouts, brought down to their Python files, each a repository of its own."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PINS = tomllib.loads((Path(__file__).parent / "pins.toml").read_text(encoding="utf-8"))
_SUFFIXES = (".py", ".pyi")
_AUTHOR = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com", "-c", "commit.gpgsign=false")


class Tree(NamedTuple):
    """One folder to measure on."""

    name: str
    folder: Path
    files: int
    bytes: int


def from_registry(work: Path, only: frozenset[str], *, pins: str = "corpus") -> Iterator[Tree]:
    """Download and unpack the pinned wheels."""
    for name, version in PINS[pins].items():
        if only and name not in only:
            continue
        folder = work / "trees" / f"{name}-{version}"
        if not folder.exists():
            wheels = work / "wheels" / name
            command = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
            subprocess.run((*command, "--only-binary", ":all:", "--dest", str(wheels), f"{name}=={version}"), check=True)
            (wheel,) = wheels.glob("*.whl")
            unpacked = work / "unpacked" / name
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(unpacked)
            _keep(unpacked, folder)
        yield _measured(name, folder)


def standard_library(work: Path) -> Tree:
    """Copy the standard library of the interpreter that runs this, its tests included."""
    folder = work / "trees" / f"standard-library-{platform.python_version()}"
    if not folder.exists():
        _keep(Path(sysconfig.get_path("stdlib")), folder, skip="site-packages")
    return _measured("standard library", folder)


def from_checkouts(checkouts: Path, work: Path, only: frozenset[str]) -> Iterator[Tree]:
    """Copy what lies in the folders below ``checkouts``."""
    for source in sorted(path for path in checkouts.iterdir() if path.is_dir()):
        name = source.name.rpartition("__")[2]
        if only and name not in only:
            continue
        folder = work / "trees" / source.name
        if not folder.exists():
            _keep(source, folder)
        yield _measured(name, folder)


def _keep(source: Path, folder: Path, *, skip: str = "") -> None:
    """Copy the Python files alone: every tool then sees the same ones, and nobody pays for other languages."""
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    for path in sorted(source.rglob("*")):
        if skip in path.parts:
            continue
        if path.suffix in _SUFFIXES and path.is_file() and not path.is_symlink():
            target = half / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (half / ".semgrepignore").write_text("", encoding="utf-8")  # without one semgrep leaves out tests and more
    (half / "pyproject.toml").write_text("", encoding="utf-8")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "all")):
        subprocess.run(("git", *_AUTHOR, *arguments), cwd=half, check=True)
    half.rename(folder)


def _measured(name: str, folder: Path) -> Tree:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.suffix in _SUFFIXES]
    return Tree(name, folder, len(sizes), sum(sizes))
