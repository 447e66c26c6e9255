"""Texts that must be there in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.model.words import Words


def gaps(entry: str, words: Words) -> Iterator[str]:
    """Say which language of a text is empty."""
    for language in ("en", "zh"):
        if not getattr(words, language).strip():
            yield f"{entry}.{language} is empty"
