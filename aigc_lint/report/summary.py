"""The last lines of a report for people: what was looked at, what was found, and what was not looked at or not counted."""

from __future__ import annotations

from collections import Counter

from aigc_lint.model.findings import Outcome
from aigc_lint.report import phrases
from aigc_lint.report.wording import Wording, join, shown_path


def summary(outcome: Outcome, wording: Wording, cwd: str) -> list[str]:
    """Say the counts. Silence is never a number: what was not analysed or not asked has a sentence of its own."""
    counts, lang = outcome.counts, wording.lang
    if nothing_checked(outcome):
        return [*unanalysed(outcome, wording), as_of(outcome, wording, cwd)]
    head = wording.say(
        phrases.CHECKED_FILES,
        files=phrases.FILES.get(lang, counts.files),
        parsed=f"{counts.parsed:,}",
        uses=phrases.USES.get(lang, counts.uses),
    )
    lines = [head + _found(outcome, wording)]
    lines += unanalysed(outcome, wording)
    numbers = ((phrases.SUPPRESSED, counts.suppressed), (phrases.WAIVED, counts.waived), (phrases.BASELINED, counts.baselined))
    if aside := [wording.say(words, number=f"{number:,}") for words, number in numbers if number]:
        lines.append(wording.say(phrases.SET_ASIDE, parts=join(aside, lang)))
    if counts.not_asked:
        lines.append(wording.say(phrases.NOT_ASKED, rules=phrases.RULES.get(lang, counts.not_asked)))
    return [*lines, as_of(outcome, wording, cwd)]


def unanalysed(outcome: Outcome, wording: Wording) -> list[str]:
    """Say how many files were left out, not analysed, or in part only."""
    counts, lang = outcome.counts, wording.lang
    said = phrases.NOTHING_CHECKED if nothing_checked(outcome) and not counts.left_out else phrases.NOT_ANALYSED
    refused = counts.not_analysed - counts.left_out
    pairs = ((phrases.LEFT_OUT, counts.left_out), (said, refused), (phrases.IN_PART, counts.in_part))
    return [wording.say(words, files=phrases.FILES.get(lang, number)) for words, number in pairs if number]


def nothing_checked(outcome: Outcome) -> bool:
    """Could none of the files be analysed? Then that nothing was found says nothing."""
    counts = outcome.counts
    return 0 < counts.files <= counts.not_analysed and not outcome.findings and not outcome.uses


def as_of(outcome: Outcome, wording: Wording, cwd: str) -> str:
    """Say what a run's verdicts depend on besides the code, so that they can be replayed."""
    paths = join([shown_path(path, outcome.base, cwd) for path in outcome.policies], wording.lang)
    policy = wording.say(phrases.POLICIES, paths=paths) if paths else wording.say(phrases.NO_POLICY)
    return wording.say(phrases.AS_OF, today=str(outcome.today), catalogue=outcome.catalogue, policy=policy)


def _found(outcome: Outcome, wording: Wording) -> str:
    levels = Counter[str](finding.severity for finding in outcome.findings if not finding.set_aside)
    total = sum(levels.values())
    if not total:
        return wording.say(phrases.NOTHING_ELSEWHERE if unanalysed(outcome, wording) else phrases.NOTHING)
    words = (("error", phrases.ERRORS), ("warning", phrases.WARNINGS), ("note", phrases.NOTES))
    parts = [counted.get(wording.lang, levels[level]) for level, counted in words if levels[level]]
    found = phrases.FINDINGS.get(wording.lang, total)
    detail = join(parts, wording.lang)
    return f"{found}（{detail}）。" if wording.lang == "zh" else f"{found} ({detail})."
