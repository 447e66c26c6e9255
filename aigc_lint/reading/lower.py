"""One text, guarded, and lowered by the quickest reader that can read it."""

from __future__ import annotations

from aigc_lint.model.facts import Facts
from aigc_lint.reading import lower_ast
from aigc_lint.reading.guards import refusal
from aigc_lint.reading.stack import with_room


def lower(text: str) -> Facts:
    """Return the facts of a module's text, or its refusal."""
    refused = refusal(text)
    return Facts((), refusals=(refused,)) if refused else with_room(lambda: lower_ast.lower(text) or _by_libcst(text))


def _by_libcst(text: str) -> Facts:
    from aigc_lint.reading import lower_cst  # dear to import, and seldom needed

    return lower_cst.lower(text)
