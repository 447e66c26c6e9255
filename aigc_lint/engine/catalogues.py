"""The catalogues of a run: the shipped one, and for a policy that names folders of its own the two together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import Shipped, shipped
from aigc_lint.catalog.sources import SUFFIX, Source
from aigc_lint.engine.discovery import relative
from aigc_lint.engine.roots import Homes, is_inside
from aigc_lint.engine.stamps import stamp
from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.policy.load import catalogs_of

_MAX_BYTES = 1_000_000
_MOST_FILES = 500

CODE = "catalogue"
_HINT = Words("[terms] catalogs of the policy names it", "策略文件的 [terms] catalogs 列出了它")


class Catalogues:
    """Loads each catalogue once; ``base`` is what the paths in messages and reports start from."""

    def __init__(self, *, base: str) -> None:
        self._base = base
        self._known: dict[str, Catalog | tuple[Problem, ...]] = {}

    @property
    def shipped(self) -> Catalog:
        """The catalogue that comes with the tool."""
        return self._shipped.catalog

    def of(self, policy: str | None) -> Catalog | tuple[Problem, ...]:
        """The catalogue that a policy file asks for, or all that is wrong with it."""
        if policy is None:
            return self.shipped
        if policy not in self._known:
            self._known[policy] = self._load(policy, catalogs_of(Path(policy)))
        return self._known[policy]

    @cached_property
    def _shipped(self) -> Shipped:
        return shipped()

    def _load(self, policy: str, names: tuple[str, ...]) -> Catalog | tuple[Problem, ...]:
        if not names:
            return self.shipped
        from aigc_lint.catalog.overlay import overlay

        folders = _Folders(policy, self._base)
        own = [folders.read(name, index) for index, name in enumerate(names)]
        if folders.problems:
            return tuple(folders.problems)
        catalog, errors = overlay(self._shipped.catalog, self._shipped.source, own)
        if not errors:
            return catalog
        from aigc_lint.engine.cataloguefaults import problems

        return problems(errors, own, policy=relative(policy, self._base))


class _Folders:
    """Reads the folders that one policy names: whoever writes it has no business outside of its repository."""

    def __init__(self, policy: str, base: str) -> None:
        self._policy = policy
        self._folder = os.path.dirname(os.path.realpath(policy))  # noqa: PTH120
        self._home = Homes(named=()).repository(self._folder) or self._folder
        self._base = base
        self.problems: list[Problem] = []

    def read(self, name: str, index: int) -> Source:
        """Read the files of one folder; what is wrong is noted."""
        folder = os.path.realpath(os.path.join(self._folder, name))  # noqa: PTH118
        fault = self._fault(name, folder)
        if fault:
            self._complain(fault, index)
            return Source({})
        shown = relative(folder, self._base)
        files: dict[str, bytes] = {}
        for file, full in sorted(_listed(folder)):
            data = self._bytes(full, f"{shown}/{file}")
            if data is not None:
                files[file] = data
            if len(files) > _MOST_FILES:
                message = Words(f"`{name}` holds more than {_MOST_FILES} files", f"`{name}` 中的文件超过 {_MOST_FILES} 个")
                self._complain(message, index)
                break
        if not files and not self.problems:
            self._complain(Words(f"`{name}` holds no file of a catalogue", f"`{name}` 中没有条款目录文件"), index)
        return Source(files, shown)

    def _fault(self, name: str, folder: str) -> Words | None:
        if Path(name).is_absolute():
            return Words(f"`{name}` is no relative path", f"`{name}` 不是相对路径")
        if not is_inside(folder, self._home):
            return Words(f"`{name}` leads out of the project", f"`{name}` 指向项目之外")
        if not Path(folder).is_dir():
            return Words(f"the folder `{name}` does not exist", f"目录 `{name}` 不存在")
        return None

    def _bytes(self, full: str, shown: str) -> bytes | None:
        real = os.path.realpath(full)
        seen = stamp(real)
        if not is_inside(real, self._home):
            message = Words("the file leads out of the project", "该文件指向项目之外")
        elif seen is not None and seen.size > _MAX_BYTES:
            message = Words(f"the file is too large ({seen.size:,} bytes)", f"文件过大（{seen.size:,} 字节）")
        else:
            try:
                return read_regular(real)
            except Unreadable as error:
                message = Words(f"the file can't be read: {error}", f"无法读取该文件：{error}")
        self.problems.append(Problem(code=CODE, path=shown, message=message, hint=_HINT))
        return None

    def _complain(self, message: Words, index: int) -> None:
        from aigc_lint.policy.positions import Positions

        text = Path(self._policy).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        line, column = Positions(text).find(f"terms.catalogs[{index}]")
        shown = relative(self._policy, self._base)
        self.problems.append(Problem(code=CODE, path=shown, message=message, hint=Words("", ""), line=line, column=column))


def _listed(folder: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The TOML files of a folder and of the folders in it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(SUFFIX) or (entry.is_symlink() and not prefix):
            yield prefix + entry.name, entry.path  # a link to a folder is no file, and is told to be none
        elif not prefix and entry.is_dir():
            yield from _listed(entry.path, f"{entry.name}/")
