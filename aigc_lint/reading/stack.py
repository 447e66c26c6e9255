"""Room to recurse: LibCST and our walks recurse as deep as the code is nested."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

_BYTES = 256 * 1024 * 1024
"""Of address space; only what is used becomes memory. The main thread has 8 MB on Linux and 1 MB on Windows."""
_FRAMES = 50_000
_lock = threading.Lock()

Result = TypeVar("Result")


def with_room(work: Callable[[], Result]) -> Result:
    """Run something in a thread with a large stack and a high recursion limit; what it returns or raises is passed on.

    Meanwhile no garbage is collected: trees have no cycles, and searching them for some costs a fifth of the parser's time.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    with _lock:  # stack size and recursion limit belong to the whole process
        size, frames, collects = threading.stack_size(_BYTES), sys.getrecursionlimit(), gc.isenabled()
        sys.setrecursionlimit(max(frames, _FRAMES))
        gc.disable()
        try:
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(size)
            sys.setrecursionlimit(frames)
            if collects:
                gc.enable()
    if errors:
        raise errors[0]
    return results[0]
