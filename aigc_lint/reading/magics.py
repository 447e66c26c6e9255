"""A notebook cell's source as plain Python of the same lines: IPython's own syntax becomes ``pass`` or ``None``."""

from __future__ import annotations

import re

_INDENT = re.compile(r"[ \t]*")
_MAGIC = re.compile(r"[ \t]*(?:[!%?]|[,;/][A-Za-z_])")
_HELP = re.compile(r"[ \t]*[%A-Za-z_][\w.\[\]\"']*\?{1,2}[ \t]*(?:#.*)?$")
_ASSIGNED = re.compile(r"([ \t]*[A-Za-z_][\w.,\[\]\"' \t]*=[ \t]*)[!%].*")
_CELL_MAGIC = re.compile(r"(?:[ \t]*(?:#.*)?\n)*[ \t]*%%(\w+)")
_CODE_MAGICS = frozenset(
    {
        "time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "scalene", "pyinstrument", "debug", "heat",
        "python", "python3", "pypy", "ipytest", "run_pytest", "px", "pyspark", "local", "wandb", "blocks",
    }
)  # fmt: skip
_LINE_WITH_CODE = re.compile(
    r"(?P<indent>[ \t]*)(?P<magic>%(?:time|timeit|prun|memit|lprun|mprun|snakeviz|pyinstrument)"
    r"(?:[ \t]+-\w+(?:[ \t]+[\w.]+)?)*?[ \t]+)"
    r"(?P<code>(?!-)[^\s#].*)"
)
"""A magic that runs the statement on its line."""
_COMPOUND = re.compile(r"(?:async|class|def|for|if|match|try|while|with)\b|@")
_COMMAND = re.compile(
    r"[ \t]*(?:pip3?|conda|mamba)[ \t]+(?:install|uninstall|list|show|freeze|update|upgrade|create)\b"
    r"|[ \t]*(?:cd|ls|cat|mkdir|rmdir|rm|cp|mv|man)[ \t]+(?!(?:in|is|and|or|if|not|for|else)\b)[\w./~]"
)
"""Commands that IPython runs without a sign before them: two words in a row are no Python."""
_OTHER_LANGUAGE = re.compile(r"\s*%(?:sql|md|sh|scala|r|bash|html|javascript)[ \t]*(?:\n|$)", re.IGNORECASE)
_CLOSING = {quotes: re.compile(rf"(?:[^\\]|\\.)*?{quotes}") for quotes in ('"""', "'''")}
_TOKEN = re.compile(
    r"#.*|\"{3}|'{3}|\"(?:[^\"\\]|\\.)*(?:\"|\\?$)|'(?:[^'\\]|\\.)*(?:'|\\?$)|[(\[{]|[)\]}]|\\$",
)


def plain(source: str) -> str | None:
    """Return the cell as Python, line by line; None for a cell of another language."""
    lines = source.split("\n")
    magic = _CELL_MAGIC.match(source)
    if _OTHER_LANGUAGE.match(source) or (magic and magic[1] not in _CODE_MAGICS):
        return None
    state = _State()
    shell = False
    for index, line in enumerate(lines):
        if shell:
            shell = line.endswith("\\")
            lines[index] = ""
        elif not state.inside and (run := _code_behind_magic(line)) is not None:
            lines[index] = run
            state.feed(run)
        elif not state.inside and (replaced := _replaced(line)) is not None:
            shell = line.endswith("\\")
            lines[index] = replaced
        else:
            state.feed(line)
    return "\n".join(lines)


def _code_behind_magic(line: str) -> str | None:
    """Return the line with a header in the place of its magic, so that the statement stays in its columns; None for any other."""
    found = _LINE_WITH_CODE.fullmatch(line)
    if found is None or _COMPOUND.match(found["code"]):
        return None
    return found["indent"] + "if 1:".ljust(len(found["magic"])) + found["code"]


def _replaced(line: str) -> str | None:
    """Return what stands for a line in IPython's own syntax, at the same indentation; None for a line of Python."""
    if _MAGIC.match(line) or _HELP.match(line) or _COMMAND.match(line):
        indent = _INDENT.match(line)
        return (indent[0] if indent else "") + "pass"
    assigned = _ASSIGNED.fullmatch(line)
    return assigned[1] + "None" if assigned else None


class _State:
    """Whether the next line goes on with a string, a bracket or a statement: what it begins with is then no magic."""

    def __init__(self) -> None:
        self._quotes = ""
        self._depth = 0
        self._continued = False

    @property
    def inside(self) -> bool:
        return bool(self._quotes or self._depth or self._continued)

    def feed(self, line: str) -> None:
        position = 0
        self._continued = False
        while position <= len(line):
            if self._quotes:
                end = _CLOSING[self._quotes].match(line, position)
                if end is None:
                    return
                position, self._quotes = end.end(), ""
            token = _TOKEN.search(line, position)
            if token is None:
                return
            self._take(token[0])
            position = token.end()

    def _take(self, token: str) -> None:
        if token in ('"""', "'''"):
            self._quotes = token
        elif token in "([{":
            self._depth += 1
        elif token in ")]}":
            self._depth = max(0, self._depth - 1)
        elif token[0] != "#" and token.endswith("\\"):
            self._continued = True
