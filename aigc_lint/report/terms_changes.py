"""``terms changes --since DATE``: what has come into force, was looked at again or was superseded since, oldest first."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, Document
from aigc_lint.catalog.entries.regulations import Duty, Regulation
from aigc_lint.model.words import Language, Words
from aigc_lint.report import explain_words
from aigc_lint.report import terms_words as say
from aigc_lint.report.explain_documents import clauses_in, rules_in
from aigc_lint.report.page import Page
from aigc_lint.report.wording import Wording, join

_BELOW = Words("", "")
"""No label: the line stands below the one before it."""
What = Literal["effective", "checked", "applies", "superseded", "duties-begin", "grace-ends", "duties-end"]


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened, or will, on one day."""

    date: datetime.date
    what: What
    subject: str
    """Id of a document, a clause or a regulation."""
    clauses: tuple[str, ...] = ()
    """What is concerned by it."""
    duties: tuple[str, ...] = ()
    """Of the regulation."""
    by: str | None = None
    """The clause that supersedes."""

    def order(self) -> tuple[datetime.date, str, str]:
        """Sort by day."""
        return self.date, self.subject, self.what


def events(catalog: Catalog, since: datetime.date) -> list[Event]:
    """Return what lies after a day, oldest first; what still lies ahead too."""
    found = [*_documents(catalog), *_clauses(catalog), *_duties(catalog)]
    return sorted((event for event in found if event.date > since), key=Event.order)


def _documents(catalog: Catalog) -> Iterator[Event]:
    for document in catalog.documents.values():
        clauses = tuple(clause.id for clause in clauses_in(document, catalog))
        if document.effective:
            yield Event(date=document.effective, what="effective", subject=document.id, clauses=clauses)
        if document.checked != document.effective:
            yield Event(date=document.checked, what="checked", subject=document.id, clauses=clauses)


def _clauses(catalog: Catalog) -> Iterator[Event]:
    """Clauses that apply from a day of their own, and those that gave way to another one on the day it came."""
    for clause in catalog.clauses.values():
        if clause.when and clause.when.since:
            yield Event(date=clause.when.since, what="applies", subject=clause.id, clauses=(clause.id,))
        successor = catalog.clauses.get(clause.superseded_by or "")
        if successor:
            day = _day(catalog.documents[successor.document])
            yield Event(date=day, what="superseded", subject=clause.id, clauses=(successor.id,), by=successor.id)


def _duties(catalog: Catalog) -> Iterator[Event]:
    """Duties that begin to apply, or to apply to all, or that end as they stand: one event per regulation and day."""
    days: dict[tuple[datetime.date, What, str], list[str]] = {}
    for duty in catalog.duties.values():
        grace = duty.grace.until if duty.grace else None
        moments: tuple[tuple[What, datetime.date | None], ...]
        moments = (("duties-begin", duty.applies_from), ("grace-ends", grace), ("duties-end", duty.until))
        for what, day in moments:
            if day:
                days.setdefault((day, what, duty.regulation), []).append(duty.id)
    return (Event(date=day, what=what, subject=law, duties=tuple(found)) for (day, what, law), found in days.items())


def _day(document: Document) -> datetime.date:
    return document.effective or document.checked


def render_json(found: Iterable[Event], catalog: Catalog, *, since: datetime.date) -> str:
    """Write the events for programs."""
    rows = [
        {
            "date": str(event.date), "what": event.what, "subject": event.subject, "by": event.by,
            "url": _url(event, catalog),
            "services": _services(event, catalog), "clauses": list(event.clauses), "duties": list(event.duties),
            "rules": [rule.code for rule in rules_in(_concerned(event, catalog), catalog)],
        }
        for event in found
    ]  # fmt: skip
    whole = {"version": 1, "catalogue": catalog.version, "since": str(since), "changes": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def render(found: Sequence[Event], catalog: Catalog, lang: Language, *, since: datetime.date, today: datetime.date) -> str:
    """Draw the events, one block each."""
    wording, page = Wording(catalog, lang), Page(lang)
    if not found:
        return f"{wording.say(say.NO_CHANGES, date=str(since))}\n"
    for event in found:
        page.gap()
        ahead = wording.say(say.AHEAD) if event.date > today else ""
        day = str(event.date)
        page.fact(Words(day, day), f"{_says(event, wording)}{ahead}")
        page.fact(_BELOW, _url(event, catalog))
        if event.duties:
            _duties_told(page, event, wording)
        else:
            _meaning(page, event, wording)
    page.gap()
    page.text(wording.say(say.COUNTED_CHANGES, number=say.ONE_CHANGE.get(lang, len(found)), date=str(since)), indent=0)
    return str(page)


def _says(event: Event, wording: Wording) -> str:
    catalog = wording.catalog
    if law := catalog.regulations.get(event.subject):
        return _law(event, law, wording)
    document = catalog.documents.get(event.subject)
    if document:
        title = wording.named(Words(wording.document(document), wording.document(document)), document.id)
        return wording.say(say.CAME_INTO_FORCE if event.what == "effective" else say.WAS_CHECKED, document=title)
    return wording.say(say.APPLIES if event.what == "applies" else say.GAVE_WAY, clause=event.subject, by=event.by or "")


def _meaning(page: Page, event: Event, wording: Wording) -> None:
    """Say what rests on it: a single clause in its words, many by their topics."""
    concerned, catalog = _concerned(event, wording.catalog), wording.catalog
    if len(concerned) == 1:
        page.fact(_BELOW, wording.clause(concerned[0]))
    elif concerned:
        topics = dict.fromkeys(clause.topic for clause in concerned)
        names = [wording.say(catalog.vocabulary.topics[topic].name) for topic in topics if topic in catalog.vocabulary.topics]
        services = join(_services(event, catalog), wording.lang)
        number = say.ONE_CLAUSE.get(wording.lang, len(concerned))
        page.fact(_BELOW, wording.say(say.CONCERNED, services=services, clauses=number, topics=join(names, wording.lang)))
    rules = [f"{rule.code} {rule.name}" for rule in rules_in(concerned, catalog)]
    said = wording.say(say.RULES, rules=join(rules, wording.lang)) if rules else wording.say(say.NO_RULES)
    page.fact(_BELOW, said)


def _law(event: Event, law: Regulation, wording: Wording) -> str:
    moment = {"duties-begin": say.DUTIES_BEGIN, "grace-ends": say.GRACE_ENDS, "duties-end": say.DUTIES_END}[event.what]
    articles = join([wording.say(duty.article) for duty in _told(event, wording.catalog)], wording.lang)
    return wording.say(moment, law=f"{wording.say(law.name)}{wording.comma}{articles}")


def _duties_told(page: Page, event: Event, wording: Wording) -> None:
    """Say what the duties ask for, and how far code can show it."""
    for duty in _told(event, wording.catalog):
        said = [wording.say(duty.summary), wording.say(explain_words.LINTS[duty.lint])]
        page.fact(_BELOW, f"{wording.say(duty.article)}{wording.colon}{wording.sentences(said)}")


def _told(event: Event, catalog: Catalog) -> list[Duty]:
    return [catalog.duties[duty] for duty in event.duties]


def _url(event: Event, catalog: Catalog) -> str:
    law = catalog.regulations.get(event.subject)
    return law.url if law else _document(event, catalog).url


def _document(event: Event, catalog: Catalog) -> Document:
    known = catalog.documents.get(event.subject)
    return known or catalog.documents[catalog.clauses[event.by or event.subject].document]


def _concerned(event: Event, catalog: Catalog) -> list[Clause]:
    return [catalog.clauses[clause] for clause in event.clauses]


def _services(event: Event, catalog: Catalog) -> list[str]:
    return list(dict.fromkeys(clause.service for clause in _concerned(event, catalog)))
