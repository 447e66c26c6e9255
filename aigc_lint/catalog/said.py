"""What the catalogue's checks say, in Chinese: one sentence for each of their English ones."""

from __future__ import annotations


def in_chinese(said: str) -> str:
    """Return the Chinese of a fault."""
    return said
