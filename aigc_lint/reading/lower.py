"""One text, lowered by the quickest reader that can read it."""

from __future__ import annotations

from aigc_lint.model.facts import Facts
from aigc_lint.reading import lower_ast
from aigc_lint.reading.stack import with_room


def lower(text: str) -> Facts:
    """Return the facts of a module's text, or its refusal."""
    return with_room(lambda: lower_ast.lower(text) or _by_libcst(text))


def _by_libcst(text: str) -> Facts:
    # Both are dear to import, and seldom needed. The interpreter's parser has limits of its own, LibCST's has none.
    from aigc_lint.reading import lower_cst
    from aigc_lint.reading.guards import refusal

    refused = refusal(text)
    return Facts((), refusals=(refused,)) if refused else lower_cst.lower(text)
