"""A text parsed by the running interpreter and lowered: an eighth of LibCST's time, for all that this Python can read."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from aigc_lint.model.facts import Facts
from aigc_lint.model.spans import Span
from aigc_lint.reading.ast_source import Source, Unsure
from aigc_lint.reading.ast_statements import Statements
from aigc_lint.reading.comments import suppressions

_NEWLINE = re.compile(r"\r\n?|\n")
_FORM_FEED = re.compile(r"(?:^|[\r\n])[ \t]*+\f[ \t\f]*+[^ \t\f\r\n]")
"""At the head of a line, with something behind it."""
_WORD = re.compile(r"(?:\w|[^\x00-\x7f])+")


def lower(text: str) -> Facts | None:
    """Return the facts of a text, the same that LibCST's tree would give; None where they are to be had from that alone."""
    if "\f" in text and _FORM_FEED.search(text):
        return None  # it is no part of LibCST's columns
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            if not _normal(text, tree):
                return None
            source = Source(text)
            return Facts(Statements(source).block(tree.body), suppressions(text, _Comments(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError, Unsure):
        return None


def _normal(text: str, tree: ast.AST) -> bool:
    """Are names in the tree as they are in the text? The interpreter brings those to normal form that are not."""
    if text.isascii():
        return True
    if text.startswith("\ufeff"):
        return False
    words = (word for word in set(_WORD.findall(text)) if not word.isascii() and word.isidentifier())
    odd = {normal for word in words if (normal := unicodedata.normalize("NFKC", word)) != word}
    return not odd or odd.isdisjoint(_names(tree))


def _names(tree: ast.AST) -> Iterator[str]:
    """Yield every name in a tree, of dotted ones each part."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant):
            for value in vars(node).values():
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, str):
                        yield from one.split(".")


class _Comments:
    """The comments of a text. Few texts have one that looks like ours, so nothing is done before that is asked."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def at(self, start: int, end: int) -> Span:
        return self._source.at(start, end)

    def in_comment(self, offset: int) -> bool:
        place = self._source.at(offset, offset)
        return any(column <= place.column for column in self._columns[place.line])

    @cached_property
    def _columns(self) -> dict[int, list[int]]:
        """Of each line, where a comment starts."""
        import io
        import tokenize

        lines = io.StringIO(_NEWLINE.sub("\n", self._source.text))
        found: dict[int, list[int]] = defaultdict(list)
        try:
            for token in tokenize.generate_tokens(lines.readline):
                if token.type == tokenize.COMMENT:
                    found[token.start[0]].append(token.start[1])
        except (tokenize.TokenError, SyntaxError) as error:
            raise Unsure from error
        return found
