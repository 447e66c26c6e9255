"""What a report needs to know besides the outcome: language, width, where it is read, the text of the sources."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from aigc_lint.model.words import Language

HOMEPAGE = ""
"""Where this distribution has a home on the web, with ``rules/<code>-<name>`` below it; empty: nothing links there.

Every rule carries its help in the report itself, so that nothing is lost without one."""


def no_source(_path: str) -> str | None:
    """Stand in for a run whose sources can't be read again."""
    return None


class Repository(Struct, frozen=True):
    """The commit that was looked at, for SARIF's ``versionControlProvenance``."""

    uri: str
    revision: str
    branch: str = ""


class ReportOptions(Struct, frozen=True, kw_only=True):
    """How a report is to look. The defaults suit a pipe."""

    lang: Language = "en"
    cwd: str = ""
    """Absolute working directory; ``text`` and ``concise`` write paths relative to it. Empty: relative to the base of the run."""
    color: bool = False
    links: bool = False
    """Whether URLs and paths become hyperlinks (OSC 8). For colour terminals only: a log file would show the escapes."""
    width: int = 100
    source: Callable[[str], str | None] = no_source
    """Text of a file by its path relative to the base, or None where it can't be read."""
    project: str = ""
    """Name of the project, for SARIF's ``automationDetails``."""
    repository: Repository | None = None
    exit_code: int | None = None
    """What the run will exit with; None where the caller does not know yet."""
    set_aside: bool = False
    """Whether SARIF also carries the findings that were suppressed, waived or are in the baseline."""
