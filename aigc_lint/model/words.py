"""A sentence in both languages of the product."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Language = Literal["en", "zh"]


class Words(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One text in English and Chinese; both are always there."""

    en: str
    zh: str

    def get(self, language: Language) -> str:
        """The text in that language."""
        return self.zh if language == "zh" else self.en
