"""Words that code knows: what an SDK's file may call an argument or a kind of call, and what a model's name may change."""

from __future__ import annotations

ROLES = frozenset({
    "model", "input", "endpoint", "provider", "region", "credential", "headers", "body", "query", "retention", "training",
    "routing", "provenance", "plan", "account", "end-user", "state", "cache", "expiry", "moderation", "label", "purpose",
    "option", "client", "telemetry", "request",
})  # fmt: skip
MODALITIES = frozenset({
    "chat", "chat-session", "completion", "assistant", "gateway", "embedding", "rerank", "image", "video", "realtime",
    "audio-tts", "audio-stt", "audio-voice", "audio-music", "moderation", "classification", "ocr", "search", "provenance-check",
    "token-count", "tool", "batch", "fine-tuning", "file-upload",
})  # fmt: skip
EFFECTS = frozenset({"trains", "licence", "free-upstream"})
