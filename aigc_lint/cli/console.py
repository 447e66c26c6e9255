"""What is written where: findings to standard output, everything else to standard error."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

from aigc_lint.engine.options import UsageError
from aigc_lint.model.findings import AigcLintError, Problem
from aigc_lint.model.words import Language, Words

_WIDTH_OF_PIPES = 100
_LONG_WORK_SECONDS = 2.0


class Console:
    """The two streams, and the language that is spoken on them."""

    def __init__(self, *, lang: Language | None) -> None:
        self.chosen = lang
        """The language that the command line asks for, if it does."""
        self.lang: Language = lang or "en"
        for stream in (sys.stdout, sys.stderr):
            # Names of files may hold what the terminal's encoding has no character for.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def say(self, words: Words) -> str:
        """The text in the language spoken."""
        return words.get(self.lang)

    def out(self, text: str, *, machine: bool = False) -> None:
        """Write a report. For machines it is UTF-8 with plain newlines on every system."""
        if machine and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough. Nothing more may be written, not even when the interpreter ends.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123

    def err(self, text: str) -> None:
        """Write a line for people that is no finding."""
        try:
            print(text, file=sys.stderr, flush=True)
        except BrokenPipeError:
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123

    def warn(self, words: Words) -> None:
        """Write a warning."""
        self.err(f"aigc-lint: {self.say(Words('warning', '警告'))}: {self.say(words)}")

    def problem(self, problem: Problem) -> None:
        """Write a mistake of the policy or the settings, or a warning, as one line that an editor can follow."""
        cell = f"cell {problem.cell + 1}" if problem.cell is not None else ""
        where = ":".join(str(part) for part in (problem.path, cell, problem.line, problem.column) if part)
        kind = self.say(Words("error", "错误") if problem.severity == "error" else Words("warning", "警告"))
        separator = "；" if self.lang == "zh" else "; "
        self.err(f"{where}: {kind}: {separator.join(filter(None, (self.say(problem.message), self.say(problem.hint))))}")

    def fail(self, error: AigcLintError) -> None:
        """Write why the run ends here."""
        says, do = (error.says, error.do) if isinstance(error, UsageError) else (Words(error.message, error.message),) * 2
        separator = "；" if self.lang == "zh" else "; "
        hint = self.say(do) if isinstance(error, UsageError) else error.hint
        self.err(f"aigc-lint: {self.say(Words('error', '错误'))}: {separator.join(filter(None, (self.say(says), hint)))}")

    @property
    def is_terminal(self) -> bool:
        """Is a person reading standard output directly?"""
        return _is_terminal(sys.stdout)

    @property
    def width(self) -> int:
        """Columns to fill."""
        if not self.is_terminal:
            return _WIDTH_OF_PIPES
        import shutil  # brings all compressors with it

        return shutil.get_terminal_size((_WIDTH_OF_PIPES, 24)).columns

    def color(self, when: str) -> bool:
        """Whether to colour: ``NO_COLOR`` and ``FORCE_COLOR`` (no-color.org, force-color.org) count where nothing was said."""
        if when != "auto":
            return when == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return self.is_terminal and os.environ.get("TERM") != "dumb"

    def progress(self, *, wanted: bool) -> Callable[[int, int], None] | None:
        """A counter for long work, if a person is watching."""
        if not wanted or os.environ.get("CI") or os.environ.get("PRE_COMMIT") or not _is_terminal(sys.stderr):
            return None
        started = time.monotonic()

        def show(done: int, total: int) -> None:
            if time.monotonic() - started > _LONG_WORK_SECONDS:
                said = self.say(Words(f"reading {done} of {total} files", f"正在读取文件：{done}/{total}"))
                # The line is wiped at the end, so that a finding does not stand on top of it.
                sys.stderr.write(f"\r{said}" if done < total else "\r\x1b[K")
                sys.stderr.flush()

        return show


def _is_terminal(stream: TextIO) -> bool:
    return hasattr(stream, "isatty") and stream.isatty()
