"""Which project a file belongs to, where its imports start, and what all paths are relative to."""

# Thousands of paths: as plain strings they cost a fraction of what Path objects do.
# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH120

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from aigc_lint.engine.listing import PACKAGING, is_packaging

POLICY_NAME = "aigc-policy.toml"


class Home(Struct, frozen=True):
    """The project that a folder's files belong to."""

    root: str
    """Absolute."""
    marker: Literal["policy", "packaging", "git", "argument"]
    """What makes it a project. ``argument``: nothing does, and the folder was just named."""

    @property
    def policy(self) -> str | None:
        """The policy file that applies."""
        return os.path.join(self.root, POLICY_NAME) if self.marker == "policy" else None


class Homes:
    """Finds homes upwards from folders, each folder once.

    A search stops at the git root: a repository is a world of its own. ``named`` are the folders given as arguments;
    ``detached`` those among them that git ignores and that are therefore worlds of their own.
    """

    def __init__(self, *, named: Sequence[str], detached: Iterable[str] = ()) -> None:
        self._named = sorted(named, key=len)
        self._detached = frozenset(detached)
        self._repositories: dict[str, str | None] = {}
        self._policies: dict[str, str | None] = {}
        self._packagings: dict[str, str | None] = {}

    def repository(self, folder: str) -> str | None:
        """The root of the git work tree that holds the folder."""
        if folder not in self._repositories:
            parent = os.path.dirname(folder)
            if folder in self._detached:
                found = None
            elif os.path.exists(os.path.join(folder, ".git")):
                found = folder
            else:
                found = None if parent == folder else self.repository(parent)
            self._repositories[folder] = found
        return self._repositories[folder]

    def home(self, folder: str) -> Home:
        """The project of the files in the folder."""
        if policy := self._upwards(folder, (POLICY_NAME,), self._policies, holds=is_there):
            return Home(policy, "policy")
        if packaging := self._upwards(folder, PACKAGING, self._packagings, holds=is_packaging):
            return Home(packaging, "packaging")
        if repository := self.repository(folder):
            return Home(repository, "git")
        named = next((named for named in self._named if is_inside(folder, named)), None)
        return Home(named or package_parent(folder), "argument")

    def upwards(self, folder: str) -> Iterable[str]:
        """The folder and those above it, up to where its world ends."""
        while True:
            yield folder
            parent = os.path.dirname(folder)
            if self._is_edge(folder) or parent == folder:
                return
            folder = parent

    def _upwards(
        self, folder: str, names: tuple[str, ...], known: dict[str, str | None], *, holds: Callable[[str], bool]
    ) -> str | None:
        if folder not in known:
            parent = os.path.dirname(folder)
            if any(holds(os.path.join(folder, name)) for name in names):
                known[folder] = folder
            elif self._is_edge(folder) or parent == folder:
                known[folder] = None
            else:
                known[folder] = self._upwards(parent, names, known, holds=holds)
        return known[folder]

    def _is_edge(self, folder: str) -> bool:
        return folder in self._detached or self.repository(folder) == folder


def is_there(path: str) -> bool:
    """Is there a settings file, be it one that cannot be read? That has to be told."""
    return os.path.lexists(path) and not os.path.isdir(path)


def is_inside(path: str, folder: str) -> bool:
    """Is the path the folder itself or below it?"""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def package_parent(folder: str) -> str:
    """The folder that holds the top-most package around a folder; the folder itself where it is no package."""
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return folder


def base_of(homes: Homes, *, named: Sequence[str], roots: Iterable[str]) -> str:
    """What the paths of a run are relative to: the git root, else the narrowest folder that holds all that is known.

    It does not depend on the working directory, nor on how much of a project was named.
    """
    repositories = {homes.repository(folder) for folder in named}
    if len(repositories) == 1 and (only := next(iter(repositories))) is not None:
        return only
    try:
        return os.path.commonpath([*named, *roots])
    except ValueError:  # several drives
        return min(named)


def import_roots(root: str, *, configured: Iterable[str], packaging: Iterable[str]) -> tuple[str, ...]:
    """Where absolute imports of a project start, most specific first: absolute paths.

    What is configured counts alone; else ``src`` beside a packaging file, then that file's folder, then the project.
    """
    named = tuple(dict.fromkeys(configured))
    if named:
        return named
    found: list[str] = []
    for folder in sorted(set(packaging), key=lambda folder: (-folder.count(os.sep), folder)):
        source = os.path.join(folder, "src")
        found += [source, folder] if os.path.isdir(source) else [folder]
    source = os.path.join(root, "src")
    return tuple(dict.fromkeys((*found, *((source,) if os.path.isdir(source) else ()), root)))
