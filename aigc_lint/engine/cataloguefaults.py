"""Where in a company's own catalogue a fault stands: from the entry that the catalogue's own checks name to file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import tomli

from aigc_lint.catalog.said import in_chinese
from aigc_lint.catalog.sources import Source
from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words
from aigc_lint.policy.positions import Positions, spell

CODE = "catalogue"

Path = tuple[str | int, ...]

_SYNTAX = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)
_WITHIN = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_ENTRY = re.compile(
    r"(services|documents|clients|shapes|prefixes|topics|aliases)\.(.+?)(?:\.(opt_outs|endpoints|models)\[(\d+)\])?"
)
_ROW = re.compile(r"(clause|duty|watch) (.+)")
_NUMBERED = re.compile(r"(operations)\[(\d+)\]")


def problems(errors: Sequence[str], own: Sequence[Source], *, policy: str) -> tuple[Problem, ...]:
    """Give each error its file and line; what none of the files has is the policy's, which put them together."""
    files = [_File(source, name, data) for source in own for name, data in source.files.items()]
    found = [_problem(error, files, policy) for error in errors]
    return tuple(sorted(set(found), key=lambda one: (one.path, one.line or 0, one.message.en)))


class _File:
    """One file of an own catalogue."""

    def __init__(self, source: Source, name: str, data: bytes) -> None:
        self.name = name
        self.shown = source.name(name)
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        try:
            self.table: dict[str, Any] = tomli.loads(text)
            self.positions = Positions(text)
        except (ValueError, RecursionError):
            self.table, self.positions = {}, Positions("")


def _problem(error: str, files: Sequence[_File], policy: str) -> Problem:
    name, _, rest = error.partition(": ")
    candidates = [file for file in files if name in (file.name, file.shown)]
    if not candidates:
        return _told(policy, (1, 1), error)
    if syntax := _SYNTAX.match(rest):
        return _told(candidates[-1].shown, (int(syntax[2] or 1), int(syntax[3] or 1)), syntax[1])
    # Of files that lie on top of each other, the uppermost one that has the entry.
    for file in reversed(candidates):
        path = _path(rest, file.table)
        if path:
            return _told(file.shown, file.positions.find(spell(*path)), rest)
    return _told(candidates[-1].shown, (1, 1), rest)


def _told(path: str, spot: tuple[int, int], said: str) -> Problem:
    within = _WITHIN.search(said)
    key = within[1].removeprefix(".") if within else ""
    plain = _WITHIN.sub("", said) + (f" at `{key}`" if key else "")
    message = Words(plain, in_chinese(plain))
    return Problem(code=CODE, path=path, message=message, hint=Words("", ""), line=spot[0], column=spot[1])


def _path(said: str, table: dict[str, Any]) -> Path:
    """The key path that the words of an error mean in a file; empty where the file has no such entry."""
    entry, _, what = said.partition(": ")
    start = next(iter(_entries(entry, table)), ())
    if not start and entry.split(" ")[0].split(".")[0] in table:
        start, what = (), said  # the fault names a key of the file itself
    elif not start:
        return ()
    inner = _WITHIN.search(said)
    if inner:
        steps: Path = tuple(name or int(index) for name, index in _STEP.findall(inner[1].partition("[...]")[0]))
    else:
        steps = tuple(what.split(" ")[0].rstrip(":").split("."))
    return (*start, *steps)


def _entries(entry: str, table: dict[str, Any]) -> Iterator[Path]:
    """The places that an entry's name may mean."""
    if match := _ROW.fullmatch(entry):
        yield from _rows(match[1], match[2], table)
    elif match := _NUMBERED.fullmatch(entry):
        if int(match[2]) < len(_list(table, match[1])):
            yield match[1], int(match[2])
    elif entry.startswith("operations "):
        for index, operation in enumerate(_list(table, "operations")):
            if isinstance(operation, dict) and entry.partition(" ")[2] in operation.get("chains", ()):
                yield "operations", index
    elif match := _ENTRY.fullmatch(entry):
        kind, id, part, number = match.groups()
        held = table.get(kind)
        if isinstance(held, dict) and id in held:
            yield (kind, id, part, int(number)) if part else (kind, id)
        elif isinstance(held, dict) and id.partition(".")[0] in held:
            yield (kind, *id.split("."))
    elif entry in ("provider", "sdk", "regulation") and table:
        yield ("id",)


def _rows(kind: str, id: str, table: dict[str, Any]) -> Iterator[Path]:
    """Clauses, which services hold, and duties and what is watched, which regulations do; ids may be written in full."""
    owner, _, part = id.rpartition("/")
    if kind == "clause":
        services = table.get("services")
        service = services.get(owner) if isinstance(services, dict) else None
        lists: list[tuple[Path, list[Any]]] = [(("services", owner, "clauses"), _list(service, "clauses"))]
    else:
        key = "duties" if kind == "duty" else "watch"
        lists = [((key,), _list(table, key))]
    for path, rows in lists:
        for index, row in enumerate(rows):
            if isinstance(row, dict) and row.get("id") in (id, part):
                yield (*path, index)


def _list(table: Any, key: str) -> list[Any]:
    held = table.get(key) if isinstance(table, dict) else None
    return held if isinstance(held, list) else []
