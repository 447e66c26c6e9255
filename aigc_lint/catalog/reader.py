"""Decodes catalogue folders of one layout that lie on top of each other, and notes what is wrong: file and entry named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, TypeVar

import msgspec
import tomli

from aigc_lint.catalog import shape
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.protocols import Payload, Protocols, UrlPath
from aigc_lint.catalog.entries.providers import Provider
from aigc_lint.catalog.entries.regulations import Regulation
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.catalog.entries.sdks import Sdk
from aigc_lint.catalog.entries.vocabulary import Vocabulary
from aigc_lint.catalog.entries.wrappers import Wrapper
from aigc_lint.catalog.sources import Source

Table = dict[str, Any]
T = TypeVar("T")


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``catalogue.toml``."""

    version: str = "0"
    aliases: dict[str, tuple[str, ...]] = {}
    """Provider id -> other names of it."""


class Reader:
    """Reads folders on top of each other; ``errors`` holds what is wrong with them."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self.errors: list[str] = []

    def catalog(self) -> Catalog:
        """Decode everything; where ``errors`` is not empty afterwards, the result is incomplete."""
        head = self._convert(self._merged("catalogue.toml"), Head, "catalogue.toml") or Head()
        return Catalog(
            version=head.version,
            aliases={other: id for id, others in head.aliases.items() for other in others},
            providers=self._providers(),
            sdks={sdk.distribution: sdk for sdk in self._entries("sdks/*.toml", shape.sdk, Sdk)},
            protocols=self._protocols(),
            wrappers={wrapper.id: wrapper for wrapper in self._entries("wrappers/*.toml", shape.plain, Wrapper)},
            rules=self._rules(),
            regulations={one.id: one for one in self._entries("regulations/*.toml", shape.regulation, Regulation)},
            vocabulary=self._convert(self._merged("vocabulary.toml"), Vocabulary, "vocabulary.toml") or Vocabulary(),
        ).indexed()

    def version_of(self, folder: str) -> str:
        """The version that one folder gives itself; empty where it gives none."""
        said = [table.get("version", "") for source, _, table in self._files("catalogue.toml") if source.shown == folder]
        return str(said[0]) if said else ""

    def _merged(self, name: str) -> Table:
        """One file that may stand in several folders, the later ones laid over the earlier ones."""
        result: Table = {}
        for _, _, table in self._files(name):
            result = shape.merged(result, table)
        return result

    def _providers(self) -> dict[str, Provider]:
        """All providers; one that stands in several folders is the later file laid over the earlier one."""
        tables: dict[str, Table] = {}
        for source, shown, table in self._files("providers/*.toml"):
            id = PurePosixPath(shown).stem
            if table.get("id") != id:
                self.errors.append(f"{shown}: id is {table.get('id')!r}, the file name says {id!r}")
            if source.shown:
                shape.marked(table, shown)
            tables[id] = shape.merged(tables.get(id, {}), table)
        self.errors.extend(shape.doubles(tables.values()))
        decoded = (self._convert(shape.provider(table), Provider, f"providers/{id}.toml") for id, table in tables.items())
        return {provider.id: provider for provider in decoded if provider}

    def _rules(self) -> dict[str, Rule]:
        """All rules by code, which no two files may share."""
        rules: dict[str, Rule] = {}
        for rule in self._entries("AIG*.toml", shape.rule, Rule):
            if other := rules.get(rule.code):
                self.errors.append(f"{rule.code}-{rule.name}.toml: {rule.code} is {other.code}-{other.name}.toml already")
            rules[rule.code] = rule
        return rules

    def _protocols(self) -> Protocols:
        """All URL paths; those of a later folder are added."""
        found: list[UrlPath] = []
        payloads: list[Payload] = []
        owners: dict[str, str] = {}
        for _, shown, table in self._files("protocols.toml"):
            protocols = self._convert(table, Protocols, shown)
            if protocols:
                found += protocols.paths
                payloads += protocols.payloads
                owners |= protocols.owners
        return Protocols(paths=tuple(found), payloads=tuple(payloads), owners=owners)

    def _entries(self, pattern: str, prepare: Callable[[Table, str], Table], kind: type[T]) -> Iterator[T]:
        """The entries of one kind, by file name; those of later folders are laid over those of earlier ones."""
        tables: dict[str, tuple[str, Table]] = {}
        for _, shown, table in self._files(pattern):
            stem = PurePosixPath(shown).stem
            self.errors.extend(f"{shown}: {fault}" for fault in shape.misnamed(table, stem))
            tables[stem] = (shown, shape.merged(tables[stem][1] if stem in tables else {}, table))
        for stem, (shown, table) in tables.items():
            entry = self._convert(prepare(table, stem), kind, shown)
            if entry is not None:
                yield entry

    def _files(self, pattern: str) -> Iterator[tuple[Source, str, Table]]:
        """Parse the files of that name, folder by folder; a syntax error is noted and the file left out."""
        for source in self.sources:
            for file, data in source.files.items():
                if fnmatchcase(file, pattern):
                    shown = source.name(file)
                    try:
                        yield source, shown, tomli.loads(data.decode())
                    except tomli.TOMLDecodeError as error:
                        self.errors.append(f"{shown}: {error}")
                    except UnicodeDecodeError:
                        self.errors.append(f"{shown}: the file is not UTF-8")
                    except RecursionError:
                        self.errors.append(f"{shown}: the values are nested too deeply")
                    except ValueError:
                        self.errors.append(f"{shown}: a number has too many digits")

    def _convert(self, table: Table, kind: type[T], shown: str) -> T | None:
        """Decode strictly; on failure look at the entries one by one, so that each bad one is named."""
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            parts = list(shape.faults(table, kind))
            self.errors.extend(f"{shown}: {part}" for part in parts or [str(error)])
            return None
