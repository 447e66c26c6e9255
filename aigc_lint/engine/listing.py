"""Which Python files lie below a folder: as git sees them where there is a repository, else by walking."""

# Thousands of paths: as plain strings they cost a fraction of what Path objects do.
# ruff: noqa: PTH110, PTH112, PTH113, PTH114, PTH118, PTH119, PTH120, PTH123

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint.engine.git import FilesAsked, ask_git
from aigc_lint.model.digests import blake2b
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
    answer: bytes = b""
    """A digest of git's answer, if the rest follows from it alone and from the files that it names: no walk, no link."""


def below(folder: str, *, repository: bool) -> Listing:
    """List a folder; with ``repository`` by asking git, if git can answer."""
    said = FilesAsked(folder).answer() if repository else None
    if said is None:
        return _walked(folder)
    listing, alone = _collect(folder, _named(folder, said))
    whole = alone and b" .gitmodules\0" not in said  # a submodule may come to be where nothing is yet
    return replace(listing, answer=blake2b(said, digest_size=20).digest()) if whole else listing


def packages(folder: str) -> Listing:
    """List a folder that belongs to no project: its own files and its packages, nothing else of what may be a whole disk."""
    return _walked(folder, only_packages=True)


def _walked(folder: str, *, only_packages: bool = False) -> Listing:
    unheeded: list[tuple[str, int, int]] = []
    listing, _ = _collect(folder, _walk(folder, unheeded, only_packages=only_packages))
    return replace(listing, unheeded=tuple(sorted(unheeded)))


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


def _collect(folder: str, entries: Iterable[str]) -> tuple[Listing, bool]:
    """Sort what was found; and are all of it files where they are named, none missing and none elsewhere?"""
    alone = True
    sources: set[str] = set()
    packaging: set[str] = set()
    for entry in entries:
        name = os.path.basename(entry)
        mode = _mode(entry)
        alone = alone and stat.S_ISREG(mode)
        if is_packaging(entry):
            packaging.add(os.path.dirname(entry))
        if name.endswith(SUFFIXES) and (found := _regular(entry, mode, folder)):
            sources.add(found)
    return Listing(tuple(sorted(sources)), tuple(sorted(packaging))), alone


def _mode(entry: str) -> int:
    try:
        return os.lstat(entry).st_mode
    except OSError:
        return 0  # tracked by git but gone from the disk


def _regular(entry: str, mode: int, folder: str) -> str | None:
    """The path under which a file is known: its own, or that of the file in the same folder that it links to."""
    if not stat.S_ISLNK(mode):
        return None if mode == 0 or stat.S_ISDIR(mode) else entry
    target = os.path.realpath(entry)
    if not os.path.isfile(target):
        return None  # dangling, a loop, or a folder: links to folders are never followed
    return target if target.startswith(folder.rstrip(os.sep) + os.sep) else entry


# --- git --------------------------------------------------------------------------------------------------------------


def _named(folder: str, said: bytes) -> Iterator[str]:
    """What git lists that may concern us, and the folders of other repositories."""
    for record in said.split(b"\0"):
        tag, name = record[:2], os.fsdecode(record[2:])
        if not name or (tag == b"? " and SKIPPED.intersection(name.split("/")[:-1])):
            continue
        entry = os.path.join(folder, *name.rstrip("/").split("/"))
        if name.endswith(SUFFIXES) or os.path.basename(entry) in PACKAGING:
            yield entry
        elif os.path.isdir(entry):
            yield from _other_repository(entry)


def _other_repository(folder: str) -> Iterator[str]:
    """A submodule or a nested clone: git names it, but lists nothing of it. The folder itself comes first."""
    if os.path.islink(folder):
        return
    yield folder
    said = FilesAsked(folder).answer()
    yield from _walk(folder, []) if said is None else _named(folder, said)


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
