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
    except cst.ParserSyntaxError as error:
        return _refused(_syntax(error, text))
    except RecursionError:
        return _refused(Refusal("too-deep", "nested deeper than this Python can follow"))
    except Exception as error:  # LibCST has more ways to fail than it names: trees that it builds and then finds wrong, for one
        place = _stopped(text)
        return _refused(Refusal("syntax", "", *place) if place else Refusal("crash", type(error).__name__))
    try:
        return Facts(Statements(positions).block(module.body), suppressions(text, positions))
    except TooDeep:
        return _refused(Refusal("too-deep", f"expressions and blocks nested deeper than {DEEPEST} levels"))


def _refused(refusal: Refusal) -> Facts:
    return Facts((), refusals=(refusal,))


def _syntax(error: cst.ParserSyntaxError, text: str) -> Refusal:
    """Say where the parser stopped: where Python's own does, which names the wrong token or the bracket that is never closed.

    LibCST names a token after it, often on the next line; its tokenizer names no place at all.
    """
    kind, _, message = error.message.partition(": ")
    return Refusal("syntax", message if kind == "tokenizer error" else "", *(_stopped(text) or _after(message, text)))


def _after(message: str, text: str) -> tuple[int, int]:
    """Return where LibCST says that it stopped, line and column from one. Its message is right, its ``raw_line`` is not."""
    stopped = _STOPPED.match(message)
    if stopped is None:
        return 1, 1
    lines = _NEWLINE.split(text.removesuffix("\n"))
    line = min(int(stopped[1]), len(lines))
    return line, max(int(stopped[2]) if line == int(stopped[1]) else len(lines[line - 1]), 1)


def _stopped(text: str) -> tuple[int, int] | None:
    """Return where Python's own parser stops, line and column from one; None where it does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return max(error.lineno or 1, 1), max(error.offset or 1, 1)
        except (ValueError, MemoryError, RecursionError):
            pass
    return None
