"""What linking finds in code as real projects write it: ``fixtures/idioms/``, one folder for each idiom.

A case is a small project; its marks are those of ``marks.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.linking.linker import MOST_HELD, Linker
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.model.facts import Facts
from aigc_lint.reading.prefilter import Needles, scan
from aigc_lint.reading.read import read
from tests.linking.marks import compared, marked

CASES = Path(__file__).parents[2] / "fixtures" / "idioms"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="session")
def wanted(catalog: Catalog) -> Needles:
    return needles(catalog, None)


def project(
    case: str, catalog: Catalog, wanted: Needles, *, most_held: int = MOST_HELD
) -> tuple[dict[str, bytes], Linker]:
    """The files of a case, and a linker over them that has looked at nothing yet."""
    sources = {path.relative_to(CASES / case).as_posix(): path.read_bytes() for path in sorted((CASES / case).rglob("*.py"))}
    known: dict[str, Facts] = {path: read(data) for path, data in sources.items()}
    assert sources
    assert not [refusal for facts in known.values() for refusal in facts.refusals]
    roots = ["src", ""] if any(path.startswith("src/") for path in sources) else [""]
    files = ModuleIndex.build({path: scan(data, wanted) for path, data in sources.items()}, root="", roots=roots)
    return sources, Linker(files=files, facts=known.get, catalog=catalog, most_held=most_held)


@pytest.mark.parametrize("case", NAMES)
def test_idiom(case: str, catalog: Catalog, wanted: Needles) -> None:
    sources, linker = project(case, catalog, wanted)
    complaints = []
    for path, data in sources.items():
        found = linker.uses(path) if linker.relevant(path) else ()
        complaints += [f"{path}:{line}" for line in compared(marked(data.decode()), found)]
    assert not complaints, "\n  ".join(["", *complaints])


def test_a_request_that_is_never_sent_is_nobodys_client(catalog: Catalog, wanted: Needles) -> None:
    """The marks speak of calls alone; a request that a test makes up must not stand among the clients either."""
    sources, linker = project("negative-request-never-sent", catalog, wanted)
    assert [use for path in sources for use in linker.uses(path)] == []


@pytest.mark.parametrize("case", [name for name in NAMES if len(list((CASES / name).rglob("*.py"))) > 1])
def test_order_does_not_show(case: str, catalog: Catalog, wanted: Needles) -> None:
    sources, forwards = project(case, catalog, wanted)
    found = {path: forwards.uses(path) if forwards.relevant(path) else () for path in sources}
    for path in sources:
        alone = project(case, catalog, wanted)[1]
        assert (alone.uses(path) if alone.relevant(path) else ()) == found[path], path


@pytest.mark.parametrize("case", [name for name in NAMES if len(list((CASES / name).rglob("*.py"))) > 1])
def test_forgetting_does_not_show(case: str, catalog: Catalog, wanted: Needles) -> None:
    """What is held is bounded by forgetting it: here before every file."""
    sources, forgetful = project(case, catalog, wanted, most_held=0)
    others = project(case, catalog, wanted)[1]
    seen = []
    for path in sources:
        found = others.uses(path) if others.relevant(path) else ()
        assert (forgetful.uses(path) if forgetful.relevant(path) else ()) == found, path
        seen.append(forgetful.finder)
    looked_into = sum(others.relevant(path) for path in sources)
    assert looked_into < 2 or len(set(map(id, seen))) > 1, "nothing was forgotten"
