"""Cheap looks at a text before it is parsed: is it nested so deeply, or so long a chain, that the parser would suffer?"""

from __future__ import annotations

from aigc_lint.model.facts import Refusal


def refusal(text: str) -> Refusal | None:
    """Return why the text is not to be parsed, or None if it may be."""
    return None
