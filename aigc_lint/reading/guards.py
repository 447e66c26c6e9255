"""Cheap looks at a text before it is parsed: is it nested so deeply, or chained so long, that the parser would suffer?

Measured with LibCST 1.9 on one core. Its time grows with the square of a chain's length, or worse: a sum of 1,000 terms
takes 0.2 seconds and one of 10,000 takes minutes; 500 chained method calls take half a second. Patterns of ``case`` double it
with every bracket. The native parser and the code generator recurse once or more for every level. The looks go by tokens
and tolerate text that is no Python: that is for the parser to say.
"""

from __future__ import annotations

import re

from aigc_lint.model.facts import Refusal

BRACKETS = 200
OPERANDS = 1_000
"""Operators and accesses that lie in one another, brackets included."""
PIECES = 3_000
"""Flat runs: adjacent string literals (LibCST gives up beyond this many), ``and``/``or``, the arms of an ``if``."""
PATTERN = 8
"""Brackets in one pattern of a ``case``."""

_TOKEN = re.compile(
    r"""
      \#[^\r\n]*
    | (?P<prefix>(?<!\w)[rRbBuUfFtT]{0,3})
      (?P<string> \"{3}[^"\\]*(?:(?:\\.|\"(?!\"\"))[^"\\]*)*(?:\"{3}|\Z)
      | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'{3}|\Z)
      | "[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*(?:"|(?=[\r\n])|\Z)
      | '[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*(?:'|(?=[\r\n])|\Z) )
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<end>[,;\r\n])
    | (?P<access>\.(?=[ \t\r\n\\]*[^\W\d]))
    | (?P<operator>\*\*|//|<<|>>|[-+*/%@&|^~])
    | \b(?: (?P<flat>and|or) | (?P<sticky>lambda|for) | (?P<word>not|await|if|else) | (?P<elif>elif) )\b
    """,
    re.VERBOSE | re.DOTALL,
)
_INTERPOLATED = frozenset("fFtT")
_FIELD = re.compile(r"\{\{|\}\}|[{}]")
_CASE = re.compile(r"^[ \t]*case\b(?![ \t]*(?:[=.,;:)]|$))[^\r\n]*", re.MULTILINE)
_MATCH = re.compile(r"^[ \t]*match\b[^\r\n]*:[ \t]*(?:#[^\r\n]*)?$", re.MULTILINE)


class _TooMuch(Exception):
    """A limit is passed."""

    def __init__(self, reason: str, detail: str, offset: int) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.offset = reason, detail, offset


class _Frame:
    """What has been seen at one level of brackets since it was opened."""

    __slots__ = ("best", "flat", "inner", "operators", "pieces", "sticky", "trail")

    def __init__(self) -> None:
        self.operators = 0
        self.trail = 0
        """Accesses, calls and subscripts since the last operator."""
        self.inner = 0
        """The deepest of the brackets that were closed since the last separator."""
        self.best = 0
        self.sticky = 0
        """Lambdas and comprehensions, in which a comma separates nothing."""
        self.flat = 0
        self.pieces = 0

    @property
    def depth(self) -> int:
        return max(self.best, self.operators + self.trail + self.inner)

    def separate(self) -> None:
        self.best = self.depth
        self.operators, self.trail, self.inner = self.sticky, 0, 0


def refusal(text: str) -> Refusal | None:
    """Return why the text is not to be parsed, or None if it may be."""
    try:
        _measure(text, 0)
        if text.count("elif") > PIECES:
            _elifs(text)
        if _MATCH.search(text):
            _patterns(text)
    except _TooMuch as found:
        line = 1 + len(re.findall(r"\r\n?|\n", text[: found.offset]))
        return Refusal(found.reason, found.detail, line)
    return None


def _measure(text: str, start: int) -> None:
    """Go over the tokens of a text and raise where a limit is passed; ``start`` is where it lies in the file."""
    frames = [_Frame()]
    for token in _TOKEN.finditer(text):
        kind, frame = token.lastgroup, frames[-1]
        if kind == "string":
            frame.pieces += 1
            if "{" in token["string"] and not _INTERPOLATED.isdisjoint(token["prefix"]):
                _fields(token["string"], start + token.start("string"))
        elif kind is None:
            continue
        elif kind == "end":
            if token[0] in ",;":
                frame.separate()
                frame.pieces = 0
            elif len(frames) == 1:
                frames[0] = _Frame()
            continue
        elif kind == "open":
            frame.trail += 1
            frames.append(_Frame())
        elif kind == "close":
            if len(frames) > 1:
                frames.pop()
                frames[-1].inner = max(frames[-1].inner, frame.depth + 1)
        else:
            _count(frame, kind)
        if kind != "string":
            frame.pieces = 0
        _check(frames, start + token.start())


def _count(frame: _Frame, kind: str) -> None:
    """Count an operator, access or keyword."""
    if kind == "access":
        frame.trail += 1
    elif kind == "flat":
        frame.separate()
        frame.flat += 1
    elif kind != "elif":
        frame.sticky += kind == "sticky"
        frame.operators += 1
        frame.inner = max(frame.inner, frame.trail)
        frame.trail = 0


def _check(frames: list[_Frame], offset: int) -> None:
    frame = frames[-1]
    if len(frames) - 1 > BRACKETS:
        raise _TooMuch("too-deep", f"more than {BRACKETS} nested brackets", offset)
    if frame.operators + frame.trail + frame.inner > OPERANDS:
        raise _TooMuch("too-many-operands", f"more than {OPERANDS:,} chained operators, calls or accesses", offset)
    if max(frame.flat, frame.pieces) > PIECES:
        raise _TooMuch("too-many-operands", f"more than {PIECES:,} adjacent operands", offset)


def _fields(literal: str, start: int) -> None:
    """Measure the expressions inside an f-string, whose own text may hold anything."""
    depth, opened = 0, 0
    for brace in _FIELD.finditer(literal):
        if brace[0] == "{" or (depth and brace[0] == "{{"):
            opened = opened if depth else brace.end()
            depth += len(brace[0])
        elif depth and brace[0][0] == "}":
            depth -= min(len(brace[0]), depth)
            if not depth:
                _measure(literal[opened : brace.start()], start + opened)
        if depth > BRACKETS:
            raise _TooMuch("too-deep", f"more than {BRACKETS} nested brackets", start + brace.start())
    if depth:
        _measure(literal[opened:], start + opened)


def _elifs(text: str) -> None:
    """Raise where one ``if`` has too many arms."""
    arms: dict[int, int] = {}
    for line in re.finditer(r"^([ \t]*)(elif\b|else\b|\w)?", text, re.MULTILINE):
        indent, word = len(line[1].expandtabs()), line[2]
        if word == "elif":
            arms[indent] = arms.get(indent, 0) + 1
            if arms[indent] > PIECES:
                raise _TooMuch("too-many-operands", f"more than {PIECES:,} arms of one if", line.start())
        elif word:
            arms = {known: count for known, count in arms.items() if known < indent}


def _patterns(text: str) -> None:
    """Raise where a ``case`` holds too many brackets in one another."""
    for case in _CASE.finditer(text):
        depth = 0
        for token in _TOKEN.finditer(text, case.start()):
            if token.lastgroup == "open":
                depth += 1
            elif token.lastgroup == "close":
                depth -= 1
            elif depth <= 0 and token.lastgroup == "end" and token[0] in "\r\n":
                break
            if depth > PATTERN:
                raise _TooMuch("too-deep", f"more than {PATTERN} nested brackets in a pattern", token.start())
