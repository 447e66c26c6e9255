"""``terms compare``: the documents that an archive saw change since they were checked, and what rests on each."""

from __future__ import annotations

import json

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause
from aigc_lint.engine.archive import Compared, Comparison
from aigc_lint.model.words import Language, Words
from aigc_lint.report import explain_words
from aigc_lint.report import terms_words as say
from aigc_lint.report.explain_documents import clauses_in, rules_in
from aigc_lint.report.page import Page
from aigc_lint.report.wording import Wording, join

_SHOWN = 5
"""Commits listed of one document."""


def render_json(comparison: Comparison, catalog: Catalog) -> str:
    """Write the comparison for programs."""
    whole = {
        "version": 1,
        "catalogue": catalog.version,
        "collection": comparison.collection,
        "until": str(comparison.until),
        "compared": len(comparison.documents),
        "changed": [_row(one, catalog) for one in comparison.changed],
        "missing": [_row(one, catalog) for one in comparison.documents if not one.present],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _row(one: Compared, catalog: Catalog) -> dict[str, object]:
    clauses = clauses_in(one.document, catalog)
    return {
        "document": one.document.id,
        "path": one.document.archive.path if one.document.archive else "",
        "url": one.document.url,
        "since": str(one.since),
        "changes": [{"date": str(change.date), "commit": change.commit, "title": change.title} for change in one.changes],
        "services": _services(clauses),
        "clauses": [clause.id for clause in clauses],
        "rules": [rule.code for rule in rules_in(clauses, catalog)],
    }


def render(comparison: Comparison, catalog: Catalog, lang: Language) -> str:
    """Draw the comparison: changed documents first, then those that the archive does not have."""
    wording, page = Wording(catalog, lang), Page(lang)
    for one in comparison.changed:
        _changed(page, one, wording)
    missing = [one for one in comparison.documents if not one.present]
    if missing:
        page.heading(say.MISSING)
    for one in missing:
        path = one.document.archive.path if one.document.archive else ""
        page.item(wording.say(say.MISSING_PATH, path=path, document=_title(one, wording), services=_resting(one, wording)))
    page.gap()
    page.text(_summary(comparison, wording, missing=len(missing)), indent=0)
    return str(page)


def _changed(page: Page, one: Compared, wording: Wording) -> None:
    clauses = clauses_in(one.document, wording.catalog)
    page.gap()
    page.text(_title(one, wording), indent=0)
    page.text(wording.say(say.CHANGED_SINCE, number=say.ONE_TIME.get(wording.lang, len(one.changes)), date=str(one.since)))
    for change in one.changes[:_SHOWN]:
        page.text(f"{change.date}  {change.commit[:10]}  {change.title}", indent=4)
    if len(one.changes) > _SHOWN:
        page.text(wording.say(say.MORE_CHANGES, number=str(len(one.changes) - _SHOWN)), indent=4)
    page.fact(Words("URL", "网址"), one.document.url)
    page.fact(explain_words.CONCERNS, join(_services(clauses), wording.lang))
    page.fact(say.CLAUSES, join([clause.id for clause in clauses], wording.lang))
    rules = [f"{rule.code} {rule.name}" for rule in rules_in(clauses, wording.catalog)]
    page.fact(say.RULES_LABEL, join(rules, wording.lang) or wording.say(say.NO_RULES))


def _title(one: Compared, wording: Wording) -> str:
    title = wording.document(one.document)
    return wording.named(Words(title, title), one.document.id)


def _services(clauses: list[Clause]) -> list[str]:
    return list(dict.fromkeys(clause.service for clause in clauses))


def _resting(one: Compared, wording: Wording) -> str:
    return join(_services(clauses_in(one.document, wording.catalog)), wording.lang) or "-"


def _summary(comparison: Comparison, wording: Wording, *, missing: int) -> str:
    lang = wording.lang
    said = [
        wording.say(
            say.COMPARED, documents=say.ONE_DOCUMENT.get(lang, len(comparison.documents)), collection=comparison.collection,
            date=str(comparison.until), changed=str(len(comparison.changed)), missing=str(missing),
        )
    ]  # fmt: skip
    technical = sum(one.technical for one in comparison.documents)
    if technical:
        said.append(wording.say(say.TECHNICAL, number=say.ONE_UPGRADE.get(lang, technical)))
    return wording.sentences(said)
