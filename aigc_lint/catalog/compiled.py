"""The shipped catalogue as one file that is decoded at once, made when the wheel is built or at the first start.

Its name for what it holds is a digest of the bytes of all TOML files and of the code that makes entries of them. It lies
beside that code, where whoever can write can change the code itself; never where linted projects keep anything. Whatever
is not whole, or was made of other bytes, counts as not there. That the bytes are the same is known without reading them
where no size and no time of any file has changed since they were last read, as Python knows it of its own compiled modules.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.sources import SUFFIX
from aigc_lint.model.digests import blake2b

_PACKAGE = Path(__file__).resolve().parent.parent
_MAGIC = b"aigc-lint catalogue 2\n"
_SIZE = 32
NO_STAMP = bytes(_SIZE)
_RACY_NS = 2_000_000_000
"""What changed so lately can change again without a later time; two seconds is the coarsest clock of a file system."""
_CODE = ("catalog", "catalog/entries", "model")
"""Folders of the package whose code decides what entries become of the files."""


def key(files: Mapping[str, bytes]) -> bytes:
    """A digest of everything that the catalogue is made of."""
    total = blake2b(digest_size=_SIZE)
    for name, data in (*_code(), *files.items()):
        total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.digest()


def stamp(rules: Path) -> bytes:
    """A digest of sizes and times of all that the catalogue is made of; ``NO_STAMP`` where a file is too new to tell."""
    folders = [(str(rules), "rules"), *((entry.path, entry.name) for entry in os.scandir(rules) if entry.is_dir())]
    folders += [(str(_PACKAGE / package), f"code {package}") for package in _CODE]
    found = sorted(_seen(folders))
    newest = max((max(changed, modified) for _, _, changed, modified in found), default=0)
    if not found or newest + _RACY_NS > time.time_ns():
        return NO_STAMP
    return blake2b(repr(found).encode(), digest_size=_SIZE).digest()


def _seen(folders: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int, int, int]]:
    for folder, name in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((SUFFIX, ".py")):
                    status = entry.stat()
                    yield f"{name}/{entry.name}", status.st_size, status.st_ctime_ns, status.st_mtime_ns


class Compiled(Struct, frozen=True):
    """A compiled catalogue as it was found, not yet decoded."""

    key: bytes
    stamp: bytes
    payload: bytes

    def catalog(self) -> Catalog | None:
        """What it holds, if that can be understood."""
        try:
            return msgspec.msgpack.decode(self.payload, type=Catalog).indexed()
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None


def opened(path: Path) -> Compiled | None:
    """What lies there, if it is whole and ours."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = memoryview(data)[len(_MAGIC) + _SIZE :]
    if len(body) < 2 * _SIZE or not data.startswith(_MAGIC + blake2b(body, digest_size=_SIZE).digest()):
        return None
    return Compiled(bytes(body[:_SIZE]), bytes(body[_SIZE : 2 * _SIZE]), bytes(body[2 * _SIZE :]))


def encode(catalog: Catalog, key: bytes) -> Compiled | None:
    """The compiled form; None for a catalogue that would not come back as it is."""
    bare = structs.replace(catalog, services={}, clauses={}, documents={}, duties={})
    made = Compiled(key, NO_STAMP, msgspec.msgpack.encode(_without_defaults(bare)))
    return made if made.catalog() == catalog else None


def framed(made: Compiled) -> bytes:
    """The file's bytes."""
    body = made.key + made.stamp + made.payload
    return _MAGIC + blake2b(body, digest_size=_SIZE).digest() + body


def keep(path: Path, made: Compiled) -> None:
    """Write the file, as a whole or not at all; an installation that cannot be written to does without."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as file:
            file.write(framed(made))
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def _code() -> Iterator[tuple[str, bytes]]:
    for package in _CODE:
        for path in sorted((_PACKAGE / package).glob("*.py")):
            yield f"{package}/{path.name}", path.read_bytes()


def _without_defaults(value: Any) -> Any:
    """Plain data without what decoding fills in by itself: a quarter less to read."""
    if isinstance(value, Struct):
        fields = ((field, getattr(value, field.name)) for field in structs.fields(value))
        return {field.encode_name: _without_defaults(held) for field, held in fields if not _is_default(field, held)}
    if isinstance(value, dict):
        return {key: _without_defaults(held) for key, held in value.items()}
    return [_without_defaults(held) for held in value] if isinstance(value, tuple) else value


def _is_default(field: structs.FieldInfo, held: Any) -> bool:
    default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
    return type(held) is type(default) and bool(held == default)
