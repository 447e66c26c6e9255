"""What an Open Terms Archive collection has recorded since the catalogue's documents were checked.

A versions repository holds ``<service>/<terms type>.md``, one commit per version of a text. A commit's title says why
there is one: the text was new, it changed, or only the archive's own way of reading it did, which says nothing of the terms.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from aigc_lint.catalog.entries.providers import Document
from aigc_lint.engine.git import ask_git
from aigc_lint.engine.options import UsageError
from aigc_lint.model.words import Words

TECHNICAL = ("Apply technical or declaration upgrade on ", "Refilter ")
"""How titles begin that tell of no change of the terms; the second form was written until 2023."""
_FIELD, _RECORD = "\x1f", "\x1e"


class Recorded(Struct, frozen=True, order=True):
    """One commit that changed a document's file."""

    date: datetime.date
    commit: str
    title: str

    @property
    def technical(self) -> bool:
        """Did only the archive's way of reading change?"""
        return self.title.startswith(TECHNICAL)


class Compared(Struct, frozen=True, kw_only=True):
    """What the archive has of one document."""

    document: Document
    since: datetime.date
    """The day up to which our reading holds."""
    changes: tuple[Recorded, ...] = ()
    """Since then, newest first; technical ones left out."""
    technical: int = 0
    present: bool = True
    """Does the archive still track the file?"""


class Comparison(Struct, frozen=True, kw_only=True):
    """All documents that the catalogue knows in one collection."""

    collection: str
    until: datetime.date
    """Day of the newest commit."""
    documents: tuple[Compared, ...]

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The documents to read again."""
        return tuple(one for one in self.documents if one.changes)


def compare(folder: Path, documents: Iterable[Document], *, collection: str = "") -> Comparison:
    """Compare the documents of a collection with a clone of its versions; without a name the clone tells which it is."""
    repository = _Repository(folder)
    archived = [one for one in documents if one.archive]
    known = sorted({one.archive.collection for one in archived if one.archive})
    name = _collection(collection, repository, known)
    wanted = [one for one in archived if one.archive and one.archive.collection == name]
    paths = {one.archive.path for one in wanted if one.archive}
    history, tracked = repository.history(paths), repository.tracked()
    compared = [_compared(one, one.archive.path, history, tracked) for one in wanted if one.archive]
    return Comparison(
        collection=name, until=repository.newest(), documents=tuple(sorted(compared, key=lambda one: one.document.id))
    )


def _compared(document: Document, path: str, history: Mapping[str, list[Recorded]], tracked: frozenset[str]) -> Compared:
    since = max(document.checked, document.unchanged_until or document.checked)
    later = sorted((one for one in history.get(path, []) if one.date > since), reverse=True)
    changes = tuple(one for one in later if not one.technical)
    return Compared(
        document=document, since=since, changes=changes, technical=len(later) - len(changes), present=path in tracked
    )


def _collection(asked: str, repository: _Repository, known: list[str]) -> str:
    """The collection that was asked for, or the one that the clone's origin or folder is named after."""
    names = [asked] if asked else [re.sub(r"(-versions)?(\.git)?$", "", name) for name in repository.names()]
    found = next((name for name in names if name in known), None)
    if found is None:
        options = ", ".join(known)
        said = (
            Words(f"the catalogue knows no document of a collection {asked}", f"目录中没有 {asked} 合集的文本")
            if asked
            else Words("the archive does not show which collection it is", "无法判断该存档属于哪个合集")
        )
        raise UsageError(said, Words(f"give --collection, one of {options}", f"请以 --collection 指定：{options}"))
    return found


class _Repository:
    """A clone with its whole history."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(Words(f"there is no folder {folder}", f"目录不存在：{folder}"), Words("", ""))
        self._folder = folder
        bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir()
        self._options: tuple[str, ...] = ("--git-dir", ".") if bare else ()
        # A folder that merely lies in somebody else's repository answers with the way to it.
        if self._line("rev-parse", "--git-dir" if bare else "--show-prefix") != ("." if bare else ""):
            raise UsageError(
                Words(f"{folder} is no git repository", f"{folder} 不是 git 仓库"),
                Words("clone the collection's versions repository", "请克隆该合集的 versions 仓库"),
            )
        if self._line("rev-parse", "--is-shallow-repository") == "true":
            raise UsageError(
                Words(f"{folder} is a shallow clone: its history is cut off", f"{folder} 是浅克隆，历史不完整"),
                Words("complete it with `git fetch --unshallow`", "请用 `git fetch --unshallow` 补全"),
            )
        if self._line("rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
            raise UsageError(Words(f"{folder} has no commits", f"{folder} 没有任何提交"), Words("", ""))

    def names(self) -> Iterator[str]:
        """What the clone is called: by its origin, by its folder."""
        origin = self._line("config", "--get", "remote.origin.url") or ""
        yield from (name for name in (re.split(r"[/:\\]", origin.rstrip("/"))[-1], self._folder.resolve().name) if name)

    def newest(self) -> datetime.date:
        """The day of the newest commit."""
        return _day(self._line("log", "-1", "--no-show-signature", "--format=%aI") or "")

    def tracked(self) -> frozenset[str]:
        """The files of the newest commit."""
        return frozenset(self._text("ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD").split("\0"))

    def history(self, paths: Iterable[str]) -> dict[str, list[Recorded]]:
        """The commits that touched each of the paths."""
        wanted = sorted(paths)
        form = f"--format={_RECORD}%H{_FIELD}%aI{_FIELD}%s{_FIELD}"
        options = ("--no-show-signature", "--no-ext-diff", "--no-renames", "--name-only", "-z", form)
        found: dict[str, list[Recorded]] = {}
        for record in self._text("log", *options, "HEAD", "--", *wanted).split(_RECORD)[1:]:
            commit, date, title, names = record.split(_FIELD, 3)
            for name in names.replace("\n", "\0").split("\0"):
                if name:
                    found.setdefault(name, []).append(Recorded(_day(date), commit, title))
        return found

    def _text(self, *arguments: str) -> str:
        # The paths hold brackets and stars like any name; nothing may be fetched, whatever the clone lacks.
        command = ("-c", "protocol.allow=never", "--literal-pathspecs", *self._options, *arguments)
        done = ask_git(command, cwd=str(self._folder))
        if done is None or done.returncode:
            why = (done.stderr.decode("utf-8", "replace").strip().splitlines() if done else []) or ["git"]
            raise UsageError(
                Words(f"git cannot read {self._folder}: {why[0]}", f"git 无法读取 {self._folder}：{why[0]}"), Words("", "")
            )
        return done.stdout.decode("utf-8", "replace")

    def _line(self, *arguments: str) -> str | None:
        done = ask_git((*self._options, *arguments), cwd=str(self._folder))
        if done is None:
            raise UsageError(Words("git is needed and cannot be run", "需要 git，但无法运行"), Words("", ""))
        return None if done.returncode else done.stdout.decode("utf-8", "replace").strip()


def _day(written: str) -> datetime.date:
    """The day in UTC of a date as git writes it."""
    return datetime.datetime.fromisoformat(written).astimezone(datetime.UTC).date()
