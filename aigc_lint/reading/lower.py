"""One text, guarded, parsed and lowered in one walk."""

from __future__ import annotations

import libcst as cst

from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.reading.comments import suppressions
from aigc_lint.reading.guards import refusal
from aigc_lint.reading.lower_expressions import DEEPEST, TooDeep
from aigc_lint.reading.lower_statements import Statements
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.stack import with_room


def lower(text: str) -> Facts:
    """Return the facts of a module's text, or its refusal."""
    refused = refusal(text)
    return Facts((), refusals=(refused,)) if refused else with_room(lambda: _lower(text))


def _lower(text: str) -> Facts:
    try:
        module = cst.parse_module(text)
        positions = Positions(module)
        return Facts(Statements(positions).block(module.body), suppressions(text, positions))
    except cst.ParserSyntaxError as error:
        return Facts((), refusals=(_syntax(error, text),))
    except TooDeep:
        return Facts((), refusals=(Refusal("too-deep", f"expressions and blocks nested deeper than {DEEPEST} levels"),))


def _syntax(error: cst.ParserSyntaxError, text: str) -> Refusal:
    lines = text.count("\n") + 1
    line = min(max(error.raw_line, 1), lines)
    return Refusal("syntax", "not valid Python", line, error.raw_column + 1)
