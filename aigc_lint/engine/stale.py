"""Which clauses that findings rest on were checked too long ago: told once per clause, where the policy sets the limit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.engine.suppress import STALE
from aigc_lint.model.findings import Finding, PolicyReference, Severity
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.words import Words
from aigc_lint.policy.load import LoadedPolicy

KEY = "terms.max_age_days"


def remarks(
    findings: Iterable[Finding], *, rule: Rule, severity: Severity, loaded: LoadedPolicy, catalog: Catalog, today: datetime.date
) -> Iterator[Finding]:
    """One finding per clause that findings which count rest on and whose text was checked longer ago than the policy allows."""
    limit = loaded.policy.terms.max_age_days
    resting: dict[str, int] = {}
    for finding in findings:
        for id in () if finding.set_aside else finding.clauses:
            resting[id] = resting.get(id, 0) + 1
    line, column = loaded.positions.find(KEY)
    place = Place(loaded.shown, Span(line, column - 1, line, column - 1 + len(KEY.rpartition(".")[2])))
    for id, number in sorted(resting.items()):
        clause = catalog.clauses[id]
        checked = catalog.documents[clause.document].checked
        age = (today - checked).days
        if limit is None or age <= limit:
            continue
        service = catalog.services[clause.service]
        facts: dict[str, str | Words] = {
            "clause": id, "checked": str(checked), "age": str(age), "limit": str(limit), "service": service.name,
            "service_id": service.id, "number": str(number), "findings": _counted(number),
        }  # fmt: skip
        yield Finding(
            rule=rule.code, name=rule.name, severity=severity, place=place, subject=None, variant="default",
            facts=tuple(sorted(facts.items())), clauses=(id,), policy=PolicyReference(loaded.shown, line, KEY),
        )  # fmt: skip


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Tell once of a clause that several projects judged by one policy rest on."""
    first: dict[tuple[Place, tuple[str, ...]], Finding] = {}
    for finding in findings:
        if finding.rule != STALE:
            yield finding
            continue
        key = (finding.place, finding.clauses)
        if known := first.get(key):
            number = sum(int(str(dict(one.facts)["number"])) for one in (known, finding))
            facts = {**dict(known.facts), "number": str(number), "findings": _counted(number)}
            finding = replace(known, facts=tuple(sorted(facts.items())))
        first[key] = finding
    yield from first.values()


def _counted(number: int) -> Words:
    return Words(f"{number} finding{' rests' if number == 1 else 's rest'}", f"{number} 项发现")
