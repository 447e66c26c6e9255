"""Findings as people read them in a terminal: the code, what is wrong, the clause or policy line behind it, what to do."""

from __future__ import annotations

from pathlib import Path

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Finding, Outcome, Problem
from aigc_lint.report import phrases
from aigc_lint.report.frames import Line, Piece, Style, frame
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.sources import Sources
from aigc_lint.report.summary import summary
from aigc_lint.report.width import cells, harmless, pad, wrap
from aigc_lint.report.wording import Wording, join, location, policy_key, problem_location, shown_path

FORMAT = "text"
KIND = "findings"

MOST_OTHERS = 8
_INDENT = "   "
_STYLES = {
    "path": "bold", "error": "bold red", "warning": "bold yellow", "note": "bold cyan", "quiet": "bright_black",
    "related": "blue", "label": "cyan",
}  # fmt: skip


def render(outcome: Outcome, catalog: Catalog, options: ReportOptions) -> str:
    """Show every finding that counts, then what could not be analysed, then the counts."""
    page = _Page(outcome, catalog, options)
    blocks = [page.finding(finding) for finding in outcome.findings if not finding.set_aside]
    blocks += [page.problem(problem) for problem in outcome.problems]
    blocks.append([[Piece(line)] for text in summary(outcome, page.wording, options.cwd) for line in wrap(text, options.width)])
    return "\n\n".join("\n".join(_paint(line, options) for line in block) for block in blocks) + "\n"


class _Page:
    def __init__(self, outcome: Outcome, catalog: Catalog, options: ReportOptions) -> None:
        self.outcome = outcome
        self.options = options
        self.wording = Wording(catalog, options.lang)
        self.sources = Sources(options.source)
        self.label_width = max(cells(label.get(options.lang)) for label in phrases.LABELS.values()) + 1

    def finding(self, finding: Finding) -> list[Line]:
        """Show one finding."""
        where = location(finding.place, self.outcome.base, self.options.cwd)
        level = phrases.SEVERITY[finding.severity].get(self.options.lang)
        level += self.wording.say(phrases.CANNOT_TELL) if finding.doubt else ""
        lines = [self._head(where, finding.place.path, f"{finding.rule} {level}", finding.severity, self.wording.title(finding))]
        lines += frame(finding, self.sources, self.wording, self._shown, self.options.width)
        lines += self._rows("what", self.wording.sentence(finding))
        lines += self._clauses(finding)
        lines += self._policy(finding)
        for said in self.wording.assumption(finding.subject) if finding.subject else []:
            lines += self._rows("assumes", said)
        lines += self._rows("do", self.wording.remedy(finding))
        return lines + self._others(finding)

    def problem(self, problem: Problem) -> list[Line]:
        """Show something that could not be analysed."""
        where = problem_location(problem, self.outcome.base, self.options.cwd)
        code = f"{problem.code} {phrases.SEVERITY[problem.severity].get(self.options.lang)}"
        said = self.wording.say(problem.message)
        lines = [self._head(where, problem.path, code, problem.severity, said[:1].upper() + said[1:])]
        return lines + self._rows("do", self.wording.say(problem.hint))

    def _head(self, where: str, path: str, code: str, style: Style, title: str) -> Line:
        place = [Piece(where, "path", self._file_link(path)), Piece("  ")] if where else []
        return [*place, Piece(code, style), Piece(f"  {title}", "path")]

    def _rows(self, label: str, text: str) -> list[Line]:
        """Show a labelled text, wrapped under itself."""
        if not text:
            return []
        room = max(self.options.width - len(_INDENT) - self.label_width, 20)
        said = phrases.LABELS[label].get(self.options.lang) if label else ""
        lines = wrap(harmless(text), room)
        return [self._row(said if index == 0 else "", Piece(line)) for index, line in enumerate(lines)]

    def _row(self, label: str, *pieces: Piece) -> Line:
        return [Piece(_INDENT + pad(label, self.label_width), "label"), *pieces]

    def _clauses(self, finding: Finding) -> list[Line]:
        lines: list[Line] = []
        for identifier in finding.clauses:
            clause = self.wording.catalog.clauses[identifier]
            lines += self._rows("" if lines else "because", self.wording.clause(clause))
            said, url = self.wording.reference(clause)
            lines += self._rows("", said)
            lines[-1].append(Piece("，" if self.options.lang == "zh" else ", "))
            if sum(cells(piece.text) for piece in lines[-1]) + cells(url) > self.options.width:
                lines.append(self._row(""))
            lines[-1].append(Piece(url, "quiet", url))
        return lines

    def _policy(self, finding: Finding) -> list[Line]:
        if not finding.policy:
            return []
        path = self._shown(finding.policy.path)
        where = Piece(f"{path}:{finding.policy.line}", "", self._file_link(finding.policy.path))
        key = Piece("  " + policy_key(finding.policy))
        lines = [self._row(phrases.LABELS["asked"].get(self.options.lang), where, key)]
        return lines if finding.clauses else [*lines, *self._rows("", self.wording.say(phrases.NO_CLAUSE))]

    def _others(self, finding: Finding) -> list[Line]:
        places = [location(place, self.outcome.base, self.options.cwd) for place in finding.others]
        said = join(places[:MOST_OTHERS], self.options.lang)
        if len(places) > MOST_OTHERS:
            said += " " + self.wording.say(phrases.MORE, number=str(len(places) - MOST_OTHERS))
        return self._rows("also", said)

    def _shown(self, path: str) -> str:
        return shown_path(path, self.outcome.base, self.options.cwd)

    def _file_link(self, path: str) -> str:
        return Path(self.outcome.base, path).as_uri() if path and Path(self.outcome.base).is_absolute() else ""


def _paint(line: Line, options: ReportOptions) -> str:
    """Turn the pieces into text, with colours and links where they are wanted."""
    if not options.color:
        return "".join(piece.text for piece in line).rstrip()
    from rich.color import ColorSystem  # a run without colour need not pay for the import
    from rich.style import Style

    painted = ""
    for piece in line:
        text = Style.parse(_STYLES.get(piece.style, "none")).render(piece.text, color_system=ColorSystem.STANDARD)
        painted += f"\x1b]8;;{piece.link}\x1b\\{text}\x1b]8;;\x1b\\" if piece.link and options.links else text
    return painted
