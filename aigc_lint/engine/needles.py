"""What to look for in a file's bytes before it is parsed, from the catalogue and the policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.model.settings import NO_SETTINGS, Settings
from aigc_lint.policy.schema import Policy
from aigc_lint.reading.prefilter import Needles

# Everybody imports these, and next to nobody to reach an AI service: such a request is found by its host, its path, or
# the name of the service that it asks for.
_COMMON_IMPORTS = frozenset(
    {
        "aioboto3", "aiobotocore", "aiohttp", "boto3", "botocore", "http", "httpx", "requests", "urllib", "urllib3", "websocket",
        "websockets",
    }
)  # fmt: skip
# Hosts of ours on which nearly everything is something else.
_COMMON_HOSTS = frozenset({"0.0.0.0", "127.0.0.1", "discord.com", "github.com", "localhost", "www.google.com"})
# Short chains that still say what they are. In chains of two parts a long word speaks for itself; one word alone never does.
_TELLING = frozenset(
    {
        "images.edit", "images.generate", "messages.create", "messages.stream", "responses.create", "responses.parse",
        "chat_completion", "converse_stream", "embed_content", "embed_documents", "embed_query", "generate_content",
        "generate_content_async", "generate_images", "invoke_model", "invoke_model_with_response_stream", "text_generation",
        "text_to_image",
    }
)  # fmt: skip
_ADDRESS = re.compile(r"(?:https?|wss?)://", re.IGNORECASE)
# Methods of files, servers, threads, tasks, parsers and whatever else.
_EVERYDAY = frozenset(
    {
        "__call__", "ado", "analyze", "apply", "ask", "batch", "build_request", "call", "classify", "clone", "compact",
        "complete", "connect", "create", "create_connection", "create_file", "defer", "delete", "describe", "do", "edit",
        "embedding", "embeddings", "forward", "generate", "get", "get_response", "gist", "head", "interpolate", "iter",
        "moderation", "ocr", "options", "parse", "patch", "post", "predict", "put", "realtime", "recognize", "request",
        "responses", "resume", "run", "run_async", "run_forever", "run_sync", "sample", "save", "save_sync", "search", "seed",
        "send", "speech", "start", "stream", "submit", "subscribe", "summarization", "summarize", "transcription", "transform",
        "translate", "translation", "upload", "upload_file", "upload_image", "upscale", "urlopen", "web_fetch", "web_search",
        "ws_connect",
    }
)  # fmt: skip
_LONG_WORD = 10
_LONG_PIECE = 8
SUPPRESSION = "aigc:"


def needles(catalog: Catalog, policy: Policy | None, variables: Settings = NO_SETTINGS, *, everything: bool = False) -> Needles:
    """The needles of a project; their digest is part of every cache key."""
    hosts, names = _from_policy(policy)
    return Needles(
        roots=_sorted((*_sdk_roots(catalog), *(root for wrapper in catalog.wrappers.values() for root in wrapper.imports))),
        hosts=_sorted((*_hosts(catalog), *hosts)),
        paths=_sorted(_paths(catalog)),
        chains=_sorted(_chains(catalog)),
        names=_sorted((*_selectors(catalog), *_payload_words(catalog), *names, *_addresses(variables), SUPPRESSION)),
        methods=_sorted(_methods(catalog)),
        everything=everything,
    )


def _addresses(variables: Settings) -> Iterator[str]:
    """Variables that settings files give a web address: as they stand in code, and as fields of settings classes do."""
    for name, values in variables.variables.items():
        if any(value.value and _ADDRESS.match(value.value) for value in values):
            yield from (name, name.lower())


def _sorted(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(found)))


def _sdk_roots(catalog: Catalog) -> Iterator[str]:
    for sdk in catalog.sdks.values():
        yield from (root for root in sdk.imports if root.partition(".")[0] not in _COMMON_IMPORTS)


def _selectors(catalog: Catalog) -> Iterator[str]:
    """The service names that a common factory is asked for: ``boto3.client("bedrock-runtime")``."""
    for sdk in catalog.sdks.values():
        for selector in filter(None, (client.selector for client in sdk.clients.values())):
            yield from _literals(selector)  # some are everyday words, so only as literals


def _payload_words(catalog: Catalog) -> Iterator[str]:
    """Of a payload that gives its service away, the key that it names first; of one that a path asks for, the value."""
    for payload in catalog.protocols.payloads:
        if payload.sought and "[]" not in payload.keys[0]:
            yield from _literals(payload.keys[0].rpartition(".")[2])
        elif payload.sought and payload.bare:
            yield from _turns(*payload.keys[0].split("[]."))
    for entry in catalog.protocols.paths:
        for values in entry.needs_value.values():
            yield from (value for value in values if len(value) >= _LONG_WORD)


def _turns(turns: str, speaker: str) -> Iterator[str]:
    """A conversation as a dict literal spells its beginning: wherever it goes, it is meant for a model."""
    for quote in "\"'":
        yield f"{quote}{turns}{quote}: [{{"
        yield from (f"{quote}{speaker}{quote}: {quote}{who}{quote}" for who in ("user", "system"))


def _literals(text: str) -> Iterator[str]:
    return (f"{quote}{text}{quote}" for quote in "\"'")


def _hosts(catalog: Catalog) -> Iterator[str]:
    for service in catalog.services.values():
        if service.audience == "self-hosted":
            continue
        for endpoint in service.endpoints:
            if endpoint.host not in _COMMON_HOSTS:
                yield _telling_piece(endpoint.host)


def _paths(catalog: Catalog) -> Iterator[str]:
    for entry in catalog.protocols.paths:
        if entry.hosts or entry.manages:  # the host is looked for, or nothing is
            continue
        piece = max(re.split(r"\{[^}]*\}", entry.path), key=len)
        segments = piece.strip("/").split("/")
        if entry.sought or not entry.needs_body or len(segments) > 1 or len(segments[0]) >= _LONG_WORD:
            yield piece


def _chains(catalog: Catalog) -> Iterator[str]:
    for sdk in catalog.sdks.values():
        for operation in sdk.operations:
            if not operation.manages:
                yield from (chain for chain in operation.chains if _is_telling(chain))


def _methods(catalog: Catalog) -> Iterator[str]:
    """Operations of one word, those left out that are methods of everything."""
    for sdk in catalog.sdks.values():
        for operation in sdk.operations:
            if operation.sends and not operation.manages:
                yield from (chain for chain in operation.chains if chain.isidentifier() and chain not in _EVERYDAY)


def _is_telling(chain: str) -> bool:
    segments = chain.split(".")
    return chain in _TELLING or len(segments) > 2 or (len(segments) == 2 and max(map(len, segments)) >= _LONG_WORD)


def _telling_piece(host: str) -> str:
    """The stretch of a host pattern to look for: its beginning says more than the domain that it ends in."""
    pieces = host.split("*")
    return pieces[0] if len(pieces[0]) >= _LONG_PIECE else max(pieces, key=len)


def _from_policy(policy: Policy | None) -> tuple[list[str], list[str]]:
    """Hosts and names that the policy speaks of: endpoints and provenance wrappers."""
    hosts: list[str] = []
    names: list[str] = []
    if policy is None:
        return hosts, names
    for key in policy.endpoints:
        kind, _, rest = key.partition(":")
        if kind in ("env", "parameter", "setting", "call") and not rest.startswith("//"):
            names.append(rest.rpartition(".")[2])
        else:
            hosts.append(re.sub(r"^\w+://", "", key).partition("/")[0])
    if policy.provenance is not None:
        names += [wrapper.name.rpartition(".")[2] for wrapper in policy.provenance.wrapper]
    return hosts, [name for name in names if name]
