"""What a file's bytes say before it is parsed: its imports, and whether anything in it may have to do with AI services.

Most files of an application are never parsed, and this module does not load the parser.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import msgspec
from msgspec import Struct

from aigc_lint.model.facts import FileIndex, ImportRecord
from aigc_lint.reading.imports import dynamic, imports
from aigc_lint.reading.notebooks import code

# What may stand before a host, path or chain that is spelled out in code. Looking only behind these, and through one
# prefix tree of all needles, makes the scan some twenty times faster than a plain alternation.
_LEADING = "/\"'.@}=-\\"
_BEFORE = f"[{re.escape(_LEADING)}]"
_GAP = r"[\s\\]*"


class Needles(Struct, frozen=True, dict=True):
    """What to look for."""

    roots: tuple[str, ...] = ()
    """Import roots of SDKs, dotted."""
    hosts: tuple[str, ...] = ()
    """Hosts, or stretches of them that are long enough to tell."""
    paths: tuple[str, ...] = ()
    """Distinctive URL paths."""
    chains: tuple[str, ...] = ()
    """Dotted call chains."""
    names: tuple[str, ...] = ()
    """Any other words."""

    @cached_property
    def digest(self) -> str:
        """A name for the content of the set."""
        parts = (self.roots, self.hosts, self.paths, self.chains, self.names)
        return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()


def scan(data: bytes, needles: Needles, *, notebook: bool = False) -> FileIndex:
    """Look over the bytes of one file."""
    if notebook:
        # JSON hides line ends and quotes. What is no notebook is looked over as it stands: it must not be passed over in silence.
        data = code(data) or data
    found = tuple(dict.fromkeys(imports(data)))
    finder = _finder(needles)
    names = {f"sdk:{root}" for root in finder.roots_of(found, dynamic(data))}
    names.update(finder.find(data))
    return FileIndex(found, tuple(sorted(names)))


class _Finder:
    """The compiled form of a set of needles."""

    def __init__(self, needles: Needles) -> None:
        self._roots = frozenset(needles.roots)
        self._tops = frozenset(root.partition(".")[0] for root in needles.roots)
        self._labels: dict[bytes, str] = {}
        words: list[tuple[str, ...]] = []
        led = tuple(name for name in needles.names if name[:1] in _LEADING and len(name) > 1)
        for kind, values, pieces in (
            ("host", needles.hosts, _letters),
            ("path", needles.paths, _letters),
            ("name", led, _letters),
            ("chain", needles.chains, _chained),
        ):
            for value in values:
                plain = value[1:] if kind == "name" else value.lstrip("/.-") if kind != "chain" else value
                if plain:
                    self._labels.setdefault(plain.encode(), f"{kind}:{value}")
                    words.append(tuple(pieces(plain)))
        tree = _tree(words)
        self._spelled = re.compile(f"{_BEFORE}({tree})".encode()) if tree else None
        self._names = [(name.encode(), _whole(name), f"name:{name}") for name in needles.names if name and name not in led]

    def find(self, data: bytes) -> Iterator[str]:
        """Yield the labels of the needles in the data, import roots apart."""
        for text in set(self._spelled.findall(data)) if self._spelled else ():
            yield self._labels[text] if text in self._labels else self._labels[re.sub(rb"[\s\\]+", b"", text)]
        yield from (label for plain, whole, label in self._names if plain in data and whole.search(data))

    def roots_of(self, records: Iterable[ImportRecord], others: Iterable[str]) -> Iterator[str]:
        """Yield the roots that are imported, or below which something is."""
        for record in records:
            if not record.level and record.module.partition(".")[0] in self._tops:
                yield from self._roots_above(f"{record.module}.{record.name}")
        for module in others:
            yield from self._roots_above(module)

    def _roots_above(self, dotted: str) -> Iterator[str]:
        parts = dotted.split(".")
        yield from (root for count in range(1, len(parts) + 1) if (root := ".".join(parts[:count])) in self._roots)


@lru_cache(maxsize=16)
def _finder(needles: Needles) -> _Finder:
    return _Finder(needles)


def _letters(word: str) -> Iterator[str]:
    return (re.escape(letter) for letter in word)


def _chained(chain: str) -> Iterator[str]:
    for letter in chain:
        yield f"{_GAP}\\.{_GAP}" if letter == "." else re.escape(letter)
    yield "(?![A-Za-z0-9_])"


def _whole(name: str) -> re.Pattern[bytes]:
    before = "(?<![A-Za-z0-9_])" if name[0].isalnum() else ""
    after = "(?![A-Za-z0-9_])" if name[-1].isalnum() else ""
    return re.compile(f"{before}{re.escape(name)}{after}".encode())


def _tree(words: Iterable[tuple[str, ...]]) -> str:
    """Return an expression that matches any of the words, the longest first, by a tree of their common beginnings."""
    root: dict[str, object] = {}
    for word in words:
        node = root
        for piece in word:
            node = node.setdefault(piece, {})  # type: ignore[assignment]
        node[""] = None
    return _branch(root)


def _branch(node: dict[str, object]) -> str:
    chain: list[str] = []
    while len(node) == 1 and "" not in node:
        piece, node = next(iter(node.items()))  # type: ignore[assignment]
        chain.append(piece)
    arms = [piece + _branch(below) for piece, below in sorted(node.items()) if isinstance(below, dict)]
    tail = "|".join(arms)
    if arms:
        tail = f"(?:{tail})" + ("?" if "" in node else "")
    return "".join(chain) + tail
