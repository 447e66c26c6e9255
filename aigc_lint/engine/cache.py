"""The cache folder: facts by content, and what the byte scan saw by file stamp.

A cache folder is input from strangers. Whatever in it is corrupt, foreign or half-written counts as not there; it is
decoded into declared types only; nothing in it is ever a path to follow or code to run.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from functools import cache as once
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

import aigc_lint
from aigc_lint.engine import linked as linking
from aigc_lint.engine.linked import Linked
from aigc_lint.engine.stamps import Stamp
from aigc_lint.engine.vault import Vault
from aigc_lint.model.digests import blake2b
from aigc_lint.model.facts import FileIndex
from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words

# A file that changed this short a time before it was looked at may change again without a new time stamp (git's
# "racy" entries; two seconds is the coarsest clock of a file system in use).
_RACY_NS = 2_000_000_000


class Entry(Struct, frozen=True, array_like=True):
    """What is known of one file without opening it."""

    stamp: Stamp
    seen_ns: int
    """When it was read."""
    digest: bytes
    index: FileIndex


class _Index(Struct, frozen=True, array_like=True):
    key: str
    """What the scans depend on besides the files: needles and the code of the scan."""
    entries: dict[str, Entry]


def digest(data: bytes) -> bytes:
    """The name of a content."""
    return blake2b(data, digest_size=20).digest()


class Cache:
    """One project's view of a cache folder; ``folder`` None keeps nothing."""

    def __init__(self, folder: Path | None, *, project: str, needles: str, max_file_size: int) -> None:
        self._vault = Vault(folder)
        self._project = project
        self._key = f"{needles}:{_reading_digest()}"
        self._max_file_size = max_file_size
        self._now = time.time_ns()
        self._fresh: dict[str, Entry] = {}

    def look_up(self, path: str, stamp: Stamp) -> Entry | None:
        """What is known of an unchanged file."""
        entry = self._entries.get(path)
        if entry is None or entry.stamp != stamp or entry.stamp.mtime_ns + _RACY_NS > entry.seen_ns:
            return None
        self._fresh[path] = entry
        return entry

    def same_content(self, path: str, digest: bytes) -> FileIndex | None:
        """What the scan saw in a file whose stamp changed but whose content did not."""
        entry = self._entries.get(path)
        return entry.index if entry is not None and entry.digest == digest else None

    def remember(self, path: str, stamp: Stamp, digest: bytes, index: FileIndex) -> None:
        """Note what the scan saw."""
        self._fresh[path] = Entry(stamp, self._now, digest, index)

    def payload(self, digest: bytes, *, notebook: bool) -> bytes | None:
        """The packed facts of a content, if they seem to be there: whoever unpacks them finds out."""
        name = self._facts_name(digest, notebook=notebook)
        payload = self._vault.read(name)
        if payload is not None:
            self._vault.renew(name)
        return payload

    def holds(self, digest: bytes, *, notebook: bool) -> bool:
        """Do the facts of a content seem to be there?"""
        return self._vault.folder is not None and (self._vault.folder / self._facts_name(digest, notebook=notebook)).exists()

    def keep(self, digest: bytes, payload: Callable[[], bytes], *, notebook: bool) -> None:
        """Keep the facts of a content; they are packed only if there is a place for them."""
        if self._vault.folder is not None:
            self._vault.write(self._facts_name(digest, notebook=notebook), payload())

    @property
    def key(self) -> str:
        """What facts and scans depend on besides the files."""
        return f"{self._key}:{self._max_file_size}"

    @property
    def keeps(self) -> bool:
        """Is there a folder at all?"""
        return self._vault.folder is not None

    def linked(self) -> Linked | None:
        """What linking last found in the whole project, whatever has changed since."""
        payload = self._vault.read(f"uses-{self._name}")
        return None if payload is None else linking.decode(payload)

    def keep_linked(self, linked: Linked) -> None:
        """Keep what linking found in the whole project."""
        payload = linking.encode(linked) if linked.lasting else None
        if payload is not None:
            self._vault.write(f"uses-{self._name}", payload)

    def close(self) -> Problem | None:
        """Write the index down; the one warning there may be."""
        if self._vault.folder is None:
            return None
        if self._fresh != self._entries:
            payload = msgspec.msgpack.encode(_Index(self._key, dict(sorted(self._fresh.items()))))
            self._vault.write(f"index-{self._name}", payload)
        self._vault.prune()
        if self._vault.failure is None:
            return None
        why = self._vault.failure
        return Problem(
            code="cache",
            path=self._vault.folder.name,
            message=Words(en=f"the cache cannot be written ({why})", zh=f"无法写入缓存（{why}）"),
            hint=Words(en="use --cache-dir for another place, or --no-cache", zh="可用 --cache-dir 更换位置，或使用 --no-cache"),
            severity="warning",
        )

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        payload = self._vault.read(f"index-{self._name}")
        if payload is None:
            return {}
        try:
            index = msgspec.msgpack.decode(payload, type=_Index)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return {}
        return index.entries if index.key == self._key else {}

    @cached_property
    def _environment(self) -> bytes:
        return f"{sys.version_info}:{_libcst_version()}:{_reading_digest()}:{self._max_file_size}".encode()

    @property
    def _name(self) -> str:
        return blake2b(os.fsencode(self._project), digest_size=8).hexdigest()

    def _facts_name(self, digest: bytes, *, notebook: bool) -> str:
        name = blake2b(digest + bytes([notebook]) + self._environment, digest_size=20).hexdigest()
        return f"facts/{name[:2]}/{name[2:]}"


@once
def _reading_digest() -> str:
    """Of the code that makes facts: an edit of it must not be answered from facts that the old code made."""
    package = Path(aigc_lint.__file__).parent
    total = blake2b(aigc_lint.__version__.encode(), digest_size=16)
    for path in sorted((*package.glob("reading/*.py"), *package.glob("model/*.py"))):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@once
def _libcst_version() -> str:
    # ``importlib.metadata`` says it too, at ten times the price: most of a hook's runs come by here.
    from importlib.util import find_spec

    found = find_spec("libcst")
    for folder in found.submodule_search_locations or () if found else ():
        with contextlib.suppress(OSError):
            return Path(folder, "_version.py").read_text(encoding="utf-8")
    from importlib.metadata import version

    return version("libcst")
