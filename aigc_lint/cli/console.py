"""What is written where: findings to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from aigc_lint.cli.replay import Request
from aigc_lint.cli.streams import Streams, is_terminal
from aigc_lint.engine.options import UsageError
from aigc_lint.model.findings import AigcLintError, Problem
from aigc_lint.model.words import Language, Words

_WIDTH_OF_PIPES = 100
_LONG_WORK_SECONDS = 2.0


class Console(Streams):
    """The two streams, and the language that is spoken on them."""

    def __init__(self, *, lang: Language | None, request: Request | None = None) -> None:
        super().__init__()
        self.request = request
        """The question that this run answers, where the answer may be kept."""
        self.chosen = lang
        """The language that the command line asks for, if it does."""
        self.lang: Language = lang or "en"

    def say(self, words: Words) -> str:
        """The text in the language spoken."""
        return words.get(self.lang)

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
        return is_terminal(sys.stdout)

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
        if not wanted or os.environ.get("CI") or os.environ.get("PRE_COMMIT") or not is_terminal(sys.stderr):
            return None
        started = time.monotonic()

        def show(done: int, total: int) -> None:
            if time.monotonic() - started > _LONG_WORK_SECONDS:
                said = self.say(Words(f"reading {done} of {total} files", f"正在读取文件：{done}/{total}"))
                # The line is wiped at the end, so that a finding does not stand on top of it.
                sys.stderr.write(f"\r{said}" if done < total else "\r\x1b[K")
                sys.stderr.flush()

        return show
