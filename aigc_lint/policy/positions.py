"""Where each key of a TOML text stands: parsers give values without lines, and a policy error needs its line."""

from __future__ import annotations

import re
from bisect import bisect_right

Spot = tuple[int, int]
"""1-based line and column."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"[ \t]*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""+|\'\'\'.*?\'\'\'+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def spell(*parts: str | int) -> str:
    """The key path as messages and policy references write it: ``services."a.b".require[0].argument``."""
    text = ""
    for part in parts:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if _BARE.fullmatch(part) else f'"{part}"')
    return text


def parent(path: str) -> str:
    """The path one step up; empty at the top."""
    return re.sub(r'(?:^|\.)(?:[A-Za-z0-9_-]+|"[^"]*")$|\[\d+\]$', "", path)


class Positions:
    """The line and column of every key path of one TOML text that has already been parsed without error."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spots: dict[str, Spot] = {}
        self._at = 0
        self._counts: dict[str, int] = {}
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._document()

    def find(self, path: str) -> Spot:
        """Where the path stands, or else the nearest table around it; the first line where there is none."""
        while path and path not in self.spots:
            path = parent(path)
        return self.spots.get(path, (1, 1))

    def _document(self) -> None:
        table: tuple[str | int, ...] = ()
        while self._skip():
            if self.text[self._at] == "[":
                many = self.text.startswith("[[", self._at)
                start, self._at = self._at, self._at + (2 if many else 1)
                table = self._header(self._keys(), many=many)
                for length in range(1, len(table) + 1):
                    self._note(table[:length], start)
                self._at = self.text.index("]", self._at) + (2 if many else 1)
            else:
                self._pair(table)

    def _header(self, keys: tuple[str, ...], *, many: bool) -> tuple[str | int, ...]:
        """The path that a table header means: each array of tables on the way stands for its newest entry."""
        path: tuple[str | int, ...] = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            name = spell(*path)
            last = position == len(keys) - 1
            if many and last:
                self._counts[name] = self._counts.get(name, -1) + 1
            if name in self._counts:
                path = (*path, self._counts[name])
        return path

    def _pair(self, table: tuple[str | int, ...]) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._at = self.text.index("=", self._at) + 1
        self._value(path)

    def _value(self, path: tuple[str | int, ...]) -> None:
        self._skip()
        opening = self.text[self._at]
        string = _STRING.match(self.text, self._at)
        if opening in "[{":
            self._at += 1
            self._inside(path, "]" if opening == "[" else "}")
        elif string:
            self._at = string.end()
        else:
            self._at = _SCALAR.match(self.text, self._at).end()  # type: ignore[union-attr]

    def _inside(self, path: tuple[str | int, ...], closing: str) -> None:
        """The items of an array or the pairs of an inline table, up to its closing bracket."""
        index = 0
        while self._skip() and self.text[self._at] != closing:
            if self.text[self._at] == ",":
                self._at += 1
            elif closing == "]":
                self._note((*path, index), self._at)
                self._value((*path, index))
                index += 1
            else:
                self._pair(path)
        self._at += 1

    def _keys(self) -> tuple[str, ...]:
        """One dotted key."""
        keys: list[str] = []
        while match := _KEY.match(self.text, self._at):
            self._at = match.end()
            keys.append(next(group for group in match.groups()[:3] if group is not None))
            if not match[4]:
                break
        return tuple(keys)

    def _skip(self) -> bool:
        """Go over white space and comments; whether anything is left."""
        self._at = _SPACE.match(self.text, self._at).end()  # type: ignore[union-attr]
        return self._at < len(self.text)

    def _note(self, path: tuple[str | int, ...], at: int) -> None:
        line = bisect_right(self._lines, at)
        self.spots.setdefault(spell(*path), (line, at - self._lines[line - 1] + 1))
