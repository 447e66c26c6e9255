"""What files leave unsaid: ids that their structure spells, references within a service, files laid over each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from aigc_lint.catalog.entries import Clause, Client, Document, Endpoint, ModelRule, Operation, OptOut, Provider, Sdk

Table = dict[str, Any]


def provider(table: Table) -> Table:
    """Fill in the ids of documents, services, clauses and of what refers to clauses."""
    for id, document in table.get("documents", {}).items():
        document |= {"id": id, "provider": table.get("id", "")}
    for id, service in table.get("services", {}).items():
        service |= {"id": id, "provider": table.get("id", "")}
        service["endpoints"] = [_endpoint(entry) for entry in service.get("endpoints", ())]
        for clause in service.get("clauses", ()):
            clause["service"] = id
            _qualify(clause, id, "id", "superseded_by")
        for part in ("opt_outs", "endpoints", "models"):
            for entry in service.get(part, ()):
                _qualify(entry, id, "clause")
    return table


def sdk(table: Table, stem: str) -> Table:
    """Fill in the ids of clients and the distribution of clients and operations."""
    name = table.get("distribution", stem)
    for id, client in table.get("clients", {}).items():
        client |= {"id": id, "sdk": name}
    for operation in table.get("operations", ()):
        operation["sdk"] = name
    return table


def rule(table: Table, stem: str) -> Table:
    """Take code and name from the file's name."""
    code, _, name = stem.partition("-")
    return table | {"code": code, "name": name}


def plain(table: Table, stem: str) -> Table:
    """Take the id from the file's name."""
    return {"id": stem} | table


def merged(below: Table, above: Table, *, where: str) -> Table:
    """Lay one table over another: tables key by key, lists of entries with ids entry by entry, anything else replaced."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            value = merged(old, value, where=where)
        elif isinstance(value, list) and isinstance(old, list) and _have_ids(value) and _have_ids(old):
            value = list(({entry["id"]: entry for entry in old} | {entry["id"]: entry for entry in value}).values())
        result[key] = value
    return result


def doubles(providers: Iterable[Table]) -> Iterator[str]:
    """Ids that must be unique over all providers and within a service, and are not."""
    owners: dict[tuple[str, str], str] = {}
    for table in providers:
        for kind in ("services", "documents"):
            for id in table.get(kind, {}):
                other = owners.setdefault((kind, id), table.get("id", ""))
                if other != table.get("id", ""):
                    yield f"providers/{table.get('id')}.toml: {kind}.{id} stands in providers/{other}.toml too"
        for id, service in table.get("services", {}).items():
            names = [clause.get("id") for clause in service.get("clauses", ())]
            for name in sorted({str(name) for name in names if names.count(name) > 1}):
                yield f"providers/{table.get('id')}.toml: clause {id}/{name} stands there twice"


def faults(table: Table, kind: type[object]) -> Iterator[str]:
    """Decode the parts of an entry that failed as a whole, one by one, and say which are wrong."""
    for where, part, type_ in _parts(table, kind):
        try:
            msgspec.convert(part, type_)
        except msgspec.ValidationError as error:
            yield f"{where}: {error}"


def _parts(table: Table, kind: type[object]) -> Iterator[tuple[str, Any, type[object]]]:
    """The parts of a provider or of an SDK with their names and types."""
    if kind is Provider:
        for id, document in table.get("documents", {}).items():
            yield f"documents.{id}", document, Document
        for id, service in table.get("services", {}).items():
            for clause in service.get("clauses", ()):
                yield f"clause {clause.get('id', '?')}", clause, Clause
            for key, type_ in (("opt_outs", OptOut), ("endpoints", Endpoint), ("models", ModelRule)):
                for index, entry in enumerate(service.get(key, ())):
                    yield f"services.{id}.{key}[{index}]", entry, type_
    elif kind is Sdk:
        for id, client in table.get("clients", {}).items():
            yield f"clients.{id}", client, Client
        for index, operation in enumerate(table.get("operations", ())):
            yield f"operations[{index}]", operation, Operation


def _endpoint(entry: Any) -> Any:
    """The short form of an endpoint, ``host:port/path``, as a table."""
    if not isinstance(entry, str):
        return entry
    authority, slash, path = entry.partition("/")
    host, colon, port = authority.partition(":")
    return {"host": host, "path": slash + path} | ({"port": int(port)} if colon and port.isdigit() else {})


def _qualify(entry: Table, service: str, *keys: str) -> None:
    """Make clause ids that are only the part after the slash full ones."""
    for key in keys:
        if entry.get(key) and "/" not in entry[key]:
            entry[key] = f"{service}/{entry[key]}"


def _have_ids(entries: list[Any]) -> bool:
    return all(isinstance(entry, dict) and "id" in entry for entry in entries)
