"""Texts that must be there in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.model.words import Words


def gaps(entry: str, words: Words) -> Iterator[str]:
    """Say which language of a text is empty."""
    for language in ("en", "zh"):
        if not getattr(words, language).strip():
            yield f"{entry}.{language} is empty"


def entry_gaps(entry: Struct) -> Iterator[str]:
    """Say which texts of an entry are empty in a language; those of entries within it are not looked at."""
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        if isinstance(value, Words):
            yield from gaps(name, value)
