"""Marks in fixtures: what linking must find at the line where a call's expression starts; a line without one stays silent.

    # call: deepseek-api                  the one service
    # call: openai-api|deepseek-api       several may be meant, in any order
    # call: ?                             a call whose service cannot be known
    # call: deepseek-api?                 this service on some ways to the call, others unknown
    # call: openai-api model=gpt-5        the models too (several with ``|``)
    # call: openai-api op=files.create    the end of the operation's dotted name

``# client: ...`` (a construction) and ``# config: ...`` (a setting of the SDK's module) are marked alike; these are
compared only in files that mark at least one of their kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from aigc_lint.model.uses import Use
from aigc_lint.model.values import texts

_MARK = re.compile(r"# (call|client|config): (\S+)((?: (?:model|op)=\S+)*)")


class Expected(NamedTuple):
    """One mark."""

    kind: str
    services: str
    models: str | None
    operation: str | None


def marked(text: str) -> dict[int, list[Expected]]:
    """The marks by line."""
    found: dict[int, list[Expected]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), 1):
        for kind, services, rest in _MARK.findall(line):
            more = dict(one.split("=", 1) for one in rest.split())
            models = _sorted(more["model"]) if "model" in more else None
            found[number].append(Expected(kind, _sorted(services), models, more.get("op")))
    return found


def compared(marks: dict[int, list[Expected]], uses: tuple[Use, ...]) -> list[str]:
    """What differs, line by line."""
    kinds = {"call"} | {mark.kind for line in marks.values() for mark in line}
    found: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        if use.kind in kinds:
            found[use.place.span.line].append(use)
    complaints = []
    for line in sorted({*marks, *found}):
        complaints += [f"{line}  {text}" for text in _on_line(list(marks.get(line, ())), list(found.get(line, ())))]
    return complaints


def _on_line(marks: list[Expected], uses: list[Use]) -> list[str]:
    """Pair marks and uses: equal ones first, then those of the same kind."""
    for mark in list(marks):
        same = next((use for use in uses if not _difference(mark, use)), None)
        if same is not None:
            marks.remove(mark)
            uses.remove(same)
    complaints = []
    for mark in marks:
        other = next((use for use in uses if use.kind == mark.kind), None)
        if other is None:
            complaints.append(f"missing {mark.kind}: {mark.services}")
        else:
            uses.remove(other)
            complaints.append(_difference(mark, other))
    return complaints + [f"unexpected {use.kind}: {_services(use)} ({use.operation})" for use in uses]


def _difference(mark: Expected, use: Use) -> str:
    if use.kind != mark.kind:
        return f"{use.kind}, not {mark.kind}"
    if _services(use) != mark.services:
        why = ", ".join(f"{one.reason} {one.origin}".strip() for one in use.unresolved)
        return f"{mark.kind} of {_services(use)}{f' ({why})' if why else ''}, not {mark.services}"
    if mark.operation is not None and not f".{use.operation}".endswith(f".{mark.operation}"):
        return f"{use.operation}, not {mark.operation}"
    models = "|".join(sorted(texts(use.models)))
    return f"model {models or 'unknown'}, not {mark.models}" if mark.models and models != mark.models else ""


def _services(use: Use) -> str:
    named = {one.service or f"provider:{one.provider}" for one in use.candidates}
    return "|".join(sorted(named)) + ("?" if use.unresolved or not named else "")


def _sorted(text: str) -> str:
    unknown = text.endswith("?")
    names = sorted(text.removesuffix("?").split("|"))
    return "|".join(names) + ("?" if unknown else "")
