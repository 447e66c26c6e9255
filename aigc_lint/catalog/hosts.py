"""Which service a host and path belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Endpoint

_LONGEST = 253
"""Characters that the name of a host may have."""


class _Entry(Struct, frozen=True):
    service: str
    endpoint: Endpoint
    segments: tuple[str, ...]


class EndpointTable:
    """All endpoints of a catalogue: an exact host before a glob, the longest path prefix first, a port where one is asked."""

    def __init__(self, catalog: Catalog) -> None:
        self._exact: dict[str, list[_Entry]] = {}
        globs: dict[str, list[_Entry]] = {}
        for service in catalog.services.values():
            for endpoint in service.endpoints:
                host = _plain(endpoint.host)
                kind = globs if "*" in host else self._exact
                kind.setdefault(host, []).append(_Entry(service.id, endpoint, _segments(endpoint.path)))
        # The glob with the most literal text is the most specific one.
        self._globs = [
            (host, globs[host]) for host in sorted(globs, key=lambda host: (-len(host.replace("*", "")), host))
        ]

    def find(self, host: str, path: str, port: int | None) -> tuple[str, Endpoint] | None:
        """Return the service id and the endpoint that a URL belongs to, or None where that is unknown or undecided."""
        entries = [entry for entry in self._entries(host) if entry.endpoint.port in (None, port)]
        asked = _segments(path)
        matching = [entry for entry in entries if _starts_with(asked, entry.segments)]
        if matching:
            best = max(matching, key=lambda entry: (len(entry.segments), entry.endpoint.port is not None))
            return best.service, best.endpoint
        possible = [entry for entry in entries if not entry.endpoint.shared or _starts_with(entry.segments, asked)]
        if len({entry.service for entry in possible}) == 1:
            nearest = min(possible, key=lambda entry: len(entry.segments))
            return nearest.service, nearest.endpoint
        return None

    def candidates(self, host: str) -> tuple[str, ...]:
        """Return the services that share a host, for a path that does not tell them apart."""
        return tuple(dict.fromkeys(entry.service for entry in self._entries(host) if _whole(entry)))

    def known_host(self, host: str) -> bool:
        """Tell whether whatever is sent to this host goes to an AI service."""
        return any(_whole(entry) for entry in self._entries(host))

    def serves(self, host: str, path: str, port: int | None) -> bool:
        """Tell whether what is sent to this address goes to an AI service: on a shared host below its prefixes alone."""
        asked = _segments(path)
        return any(
            _whole(entry) or (entry.segments and entry.endpoint.port in (None, port) and _starts_with(asked, entry.segments))
            for entry in self._entries(host)
        )

    def _entries(self, host: str) -> list[_Entry]:
        host = _plain(host)
        if host in self._exact:
            return self._exact[host]
        return next((entries for glob, entries in self._globs if _matches(glob, host)), [])


def overlaps(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Yield the endpoints that two services claim: the endpoint and both ids."""
    owners: dict[tuple[str, str, int | None], str] = {}
    for service in catalog.services.values():
        for endpoint in service.endpoints:
            key = (_plain(endpoint.host), "/".join(_segments(endpoint.path)), endpoint.port)
            owner = owners.setdefault(key, service.id)
            if owner != service.id:
                yield f"{endpoint.host}{endpoint.path}", owner, service.id


def _whole(entry: _Entry) -> bool:
    return not entry.endpoint.shared and entry.endpoint.port is None


def _plain(host: str) -> str:
    return host.strip().lower().rstrip(".").removeprefix("[").removesuffix("]")


def _segments(path: str) -> tuple[str, ...]:
    return tuple(segment for segment in path.split("/") if segment)


def _starts_with(asked: tuple[str, ...], prefix: tuple[str, ...]) -> bool:
    pairs = zip(asked, prefix, strict=False)
    return len(asked) >= len(prefix) and all(wanted in ("{}", given) for given, wanted in pairs)


def _matches(glob: str, host: str) -> bool:
    return len(host) <= _LONGEST and host.endswith(glob.rpartition("*")[2]) and _pattern(glob).fullmatch(host) is not None


@lru_cache(maxsize=1024)
def _pattern(host: str) -> re.Pattern[str]:
    """Compile a glob: a label of its own is one or more labels, within a label any part of that label."""
    return re.compile(r"\.".join(
        r"[^.]+(?:\.[^.]+)*" if label == "*" else "[^.]*".join(map(re.escape, label.split("*"))) for label in host.split(".")
    ))
