"""The text of a source file from its bytes, as Python would decode them."""

from __future__ import annotations

import codecs
import re

from aigc_lint.model.facts import Refusal

_BLANK = re.compile(rb"[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n|$)")
_CODING = re.compile(rb"[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")


def decode(data: bytes) -> str | Refusal:
    """Decode a source file by its byte order mark or coding line, else as UTF-8; line ends stay as they are."""
    mark = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        offset = data.index(b"\0")
        return Refusal("null-byte", f"a NUL byte at byte {offset}", _line(data, offset))
    named = _named(data)
    encoding = _codec(named or "utf-8")
    if encoding is None:
        return Refusal("encoding", f"unknown encoding {named}", 1)
    if mark and encoding != "utf-8":
        return Refusal("encoding", f"a UTF-8 byte order mark and a coding line that says {named}", 1)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + (len(codecs.BOM_UTF8) if mark else 0)
        byte = data[error.start]
        advice = "" if named else ", and there is no coding line"
        return Refusal("encoding", f"byte 0x{byte:02x} at byte {offset} is not {encoding}{advice}", _line(data, error.start))
    except ValueError:
        return Refusal("encoding", f"not {encoding}", 1)


def _named(data: bytes) -> str | None:
    """Return the encoding of the coding line: the first line, or the second after an empty or comment line."""
    for _ in range(2):
        found = _CODING.match(data)
        if found:
            return found[1].decode("ascii", "replace")
        blank = _BLANK.match(data)
        if blank is None:
            return None
        data = data[blank.end() :]
    return None


def _codec(name: str) -> str | None:
    """Return the canonical name of an encoding of text, or None if there is none of that name."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _line(data: bytes, offset: int) -> int:
    return 1 + len(re.findall(rb"\r\n?|\n", data[:offset]))
