"""Raw HTTP: is this request an AI call? By its host, by its path, by its payload."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from aigc_lint.catalog.entries import Catalog, UrlPath
from aigc_lint.linking import urls
from aigc_lint.linking.abstract import Const, DictVal, Set, Template, Unk, Value
from aigc_lint.linking.plain import unknown
from aigc_lint.linking.services import Resolution, ServiceResolver
from aigc_lint.model.values import Unknown

MODEL_KEYS = frozenset({"model", "model_name", "modelId", "engine"})
CONTENT_KEYS = frozenset({"messages", "prompt", "input", "contents", "inputs", "instances"})
_OWN_SHAPES = (frozenset({"inputs", "parameters"}), frozenset({"prompt", "max_new_tokens"}))
"""Keys that together are the body of an inference endpoint, which names no model since its URL does."""
_NO_CONTENT = re.compile(
    r"/(oauth|oauth2|token|tokens|auth|login|access_token|balance|usage|billing|health|healthz|ping|version|files?/[^/]*/content|tags)(/|$)"
    r"|/models/?$",
    re.IGNORECASE,
)
"""Paths on AI hosts that fetch credentials or status and carry no content."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a raw request turned out to be."""

    resolution: Resolution
    modality: str
    protocol: str
    confidence: str


class HttpJudge:
    """Tells AI requests from all others."""

    def __init__(self, catalog: Catalog, resolver: ServiceResolver) -> None:
        self.resolver = resolver
        # The most telling path first.
        self.paths = [(_pattern(one.path), one) for one in sorted(catalog.protocols.paths, key=lambda one: -len(one.path))]
        self.owners = catalog.protocols.owners

    def judge(self, url_values: Set, base: Set, body: Set, method: str) -> Request | None:
        """The AI request that these URLs and this payload make, or None."""
        resolution = Resolution()
        kinds: list[tuple[str, str, str]] = []
        for value in url_values:
            for url in self._with_base(value, base):
                one = self._one(url, body, method)
                if one is not None:
                    resolution.add(one.resolution)
                    kinds.append((one.confidence, one.modality, one.protocol))
        if not kinds and url_values and _looks_like_model_call(body) and method != "get":
            unknowns = [unknown(value) for value in url_values if isinstance(value, Unk)]
            if unknowns:
                return Request(Resolution(unresolved=list(dict.fromkeys(unknowns))), _modality_of(body), "", "low")
        if not kinds:
            return None
        confidence, modality, protocol = min(kinds)
        return Request(resolution, modality, protocol, confidence)

    def _with_base(self, value: Value, base: Set) -> list[urls.Url]:
        url = urls.parse(value)
        relative = isinstance(value, Const) and isinstance(value.value, str) and "://" not in value.value
        if base and relative and isinstance(value, Const):
            bases = [(one, urls.parse(one)) for one in base]
            path = str(value.value)
            found = [urls.joined(parsed, path) for _, parsed in bases if parsed is not None]
            found += [
                urls.Url("", "/" + path.lstrip("/"), None, "{}/" + path.lstrip("/"), one)
                for one, _ in bases
                if isinstance(one, Unk)
            ]
            return found
        return [url] if url is not None else []

    def _one(self, url: urls.Url, body: Set, method: str) -> Request | None:
        entry = self._path(url, body)
        known = self.resolver.table.known_host(url.host) if url.host else False
        if entry is not None:
            if method == "get" and entry.protocol not in ("websocket", "realtime"):
                return None
            confidence = "high" if url.host_known else "medium"
            resolution = self.resolver.by_parsed(url)
            if not resolution.candidates and not url.host_known and entry.protocol in self.owners:
                resolution.candidates.append(self.resolver.named(self.owners[entry.protocol], assumed="protocol"))
            return Request(resolution, entry.modality, entry.protocol, confidence)
        if known and not url.local and method != "get" and not _NO_CONTENT.search(url.path):
            resolution = self.resolver.by_parsed(url)
            if any(self._speaks(candidate.service) for candidate in resolution.candidates):
                return Request(resolution, _modality_of(body) or "gateway", "", "medium")
        if not known and _looks_like_model_call(body) and method != "get" and (url.unknown is not None or url.local):
            resolution = self.resolver.by_parsed(url)
            if not resolution.candidates and not resolution.unresolved:
                resolution = Resolution(unresolved=[Unknown("expression", url.shown)])
            return Request(resolution, _modality_of(body), "", "low")
        return None

    def _speaks(self, service: str | None) -> bool:
        return service is not None and service != "self-hosted"

    def _path(self, url: urls.Url, body: Set) -> UrlPath | None:
        path = url.path.rstrip("/")
        for pattern, entry in self.paths:
            if not pattern.search(path):
                continue
            if any(fnmatchcase(url.host, glob) for glob in entry.not_hosts):
                continue
            known = bool(url.host) and self.resolver.table.known_host(url.host) and not url.local
            if entry.needs_body and not known and not _has_key(body, frozenset(entry.needs_body)):
                continue
            return entry
        return None


def _pattern(path: str) -> re.Pattern[str]:
    """A path of the catalogue, at the end of a URL's path; ``{}`` is one segment or part of one."""
    escaped = "[^/]+".join(re.escape(piece) for piece in path.split("{}"))
    end = "" if path.endswith("/") else "$"
    start = "" if path.startswith("/") else "(?:^|.*)"
    return re.compile(f"{start}{escaped}{end}")


def _keys(body: Set) -> set[str]:
    return {name for value in body if isinstance(value, DictVal) for name, _ in value.items}


def _has_key(body: Set, wanted: frozenset[str]) -> bool:
    return bool(_keys(body) & wanted)


def _looks_like_model_call(body: Set) -> bool:
    keys = _keys(body)
    return (bool(keys & MODEL_KEYS) and bool(keys & CONTENT_KEYS)) or any(shape <= keys for shape in _OWN_SHAPES)


def _modality_of(body: Set) -> str:
    keys = _keys(body)
    if "messages" in keys or "contents" in keys:
        return "chat"
    if keys & {"prompt"}:
        return "completion"
    return "embedding" if "input" in keys else "gateway"


def known_text(values: Set) -> bool:
    """Is any alternative a text at all?"""
    return any(isinstance(value, Const | Template) for value in values)
