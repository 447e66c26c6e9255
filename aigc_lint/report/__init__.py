"""From an outcome to text: pure functions, one module per format.

A module of this package is a format when it has the constants ``FORMAT`` (what users call it) and ``KIND`` and a function
``render``. Nothing else has to be touched to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from aigc_lint.catalog.entries import Catalog
from aigc_lint.model.findings import Outcome
from aigc_lint.report.options import ReportOptions

Render = Callable[[Outcome, Catalog, ReportOptions], str]


def formats() -> Mapping[str, Render]:
    """Return the formats of ``check``, by name."""
    return _discovered("findings")


def inventories() -> Mapping[str, Render]:
    """Return the formats of ``inventory``, by name."""
    return _discovered("inventory")


@cache
def _discovered(kind: str) -> Mapping[str, Render]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {module.FORMAT: module.render for module in modules if getattr(module, "KIND", None) == kind}
