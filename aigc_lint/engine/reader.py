"""Serves what is known of one project's files: from memory, from the cache, from the disk through the parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from aigc_lint.engine.cache import Cache, digest
from aigc_lint.engine.discovery import SourceFile
from aigc_lint.engine.files import Unreadable, read_regular, stamp
from aigc_lint.engine.linked import VOLATILE
from aigc_lint.engine.parsing import Job, parse_here
from aigc_lint.engine.workers import Pool
from aigc_lint.model.facts import Facts, FileIndex, Refusal
from aigc_lint.reading import prefilter

NOTHING = FileIndex(imports=(), needles=())

# Above this not even the bytes are looked at.
_MAX_SCANNED = 100 * 1024 * 1024
# Small and plain enough to be parsed without a process of its own: no harm is known from such files.
_LIGHT_BYTES = 64 * 1024
_LIGHT_DEPTH = 40
_LIGHT_LINE = 4_000
# Starting workers takes about as long as parsing this much.
_FEW_BYTES = 256 * 1024

_BRACKET = re.compile(rb"[(\[{]|[)\]}]")


class Memory:
    """Facts by content, for as long as a session lives."""

    def __init__(self) -> None:
        self.facts: dict[tuple[bytes, bool, int], Facts] = {}


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
        self._answers: dict[str, Facts] = {}
        self._foreseen = False
        self._new_bytes = 0
        """Of files with needles that no cache knew."""
        self.asked: set[str] = set()
        self.unreadable: dict[str, Refusal] = {}

    def index(self) -> dict[str, FileIndex]:
        """Scan every file that changed since the cache saw it."""
        return {path: self._index(file) for path, file in sorted(self._files.items())}

    def facts(self, path: str) -> Facts | None:
        """The facts of a file, with its refusals; None for what is no file of the project."""
        if path not in self._files:
            return None
        self.asked.add(path)
        if path not in self._answers:
            self._answers[path] = self._known(path) or self._parse([path], lambda: None)[0]
        return self._answers[path]

    def digest(self, path: str) -> bytes | None:
        """The digest of the content that was looked at; None where none could be."""
        return self._digests.get(path)

    def preload(self, paths: Iterable[str], *, progress: Callable[[int, int], None] | None = None) -> None:
        """Read files that will be asked for, several at a time."""
        missing: list[str] = []
        for path in paths:
            if path in self._answers:
                continue
            known = self._known(path)
            if known is None:
                missing.append(path)
            else:
                self._answers[path] = known
        finished = 0

        def done() -> None:
            nonlocal finished
            finished += 1
            if progress is not None:
                progress(finished, len(missing))

        self._answers.update(zip(missing, self._parse(missing, done), strict=True))

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

    def _known(self, path: str) -> Facts | None:
        if path in self.unreadable:
            return Facts(body=(), refusals=(self.unreadable[path],))
        name, notebook = self._digests[path], self._files[path].is_notebook
        known = self._memory.facts.get((name, notebook, self._max_file_size))
        if known is None and (known := self._cache.facts(name, notebook=notebook)) is not None:
            self._memory.facts[name, notebook, self._max_file_size] = known
        return known

    def _parse(self, paths: list[str], done: Callable[[], None]) -> list[Facts]:
        answers: dict[str, Facts] = {}
        jobs: dict[str, Job] = {}
        for path in paths:
            file = self._files[path]
            try:
                data = self._overlay[file.full] if file.full in self._overlay else read_regular(file.full)
            except Unreadable as error:
                answers[path] = Facts(body=(), refusals=(Refusal(reason="unreadable", detail=str(error)),))
                continue
            jobs[path] = Job(data, file.is_notebook, self._max_file_size, self._time_limit)
        for path, facts in zip(jobs, self._run(list(jobs.values()), done), strict=True):
            answers[path] = facts
            name = self._digests[path] = digest(jobs[path].data)  # which may be newer than what was scanned
            self._keep(name, facts, notebook=jobs[path].notebook)
        return [answers[path] for path in paths]

    def _run(self, jobs: list[Job], done: Callable[[], None]) -> list[Facts]:
        few = not self._pool.started and sum(len(job.data) for job in jobs) <= _FEW_BYTES
        if not jobs or ((few or self._pool.size == 1) and all(_is_light(job.data) for job in jobs)):
            found = []
            for job in jobs:
                found.append(parse_here(job))
                done()
            return found
        return self._pool.parse(jobs, done=done)

    def _keep(self, name: bytes, facts: Facts, *, notebook: bool) -> None:
        # What a time limit or a crash left behind says nothing of the content.
        if any(refusal.reason in VOLATILE for refusal in facts.refusals):
            return
        self._memory.facts[name, notebook, self._max_file_size] = facts
        self._cache.keep(name, facts, notebook=notebook)


def _is_light(data: bytes) -> bool:
    """Is the file small and plain? A rough look that may err towards no; strings are not told from code."""
    if len(data) > _LIGHT_BYTES or any(len(line) > _LIGHT_LINE for line in data.splitlines()):
        return False
    depth = deepest = 0
    for match in _BRACKET.finditer(data):
        depth = depth + 1 if match[0] in b"([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest <= _LIGHT_DEPTH
