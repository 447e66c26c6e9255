"""From uses to findings: run the checks of the enabled rules, then severity, exceptions and a stable order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint import checks
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.checks.context import NO_POLICY, Context
from aigc_lint.engine import ruleset, stale, suppress, waivers
from aigc_lint.engine.globs import matches, within
from aigc_lint.model.facts import Suppression
from aigc_lint.model.findings import Finding, PolicyReference, Problem, Severity, Verdict
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Confidence, Use
from aigc_lint.policy.load import LoadedPolicy
from aigc_lint.policy.schema import Policy

RANKS: tuple[Confidence, ...] = ("low", "medium", "high")


class JudgeOptions(Struct, frozen=True, kw_only=True):
    """What the caller of a run decides, apart from the policy."""

    select: tuple[str, ...] | None = None
    """Rules by code or name; None: what the policy says, else all."""
    ignore: tuple[str, ...] = ()
    use_suppressions: bool = True
    """False: suppressing comments do not count, and are not remarked upon."""
    root: str | None = None
    """Where the policy's path patterns start, relative to the base; None: the folder that the policy file stands in."""


class Judged(Struct, frozen=True):
    """The findings of one project, those set aside included and marked."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    not_asked: int = 0
    """Enabled rules that stayed silent because the policy lacks the key that they need."""
    enabled: tuple[str, ...] = ()
    """Codes of the rules that were on, those not asked included."""


def judge(
    *,
    uses: Sequence[Use],
    loaded: LoadedPolicy | None,
    catalog: Catalog,
    today: datetime.date,
    suppressions: Mapping[str, tuple[Suppression, ...]],
    options: JudgeOptions,
) -> Judged:
    """Judge all uses of one project."""
    policy = loaded.policy if loaded else NO_POLICY
    root = options.root if options.root is not None else dirname(loaded.shown) if loaded else ""
    enabled = ruleset.enabled(catalog.rules, policy, select=options.select, ignore=options.ignore)
    asked = {code: rule for code, rule in enabled.items() if rule.needs is None or (loaded and ruleset.has(policy, rule.needs))}
    found = [
        _finding(rule, verdict, loaded, catalog)
        for rule in (asked.values() if uses else ())  # a verdict is about a use: without any, no check need be imported
        for verdict in _verdicts(rule, Context(rule=rule, uses=tuple(uses), policy=loaded, catalog=catalog, today=today))
    ]

    def ran(code: str, path: str) -> bool:
        return code in asked and not _ignored(asked[code], path, policy, root)

    findings = tuple(finding for finding in found if ran(finding.rule, finding.place.path))
    findings = waivers.apply(findings, policy.waiver, today=today, root=root)
    if options.use_suppressions:
        comments = suppress.read(suppressions, catalog.rules)
        findings = suppress.apply(findings, comments, today=today)

        def report(code: str, variant: str, comment: Suppression, facts: dict[str, str]) -> Finding | None:
            place = Place(facts.pop("path"), comment.span, comment.cell)
            return _remark(asked[code], variant, place, facts, policy) if ran(code, place.path) else None

        names = [name for rule in catalog.rules.values() for name in (rule.code, rule.name)]
        findings += tuple(suppress.remarks(findings, comments, today=today, ran=ran, report=report, names=names))
    if loaded and ran(suppress.STALE, loaded.shown):
        rule = asked[suppress.STALE]
        grade = ruleset.severity(rule, policy)
        old = stale.remarks(findings, rule=rule, severity=grade, loaded=loaded, catalog=catalog, today=today)
        findings += waivers.apply(old, policy.waiver, today=today, root=root)
    return Judged(_keyed(findings), not_asked=len(enabled) - len(asked), enabled=tuple(enabled))


def region(place: Place, span: Span) -> Place:
    """One line to underline: an argument or a callee that goes over several lines is cut to where it begins."""
    if span.end_line > span.line:
        span = Span(span.line, span.column, span.line, span.column + 1)
    return Place(place.path, span, place.cell if span.line == place.span.line else None)


def _verdicts(rule: Rule, context: Context) -> Iterator[Verdict]:
    check = checks.find(rule.check)
    return check(context) if check else iter(())


def _finding(rule: Rule, verdict: Verdict, loaded: LoadedPolicy | None, catalog: Catalog) -> Finding:
    use, policy = verdict.subject, loaded.policy if loaded else NO_POLICY
    doubt = verdict.outcome == "cannot-tell"
    key = verdict.policy_key
    span = verdict.span or use.callee
    if use.place.cell is not None and span.line != use.place.span.line:
        span = Span(use.place.span.line, use.place.span.column, use.place.span.line, use.place.span.column + 1)
    return Finding(
        rule=rule.code, name=rule.name, severity="note" if doubt else _severity(rule, verdict, policy, catalog),
        place=region(use.place, span), subject=use, variant=verdict.variant, facts=verdict.facts, paths=verdict.paths,
        confidence=_confidence(verdict), clauses=verdict.clauses,
        policy=PolicyReference(loaded.shown, loaded.line(key), key) if key and loaded else None,
        via=use.via, others=verdict.others, doubt=doubt,
    )  # fmt: skip


def _severity(rule: Rule, verdict: Verdict, policy: Policy, catalog: Catalog) -> Severity:
    """The rule's severity; what rests on terms alone is an error only if someone read the clause at its source."""
    severity = ruleset.severity(rule, policy)
    rests_on_terms = bool(rule.clauses) and (bool(verdict.clauses) or verdict.policy_key is None)
    trusted = any(catalog.clauses[id].confidence in policy.terms.trust for id in verdict.clauses if id in catalog.clauses)
    return "warning" if severity == "error" and rests_on_terms and not trusted else severity


def _confidence(verdict: Verdict) -> Confidence:
    own: Confidence = "low" if verdict.outcome == "cannot-tell" else "medium" if verdict.paths == "some" else "high"
    return min(own, verdict.subject.confidence, key=RANKS.index)


def _remark(rule: Rule, variant: str, place: Place, facts: dict[str, str], policy: Policy) -> Finding:
    return Finding(
        rule=rule.code, name=rule.name, severity=ruleset.severity(rule, policy), place=region(place, place.span), subject=None,
        variant=variant, facts=tuple(sorted(facts.items())),
    )  # fmt: skip


def _ignored(rule: Rule, path: str, policy: Policy, root: str) -> bool:
    here = within(path, root)
    return any(
        set(entry.ignore) & set(waivers.names(rule)) and matches(here, entry.path)
        for entry in policy.rules.per_path
        if rule.code != suppress.NOT_ANALYSED
    )


def _keyed(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Sort by path, span, rule, and give each finding an identity that does not change when lines move."""
    counts: dict[str, int] = {}
    keyed = []
    for finding in sorted(findings, key=lambda one: (one.place, one.rule, one.variant, str(one.facts))):
        use = finding.subject
        function, operation = (use.function, use.operation) if use else ("", "")
        facts = dict(finding.facts)
        named = str(facts.get("rule") or facts.get("clause", ""))
        stem = ":".join((finding.rule, finding.place.path, function, operation or named))
        counts[stem] = counts.get(stem, -1) + 1
        keyed.append(replace(finding, key=f"{stem}:{counts[stem]}"))
    return tuple(keyed)
