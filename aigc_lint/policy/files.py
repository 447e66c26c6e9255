"""Reading single files without trusting what lies there."""

from __future__ import annotations

import os
import stat


class Unreadable(Exception):
    """The file cannot be read; the argument is a short English reason."""


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


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__).lower() if isinstance(error, OSError) else "not a path"
