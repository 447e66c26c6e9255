"""The two streams, and what was said on them."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # as in ``typing``, which a run that is only said again need not import
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


class Streams:
    """Writes reports to standard output and everything else to standard error, and remembers it."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        """Each text with how it was said: to people or machines on standard output, or as a line on standard error."""
        for stream in (sys.stdout, sys.stderr):
            # Names of files may hold what the terminal's encoding has no character for.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def out(self, text: str, *, machine: bool = False) -> None:
        """Write a report. For machines it is UTF-8 with plain newlines on every system."""
        self.said.append(("m" if machine else "o", text))
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
        self.said.append(("e", text))
        try:
            print(text, file=sys.stderr, flush=True)
        except BrokenPipeError:
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123

    def say_again(self, said: Iterable[tuple[str, str]]) -> None:
        """Write what was written before, in the same ways."""
        for how, text in said:
            if how == "e":
                self.err(text)
            else:
                self.out(text, machine=how == "m")


def is_terminal(stream: TextIO) -> bool:
    """Is a person at the other end?"""
    return hasattr(stream, "isatty") and stream.isatty()
