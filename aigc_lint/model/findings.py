"""What the checks say (verdicts), what the user is told (findings), and what could not be done (problems)."""

from __future__ import annotations

import datetime
from typing import Literal

from msgspec import Struct

from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Confidence, Step, Use
from aigc_lint.model.words import Words

Severity = Literal["error", "warning", "note", "off"]


class PolicyReference(Struct, frozen=True):
    """The line of the policy that a verdict rests on."""

    path: str
    """POSIX, relative to the base of the run."""
    line: int
    key: str
    """Dotted key path, e.g. ``training.stances``."""


class Verdict(Struct, frozen=True):
    """What a check returns about one use (or one origin)."""

    outcome: Literal["violation", "cannot-tell"]
    subject: Use
    paths: Literal["all", "some"] = "all"
    variant: str = "default"
    """Which of the rule's messages says it."""
    facts: tuple[tuple[str, str | Words], ...] = ()
    """What the message's placeholders stand for."""
    clauses: tuple[str, ...] = ()
    """Ids of exactly the clauses relied on, never a neighbour of the same topic."""
    policy_key: str | None = None
    """Dotted policy key relied on, e.g. ``providers.allow``; its line is looked up by the engine."""
    span: Span | None = None
    """The offending argument, where it is narrower than the callee."""
    others: tuple[Place, ...] = ()
    """Further uses that the same verdict covers (AIG103)."""


class Finding(Struct, frozen=True):
    """One violation, ready to be told."""

    rule: str
    """Code, ``AIG202``."""
    name: str
    """``training-opt-out-missing``."""
    severity: Severity
    place: Place
    """The region to underline: one line (the callee or the offending argument)."""
    subject: Use | None
    variant: str
    facts: tuple[tuple[str, str | Words], ...]
    paths: Literal["all", "some"] = "all"
    confidence: Confidence = "high"
    clauses: tuple[str, ...] = ()
    policy: PolicyReference | None = None
    via: tuple[Step, ...] = ()
    """From the client's construction to the call: code flow and related places."""
    others: tuple[Place, ...] = ()
    key: str = ""
    """Stable identity for baselines, without line numbers: rule, path, function, normalised call, occurrence."""
    doubt: bool = False
    """True for "cannot tell" verdicts that are shown."""
    set_aside: str = ""
    """Empty, or why it does not count: ``suppressed``, ``waived``, ``baseline``."""
    reason: str = ""
    """The justification given by the suppression or waiver."""


class Problem(Struct, frozen=True):
    """Something that could not be analysed or is wrong with the input. Never silent."""

    code: str
    """``AIG906`` for a file (a warning where it was analysed in part), ``policy``, ``config``, ``usage``, ``cache`` (a warning
    only)."""
    path: str
    message: Words
    """What and where, in one line."""
    hint: Words
    """What to do."""
    line: int | None = None
    column: int | None = None
    cell: int | None = None
    """For a cell of a notebook its 0-based index into all cells: line and column count in it."""
    severity: Severity = "error"
    file_line: int | None = None
    """For a cell of a notebook the place in the file itself."""
    file_column: int | None = None


class Counts(Struct, frozen=True):
    """What the summary line says."""

    files: int = 0
    """Files that the run was given."""
    parsed: int = 0
    """Files that had to be parsed (by this run or, cached, by an earlier one)."""
    not_analysed: int = 0
    left_out: int = 0
    """Those of them that nothing is wrong with: the policy or a setting of their project is."""
    in_part: int = 0
    """Files that hold calls that could not be followed to the end."""
    uses: int = 0
    suppressed: int = 0
    waived: int = 0
    baselined: int = 0
    not_asked: int = 0
    """Rules that were silent because the policy lacks the key that they need."""


class Outcome(Struct, frozen=True):
    """All that a run found. Reports are pure functions of it and of the catalogue."""

    findings: tuple[Finding, ...]
    """Sorted by path, span, rule; those set aside included."""
    problems: tuple[Problem, ...]
    uses: tuple[Use, ...]
    """Sorted by path and span."""
    counts: Counts
    today: datetime.date
    catalogue: str
    """Version of the catalogue."""
    base: str
    """Absolute path that all relative paths start from."""
    policies: tuple[str, ...] = ()
    """Policy files that applied, relative to the base; empty where there was none."""
    rules: tuple[str, ...] = ()
    """Codes of the rules that were enabled in at least one project; empty: all that are not off by their own word."""


class AigcLintError(Exception):
    """An expected failure that ends the run: wrong usage, policy or catalogue (exit 2)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
