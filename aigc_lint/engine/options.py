"""What a run is asked to do, free of any command line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from msgspec import Struct

from aigc_lint.model.findings import AigcLintError
from aigc_lint.model.words import Words

EMPTY_OVERLAY: Mapping[str, bytes] = {}


class Options(Struct, frozen=True, kw_only=True):
    """The settings of one run; an editor's server builds them as well as the command line does."""

    paths: tuple[str, ...] = (".",)
    """Files and folders to report on, relative to ``cwd`` or absolute."""
    cwd: str = ""
    """Where relative paths start; empty: the process's working directory. Shows in no machine format."""
    force_exclude: bool = False
    """Apply ``exclude`` also to files that are named one by one."""
    policy: str | None = None
    """A policy file for all projects, in place of the nearest one upwards."""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    use_ignores: bool = True
    """False: suppressions in comments do not count."""
    today: datetime.date | None = None
    """None: ``SOURCE_DATE_EPOCH``, else the day in UTC."""
    cache: bool = True
    cache_dir: str | None = None
    """One folder for all projects; None: ``.aigc-lint-cache`` at each project root."""
    jobs: int | None = None
    """Worker processes; None: as many as there are cores."""
    time_limit: float = 20.0
    """Seconds that parsing one file may take."""
    everything: bool = False
    """True: parse and evaluate every file, whatever the byte scan says. A stress instrument: what it finds beyond
    a usual run the byte scan has missed."""
    overlay: Mapping[str, bytes] = EMPTY_OVERLAY
    """Unsaved contents by absolute path: an editor's buffers, standard input."""
    progress: Callable[[int, int], None] | None = None
    """Called with (done, all) while files are parsed."""


class UsageError(AigcLintError):
    """Wrong usage, told in both languages."""

    def __init__(self, says: Words, do: Words) -> None:
        super().__init__(says.en, do.en)
        self.says = says
        self.do = do
