"""Room to recurse: LibCST, our walks and evaluation recurse as deep as the code is nested."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

DEEPEST = 400
"""Levels of facts in one another. Evaluation and packing recurse over them."""
BYTES = 256 * 1024 * 1024
"""Of address space; only what is used becomes memory. The main thread has 8 MB on Linux and 1 MB on Windows."""
_FRAMES = 50_000
_lock = threading.Lock()
_here = threading.local()

Result = TypeVar("Result")


def with_room(work: Callable[[], Result], *, collect: bool = False) -> Result:
    """Run something in a thread with a large stack and a high recursion limit; what it returns or raises is passed on.

    Meanwhile no garbage is collected unless asked for: trees have no cycles, and searching them for some costs a fifth of the
    parser's time.
    """
    with _collecting(collect):
        return work() if getattr(_here, "has_room", False) else _in_thread(work)


def _in_thread(work: Callable[[], Result]) -> Result:
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        _here.has_room = True
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    with _lock:  # stack size and recursion limit belong to the whole process
        size, frames = threading.stack_size(BYTES), sys.getrecursionlimit()
        sys.setrecursionlimit(max(frames, _FRAMES))
        try:
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(size)
            sys.setrecursionlimit(frames)
    if errors:
        raise errors[0]
    return results[0]


@contextlib.contextmanager
def _collecting(wanted: bool) -> Iterator[None]:
    before = gc.isenabled()
    if not wanted:
        gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
