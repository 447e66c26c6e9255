"""From the TOML under ``rules/`` to one ``Catalog``, with all errors at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli

from aigc_lint.catalog import locate, shape
from aigc_lint.catalog.entries import Catalog, Protocols, Provider, Rule, Sdk, UrlPath, Vocabulary, Wrapper
from aigc_lint.model.findings import AigcLintError

Table = dict[str, Any]
T = TypeVar("T")


def load(*, extra: Sequence[Path] = ()) -> Catalog:
    """Read the shipped catalogue and the folders of ``extra``, which have the same layout and override it by id."""
    for folder in extra:
        if not folder.is_dir():
            raise AigcLintError(f"the catalogue folder {folder} does not exist", "mend the path or leave it out")
    reader = Reader([locate.rules_folder(), *extra])
    catalog = reader.catalog()
    errors = reader.errors
    if extra and not errors:  # the shipped files alone are checked by the tests, not on every start
        from aigc_lint.catalog import crosscheck

        errors = crosscheck.errors(catalog)
    if errors:
        count = f"{len(errors)} error" + ("s" if len(errors) > 1 else "")
        raise AigcLintError("\n".join([f"the catalogue has {count}:", *(f"  {error}" for error in errors)]))
    return catalog


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``catalogue.toml``."""

    version: str = "0"
    aliases: dict[str, tuple[str, ...]] = {}
    """Provider id -> other names of it."""


class Reader:
    """Reads folders of one layout on top of each other and notes what is wrong, file and entry named."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.errors: list[str] = []

    def catalog(self) -> Catalog:
        """Decode everything; where ``errors`` is not empty afterwards, the result is incomplete."""
        head = self._convert(self._merged("catalogue.toml"), Head, "catalogue.toml") or Head()
        providers = self._providers()
        services = {service.id: service for provider in providers.values() for service in provider.services.values()}
        return Catalog(
            version=head.version,
            aliases={other: id for id, others in head.aliases.items() for other in others},
            providers=providers,
            sdks={sdk.distribution: sdk for sdk in self._entries("sdks", shape.sdk, Sdk)},
            protocols=self._protocols(),
            wrappers={wrapper.id: wrapper for wrapper in self._entries("wrappers", shape.plain, Wrapper)},
            rules={rule.code: rule for rule in self._entries("", shape.rule, Rule, pattern="AIG*.toml")},
            services=services,
            clauses={clause.id: clause for service in services.values() for clause in service.clauses},
            documents={id: document for provider in providers.values() for id, document in provider.documents.items()},
            vocabulary=self._convert(self._merged("vocabulary.toml"), Vocabulary, "vocabulary.toml") or Vocabulary(),
        )

    def _merged(self, name: str) -> Table:
        """One file that may stand in several folders, the later ones laid over the earlier ones."""
        result: Table = {}
        for _, table in self._read(folder / name for folder in self.folders):
            result = shape.merged(result, table)
        return result

    def _providers(self) -> dict[str, Provider]:
        """All providers; one that stands in several folders is the later file laid over the earlier one."""
        tables: dict[str, Table] = {}
        for shown, table in self._files("providers"):
            id = Path(shown).stem
            if table.get("id") != id:
                self.errors.append(f"{shown}: id is {table.get('id')!r}, the file name says {id!r}")
            tables[id] = shape.merged(tables.get(id, {}), table)
        self.errors.extend(shape.doubles(tables.values()))
        decoded = (self._convert(shape.provider(table), Provider, f"providers/{id}.toml") for id, table in tables.items())
        return {provider.id: provider for provider in decoded if provider}

    def _protocols(self) -> Protocols:
        """All URL paths; those of a later folder are added."""
        found: list[UrlPath] = []
        owners: dict[str, str] = {}
        for shown, table in self._read(folder / "protocols.toml" for folder in self.folders):
            protocols = self._convert(table, Protocols, shown)
            found += protocols.paths if protocols else ()
            owners |= protocols.owners if protocols else {}
        return Protocols(paths=tuple(found), owners=owners)

    def _entries(
        self, folder: str, prepare: Callable[[Table, str], Table], kind: type[T], pattern: str = "*.toml"
    ) -> Iterator[T]:
        """The entries of kinds that are replaced as a whole, by file name."""
        tables = {Path(shown).stem: (shown, table) for shown, table in self._files(folder, pattern)}
        for stem, (shown, table) in tables.items():
            entry = self._convert(prepare(table, stem), kind, shown)
            if entry is not None:
                yield entry

    def _files(self, folder: str, pattern: str = "*.toml") -> Iterator[tuple[str, Table]]:
        found = (sorted((base / folder).glob(pattern)) for base in self.folders)
        return self._read(chain.from_iterable(found))

    def _read(self, paths: Iterable[Path]) -> Iterator[tuple[str, Table]]:
        """Parse each file that exists; a syntax error is noted and the file left out."""
        for path in paths:
            if not path.is_file():
                continue
            shown = self._shown(path)
            try:
                yield shown, tomli.loads(path.read_text(encoding="utf-8"))
            except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
                self.errors.append(f"{shown}: {error}")

    def _shown(self, path: Path) -> str:
        """A file's name for messages: relative to its folder, a foreign folder named."""
        shipped = self.folders[0]
        if path.is_relative_to(shipped):
            return path.relative_to(shipped).as_posix()
        return path.as_posix()

    def _convert(self, table: Table, kind: type[T], shown: str) -> T | None:
        """Decode strictly; on failure look at the entries one by one, so that each bad one is named."""
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            parts = list(shape.faults(table, kind))
            self.errors.extend(f"{shown}: {part}" for part in parts or [str(error)])
            return None
