"""AIG301: which guards count."""

from __future__ import annotations

import pytest

from aigc_lint.model.uses import Guard
from aigc_lint.model.values import Known, Unknown, Value
from tests.builders import catalog, guard, judge, use

OWN = '[[provenance.wrapper]]\nname = "app.ai.recorded"\n'


def outcomes(*guards: Guard, asks: str = OWN, sdk: str = "openai") -> list[str]:
    return [one.variant for one in judge("AIG301", use("openai-api", guards=guards, sdk=sdk), asks=asks)]


@pytest.mark.parametrize("kind", ["decorator", "context", "handed", "proxy", "caller"])
def test_the_projects_own_wrapper_in_every_form(kind: str) -> None:
    assert outcomes(guard("app.ai.recorded", kind)) == []  # type: ignore[arg-type]


def test_nothing_wraps_it() -> None:
    assert outcomes() == ["default"]
    assert outcomes(guard("functools.lru_cache"), guard("app.ai.recorded_elsewhere")) == ["default"]


def test_a_call_in_the_wrappers_own_body_is_recorded() -> None:
    assert judge("AIG301", use("openai-api", function="app.ai.recorded.inner"), asks=OWN) == []
    assert len(judge("AIG301", use("openai-api", function="app.ai.recorded_elsewhere"), asks=OWN)) == 1


def test_a_known_library_counts_only_where_the_policy_names_it() -> None:
    assert outcomes(guard("langfuse.observe")) == ["default"]
    assert outcomes(guard("langfuse.observe"), asks='[provenance]\nlibraries = ["langfuse"]') == []


@pytest.mark.parametrize("library", sorted(catalog().wrappers))
def test_every_library_is_accepted_by_its_own_names(library: str) -> None:
    wrapper = catalog().wrappers[library]
    asks = f'[provenance]\nlibraries = ["{library}"]'
    for name in (*wrapper.decorators, *wrapper.contexts, *wrapper.functions):
        assert outcomes(guard(name), asks=asks) == []
    for name in wrapper.proxies:
        assert outcomes(guard(name, "proxy"), asks=asks) == []
    for name, covers in wrapper.instruments.items():
        sdk = "openai" if "*" in covers else covers[0]
        asked = {wrapper.only_with[name]: Known(True)} if name in wrapper.only_with else {}
        assert outcomes(guard(name, "instrumented", **asked), asks=asks, sdk=sdk) == []
    for name in wrapper.handlers:
        assert outcomes(guard(f"{name}()", "callback"), asks=asks) == []
        assert outcomes(guard(f"{name}()", "callback"), asks='[provenance]\nlibraries = ["openinference"]') == ["default"]
    for listed, entries in wrapper.switches.items():
        for entry in entries:
            assert outcomes(guard(f"{listed}={entry}", "instrumented"), asks=asks, sdk="litellm") == []
        assert outcomes(guard(f"{listed}=sentry", "instrumented"), asks=asks, sdk="litellm") == ["default"]


@pytest.mark.parametrize(
    ("given", "outcome"), [({}, ["default"]), ({"auto_instrument": Known(False)}, ["default"]), ({"auto_instrument": Known(None)},
    ["default"]), ({"auto_instrument": Known(True)}, []), ({"auto_instrument": Unknown("environment", "env:TRACE")}, [])]
)  # fmt: skip
def test_what_patches_only_when_asked_must_be_asked(given: dict[str, Value], outcome: list[str]) -> None:
    asks = '[provenance]\nlibraries = ["phoenix"]'
    assert outcomes(guard("phoenix.otel.register", "instrumented", **given), asks=asks) == outcome


def test_an_instrumentor_of_another_sdk_does_not_count() -> None:
    asks = '[provenance]\nlibraries = ["openinference"]'
    instruments = catalog().wrappers["openinference"].instruments
    name, covers = next((name, covers) for name, covers in instruments.items() if "*" not in covers)
    assert outcomes(guard(name, "instrumented"), asks=asks, sdk=covers[0]) == []
    assert outcomes(guard(name, "instrumented"), asks=asks, sdk="some-other-sdk") == ["default"]


def test_a_policy_that_names_no_wrapper_is_told_so() -> None:
    assert outcomes(asks="[provenance]") == ["none-named"]


def test_only_calls_are_asked() -> None:
    assert judge("AIG301", use("openai-api", kind="client"), use("openai-api", modality="chat-session"), asks=OWN) == []
    assert judge("AIG301", use("openai-api")) == []


def test_the_service_does_not_matter() -> None:
    assert len(judge("AIG301", use("self-hosted"), use("openai-api", line=20), asks=OWN)) == 2
