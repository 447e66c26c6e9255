"""What linking finds in code as real projects write it: ``fixtures/idioms/``, one folder for each idiom.

A case is a small project. A mark at the line where a call's expression starts says what is found there, and a line
without one stays silent:

    # call: deepseek-api                  the one service
    # call: openai-api|deepseek-api       several may be meant, in any order
    # call: ?                             a call whose service cannot be known
    # call: deepseek-api?                 this service on some ways to the call, others unknown
    # call: openai-api model=gpt-5        the models too (several with ``|``)

``# client: ...`` (a construction) and ``# config: ...`` (a setting of the SDK's module) are marked alike; these are
compared only in files that mark at least one of their kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from aigc_lint.catalog.entries import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.linking.linker import Linker
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.model.facts import Facts
from aigc_lint.model.uses import Use
from aigc_lint.model.values import texts
from aigc_lint.reading.prefilter import Needles, scan
from aigc_lint.reading.read import read

CASES = Path(__file__).parents[2] / "fixtures" / "idioms"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
_MARK = re.compile(r"# (call|client|config): (\S+)(?: model=(\S+))?")


class Expected(NamedTuple):
    """One mark."""

    kind: str
    services: str
    models: str | None


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="session")
def wanted(catalog: Catalog) -> Needles:
    return needles(catalog, None)


def project(case: str, catalog: Catalog, wanted: Needles) -> tuple[dict[str, bytes], Linker]:
    """The files of a case, and a linker over them that has looked at nothing yet."""
    sources = {path.relative_to(CASES / case).as_posix(): path.read_bytes() for path in sorted((CASES / case).rglob("*.py"))}
    known: dict[str, Facts] = {path: read(data) for path, data in sources.items()}
    assert sources
    assert not [refusal for facts in known.values() for refusal in facts.refusals]
    roots = ["src", ""] if any(path.startswith("src/") for path in sources) else [""]
    files = ModuleIndex.build({path: scan(data, wanted) for path, data in sources.items()}, root="", roots=roots)
    return sources, Linker(files=files, facts=known.get, catalog=catalog)


@pytest.mark.parametrize("case", NAMES)
def test_idiom(case: str, catalog: Catalog, wanted: Needles) -> None:
    sources, linker = project(case, catalog, wanted)
    complaints = []
    for path, data in sources.items():
        found = linker.uses(path) if linker.relevant(path) else ()
        complaints += [f"{path}:{line}" for line in compared(marked(data.decode()), found)]
    assert not complaints, "\n  ".join(["", *complaints])


@pytest.mark.parametrize("case", [name for name in NAMES if len(list((CASES / name).rglob("*.py"))) > 1])
def test_order_does_not_show(case: str, catalog: Catalog, wanted: Needles) -> None:
    sources, forwards = project(case, catalog, wanted)
    found = {path: forwards.uses(path) if forwards.relevant(path) else () for path in sources}
    for path in sources:
        alone = project(case, catalog, wanted)[1]
        assert (alone.uses(path) if alone.relevant(path) else ()) == found[path], path


def marked(text: str) -> dict[int, list[Expected]]:
    """The marks by line."""
    found: dict[int, list[Expected]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), 1):
        for kind, services, models in _MARK.findall(line):
            found[number].append(Expected(kind, _sorted(services), _sorted(models) if models else None))
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
    models = "|".join(sorted(texts(use.models)))
    return f"model {models or 'unknown'}, not {mark.models}" if mark.models and models != mark.models else ""


def _services(use: Use) -> str:
    named = {one.service or f"provider:{one.provider}" for one in use.candidates}
    return "|".join(sorted(named)) + ("?" if use.unresolved or not named else "")


def _sorted(text: str) -> str:
    unknown = text.endswith("?")
    names = sorted(text.removesuffix("?").split("|"))
    return "|".join(names) + ("?" if unknown else "")
