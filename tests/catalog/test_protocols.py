"""URL paths that are AI calls on whatever host, as the shipped catalogue lists them."""

from __future__ import annotations

import re

import pytest

from aigc_lint.catalog.entries import UrlPath
from aigc_lint.catalog.load import load
from tests.catalog.test_sdks import MODALITIES

PATHS = load().protocols.paths


def first(path: str) -> UrlPath | None:
    """The first entry that the path of a URL matches."""
    for entry in PATHS:
        pattern = "[^/]+".join(map(re.escape, entry.path.split("{}"))) + ("" if entry.path.endswith("/") else "$")
        if re.search(pattern, path):
            return entry
    return None


def test_paths_stand_once_and_say_what_they_are() -> None:
    assert len({entry.path for entry in PATHS}) == len(PATHS)
    assert {entry.modality for entry in PATHS} <= MODALITIES
    assert all(entry.path.startswith(("/", "{}")) and entry.protocol for entry in PATHS)


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
