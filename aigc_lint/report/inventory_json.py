"""The inventory for other tools: a public contract, versioned, with one entry per call site."""

from __future__ import annotations

import json

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Outcome
from aigc_lint.model.uses import Use
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.records import Record, service, spot

FORMAT = "json"
KIND = "inventory"

VERSION = 1


def render(outcome: Outcome, _catalog: Catalog, _options: ReportOptions) -> str:
    """List every use."""
    document = {"version": VERSION, "uses": [_use(use) for use in outcome.uses]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _use(use: Use) -> Record:
    place = spot(use.place)
    reached = service(use)
    return {
        **{key: place[key] for key in ("path", "line", "column", "end_line", "cell")},
        "kind": use.kind,
        "sdk": use.sdk,
        "operation": use.operation,
        "modality": use.modality,
        "function": use.function,
        **reached,
        "via": [{"path": step.place.path, "line": spot(step.place)["line"]} for step in use.via],
    }
