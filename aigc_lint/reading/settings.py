"""Settings files: ``.env`` files as python-dotenv reads them, and what may be kept of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aigc_lint.model.redaction import MARK, credential_name
from aigc_lint.model.settings import Given, Mistake
from aigc_lint.model.words import Words
from aigc_lint.reading.expansion import expand
from aigc_lint.reading.secrets import hidden

_BLANK = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:#[^\n]*\Z)?")
_NAME = re.compile(r"(?:export[ \t]+)?(?:'([^'\n]+)'|([^=#\s'\"]+))[ \t]*")
_SINGLE = re.compile(r"'((?:\\.|[^'\\])*)'", re.DOTALL)
_DOUBLE = re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL)
_REST = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_COMMENT = re.compile(r"(?:^|\s+)#.*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}

_LONGEST = 300
"""Characters of a value that may be an address, a model or a switch; longer ones are keys, certificates and the like."""
_OPAQUE = re.compile(r"[A-Za-z0-9+/_=]{20,}")
_MIXED = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])")


def dotenv(text: str) -> tuple[Given, ...] | Mistake:
    """The variables that a ``.env`` file sets, in order; a later line may use what an earlier one set."""
    known: dict[str, str | None] = {}
    found: list[Given] = []
    try:
        for name, raw, line in _statements(text):
            known[name] = value = kept(name, expand(raw, known))
            if value != "":  # what is set to nothing is not set: templates leave blanks to be filled in
                found.append(Given(name, withheld(value), line))
    except _Wrong as wrong:
        return wrong.mistake
    return tuple(found)


def kept(name: str, value: str | None) -> str | None:
    """The value without what is, or may be, a credential: of such a one only a mark remains."""
    if not value:
        return value
    strength = credential_name(name)
    if strength == "strong" or (strength and "://" not in value) or len(value) > _LONGEST or "\n" in value:
        return MARK
    found = hidden(value, name)
    if found:
        return found[0]
    opaque = None if "://" in value else _OPAQUE.search(value)
    return MARK if opaque and _MIXED.match(opaque[0]) else value


def withheld(value: str | None) -> str | None:
    """None for a value of which nothing but the mark is left."""
    return None if value is None or value.replace(MARK, "").strip() in ("", "Bearer", "Basic") else value


class _Wrong(Exception):
    """The file breaks the grammar; what is said of it holds nothing of its text, which may be a password."""

    def __init__(self, en: str, zh: str, line: int) -> None:
        super().__init__(en)
        self.mistake = Mistake(Words(en, zh), line)


def _statements(text: str) -> Iterator[tuple[str, str, int]]:
    """Name, raw value and line of each statement that gives a value."""
    position = 0
    counted, line = 0, 1
    while True:
        position = _end(_BLANK, text, position)
        line += text.count("\n", counted, position)
        counted = position
        if position >= len(text):
            return
        name = _NAME.match(text, position)
        if name is None:
            raise _Wrong("a line that is no NAME=value", "该行不是 NAME=value 的形式", line)
        position = name.end()
        raw: str | None = None
        if text[position : position + 1] == "=":
            raw, position = _raw(text, position + 1)
            if position < 0:
                raise _Wrong("a quotation that does not end", "引号没有结束", line)
        if _REST.match(text, position) is None:
            raise _Wrong("text after the value that is no comment", "值之后有不属于注释的内容", line)
        position = _end(_REST, text, position)
        if raw is not None:
            yield name[1] or name[2], raw, line


def _raw(text: str, position: int) -> tuple[str, int]:
    """A value with escapes resolved, and where it ends; -1 where its quotation does not."""
    while text[position : position + 1] in (" ", "\t"):
        position += 1
    quote = text[position : position + 1]
    if quote in ("'", '"'):
        quoted = (_SINGLE if quote == "'" else _DOUBLE).match(text, position)
        if quoted is None:
            return "", -1
        escapes = {"\\": "\\", "'": "'"} if quote == "'" else _MEANS
        return _ESCAPE.sub(lambda match: escapes.get(match[1], match[0]), quoted[1]), quoted.end()
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return _COMMENT.sub("", text[position:end]).strip(), end


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
