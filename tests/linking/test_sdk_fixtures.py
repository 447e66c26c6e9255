"""Every SDK of the catalogue as its users write it: ``fixtures/sdks/<distribution>/``, by hand, with the marks of ``marks.py``.

What carries no content (listing models, reading files back, settings, exceptions, objects of the project that bear the
same names) stands there too, and stays silent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.linking.linker import Linker
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.model.uses import Use
from aigc_lint.reading.prefilter import scan
from aigc_lint.reading.read import read
from tests.linking.marks import compared, marked

CASES = Path(__file__).parents[2] / "fixtures" / "sdks"
CATALOG = load()
WANTED = needles(CATALOG, None)
NAMES = sorted(CATALOG.sdks)


def found(sources: dict[str, bytes]) -> dict[str, tuple[Use, ...]]:
    """The uses in each file of a project."""
    known = {path: read(data) for path, data in sources.items()}
    assert not [refusal for facts in known.values() for refusal in facts.refusals]
    files = ModuleIndex.build({path: scan(data, WANTED) for path, data in sources.items()}, root="", roots=[""])
    linker = Linker(files=files, facts=known.get, catalog=CATALOG)
    return {path: linker.uses(path) if linker.relevant(path) else () for path in sources}


@pytest.mark.parametrize("distribution", NAMES)
def test_fixture(distribution: str) -> None:
    folder = CASES / distribution
    sources = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.py"))}
    assert sources, f"an SDK needs a fixture: fixtures/sdks/{distribution}/"
    uses = found(sources)
    complaints = [
        f"{path}:{line}" for path, data in sources.items() for line in compared(marked(data.decode()), uses[path])
    ]  # fmt: skip
    assert not complaints, "\n  ".join(["", *complaints])
    calls = [use for one in uses.values() for use in one if use.kind == "call"]
    roots = CATALOG.sdks[distribution].imports
    assert any(use.sdk == distribution or any(step.detail.startswith(roots) for step in use.via) for use in calls)


@pytest.mark.parametrize("distribution", NAMES)
def test_a_fixture_names_operations_and_has_silent_calls(distribution: str) -> None:
    """A mark without an operation would be met by any call; a fixture without silent calls shows no restraint."""
    for path in (CASES / distribution).rglob("*.py"):
        lines = path.read_text().splitlines()
        assert all("op=" in line for line in lines if "# call:" in line), path
    texts = [path.read_text() for path in (CASES / distribution).rglob("*.py")]
    marks = sum(text.count("# call:") for text in texts)
    assert marks
    assert sum(line.count("(") for text in texts for line in text.splitlines() if "# call:" not in line) > 1


def test_no_fixture_without_an_sdk() -> None:
    assert {path.name for path in CASES.iterdir()} == set(NAMES)
