"""A folder of sealed files: what is corrupt, half-written, moved, linked or not ours counts as not there."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from aigc_lint.engine.files import write_atomically
from aigc_lint.engine.sealing import seal, unseal
from aigc_lint.policy.files import Unreadable, read_regular

MAX_BYTES = 200 * 1024 * 1024

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of aigc-lint. It can be removed at any time.\n"
_OURS = re.compile(r"CACHEDIR\.TAG|\.gitignore|facts|(?:index|uses)-[0-9a-f]{16}|run-[0-7]|\.writing-.*")
"""What lies in a cache folder, also in one that lost its tag."""
_DAY = 24 * 60 * 60


class Vault:
    """Reads and writes files of the folder by their names in it, ``facts/ab/cdef``; a folder None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = None if folder is None or _leads_elsewhere(folder) else folder
        self.failure: str | None = None
        """Why the first write that failed did; after it nothing more is tried."""
        self._wrote = False
        """Whether facts were: the rest is overwritten, and never grows."""

    def read(self, name: str) -> bytes | None:
        """What was written under the name, if it is whole."""
        if self.folder is None:
            return None
        try:
            sealed = read_regular(str(self.folder / name), most=MAX_BYTES)
        except Unreadable:
            return None
        return unseal(name, sealed)

    def write(self, name: str, payload: bytes) -> None:
        """Write as a whole, or note why that is not possible."""
        if self.failure is not None or self.folder is None:
            return
        path = self.folder / name
        try:
            _prepare(self.folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.parent.is_symlink():
                raise OSError(errno.ELOOP, "a link lies in the folder")
            write_atomically(path, seal(name, payload))
            self._wrote |= name.startswith("facts/")
        except OSError as error:
            self.failure = (error.strerror or type(error).__name__).lower()

    def renew(self, name: str) -> None:
        """Note that a file is in use, at most once a day: pruning takes the oldest first."""
        with contextlib.suppress(OSError):
            if self.folder is not None and os.stat(self.folder / name).st_mtime + _DAY < time.time():  # noqa: PTH116
                os.utime(self.folder / name)

    def prune(self) -> None:
        """Bring the facts under their limit, if any were written; those that were unused longest go first."""
        if self.folder is None or not self._wrote:
            return
        found = list(_facts_in(self.folder / "facts"))
        size = sum(size for _, size, _ in found)
        if size <= MAX_BYTES:
            return
        for _, own, path in sorted(found):
            with contextlib.suppress(OSError):  # another run may prune as well
                os.unlink(path)  # noqa: PTH108 (as the folder gave it)
            size -= own
            if size <= MAX_BYTES * 3 // 4:
                return


def remove(folder: Path) -> bool:
    """Remove a cache folder, if it is one of ours."""
    if folder.is_symlink() or not (folder / "CACHEDIR.TAG").is_file():
        return False
    import shutil

    shutil.rmtree(folder)
    return True


def _leads_elsewhere(folder: Path) -> bool:
    """Is the folder, or what holds the facts in it, a link? Whoever laid it there would say where we write and prune."""
    return folder.is_symlink() or (folder / "facts").is_symlink()


def _prepare(folder: Path) -> None:
    if (folder / "CACHEDIR.TAG").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    # A folder with anything else in it was named by mistake: it must not be hidden from git, and never be removed.
    if any(_OURS.fullmatch(name) is None for name in os.listdir(folder)):  # noqa: PTH208 (names alone)
        raise OSError(errno.ENOTEMPTY, "the folder holds other files")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")


def _facts_in(folder: Path) -> Iterator[tuple[float, int, str]]:
    """Age, size and path of all facts; a link is never gone through."""
    with contextlib.suppress(OSError), os.scandir(folder) as shelves:
        for shelf in shelves:
            if not shelf.is_dir(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError), os.scandir(shelf.path) as entries:
                for entry in entries:
                    found = entry.stat(follow_symlinks=False)
                    yield found.st_mtime, found.st_size, entry.path
