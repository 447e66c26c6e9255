"""Writing single files as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


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
