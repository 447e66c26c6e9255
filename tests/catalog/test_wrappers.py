"""The known tracing libraries: whom they cover, what they record, where their names hang."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.entries import Wrapper
from aigc_lint.catalog.load import load

CATALOG = load()
FIELDS = {"provider", "model", "version", "prompt", "parameters", "time", "output"}
each_wrapper = pytest.mark.parametrize("wrapper", CATALOG.wrappers.values(), ids=lambda wrapper: wrapper.id)


@each_wrapper
def test_a_wrapper_covers_sdks_that_exist(wrapper: Wrapper) -> None:
    covered = {distribution for covers in wrapper.instruments.values() for distribution in covers}
    assert covered - {"*"} <= set(CATALOG.sdks)
    assert set(wrapper.only_with) <= set(wrapper.instruments)


@each_wrapper
def test_a_wrapper_records_fields_of_the_vocabulary(wrapper: Wrapper) -> None:
    assert wrapper.records
    assert set(wrapper.records) <= FIELDS


@each_wrapper
def test_a_wrapper_names_what_hangs_below_its_imports(wrapper: Wrapper) -> None:
    named = (*wrapper.decorators, *wrapper.contexts, *wrapper.functions, *wrapper.proxies, *wrapper.instruments)
    assert named
    tops = {root.partition(".")[0] for root in wrapper.imports}
    assert {name.partition(".")[0] for name in named} <= tops


def test_a_drop_in_class_records_and_its_original_does_not() -> None:
    proxies = CATALOG.wrappers["langfuse"].proxies
    drop_in = [name for client in CATALOG.sdks["langfuse"].clients.values() for name in client.names if client.kind == "class"]
    assert drop_in
    assert all(any(name.startswith(f"{proxy}.") for proxy in proxies) for name in drop_in)


def test_phoenix_patches_only_when_asked() -> None:
    assert CATALOG.wrappers["phoenix"].only_with == {"phoenix.otel.register": "auto_instrument"}
