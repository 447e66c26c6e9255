"""One line per finding, for editors, ``grep`` and problem matchers: ``path:line:column: CODE message``."""

from __future__ import annotations

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Outcome
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.width import harmless
from aigc_lint.report.wording import Wording, location, problem_location

FORMAT = "concise"
KIND = "findings"


def render(outcome: Outcome, catalog: Catalog, options: ReportOptions) -> str:
    """List the findings that count, then what could not be analysed."""
    wording = Wording(catalog, options.lang)
    lines = [
        f"{location(finding.place, outcome.base, options.cwd)}: {finding.rule} {wording.sentence(finding)}"
        for finding in outcome.findings
        if not finding.set_aside
    ]
    for problem in outcome.problems:
        where = problem_location(problem, outcome.base, options.cwd)
        lines.append(": ".join(filter(None, (where, f"{problem.code} {wording.say(problem.message)}"))))
    return "".join(harmless(line) + "\n" for line in lines)
