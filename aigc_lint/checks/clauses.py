"""Which clauses of a service apply to a use: a condition holds, is excluded, or can't be decided here."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Literal

from msgspec import Struct

from aigc_lint.catalog.entries.providers import Clause, Condition, Service
from aigc_lint.checks import attestations
from aigc_lint.checks.context import Context
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.model.values import texts
from aigc_lint.model.words import Words

State = Literal["holds", "excluded", "undecided"]

CONTENT = frozenset(
    ("chat", "completion", "embedding", "image", "audio-tts", "audio-stt", "video", "realtime", "rerank", "moderation", "ocr")
)
"""Modalities that are inference: content in, content out, nothing kept for later by their nature."""
OPERATIONS = frozenset({"inference", "batch", "fine-tuning", "responses", "chat-completions", "generate-content", "interactions"})
"""Operation words that the call itself decides; others (``publication``, ``hosting``) are done elsewhere."""
AUDIENCES = {
    "consumer": "consumer",
    "individual": "consumer",
    "api": "api",
    "developer": "api",
    "business": "api",
    "commercial": "api",
}


class Applicable(Struct, frozen=True):
    """A clause that is not excluded."""

    clause: Clause
    state: Literal["holds", "undecided"]
    special: bool
    """It has a condition: where it holds, it goes before the general clauses of its topic."""
    settles: tuple[str, ...] = ()
    """What would decide it: ``plan``, ``region``, ``model``, ``operation``, ``audience``, ``other``."""


def applicable(context: Context, use: Use, candidate: Candidate, service: Service, topic: str) -> tuple[Applicable, ...]:
    """The clauses of the topic that may trigger: trusted enough, not superseded, condition not excluded."""
    trusted = {"read", "secondary", *context.settings.terms.trust}
    found = []
    for clause in service.clauses:
        if clause.topic != topic or clause.superseded_by or clause.confidence not in trusted:
            continue
        states = conditions(context, use, candidate, clause.when) if clause.when else {}
        if "excluded" in states.values():
            continue
        open_ones = tuple(name for name, state in states.items() if state == "undecided")
        found.append(Applicable(clause, "undecided" if open_ones else "holds", bool(states), open_ones))
    return tuple(found)


def deciding(found: Iterable[Applicable]) -> tuple[Applicable, ...]:
    """The clauses that decide: special ones that hold, else general ones, else those that nobody can decide here."""
    every = tuple(found)
    special = tuple(one for one in every if one.state == "holds" and one.special)
    general = tuple(one for one in every if one.state == "holds")
    return special or general or every


def conditions(context: Context, use: Use, candidate: Candidate, when: Condition) -> dict[str, State]:
    """The state of each condition that the clause has."""
    states: dict[str, State] = {}
    if when.since and context.today < when.since:
        states["since"] = "excluded"
    if when.plan:
        attested = attestations.valid(context, candidate.service or "", ("plan",), use=use)
        plans = {attestation.value for attestation in attested if attestation.value}
        states["plan"] = _listed(plans, when.plan) if plans else "undecided"
    if when.region:
        states["region"] = "undecided"  # where the customer contracts from is in no policy key
    if when.model:
        ids = candidate.models or texts(use.models)
        states["model"] = _all([_listed({id.lower()}, when.model) for id in ids]) if ids else "undecided"
    if when.modality:
        states["modality"] = _listed({use.modality}, when.modality)
    if when.operation:
        states["operation"] = _operation(operation_words(use, candidate), when.operation)
    if when.audience:
        states["audience"] = _audience(context, candidate, when.audience)
    if when.other:
        states["other"] = "undecided"
    return states


def operation_name(use: Use, candidate: Candidate) -> str:
    """The operation's dotted name; of a call that is itself given its URL that URL's path: ``v1.chat.completions.``."""
    if candidate.endpoint and any(argument.level == "call" for argument in use.by_role("endpoint")):
        path = candidate.endpoint.partition("://")[2].partition("/")[2].partition("?")[0]
        return f".{path.strip('/').replace('/', '.')}."
    return use.operation


def operation_words(use: Use, candidate: Candidate) -> frozenset[str]:
    """What the call does, in the words of clause conditions."""
    name = operation_name(use, candidate).lower().replace("_", "").replace("-", "")
    words = {
        "inference": use.modality in CONTENT,
        "batch": use.modality == "batch" or ".batches." in name,
        "fine-tuning": use.modality == "fine-tuning",
        "responses": ".responses." in name,
        "chat-completions": "chat.completions" in name,
        "generate-content": "generatecontent" in name,
        "interactions": ".interactions." in name,
    }
    return frozenset(word for word, holds in words.items() if holds)


SETTLES: dict[str, Words] = {
    "plan": Words('an attestation of the plan (`states = "plan"`)', '套餐声明（`states = "plan"`）'),
    "region": Words("where you contract from", "贵方的签约所在地"),
    "model": Words("the model id", "模型名称"),
    "operation": Words("what is done with the content", "内容的用途"),
    "audience": Words("who the customer is", "客户身份"),
    "other": Words("a fact that code does not show", "代码无法体现的事实"),
}


def settles(found: Iterable[Applicable]) -> Words:
    """What would decide the open conditions, in words; the free words of a clause stand for themselves."""
    said: dict[str, Words] = {}
    for one in found:
        for name in one.settles:
            other = one.clause.when.other if one.clause.when and name == "other" else None
            words = Words(f"whether {other.en}", f"是否{other.zh}") if other else SETTLES[name]
            said[words.en] = words
    return Words(" and ".join(word.en for word in said.values()), "以及".join(word.zh for word in said.values()))


def _listed(values: set[str], patterns: tuple[str, ...]) -> State:
    """Every value is meant by a pattern and none by an exclusion."""
    wanted = [pattern.lower() for pattern in patterns if not pattern.startswith("!")]
    barred = [pattern[1:].lower() for pattern in patterns if pattern.startswith("!")]
    holds = all((not wanted or _matches(value, wanted)) and not _matches(value, barred) for value in values)
    return "holds" if holds else "excluded"


def _matches(value: str, globs: list[str]) -> bool:
    return any(fnmatchcase(value.lower(), glob) for glob in globs)


def _all(states: list[State]) -> State:
    return states[0] if len(set(states)) == 1 else "undecided"


def _operation(done: frozenset[str], wanted: tuple[str, ...]) -> State:
    decidable = tuple(word for word in wanted if word.removeprefix("!") in OPERATIONS)
    if any(word[1:] in done for word in decidable if word.startswith("!")):
        return "excluded"
    positive = [word for word in wanted if not word.startswith("!")]
    if not positive or done & set(positive):
        return "holds"
    return "excluded" if all(word in OPERATIONS for word in positive) else "undecided"


def _audience(context: Context, candidate: Candidate, wanted: tuple[str, ...]) -> State:
    service = context.service(candidate)
    own = "consumer" if service and service.audience == "consumer" else "api"
    kinds = {AUDIENCES.get(word.rstrip("s")) for word in wanted}
    if own in kinds:
        return "holds"
    return "undecided" if None in kinds else "excluded"
