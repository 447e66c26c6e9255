"""What a run over whole folders said, kept to be said again for as long as nothing that it looked at has changed.

Most runs of a hook or a server over a whole tree find nothing changed. All that is needed then is to make sure of it: git
lists the same files, and size, times and inode of everything that the run looked at are the same. This module
imports next to nothing, so that such a run is over before others have loaded what they decode the catalogue with.

A snapshot is taken only where nothing had changed for a while before the run began: what changes during it, or within one
tick of the clock, shows in the times. Its key holds the change times and inodes of the installation. So nobody
who merely hands files over can have made it, and until that is clear no path that it names is looked at.
"""

from __future__ import annotations

import os

from aigc_lint.engine.git import FilesAsked
from aigc_lint.engine.sealing import unseal
from aigc_lint.model.digests import blake2b
from aigc_lint.policy.files import Unreadable, read_regular

TYPE_CHECKING = False  # as in ``typing``, which need not be imported
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RACY_NS = 2_000_000_000
"""What changed so lately can change again without a later time; two seconds is the coarsest clock of a file system."""
MOST_BYTES = 16 * 1024 * 1024
_DIGEST = 20
_SLOTS = 8
_DIGITS = 10


class Looked:
    """What a run over whole folders looked at: all that its answer follows from, beside its key."""

    __slots__ = ("answers", "folders", "paths")

    def __init__(self, folders: Sequence[str], answers: Sequence[bytes], paths: Sequence[str]) -> None:
        self.folders = folders
        """Those that git listed the files of."""
        self.answers = answers
        """Digests of what git said, folder by folder."""
        self.paths = paths
        """Files and folders; what is new in a folder, or gone from it, shows in the folder's own times."""


class Snapshot:
    """What a run said, and its exit code."""

    __slots__ = ("code", "said")

    def __init__(self, code: int, said: Sequence[tuple[str, str]]) -> None:
        self.code = code
        self.said = said
        """How, in one letter of the caller's, and what."""


class Key:
    """What a run's answer depends on besides what it looks at. To be made before it looks at anything."""

    __slots__ = ("_newest", "_started", "digest")

    def __init__(self, words: Iterable[str], installation: Iterable[str], *, now_ns: int) -> None:
        states, self._newest = _states(installation)
        text = "\0".join((*words, "", *states))
        self.digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
        self._started = now_ns

    @property
    def name(self) -> str:
        """Of the file in the cache folder: a few are kept, the last ones."""
        return f"run-{self.digest[0] % _SLOTS}"

    def is_settled(self, newest: int) -> bool:
        """Did the last of the changes happen long enough before the run began?"""
        return max(newest, self._newest) + RACY_NS <= self._started


def pack(key: Key, looked: Looked, snapshot: Snapshot) -> bytes | None:
    """A snapshot as bytes; None where what was looked at is too new, or gone, or there is too much of it."""
    states, newest = _states(looked.paths)
    if not key.is_settled(newest) or not all(states):
        return None
    fields = [key.digest, _digest(states, looked.answers), b"%d" % snapshot.code]
    fields += [_joined(looked.folders), _joined(looked.paths)]
    fields += [(how + text).encode("utf-8", "surrogatepass") for how, text in snapshot.said]
    packed = b" ".join(b"%d" % len(field) for field in fields) + b"\n" + b"".join(fields)
    return packed if len(packed) <= MOST_BYTES else None


def recall(folder: str, key: Key) -> Snapshot | None:
    """What an earlier run of the same key said, if nothing that it looked at has changed since."""
    if os.path.islink(folder):  # noqa: PTH114 (``pathlib`` is a tenth of the time that there is)
        return None
    try:
        sealed = read_regular(f"{folder}/{key.name}", most=MOST_BYTES + 1024)
    except Unreadable:
        return None
    packed = unseal(key.name, sealed)
    fields = None if packed is None else _fields(packed)
    if fields is None or len(fields) < 5 or fields[0] != key.digest:
        return None
    _, state, code, folders, paths, *said = fields
    if state != _state(_split(folders), _split(paths)):
        return None
    try:
        texts = [field.decode("utf-8", "surrogatepass") for field in said]
        return Snapshot(int(code), [(text[:1], text[1:]) for text in texts])
    except ValueError:
        return None


def _state(folders: Sequence[str], paths: Sequence[str]) -> bytes:
    asked = [FilesAsked(folder) for folder in folders]  # git is at it while we look
    states, _ = _states(paths)
    answers = [question.answer() for question in asked]
    return _digest(states, [b"" if said is None else blake2b(said, digest_size=_DIGEST).digest() for said in answers])


def _digest(states: Iterable[str], answers: Iterable[bytes]) -> bytes:
    total = blake2b("\0".join(states).encode("utf-8", "surrogatepass"), digest_size=_DIGEST)
    total.update(b"".join(answers))
    return total.digest()


def _states(paths: Iterable[str]) -> tuple[list[str], int]:
    """Of each path what shows that it is unchanged, empty where it is not there; and when the last of them changed."""
    states: list[str] = []
    newest = 0
    stat = os.stat
    for path in paths:
        try:
            found = stat(path)
        except OSError:
            states.append("")
            continue
        changed, modified = found.st_ctime_ns, found.st_mtime_ns
        newest = max(newest, changed, modified)
        states.append(f"{path}:{found.st_mode}:{found.st_size}:{modified}:{changed}:{found.st_ino}")
    return states, newest


def _joined(paths: Iterable[str]) -> bytes:
    return b"\0".join(map(os.fsencode, paths))


def _split(joined: bytes) -> list[str]:
    return [os.fsdecode(path) for path in joined.split(b"\0")] if joined else []


def _fields(packed: bytes) -> list[bytes] | None:
    head, _, rest = packed.partition(b"\n")
    sizes = head.split(b" ")
    if not all(size.isdigit() and len(size) < _DIGITS for size in sizes) or sum(map(int, sizes)) != len(rest):
        return None
    return list(_cut(rest, map(int, sizes)))


def _cut(rest: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    place = 0
    for size in sizes:
        yield rest[place : place + size]
        place += size
