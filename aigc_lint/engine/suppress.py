"""Comments that suppress: ``# aigc: ignore[AIG202, until=2027-01-31] reason``, on any line of the statement with the call."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.model.facts import Suppression
from aigc_lint.model.findings import Finding
from aigc_lint.model.spans import Span
from aigc_lint.policy.errors import nearest

Report = Callable[[str, str, Suppression, dict[str, str]], Finding | None]
"""Make a finding: code, variant, the comment, facts. None where that rule does not run."""

STALE, UNUSED, WITHOUT_REASON, NOT_ANALYSED = "AIG901", "AIG904", "AIG905", "AIG906"
BEYOND = frozenset({STALE, UNUSED, WITHOUT_REASON, NOT_ANALYSED})
"""Rules that no comment suppresses."""


class Comment(Struct, frozen=True):
    """One comment in one file, with what it names."""

    path: str
    suppression: Suppression
    codes: tuple[str, ...]
    unknown: tuple[str, ...]
    until: datetime.date | None
    fault: str
    """Empty, or the AIG905 variant that says why it does not suppress."""

    def covers(self, finding: Finding) -> bool:
        """Whether it stands on a line of the finding's statement and names its rule."""
        if finding.subject is None or finding.place.path != self.path or finding.rule in BEYOND:
            return False
        statement = finding.subject.statement
        return finding.rule in self.codes and statement.line <= self.suppression.span.line <= statement.end_line


def read(found: Mapping[str, tuple[Suppression, ...]], rules: Mapping[str, Rule]) -> tuple[Comment, ...]:
    """Understand the comments of all files."""
    codes = {name: code for code, rule in rules.items() for name in (code, rule.name)}
    return tuple(_comment(path, one, codes) for path in sorted(found) for one in found[path])


def apply(findings: Iterable[Finding], comments: tuple[Comment, ...], *, today: datetime.date) -> tuple[Finding, ...]:
    """Mark the findings that a comment covers."""
    running = _Lines(comment for comment in comments if not comment.fault and not _ended(comment, today))
    return tuple(_suppressed(finding, running) for finding in findings)


def remarks(
    findings: tuple[Finding, ...],
    comments: tuple[Comment, ...],
    *,
    today: datetime.date,
    ran: Callable[[str, str], bool],
    report: Report,
    names: Iterable[str],
) -> Iterator[Finding]:
    """What is to be said of the comments themselves: those that do not suppress, and those with nothing to suppress."""
    known = sorted(names)
    used = _used(findings, comments)
    for comment in comments:
        for variant, code, facts in _faults(comment, used, today, ran, known):
            finding = report(code, variant, comment.suppression, {"path": comment.path, **facts})
            if finding:
                yield finding


def _faults(
    comment: Comment, used: set[tuple[int, str]], today: datetime.date, ran: Callable[[str, str], bool], known: list[str]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    if comment.fault:
        written = comment.suppression
        yield comment.fault, WITHOUT_REASON, {"rules": ", ".join(written.rules), "until": written.until or ""}
        return
    for name in comment.unknown:
        guess = nearest(name, known)
        yield ("unknown-guess" if guess else "unknown"), UNUSED, {"rule": name, "guess": guess or ""}
    ended = _ended(comment, today)
    for code in comment.codes:
        if not ran(code, comment.path):
            continue
        if ended:
            yield "ended", UNUSED, {"rule": code, "until": str(comment.until)}
        elif (id(comment), code) not in used:
            yield "default", UNUSED, {"rule": code}


def _comment(path: str, suppression: Suppression, codes: Mapping[str, str]) -> Comment:
    known = tuple(dict.fromkeys(codes[name] for name in suppression.rules if name in codes))
    unknown = tuple(name for name in suppression.rules if name not in codes)
    until, fault = None, ""
    if suppression.until is not None:
        try:
            until = datetime.date.fromisoformat(suppression.until)
        except ValueError:
            fault = "until"
    if not suppression.rules:
        fault = "blanket"
    elif not suppression.reason.strip():
        fault = "default"
    return Comment(path, suppression, known, unknown, until, fault)


def _ended(comment: Comment, today: datetime.date) -> bool:
    return comment.until is not None and comment.until < today


def _suppressed(finding: Finding, comments: _Lines) -> Finding:
    found = next(comments.covering(finding), None)
    return replace(finding, set_aside="suppressed", reason=found.suppression.reason.strip()) if found else finding


def _used(findings: Iterable[Finding], comments: Iterable[Comment]) -> set[tuple[int, str]]:
    """The comments that cover a finding, by identity, each with the rule of that."""
    lines = _Lines(comments)
    looked_at: set[tuple[str, Span, str]] = set()
    used: set[tuple[int, str]] = set()
    for finding in findings:
        statement = (finding.place.path, finding.subject.statement, finding.rule) if finding.subject else None
        if statement is not None and statement not in looked_at:
            looked_at.add(statement)
            used.update((id(comment), finding.rule) for comment in lines.covering(finding))
    return used


class _Lines:
    """Comments by where they stand: a file may have thousands of them, and as many findings."""

    def __init__(self, comments: Iterable[Comment]) -> None:
        self._in: dict[str, list[Comment]] = {}
        for comment in comments:
            self._in.setdefault(comment.path, []).append(comment)
        for those in self._in.values():
            those.sort(key=_line)

    def covering(self, finding: Finding) -> Iterator[Comment]:
        """The comments that cover the finding, in the order of their lines."""
        those = self._in.get(finding.place.path)
        if those is None or finding.subject is None:
            return
        statement = finding.subject.statement
        first = bisect_left(those, statement.line, key=_line)
        last = bisect_right(those, statement.end_line, key=_line)
        yield from (comment for comment in those[first:last] if comment.covers(finding))


def _line(comment: Comment) -> int:
    return comment.suppression.span.line
