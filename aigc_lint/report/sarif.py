"""SARIF 2.1.0 for code hosts and viewers, as plain dicts in a stable order.

What is emitted follows what consumers read: a region is one line (GitHub annotates a pull request only where every line of
the region is in the diff), findings that do not count are left out (GitHub ignores ``suppressions``), and every rule that
ran is listed, so that alerts which have gone are closed.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Finding, Outcome, Problem
from aigc_lint.model.redaction import redact_line
from aigc_lint.model.spans import Place
from aigc_lint.model.words import Words
from aigc_lint.report import phrases
from aigc_lint.report.fingerprints import finding_hash, identity, line_hashes
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.records import Record, clause, service
from aigc_lint.report.sarif_tool import Tool, notification_id
from aigc_lint.report.sources import Region, Sources
from aigc_lint.report.wording import Wording

FORMAT = "sarif"
KIND = "findings"

MOST_RESULTS = 5_000
"""GitHub keeps that many of an upload: beyond, the grave ones come first."""
LARGE = 5_000_000
"""Bytes above which the white space is dropped: uploads are limited to 10 MB, compressed."""
_MOST_RELATED = 100
_LONGEST_CONTEXT = 2_000
_CHINESE = re.compile("[\u4e00-\u9fff]")
_RANKS = ("error", "warning", "note", "off")


def render(outcome: Outcome, catalog: Catalog, options: ReportOptions) -> str:
    """Write one run."""
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_Run(outcome, catalog, options).record()],
    }
    text = json.dumps(log, ensure_ascii=False, indent=1)
    if len(text.encode("utf-8", "surrogatepass")) > LARGE:
        text = json.dumps(log, ensure_ascii=False, separators=(",", ":"))
    return text + "\n"


class _Run:
    def __init__(self, outcome: Outcome, catalog: Catalog, options: ReportOptions) -> None:
        self.outcome = outcome
        self.options = options
        self.wording = Wording(catalog, options.lang)
        self.sources = Sources(options.source)
        self.hashes: dict[str, list[str]] = {}
        self.findings = [finding for finding in outcome.findings if options.set_aside or not finding.set_aside]
        self.unread = [problem for problem in outcome.problems if problem.code in catalog.rules]
        self.tool = Tool(outcome, catalog, self.findings)

    def record(self) -> Record:
        """Write the run."""
        results = [(finding.severity, self._result(finding)) for finding in self.findings]
        results += [(problem.severity, self._unread(problem)) for problem in self.unread]
        if len(results) > MOST_RESULTS:
            results.sort(key=lambda pair: _RANKS.index(pair[0]))
        outcome = self.outcome
        record: Record = {"tool": {"driver": self.tool.driver()}}
        if self.tool.clauses:
            record["taxonomies"] = [self.tool.taxonomy()]
        project = self.options.project.replace("/", "-")
        record |= {
            "automationDetails": {"id": f"aigc-lint/{project}/" if project else "aigc-lint/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
            "invocations": [self._invocation()],
            "results": [result for _, result in results],
            "properties": {"date": str(outcome.today), "catalogue": outcome.catalogue, "policies": list(outcome.policies)},
        }
        if repository := self.options.repository:
            branch = {"branch": repository.branch} if repository.branch else {}
            revision = {"repositoryUri": repository.uri, "revisionId": repository.revision, **branch}
            record["versionControlProvenance"] = [{**revision, "mappedTo": {"uriBaseId": "SRCROOT"}}]
        return record

    def _result(self, finding: Finding) -> Record:
        record: Record = {
            "ruleId": finding.rule,
            "ruleIndex": self.tool.rules.index(finding.rule),
            "level": finding.severity,
            "kind": "fail",
            "message": {"text": self._message(finding)},
            "locations": [self._location(finding)],
        }
        if related := self._related(finding):
            record["relatedLocations"] = related
        if finding.via:
            record["codeFlows"] = [self._flow(finding)]
        if finding.clauses:
            record["taxa"] = [self.tool.reference(identifier) for identifier in finding.clauses]
        if finding.set_aside:
            kind = "inSource" if finding.set_aside == "suppressed" else "external"
            record["suppressions"] = [{"kind": kind, "status": "accepted", "justification": finding.reason}]
        region = self.sources.region(finding.place)
        record["partialFingerprints"] = self._fingerprints(finding.place.path, region.line, finding_hash(finding))
        record["properties"] = self._properties(finding)
        return record

    def _message(self, finding: Finding) -> str:
        """Say what is wrong in the first sentence, which is all that a narrow list shows; then clause and origin."""
        parts = [_plain(self.wording.sentence(finding))]
        if finding.clauses:
            said = self.wording.items([self._short(identifier) for identifier in finding.clauses])
            parts.append(self.wording.say(phrases.RESTS_ON, clauses=_plain(said)))
        links = [f"[{place.path.rpartition('/')[2]}]({number})" for number, (place, _) in enumerate(self._places(finding), 1)]
        if finding.via and links:
            parts.append(self.wording.say(phrases.MADE_AT, links=", ".join(links[: len(finding.via)])))
        return ("" if self.options.lang == "zh" else " ").join(parts)

    def _short(self, identifier: str) -> str:
        said, _ = self.wording.reference(self.wording.catalog.clauses[identifier])
        return self.wording.named(Words(identifier, identifier), said)

    def _properties(self, finding: Finding) -> Record:
        use, policy = finding.subject, finding.policy
        record: Record = {"confidence": finding.confidence, "paths": finding.paths, "cannotTell": finding.doubt}
        if use:
            reached = service(use)
            record |= {key: reached[key] for key in ("provider", "service", "endpoint", "region", "model", "maker")}
            record |= {"operation": use.operation, "function": use.function}
        if policy:
            record["policy"] = {"path": policy.path, "line": policy.line, "key": policy.key}
        catalog, lang = self.wording.catalog, self.options.lang
        return {**record, "clauses": [clause(identifier, catalog, lang) for identifier in finding.clauses]}

    # --- places -------------------------------------------------------------------------------------------------------

    def _location(self, finding: Finding) -> Record:
        region = self.sources.region(finding.place)
        physical = _physical(finding.place.path, region)
        if excerpt := self.sources.excerpt(finding.place):
            physical["region"]["snippet"] = {"text": excerpt.text[excerpt.start : excerpt.end]}
            if context := self._context(finding.place, region, excerpt.text):
                physical["contextRegion"] = context
        record: Record = {"physicalLocation": physical}
        if finding.subject and finding.subject.function:
            record["logicalLocations"] = [{"fullyQualifiedName": finding.subject.function, "kind": "function"}]
        return record

    def _context(self, place: Place, region: Region, line: str) -> Record | None:
        """Return the line with its neighbours; for a notebook its code alone, since the neighbours may be no code."""
        lines = self.sources.lines(place.path)
        first, last = (region.line, region.line) if place.cell else (max(region.line - 1, 1), min(region.line + 1, len(lines)))
        text = line if place.cell else "\n".join(redact_line(each) for each in lines[first - 1 : last])
        return {"startLine": first, "endLine": last, "snippet": {"text": text}} if len(text) <= _LONGEST_CONTEXT else None

    def _places(self, finding: Finding) -> list[tuple[Place, str]]:
        steps = [(step.place, self.wording.step(step)) for step in finding.via]
        also = [(place, self.wording.say(phrases.ALSO_HERE)) for place in finding.others]
        return [*steps, *also][:_MOST_RELATED]

    def _related(self, finding: Finding) -> list[Record]:
        return [{"id": number, **self._told(place, said)} for number, (place, said) in enumerate(self._places(finding), 1)]

    def _flow(self, finding: Finding) -> Record:
        steps = [(step.place, self.wording.step(step), "important") for step in finding.via]
        steps.append((finding.place, self.wording.say(phrases.CALL_HERE), "essential"))
        told = [{"location": self._told(place, said), "importance": importance} for place, said, importance in steps]
        return {"threadFlows": [{"locations": told}]}

    def _told(self, place: Place, said: str) -> Record:
        return {"message": {"text": said}, "physicalLocation": _physical(place.path, self.sources.region(place))}

    def _fingerprints(self, path: str, line: int, own: str) -> Record:
        text = self.sources.text(path)
        if path not in self.hashes:
            self.hashes[path] = line_hashes(text) if text is not None else []
        hashes = self.hashes[path]
        known = {"primaryLocationLineHash": hashes[line - 1]} if 0 < line <= len(hashes) else {}
        return {**known, "aigcLintFindingHash/v1": own}

    # --- what was not analysed ----------------------------------------------------------------------------------------

    def _invocation(self) -> Record:
        failed = any(problem.severity == "error" and problem not in self.unread for problem in self.outcome.problems)
        record: Record = {"executionSuccessful": not failed}
        if self.options.exit_code is not None:
            record["exitCode"] = self.options.exit_code
        return {**record, "toolExecutionNotifications": [self._notification(problem) for problem in self.outcome.problems]}

    def _notification(self, problem: Problem) -> Record:
        told = (self._said(problem), self.wording.say(problem.hint))
        said = self.wording.sentences([_sentence(text) for text in told if text])
        where = {"locations": [{"physicalLocation": self._of_problem(problem)}]} if problem.path else {}
        return {
            "level": "error" if problem.severity == "error" else "warning",
            "message": {"text": f"{problem.path}: {said}" if problem.path else said},
            "descriptor": {"id": notification_id(problem.code), "index": self.tool.problems.index(problem.code)},
            **where,
        }

    def _unread(self, problem: Problem) -> Record:
        """Make a result of a file that was not analysed: code hosts show no notifications."""
        own = identity(f"{problem.code}:{problem.path}:{problem.cell}")
        physical = self._of_problem(problem)
        return {
            "ruleId": problem.code,
            "ruleIndex": self.tool.rules.index(problem.code),
            "level": problem.severity,
            "kind": "fail",
            "message": {"text": _plain(_sentence(self._said(problem)))},
            "locations": [{"physicalLocation": physical}],
            "partialFingerprints": self._fingerprints(problem.path, physical["region"]["startLine"], own),
        }

    def _of_problem(self, problem: Problem) -> Record:
        line, column = (problem.line, problem.column) if problem.cell is None else (problem.file_line, problem.file_column)
        return _physical(problem.path, Region(line or 1, column or 1, (column or 1) + 1))

    def _said(self, problem: Problem) -> str:
        """Say what is wrong and, since viewers show lines of the file alone, in which cell of a notebook."""
        said = self.wording.say(problem.message)
        if problem.cell is None:
            return said
        return said + self.wording.say(phrases.IN_CELL, cell=str(problem.cell + 1), line=str(problem.line or 1))


def _physical(path: str, region: Region) -> Record:
    where = {"startLine": region.line, "startColumn": region.column, "endLine": region.line, "endColumn": region.end_column}
    return {"artifactLocation": {"uri": uri(path), "uriBaseId": "SRCROOT"}, "region": where}


def uri(path: str) -> str:
    """Write a relative path as a relative URI."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/!$&'()*+,;=@~")


def _plain(text: str) -> str:
    """Keep text that looks like a link to a related place (``[x](1)``) from becoming one: SARIF 2.1.0, 3.11.6."""
    return re.sub(r"\[([^\[\]]*)\](?=\([0-9]+\))", r"\\[\1\\]", text)


def _sentence(text: str) -> str:
    """Make a sentence of a fragment."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "。")) else "。" if _CHINESE.search(text) else ".")
