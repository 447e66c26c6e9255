"""The page about a document of terms: its dates, how well they are known, what stands in it and what rests on that."""

from __future__ import annotations

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, Document
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.model.words import Words
from aigc_lint.report import explain_words as say
from aigc_lint.report.page import Page
from aigc_lint.report.wording import Wording, join


def rules_on(clause: Clause, catalog: Catalog) -> list[Rule]:
    """Return the rules that may rest on a clause."""
    return [rule for rule in catalog.rules.values() if _may_rest(rule, clause)]


def _may_rest(rule: Rule, clause: Clause) -> bool:
    return any(query.topic == clause.topic and (not query.stances or clause.stance in query.stances) for query in rule.clauses)


def clauses_in(document: Document, catalog: Catalog) -> list[Clause]:
    """Return the clauses that stand in a document."""
    return [clause for clause in catalog.clauses.values() if clause.document == document.id]


def rules_in(clauses: list[Clause], catalog: Catalog) -> list[Rule]:
    """Return the rules that may rest on any of the clauses, in the order of their codes."""
    found = {rule.code: rule for clause in clauses if not clause.superseded_by for rule in rules_on(clause, catalog)}
    return [found[code] for code in sorted(found)]


def document_page(document: Document, wording: Wording) -> Page:
    """Describe a document."""
    page = Page(wording.lang)
    page.text(f"{document.id}{wording.colon}{wording.document(document)}", indent=0)
    page.gap()
    _facts(page, document, wording)
    found = clauses_in(document, wording.catalog)
    if found:
        page.heading(say.RESTING)
    for clause in found:
        page.text(wording.named(Words(clause.id, clause.id), f"{clause.topic}{wording.colon}{clause.stance}"))
        page.text(wording.say(clause.summary), indent=4)
    used_by(page, rules_in(found, wording.catalog), wording)
    return page


def _facts(page: Page, document: Document, wording: Wording) -> None:
    provider = wording.catalog.providers[document.provider]
    page.fact(say.PROVIDER, wording.named(provider.name, provider.id))
    page.fact(Words("URL", "网址"), document.url)
    page.fact(say.EFFECTIVE_FROM, str(document.effective) if document.effective else wording.say(say.UNDATED))
    if document.undated and wording.lang == "en":
        page.fact(say.WHY_UNDATED, document.undated)
    kind = say.CHECKED_KINDS.get(document.checked_kind)
    day = str(document.checked)
    page.fact(say.CHECKED_ON, wording.named(Words(day, day), wording.say(kind)) if kind else day)
    if document.unchanged_until:
        page.fact(say.HISTORY, wording.say(say.ARCHIVED, date=str(document.unchanged_until)))
    if document.archive:
        page.fact(say.ARCHIVE, f"Open Terms Archive, {document.archive.collection}: {document.archive.path}")
    page.fact(say.EVIDENCE, document.evidence or "")
    page.fact(say.ORIGIN, document.origin)
    page.fact(say.NOTE, document.note or "")
    services = dict.fromkeys(clause.service for clause in clauses_in(document, wording.catalog))
    page.fact(say.CONCERNS, join(list(services), wording.lang))


def used_by(page: Page, rules: list[Rule], wording: Wording) -> None:
    """List the rules that may rest on what the page is about."""
    if rules:
        page.heading(say.USED_BY)
    for rule in rules:
        page.text(f"{rule.code} {rule.name}{wording.colon}{wording.say(rule.title)}")
