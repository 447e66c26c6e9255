"""The imports of a file, from its bytes: a tolerant scan that does not parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aigc_lint.model.facts import ImportRecord

_START = re.compile(rb"[\n;:\r][ \t\f]*(import|from)(?=[ \t\\.])")
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\f]*(import|from)(?=[ \t\\.])")
_NAME = r"[^\W\d]\w*"
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_AS = rf"(?:[ \t]+as[ \t]+{_NAME})?"
_IMPORT = re.compile(rf"import[ \t]+({_DOTTED}{_AS}(?:[ \t]*,[ \t]*{_DOTTED}{_AS})*)")
_FROM = re.compile(
    rf"from[ \t]*((?:\.[ \t]*)*)({_DOTTED})?[ \t]*\bimport\b[ \t]*(\*|\([^)]*\)?|{_NAME}{_AS}(?:[ \t]*,[ \t]*{_NAME}{_AS})*)"
)
_FIRST = re.compile(rf"[ \t]*({_DOTTED})")
_COMMENT = re.compile(r"#[^\r\n]*")
_DYNAMIC = re.compile(rb"(?:import_module|__import__)[ \t]*\(\s*[\"']([\w.]+)[\"']")
_STRING = re.compile(
    rb"#[^\r\n]*"
    rb"|(\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*(?:\"\"\"|\Z)|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'''|\Z))"
    rb"|\"[^\"\\\r\n]*(?:\\.[^\"\\\r\n]*)*\"?|'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'?",
    re.DOTALL,
)
_LONGEST = 20_000
"""Bytes of one import statement."""


def imports(data: bytes) -> Iterator[ImportRecord]:
    """Yield the imports of a module's bytes, in order; one that stands in a string that spans lines is none."""
    quoted = _Quoted(data)
    for start in _starts(data):
        if not quoted.holds(start):
            yield from _records(_statement(data, start))


def dynamic(data: bytes) -> Iterator[str]:
    """Yield the modules that are imported by a literal name at run time."""
    if b"import_module" in data or b"__import__" in data:
        yield from (name.decode("utf-8", "replace") for name in _DYNAMIC.findall(data))


def _starts(data: bytes) -> Iterator[int]:
    opening = _OPENING.match(data)
    if opening:
        yield opening.start(1)
    for match in _START.finditer(data):
        if data[match.start()] not in b";:" or _ends_code(data, match.start()):
            yield match.start(1)


def _ends_code(data: bytes, stop: int) -> bool:
    """Is what comes before on the line code, and no comment or string that is still open?"""
    start = max(data.rfind(b"\n", 0, stop), data.rfind(b"\r", 0, stop)) + 1
    for match in _STRING.finditer(data, start, stop):
        text = match[0]
        if match.end() == stop and (text.startswith(b"#") or len(text) == 1 or text[:1] != text[-1:]):
            return False
    return True


def _statement(data: bytes, start: int) -> str:
    """Return the text of the statement that starts there, on one line, without comments."""
    end = start
    while True:
        stop = _line_end(data, end)
        if data[stop - 1 : stop] != b"\\" or stop >= len(data):
            break
        end = stop + 1 + (data[stop : stop + 2] == b"\r\n")
    bracket = data.find(b"(", start, stop)
    if bracket >= 0:
        close = data.find(b")", bracket, start + _LONGEST)
        stop = max(stop, close + 1)
    text = data[start:stop].decode("utf-8", "replace")
    return re.sub(r"\\?[\r\n]+", " ", _COMMENT.sub("", text))


def _line_end(data: bytes, start: int) -> int:
    ends = [end for end in (data.find(b"\n", start, start + _LONGEST), data.find(b"\r", start, start + _LONGEST)) if end >= 0]
    return min(ends, default=min(len(data), start + _LONGEST))


def _records(statement: str) -> Iterator[ImportRecord]:
    if statement.startswith("import"):
        found = _IMPORT.match(statement)
        for name in found[1].split(",") if found else ():
            dotted = _FIRST.match(name)
            if dotted:
                yield ImportRecord(_tight(dotted[1]), 0, "")
        return
    found = _FROM.match(statement)
    if found is None or not (found[1] or found[2]):
        return
    module, level = _tight(found[2] or ""), found[1].count(".")
    for name in found[3].strip("()").split(","):
        first = name.split()
        if first:
            yield ImportRecord(module, level, first[0])


def _tight(dotted: str) -> str:
    return "".join(dotted.split())


class _Quoted:
    """Tells whether an offset lies in a string that spans lines. Offsets must be asked for in order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._seen = 0
        self._marks = [0, 0]
        self._regions: list[tuple[int, int]] | None = None

    def holds(self, offset: int) -> bool:
        """Count quotes first, which is nearly free; only where their number is odd look closely."""
        for index, quotes in enumerate((b'"""', b"'''")):
            self._marks[index] += self._data.count(quotes, self._seen, offset)
        self._seen = offset
        if all(count % 2 == 0 for count in self._marks):
            return False
        if self._regions is None:
            self._regions = [match.span() for match in _STRING.finditer(self._data) if match[1] is not None]
        return any(start < offset < end for start, end in self._regions)
