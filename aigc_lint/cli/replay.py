"""Says again what a run over whole folders said, where the engine is sure that nothing has changed since."""

# Nearly all of such a run's time is the interpreter's start: ``pathlib`` alone would be a tenth of it.
# ruff: noqa: PTH100, PTH109, PTH112, PTH118, PTH120

from __future__ import annotations

import os
import sys
import time

from aigc_lint.cli.streams import Streams, is_terminal
from aigc_lint.engine import snapshot
from aigc_lint.engine.sealing import FOLDER_NAME
from aigc_lint.engine.snapshot import Key, Snapshot

TYPE_CHECKING = False  # as in ``typing``, which need not be imported
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aigc_lint.engine.session import Session

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_DAY_NS = 24 * 60 * 60 * 1_000_000_000
# Runs that read or write something besides the tree, or leave the cache alone.
_OTHERS = ("-", "--explain-use", "--no-cache", "--policy", "--report", "--stdin-filename")
_VARIABLES = ("CI", "COLUMNS", "LINES", "NO_COLOR", "PRE_COMMIT", "SOURCE_DATE_EPOCH", "UNICODE_VERSION")
_FAMILIES = ("AIGC_", "COLORTERM", "FORCE_", "JUPYTER_", "LANG", "LC_", "PYTHON", "TERM", "TTY_")
"""How variables begin that a run may look at; rich looks at some of them."""


class Request:
    """One command line, where and when it was given."""

    __slots__ = ("_argv", "_cwd", "key")

    def __init__(self, argv: Sequence[str]) -> None:
        now = time.time_ns()
        self._argv = tuple(argv)
        self._cwd = os.getcwd()
        named = [os.path.realpath(word) for word in argv if not word.startswith("-")]
        self.key = Key((*argv, "", self._cwd, *named, "", *_surroundings(now)), _installation(), now_ns=now)

    @property
    def cache(self) -> str | None:
        """The cache folder: the one that is named, else the nearest upwards from the first folder that is."""
        for place, word in enumerate(self._argv):
            option, equals, value = word.partition("=")
            if option == "--cache-dir":
                value = value if equals else "".join(self._argv[place + 1 : place + 2])
                return os.path.join(self._cwd, value)
        folder = os.path.realpath(next(filter(os.path.isdir, self._argv), self._cwd))
        while not os.path.isdir(os.path.join(folder, FOLDER_NAME)):
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent
        return os.path.join(folder, FOLDER_NAME)


def request(argv: Sequence[str]) -> Request | None:
    """The question that a command line asks, if an old answer may do: about whole folders, and with a cache."""
    if not hasattr(os, "posix_spawnp") or any(word.partition("=")[0] in _OTHERS for word in argv):
        return None
    return None if any(map(os.path.isfile, argv)) else Request(argv)


def replayed(asked: Request) -> int | None:
    """Answer it from a snapshot; the exit code, or None where that is not possible."""
    cache = asked.cache
    found = None if cache is None else snapshot.recall(cache, asked.key)
    if found is None:
        return None
    Streams().say_again(found.said)
    return found.code


def keep(asked: Request | None, session: Session, streams: Streams, code: int) -> None:
    """Take a snapshot of an answer that was just given, if it will hold."""
    cache = asked.cache if asked is not None and code in (0, 1) else None
    looked = session.looked_at(cache) if cache is not None else None
    if asked is None or cache is None or looked is None:
        return
    packed = snapshot.pack(asked.key, looked, Snapshot(code, streams.said))
    if packed is not None:
        from pathlib import Path

        from aigc_lint.engine.vault import Vault

        Vault(Path(cache)).write(asked.key.name, packed)  # where that is not possible, the next run works it out anew


def _surroundings(now: int) -> Iterator[str]:
    yield str(now // _DAY_NS)
    yield from (sys.version, sys.prefix, *sys.path)
    yield str(os.geteuid() if hasattr(os, "geteuid") else "")  # another user may not read what this one read
    for name, value in sorted(os.environ.items()):
        if name in _VARIABLES or name.startswith(_FAMILIES):
            yield f"{name}={value}"
    for stream in (sys.stdout, sys.stderr):
        yield f"{is_terminal(stream)} {getattr(stream, 'encoding', None)}"
    if is_terminal(sys.stdout):
        try:
            yield str(os.get_terminal_size(sys.stdout.fileno()))
        except OSError:
            yield "no size"


def _installation() -> Iterator[str]:
    """The files that make this program and its catalogue, and the folders that show by their times what is installed."""
    yield from (folder for folder in sys.path if folder)
    pending = [_PACKAGE, os.path.join(os.path.dirname(_PACKAGE), "rules")]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith((".py", ".toml")):
                yield entry.path
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                pending.append(entry.path)
