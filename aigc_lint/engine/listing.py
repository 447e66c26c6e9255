"""Which Python files lie below a folder: as git sees them where there is a repository, else by walking."""

# Thousands of paths: as plain strings they cost a fraction of what Path objects do.
# ruff: noqa: PTH110, PTH112, PTH113, PTH114, PTH118, PTH119, PTH120, PTH123

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from aigc_lint.engine.git import ask_git
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.policy.patterns import is_too_wild

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyi", ".pyw", ".ipynb")
PACKAGING = ("pyproject.toml", "setup.cfg", "setup.py")

# A module may be called setup.py too; one that builds a distribution names what it builds it with.
BUILDERS = (b"setuptools", b"distutils", b"skbuild")
READ_FOR_BUILDERS = 64 * 1024

# Folders of other people's code and of tools. git's own list of tracked files is never filtered by them.
SKIPPED = frozenset({
    ".aigc-lint-cache", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pytest_cache", ".ruff_cache",
    ".svn", ".tox", ".venv", "__pycache__", "node_modules", "site-packages",
})


class Listing(Struct, frozen=True):
    """What lies below a folder; absolute paths of the system, sorted."""

    sources: tuple[str, ...]
    packaging: tuple[str, ...]
    """Folders that hold a packaging file."""
    unheeded: tuple[tuple[str, int, int], ...] = ()
    """Files of ignore rules with lines that are not tried: how many, and which is the first."""


def below(folder: str, *, repository: bool) -> Listing:
    """List a folder; with ``repository`` by asking git, if git can answer."""
    entries = _from_git(folder) if repository else None
    unheeded: list[tuple[str, int, int]] = []
    return _collect(folder, _walk(folder, unheeded) if entries is None else entries, unheeded)


def packages(folder: str) -> Listing:
    """List a folder that belongs to no project: its own files and its packages, nothing else of what may be a whole disk."""
    unheeded: list[tuple[str, int, int]] = []
    return _collect(folder, _walk(folder, unheeded, only_packages=True), unheeded)


def is_packaging(path: str) -> bool:
    """Does the file make its folder the root of a distribution?"""
    name = os.path.basename(path)
    if name not in PACKAGING or not os.path.isfile(path):
        return False
    if name != "setup.py":
        return True
    try:
        with open(path, "rb") as file:
            start = file.read(READ_FOR_BUILDERS)
    except OSError:
        return True
    return any(builder in start for builder in BUILDERS)


def is_ignored(folder: str) -> bool:
    """Does git ignore the folder? Then it was named on purpose and counts as lying outside of the repository."""
    done = ask_git(("check-ignore", "-q", "--", folder), cwd=os.path.dirname(folder))
    return done is not None and done.returncode == 0


def _collect(folder: str, entries: Iterable[str], unheeded: list[tuple[str, int, int]]) -> Listing:
    sources: set[str] = set()
    packaging: set[str] = set()
    for entry in entries:
        name = os.path.basename(entry)
        if is_packaging(entry):
            packaging.add(os.path.dirname(entry))
        if name.endswith(SUFFIXES) and (found := _regular(entry, folder)):
            sources.add(found)
    return Listing(tuple(sorted(sources)), tuple(sorted(packaging)), tuple(sorted(unheeded)))


def _regular(entry: str, folder: str) -> str | None:
    """The path under which a file is known: its own, or that of the file in the same folder that it links to."""
    try:
        mode = os.lstat(entry).st_mode
    except OSError:
        return None  # tracked by git but gone from the disk
    if not stat.S_ISLNK(mode):
        return None if stat.S_ISDIR(mode) else entry
    target = os.path.realpath(entry)
    if not os.path.isfile(target):
        return None  # dangling, a loop, or a folder: links to folders are never followed
    return target if target.startswith(folder.rstrip(os.sep) + os.sep) else entry


# --- git --------------------------------------------------------------------------------------------------------------


def _from_git(folder: str) -> list[str] | None:
    done = ask_git(("ls-files", "-z", "-t", "-c", "-o", "--exclude-standard"), cwd=folder)
    if done is None or done.returncode != 0:
        return None
    entries: list[str] = []
    for record in done.stdout.split(b"\0"):
        tag, name = record[:2], os.fsdecode(record[2:])
        if not name or (tag == b"? " and SKIPPED.intersection(name.split("/")[:-1])):
            continue
        entry = os.path.join(folder, *name.rstrip("/").split("/"))
        if not name.endswith(SUFFIXES) and os.path.basename(entry) not in PACKAGING:
            if os.path.isdir(entry):
                entries += _other_repository(entry)
            continue
        entries.append(entry)
    return entries


def _other_repository(folder: str) -> list[str]:
    """A submodule or a nested clone: git names it, but lists nothing of it."""
    if os.path.islink(folder) or not os.path.isdir(folder):
        return []
    found = _from_git(folder)
    return list(_walk(folder, [])) if found is None else found


# --- walking ----------------------------------------------------------------------------------------------------------


def _walk(folder: str, unheeded: list[tuple[str, int, int]], *, only_packages: bool = False) -> Iterator[str]:
    pending: list[tuple[str, tuple[tuple[str, GitIgnoreSpec], ...]]] = [(folder, ())]
    while pending:
        here, rules = pending.pop()
        try:
            with os.scandir(here) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        if any(entry.name == ".gitignore" for entry in entries):
            rules = (*rules, *_ignore_rules(here, unheeded))
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if _ignored(entry.path, rules, is_folder=is_folder):
                continue
            if not is_folder:
                yield entry.path
            elif _is_walked(entry, only_packages=only_packages):
                pending.append((entry.path, rules))


def _is_walked(entry: os.DirEntry[str], *, only_packages: bool) -> bool:
    if entry.name in SKIPPED or os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
        return False
    return not only_packages or os.path.exists(os.path.join(entry.path, "__init__.py"))


def _ignore_rules(folder: str, unheeded: list[tuple[str, int, int]]) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    from pathspec import GitIgnoreSpec  # dear to import, and most runs are inside a repository

    path = os.path.join(folder, ".gitignore")
    try:
        lines = read_regular(path).decode("utf-8", "replace").splitlines()
        if wild := [number for number, line in enumerate(lines, 1) if is_too_wild(line) and not line.startswith("#")]:
            unheeded.append((path, len(wild), wild[0]))
        return ((folder, GitIgnoreSpec.from_lines(line for line in lines if not is_too_wild(line))),)
    except (Unreadable, ValueError):
        return ()


def _ignored(path: str, rules: tuple[tuple[str, GitIgnoreSpec], ...], *, is_folder: bool) -> bool:
    """Do the rules ignore the path? The innermost rule file that mentions it decides, as in git."""
    for folder, spec in reversed(rules):
        relative = os.path.relpath(path, folder).replace(os.sep, "/") + ("/" if is_folder else "")
        decided = spec.check_file(relative).include
        if decided is not None:
            return decided
    return False
