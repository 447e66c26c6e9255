"""Reading and writing single files without trusting what lies there."""

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


class Unreadable(Exception):
    """The file cannot be read; the argument is a short English reason."""


def stamp(full: str) -> Stamp | None:
    """The stamp of a regular file, or None."""
    try:
        found = os.stat(full)  # noqa: PTH116 (asked for every file of a project)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def read_regular(full: str, *, most: int | None = None) -> bytes:
    """The bytes of a regular file, if they are not too many; pipes and devices are never waited for."""
    try:
        handle = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise Unreadable(_reason(error)) from error
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("not a regular file")
        if most is not None and found.st_size > most:
            raise Unreadable(f"{found.st_size:,} bytes")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        raise Unreadable(_reason(error)) from error
    finally:
        os.close(handle)


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


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__).lower() if isinstance(error, OSError) else "not a path"
