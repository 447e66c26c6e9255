"""Several wheels as one import path: the distribution under test first, its dependencies behind it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import griffe

from tools.verify_catalog.wheels import Wheel


class Sources:
    """Finds modules and syntax trees."""

    def __init__(self, wheels: Sequence[Wheel], *, near: int = 1) -> None:
        self.wheels = tuple(wheels)
        self._near = near
        """How many of the wheels, from the first, are under test or required by what is."""
        self._by_file = {wheel.path.name: wheel for wheel in wheels}
        self._modules: dict[str, griffe.Module | None] = {}

    def _owners(self, top: str) -> Sequence[Wheel]:
        """The wheels that a package is looked for in: the near ones if it is theirs, else all."""
        return [wheel for wheel in self.wheels[: self._near] if top in wheel.tops] or self.wheels

    def module(self, name: str) -> griffe.Module | None:
        """A module by its dotted name."""
        if name not in self._modules:
            candidates = self._owners(name.partition(".")[0])
            found = [module for wheel in candidates if (module := wheel.module(name)) is not None]
            # A folder without source in one wheel must not hide the same folder with source in another.
            self._modules[name] = next((module for module in found if module.members), found[0] if found else None)
        return self._modules[name]

    def function_source(self, function: griffe.Object) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The syntax tree of a function or property."""
        wheel = self._wheel(function)
        return wheel.function_source(function) if wheel else None

    def module_source(self, module: griffe.Object) -> ast.Module:
        """The syntax tree of a module."""
        wheel = self._wheel(module)
        return wheel.module_source(module) if wheel else ast.Module(body=[], type_ignores=[])

    def _wheel(self, thing: griffe.Object) -> Wheel | None:
        return self._by_file.get(thing.filepath.parts[0]) if isinstance(thing.filepath, Path) else None
