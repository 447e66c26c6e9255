"""Every operation of the catalogue is found: a small file for each client, name and operation, as real code writes it.

The files are generated from the catalogue, one form each, so that every form that an SDK has is used for it; the same
chains on classes of the project that bear the SDK's names stay silent.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.linking.linker import Linker
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.model.uses import Use
from aigc_lint.model.values import texts
from aigc_lint.reading.prefilter import Needles, scan
from aigc_lint.reading.read import read
from tests.linking.longtail.cases import Case, cases, namesakes, parts_of
from tests.linking.longtail.forms import possible
from tests.linking.longtail.states import annotated, options, states
from tests.linking.longtail.subjects import HTTP, operations, subjects

CATALOG = load()
DISTRIBUTIONS = sorted(CATALOG.sdks)


@pytest.fixture(scope="session")
def wanted() -> Needles:
    return needles(CATALOG, None)


def linked(texts: Sequence[str], wanted: Needles, catalog: Catalog = CATALOG) -> list[tuple[Use, ...]]:
    """The uses in each of the files of one project."""
    sources = {f"app/m{number:04}.py": text.encode() for number, text in enumerate(texts)}
    known = {path: read(data) for path, data in sources.items()}
    files = ModuleIndex.build({path: scan(data, wanted) for path, data in sources.items()}, root="", roots=[""])
    linker = Linker(files=files, facts=known.get, catalog=catalog)
    assert not [refusal for facts in known.values() for refusal in facts.refusals]
    return [linker.uses(path) if linker.relevant(path) else () for path in sources]


def complaint(case: Case, uses: tuple[Use, ...]) -> str:
    """What is wrong with what was found in a file; nothing where all is well."""
    calls = [use for use in uses if use.kind == "call" and use.operation not in case.ways]
    missing = set(case.ways) - {use.operation for use in uses}
    if missing:
        return f"not found: {sorted(missing)}"
    if case.operation is None:
        return f"found {calls[0].operation}" if calls else ""
    if len(calls) != 1:
        return f"{len(calls)} calls: {[use.operation for use in calls]}"
    (use,) = calls
    found = (use.operation, use.sdk, use.modality, use.place.span.line)
    expected = (case.operation, case.sdk, case.modality, case.line)
    if found != expected:
        return f"{found}, not {expected}"
    if case.model is not None and case.model not in texts(use.models):
        return f"models {use.models}, not {case.model}"
    if case.service is None:
        return ""
    services = {one.service or f"provider:{one.provider}" for one in use.candidates}
    if services != {case.service} or use.unresolved:
        return f"service {sorted(services)} {[one.reason for one in use.unresolved]}, not {case.service}"
    return ""


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_every_operation_is_found(distribution: str, wanted: Needles) -> None:
    made = cases(CATALOG, CATALOG.sdks[distribution])
    wrong = [
        f"{case.subject.name} {case.subject.chain} ({case.form}): {text}\n{case.text}"
        for case, uses in zip(made, linked([case.text for case in made], wanted), strict=True)
        if (text := complaint(case, uses))
    ]
    assert not wrong, f"{len(wrong)} of {len(made)}\n" + "\n".join(wrong)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_namesakes_of_the_project_stay_silent(distribution: str, wanted: Needles) -> None:
    made = list(namesakes(CATALOG, CATALOG.sdks[distribution]))
    found = linked([case.text for case in made], wanted)
    assert not [(case.text, uses) for case, uses in zip(made, found, strict=True) if uses]


def test_every_form_is_used_wherever_it_can_be() -> None:
    for sdk in CATALOG.sdks.values():
        forms = {case.form for case in cases(CATALOG, sdk)}
        can = {form for one in subjects(CATALOG, sdk) if one.reported for form, _ in possible(parts_of(CATALOG, one, "from"))}
        assert not can - forms, sdk.distribution


def test_nothing_is_left_out() -> None:
    """Every name of every client that has operations, and every operation of every client."""
    asked = [one for sdk in CATALOG.sdks.values() for one in subjects(CATALOG, sdk)]
    pairs = {(one.sdk.distribution, one.client.id if one.client else "module", one.chain) for one in asked}
    assert len(pairs) >= 2340
    for sdk in CATALOG.sdks.values():
        chains = {one.chain for one in asked if one.sdk is sdk}
        assert {chain for operation in sdk.operations for chain in operation.chains} <= chains
        for client in sdk.clients.values():
            names = {one.name for one in asked if one.client is client}
            assert client.kind == "module" or not operations(CATALOG, client) or set(client.names) <= names, client.id


STATEFUL = [name for name in DISTRIBUTIONS if any(one.globals or one.configure for one in CATALOG.sdks[name].clients.values())]


@pytest.mark.parametrize("distribution", STATEFUL)
def test_what_a_package_is_set_to_is_seen(distribution: str, wanted: Needles) -> None:
    for state in states(CATALOG, CATALOG.sdks[distribution]):
        (uses,) = linked([state.text], wanted)
        settings = [(use.operation, use.place.span.line) for use in uses if use.kind == "config"]
        assert settings == [(state.name, state.line)], state.text
        services = [one.service for use in uses if use.kind == "call" for one in use.candidates]
        assert state.service is None or services == [state.service], state.text


@pytest.mark.parametrize("distribution", [name for name in DISTRIBUTIONS if list(options(CATALOG, CATALOG.sdks[name]))])
def test_options_move_a_client_to_another_service(distribution: str, wanted: Needles) -> None:
    asked = list(options(CATALOG, CATALOG.sdks[distribution]))
    for (option, text), uses in zip(asked, linked([text for _, text in asked], wanted), strict=True):
        calls = [use for use in uses if use.kind == "call"]
        assert [use.service for use in calls] == [option.service], text


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_an_annotation_is_enough(distribution: str, wanted: Needles) -> None:
    asked = list(annotated(CATALOG, CATALOG.sdks[distribution]))
    if distribution in HTTP:
        assert all(not uses for uses in linked([text for _, text in asked], wanted))  # no URL, no service
        return
    for (operation, text), uses in zip(asked, linked([text for _, text in asked], wanted), strict=True):
        assert [use.operation for use in uses if use.kind == "call"] == [operation], text
