"""From an outcome to the reports that were asked for, and to the exit code."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import FOUND, OK, WRONG
from aigc_lint.engine.options import UsageError
from aigc_lint.engine.refusals import CODE as NOT_ANALYSED
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome
from aigc_lint.model.words import Words
from aigc_lint.report.options import ReportOptions, Repository

Render = Callable[[Outcome, Catalog, ReportOptions], str]
Formats = Mapping[str, Render]

FOR_PEOPLE = frozenset({"text", "concise", "table"})
"""Their columns, colours and paths follow the terminal; all other formats look the same wherever they are made."""
_LEVELS = ("note", "warning", "error")


def choose(name: str, formats: Formats) -> Render:
    """The format of that name."""
    if name not in formats:
        known = ", ".join(sorted(formats))
        raise UsageError(
            Words(f"unknown format {name}", f"未知的输出格式：{name}"), Words(f"known are {known}", f"可用的有：{known}")
        )
    return formats[name]


def targets(given: Sequence[str], formats: Formats) -> list[tuple[str, Path]]:
    """The files of ``--report FORMAT=FILE``; checked before the run, so that a mistake costs no time."""
    found: list[tuple[str, Path]] = []
    for one in given:
        name, equals, file = one.partition("=")
        if not equals or not file:
            raise UsageError(
                Words(f"--report {one} names no file", f"--report {one} 未指定文件"),
                Words("write --report FORMAT=FILE", "请写作 --report 格式=文件"),
            )
        choose(name, formats)
        found.append((name, Path(file)))
    return found


def report_options(session: Session, arguments: argparse.Namespace, console: Console, *, exit_code: int) -> ReportOptions:
    """How reports on the terminal look."""
    color = console.color(arguments.color)
    wanted = {arguments.output_format, *(one.partition("=")[0] for one in arguments.report)}
    revision = session.revision if "sarif" in wanted else None
    return ReportOptions(
        lang=console.lang,
        cwd=os.path.realpath(Path.cwd()),
        color=color,
        links=color and console.is_terminal,
        width=console.width,
        source=session.source,
        project=session.project_name,
        repository=Repository(revision.uri, revision.commit, revision.branch) if revision else None,
        exit_code=exit_code,
    )


def show(name: str, render: Render, outcome: Outcome, catalog: Catalog, options: ReportOptions, console: Console) -> None:
    """Write one report to standard output."""
    console.out(_rendered(name, render, outcome, catalog, options), machine=name not in FOR_PEOPLE)


def write(name: str, render: Render, outcome: Outcome, catalog: Catalog, options: ReportOptions, path: Path) -> None:
    """Write one report to a file."""
    plain = structs.replace(options, color=False, links=False, width=ReportOptions().width)
    text = _rendered(name, render, outcome, catalog, plain)
    try:
        path.write_text(text, encoding="utf-8", newline="\n", errors="backslashreplace")
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise UsageError(
            Words(f"the report cannot be written to {path}: {why}", f"无法将报告写入 {path}：{why}"), Words("", "")
        ) from error


def _rendered(name: str, render: Render, outcome: Outcome, catalog: Catalog, options: ReportOptions) -> str:
    if name in FOR_PEOPLE:
        # Mistakes of the policy are told on standard error, once.
        outcome = structs.replace(outcome, problems=tuple(one for one in outcome.problems if one.code == NOT_ANALYSED))
    else:
        options = structs.replace(options, cwd="", color=False, links=False, width=ReportOptions().width)
    return render(outcome, catalog, options)


def speak(session: Session, console: Console) -> None:
    """Speak the language that the projects ask for, where the command line asks for none."""
    asked = [tool.lang for tool in session.tools if tool.lang]
    if console.chosen is None and asked:
        console.lang = asked[0]


def tell_problems(outcome: Outcome, session: Session, console: Console, *, unanalysed: bool = False) -> None:
    """Tell on standard error what is no finding: mistakes of policy and settings, warnings, an empty run.

    Files that were not analysed are findings to a report; ``unanalysed`` tells of them here, for what is no report.
    """
    for problem in (*outcome.problems, *session.warnings):
        if unanalysed or problem.code != NOT_ANALYSED:
            console.problem(problem)
    if not outcome.counts.files and not any(problem.severity == "error" for problem in outcome.problems):
        console.warn(Words("no Python files were found here", "此处没有 Python 文件"))


def statistics(outcome: Outcome, catalog: Catalog, console: Console) -> None:
    """Tell how often each rule was broken."""
    counts = Counter(finding.rule for finding in outcome.findings if not finding.set_aside)
    counts.update(problem.code for problem in outcome.problems if problem.code == NOT_ANALYSED)
    for code, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        rule = catalog.rules.get(code)
        console.err(f"{number:>6}  {code}  {console.say(rule.title) if rule else ''}".rstrip())


def exit_code(outcome: Outcome, session: Session, *, fail_on: str | None, exit_zero: bool, findings: bool = True) -> int:
    """0, 1 or 2, the same for every format."""
    if any(problem.code != NOT_ANALYSED and problem.severity == "error" for problem in outcome.problems):
        return WRONG
    # Several projects may draw the line at different levels: the strictest holds.
    level = fail_on or min((tool.fail_on for tool in session.tools), key=_LEVELS.index, default="error")
    counting = _LEVELS[_LEVELS.index(level) :]
    found = findings and any(not finding.set_aside and finding.severity in counting for finding in outcome.findings)
    unread = any(problem.code == NOT_ANALYSED and problem.severity in counting for problem in outcome.problems)
    return FOUND if not exit_zero and (found or unread) else OK
