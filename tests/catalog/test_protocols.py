"""URL paths that are AI calls on whatever host, as the shipped catalogue lists them."""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec
import pytest

from aigc_lint.catalog import crosscheck_protocols
from aigc_lint.catalog.closed import MODALITIES
from aigc_lint.catalog.entries.protocols import Payload, Protocols, UrlPath
from aigc_lint.catalog.hosts import EndpointTable
from aigc_lint.catalog.load import load
from aigc_lint.linking.urlpaths import PathTable

CATALOG = load()
PATHS = CATALOG.protocols.paths
TABLE = PathTable(CATALOG.protocols, EndpointTable(CATALOG))


def first(path: str, host: str = "gateway.example.com") -> UrlPath | None:
    """The first entry that the path of a URL on this host matches, whatever it asks of the payload."""
    found = (entry for _, entry in TABLE.matching(path))
    return next((one for one in found if not one.hosts or any(fnmatchcase(host, glob) for glob in one.hosts)), None)


def test_paths_stand_once_and_say_what_they_are() -> None:
    assert len({(entry.path, host) for entry in PATHS for host in entry.hosts or ("",)}) == sum(
        len(entry.hosts) or 1 for entry in PATHS
    )
    assert {entry.modality for entry in PATHS} <= MODALITIES
    assert all(entry.path.startswith(("/", "{model}:")) and entry.protocol for entry in PATHS)


def test_what_is_confined_to_hosts_is_confined_to_hosts_of_the_catalogue() -> None:
    chat = {"discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"}
    for entry in PATHS:
        for host in entry.hosts:
            hosts = [host.replace("*", piece) for piece in ("x", "-x", ".x")]
            known = any(TABLE.table.serves(one, entry.path, None) or TABLE.table.find(one, "", None) for one in hosts)
            assert known or host in chat, f"{entry.path} on {host}"


def test_makers_are_providers() -> None:
    assert {entry.maker for entry in PATHS if entry.maker} <= set(CATALOG.providers)


def test_owners_are_services() -> None:
    assert {owner for owner in CATALOG.protocols.owners.values() if not owner.startswith("provider:")} <= set(CATALOG.services)
    spoken = {entry.protocol for entry in PATHS} | set(CATALOG.protocols.owners)
    assert {entry.protocol for entry in CATALOG.protocols.payloads if entry.protocol} <= spoken


def test_wrong_references_are_named() -> None:
    paths = (
        UrlPath(path="/a", modality="chat", protocol="x", maker="nobody"),
        UrlPath(path="/b", modality="chat", protocol="x", manages=True, gets=True),
    )
    payloads = (Payload(keys=(), modality="chat", protocol="x"), Payload(keys=("a",), modality="chat", protocol="y"))
    owners = {"x": "openai-api", "z": "provider:nobody", "w": "no-service"}
    catalog = msgspec.structs.replace(CATALOG, protocols=Protocols(paths=paths, payloads=payloads, owners=owners))
    said = list(crosscheck_protocols.faults(catalog))
    assert [one.partition(":")[0] for one in said] == [
        "owners.z", "owners.w", "path /a", "path /b", "payload of x", "payload a",
    ]  # fmt: skip
    assert list(crosscheck_protocols.faults(CATALOG)) == []


@pytest.mark.parametrize(
    ("path", "protocol", "modality"),
    [
        ("/v1/chat/completions", "openai", "chat"),
        ("/api/paas/v4/chat/completions", "openai", "chat"),
        ("/openai/deployments/gpt/chat/completions", "azure-openai", "chat"),
        ("/v1/completions", "openai", "completion"),
        ("/anthropic/v1/messages", "anthropic", "chat"),
        ("/v1beta/models/gemini-pro:generateContent", "gemini", "chat"),
        ("/v1beta/models/gemini-pro:streamGenerateContent", "gemini", "chat"),
        ("/model/anthropic.claude-v2/invoke", "bedrock", "gateway"),
        ("/api/v1/services/aigc/text-generation/generation", "dashscope", "chat"),
        ("/api/v1/services/aigc/something-new/generation", "dashscope", "gateway"),
        ("/mj/submit/imagine", "midjourney-proxy", "image"),
        ("/v1/text-to-speech/voice/stream", "elevenlabs", "audio-tts"),
        ("/v1/audio/transcriptions", "openai", "audio-stt"),
    ],
)
def test_a_path_is_recognised(path: str, protocol: str, modality: str) -> None:
    entry = first(path)
    assert entry is not None
    assert (entry.protocol, entry.modality) == (protocol, modality)


@pytest.mark.parametrize(
    "path", ["/v1/chat", "/oauth/token", "/models", "/v1/files/abc/content", "/chat/completions/list", "/autocompletions"]
)
def test_another_path_is_not(path: str) -> None:
    assert first(path) is None


EVERYDAY = ["/completions", "/embeddings", "/responses", "/moderations", "/v1/messages", "/rerank", "/api/generate", "/v3/chat"]


@pytest.mark.parametrize("path", EVERYDAY)
def test_an_everyday_path_needs_a_telling_body(path: str) -> None:
    entry = first(path)
    assert entry is not None
    assert entry.needs_body


def test_feishu_messages_are_not_chats() -> None:
    entry = first("/open-apis/im/v1/messages")
    assert entry is not None
    assert "open.feishu.cn" in entry.not_hosts
