"""The catalogue: the shipped one in its compiled form where that is whole, else from the TOML under ``rules/``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aigc_lint.catalog import compiled, locate, sources
from aigc_lint.catalog.entries import Catalog
from aigc_lint.model.findings import AigcLintError


def load(*, extra: Sequence[Path] = ()) -> Catalog:
    """Load the shipped catalogue and the folders of ``extra``, which have the same layout and override it by id."""
    for folder in extra:
        if not folder.is_dir():
            raise AigcLintError(f"the catalogue folder {folder} does not exist", "mend the path or leave it out")
    shipped = sources.read(locate.rules_folder())
    if not extra:
        return _shipped(shipped)
    from aigc_lint.catalog import crosscheck
    from aigc_lint.catalog.reader import Reader

    reader = Reader([shipped, *(sources.Source(sources.read(folder).files, folder.as_posix()) for folder in extra)])
    catalog = reader.catalog()
    _refuse(reader.errors or crosscheck.errors(catalog))
    return catalog


def _shipped(source: sources.Source) -> Catalog:
    """Decode the shipped files, which the tests check, and keep the result for the next start."""
    key = compiled.key(source.files)
    known = compiled.read(locate.COMPILED, key)
    if known is not None:
        return known
    catalog = from_files(source)
    compiled.keep(locate.COMPILED, key, catalog)
    return catalog


def from_files(source: sources.Source) -> Catalog:
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
