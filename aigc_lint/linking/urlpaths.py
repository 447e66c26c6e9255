"""Which AI call a URL's path, or failing that a payload, gives away: the entries of ``rules/protocols.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from msgspec import Struct

from aigc_lint.catalog.entries.protocols import Payload, Protocols, UrlPath
from aigc_lint.catalog.hosts import EndpointTable
from aigc_lint.linking import urls
from aigc_lint.linking.abstract import Const, DictVal, ListVal, Set

_HOLE = re.compile(r"\{[^}]*\}")
_LONGEST = 2_000
"""Characters in the path of a URL; no service has one near as long."""
_HOLES = {"{}": "[^/]+", "{model}": "(?P<model>[^/]+)", "{model*}": "(?P<model>.+)"}

STATE_KEYS = frozenset(
    {
        "key", "api_key", "apikey", "access_token", "token", "secret",
        "id", "ids", "job_id", "jobid", "request_id", "requestid", "task_id", "taskid", "track_id",
    }
)  # fmt: skip


class Recognised(Struct, frozen=True):
    """An entry that a URL matches, and the model that its path names."""

    entry: UrlPath
    model: str | None = None


class PathTable:
    """All entries, the most telling first: the longest, and of two alike the one that knows its hosts."""

    def __init__(self, protocols: Protocols, table: EndpointTable) -> None:
        self.table = table
        self.payloads = protocols.payloads
        self._paths = protocols.paths

    def matching(self, path: str) -> Iterator[tuple[re.Match[str], UrlPath]]:
        """Yield the entries that a URL's path matches, whatever else they ask for."""
        if len(path) > _LONGEST:
            return
        for literals, entry in self._entries:
            # An expression is compiled only for what may match: there are hundreds, and few URLs.
            match = _pattern(entry.path).search(path) if all(one in path for one in literals) else None
            if match:
                yield match, entry

    def find(self, url: urls.Url, body: Set) -> Recognised | None:
        """The entry that the URL's path matches, given what else the entry asks for."""
        for match, entry in self.matching(url.path.rstrip("/")):
            if _on_host(entry, url.host) and self._body_fits(entry, url, body):
                model = match.groupdict().get("model")
                return Recognised(entry, None if model is None or urls.UNKNOWN_PIECE in model else model)
        return None

    @cached_property
    def _entries(self) -> list[tuple[list[str], UrlPath]]:
        """The literal pieces of each path with its entry."""
        ordered = sorted(self._paths, key=lambda one: (-len(one.path), not one.hosts))
        return [(_HOLE.sub("\0", one.path).split("\0"), one) for one in ordered]

    def by_payload(self, body: Set, headers: Set, *, bare: bool) -> Payload | None:
        """The entry whose keys the payload or the headers have; ``bare``: nothing at all is known of the address."""
        dicts = [value for value in body if isinstance(value, DictVal)]
        named = [{name.lower() for name, _ in value.items} for value in headers if isinstance(value, DictVal)]
        for one in self.payloads:
            if one.headers and any({key.lower() for key in one.keys} <= names for names in named):
                return one
            if not one.headers and (bare or not one.bare) and any(_has_keys(value, one.keys) for value in dicts):
                return one
        return None

    def _body_fits(self, entry: UrlPath, url: urls.Url, body: Set) -> bool:
        if entry.needs_value:
            return any(_has_value(body, key.split("."), wanted) for key, wanted in entry.needs_value.items())
        known = bool(url.host) and not url.local and self.table.serves(url.host, url.path, url.port)
        return not entry.needs_body or known or bool(keys(body).intersection(entry.needs_body))


def keys(body: Set) -> set[str]:
    """The keys that a payload shows on any way to it."""
    return {name for one in keys_of_each(body) for name in one}


def keys_of_each(body: Set) -> list[set[str]]:
    """The keys of each payload that may be sent."""
    return [{name for name, _ in value.items} for value in body if isinstance(value, DictVal)]


_IN_QUERY = re.compile(r"(?:^|&)([\w.-]+)=")


def asks_for_state(body: Set, query: str = "") -> bool:
    """Does the body, or without one the query, hold a credential and the name of a job at most? Then the request fetches a
    result and carries no content."""
    if not body and (names := _IN_QUERY.findall(query)):
        return {name.lower() for name in names} <= STATE_KEYS
    dicts = [value for value in body if isinstance(value, DictVal)]
    if not dicts or len(dicts) < len(body) or any(one.open for one in dicts):
        return False
    return {key.lower() for key in keys(body)} <= STATE_KEYS


def _has_keys(body: DictVal, wanted: Iterable[str]) -> bool:
    return all(_has_key(body, key.split(".")) for key in wanted)


def _has_key(body: DictVal, way: list[str]) -> bool:
    name, *deeper = way
    found = body.get(name.removesuffix("[]"))
    if found is None or not deeper:
        return found is not None
    inner = [one for value in found if isinstance(value, ListVal) for one in value.all_values()] if name.endswith("[]") else found
    return any(isinstance(one, DictVal) and _has_key(one, deeper) for one in inner)


def _on_host(entry: UrlPath, host: str) -> bool:
    if any(fnmatchcase(host, glob) for glob in entry.not_hosts):
        return False
    return not entry.hosts or any(fnmatchcase(host, glob) for glob in entry.hosts)


def _has_value(body: Set, key: list[str], wanted: tuple[str, ...]) -> bool:
    inner = [one for value in body if isinstance(value, DictVal) for one in value.get(key[0]) or ()]
    if len(key) > 1:
        return _has_value(tuple(inner), key[1:], wanted)
    return any(isinstance(one, Const) and str(one.value) in wanted for one in inner)


@lru_cache(maxsize=1024)
def _pattern(path: str) -> re.Pattern[str]:
    """A path of the catalogue, at the end of a URL's path; ``{}`` is one segment or part of one."""
    pieces = re.split(f"({_HOLE.pattern})", path)
    escaped = "".join(_HOLES.get(piece) or re.escape(piece) for piece in pieces)
    end = "" if path.endswith("/") else "$"
    start = "^" if path.startswith("/{model*}") else ""
    return re.compile(f"{start}{escaped}{end}")
