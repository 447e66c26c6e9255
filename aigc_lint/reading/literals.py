"""What string and number literals mean, without evaluating anything."""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(
    r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^{}]+)\})"
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_NEWLINE = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDEST = 2**63
"""Greater integers do not go into msgpack, and no fact needs them."""


def text(raw: str, *, prefix: str) -> str:
    """Return what the characters between the quotes of a literal with that prefix stand for."""
    if "\r" in raw:
        raw = _NEWLINE.sub("\n", raw)
    if "\\" not in raw or "r" in prefix.lower():
        return raw
    return speakable(_ESCAPE.sub(_escaped, raw))


def speakable(value: str) -> str:
    """Return a text with ``?`` for every lone surrogate, which no encoding can hold."""
    return value if value.isascii() else _SURROGATE.sub("?", value)


def number(raw: str) -> int | float | None:
    """Return the value of a number literal, or None where it is too great or odd to be kept."""
    plain = raw.replace("_", "")
    try:
        if re.fullmatch(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]{1,20}", plain):
            value = int(plain, 10 if plain.isdigit() else 0)
            return value if value < _WIDEST else None
        return float(plain) if len(plain) <= 400 else None
    except ValueError:
        return None


def _escaped(match: re.Match[str]) -> str:
    newline, simple, octal, byte, short, long, name = match.groups()
    if newline:
        return ""
    if simple:
        return _SIMPLE.get(simple, simple)
    if octal:
        return chr(int(octal, 8))
    if name:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            return match[0]
    point = int(byte or short or long, 16)
    return chr(point) if point <= 0x10FFFF else match[0]
