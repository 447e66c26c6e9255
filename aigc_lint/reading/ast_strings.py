"""String literals as they are written, for what CPython's own tree does not tell of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.reading.ast_source import Source, Unsure

_PIECE = re.compile(
    r"""
    ([rRbBuUfF]{0,2})
    ( \"{3} (?: [^"\\] | \\. | "(?!"") )*+ \"{3}
    | '{3} (?: [^'\\] | \\. | '(?!'') )*+ '{3}
    | " (?: [^"\\\r\n] | \\(?:\r\n|.) )*+ "
    | ' (?: [^'\\\r\n] | \\(?:\r\n|.) )*+ ' )
    """,
    re.VERBOSE | re.DOTALL,
)
_DEBUG = re.compile(r"=\s*[!:}#]")
_SAYS_ITSELF = re.compile(r"(?<![=!<>])=\s*\Z")
_NAMED = re.compile(r"\\N\{[^{}]*\}")


class Piece(Struct, frozen=True):
    """One of the literals that stand beside one another and make one string."""

    prefix: str
    start: int
    """Where the text between the quotes starts."""
    end: int


def pieces(source: Source, node: ast.expr) -> list[Piece]:
    """Return the literals that a string consists of."""
    at, end = source.start(node), source.end(node)
    found = []
    while at < end:
        match = _PIECE.match(source.text, at, end)
        if match is None:
            raise Unsure
        quotes = 3 if match[2][:3] in ('"""', "'''") and len(match[2]) > 5 else 1
        found.append(Piece(match[1].lower(), match.start(2) + quotes, match.end(2) - quotes))
        at = source.skip(match.end())
    return found


def holes(source: Source, node: ast.JoinedStr) -> list[ast.expr]:
    """Return the expressions of an f-string, parsed anew from where they stand: the tree's own places for them are not right."""
    return [_parsed(source, start, end - len(_told(source.text[start:end]))) for start, end in _fields(source, node)]


def told(source: Source, node: ast.JoinedStr) -> list[str]:
    """Return for each expression of an f-string the text that it adds to the literal text: ``{value=}`` says ``value=``."""
    text = source.segment(node)
    if not _DEBUG.search(text):
        return [""] * sum(isinstance(one, ast.FormattedValue) for one in node.values)
    if "#" in text:
        raise Unsure  # maybe a comment, which is a part of what is told
    fields = [source.text[start:end] for start, end in _fields(source, node)]
    return [field if _told(field) else "" for field in fields]


def _told(field: str) -> str:
    """Return the sign that makes a field tell its own expression, and the blanks behind it; empty where there is none."""
    sign = _SAYS_ITSELF.search(field)
    return sign[0] if sign else ""


def _fields(source: Source, node: ast.JoinedStr) -> Iterator[tuple[int, int]]:
    """Yield where each expression of an f-string stands."""
    for one in pieces(source, node):
        if "f" in one.prefix:
            yield from _places(source.text, one)


def _places(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """Yield start and end of each expression in an f-string."""
    at = piece.start
    while at < piece.end:
        if text[at] == "\\" and "r" not in piece.prefix:
            named = _NAMED.match(text, at, piece.end)
            at = named.end() if named else at + 1 + (text[at + 1] != "{")
        elif text[at] != "{":
            at += 1
        elif text.startswith("{{", at):
            at += 2
        else:
            end = _expression_end(text, at + 1, piece.end)
            yield at + 1, end
            at = _field_end(text, end, piece.end)


def _expression_end(text: str, at: int, limit: int) -> int:
    depth = 0
    while at < limit:
        character = text[at]
        if character in "\"'":
            literal = _PIECE.match(text, at, limit)
            if literal is None:
                raise Unsure
            at = literal.end()
            continue
        if not depth and (character in ":}" or (character == "!" and text[at + 1] != "=")):
            return at
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        at += 1
    raise Unsure


def _field_end(text: str, at: int, limit: int) -> int:
    """Return where a replacement field ends whose expression ends at ``at``."""
    depth = 1
    while at < limit:
        depth += (text[at] == "{") - (text[at] == "}")
        at += 1
        if not depth:
            return at
    raise Unsure


def _parsed(source: Source, start: int, end: int) -> ast.expr:
    try:
        node = ast.parse(f"({source.text[start:end]})", mode="eval").body
    except SyntaxError as error:
        raise Unsure from error
    line, column = source.bytes_before(start)
    for one in ast.walk(node):
        if isinstance(one, (ast.expr, ast.keyword, ast.arg)):
            # Only the first line is shifted: by what stands before it, and by the parenthesis that we put there.
            if one.lineno == 1:
                one.col_offset += column - 1
            if one.end_lineno == 1 and one.end_col_offset is not None:
                one.end_col_offset += column - 1
            one.lineno += line - 1
            one.end_lineno = (one.end_lineno or 1) + line - 1
    return node
