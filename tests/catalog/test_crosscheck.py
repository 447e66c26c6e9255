"""The cross-check names every fault; each test plants one in a small sound catalogue."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from aigc_lint.catalog import crosscheck
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.protocols import Protocols
from aigc_lint.catalog.entries.providers import Clause, Condition, Document, Endpoint, ModelRule, OptOut, Provider, Service
from aigc_lint.catalog.entries.regulations import Duty, Form, Grace, Regulation, Watch
from aigc_lint.catalog.entries.rules import ClauseQuery, Message, Rule
from aigc_lint.catalog.entries.sdks import Client, Operation, Option, Sdk
from aigc_lint.catalog.entries.vocabulary import Addressee, Content, Topic, Vocabulary
from aigc_lint.catalog.entries.wrappers import Wrapper
from aigc_lint.model.words import Words

DAY = datetime.date(2026, 1, 1)
BOTH = Words("text", "文本")
HALF = Words("text", " ")

CLAUSE = Clause(
    id="acme-api/training",
    document="terms",
    section="1",
    topic="training-use",
    stance="never",
    summary=BOTH,
    confidence="read",
    service="acme-api",
)
OPT_OUT = OptOut(
    of="training", by="parameter", in_code=True, how=BOTH, clause=CLAUSE.id, confidence="read", setting="store", value=False
)
DOCUMENT = Document(title="Terms", url="https://acme.example/terms", checked=DAY, effective=DAY, id="terms", provider="acme")
SERVICE = Service(
    name=BOTH,
    audience="api",
    clauses=(CLAUSE,),
    opt_outs=(OPT_OUT,),
    endpoints=(Endpoint(host="api.acme.example"),),
    default=True,
    id="acme-api",
    provider="acme",
)
SDK = Sdk(
    distribution="acme",
    imports=("acme",),
    clients={"acme": Client(names=("acme.Acme",), service="acme-api")},
    operations=(Operation(on=("acme",), chains=("chat",), modality="chat"),),
    prefixes={"acme": {"acme/": "acme-api"}},
)
RULE = Rule(
    check="x",
    severity="error",
    title=BOTH,
    why=BOTH,
    messages={"default": Message(says=Words("{a}", "{a}"), do=BOTH)},
    clauses=(ClauseQuery(topic="training-use", stances=("never",)),),
    code="AIG101",
    name="provider-not-allowed",
)
DUTY = Duty(
    id="us-ca-act/1",
    article=BOTH,
    what="explicit-label",
    addressees=("provider",),
    contents=("text",),
    summary=BOTH,
    applies_from=DAY,
    confidence="read",
    lint="code",
    shows=BOTH,
    form=Form(words=(("AI",),)),
    regulation="us-ca-act",
)
ACT = Regulation(
    id="us-ca-act",
    name=BOTH,
    title=BOTH,
    jurisdiction="US-CA",
    url="https://law.example/act",
    url_kind="official",
    effective=DAY,
    checked=DAY,
    confidence="read",
    evidence="a copy",
    duties=(DUTY,),
)
WRAPPER = Wrapper(
    id="trace", name=BOTH, imports=("trace",), decorators=("trace.it",), instruments={"trace.all": ("acme",)}, records=("model",)
)
VOCABULARY = Vocabulary(
    topics={name: Topic(name=BOTH, stances={"never": BOTH}) for name in ("training-use", "retention")},
    plans={"paid": BOTH},
    operations={"batch": BOTH},
    addressees={"provider": Addressee(name=BOTH)},
    contents={"text": Content(name=BOTH)},
    duties={"explicit-label": BOTH, "log": BOTH},
)


def catalog(
    *services: Service,
    document: Document = DOCUMENT,
    sdk: Sdk = SDK,
    rule: Rule = RULE,
    vocabulary: Vocabulary = VOCABULARY,
    aliases: dict[str, str] | None = None,
    act: Regulation = ACT,
    wrapper: Wrapper = WRAPPER,
) -> Catalog:
    """The sound catalogue with parts of it replaced."""
    held = {service.id: service for service in services or (SERVICE,)}
    provider = Provider(id="acme", name=BOTH, entity="US", documents={"terms": document}, services=held)
    return Catalog(
        version="1",
        providers={"acme": provider},
        sdks={sdk.distribution: sdk},
        protocols=Protocols(paths=()),
        wrappers={wrapper.id: wrapper},
        rules={rule.code: rule},
        services=held,
        clauses={clause.id: clause for one in held.values() for clause in one.clauses},
        documents={"terms": document},
        vocabulary=vocabulary,
        regulations={act.id: act},
        duties={duty.id: duty for duty in act.duties},
        aliases=aliases or {"acme-corp": "acme"},
    )


def with_clause(**changes: Any) -> Catalog:
    return catalog(replace(SERVICE, clauses=(replace(CLAUSE, **changes),)))


def with_opt_out(**changes: Any) -> Catalog:
    return catalog(replace(SERVICE, opt_outs=(replace(OPT_OUT, **changes),)))


def with_client(**changes: Any) -> Catalog:
    return catalog(sdk=replace(SDK, clients={"acme": replace(SDK.clients["acme"], **changes)}))


def with_duty(**changes: Any) -> Catalog:
    return catalog(act=replace(ACT, duties=(replace(DUTY, **changes),)))


def with_act(**changes: Any) -> Catalog:
    return catalog(act=replace(ACT, **changes))


BEFORE, AFTER = datetime.date(2025, 12, 31), datetime.date(2026, 1, 2)


def test_a_sound_catalogue_has_no_errors() -> None:
    assert crosscheck.errors(catalog(), today=DAY) == []


FAULTS = [
    (with_clause(document="termz"), "providers/acme.toml: clause acme-api/training: document 'termz' does not exist"),
    (with_clause(topic="trainin"), "clause acme-api/training: topic 'trainin' does not stand in vocabulary.toml"),
    (with_clause(stance="nevr"), "clause acme-api/training: stance 'nevr' does not stand under training-use in vocabulary.toml"),
    (with_clause(summary=HALF), "clause acme-api/training: summary.zh is empty"),
    (with_clause(superseded_by="acme-api/x"), "clause acme-api/training: superseded_by: clause 'acme-api/x' does not exist"),
    (with_clause(when=Condition(plan=("gratis",))), "when.plan 'gratis' does not stand in vocabulary.toml"),
    (with_clause(when=Condition(operation=("!batc",))), "when.operation '!batc' does not stand in vocabulary.toml"),
    (with_clause(when=Condition(region=("Europe",))), "when.region 'Europe' is no country code"),
    (with_clause(when=Condition(other=HALF)), "when.other.zh is empty"),
    (with_clause(when=Condition()), "when is empty"),
    (with_opt_out(clause="acme-api/x"), "services.acme-api.opt_outs[0]: clause 'acme-api/x' does not exist"),
    (with_opt_out(of="retention"), "is of retention and rests on acme-api/training, a clause on training-use"),
    (with_opt_out(of="trainin"), "of 'trainin' is none of training, "),
    (with_opt_out(setting=None, value=None), "by parameter without a setting"),
    (with_opt_out(value=None), "setting store without a value"),
    (with_opt_out(moves_to="acme-api"), "moves_to 'acme-api' is no other service"),
    (with_opt_out(how=HALF), "how.zh is empty"),
    (catalog(document=replace(DOCUMENT, effective=None)), "documents.terms: needs either an effective date or the reason"),
    (catalog(document=replace(DOCUMENT, undated="so")), "documents.terms: needs either an effective date or the reason"),
    (catalog(document=replace(DOCUMENT, checked=datetime.date(2026, 1, 2))), "checked on 2026-01-02, which is in the future"),
    (catalog(document=replace(DOCUMENT, url="acme.example")), "url 'acme.example' is no https address"),
    (catalog(replace(SERVICE, clauses=(), opt_outs=())), "services.acme-api: has no clauses and does not say why"),
    (catalog(replace(SERVICE, endpoints=(Endpoint(host="a.example/v1"),))), "endpoint a.example/v1: host and path are mixed up"),
    (
        catalog(replace(SERVICE, endpoints=(Endpoint(host="a.example", clause="x/y"),))),
        "endpoint a.example: clause 'x/y' does not",
    ),
    (catalog(replace(SERVICE, models=(ModelRule(pattern="(", effect="trains"),))), "model pattern '('"),
    (
        catalog(SERVICE, replace(SERVICE, id="acme-plan", default=False)),
        "api.acme.example is claimed by acme-api and by acme-plan",
    ),
    (catalog(SERVICE, replace(SERVICE, id="acme-plan", endpoints=())), "services: more than one default: acme-api, acme-plan"),
    (with_client(service="acme"), "sdks/acme.toml: clients.acme: service 'acme' does not exist"),
    (with_client(options=(Option(service="x"),)), "clients.acme: service 'x' does not exist"),
    (with_client(inherits=("acme:other",)), "clients.acme: inherits 'acme:other' does not exist"),
    (with_client(module="other:module"), "clients.acme: module 'other:module' does not exist"),
    (with_client(of=("other",)), "clients.acme: of 'other' does not exist"),
    (with_client(prefixes="none"), "clients.acme: prefixes 'none' is a table of no SDK"),
    (
        catalog(sdk=replace(SDK, prefixes={"acme": {"a/": "provider:acme-corp"}})),
        "'provider:acme-corp' is another name of provider:acme",
    ),
    (catalog(sdk=replace(SDK, prefixes={"acme": {"a/": "acme"}})), "prefixes.acme.a/: service 'acme' does not exist"),
    (
        catalog(sdk=replace(SDK, operations=(replace(SDK.operations[0], on=("x",)),))),
        "operations chat: client 'x' does not exist",
    ),
    (catalog(sdk=replace(SDK, operations=(replace(SDK.operations[0], shape="x"),))), "operations chat: shape 'x' does not exist"),
    (catalog(rule=replace(RULE, code="AIG1")), "AIG1-provider-not-allowed.toml: the file's name is not CODE-name.toml"),
    (catalog(rule=replace(RULE, messages={})), "AIG101-provider-not-allowed.toml: messages.default is missing"),
    (
        catalog(rule=replace(RULE, messages={"default": Message(says=Words("{a}", "{b}"), do=BOTH)})),
        "the languages differ in their",
    ),
    (catalog(rule=replace(RULE, why=HALF)), "why.zh is empty"),
    (catalog(rule=replace(RULE, clauses=(ClauseQuery(topic="x"),))), "clauses: topic 'x' does not stand in vocabulary.toml"),
    (
        catalog(rule=replace(RULE, clauses=(ClauseQuery(topic="retention", stances=("x",)),))),
        "clauses: stance 'x' does not stand",
    ),
    (catalog(wrapper=replace(WRAPPER, name=HALF)), "wrappers/trace.toml: name.zh is empty"),
    (catalog(wrapper=replace(WRAPPER, records=())), "wrappers/trace.toml: records nothing"),
    (
        catalog(wrapper=replace(WRAPPER, instruments={"trace.all": ("acm",)})),
        "wrappers/trace.toml: instruments.trace.all: SDK 'acm' does",
    ),
    (catalog(wrapper=replace(WRAPPER, only_with={"trace.one": "on"})), "only_with.trace.one: nothing of that name instruments"),
    (catalog(wrapper=replace(WRAPPER, decorators=("other.it",))), "wrappers/trace.toml: other.it hangs below no import of it"),
    (with_act(title=HALF), "regulations/us-ca-act.toml: title.zh is empty"),
    (with_act(penalty=HALF), "regulations/us-ca-act.toml: penalty.zh is empty"),
    (with_act(jurisdiction="Europe"), "jurisdiction 'Europe' is no place"),
    (with_act(jurisdiction="CN"), "regulations/us-ca-act.toml: the file's name does not begin with its jurisdiction, cn-"),
    (with_act(url="law.example"), "url 'law.example' is no https address"),
    (with_act(checked=AFTER), "regulations/us-ca-act.toml: checked on 2026-01-02, which is in the future"),
    (with_act(amended=BEFORE), "amended on 2025-12-31, before it took effect on 2026-01-01"),
    (with_act(duties=()), "regulations/us-ca-act.toml: has no duties"),
    (with_act(duties=(DUTY, DUTY)), "duty us-ca-act/1 stands there twice"),
    (with_act(watch=(Watch(id="bill", says=HALF),)), "watch bill: says.zh is empty"),
    (with_duty(summary=HALF), "regulations/us-ca-act.toml: duty us-ca-act/1: summary.zh is empty"),
    (with_duty(condition=HALF), "duty us-ca-act/1: condition.zh is empty"),
    (with_duty(addressees=("nobody",)), "duty us-ca-act/1: addressee 'nobody' does not stand in vocabulary.toml"),
    (with_duty(addressees=()), "duty us-ca-act/1: addressees is empty"),
    (with_duty(contents=("smell",)), "content 'smell' does not stand in vocabulary.toml"),
    (with_duty(what="lable"), "what 'lable' does not stand in vocabulary.toml"),
    (with_duty(numbers={"metres": 3}), "number 'metres' does not stand in vocabulary.toml"),
    (with_duty(form=Form(positions=("above",))), "form.position 'above' does not stand in vocabulary.toml"),
    (with_duty(form=Form(fields=("colour",))), "form.field 'colour' does not stand in vocabulary.toml"),
    (with_duty(form=Form(values={"Label": ("1",)})), "form.values.Label is no member"),
    (with_duty(form=Form()), "duty us-ca-act/1: form is empty"),
    (with_duty(what="log"), "has a form, and log asks for no label"),
    (with_duty(applies_from=BEFORE), "applies from 2025-12-31, before us-ca-act takes effect on 2026-01-01"),
    (with_duty(until=BEFORE), "until 2025-12-31 is before it applies on 2026-01-01"),
    (with_duty(grace=Grace(on_market_before=DAY, until=BEFORE)), "grace.until 2025-12-31 is before the duty applies"),
    (with_duty(same_as=("us-ca-act/2",)), "same_as 'us-ca-act/2' is no other duty"),
    (with_duty(same_as=("us-ca-act/1",)), "same_as 'us-ca-act/1' is no other duty"),
    (
        catalog(vocabulary=replace(VOCABULARY, addressees={"provider": Addressee(name=HALF)})),
        "vocabulary.toml: addressees.provider.name.zh is empty",
    ),
    (catalog(vocabulary=replace(VOCABULARY, plans={"paid": HALF})), "vocabulary.toml: plans.paid.zh is empty"),
    (catalog(aliases={"a": "nobody"}), "catalogue.toml: aliases: provider 'nobody' does not exist"),
    (catalog(aliases={"acme": "acme"}), "catalogue.toml: aliases: 'acme' of acme is a provider itself"),
    (
        catalog(vocabulary=replace(VOCABULARY, topics={**VOCABULARY.topics, "x": Topic(name=HALF, stances={})})),
        "topics.x.name.zh is",
    ),
]


@pytest.mark.parametrize(("given", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_each_fault_is_named(given: Catalog, fault: str) -> None:
    assert any(fault in error for error in crosscheck.errors(given, today=DAY))


def test_all_faults_are_named_at_once() -> None:
    given = catalog(replace(SERVICE, clauses=(replace(CLAUSE, document="x", stance="y", summary=HALF),)), aliases={"a": "nobody"})
    assert len(crosscheck.errors(given, today=DAY)) == 4


def test_dates_are_held_against_the_day_given_only() -> None:
    assert crosscheck.errors(catalog(document=replace(DOCUMENT, checked=datetime.date(2030, 1, 1)))) == []
