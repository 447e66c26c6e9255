"""The imports of a file, from its bytes: a tolerant scan that does not parse."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from aigc_lint.model.facts import ImportRecord

# Every import has this word in it, and a search for one word is many times faster than one for the beginnings of lines.
_WORD = re.compile(rb"import(?=[ \t\\(*])")
_FROM = re.compile(r"from\s*((?:\.\s*)*)([^\W\d]\w*(?:\s*\.\s*\w+)*)?\s*")
_NAME = re.compile(r"\s*([^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*|\*)\s*(?:\bas\s+[^\W\d]\w*\s*)?")
_COMMENT = re.compile(r"#[^\n]*")
_DYNAMIC = re.compile(rb"(?:import_module|__import__)\s*\(\s*[\"']([\w.]+)[\"']")
_STRING = re.compile(
    rb"#[^\r\n]*"
    rb"|(\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*(?:\"\"\"|\Z)|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'''|\Z))"
    rb"|\"[^\"\\\r\n]*(?:\\.[^\"\\\r\n]*)*\"?|'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'?",
    re.DOTALL,
)
_LONGEST = 20_000
_LONGEST_HEAD = 2_000
"""Bytes of one import statement, and of what stands on its line before it."""
_CONTINUED = 10
"""Lines joined by backslashes before the word ``import``."""


def imports(data: bytes) -> Iterator[ImportRecord]:
    """Yield the imports of a module's bytes, in order; one that stands in a string that spans lines is none."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    quoted = _Quoted(data)
    end = 0
    for word in _WORD.finditer(data):
        head = _head(data, word.start()) if word.start() >= end else None
        if head is not None and not quoted.holds(word.start()):
            tail, end = _tail(data, word.end())
            yield from _records(head, tail)


def dynamic(data: bytes) -> Iterator[str]:
    """Yield the modules that are imported by a literal name at run time."""
    if b"import_module" in data or b"__import__" in data:
        yield from (name.decode("utf-8", "replace") for name in _DYNAMIC.findall(data))


def _head(data: bytes, word: int) -> str | None:
    """Return what comes before the word in its statement, empty or ``from ...``; None where the word begins no import."""
    first = max(0, word - _LONGEST_HEAD)
    start = data.rfind(b"\n", first, word) + 1
    for _ in range(_CONTINUED):
        if data[max(0, start - 2) : start] != b"\\\n":
            break
        start = data.rfind(b"\n", first, start - 1) + 1
    if start < first:
        return None
    before = data[start:word]
    cut = max(before.rfind(b";"), before.rfind(b":"))
    head = before[cut + 1 :].replace(b"\\\n", b" ").strip()
    if (head and not head.startswith(b"from")) or (cut >= 0 and not _ends_code(data, start, start + cut)):
        return None
    return head.decode("utf-8", "replace")


def _tail(data: bytes, start: int) -> tuple[str, int]:
    """Return what comes after the word in its statement, on one line and without comments, and where the statement ends."""
    stop = _line_end(data, start)
    while data[stop - 1 : stop] == b"\\" and stop - start < _LONGEST and stop < len(data):
        stop = _line_end(data, stop + 1)
    bracket = data.find(b"(", start, stop)
    if bracket >= 0 and not data[start:bracket].strip(b" \t\\\n"):
        if data.find(b")", bracket, bracket + _LONGEST) < 0:
            return "", stop
        text = _COMMENT.sub(_blank, data[bracket + 1 : bracket + _LONGEST].decode("utf-8", "replace"))
        names = text.partition(")")[0]
        tail = names.replace("\\\n", " ").replace("\n", " ").rstrip().removesuffix(",")
        return tail, min(len(data), bracket + len(names.encode()))
    text = data[start:stop].decode("utf-8", "replace").replace("\\\n", " ")
    statement = text.partition("#")[0].partition(";")[0]
    return statement, min(stop, start + len(statement.encode()))


def _blank(comment: re.Match[str]) -> str:
    return " " * len(comment[0].encode())


def _line_end(data: bytes, start: int) -> int:
    end = data.find(b"\n", start, start + _LONGEST)
    return end if end >= 0 else min(len(data), start + _LONGEST)


def _records(head: str, tail: str) -> Iterator[ImportRecord]:
    module, level = "", 0
    if head:
        found = _FROM.fullmatch(head)
        if found is None or not (found[1] or found[2]):
            return
        module, level = "".join((found[2] or "").split()), found[1].count(".")
    names = [_NAME.fullmatch(name) for name in tail.split(",")]
    if not all(names):
        return
    for name in names:
        assert name is not None
        dotted = "".join(name[1].split())
        yield ImportRecord(module, level, dotted) if head else ImportRecord(dotted, 0, "")


def _ends_code(data: bytes, start: int, stop: int) -> bool:
    """Is that stretch of a line code to its end, with no comment or string that is still open?"""
    for match in _STRING.finditer(data, start, stop):
        text = match[0]
        if match.end() == stop and (text.startswith(b"#") or len(text) == 1 or text[:1] != text[-1:]):
            return False
    return True


class _Quoted:
    """Tells whether an offset lies in a string that spans lines. Offsets must be asked for in order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._seen = 0
        self._double = 0
        self._single = 0
        self._regions: list[tuple[int, int]] | None = None

    def holds(self, offset: int) -> bool:
        """Count quotes first, which is nearly free; only where their number is odd look closely."""
        self._double += self._data.count(b'"""', self._seen, offset)
        self._single += self._data.count(b"'''", self._seen, offset)
        self._seen = offset
        if not (self._double % 2 or self._single % 2):
            return False
        if self._regions is None:
            self._regions = [match.span() for match in _STRING.finditer(self._data) if match[1] is not None]
        index = bisect_right(self._regions, (offset, offset)) - 1
        return index >= 0 and offset < self._regions[index][1]
