"""The findings for other tools: a public contract, versioned, made of its own fields and not of our types."""

from __future__ import annotations

import json
from collections import Counter

from aigc_lint import __version__
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Finding, Outcome, Problem
from aigc_lint.report.fingerprints import finding_hash
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.records import Record, clause, service, spot
from aigc_lint.report.sources import Sources
from aigc_lint.report.wording import Wording

FORMAT = "json"
KIND = "findings"

VERSION = 1


def render(outcome: Outcome, catalog: Catalog, options: ReportOptions) -> str:
    """Tell everything that the run found, those findings apart that do not count."""
    wording = Wording(catalog, options.lang)
    sources = Sources(options.source)
    findings = [(finding, _finding(finding, wording, sources)) for finding in outcome.findings]
    document = {
        "version": VERSION,
        "tool": {"name": "aigc-lint", "version": __version__},
        "date": str(outcome.today),
        "catalogue": outcome.catalogue,
        "language": options.lang,
        "policies": list(outcome.policies),
        "findings": [record for finding, record in findings if not finding.set_aside],
        "set_aside": [
            {**record, "set_aside": {"by": finding.set_aside, "reason": finding.reason}}
            for finding, record in findings
            if finding.set_aside
        ],
        "problems": [_problem(problem, wording) for problem in outcome.problems],
        "summary": _summary(outcome),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding, wording: Wording, sources: Sources) -> Record:
    use, policy = finding.subject, finding.policy
    region = sources.region(finding.place)
    reached: Record = service(use) if use else {}
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "title": wording.rule(finding).title.get(wording.lang),
        "message": wording.sentence(finding),
        "fix": wording.remedy(finding),
        **spot(finding.place),
        "file_line": region.line,
        "file_column": region.column,
        "function": use.function if use else None,
        "sdk": use.sdk if use else None,
        "operation": use.operation if use else None,
        "modality": use.modality if use else None,
        **{key: reached.get(key) for key in ("provider", "service", "endpoint", "region", "model", "maker")},
        "candidates": reached.get("candidates", []),
        "unknown_because": reached.get("unknown_because"),
        "clauses": [clause(identifier, wording.catalog, wording.lang) for identifier in finding.clauses],
        "policy": {"path": policy.path, "line": policy.line, "key": policy.key} if policy else None,
        "via": [{**spot(step.place), "what": step.what, "detail": step.detail} for step in finding.via],
        "others": [spot(place) for place in finding.others],
        "paths": finding.paths,
        "cannot_tell": finding.doubt,
        "confidence": finding.confidence,
        "fingerprint": finding_hash(finding),
    }


def _problem(problem: Problem, wording: Wording) -> Record:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": wording.say(problem.message),
        "fix": wording.say(problem.hint),
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "cell": problem.cell,
        "file_line": problem.line if problem.cell is None else problem.file_line,
        "file_column": problem.column if problem.cell is None else problem.file_column,
    }


def _summary(outcome: Outcome) -> Record:
    counts = outcome.counts
    levels = Counter[str](finding.severity for finding in outcome.findings if not finding.set_aside)
    return {
        "files": counts.files,
        "parsed": counts.parsed,
        "not_analysed": counts.not_analysed,
        "analysed_in_part": counts.in_part,
        "uses": counts.uses,
        "errors": levels["error"],
        "warnings": levels["warning"],
        "notes": levels["note"],
        "suppressed": counts.suppressed,
        "waived": counts.waived,
        "baselined": counts.baselined,
        "rules_not_asked": counts.not_asked,
    }
