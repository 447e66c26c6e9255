"""The inside of a worker process: reads jobs from standard input, answers with facts on standard output."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Iterator
from typing import IO

import msgspec
from msgspec import Struct

from aigc_lint.engine import encoding
from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.reading.stack import BYTES as STACK_BYTES
from aigc_lint.reading.stack import with_room


class Job(Struct, frozen=True, array_like=True):
    """One file to parse."""

    data: bytes
    notebook: bool
    max_bytes: int
    seconds: float
    megabytes: int = 0
    """Of memory that a worker may have while it is at it; 0: as much as there is."""


_MANY_OBJECTS = 100_000
"""New ones before cycles are looked for: trees have none, and the parser's own code makes many objects that stay."""

encode_job, _decode_job = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Job).decode
_FACTS, _REFUSAL = b"f", b"r"


def parse_here(job: Job) -> Facts:
    """Parse in this process."""
    from aigc_lint.reading.read import Limits, read  # imports LibCST

    return read(job.data, notebook=job.notebook, limits=Limits(max_bytes=job.max_bytes))


def serve() -> None:
    """Be a worker: answer jobs until the input ends."""
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that is printed may get into the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    gc.set_threshold(_MANY_OBJECTS)
    from aigc_lint.reading import read  # noqa: F401 (before the clock of the first job starts)

    # One stack for all jobs: that of a thread that has just ended would count as well while the next one has its own.
    with_room(lambda: _work(incoming, outgoing), collect=True)


def _work(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    send(outgoing, b"ready")
    while (frame := receive(incoming)) is not None:
        job = _decode_job(frame)
        with _processor_time(job.seconds), _memory(job.megabytes):
            answer = _answer(job)
        send(outgoing, answer)


def _answer(job: Job) -> bytes:
    try:
        return _FACTS + encoding.encode(parse_here(job))
    except MemoryError:
        refusal = out_of_memory(job)
    except RecursionError:
        refusal = Refusal(reason="crash", detail="the parser ran out of stack")
    return _REFUSAL + msgspec.msgpack.encode(refusal)


def answered(frame: bytes) -> bytes | Refusal | None:
    """What a worker said: packed facts or a refusal; None for what is neither."""
    if frame.startswith(_FACTS):
        return frame[len(_FACTS) :]
    try:
        return msgspec.msgpack.decode(frame[len(_REFUSAL) :], type=Refusal)
    except msgspec.MsgspecError:
        return None


def out_of_memory(job: Job) -> Refusal:
    """The refusal of a file that takes too much of it."""
    limit = f"more than {job.megabytes} MB" if job.megabytes else "more than there is"
    return Refusal(reason="memory", detail=limit)


@contextlib.contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    """Let allocations fail beyond a limit, where the system can (Linux): address space that is written to, the room for
    the stack included."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = (megabytes << 20) + STACK_BYTES
    if not megabytes or (most != resource.RLIM_INFINITY and most < wanted):
        yield
        return
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))


@contextlib.contextmanager
def _processor_time(seconds: float) -> Iterator[None]:
    """End this process when it has used that much; the signal's default action does, even inside the parser's own code."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def refused(refusal: Refusal) -> Facts:
    """The facts of a file that was not read."""
    return Facts(body=(), refusals=(refusal,))


def send(pipe: IO[bytes], frame: bytes) -> None:
    """Write a frame: its length, then itself."""
    pipe.write(len(frame).to_bytes(8, "big") + frame)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read a frame; None where the other side has ended."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    frame = pipe.read(size)
    return frame if len(frame) == size else None
