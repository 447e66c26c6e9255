"""Exceptions that the policy grants: an owner, a reason, an end. One that has ended no longer counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec.structs import replace

from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.engine.globs import matches, within
from aigc_lint.model.findings import Finding
from aigc_lint.policy.schema import Waiver

SERVICE = "service:"


def apply(findings: Iterable[Finding], waivers: tuple[Waiver, ...], *, today: datetime.date, root: str) -> tuple[Finding, ...]:
    """Mark the findings that a waiver covers today."""
    running = [waiver for waiver in waivers if today <= waiver.expires]
    return tuple(_waived(finding, running, root) for finding in findings)


def names(rule: Rule | Finding) -> tuple[str, str]:
    """The two ways in which one names a rule."""
    return (rule.code if isinstance(rule, Rule) else rule.rule), rule.name


def _waived(finding: Finding, waivers: list[Waiver], root: str) -> Finding:
    found = next((waiver for waiver in waivers if not finding.set_aside and _covers(waiver, finding, root)), None)
    return replace(finding, set_aside="waived", reason=f"{found.reason} ({found.approved_by})") if found else finding


def _covers(waiver: Waiver, finding: Finding, root: str) -> bool:
    if waiver.rule not in names(finding):
        return False
    if waiver.path is not None and not matches(within(finding.place.path, root), waiver.path):
        return False
    if waiver.service is None:
        return True
    services = str(dict(finding.facts).get("service_id", ""))
    return services == waiver.service.removeprefix(SERVICE)  # a finding about two services is not covered by one's waiver
