"""Parsing within limits of time and memory and without fear of a crash: in worker processes that can be killed.

Workers are started as fresh interpreters: a fork of a process with threads is not safe, and LibCST need not be loaded
in the parent at all. Each answers one file at a time over its standard input and output.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

import aigc_lint
from aigc_lint.engine.held import Held
from aigc_lint.engine.parsing import Job, answered, encode_job, out_of_memory, receive, refused, send
from aigc_lint.model.facts import Refusal

_START_SECONDS = 120.0
_SERVE = "from aigc_lint.engine.parsing import serve; serve()"
# A worker counts its own processor time: a busy machine changes no verdict. The wall's clock is for one that hangs.
_WALL_FACTOR = 5
# Megabytes that a worker may have, and one that works alone, with no other beside it. A file that is too much for a share
# is tried again alone: whether a file is refused depends neither on its neighbours nor on what the worker did before.
_SHARE = 256
_ALONE = 640


class Closed(Exception):
    """The pool was closed while it was at work."""


class Pool:
    """Worker processes, started when needed and kept until the pool is closed."""

    def __init__(self, *, size: int) -> None:
        self.size = max(1, size)
        """How many files are parsed at a time."""
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    @property
    def started(self) -> bool:
        """Is a worker there already?"""
        return bool(self._idle)

    def prepare(self) -> threading.Thread:
        """Start the workers, without waiting: while they load the parser, others may look for what is to be parsed."""

        def start() -> None:
            with self._lock:
                if not self._idle and not self._busy:
                    while not self._closed and len(self._idle) < self.size:
                        self._idle.append(_Worker())

        # An interrupt reaches the main thread alone: there it could come between a process and its entry in the list.
        thread = threading.Thread(target=start, daemon=True)
        thread.start()
        return thread

    def parse(self, jobs: Sequence[Job], *, done: Callable[[], None] = lambda: None) -> list[Held]:
        """Parse all; the answers are in the order of the jobs, whatever order they were made in."""
        answers: list[Held | None] = [None] * len(jobs)
        large: list[int] = []
        # The largest first: a large one that starts last would be waited for alone.
        order = sorted(range(len(jobs)), key=lambda number: (-len(jobs[number].data), number))

        def share(number: int) -> None:
            answer = self._ask(replace(jobs[number], megabytes=_SHARE))
            if isinstance(answer, Refusal) and answer.reason == "memory":
                large.append(number)
            else:
                answers[number] = _held(answer)
                done()

        def alone(number: int) -> None:
            self._rest()
            answers[number] = _held(self._ask(replace(jobs[number], megabytes=_ALONE)))
            done()

        self._each(order, share, at_once=self.size)
        self._each(sorted(large), alone, at_once=1)
        return [answer for answer in answers if answer is not None]

    def _each(self, numbers: Sequence[int], do: Callable[[int], None], *, at_once: int) -> None:
        """Do something with each, several at a time."""
        failures: list[BaseException] = []
        queue = iter(numbers)

        def work() -> None:
            try:
                while (number := self._next(queue)) is not None:
                    do(number)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(min(at_once, len(numbers)))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._closed:
            raise Closed
        if failures:
            raise failures[0]

    def _rest(self) -> None:
        """End the workers that have nothing to do: what they once took stays theirs."""
        with self._lock:
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.end()

    def close(self) -> None:
        """End all workers, also those that are at work."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle.clear()
        for worker in workers:
            worker.end()

    def _next(self, queue: Iterator[int]) -> int | None:
        with self._lock:
            return None if self._closed else next(queue, None)

    def _ask(self, job: Job) -> bytes | Refusal:
        with self._lock:
            if self._closed:
                raise Closed
            # Whoever is made here can be ended by ``close`` from now on.
            worker = self._idle.pop() if self._idle else _Worker()
            self._busy.add(worker)
        worker.wait_until_ready()
        answer = worker.ask(job)
        with self._lock:
            self._busy.discard(worker)
            if worker.alive:
                self._idle.append(worker)
            else:
                worker.end()
        return answer


class _Worker:
    """One process."""

    def __init__(self) -> None:
        # Most hooks start no process, and would wait for these imports.
        import subprocess
        import tempfile

        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        # Relative entries and the working directory must not be searched: it may be the tree that is linted.
        paths = [os.path.abspath(path) for path in sys.path if path]  # noqa: PTH100 (no links are to be resolved)
        code = f"import sys; sys.path[:] = {paths!r}; {_SERVE}"
        self._process = subprocess.Popen(
            (sys.executable, "-P", "-c", code),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=Path(aigc_lint.__file__).parent,
        )
        self.alive = True
        self._ready = False
        self._overdue = False

    def wait_until_ready(self) -> None:
        """Wait for the process to have loaded the parser."""
        if not self._ready and self._within(_START_SECONDS, self._receive) is None:
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace").strip()
            self.end()
            raise RuntimeError(f"a worker process did not start: {said or 'no reason given'}")
        self._ready = True

    def ask(self, job: Job) -> bytes | Refusal:
        """The packed facts of a file, or the refusal that the process's end amounts to."""
        frame = self._within(job.seconds * _WALL_FACTOR, lambda: self._exchange(encode_job(job)))
        answer = None if frame is None else answered(frame)
        # One that ran out of something is not trusted with another file.
        self.alive = isinstance(answer, bytes) and not self._overdue
        if answer is not None:
            return answer
        self._process.kill()
        return self._cause_of_death(job, self._process.wait())

    def _cause_of_death(self, job: Job, status: int) -> Refusal:
        import signal

        if self._overdue or status == -getattr(signal, "SIGPROF", 0):
            return Refusal(reason="timeout", detail=f"more than {job.seconds:g} seconds")
        # Who kills without a word is the system that is short of memory; the parser's own code aborts where it gets none.
        self._errors.seek(0)
        if status == -getattr(signal, "SIGKILL", 0) or b"memory allocation of" in self._errors.read():
            return out_of_memory(job)
        return Refusal(reason="crash", detail=f"the parser ended with status {status}")

    def end(self) -> None:
        """End the process at once; what it was doing is lost."""
        self.alive = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _within(self, seconds: float, action: Callable[[], bytes | None]) -> bytes | None:
        def kill() -> None:
            self._overdue = True
            self._process.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            return action()
        except (OSError, ValueError):
            return None  # the pipe broke, or was closed by the end of the run
        finally:
            timer.cancel()

    def _exchange(self, frame: bytes) -> bytes | None:
        assert self._process.stdin
        send(self._process.stdin, frame)
        return self._receive()

    def _receive(self) -> bytes | None:
        assert self._process.stdout is not None
        return receive(self._process.stdout)


def _held(answer: bytes | Refusal) -> Held:
    return Held(facts=refused(answer)) if isinstance(answer, Refusal) else Held(payload=answer)
