"""Which rules run, and how severe each is: the rule's own word, then the policy's, then the command line's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.model.findings import Severity
from aigc_lint.policy.schema import Policy

UNKNOWN_ENDPOINT, NOT_ANALYSED = "AIG103", "AIG906"
ORDER: tuple[Severity, ...] = ("off", "note", "warning", "error")


def enabled(
    rules: Mapping[str, Rule], policy: Policy, *, select: Collection[str] | None = None, ignore: Collection[str] = ()
) -> dict[str, Rule]:
    """The rules that are on, by code. A file that could not be read is always told of."""
    chosen = select if select is not None else policy.rules.select
    left_out = {*ignore, *policy.rules.ignore}
    return {
        code: rule
        for code, rule in sorted(rules.items())
        if code == NOT_ANALYSED
        or (
            (chosen is None or code in chosen or rule.name in chosen)
            and code not in left_out
            and rule.name not in left_out
            and severity(rule, policy) != "off"
        )
    }


def severity(rule: Rule, policy: Policy) -> Severity:
    """The severity that the policy gives the rule, by its own entry or by a section that makes the rule weigh more."""
    given = policy.rules.severity
    if explicit := given.get(rule.code) or given.get(rule.name):
        return explicit
    if rule.code == UNKNOWN_ENDPOINT and policy.rules.unknown:
        return policy.rules.unknown
    raised = [value for key, value in rule.severity_with.items() if has(policy, key)]
    return max((rule.severity, *raised), key=ORDER.index)


def has(policy: Policy, key: str) -> bool:
    """Whether the policy has something at a dotted key; ``*`` is any key of a table: ``services.*.models``."""
    return _has(policy, key.split("."))


def _has(value: Any, keys: list[str]) -> bool:
    if value is None or value == () or value == {}:
        return False
    if not keys:
        return True
    if keys[0] == "*":
        return isinstance(value, dict) and any(_has(inner, keys[1:]) for inner in value.values())
    inner = value.get(keys[0]) if isinstance(value, dict) else getattr(value, keys[0], None)
    return _has(inner, keys[1:])
