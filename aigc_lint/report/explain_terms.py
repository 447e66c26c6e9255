"""Pages about terms: a service (one contract) and a single clause."""

from __future__ import annotations

from aigc_lint.catalog.entries.providers import Clause, Condition, OptOut, Service
from aigc_lint.model.words import Words
from aigc_lint.report import explain_words as say
from aigc_lint.report import phrases
from aigc_lint.report.explain_documents import rules_in, rules_on, used_by
from aigc_lint.report.page import Page
from aigc_lint.report.wording import Wording, join

_FIRST = (("training-use", say.TRAINING), ("retention", say.RETENTION))


def service_page(service: Service, wording: Wording) -> Page:
    """Describe a contract: whose, for whom, what it says on training, and how to refuse; then everything else."""
    page = Page(wording.lang)
    page.text(f"{service.id}: {wording.say(service.name)}", indent=0)
    page.gap()
    _facts(page, service, wording)
    rest = list(service.clauses)
    for topic, heading in _FIRST:
        found = [clause for clause in rest if clause.topic == topic]
        refusals = [opt_out for opt_out in service.opt_outs if topic.startswith(opt_out.of)]
        if found or refusals:
            page.heading(heading)
        for clause in found:
            rest.remove(clause)
            _clause(page, clause, wording)
        for opt_out in refusals:
            _opt_out(page, opt_out, wording)
    others = [opt_out for opt_out in service.opt_outs if not any(topic.startswith(opt_out.of) for topic, _ in _FIRST)]
    if others:
        page.heading(say.WAYS_OUT)
    for opt_out in others:
        _opt_out(page, opt_out, wording)
    if rest:
        page.heading(say.OTHER_CLAUSES)
    for clause in rest:
        _clause(page, clause, wording)
    if not service.clauses:
        page.gap()
        page.text(wording.say(service.unverified or say.NO_CLAUSES))
    used_by(page, rules_in(list(service.clauses), wording.catalog), wording)
    return page


def _facts(page: Page, service: Service, wording: Wording) -> None:
    provider = wording.catalog.providers[service.provider]
    page.fact(say.PROVIDER, wording.named(provider.name, provider.id))
    page.fact(say.CONTRACT, wording.say(say.AUDIENCES[service.audience]))
    page.fact(say.ENTITY, service.entity or provider.entity)
    page.fact(say.REGION, service.region or "")
    page.fact(say.OFFERED, join(list(service.offered_in), wording.lang))
    hosts = [f"{one.host}{one.path}" + (f" ({one.region})" if one.region else "") for one in service.endpoints]
    page.fact(say.ENDPOINTS, join(hosts, wording.lang))
    page.fact(say.KEYS, join(list(service.key_prefixes), wording.lang))
    page.fact(say.ORIGIN, service.origin)
    page.fact(say.NOTE, service.note or "")
    if service.default:
        page.text(wording.say(say.DEFAULT))
    if service.automation_barred:
        page.text(wording.say(say.BARRED))


def _clause(page: Page, clause: Clause, wording: Wording) -> None:
    """Show a clause within the page of its service."""
    page.gap()
    page.text(wording.named(Words(clause.id, clause.id), f"{clause.topic}{_colon(wording)}{clause.stance}"))
    page.text(wording.say(clause.summary), indent=4)
    if clause.when:
        page.text(f"{wording.say(say.HOLDS)}{_colon(wording)}{condition(clause.when, wording)}", indent=4)
    if clause.superseded_by:
        page.text(wording.say(say.SUPERSEDED, clause=clause.superseded_by), indent=4)
    said, url = wording.reference(clause)
    page.text(said, indent=4)
    page.text(url, indent=4)


def _opt_out(page: Page, opt_out: OptOut, wording: Wording) -> None:
    page.gap()
    refused = wording.say(say.REFUSED.get(opt_out.of, Words(opt_out.of, opt_out.of)))
    way = wording.say(say.WAY_OUT)
    way = f"{way} {refused}" if wording.lang == "en" else f"{refused}的{way}"
    page.text(f"{way}{_colon(wording)}{wording.say(say.MECHANISMS[opt_out.by])}")
    page.text(wording.say(opt_out.how), indent=4)
    if opt_out.in_code and opt_out.setting:
        value = wording.say(say.ANY_VALUE) if opt_out.value in ("*", None) else _literal(opt_out.value)
        page.text(wording.say(say.IN_CODE, setting=opt_out.setting, value=value), indent=4)
    elif opt_out.by not in ("none-needed", "none-offered") and not opt_out.moves_to:
        page.text(wording.say(say.OUT_OF_CODE), indent=4)
    if opt_out.default:
        page.text(wording.say(say.WITHOUT, default=wording.say(opt_out.default)), indent=4)
    if opt_out.moves_to:
        page.text(wording.say(say.MOVES, service=opt_out.moves_to), indent=4)


def _literal(value: str | int | bool | None) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def clause_page(clause: Clause, wording: Wording) -> Page:
    """Describe one clause: what it says, where it stands, how well that is known, what rests on it."""
    page = Page(wording.lang)
    page.text(clause.id, indent=0)
    page.gap()
    page.text(wording.say(clause.summary))
    page.gap()
    service = wording.catalog.services[clause.service]
    document = wording.catalog.documents[clause.document]
    topic = wording.catalog.vocabulary.topics.get(clause.topic)
    meaning = topic.stances.get(clause.stance) if topic else None
    page.fact(say.SERVICE, wording.named(service.name, service.id))
    page.fact(say.TOPIC, wording.named(topic.name, clause.topic) if topic else clause.topic)
    page.fact(say.STANCE, f"{clause.stance}{_colon(wording)}{wording.say(meaning)}" if meaning else clause.stance)
    page.fact(say.HOLDS, condition(clause.when, wording) if clause.when else "")
    _numbers(page, clause, wording)
    dates = wording.dates(document) if document.effective else [wording.say(say.UNDATED), *wording.dates(document)]
    if document.unchanged_until:
        dates.append(wording.say(say.ARCHIVED, date=str(document.unchanged_until)))
    where = [wording.document(document), wording.section(clause.section), *dates]
    page.fact(say.STANDS_IN, ("，" if wording.lang == "zh" else ", ").join(part for part in where if part))
    page.fact(Words("", ""), document.url)
    page.fact(say.DOCUMENT, document.id)
    page.fact(say.ORIGIN, clause.origin)
    page.fact(say.KNOWN, wording.say(phrases.CONFIDENCE[clause.confidence]))
    page.fact(say.EVIDENCE, document.evidence or "")
    if clause.changed_since_seed:
        page.fact(say.HISTORY, wording.say(say.SINCE_SEED, period=clause.changed_since_seed))
    page.fact(say.NOTE, clause.note or "")
    if clause.superseded_by:
        page.text(wording.say(say.SUPERSEDED, clause=clause.superseded_by))
    elif clause.confidence != "read":
        page.text(wording.say(say.ONLY_INFORMS))
    used_by(page, rules_on(clause, wording.catalog), wording)
    return page


def _numbers(page: Page, clause: Clause, wording: Wording) -> None:
    """Show what a clause counts in, and what it asks for."""
    page.fact(say.DAYS, str(clause.days) if clause.days is not None else "")
    if clause.threshold_usd:
        page.fact(say.THRESHOLD, wording.say(say.REVENUE, number=f"{clause.threshold_usd:,}"))
    if clause.threshold_users:
        page.fact(say.THRESHOLD, wording.say(say.USERS, number=f"{clause.threshold_users:,}"))
    page.fact(say.ASKED_FOR, clause.text or "")


def condition(when: Condition, wording: Wording) -> str:
    """Say when a clause holds."""
    vocabulary = wording.catalog.vocabulary
    lists: tuple[tuple[Words, tuple[str, ...], dict[str, Words]], ...] = (
        (say.PLANS, when.plan, vocabulary.plans),
        (say.REGIONS, when.region, {}),
        (say.MODELS, when.model, {}),
        (say.MODALITIES, when.modality, {}),
        (say.OPERATIONS, when.operation, vocabulary.operations),
        (say.CUSTOMERS, when.audience, {}),
    )
    said = [wording.say(words, values=join([_value(one, known, wording) for one in values], wording.lang))
            for words, values, known in lists if values]  # fmt: skip
    if when.since:
        said.append(wording.say(say.SINCE, date=str(when.since)))
    if when.other:
        said.append(wording.say(when.other))
    return wording.items(said)


def _value(value: str, known: dict[str, Words], wording: Wording) -> str:
    bare = value.removeprefix("!")
    named = wording.say(known[bare]) if bare in known else bare
    return wording.say(say.NOT, value=named) if value.startswith("!") else named


def _colon(wording: Wording) -> str:
    return "：" if wording.lang == "zh" else ": "
