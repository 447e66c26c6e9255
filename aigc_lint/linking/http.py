"""Raw HTTP: is this request an AI call? By its host, by its path, by its payload."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.protocols import Payload, UrlPath
from aigc_lint.linking import urls
from aigc_lint.linking.abstract import Const, DictVal, External, Result, Set, Unk, Value
from aigc_lint.linking.plain import unknown
from aigc_lint.linking.services import Resolution, ServiceResolver
from aigc_lint.linking.urlpaths import PathTable, asks_for_state, keys, keys_of_each
from aigc_lint.model.values import Unknown

MODEL_KEYS = frozenset({"model", "model_name", "modelId", "engine"})
CONTENT_KEYS = frozenset({"messages", "prompt", "input", "contents", "inputs", "instances"})
_NO_CONTENT = re.compile(
    r"/(oauth|oauth2|token|tokens|auth|login|access_token|balance|usage|billing|health|healthz|ping|version|files?/[^/]*/content|tags)(/|$)"
    r"|/(models|cancel|clear|clear_context|issuetoken)/?$",
    re.IGNORECASE,
)
"""Paths on AI hosts that fetch credentials or status, or end something, and carry no content."""
_ASKS_NOTHING = frozenset({"patch", "delete", "head", "options"})
"""Methods that change, remove or look at what is kept, and ask no model."""


class Request(Struct, frozen=True):
    """What a raw request turned out to be."""

    resolution: Resolution
    modality: str
    protocol: str
    confidence: str
    models: tuple[str | None, ...] = ()
    """The models that the URLs name; None where one of them names none, or one that does not show."""
    maker: str | None = None
    """Whose model it is, where the path says so."""


class HttpJudge:
    """Tells AI requests from all others."""

    def __init__(self, catalog: Catalog, resolver: ServiceResolver) -> None:
        self.resolver = resolver
        self.paths = PathTable(catalog.protocols, resolver.table)
        self.owners = catalog.protocols.owners

    def judge(self, url_values: Set, base: Set, body: Set, headers: Set, method: str) -> Request | None:
        """The AI request that these URLs, this payload and these headers make, or None."""
        if method in _ASKS_NOTHING:
            return None
        resolution = Resolution()
        found: list[Request] = []
        others = False
        for value in url_values:
            one = None
            for url in self._with_base(value, base):
                one = self._one(url, body, headers, method, alone=len(url_values) == 1)
                if one is not None:
                    resolution.add(one.resolution)
                    found.append(one)
            others = others or one is None
            unseen = _unseen(value)
            if unseen is not None and unseen not in resolution.unresolved:  # may be any address, whatever the others are
                resolution.unresolved.append(unseen)
        if method == "get" and others:  # what fetches any address at all calls no service
            return None
        if not found:
            return self._by_payload(url_values, body, headers)
        models = tuple(dict.fromkeys(model for one in found for model in one.models))
        chosen = min(found, key=lambda one: (one.confidence, one.modality, one.protocol))
        return replace(chosen, resolution=resolution, models=models)

    def _by_payload(self, url_values: Set, body: Set, headers: Set) -> Request | None:
        """What a payload or headers tell where the URL is not known at all."""
        unknowns = list(dict.fromkeys(unseen for value in url_values if (unseen := _unseen(value)) is not None))
        if not unknowns and url_values and all(isinstance(value, Const) and value.value == "" for value in url_values):
            unknowns = [Unknown("setting")]  # ``API_URL = ""``, to be filled in by whoever runs it
        if not unknowns:
            return None
        told = self._told(body, headers, bare=True)
        if told is None:
            return None
        owner = self.owners.get(told.protocol)
        owned = Resolution([self.resolver.named(owner, assumed="protocol")]) if owner else None
        return Request(owned or Resolution(unresolved=unknowns), told.modality, told.protocol, "low")

    def _told(self, body: Set, headers: Set, *, bare: bool) -> Payload | None:
        """The AI call that a payload is, whatever its address."""
        entry = self.paths.by_payload(body, headers, bare=bare)
        if entry is None and _looks_like_model_call(body):
            return Payload(keys=(), modality=_modality_of(body))
        return entry

    def _with_base(self, value: Value, base: Set) -> list[urls.Url]:
        below = urls.relative(value) if base else None
        if below is None:
            url = urls.parse(value)
            return [url] if url is not None else []
        bases = [urls.Url("", "", None, "{}", one) if isinstance(one, Unk) else urls.parse(one) for one in base]
        return [urls.joined(one, below) for one in bases if one is not None]

    def _one(self, url: urls.Url, body: Set, headers: Set, method: str, *, alone: bool) -> Request | None:
        recognised = self.paths.find(url, body)
        known = self.resolver.table.serves(url.host, url.path, url.port) if url.host else False
        if recognised is not None:
            entry = recognised.entry
            if entry.manages or (method == "get" and not entry.gets):
                return None
            confidence = "high" if url.host_known else "medium"
            resolution = self._of_entry(entry, url)
            return Request(resolution, entry.modality, entry.protocol, confidence, (recognised.model,), entry.maker)
        housekeeping = _NO_CONTENT.search(url.path) or asks_for_state(body, url.query)
        if known and not url.local and method != "get" and not housekeeping:
            resolution = self.resolver.by_parsed(url)
            if any(self._speaks(candidate.service) for candidate in resolution.candidates):
                return Request(resolution, _modality_of(body) or "gateway", "", "medium")
        bare = url.host in ("", urls.UNKNOWN_PIECE) and not url.path.strip("/")  # ``f"{address}?access_token={token}"``
        told = self._told(body, headers, bare=bare) if (url.local or not known) and method != "get" else None
        if told is not None and (url.unknown is not None or url.local or (alone and _is_spelled_out(body))):
            resolution = self._of_owner(told.protocol, url, self.resolver.by_parsed(url))
            if not resolution.candidates and not resolution.unresolved:
                resolution = Resolution(unresolved=[Unknown("expression", url.shown)])
            return Request(resolution, told.modality, told.protocol, "low")
        return None

    def _of_entry(self, entry: UrlPath, url: urls.Url) -> Resolution:
        """The contract: by the host, else by whose protocol it is."""
        resolution = self.resolver.by_parsed(url)
        owner = self.owners.get(entry.protocol)
        if owner is None:
            return resolution
        passed_on = entry.maker is not None and (url.local or (url.host_known and not resolution.candidates))
        if passed_on:  # a proxy of one's own, or a place that serves other things: one's own account at the maker is used
            return Resolution([self.resolver.named(owner, assumed="protocol")])
        return self._of_owner(entry.protocol, url, resolution)

    def _of_owner(self, protocol: str, url: urls.Url, resolution: Resolution) -> Resolution:
        """Whose protocol it is, too, where nothing is known of the host."""
        owner = self.owners.get(protocol)
        if owner is not None and not resolution.candidates and not url.host_known:
            resolution.candidates.append(self.resolver.named(owner, assumed="protocol"))
        return resolution

    def _speaks(self, service: str | None) -> bool:
        return service is not None and service != "self-hosted"


def _unseen(value: Value) -> Unknown | None:
    """Why an address does not show, if it does not; what an object of another library holds does not, such as a form's field."""
    if isinstance(value, Result | External):
        return Unknown("call", f"call:{value.name.replace('()', '')}")
    return unknown(value) if isinstance(value, Unk) else None


def multipart(body: Set, files: Set) -> Set:
    """The fields of a request that also carries files, under their names: ``post(url, files={"file": sound}, data={...})``."""
    sent = [(name, values) for value in files if isinstance(value, DictVal) for name, values in value.items]
    if not sent:
        return body
    return tuple(value.with_items(sent) if isinstance(value, DictVal) else value for value in body) or (DictVal(tuple(sent)),)


def _looks_like_model_call(body: Set) -> bool:
    return any(one & MODEL_KEYS and one & CONTENT_KEYS for one in keys_of_each(body))


def _is_spelled_out(body: Set) -> bool:
    """Does the body name a model, or how freely it may speak, and what it is to answer? Then it is a call on a host that we have
    not heard of, too."""
    return any(
        ("model" in one and one & {"messages", "prompt", "contents"}) or ("temperature" in one and one & {"prompt", "question"})
        for one in keys_of_each(body)
    )


def _modality_of(body: Set) -> str:
    found = keys(body)
    if "messages" in found or "contents" in found:
        return "chat"
    if found & {"prompt"}:
        return "completion"
    if {"input", "voice"} <= found:
        return "audio-tts"
    return "embedding" if "input" in found else "gateway"
