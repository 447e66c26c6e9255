"""The catalogue: the shipped one in its compiled form where that is whole, else from the TOML under ``rules/``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from msgspec import structs

from aigc_lint.catalog import compiled, locate, sources
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.sources import Source
from aigc_lint.model.findings import AigcLintError


class Shipped:
    """The shipped catalogue with the files that it was made of, which few runs need."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        self.catalog = catalog
        self._folder = folder

    @cached_property
    def source(self) -> Source:
        """The files."""
        return sources.read(self._folder)


def load(*, extra: Sequence[Path] = ()) -> Catalog:
    """Load the shipped catalogue and the folders of ``extra``, which have the same layout and override it by id."""
    for folder in extra:
        if not folder.is_dir():
            raise AigcLintError(f"the catalogue folder {folder} does not exist", "mend the path or leave it out")
    ours = shipped()
    if not extra:
        return ours.catalog
    from aigc_lint.catalog.overlay import overlay

    own = [Source(sources.read(folder).files, folder.as_posix()) for folder in extra]
    catalog, errors = overlay(ours.catalog, ours.source, own)
    _refuse(errors)
    return catalog


def shipped() -> Shipped:
    """Load the shipped files, which the tests check, decoded if they were decoded before; keep the result for the next start."""
    folder = locate.rules_folder()
    stamp = compiled.stamp(folder)  # before anything is read
    held = compiled.opened(locate.COMPILED)
    if held is not None and held.stamp == stamp != compiled.NO_STAMP and (known := held.catalog()) is not None:
        return Shipped(known, folder)
    source = sources.read(folder)
    key = compiled.key(source.files)
    if held is not None and held.key == key and (known := held.catalog()) is not None:
        if held.stamp != stamp:
            compiled.keep(locate.COMPILED, structs.replace(held, stamp=stamp))
        return Shipped(known, folder)
    catalog = from_files(source)
    made = compiled.encode(catalog, key)
    if made is not None:
        compiled.keep(locate.COMPILED, structs.replace(made, stamp=stamp))
    return Shipped(catalog, folder)


def from_files(source: Source) -> Catalog:
    """Decode the TOML files themselves."""
    from aigc_lint.catalog.reader import Reader

    reader = Reader([source])
    catalog = reader.catalog()
    _refuse(reader.errors)
    return catalog


def _refuse(errors: Sequence[str]) -> None:
    if errors:
        count = f"{len(errors)} error" + ("s" if len(errors) > 1 else "")
        raise AigcLintError("\n".join([f"the catalogue has {count}:", *(f"  {error}" for error in errors)]))
