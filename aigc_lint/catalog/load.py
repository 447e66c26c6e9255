"""The catalogue: the shipped one in its compiled form where that is whole, else from the TOML under ``rules/``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from aigc_lint.catalog import compiled, locate, sources
from aigc_lint.catalog.entries import Catalog
from aigc_lint.catalog.sources import Source
from aigc_lint.model.findings import AigcLintError


class Shipped(Struct, frozen=True):
    """The shipped catalogue with the files that it was made of."""

    source: Source
    catalog: Catalog


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
    source = sources.read(locate.rules_folder())
    key = compiled.key(source.files)
    catalog = compiled.read(locate.COMPILED, key)
    if catalog is None:
        catalog = from_files(source)
        compiled.keep(locate.COMPILED, key, catalog)
    return Shipped(source, catalog)


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
