"""From an outcome to text: pure functions, one module per format.

A module of this package is a format when it has the constants ``FORMAT`` (what users call it) and ``KIND`` and a function
``render``. Nothing else has to be touched to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.findings import Outcome
from aigc_lint.model.members import members
from aigc_lint.report.options import ReportOptions

Render = Callable[[Outcome, Catalog, ReportOptions], str]


def formats() -> Mapping[str, Render]:
    """Return the formats of ``check``, by name."""
    return _Formats("findings")


def inventories() -> Mapping[str, Render]:
    """Return the formats of ``inventory``, by name."""
    return _Formats("inventory")


class _Formats(Mapping[str, Render]):
    """The formats of one kind; a run that asks for one does not import all of them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getitem__(self, name: str) -> Render:
        for own, render in self._found(near=name):
            if own == name:
                return render
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._found())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _found(self, *, near: str = "") -> Iterator[tuple[str, Render]]:
        """Import the modules, those that are named like what is looked for first."""
        for name in sorted(members(__path__), key=lambda name: near not in name):
            module = import_module(f"{__name__}.{name}")
            if getattr(module, "KIND", None) == self._kind:
                yield module.FORMAT, module.render
