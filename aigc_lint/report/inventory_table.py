"""The inventory for people: which services, called where, with which model, grouped by provider."""

from __future__ import annotations

from collections.abc import Sequence

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Outcome
from aigc_lint.model.redaction import redact
from aigc_lint.model.uses import Use
from aigc_lint.model.words import Words
from aigc_lint.report import phrases
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.records import model, unknown_because
from aigc_lint.report.summary import as_of, nothing_checked, unanalysed
from aigc_lint.report.width import cells, clip, harmless, pad, wrap
from aigc_lint.report.wording import Wording, join, location

FORMAT = "table"
KIND = "inventory"

HEADS = (
    Words("where", "位置"),
    Words("service", "服务"),
    Words("model", "模型"),
    Words("kind", "类别"),
    Words("endpoint", "端点"),
)
KINDS = {
    "call": Words("call", "调用"),
    "client": Words("client", "客户端"),
    "config": Words("setting", "配置"),
    "recipient": Words("recipient", "接收方"),
}
POSSIBLY = Words("possibly {names}", "可能为 {names}")
UNKNOWN = Words("provider not known", "提供方未知")
NONE = Words("No use of an AI service was found in {files}.", "在 {files}中未发现 AI 服务使用。")
TOTAL = Words("{uses} in {files}.", "{files}，共 {uses}。")
WIDEST = 44
"""No column between the place, which must stay whole to be clicked, and the endpoint, which ends the line, is wider."""


def render(outcome: Outcome, catalog: Catalog, options: ReportOptions) -> str:
    """Show one table per provider, those that can't be known last."""
    wording = Wording(catalog, options.lang)
    groups: dict[tuple[bool, str], list[Use]] = {}
    for use in outcome.uses:
        groups.setdefault(_group(use, wording), []).append(use)
    blocks = [_table(name, groups[known, name], outcome, wording, options) for known, name in sorted(groups)]
    files = phrases.FILES.get(options.lang, outcome.counts.files)
    uses = phrases.USES.get(options.lang, len(outcome.uses))
    total = wording.say(TOTAL, uses=uses, files=files) if outcome.uses else wording.say(NONE, files=files)
    last = [*([] if nothing_checked(outcome) else [total]), *unanalysed(outcome, wording)]
    last += wrap(as_of(outcome, wording, options.cwd), options.width)
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in [*blocks, last]) + "\n"


def _group(use: Use, wording: Wording) -> tuple[bool, str]:
    """Return the heading that a use stands under; what can't be told sorts last."""
    names = sorted({wording.provider(candidate.provider) for candidate in use.candidates})
    if len(names) == 1 and not use.unresolved:
        return False, names[0]
    return True, wording.say(POSSIBLY, names=join(names, wording.lang)) if names else wording.say(UNKNOWN)


def _table(name: str, uses: Sequence[Use], outcome: Outcome, wording: Wording, options: ReportOptions) -> list[str]:
    rows = [[wording.say(head) for head in HEADS], *(_row(use, outcome, wording, options) for use in uses)]
    widths = [max(cells(row[0]) for row in rows)]
    widths += [min(max(cells(row[column]) for row in rows), WIDEST) for column in range(1, len(HEADS) - 1)]
    padded = [[pad(clip(cell, width), width) for cell, width in zip(row, widths, strict=False)] for row in rows]
    return [name, *("  " + "  ".join([*cut, row[-1]]) for cut, row in zip(padded, rows, strict=True))]


def _row(use: Use, outcome: Outcome, wording: Wording, options: ReportOptions) -> list[str]:
    known = dict.fromkeys(candidate.service or candidate.provider for candidate in use.candidates)
    services = join([*known, *(["?"] if known and use.unresolved else [])], wording.lang)
    endpoints = dict.fromkeys(redact(candidate.endpoint)[0] for candidate in use.candidates if candidate.endpoint)
    found = "、" if wording.lang == "zh" else ", "
    modality = f" ({use.modality})" if use.modality else ""
    row = [
        location(use.place, outcome.base, options.cwd),
        services or "?",
        model(use) or ("?" if use.models else "-"),
        wording.say(KINDS[use.kind]) + modality,
        found.join(endpoints) or unknown_because(use, wording.lang) or "-",
    ]
    return [harmless(cell) for cell in row]
