"""The known tracing libraries: whom they cover, what they record, where their names hang."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.entries.wrappers import Wrapper
from aigc_lint.catalog.load import load

CATALOG = load()
each_wrapper = pytest.mark.parametrize("wrapper", CATALOG.wrappers.values(), ids=lambda wrapper: wrapper.id)


@each_wrapper
def test_a_wrapper_names_something_that_records(wrapper: Wrapper) -> None:
    named = (*wrapper.decorators, *wrapper.contexts, *wrapper.functions, *wrapper.proxies, *wrapper.instruments)
    assert named
    assert set(wrapper.only_with) <= set(wrapper.instruments)


@each_wrapper
def test_a_list_of_recorders_belongs_to_an_sdk(wrapper: Wrapper) -> None:
    roots = {root for sdk in CATALOG.sdks.values() for root in sdk.imports}
    assert all(name.rpartition(".")[0] in roots and entries for name, entries in wrapper.switches.items())


def test_a_drop_in_class_records_and_its_original_does_not() -> None:
    proxies = CATALOG.wrappers["langfuse"].proxies
    drop_in = [name for client in CATALOG.sdks["langfuse"].clients.values() for name in client.names if client.kind == "class"]
    assert drop_in
    assert all(any(name.startswith(f"{proxy}.") for proxy in proxies) for name in drop_in)


def test_phoenix_patches_only_when_asked() -> None:
    assert CATALOG.wrappers["phoenix"].only_with == {"phoenix.otel.register": "auto_instrument"}
