"""From the paths of a run to its projects: which files are reported on, and which are known."""

# Thousands of paths: as plain strings they cost a fraction of what Path objects do.
# ruff: noqa: PTH109, PTH110, PTH112, PTH113, PTH118, PTH119, PTH120, PTH123

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from aigc_lint.engine import listing, roots
from aigc_lint.engine.options import Options, UsageError
from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.policy.schema import Tool

_TOOL_TABLE = re.compile(rb"\btool\s*\.\s*[\"']?aigc-lint\b")
_SHEBANG = re.compile(rb"#!.*\bpython")
_SUFFIXES_WHEN_NAMED = (*listing.SUFFIXES, ".wsgi")


class SourceFile(Struct, frozen=True, order=True):
    """A file that may hold Python."""

    path: str
    """POSIX, relative to the base: how everything but the file system knows it."""
    full: str
    """Absolute, as the system spells it."""

    @property
    def is_notebook(self) -> bool:
        """Is it a Jupyter notebook?"""
        return self.full.endswith(".ipynb")


class Project(Struct, frozen=True, kw_only=True):
    """Files that are judged together."""

    root: str
    """Absolute."""
    path: str
    """The root relative to the base; ``""`` is the base itself."""
    marked: bool
    """False: no policy, packaging file or repository says that this is a project; nothing is written there."""
    policy: str | None
    """The policy file upwards, absolute."""
    tool: Tool
    tool_folder: str
    """Where the tool's relative paths start."""
    import_roots: tuple[str, ...]
    """Relative to the base."""
    known: tuple[SourceFile, ...]
    given: tuple[str, ...]
    """Paths of those of the known files that are reported on."""


class Discovery(Struct, frozen=True):
    """Everything that a run was given."""

    base: str
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]
    listings: Mapping[str, listing.Listing]
    """What was listed for it, by folder."""


def discover(options: Options) -> Discovery:
    """Resolve the paths of a run; a path that does not exist is wrong usage."""
    cwd = os.path.realpath(options.cwd or os.getcwd())
    folders, files = _resolve(options, cwd)
    search = _Search(options, folders=folders, files=files)
    base = roots.base_of(search.homes, named=[*folders, *map(os.path.dirname, files)], roots=[home.root for home in search.found])
    projects: list[Project] = []
    problems: list[Problem] = []
    for home in sorted(search.found, key=lambda home: home.root):
        tool, tool_folder, wrong = load_tool(search.homes.upwards(home.root), base=base)
        problems += wrong
        if not wrong:
            projects.append(search.project(home, base=base, tool=tool, tool_folder=tool_folder))
    return Discovery(base, tuple(projects), (*search.problems, *search.unheeded(base), *problems), search.listings)


def relative(path: str, base: str) -> str:
    """A path as reports show it: POSIX, from the base, with bytes that are no text spelled out."""
    inside = path[len(base) :].lstrip(os.sep) if roots.is_inside(path, base) else os.path.relpath(path, base)
    return os.fsencode(inside.replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def _resolve(options: Options, cwd: str) -> tuple[list[str], list[str]]:
    folders: list[str] = []
    files: list[str] = []
    missing: list[str] = []
    for named in options.paths:
        path = os.path.realpath(os.path.join(cwd, named))
        if os.path.isdir(path):
            folders.append(path)
        elif path in options.overlay or os.path.exists(path):
            files.append(path)
        else:
            missing.append(named)
    if missing:
        shown = ", ".join(os.fsencode(name).decode("utf-8", "backslashreplace") for name in missing)
        raise UsageError(
            Words(en=f"no such file or folder: {shown}", zh=f"文件或目录不存在：{shown}"),
            Words(en="check the spelling and the working directory", zh="请检查拼写及当前工作目录"),
        )
    return list(dict.fromkeys(folders)), list(dict.fromkeys(files))


class _Search:
    """Groups what was named into projects and lists each of them once."""

    def __init__(self, options: Options, *, folders: Sequence[str], files: Sequence[str]) -> None:
        self._options = options
        self._folders = folders
        self.problems: list[Problem] = []
        self.homes = roots.Homes(named=folders)
        self.listings: dict[str, listing.Listing] = {}
        detached = [folder for folder in folders if self._is_detached(folder)]
        if detached:
            self.homes = roots.Homes(named=folders, detached=detached)
            self.listings.clear()
        self._explicit = [path for path in files if self._is_python(path)]
        below = {folder: self._list(folder).sources for folder in folders}
        self._below = frozenset(path for sources in below.values() for path in sources)
        parents = {os.path.dirname(path) for path in (*self._explicit, *self._below)}
        # A folder without a single file of ours still has a project: its policy is checked all the same.
        parents |= {folder for folder in folders if not below[folder]}
        self.found = {self.homes.home(parent) for parent in parents}

    def project(self, home: roots.Home, *, base: str, tool: Tool, tool_folder: str) -> Project:
        """List the files of one project."""
        listed = self._list_project(home)
        unsaved = [path for path in self._options.overlay if os.path.dirname(path) and path.endswith(listing.SUFFIXES)]
        own = {path for path in (*listed.sources, *unsaved) if self._home_of(path) == home}
        explicit = {path for path in self._explicit if self._home_of(path) == home}
        if tool.exclude:
            own = _without_excluded(own, tool.exclude, tool_folder)
            explicit = _without_excluded(explicit, tool.exclude, tool_folder) if self._options.force_exclude else explicit
        given = (own & self._below) | explicit
        files = [SourceFile(relative(path, base), path) for path in own | explicit]
        packaging = [folder for folder in listed.packaging if self.homes.home(folder) == home]
        starts = roots.import_roots(
            home.root, configured=(os.path.normpath(os.path.join(tool_folder, root)) for root in tool.roots), packaging=packaging
        )
        return Project(
            root=home.root,
            path=relative(home.root, base),
            marked=home.marker != "argument",
            policy=home.policy,
            tool=tool,
            tool_folder=tool_folder,
            import_roots=tuple(relative(start, base) for start in starts),
            known=tuple(sorted(files)),
            given=tuple(sorted(file.path for file in files if file.full in given)),
        )

    def unheeded(self, base: str) -> Iterator[Problem]:
        """What is to be said of ignore rules that are not tried: once for each file, whatever lists it."""
        for path, count, line in sorted({one for listed in self.listings.values() for one in listed.unheeded}):
            yield Problem(
                code="config",
                path=relative(path, base),
                message=Words(
                    f"not followed: {count} {'pattern' if count == 1 else 'patterns'} with too many wildcards",
                    f"{count} 条模式的通配符过多，未予采用",
                ),
                hint=Words("exclude such files in [tool.aigc-lint]", "请改在 [tool.aigc-lint] 中排除相应文件"),
                line=line,
                severity="warning",
            )

    def _home_of(self, path: str) -> roots.Home:
        return self.homes.home(os.path.dirname(path))

    def _list(self, folder: str) -> listing.Listing:
        if folder not in self.listings:
            self.listings[folder] = listing.below(folder, repository=self.homes.repository(folder) is not None)
        return self.listings[folder]

    def _list_project(self, home: roots.Home) -> listing.Listing:
        around = next((folder for folder in self._folders if roots.is_inside(home.root, folder)), None)
        if around is not None:
            return self._list(around)
        if home.marker != "argument":
            return self._list(home.root)
        if home.root not in self.listings:
            self.listings[home.root] = listing.packages(home.root)
        return self.listings[home.root]

    def _is_detached(self, folder: str) -> bool:
        repository = self.homes.repository(folder)
        return repository not in (None, folder) and not self._list(folder).sources and listing.is_ignored(folder)

    def _is_python(self, path: str) -> bool:
        """Is a file that was named one by one ours? What is plainly something else is left out, and said."""
        if path in self._options.overlay or path.endswith(_SUFFIXES_WHEN_NAMED) or "." not in os.path.basename(path).lstrip("."):
            return True
        if os.path.isfile(path) and _SHEBANG.match(_first_bytes(path)):
            return True
        name = os.path.basename(path)
        self.problems.append(
            Problem(
                code="usage",
                path=os.fsencode(name).decode("utf-8", "backslashreplace"),
                message=Words(en="is not a Python file or notebook and was left out", zh="不是 Python 文件或笔记本，已跳过"),
                hint=Words(en="name .py, .pyi, .pyw or .ipynb files", zh="请指定 .py、.pyi、.pyw 或 .ipynb 文件"),
                severity="warning",
            )
        )
        return False


def _first_bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(128)
    except OSError:
        return b""


def _without_excluded(paths: Iterable[str], patterns: Sequence[str], folder: str) -> set[str]:
    from pathspec import GitIgnoreSpec  # dear to import, and most projects exclude nothing

    spec = GitIgnoreSpec.from_lines(patterns)
    kept = set()
    for path in paths:
        inside = roots.is_inside(path, folder)
        if not (inside and spec.match_file(os.path.relpath(path, folder).replace(os.sep, "/"))):
            kept.add(path)
    return kept


def load_tool(folders: Iterable[str], *, base: str) -> tuple[Tool, str, tuple[Problem, ...]]:
    """The nearest ``[tool.aigc-lint]`` upwards and its folder; the default where there is none."""
    first = ""
    for folder in folders:
        first = first or folder
        path = os.path.join(folder, "pyproject.toml")
        if not roots.is_there(path):
            continue
        try:
            mentioned = _TOOL_TABLE.search(read_regular(path)) is not None
        except Unreadable as error:
            message = Words(f"the file can't be read: {error}", f"无法读取该文件：{error}")
            return Tool(), folder, (Problem(code="config", path=relative(path, base), message=message, hint=Words("", "")),)
        if mentioned:
            from aigc_lint.policy.load import load_tool as load

            loaded = load(Path(path), shown=relative(path, base))
            return (loaded, folder, ()) if isinstance(loaded, Tool) else (Tool(), folder, loaded)
    return Tool(), first, ()
