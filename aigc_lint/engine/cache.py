"""The cache folder: facts by content, and what the byte scan saw by file stamp.

A cache folder is input from strangers. Whatever in it is corrupt, foreign or half-written counts as not there; it is
decoded into declared types only; nothing in it is ever a path to follow or code to run.
"""

from __future__ import annotations

import hashlib
import os
import time
from functools import cache as once
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

import aigc_lint
from aigc_lint.engine import encoding
from aigc_lint.engine.files import Stamp, Unreadable, read_regular, write_atomically
from aigc_lint.model.facts import Facts, FileIndex
from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words

FOLDER_NAME = ".aigc-lint-cache"

_MAGIC = b"aigc-lint 1\n"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of aigc-lint. It can be removed at any time.\n"
_MAX_BYTES = 200 * 1024 * 1024
_DAY = 24 * 60 * 60
# A file that changed this short a time before it was looked at may change again without a new time stamp (git's
# "racy" entries; two seconds is the coarsest clock of a file system in use).
_RACY_NS = 2_000_000_000


class Entry(Struct, frozen=True, array_like=True):
    """What is known of one file without opening it."""

    stamp: Stamp
    seen_ns: int
    """When it was read."""
    digest: bytes
    index: FileIndex


class _Index(Struct, frozen=True, array_like=True):
    key: str
    """What the scans depend on besides the files: needles and the code of the scan."""
    entries: dict[str, Entry]


def digest(data: bytes) -> bytes:
    """The name of a content."""
    return hashlib.blake2b(data, digest_size=20).digest()


class Cache:
    """One project's view of a cache folder; ``folder`` None keeps nothing."""

    def __init__(self, folder: Path | None, *, project: str, needles: str, max_file_size: int) -> None:
        self._folder = folder if folder is None or not folder.is_symlink() else None
        self._project = project
        self._key = f"{needles}:{_reading_digest()}"
        self._max_file_size = max_file_size
        self._now = time.time_ns()
        self._fresh: dict[str, Entry] = {}
        self._wrote = False
        self._failure: str | None = None

    def look_up(self, path: str, stamp: Stamp) -> Entry | None:
        """What is known of an unchanged file."""
        entry = self._entries.get(path)
        if entry is None or entry.stamp != stamp or entry.stamp.mtime_ns + _RACY_NS > entry.seen_ns:
            return None
        self._fresh[path] = entry
        return entry

    def same_content(self, path: str, digest: bytes) -> FileIndex | None:
        """What the scan saw in a file whose stamp changed but whose content did not."""
        entry = self._entries.get(path)
        return entry.index if entry is not None and entry.digest == digest else None

    def remember(self, path: str, stamp: Stamp, digest: bytes, index: FileIndex) -> None:
        """Note what the scan saw."""
        self._fresh[path] = Entry(stamp, self._now, digest, index)

    def facts(self, digest: bytes, *, notebook: bool) -> Facts | None:
        """The facts of a content, if they are there."""
        if self._folder is None:
            return None
        path = self._facts_path(self._folder, digest, notebook=notebook)
        payload = _unframe(path)
        facts = None if payload is None else encoding.decode(payload)
        if facts is not None:
            self._touch(path)
        return facts

    def keep(self, digest: bytes, facts: Facts, *, notebook: bool) -> None:
        """Keep the facts of a content."""
        if self._folder is not None:
            path = self._facts_path(self._folder, digest, notebook=notebook)
            self._write(self._folder, path, encoding.encode(facts))

    def close(self) -> Problem | None:
        """Write the index down; the one warning there may be."""
        if self._folder is None:
            return None
        if self._fresh != self._entries:
            payload = msgspec.msgpack.encode(_Index(self._key, dict(sorted(self._fresh.items()))))
            self._write(self._folder, self._index_path(self._folder), payload)
        if self._wrote:
            _prune(self._folder / "facts")
        if self._failure is None:
            return None
        return Problem(
            code="cache",
            path=self._folder.name,
            message=Words(en=f"the cache cannot be written ({self._failure})", zh=f"无法写入缓存（{self._failure}）"),
            hint=Words(en="use --cache-dir for another place, or --no-cache", zh="可用 --cache-dir 更换位置，或使用 --no-cache"),
            severity="warning",
        )

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        payload = None if self._folder is None else _unframe(self._index_path(self._folder))
        if payload is None:
            return {}
        try:
            index = msgspec.msgpack.decode(payload, type=_Index)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return {}
        return index.entries if index.key == self._key else {}

    @cached_property
    def _environment(self) -> bytes:
        return f"{_libcst_version()}:{_reading_digest()}:{self._max_file_size}".encode()

    def _index_path(self, folder: Path) -> Path:
        return folder / f"index-{hashlib.blake2b(os.fsencode(self._project), digest_size=8).hexdigest()}"

    def _facts_path(self, folder: Path, digest: bytes, *, notebook: bool) -> Path:
        name = hashlib.blake2b(digest + bytes([notebook]) + self._environment, digest_size=20).hexdigest()
        return folder / "facts" / name[:2] / name[2:]

    def _touch(self, path: Path) -> None:
        # Pruning takes the oldest first; what is in use is renewed, at most once a day.
        try:
            if path.stat().st_mtime_ns + _DAY * 1_000_000_000 < self._now:
                os.utime(path)
        except OSError:
            return

    def _write(self, folder: Path, path: Path, payload: bytes) -> None:
        if self._failure is not None:
            return
        try:
            _prepare(folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, _MAGIC + hashlib.blake2b(payload, digest_size=16).digest() + payload)
            self._wrote = True
        except OSError as error:
            self._failure = (error.strerror or type(error).__name__).lower()


def remove(folder: Path) -> bool:
    """Remove a cache folder, if it is one of ours."""
    if folder.is_symlink() or not (folder / "CACHEDIR.TAG").is_file():
        return False
    import shutil

    shutil.rmtree(folder)
    return True


def _prepare(folder: Path) -> None:
    if (folder / "CACHEDIR.TAG").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")


def _unframe(path: Path) -> bytes | None:
    try:
        framed = read_regular(str(path))
    except Unreadable:
        return None
    start = len(_MAGIC) + 16
    payload = framed[start:]
    whole = framed.startswith(_MAGIC) and hashlib.blake2b(payload, digest_size=16).digest() == framed[len(_MAGIC) : start]
    return payload if whole else None


def _prune(folder: Path) -> None:
    """Bring the folder under its limit, the facts that were unused longest first."""
    found: list[tuple[float, int, Path]] = []
    for path in folder.glob("*/*"):
        try:
            stat = path.lstat()
        except OSError:
            continue
        found.append((stat.st_mtime, stat.st_size, path))
    size = sum(size for _, size, _ in found)
    if size <= _MAX_BYTES:
        return
    for _, own, path in sorted(found):
        path.unlink(missing_ok=True)
        size -= own
        if size <= _MAX_BYTES * 3 // 4:
            return


@once
def _reading_digest() -> str:
    """Of the code that makes facts: an edit of it must not be answered from facts that the old code made."""
    package = Path(aigc_lint.__file__).parent
    total = hashlib.blake2b(aigc_lint.__version__.encode(), digest_size=16)
    for path in sorted((*package.glob("reading/*.py"), *package.glob("model/*.py"))):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@once
def _libcst_version() -> str:
    from importlib.metadata import version  # needed only once something was parsed

    return version("libcst")
