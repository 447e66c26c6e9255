"""``explain``: what a rule, a contract or a law is about, as a page that a person could have written."""

from __future__ import annotations

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Provider
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.engine.suppress import BEYOND, STALE
from aigc_lint.model.words import Language
from aigc_lint.report import explain_words as say
from aigc_lint.report import phrases
from aigc_lint.report.explain_documents import document_page
from aigc_lint.report.explain_regulations import duties_page, find_duties, regulation_page
from aigc_lint.report.explain_terms import clause_page, service_page
from aigc_lint.report.page import Page
from aigc_lint.report.wording import Wording, join


def render(subject: str, catalog: Catalog, lang: Language) -> str | None:
    """Return the page about what is called that, or None where nothing is."""
    name = subject.strip().removeprefix("service:").lower()
    for rule in catalog.rules.values():
        if name in (rule.code.lower(), rule.name):
            return str(_rule_page(rule, Wording(catalog, lang)))
    return render_terms(name, catalog, lang)


def render_terms(subject: str, catalog: Catalog, lang: Language) -> str | None:
    """Return the page about a clause, a service, a document, a provider or a regulation of that id, or None."""
    name = subject.strip().removeprefix("service:").lower()
    wording = Wording(catalog, lang)
    if clause := catalog.clauses.get(name):
        return str(clause_page(clause, wording))
    if service := catalog.services.get(name):
        return str(service_page(service, wording))
    if document := catalog.documents.get(name):
        return str(document_page(document, wording))
    if regulation := catalog.regulations.get(name):
        return str(regulation_page(regulation, wording))
    if duties := find_duties(name, catalog.duties):
        return str(duties_page(duties, wording))
    provider = catalog.providers.get(name) or catalog.providers.get(catalog.aliases.get(name, ""))
    return str(_provider_page(provider, wording)) if provider else None


# --- a rule -----------------------------------------------------------------------------------------------------------


def _rule_page(rule: Rule, wording: Wording) -> Page:
    page = Page(wording.lang)
    page.text(f"{rule.code} {rule.name}: {wording.say(rule.title)}", indent=0)
    page.heading(say.WHY)
    page.text(wording.say(rule.why))
    _remedies(page, rule, wording)
    _severity(page, rule, wording)
    _clauses(page, rule, wording)
    _examples(page, rule, wording)
    page.heading(say.EXCEPTION)
    by_policy = (say.WAIVER,) if rule.code == STALE else (say.NO_EXCEPTION,)
    for words in by_policy if rule.code in BEYOND else (say.INLINE, say.WAIVER):
        page.text(wording.say(words, rule=rule.code))
    if rule.see:
        page.gap()
        page.text(join(list(rule.see), wording.lang))
    return page


def _remedies(page: Page, rule: Rule, wording: Wording) -> None:
    """Give each different remedy once."""
    page.heading(say.DO)
    remedies = dict.fromkeys(wording.in_general(message.do) for message in rule.messages.values())
    for remedy in remedies:
        page.item(remedy) if len(remedies) > 1 else page.text(remedy)


def _severity(page: Page, rule: Rule, wording: Wording) -> None:
    page.heading(say.SEVERITY)
    said = [wording.say(phrases.SEVERITY[rule.severity])]
    for section, severity in rule.severity_with.items():
        if severity != rule.severity:
            said.append(wording.say(say.RAISED, severity=wording.say(phrases.SEVERITY[severity]), section=section))
    page.text(wording.items(said))
    if rule.needs:
        page.text(wording.say(say.NEEDS, key=rule.needs))


def _clauses(page: Page, rule: Rule, wording: Wording) -> None:
    page.heading(say.MAY_REST_ON)
    if not rule.clauses:
        page.text(wording.say(say.ANY_CLAUSE if rule.code == STALE else say.POLICY_ONLY))
    for query in rule.clauses:
        topic = wording.catalog.vocabulary.topics.get(query.topic)
        stances = topic.stances if topic else {}
        page.text(wording.say(topic.name) if topic else query.topic)
        for stance in query.stances or tuple(stances):
            found = [one.id for one in wording.catalog.clauses.values() if (one.topic, one.stance) == (query.topic, stance)]
            if found:
                page.text(f"{stance}: {wording.say(stances[stance]) if stance in stances else ''}".rstrip(": "), indent=4)
                page.text(join(sorted(found), wording.lang), indent=6)


def _examples(page: Page, rule: Rule, wording: Wording) -> None:
    for number, (name, code) in enumerate(rule.examples.items()):
        if number == 0:
            page.heading(say.EXAMPLES)
        page.gap()
        page.text(wording.say(say.FLAGGED if name.startswith("flagged") else say.CLEAN))
        page.gap()
        page.code(code)


# --- a provider -------------------------------------------------------------------------------------------------------


def _provider_page(provider: Provider, wording: Wording) -> Page:
    page = Page(wording.lang)
    catalog = wording.catalog
    page.text(f"{provider.id}: {wording.say(provider.name)}", indent=0)
    page.gap()
    page.fact(say.ENTITY, provider.entity)
    page.fact(say.HOMEPAGE, provider.homepage or "")
    page.fact(say.ALIASES, join(sorted(name for name, of in catalog.aliases.items() if of == provider.id), wording.lang))
    page.fact(say.MAKES, join(list(provider.makes), wording.lang))
    page.heading(say.SERVICES)
    for identifier in provider.services:
        service = catalog.services[identifier]
        stances = [clause.stance for clause in service.clauses if clause.topic == "training-use"]
        training = f"{wording.say(say.TRAINING)}: {join(list(dict.fromkeys(stances)), wording.lang)}" if stances else ""
        parts = [wording.say(service.name), wording.say(say.AUDIENCES[service.audience]), training]
        page.item(f"{identifier}: {wording.items([part for part in parts if part])}")
    if provider.documents:
        page.heading(say.DOCUMENTS)
    for document in provider.documents.values():
        page.text(join([wording.document(document), *wording.dates(document)], wording.lang))
        page.text(document.url, indent=4)
    return page
