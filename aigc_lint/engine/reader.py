"""Serves what is known of one project's files: from memory, from the cache, from the disk through the parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from aigc_lint.engine.cache import Cache, digest
from aigc_lint.engine.discovery import SourceFile
from aigc_lint.engine.held import Held
from aigc_lint.engine.parsing import Job, parse_here, refused
from aigc_lint.engine.stamps import stamp
from aigc_lint.engine.workers import Pool
from aigc_lint.model.cells import cell_spot
from aigc_lint.model.facts import Facts, FileIndex, Refusal, Suppression
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.reading import prefilter

NOTHING = FileIndex(imports=(), needles=())

# Above this not even the bytes are looked at.
_MAX_SCANNED = 100 * 1024 * 1024
# Small and plain enough to be parsed without a process of its own: no harm is known from such files.
_LIGHT_BYTES = 256 * 1024
_LIGHT_DEPTH = 40
_LIGHT_LINE = 4_000
# Starting workers takes about as long as parsing this much.
_FEW_BYTES = 256 * 1024
# Of source: what waits for the workers at a time.
_BATCH_BYTES = 8 * 1024 * 1024
# Facts held as they are or packed, in bytes, before those that follow are compressed: a hook and a small project need not wait.
_MOST_PLAIN = 16 * 1024 * 1024
# What facts take of it when they are not packed, in sizes of the source.
_UNPACKED = 10
# Packed facts that an editor's session keeps.
_MOST_KEPT = 64 * 1024 * 1024

_BRACKET = re.compile(rb"[(\[{]|[)\]}]")


Key = tuple[bytes, bool, int]
"""Digest of a content, whether it is a notebook's, the size limit."""


class Memory:
    """Facts by content, for as long as a session lives."""

    def __init__(self) -> None:
        self._held: dict[Key, Held] = {}
        self._size = 0

    def get(self, key: Key) -> Held | None:
        """The facts of a content, if they are there."""
        return self._held.get(key)

    def keep(self, key: Key, held: Held) -> None:
        """Keep them; what was kept first goes first."""
        self._size += held.size - (self._held.pop(key).size if key in self._held else 0)
        self._held[key] = held
        while self._size > _MOST_KEPT:
            self._size -= self._held.pop(next(iter(self._held))).size


class Reader:
    """One project's files. Which were asked for is remembered: only these had to be known."""

    def __init__(
        self,
        files: Iterable[SourceFile],
        *,
        needles: prefilter.Needles,
        cache: Cache,
        pool: Pool,
        memory: Memory,
        overlay: Mapping[str, bytes],
        max_file_size: int,
        time_limit: float,
    ) -> None:
        self._files = {file.path: file for file in files}
        self._needles = needles
        self._cache = cache
        self._pool = pool
        self._memory = memory
        self._overlay = overlay
        self._max_file_size = max_file_size
        self._time_limit = time_limit
        self._digests: dict[str, bytes] = {}
        self._held: dict[str, Held] = {}
        self._taken: set[Key] = set()
        """Contents whose facts a file has already."""
        self._foreseen = False
        self._new_bytes = 0
        """Of files with needles that no cache knew."""
        self.asked: set[str] = set()
        self.unreadable: dict[str, Refusal] = {}
        self.refusals: dict[str, tuple[Refusal, ...]] = {}
        """Of the files that were asked for."""
        self.suppressions: dict[str, tuple[Suppression, ...]] = {}
        """Of the files that were asked for."""
        self._plain = 0
        """Bytes of what is held uncompressed."""

    def index(self) -> dict[str, FileIndex]:
        """Scan every file that changed since the cache saw it."""
        return {path: self._index(file) for path, file in sorted(self._files.items())}

    def facts(self, path: str) -> Facts | None:
        """The facts of a file, with its refusals; None for what is no file of the project."""
        if path not in self._files:
            return None
        self.asked.add(path)
        if path not in self._held:
            self._held[path] = self._known(path) or self._parse([path], lambda: None)[0]
        facts = self._held[path].facts()
        if facts is None:  # the cache is input from strangers: what it held were no facts
            self._held[path] = self._parse([path], lambda: None)[0]
            facts = self._held[path].facts() or refused(Refusal("crash", "the parser's answer could not be understood"))
        if facts.refusals:
            self.refusals[path] = facts.refusals
        if facts.suppressions:
            self.suppressions[path] = tuple(replace(one, cell=cell_spot(facts.cells, one.span)) for one in facts.suppressions)
        return facts

    def digest(self, path: str) -> bytes | None:
        """The digest of the content that was looked at; None where none could be."""
        return self._digests.get(path)

    def preload(self, paths: Iterable[str], *, progress: Callable[[int, int], None] | None = None) -> None:
        """Read files that will be asked for, several at a time."""
        missing: list[str] = []
        for path in paths:
            if path in self._held:
                continue
            known = self._known(path)
            if known is None:
                missing.append(path)
            else:
                self._held[path] = known
        finished = 0

        def done() -> None:
            nonlocal finished
            finished += 1
            if progress is not None:
                progress(finished, len(missing))

        self._held.update(zip(missing, self._parse(missing, done), strict=True))

    def _index(self, file: SourceFile) -> FileIndex:
        unsaved = self._overlay.get(file.full)
        seen = None if unsaved is not None else stamp(file.full)
        if seen is not None:
            entry = self._cache.look_up(file.path, seen)
            if entry is not None:
                self._digests[file.path] = entry.digest
                return entry.index
            if seen.size > _MAX_SCANNED:
                self.unreadable[file.path] = Refusal(reason="too-large", detail=f"{seen.size:,} bytes")
                return NOTHING
        try:
            data = unsaved if unsaved is not None else read_regular(file.full)
        except Unreadable as error:
            self.unreadable[file.path] = Refusal(reason="unreadable", detail=str(error))
            return NOTHING
        name = self._digests[file.path] = digest(data)
        index = self._cache.same_content(file.path, name)
        if index is None:
            index = prefilter.scan(data, self._needles, notebook=file.is_notebook)
            self._foresee(file, name, data, index)
        if seen is not None:
            self._cache.remember(file.path, seen, name, index)
        return index

    def _foresee(self, file: SourceFile, name: bytes, data: bytes, index: FileIndex) -> None:
        """Have the workers start as soon as it is clear that they will be needed."""
        if index.needles and not self._cache.holds(name, notebook=file.is_notebook):
            self._new_bytes += len(data)
            if not self._foreseen and self._new_bytes > _FEW_BYTES and self._pool.size > 1:
                self._foreseen = True
                self._pool.prepare()

    def _known(self, path: str) -> Held | None:
        if path in self.unreadable:
            return Held(facts=refused(self.unreadable[path]))
        name, notebook = self._digests[path], self._files[path].is_notebook
        key = (name, notebook, self._max_file_size)
        known = self._memory.get(key)
        if known is not None and key in self._taken:
            known = known.apart()
        elif known is None and (payload := self._cache.payload(name, notebook=notebook)) is not None:
            known = self._in_room(Held(payload=payload), len(payload))
            self._memory.keep(key, known)
        self._taken.add(key)
        return known

    def _parse(self, paths: list[str], done: Callable[[], None]) -> list[Held]:
        answers: dict[str, Held] = {}
        for jobs, unreadable in self._batches(paths):
            answers.update(unreadable)
            for path, held in zip(jobs, self._run(list(jobs.values()), done), strict=True):
                answers[path] = held
                name = self._digests[path] = digest(jobs[path].data)  # which may be newer than what was scanned
                key = (name, jobs[path].notebook, self._max_file_size)
                self._taken.add(key)
                if held.lasting:
                    self._memory.keep(key, held)
                    self._cache.keep(name, held.payload, notebook=jobs[path].notebook)
        return [answers[path] for path in paths]

    def _batches(self, paths: list[str]) -> Iterator[tuple[dict[str, Job], dict[str, Held]]]:
        """What is to be parsed, not all of it in memory at once, and what cannot even be opened."""
        jobs: dict[str, Job] = {}
        unreadable: dict[str, Held] = {}
        waiting = 0
        for path in paths:
            file = self._files[path]
            try:
                data = self._overlay[file.full] if file.full in self._overlay else read_regular(file.full)
            except Unreadable as error:
                unreadable[path] = Held(facts=refused(Refusal("unreadable", str(error))))
                continue
            jobs[path] = Job(data, file.is_notebook, self._max_file_size, self._time_limit)
            waiting += len(data)
            if waiting >= _BATCH_BYTES:
                yield jobs, unreadable
                jobs, unreadable, waiting = {}, {}, 0
        yield jobs, unreadable

    def _run(self, jobs: list[Job], done: Callable[[], None]) -> list[Held]:
        few = not self._pool.started and sum(len(job.data) for job in jobs) <= _FEW_BYTES
        if not jobs or ((few or self._pool.size == 1) and all(_is_light(job.data) for job in jobs)):
            found = []
            for job in jobs:
                found.append(self._in_room(Held(facts=parse_here(job)), _UNPACKED * len(job.data)))
                done()
            return found
        return [self._in_room(held, held.size) for held in self._pool.parse(jobs, done=done)]

    def _in_room(self, held: Held, size: int) -> Held:
        """Count what is held, and compress it once that has become much."""
        self._plain += size
        if self._plain > _MOST_PLAIN:
            held.compress()
        return held


def _is_light(data: bytes) -> bool:
    """Is the file small and plain? A rough look that may err towards no; strings are not told from code."""
    if len(data) > _LIGHT_BYTES or any(len(line) > _LIGHT_LINE for line in data.splitlines()):
        return False
    depth = deepest = 0
    for match in _BRACKET.finditer(data):
        depth = depth + 1 if match[0] in b"([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest <= _LIGHT_DEPTH
