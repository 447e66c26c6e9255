"""How much room a text takes in a terminal, and how to trim, pad and wrap it. East Asian characters take two cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_JOINERS = {"\u200b", "\u200c", "\u200d", "\ufe0e", "\ufe0f"}
_NOT_FIRST = set("，。、；：！？）》」』】”’%,.;:!?)]}")
_NOT_LAST = set("（《「『【“‘([{")
_BIDI = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def cells(text: str) -> int:
    """Count the terminal cells that the text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


@cache
def _cell(character: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """Fill the text up with spaces to that many cells."""
    return text + " " * (width - cells(text))


def visible(character: str) -> str:
    """Return what may be shown of a character of foreign text: no control, no change of writing direction."""
    if character == "\t":
        return "    "
    return "\ufffd" if character in _BIDI or unicodedata.category(character) == "Cc" else character


def harmless(text: str) -> str:
    """Return what may be shown of a foreign text."""
    return text if text.isprintable() else "".join(map(visible, text))


def clip(text: str, width: int) -> str:
    """Cut the text to that many cells, with an ellipsis where something was cut."""
    if cells(text) <= width:
        return text
    room, kept = max(width - 1, 0), 0
    for index, character in enumerate(text):
        kept += _cell(character)
        if kept > room:
            return text[:index] + "…"
    return text


def wrap(text: str, width: int) -> list[str]:
    """Break the text into lines of at most that many cells: at spaces, and between East Asian characters.

    A word that is wider than a line (a URL) stands alone and is never broken.
    """
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        bare = piece.rstrip(" ")
        if line and used + cells(bare) > width:
            lines.append(line.rstrip(" "))
            line, used = "", 0
            piece = piece.lstrip(" ")
        line += piece
        used += cells(piece)
    return [*lines, line.rstrip(" ")] if line or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """Split into what must stay together, each piece with the spaces that follow it."""
    for word in re.findall(r"\S+ *| +", text.replace("\n", " ")):
        if word.isascii():
            yield word
            continue
        start = 0
        for index in range(1, len(word)):
            before, after = word[index - 1], word[index]
            if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
                continue
            if _cell(before) == 2 or _cell(after) == 2:
                yield word[start:index]
                start = index
        yield word[start:]
