"""What a file's bytes say before it is parsed: its imports, and whether anything in it may have to do with AI services.

Most files of an application are never parsed, and this module does not load the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

import msgspec
from msgspec import Struct

from aigc_lint.model.digests import blake2b
from aigc_lint.model.facts import FileIndex, ImportRecord
from aigc_lint.reading.imports import dynamic, imports

# What may stand before a host, path or chain that is spelled out in code. Looking only behind these, for the first letters
# of all needles, makes the scan some twenty times faster than a plain alternation; an expression of the whole needles is no
# faster and takes fifteen times as long to compile, which every run would wait for.
_LEADING = "/\"'.@}=-\\"
_BEFORE = f"[{re.escape(_LEADING)}]"
_LEAD = re.compile(_BEFORE.encode("latin-1"))
_BEGINNING = 5
_MOST_WITHOUT_EXPRESSION = 64 * 1024
"""Bytes, as many as are looked over in the time that compiling takes: a hook scans the one file that changed."""
_GAP = rb"[\s\\]*"
# No needle has more parts; an end to it keeps the scan linear.
_MOST_PARTS = 8
_CHAIN = re.compile(rb"\w+(?:%b\.%b\w+){0,%d}" % (_GAP, _GAP, _MOST_PARTS - 1), re.ASCII)
_GAPS = re.compile(rb"[\s\\]+")
EVERY_FILE = "every:file"
_CALL = re.compile(rb"\.(\w+)[ \t]*\(", re.ASCII)


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
    methods: tuple[str, ...] = ()
    """Methods that are operations of some client, and of much else."""
    everything: bool = False
    """True: every file counts as holding a needle, whatever is in it. For runs that are to parse and evaluate all there is."""

    @cached_property
    def digest(self) -> str:
        """A name for the content of the set."""
        parts = (self.roots, self.hosts, self.paths, self.chains, self.names, self.methods, self.everything)
        return blake2b(msgspec.msgpack.encode(parts), digest_size=32).hexdigest()


def scan(data: bytes, needles: Needles, *, notebook: bool = False) -> FileIndex:
    """Look over the bytes of one file."""
    if notebook:
        from aigc_lint.reading.notebooks import code

        # JSON hides line ends and quotes. What is no notebook is looked over as if each of its texts were a line: it must not be
        # passed over in silence.
        data = code(data) or data.replace(b"\\n", b"\n").replace(b'"', b"\n")
    found = tuple(dict.fromkeys(imports(data)))
    finder = _finder(needles)
    names = {f"sdk:{root}" for root in finder.roots_of(found, dynamic(data))}
    names.update(finder.find(data))
    if needles.everything:
        names.add(EVERY_FILE)
    return FileIndex(found, tuple(sorted(names)), finder.calls_method(data))


class _Finder:
    """The compiled form of a set of needles."""

    def __init__(self, needles: Needles) -> None:
        self._roots = frozenset(needles.roots)
        self._tops = frozenset(root.partition(".")[0] for root in needles.roots)
        led = [name for name in needles.names if name[:1] in _LEADING and len(name) > 1]
        self._words = _labels("name", led, lambda name: name[1:])
        self._words |= _labels("path", needles.paths, lambda path: path.lstrip("/.-"))
        self._words |= _labels("host", needles.hosts, lambda host: host.lstrip("/.-"))
        self._chains = _labels("chain", needles.chains, str)
        self._names = [(name.encode(), f"name:{name}") for name in needles.names if name and name not in led]
        starting: dict[bytes, list[bytes]] = {}
        for word in sorted(self._words, key=len, reverse=True):
            starting.setdefault(word[:_BEGINNING], []).append(word)
        # A chain may be broken at its dots: only what stands before the first one is sure to be there.
        of_chains = {chain.partition(b".")[0][:_BEGINNING] for chain in self._chains}
        self._candidates: dict[bytes, tuple[bool, list[bytes]]] = {}
        """Beginning -> whether a chain may follow, and the words that may, the longest first."""
        for beginning in {*starting, *of_chains}:
            shorter = [beginning[:length] for length in range(len(beginning), 0, -1)]
            words = [word for start in shorter for word in starting.get(start, ())]
            self._candidates[beginning] = (not of_chains.isdisjoint(shorter), words)
        self._methods = frozenset(method.encode() for method in needles.methods)
        self._lengths = sorted(set(map(len, self._candidates)), reverse=True)
        self._left = _MOST_WITHOUT_EXPRESSION
        """Bytes that are looked over before an expression is compiled."""

    def find(self, data: bytes) -> Iterator[str]:
        """Yield the labels of the needles in the data, import roots apart."""
        end = 0  # what lies within a needle is no other one
        for start, beginning in self.beginnings(data):
            if start > end and (found := self._longest(data, start, beginning)):
                label, end = found
                yield label
        yield from (label for plain, label in self._names if plain in data and _whole(plain).search(data))

    def beginnings(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield where a needle may begin, and by which of the beginnings, the longest that stands there."""
        self._left -= len(data)
        if self._left < 0:
            return ((match.end(), match[1]) for match in self._expression.finditer(data)) if self._candidates else iter(())
        return self._looked_up(data)

    def _looked_up(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        for match in _LEAD.finditer(data):
            start = match.end()
            for length in self._lengths:
                if (beginning := data[start : start + length]) in self._candidates:
                    yield start, beginning
                    break

    @cached_property
    def _expression(self) -> re.Pattern[bytes]:
        tree = _tree(beginning.decode("latin-1") for beginning in self._candidates)
        return re.compile(f"{_BEFORE}(?=({tree}))".encode("latin-1"))

    def calls_method(self, data: bytes) -> bool:
        """Tell whether one of the methods is called."""
        return bool(self._methods) and any(match[1] in self._methods for match in _CALL.finditer(data))

    def _longest(self, data: bytes, start: int, beginning: bytes) -> tuple[str, int] | None:
        """Return the longest needle that stands there, by its label, and where it ends."""
        may_be_chain, words = self._candidates[beginning]
        chain = self._chain(data, start) if may_be_chain else None
        for word in words:
            if data.startswith(word, start) and (chain is None or start + len(word) > chain[1]):
                return self._words[word], start + len(word)
        return chain

    def _chain(self, data: bytes, start: int) -> tuple[str, int] | None:
        match = _CHAIN.match(data, start)
        parts = _GAPS.sub(b"", match[0]).split(b".") if match else []
        for count in range(len(parts), 0, -1):
            if label := self._chains.get(b".".join(parts[:count])):
                return label, start + len(b".".join(parts[:count]))
        return None

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


def _labels(kind: str, values: Iterable[str], plain: Callable[[str], str]) -> dict[bytes, str]:
    """Return what is looked for and how it is called; of two that look the same, the first."""
    return {plain(value).encode(): f"{kind}:{value}" for value in reversed(tuple(values)) if plain(value)}


def _whole(name: bytes) -> re.Pattern[bytes]:
    before = rb"(?<![A-Za-z0-9_])" if name[:1].isalnum() else b""
    after = rb"(?![A-Za-z0-9_])" if name[-1:].isalnum() else b""
    return re.compile(before + re.escape(name) + after)


def _tree(words: Iterable[str]) -> str:
    """Return an expression that matches any of the words, the longest first, by a tree of their common beginnings."""
    root: dict[str, object] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = None
    return _branch(root)


def _branch(node: dict[str, object]) -> str:
    chain: list[str] = []
    while len(node) == 1 and "" not in node:
        letter, node = next(iter(node.items()))  # type: ignore[assignment]
        chain.append(re.escape(letter))
    arms = [re.escape(letter) + _branch(below) for letter, below in sorted(node.items()) if isinstance(below, dict)]
    tail = "|".join(arms)
    if arms:
        tail = f"(?:{tail})" + ("?" if "" in node else "")
    return "".join(chain) + tail
