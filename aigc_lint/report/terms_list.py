"""``terms list``: the services, with how much of their terms is known, how new that is and how well it is known."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, Service
from aigc_lint.model.words import Language, Words
from aigc_lint.report import terms_words as say
from aigc_lint.report.width import cells, clip, pad
from aigc_lint.report.wording import Wording, join

Row = Sequence[str]
_KIND = 1
"""The column that can be done without."""


class Listed(Struct, frozen=True):
    """One service and the clauses that were asked for."""

    service: Service
    clauses: tuple[Clause, ...]
    effective: datetime.date | None
    """Newest date of a document that a clause stands in."""
    checked: datetime.date | None
    """When the document looked at longest ago was looked at."""
    confidence: Mapping[str, int]


def select(catalog: Catalog, *, provider: str = "", topic: str = "", every: bool = False) -> tuple[Listed, ...]:
    """Return the services asked for, by provider: those with clauses, and the others too for one provider or for all."""
    owner = catalog.aliases.get(provider, provider)
    found = []
    for service in sorted(catalog.services.values(), key=lambda one: (one.provider, not one.default, one.id)):
        clauses = tuple(clause for clause in service.clauses if not clause.superseded_by and topic in ("", clause.topic))
        if (not owner or service.provider == owner) and (clauses or (not topic and (every or owner))):
            found.append(_listed(service, clauses, catalog))
    return tuple(found)


def listed(service: Service, catalog: Catalog) -> Listed:
    """Return what is known of one service."""
    return _listed(service, tuple(clause for clause in service.clauses if not clause.superseded_by), catalog)


def _listed(service: Service, clauses: tuple[Clause, ...], catalog: Catalog) -> Listed:
    documents = [catalog.documents[clause.document] for clause in clauses]
    dates = [document.effective for document in documents if document.effective]
    checked = [document.checked for document in documents]
    counted = Counter[str](clause.confidence for clause in clauses)
    ordered = {level: counted[level] for level in say.KNOWN if level in counted}
    return Listed(service, clauses, max(dates, default=None), min(checked, default=None), ordered)


def render_json(found: Iterable[Listed], catalog: Catalog) -> str:
    """Write the list for programs."""
    rows = [
        {
            "service": one.service.id, "provider": one.service.provider, "audience": one.service.audience,
            "name": {"en": one.service.name.en, "zh": one.service.name.zh}, "clauses": len(one.clauses),
            "effective": str(one.effective) if one.effective else None, "checked": str(one.checked) if one.checked else None,
            "confidence": dict(one.confidence), "stances": _stances(one),
        }
        for one in found
    ]  # fmt: skip
    return json.dumps({"version": 1, "catalogue": catalog.version, "services": rows}, ensure_ascii=False, indent=2) + "\n"


def _stances(one: Listed) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for clause in one.clauses:
        stances = found.setdefault(clause.topic, [])
        if clause.stance not in stances:
            stances.append(clause.stance)
    return found


def render(found: Sequence[Listed], catalog: Catalog, lang: Language, *, width: int, topic: str = "", whole: bool = True) -> str:
    """Draw the list: a line per provider, below it one per service. ``whole``: nothing but ``topic`` narrowed it."""
    wording = Wording(catalog, lang)
    if not found:
        return f"{wording.say(say.NOTHING)}\n"
    heads = [say.SERVICE, say.KIND, say.CLAUSES, say.EFFECTIVE, say.CHECKED, say.STANCE if topic else say.CONFIDENCE]
    table = [[wording.say(head) for head in heads], *(_row(one, wording, topic) for one in found)]
    lines = _aligned(table, width - 2)
    said = ["  " + lines[0]]
    numbered = iter(lines[1:])
    for provider, services in groupby(found, key=lambda one: one.service.provider):
        said += [wording.named(catalog.providers[provider].name, provider), *("  " + next(numbered) for _ in services)]
    return "\n".join([*said, *_footer(found, catalog, wording, whole=whole and not topic)]) + "\n"


def _row(one: Listed, wording: Wording, topic: str) -> Row:
    kind = wording.say(say.KINDS[one.service.audience])
    if not one.clauses:
        return [one.service.id, kind, "-", "", "", wording.say(say.NO_TERMS)]
    last = join(_stances(one)[topic], wording.lang) if topic else known(one, wording)
    effective = str(one.effective) if one.effective else wording.say(say.UNDATED)
    return [one.service.id, kind, str(len(one.clauses)), effective, str(one.checked), last]


def known(one: Listed, wording: Wording) -> str:
    """Say how well the clauses are known."""
    if len(one.confidence) == 1:
        return wording.say(say.KNOWN[next(iter(one.confidence))])
    return wording.say(say.PARTLY_READ, read=str(one.confidence.get("read", 0)), all=str(len(one.clauses)))


def _aligned(table: Sequence[Row], width: int) -> list[str]:
    """Put cells under each other. Where the room does not suffice the kind goes, and the last column is cut."""
    widths = _widths(table)
    if sum(widths) + 2 * (len(widths) - 1) > width:
        table = [[*row[:_KIND], *row[_KIND + 1 :]] for row in table]
        widths = _widths(table)
    room = max(width - sum(widths[:-1]) - 2 * (len(widths) - 1), 8)
    return ["  ".join([*map(pad, row[:-1], widths), clip(row[-1], room)]).rstrip() for row in table]


def _widths(table: Sequence[Row]) -> list[int]:
    return [max(cells(row[column]) for row in table) for column in range(len(table[0]))]


def _footer(found: Sequence[Listed], catalog: Catalog, wording: Wording, *, whole: bool) -> Iterator[str]:
    yield ""
    yield wording.say(say.LEGEND)
    left_out = len(catalog.services) - len(found)
    if whole and left_out:
        yield wording.say(say.WITHOUT, services=say.ONE_SERVICE.get(wording.lang, left_out))


def unknown(catalog: Catalog, *, provider: str, topic: str) -> Words | None:
    """Say which of the names that were given is none."""
    if provider and catalog.aliases.get(provider, provider) not in catalog.providers:
        return Words(f"there is no provider {provider}", f"没有提供方 {provider}")
    if topic and topic not in catalog.vocabulary.topics:
        return Words(f"there is no topic {topic}", f"没有主题 {topic}")
    return None
