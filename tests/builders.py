"""Hand-built uses and policies for the tests of checks: what a test leaves out is as unremarkable as it can be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping as Table
from collections.abc import Sequence as Row
from functools import cache
from typing import Any, Literal

from aigc_lint import checks
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.checks.context import Context
from aigc_lint.model.findings import Verdict
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Argument, Candidate, Guard, Kind, Step, Use
from aigc_lint.model.values import Hidden, Known, Mapping, Sequence, Unknown, Value, Values
from aigc_lint.policy.load import LoadedPolicy, parse_policy
from aigc_lint.policy.meaning import Vocabulary

TODAY = datetime.date(2026, 11, 25)
CHAT = "openai.OpenAI.chat.completions.create"
RESPONSES = "openai.OpenAI.responses.create"
PATH = "app/chat.py"

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_FROM_USE = frozenset({"operation", "sdk", "modality", "function", "model", "service", "provider", "endpoint"})
"""Placeholders that reports fill from the use where a verdict does not."""


@cache
def catalog() -> Catalog:
    """The shipped catalogue."""
    return load()


def value(given: Any) -> Value:
    """A plain value from Python's: dicts, lists, values themselves, anything else a constant."""
    match given:
        case Known() | Hidden() | Unknown() | Mapping() | Sequence():
            return given
        case dict():
            return Mapping(tuple((key, values(inner)) for key, inner in given.items()))
        case list():
            return Sequence(tuple(values(inner) for inner in given))
        case _:
            return Known(given)


def values(given: Any) -> Values:
    """The alternatives: a tuple holds several, anything else is the only one."""
    return tuple(value(one) for one in given) if isinstance(given, tuple) else (value(given),)


def mapping(given: Table[str, Any] | Mapping) -> Mapping:
    """A dict with text keys, as headers and bodies are."""
    return given if isinstance(given, Mapping) else Mapping(tuple((key, values(inner)) for key, inner in given.items()))


def candidate(service: str | None, *, provider: str = "", endpoint: str | None = None, models: Row[str] = ()) -> Candidate:
    """One path; the provider is the service's."""
    known = catalog().services.get(service or "")
    return Candidate(service, provider or (known.provider if known else "nobody"), endpoint, models=tuple(models))


def unknown(origin: str = "env:LLM_BASE_URL", *, reason: str = "environment", place: Place | None = None) -> Unknown:
    """A value that comes at run time."""
    return Unknown(reason, origin, place)


def at(line: int, path: str = PATH) -> Place:
    """A place."""
    return Place(path, Span(line, 4, line, 60))


def step(what: str, line: int, path: str = PATH) -> Step:
    """A step on the way to a call."""
    return Step(at(line, path), what)


GuardKind = Literal["decorator", "context", "handed", "proxy", "instrumented", "callback", "caller"]


def guard(name: str, kind: GuardKind = "decorator", **arguments: Value) -> Guard:
    """Something that a call is wrapped in."""
    return Guard(kind, name, at(1), tuple(Argument(key, (value,)) for key, value in arguments.items()))


def use(
    *services: str | Candidate,
    operation: str = CHAT,
    kind: Kind = "call",
    line: int = 10,
    path: str = PATH,
    model: Any = "gpt-5",
    modality: str = "chat",
    sdk: str = "openai",
    given: Table[str, Any] | None = None,
    client: Table[str, Any] | None = None,
    roles: Table[str, str] | None = None,
    headers: Table[str, Any] | Mapping | None = None,
    body: Table[str, Any] | Mapping | None = None,
    accepts: Row[str] = ("model", "messages", "store", "extra_body", "extra_headers"),
    unresolved: Row[Unknown] = (),
    guards: Row[Guard] = (),
    via: Row[Step] = (),
    maker: str | None = None,
    statement: Span | None = None,
    function: str = "app.chat.ask",
) -> Use:
    """A use of these services: ``given`` are the call's arguments, ``client`` those of its client."""
    arguments = [Argument(name, values(inner), "call", Span(line + 1, 8, line + 1, 30)) for name, inner in (given or {}).items()]
    arguments += [Argument(name, values(inner), "client") for name, inner in (client or {}).items()]
    return Use(
        kind=kind,
        place=Place(path, Span(line, 4, line + 2, 5)),
        callee=Span(line, 4, line, 34),
        statement=statement or Span(line, 0, line + 2, 5),
        sdk=sdk,
        operation=operation,
        modality=modality,
        function=function,
        candidates=tuple(one if isinstance(one, Candidate) else candidate(one) for one in services),
        unresolved=tuple(unresolved),
        models=() if model is None else values(model),
        maker=maker,
        arguments=tuple(arguments),
        headers=mapping(headers or {}),
        body=mapping(body or {}),
        roles=tuple(sorted((roles or {"model": "model", "api_key": "credential", "base_url": "endpoint"}).items())),
        accepts=tuple(accepts),
        guards=tuple(guards),
        via=tuple(via),
    )


def policy(text: str = "") -> LoadedPolicy:
    """A policy from its text, ``version`` included."""
    loaded = parse_policy(f"version = 1\n{text}", shown="aigc-policy.toml", known=Vocabulary())
    assert isinstance(loaded, LoadedPolicy), loaded
    return loaded


def attested(service: str, states: str, **more: Any) -> str:
    """An ``[[attestation]]`` table."""
    dates = {"on": datetime.date(2026, 6, 1), **{key: inner for key, inner in more.items() if isinstance(inner, datetime.date)}}
    rows = {"service": service, "states": states, "by": "legal@example.com"}
    rows |= {key: inner for key, inner in more.items() if isinstance(inner, str)}
    written = [f'{key} = "{inner}"' for key, inner in rows.items()] + [f"{key} = {inner}" for key, inner in dates.items()]
    return "[[attestation]]\n" + "\n".join(written) + "\n"


def judge(code: str, *uses: Use, asks: str = "", today: datetime.date = TODAY) -> list[Verdict]:
    """The verdicts of one rule; each must be able to speak in both languages."""
    rule = catalog().rules[code]
    check = checks.find(rule.check)
    assert check is not None
    context = Context(rule=rule, uses=uses, policy=policy(asks) if asks else None, catalog=catalog(), today=today)
    found = list(check(context))
    for verdict in found:
        speak(code, verdict)
    return found


def speak(code: str, verdict: Verdict) -> str:
    """What the rule says of the verdict in English; every placeholder is filled in both languages."""
    message = catalog().rules[code].messages[verdict.variant]
    facts = dict(verdict.facts)
    for words in (message.says, message.do):
        for text in (words.en, words.zh):
            missing = set(_PLACEHOLDER.findall(text)) - facts.keys() - _FROM_USE
            assert not missing, f"{code} {verdict.variant}: {missing}"
    for clause in verdict.clauses:
        assert clause in catalog().clauses, f"{code}: {clause} is no clause"
    return _PLACEHOLDER.sub(lambda match: _english(facts.get(match[1], match[0])), message.says.en)


def _english(fact: Any) -> str:
    return fact if isinstance(fact, str) else str(fact.en)
