"""What files leave unsaid: ids that their structure spells, references within a service, files laid over each other.

Works on tables as they were parsed, before they are decoded; what is not shaped as it should be is left to the decoder to name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from aigc_lint.catalog.entries.providers import Clause, Document, Endpoint, ModelRule, OptOut, Provider, Service
from aigc_lint.catalog.entries.regulations import Duty, Regulation, Watch
from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk

Table = dict[str, Any]


def provider(table: Table) -> Table:
    """Fill in the ids of documents, services, clauses and of what refers to clauses."""
    owner = table.get("id", "")
    for id, document in _tables(table, "documents"):
        document |= {"id": id, "provider": owner}
    for id, service in _tables(table, "services"):
        service |= {"id": id, "provider": owner}
        if isinstance(service.get("endpoints"), list):
            service["endpoints"] = [_endpoint(entry) for entry in service["endpoints"]]
        for clause in _rows(service, "clauses"):
            clause["service"] = id
            _qualify(clause, id, "id", "superseded_by")
        _supersede(_rows(service, "clauses"), id)
        for part in ("opt_outs", "endpoints", "models"):
            for entry in _rows(service, part):
                _qualify(entry, id, "clause")
    return table


def sdk(table: Table, stem: str) -> Table:
    """Fill in the ids of clients and the distribution of clients and operations."""
    name = table.get("distribution", stem)
    for id, client in _tables(table, "clients"):
        client |= {"id": id, "sdk": name}
    for operation in _rows(table, "operations"):
        operation["sdk"] = name
    return table


def regulation(table: Table, stem: str) -> Table:
    """Take the id from the file's name, and fill in those of the duties."""
    for duty in _rows(table, "duties"):
        duty["regulation"] = stem
        _qualify(duty, stem, "id")
    return plain(table, stem)


def rule(table: Table, stem: str) -> Table:
    """Take code and name from the file's name."""
    code, _, name = stem.partition("-")
    return table | {"code": code, "name": name}


def plain(table: Table, stem: str) -> Table:
    """Take the id from the file's name."""
    return {"id": stem} | table


def misnamed(table: Table, stem: str) -> Iterator[str]:
    """Say where a file names itself otherwise than its file name does."""
    for key in ("id", "distribution"):
        if table.get(key, stem) != stem:
            yield f"{key} is {table[key]!r}, the file name says {stem!r}"


def merged(below: Table, above: Table) -> Table:
    """Lay one table over another: tables key by key, lists of entries entry by entry, anything else replaced.

    Of two entries that are the same one the upper counts, as a whole; the upper ones come first.
    """
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            value = merged(old, value)
        elif isinstance(value, list) and isinstance(old, list) and key in _SAME:
            value, old = ([_endpoint(entry) for entry in rows] if key == "endpoints" else rows for rows in (value, old))
            given = [_identity(key, entry) for entry in value]
            value = [*value, *(entry for entry in old if _identity(key, entry) not in given)]
        result[key] = value
    return result


_SAME = {
    "clauses": ("id",), "duties": ("id",), "endpoints": ("host", "path", "port"), "models": ("pattern",),
    "operations": ("on", "chains"), "opt_outs": ("of",), "paths": ("path",), "watch": ("id",),
}  # fmt: skip
"""Lists of entries -> the keys in which two entries agree that are the same one."""


def _identity(key: str, entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    if _SAME[key] == ("id",):
        return str(entry.get("id")).rpartition("/")[2]  # an id may be written with what it belongs to, or without
    return [entry.get(name) or None for name in _SAME[key]]


def marked(table: Table, origin: str) -> Table:
    """Note in the entries of a provider's file where they come from."""
    for _, document in _tables(table, "documents"):
        document["origin"] = origin
    for _, service in _tables(table, "services"):
        service["origin"] = origin
        for clause in _rows(service, "clauses"):
            clause["origin"] = origin
    return table


def doubles(providers: Iterable[Table]) -> Iterator[str]:
    """Ids that must be unique over all providers and within a service, and are not."""
    owners: dict[tuple[str, str], str] = {}
    for table in providers:
        name = str(table.get("id", ""))
        for kind in ("services", "documents"):
            for id, _ in _tables(table, kind):
                other = owners.setdefault((kind, id), name)
                if other != name:
                    yield f"providers/{name}.toml: {kind}.{id} stands in providers/{other}.toml too"
        for id, service in _tables(table, "services"):
            names = [str(clause.get("id")) for clause in _rows(service, "clauses")]
            for part in sorted({part for part in names if names.count(part) > 1}):
                yield f"providers/{name}.toml: clause {id}/{part} stands there twice"


def faults(table: Table, kind: type[object]) -> Iterator[str]:
    """Decode the parts of an entry that failed as a whole, one by one, and say which are wrong."""
    for where, part, type_ in _parts(table, kind):
        try:
            msgspec.convert(part, type_)
        except msgspec.ValidationError as error:
            yield f"{where}: {error}"


def _parts(table: Table, kind: type[object]) -> Iterator[tuple[str, Any, type[object]]]:
    """The parts of a provider, an SDK or a regulation with their names and types, and at last what holds them."""
    if kind is Provider:
        for id, document in _tables(table, "documents"):
            yield f"documents.{id}", document, Document
        for id, service in _tables(table, "services"):
            for clause in _rows(service, "clauses"):
                yield f"clause {clause.get('id', '?')}", clause, Clause
            for key, type_ in (("opt_outs", OptOut), ("endpoints", Endpoint), ("models", ModelRule)):
                for index, entry in enumerate(_rows(service, key)):
                    yield f"services.{id}.{key}[{index}]", entry, type_
            yield f"services.{id}", {key: value for key, value in service.items() if key not in _ENTRIES}, Service
        yield "provider", {key: value for key, value in table.items() if key not in _ENTRIES}, Provider
    elif kind is Sdk:
        for id, client in _tables(table, "clients"):
            yield f"clients.{id}", client, Client
        for index, operation in enumerate(_rows(table, "operations")):
            yield f"operations[{index}]", operation, Operation
        yield "sdk", {key: value for key, value in table.items() if key not in _ENTRIES}, Sdk
    elif kind is Regulation:
        yield from ((f"duty {entry.get('id', '?')}", entry, Duty) for entry in _rows(table, "duties"))
        yield from ((f"watch {entry.get('id', '?')}", entry, Watch) for entry in _rows(table, "watch"))
        yield "regulation", {key: value for key, value in table.items() if key != "watch"} | {"duties": ()}, Regulation


_ENTRIES = frozenset({"documents", "services", "clauses", "opt_outs", "endpoints", "models", "clients", "operations"})
"""Keys whose values are decoded one by one."""


def _endpoint(entry: Any) -> Any:
    """The short form of an endpoint, ``host:port/path``, as a table."""
    if not isinstance(entry, str):
        return entry
    authority, slash, path = entry.partition("/")
    host, colon, port = authority.rpartition(":")
    if not colon or not port.isdigit():
        return {"host": authority, "path": slash + path}
    return {"host": host, "path": slash + path, "port": int(port)}


def _tables(table: Table, key: str) -> list[tuple[str, Table]]:
    value = table.get(key)
    return [(id, entry) for id, entry in value.items() if isinstance(entry, dict)] if isinstance(value, dict) else []


def _rows(table: Table, key: str) -> list[Table]:
    value = table.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _supersede(clauses: list[Table], service: str) -> None:
    """Tell the clauses in whose place another one holds."""
    by_id = {clause.get("id"): clause for clause in clauses}
    for clause in clauses:
        names = clause.get("supersedes")
        if isinstance(names, list):
            clause["supersedes"] = names = [f"{service}/{name}" if "/" not in str(name) else name for name in names]
            for name in names:
                if name in by_id and by_id[name] is not clause:
                    by_id[name]["superseded_by"] = clause.get("id")


def _qualify(entry: Table, service: str, *keys: str) -> None:
    """Make clause ids that are only the part after the slash full ones."""
    for key in keys:
        if isinstance(entry.get(key), str) and "/" not in entry[key]:
            entry[key] = f"{service}/{entry[key]}"
