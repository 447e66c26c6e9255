"""What must hold within a tracing library's file and between it and the SDKs."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.catalog import bilingual
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.wrappers import Wrapper


def faults(catalog: Catalog, wrapper: Wrapper) -> Iterator[str]:
    """Say what is wrong with a wrapper's file, each fault with its entry."""
    yield from bilingual.entry_gaps(wrapper)
    if not wrapper.records:
        yield "records nothing"
    for name, covered in wrapper.instruments.items():
        for distribution in covered:
            if distribution != "*" and distribution not in catalog.sdks:
                yield f"instruments.{name}: SDK {distribution!r} does not exist"
    for name in wrapper.only_with:
        if name not in wrapper.instruments:
            yield f"only_with.{name}: nothing of that name instruments"
    tops = {root.partition(".")[0] for root in wrapper.imports}
    for name in (*wrapper.decorators, *wrapper.contexts, *wrapper.functions, *wrapper.proxies, *wrapper.instruments):
        if name.partition(".")[0] not in tops:
            yield f"{name} hangs below no import of it"
