"""Pages about the law: a regulation, and one or several of its duties."""

from __future__ import annotations

from collections.abc import Iterable

from aigc_lint.catalog.entries.regulations import Duty, Form, Regulation
from aigc_lint.model.words import Words
from aigc_lint.report import explain_words as say
from aigc_lint.report import phrases
from aigc_lint.report.page import Page
from aigc_lint.report.wording import Wording, join


def regulation_page(regulation: Regulation, wording: Wording) -> Page:
    """Describe a regulation: what it is, whom it binds and since when, then each duty in short."""
    page = Page(wording.lang)
    page.text(f"{regulation.id}: {wording.say(regulation.name)}", indent=0)
    page.gap()
    _text(page, regulation, wording)
    for heading, words in ((say.SCOPE, regulation.scope), (say.STATUS, regulation.status), (say.PENALTY, regulation.penalty)):
        if words:
            page.heading(heading)
            page.text(wording.say(words))
    page.heading(say.MEASURES if regulation.voluntary else say.DUTIES)
    for duty in regulation.duties:
        page.gap()
        page.text(_title(duty, wording))
        page.text(wording.say(duty.summary), indent=4)
        binds = f"{_names(duty.addressees, wording)}{wording.comma}{_since(duty, wording)}"
        page.text(f"{wording.say(_bound(regulation)).capitalize()}{wording.colon}{binds}", indent=4)
        page.text(f"{wording.say(say.SHOWS)}{wording.colon}{wording.say(duty.shows)}", indent=4)
        if duty.confidence != regulation.confidence:
            known = wording.say(phrases.CONFIDENCE[duty.confidence])
            page.text(f"{wording.say(say.KNOWN).capitalize()}{wording.colon}{known}", indent=4)
    if regulation.watch:
        page.heading(say.WATCH)
    for watch in regulation.watch:
        since = f"{wording.say(say.EXPECTED, date=str(watch.since))}{wording.colon}" if watch.since else ""
        page.item(f"{since}{wording.say(watch.says)}")
    page.gap()
    page.text(wording.say(say.MORE_ON, duty=regulation.duties[0].id))
    return page


def duties_page(duties: Iterable[Duty], wording: Wording) -> Page:
    """Describe duties one after the other, each with everything that is known of it."""
    page = Page(wording.lang)
    for duty in duties:
        regulation = wording.catalog.regulations[duty.regulation]
        page.gap()
        page.text(f"{duty.id}: {wording.say(regulation.name)}{wording.comma}{wording.say(duty.article)}", indent=0)
        page.gap()
        page.text(wording.say(duty.summary))
        page.gap()
        _facts(page, duty, regulation, wording)
        if duty.form:
            _form(page, duty.form, wording)
        page.heading(say.SHOWS)
        page.text(wording.say(say.LINTS[duty.lint]))
        page.text(wording.say(duty.shows))
    return page


def find_duties(name: str, duties: dict[str, Duty]) -> list[Duty]:
    """Return the duty called ``regulation/article``, else those whose article begins so (``.../50(4)`` has two)."""
    known = {id.lower(): duty for id, duty in duties.items()}
    if name in known:
        return [known[name]]
    return [duty for id, duty in known.items() if "/" in name and id.startswith((f"{name}(", f"{name}-"))]


def _text(page: Page, regulation: Regulation, wording: Wording) -> None:
    page.text(wording.say(regulation.title))
    page.text(regulation.url)
    page.text(wording.say(say.URL_KINDS[regulation.url_kind]))
    page.gap()
    page.fact(say.FORCE, wording.say(say.VOLUNTARY if regulation.voluntary else say.BINDING))
    page.fact(say.JURISDICTION, regulation.jurisdiction)
    page.fact(say.OFFERED_TO, join([wording.say(say.OFFERS[one]) for one in regulation.offered_to], wording.lang))
    dates = [wording.say(phrases.EFFECTIVE, date=str(regulation.effective))]
    if regulation.amended:
        dates.append(wording.say(say.AMENDED, date=str(regulation.amended)))
    page.fact(say.DATES, wording.comma.join([*dates, wording.say(phrases.CHECKED, date=str(regulation.checked))]))
    page.fact(say.KNOWN, wording.say(phrases.CONFIDENCE[regulation.confidence]))
    page.fact(say.EVIDENCE, regulation.evidence)


def _facts(page: Page, duty: Duty, regulation: Regulation, wording: Wording) -> None:
    vocabulary = wording.catalog.vocabulary
    page.fact(say.ASKS, wording.say(vocabulary.duties[duty.what]))
    page.fact(say.FORCE, wording.say(say.VOLUNTARY) if regulation.voluntary else "")
    page.fact(_bound(regulation), _names(duty.addressees, wording))
    page.fact(say.ABOUT, join([wording.say(vocabulary.contents[one].name) for one in duty.contents], wording.lang))
    page.fact(say.CONDITION, wording.say(duty.condition) if duty.condition else "")
    page.fact(say.UNLESS, wording.say(duty.exceptions) if duty.exceptions else "")
    page.fact(say.DATES, _since(duty, wording))
    for number, value in duty.numbers.items():
        page.fact(say.FIGURE, f"{wording.say(vocabulary.numbers[number])}{wording.colon}{value:,}")
    page.fact(say.STANDS_IN, f"{wording.say(regulation.title)}{wording.comma}{wording.say(duty.article)}")
    page.fact(Words("", ""), regulation.url)
    page.fact(say.TOGETHER, join(list(duty.same_as), wording.lang))
    page.fact(say.KNOWN, wording.say(phrases.CONFIDENCE[duty.confidence]))
    page.fact(say.REMARK, wording.say(duty.note) if duty.note else "")


def _form(page: Page, form: Form, wording: Wording) -> None:
    vocabulary = wording.catalog.vocabulary
    page.heading(say.FORM)
    either = " / "
    groups = [either.join(group) for group in form.words]
    page.fact(say.WORDS, wording.say(say.AND).join(groups))
    page.fact(say.MARK, form.mark or "")
    page.fact(say.POSITIONS, join([wording.say(vocabulary.positions[one]) for one in form.positions], wording.lang))
    page.fact(say.TELLS, join([wording.say(vocabulary.fields[one]) for one in form.fields], wording.lang))
    page.fact(say.KEY, form.key or "")
    page.fact(say.MEMBERS, join(list(form.members), wording.lang))
    for member, values in form.values.items():
        page.fact(say.VALUES, f"{member}{wording.colon}{either.join(values)}")
    page.fact(say.CARRIERS, wording.items(list(form.carriers)))


def _bound(regulation: Regulation) -> Words:
    return say.ADDRESSED if regulation.voluntary else say.BINDS


def _title(duty: Duty, wording: Wording) -> str:
    return f"{wording.say(duty.article)}{wording.colon}{wording.say(wording.catalog.vocabulary.duties[duty.what])}"


def _names(addressees: Iterable[str], wording: Wording) -> str:
    return join([wording.say(wording.catalog.vocabulary.addressees[one].name) for one in addressees], wording.lang)


def _since(duty: Duty, wording: Wording) -> str:
    said = [wording.say(say.SINCE, date=str(duty.applies_from))]
    if duty.until:
        said.append(wording.say(say.UNTIL, date=str(duty.until)))
    if duty.grace:
        said.append(wording.say(say.GRACE, before=str(duty.grace.on_market_before), until=str(duty.grace.until)))
    return wording.comma.join(said)
