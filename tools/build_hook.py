"""Puts the compiled catalogue into the wheel, so that no installation has to make it (hatch's custom build hook)."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface  # type: ignore[import-not-found, unused-ignore]


class CompileCatalogue(BuildHookInterface):  # type: ignore[misc, unused-ignore]
    """Compiles ``rules/``; a checkout that is installed as editable makes its own at the first start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to what is packed."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from aigc_lint.catalog import compiled, locate, sources
        from aigc_lint.catalog.load import from_files

        source = sources.read(root / "rules")
        made = compiled.encode(from_files(source), compiled.key(source.files))
        if made is None:
            raise RuntimeError("the compiled catalogue is not the catalogue")
        self._folder = TemporaryDirectory()
        built = Path(self._folder.name) / locate.COMPILED.name
        built.write_bytes(compiled.framed(made))
        build_data["force_include"][str(built)] = f"aigc_lint/{locate.COMPILED.name}"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Remove what was made on the way."""
        if version != "editable":
            self._folder.cleanup()
