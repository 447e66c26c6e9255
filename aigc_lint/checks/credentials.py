"""A key stands in the code as a literal. The message never holds it: values arrive redacted."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import facts
from aigc_lint.model.findings import Verdict
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Use
from aigc_lint.model.values import Hidden, Mapping, Sequence, Values

CREDENTIAL = "credential"
CARRIERS = ("endpoint", "headers", "query", "region")
"""Roles in which a key travels along: in a URL, in a header."""
OWN = ("call", "derived")
"""Levels that a call writes itself; what its client was given is told where the client is made."""


def check(context: Context) -> Iterator[Verdict]:
    """Once per literal and file, at the client or setting that takes it, else at the call."""
    told: set[tuple[str, Place | Span | None, str]] = set()
    for use in sorted(context.uses, key=lambda use: (use.kind == "call", use.place)):
        if _stays_home(context, use):
            continue
        for name, hidden, span in _hidden(use):
            where = (use.place.path, hidden.place or span, "" if hidden.place or span else name)
            if where not in told:
                told.add(where)
                yield Verdict("violation", use, facts=facts({"argument": name}), span=span)
                break


def _hidden(use: Use) -> Iterator[tuple[str, Hidden, Span | None]]:
    """The literal keys that this use writes, with the argument that takes them."""
    roles = dict(use.roles)
    for argument in use.arguments:
        role = roles.get(argument.name, "")
        if use.kind == "call" and argument.level not in OWN and argument.span is None:
            continue
        for hidden in _inside(argument.values):
            if role == CREDENTIAL or (role in CARRIERS and hidden.kind == "pattern") or (role == "headers"):
                yield argument.name, hidden, argument.span


def _inside(values: Values) -> Iterator[Hidden]:
    for value in values:
        match value:
            case Hidden():
                yield value
            case Mapping(items=items):
                for _, inner in items:
                    yield from _inside(inner)
            case Sequence(items=parts):
                for inner in parts:
                    yield from _inside(inner)


def _stays_home(context: Context, use: Use) -> bool:
    """The use reaches nothing but the project's own servers: their keys are often placeholders, and no provider's."""
    services = [context.service(candidate) for candidate in use.candidates]
    return bool(services) and not use.unresolved and all(service and service.audience == "self-hosted" for service in services)
