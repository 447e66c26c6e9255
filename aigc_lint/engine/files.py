"""What the file system says of single files, and writing them so that nobody sees a half."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from msgspec import Struct


class Stamp(Struct, frozen=True, array_like=True, gc=False):
    """What the file system says of a file without opening it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def stamp(full: str) -> Stamp | None:
    """The stamp of a regular file, or None."""
    try:
        found = os.stat(full)  # noqa: PTH116 (asked for every file of a project)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def write_atomically(path: Path, payload: bytes) -> None:
    """Replace a file as a whole: a reader sees the old or the new one, never a half."""
    # What ``tempfile`` does, without what it imports: every hook on a changed file comes here.
    temporary = path.parent / f".writing-{os.urandom(8).hex()}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
