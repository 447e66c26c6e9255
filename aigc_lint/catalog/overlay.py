"""Catalogues of one's own, laid over the shipped one: what they add, what they override, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec.structs import replace

from aigc_lint.catalog import crosscheck
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.reader import Reader
from aigc_lint.catalog.sources import Source

FOLDERS = ("providers", "sdks", "wrappers", "regulations")
FILES = ("catalogue.toml", "protocols.toml", "vocabulary.toml")


def overlay(shipped: Catalog, source: Source, own: Sequence[Source]) -> tuple[Catalog, tuple[str, ...]]:
    """Lay folders over the shipped catalogue, which was made of ``source``; the catalogue counts only without errors.

    Ours is decoded already: of its files only those are read again that have a file laid over them.
    """
    strange = [fault for one in own for fault in _strange(one)]
    names = {name for one in own for name in one.files}
    below = Source({name: data for name, data in source.files.items() if name in names})
    reader = Reader([below, *(Source(_known(one.files), one.shown) for one in own)])
    above = reader.catalog()
    together = replace(
        shipped,
        version=" + ".join([shipped.version, *(f"{one.shown} {reader.version_of(one.shown)}".rstrip() for one in own)]),
        aliases=shipped.aliases | above.aliases,
        providers=shipped.providers | above.providers,
        sdks=shipped.sdks | above.sdks,
        wrappers=shipped.wrappers | above.wrappers,
        regulations=shipped.regulations | above.regulations,
        protocols=above.protocols if "protocols.toml" in names else shipped.protocols,
        vocabulary=above.vocabulary if "vocabulary.toml" in names else shipped.vocabulary,
    ).indexed()
    errors = [*strange, *reader.errors, *_taken(together)] or crosscheck.errors(together)
    return together, tuple(dict.fromkeys(errors))


def _known(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name in FILES or name.partition("/")[0] in FOLDERS}


def _strange(source: Source) -> Iterator[str]:
    """Files that are no part of a catalogue: a misspelled name would else be passed over in silence."""
    for file in source.files:
        folder, _, _ = file.rpartition("/")
        if not folder and file.startswith("AIG"):
            yield f"{source.name(file)}: rules are no part of a catalogue; [rules] of the policy sets their severity"
        elif not folder and file not in FILES:
            yield f"{source.name(file)}: no such file in a catalogue; there are {', '.join(FILES)} and folders"
        elif folder and folder not in FOLDERS:
            yield f"{source.name(file)}: no such folder in a catalogue; there are {', '.join(FOLDERS)}"


def _taken(catalog: Catalog) -> Iterator[str]:
    """Ids of services and documents that two providers use."""
    owners: dict[str, str] = {}
    for provider in catalog.providers.values():
        for kind, id in chain((("services", id) for id in provider.services), (("documents", id) for id in provider.documents)):
            other = owners.setdefault(f"{kind}.{id}", provider.id)
            if other != provider.id:
                yield f"providers/{provider.id}.toml: {kind}.{id} stands in providers/{other}.toml too"
