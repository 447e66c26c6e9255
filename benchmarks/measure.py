"""Runs a command and says what it cost: wall time, processor time, and the peak memory of its process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_SECONDS_BETWEEN_LOOKS = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Cost(NamedTuple):
    """What one run cost."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time, of all processes together."""
    memory: float
    """MB resident at the worst moment, summed over the tree: pages that processes share count in each."""


class Failed(Exception):
    """A command did not end as it should."""


def run(command: Sequence[str], *, most_seconds: float | None = None) -> Cost:
    """Run a command to its end, or until its time is up. Processor time is that of every process that somebody waited for."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        watch = _Watch(process.pid)
        errors: list[bytes] = []
        assert process.stderr is not None
        reader = threading.Thread(target=lambda pipe: errors.append(pipe.read()), args=(process.stderr,), daemon=True)
        reader.start()
        clock = threading.Timer(most_seconds or threading.TIMEOUT_MAX, process.kill)
        clock.daemon = True
        clock.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = watch.stop()
        clock.cancel()
        reader.join(timeout=5)
    if most_seconds is not None and wall >= most_seconds:
        raise Failed(f"{' '.join(command[:3])} ... did not end within {most_seconds:g} seconds")
    if process.returncode:
        said = b"".join(errors).decode("utf-8", "replace").strip().splitlines()
        raise Failed(f"{' '.join(command[:3])} ... ended with {process.returncode}: {said[-1] if said else 'nothing said'}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss / 1024))


class _Watch:
    """Adds up the resident memory of a process and all below it, again and again, and keeps the greatest sum."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End; the peak in MB."""
        self._done.set()
        self._thread.join()
        return self._peak / 1_048_576

    def _look(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN_LOOKS):
            self._peak = max(self._peak, sum(map(_resident, _tree(self._pid))))


def _tree(pid: int) -> Iterator[int]:
    """The process and its descendants, as far as the system lists them (Linux)."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
