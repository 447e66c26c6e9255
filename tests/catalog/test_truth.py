"""The SDK files against the source of the real SDKs: a tier of small wheels from the registry, read and never imported."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Sdk
from aigc_lint.catalog.load import load
from tests.registry import refuse
from tools.verify_catalog.bench import Bench
from tools.verify_catalog.claims import Claim
from tools.verify_catalog.excuses import failures, needless, read_excuses
from tools.verify_catalog.pins import of_tier, read_pins
from tools.verify_catalog.verify import verify
from tools.verify_catalog.wheels import DownloadError, fetch

PINS = read_pins()
TIER = sorted({pin.proves for pin in of_tier(PINS, "test") if pin.proves})
MUTATIONS = ("operation", "parameter", "client")
LIMIT = 40_000_000


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the shipped catalogue."""
    return load()


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Return the wheels of the tier."""
    try:
        return Bench(fetch(of_tier(PINS, "test")))
    except DownloadError as error:
        refuse(str(error))


def wrong(bench: Bench, catalog: Catalog, sdk: Sdk) -> list[Claim]:
    """Return what the source does not confirm and nobody excuses."""
    return failures(verify(bench, catalog.sdks, sdk), read_excuses())


def test_the_tier_is_small_and_holds_the_sdks_that_matter_most() -> None:
    assert sum(pin.size for pin in of_tier(PINS, "test")) <= LIMIT
    matter = {"anthropic", "cohere", "dashscope", "groq", "mistralai", "ollama", "openai", "together", "zai-sdk", "zhipuai"}
    assert matter <= set(TIER)


def test_each_version_that_an_sdk_file_calls_verified_is_pinned_and_no_other(catalog: Catalog) -> None:
    pinned: dict[str, set[str]] = {}
    for pin in PINS:
        if pin.proves and pin.distribution in (pin.proves, f"{pin.proves}-ai"):
            pinned.setdefault(pin.proves, set()).add(pin.version)
    verified = {name: set(sdk.verified) for name, sdk in catalog.sdks.items() if sdk.verified}
    assert pinned == verified


def test_every_pin_and_every_excuse_is_of_an_sdk_file(catalog: Catalog) -> None:
    assert {pin.proves for pin in PINS if pin.proves} - set(catalog.sdks) == set()
    assert set(read_excuses()) - set(catalog.sdks) == set()


@pytest.mark.registry
@pytest.mark.parametrize("name", TIER)
def test_every_name_stands_in_the_source(name: str, bench: Bench, catalog: Catalog) -> None:
    claims = list(verify(bench, catalog.sdks, catalog.sdks[name]))
    assert [f"{one.key}: {one.why}" for one in failures(claims, read_excuses())] == []
    assert needless(claims, read_excuses()) == []
    assert sum(one.kind == "operation" and one.state == "confirmed" for one in claims) >= 2


@pytest.mark.registry
@pytest.mark.parametrize("name", TIER)
@pytest.mark.parametrize("what", MUTATIONS)
def test_a_wrong_name_is_caught(name: str, what: str, bench: Bench, catalog: Catalog) -> None:
    for mutant, invented in mutants(catalog.sdks[name], what):
        assert any(invented in claim.name and claim.kind == what for claim in wrong(bench, catalog, mutant)), invented


def mutants(sdk: Sdk, what: str) -> Iterator[tuple[Sdk, str]]:
    """Yield copies of an SDK file, each with one wrong name: the first, the middle and the last of its kind."""
    operations = [place for place, one in enumerate(sdk.operations) if what != "parameter" or one.roles]
    places = sorted({operations[0], operations[len(operations) // 2], operations[-1]})
    for place in places if what != "client" else ():
        old = sdk.operations[place]
        if what == "operation":
            new = msgspec.structs.replace(old, chains=(misspelt(old.chains[0]), *old.chains[1:]))
            invented = new.chains[0]
        else:
            role, meaning = next(iter(old.roles.items()))
            first, dot, rest = role.partition(".")
            invented = f"{misspelt(first)}{dot}{rest}"
            new = msgspec.structs.replace(old, roles={**old.roles, invented: meaning})
        yield msgspec.structs.replace(sdk, operations=(*sdk.operations[:place], new, *sdk.operations[place + 1 :])), invented
    for id, client in sdk.clients.items() if what == "client" else ():
        invented = misspelt(client.names[0])
        mistaken = msgspec.structs.replace(client, names=(invented,))
        yield msgspec.structs.replace(sdk, clients={**sdk.clients, id: mistaken}), invented


def misspelt(name: str) -> str:
    """Make a name that nobody has."""
    return f"{name[:-2]}{name[-1]}{name[-2]}x"
