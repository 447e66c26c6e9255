"""A text parsed by LibCST and lowered in one walk: what the running interpreter cannot read, and every refusal."""

from __future__ import annotations

import ast
import re
import warnings

import libcst as cst

from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.reading.comments import suppressions
from aigc_lint.reading.lower_literals import TooDeep
from aigc_lint.reading.lower_statements import Statements
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.stack import DEEPEST

_NEWLINE = re.compile(r"\r\n?|\n")
_STOPPED = re.compile(r"error at (\d+):(\d+)")


def lower(text: str) -> Facts:
    """Return the facts of a module's text, or its refusal."""
    try:
        module = cst.parse_module(text)
        positions = Positions(module)
        return Facts(Statements(positions).block(module.body), suppressions(text, positions))
    except cst.ParserSyntaxError as error:
        return Facts((), refusals=(_syntax(error, text),))
    except TooDeep:
        return Facts((), refusals=(Refusal("too-deep", f"expressions and blocks nested deeper than {DEEPEST} levels"),))


def _syntax(error: cst.ParserSyntaxError, text: str) -> Refusal:
    """Say where the parser stopped. Its own ``raw_line`` is often one too great; the place in its message is right."""
    kind, _, message = error.message.partition(": ")
    stopped = _STOPPED.match(message)
    if stopped:
        lines = _NEWLINE.split(text.removesuffix("\n"))
        line = min(int(stopped[1]), len(lines))
        column = int(stopped[2]) if line == int(stopped[1]) else len(lines[line - 1])
        return Refusal("syntax", "not valid Python", line, max(column, 1))
    line, column = _tokenized(text)
    return Refusal("syntax", message if kind == "tokenizer error" else "not valid Python", line, column)


def _tokenized(text: str) -> tuple[int, int]:
    """Return where Python's own parser stops: LibCST does not say where its tokenizer did."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return max(error.lineno or 1, 1), max(error.offset or 1, 1)
        except (ValueError, MemoryError, RecursionError):
            pass
    return 1, 1
