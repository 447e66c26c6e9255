"""The matrix of contracts as Markdown: a row per service, a column per question that a reader of terms asks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, OptOut, Service
from aigc_lint.checks import outcomes
from aigc_lint.checks.outcomes import Case
from aigc_lint.model.words import Language
from aigc_lint.report import explain_words, terms_list
from aigc_lint.report import matrix_words as say
from aigc_lint.report.explain_terms import condition
from aigc_lint.report.reach import Reach, reach
from aigc_lint.report.wording import Wording

_TOPICS = ("input-ownership", "output-ownership", "training-use")
_MORE_TOPICS = ("retention", "commercial-use", "competing-models", "disclosure")
_SHOWN = 8
"""Hosts or prefixes listed of one service."""


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Draw a table."""
    first = list(heads)
    lines = [first, ["---"] * len(first), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def render(services: Iterable[Service], catalog: Catalog, lang: Language) -> str:
    """Draw the matrix of some services."""
    wording = Wording(catalog, lang)
    topics = [catalog.vocabulary.topics[topic].name for topic in (*_TOPICS, *_MORE_TOPICS)]
    heads = [say.SERVICE, *topics[: len(_TOPICS)], say.WAY_OUT, *topics[len(_TOPICS) :], say.REGION, say.DATES, say.KNOWN]
    return table([wording.say(head) for head in heads], [row(service, wording) for service in services])


def row(service: Service, wording: Wording) -> list[str]:
    """Answer the questions for one service."""
    before = [_topic(service, topic, wording) for topic in _TOPICS]
    after = [_topic(service, topic, wording) for topic in _MORE_TOPICS]
    return [
        name(service, wording), *before, _ways_out(service, wording), *after,
        region(service, wording), _dates(service, wording), _known(service, wording),
    ]  # fmt: skip


def name(service: Service, wording: Wording) -> str:
    """Name a service, with its id to look it up by."""
    return f"{cell(wording.say(service.name))}<br>`{service.id}`"


def cell(text: str) -> str:
    """Return a text as it may stand in a cell: no mark of Markdown takes effect."""
    for mark in "\\|*_<":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")


def _lines(said: Iterable[str]) -> str:
    return "<br>".join(dict.fromkeys(said)) or "–"


def _topic(service: Service, topic: str, wording: Wording) -> str:
    return _lines(_clause(clause, wording) for clause in _live(service) if clause.topic == topic)


def _live(service: Service) -> Iterator[Clause]:
    return (clause for clause in service.clauses if not clause.superseded_by)


def _clause(clause: Clause, wording: Wording) -> str:
    meaning = wording.catalog.vocabulary.topics[clause.topic].stances.get(clause.stance)
    said = wording.say(meaning).rstrip(".。") if meaning else clause.stance
    if clause.days is not None and str(clause.days) not in said:
        said += wording.say(say.DAYS, days=str(clause.days))
    if clause.threshold_usd:
        said += wording.say(say.USD, number=f"{clause.threshold_usd:,}")
    if clause.threshold_users:
        said += wording.say(say.USERS, number=f"{clause.threshold_users:,}")
    if clause.when:
        said += wording.say(say.WHEN, condition=condition(clause.when, wording))
    return cell(said)


def _ways_out(service: Service, wording: Wording) -> str:
    return _lines(_way_out(one, wording) for one in service.opt_outs if one.of == "training")


def _way_out(opt_out: OptOut, wording: Wording) -> str:
    said = wording.say(explain_words.MECHANISMS[opt_out.by])
    if opt_out.moves_to:
        return cell(wording.say(say.MOVES, way=said)) + f" `{opt_out.moves_to}`"
    if opt_out.in_code and opt_out.setting:
        return f"{cell(said)} `{opt_out.setting}` = `{opt_out.value}`"
    return cell(said)


def region(service: Service, wording: Wording) -> str:
    """Say whom one contracts with, where content is processed, and where the service is offered."""
    provider = wording.catalog.providers[service.provider]
    processed = list(dict.fromkeys(filter(None, [service.region, *(one.region for one in service.endpoints)])))
    said = [wording.say(say.PARTY, place=service.entity or provider.entity)] if service.entity or provider.entity else []
    said += [wording.say(say.PROCESSED, places=", ".join(processed))] if processed else []
    said += [wording.say(say.OFFERED, places=", ".join(service.offered_in))] if service.offered_in else []
    said += [_clause(clause, wording) for clause in _live(service) if clause.topic == "region-availability"]
    return _lines(said)


def _dates(service: Service, wording: Wording) -> str:
    listed = terms_list.listed(service, wording.catalog)
    said = [wording.say(say.EFFECTIVE, date=str(listed.effective))] if listed.effective else []
    return _lines([*said, *([wording.say(say.CHECKED, date=str(listed.checked))] if listed.checked else [])])


def _known(service: Service, wording: Wording) -> str:
    return cell(terms_list.known(terms_list.listed(service, wording.catalog), wording)) if service.clauses else "–"


# --- how it is reached ------------------------------------------------------------------------------------------------


def reach_row(service: Service, wording: Wording) -> list[str]:
    """Say how a service is reached: by SDKs, by prefixes of model names, by hosts, and where its models are hosted too."""
    ways = reach(service, wording.catalog)
    hosts = (*ways.hosts, *(f"*{path}" for path in ways.paths))
    return [name(service, wording), _code(ways.sdks), _code(_prefixed(ways)), _code(hosts), _hosted(ways)]


def reach_heads(wording: Wording) -> list[str]:
    """Name the columns of ``reach_row``."""
    return [wording.say(head) for head in (say.SERVICE, say.SDKS, say.PREFIXES, say.HOSTS, say.HOSTED)]


def _prefixed(ways: Reach) -> tuple[str, ...]:
    return tuple(f"{distribution}: {prefix}" for distribution, prefix in ways.prefixes)


def _code(parts: Sequence[str]) -> str:
    shown = [f"`{part}`" for part in parts[:_SHOWN]]
    return "<br>".join([*shown, *([f"+{len(parts) - _SHOWN}"] if len(parts) > _SHOWN else [])]) or "–"


def _hosted(ways: Reach) -> str:
    return "<br>".join(f"`{service}`: `{prefix}`" for service, prefix in ways.hosted) or "–"


# --- what the training rules say --------------------------------------------------------------------------------------


def outcome_row(service: Service, wording: Wording, today: datetime.date) -> list[str]:
    """Say which training rule speaks of calls to a service, and where a plan or a model changes that."""
    first, *others = outcomes.cases(service, wording.catalog, today)
    splits = [case for case in others if case.outcome != first.outcome]
    changed = _lines(f"{_condition(case, wording)}{_outcome(case, wording)}" for case in splits)
    clauses = _lines(f"`{clause}`" for clause in first.clauses)
    return [name(service, wording), _outcome(first, wording), changed, clauses]


def outcome_heads(wording: Wording) -> list[str]:
    """Name the columns of ``outcome_row``."""
    return [wording.say(head) for head in (say.SERVICE, say.ORDINARY, say.SPLIT, say.RESTS_ON)]


def _outcome(case: Case, wording: Wording) -> str:
    said = wording.say(say.OUTCOMES[case.outcome])
    rule = outcomes.RULES.get(case.outcome)
    return f"**{rule}** {said}" if rule else said


def _condition(case: Case, wording: Wording) -> str:
    plans = wording.catalog.vocabulary.plans
    value = wording.say(plans[case.value]) if case.by == "plan" and case.value in plans else f"`{case.value}`"
    return wording.say(say.PLAN if case.by == "plan" else say.MODEL, value=value)
