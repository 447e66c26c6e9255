"""The shipped catalogue as one file that is decoded at once, made when the wheel is built or at the first start.

Its name for what it holds is a digest of the bytes of all TOML files and of the code that makes entries of them. It lies
beside that code, where whoever can write can change the code itself; never where linted projects keep anything. Whatever
is not whole, or was made of other bytes, counts as not there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from aigc_lint.catalog.entries import Catalog

_PACKAGE = Path(__file__).resolve().parent.parent
_MAGIC = b"aigc-lint catalogue 1\n"
_SIZE = hashlib.sha256().digest_size
_CODE = ("catalog", "model")
"""Packages whose code decides what entries become of the files."""


def key(files: Mapping[str, bytes]) -> bytes:
    """A digest of everything that the catalogue is made of."""
    total = hashlib.sha256()
    for name, data in (*_code(), *files.items()):
        total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.digest()


def read(path: Path, key: bytes) -> Catalog | None:
    """The catalogue of that key, if it lies there whole."""
    head = _MAGIC + key
    try:
        framed = path.read_bytes()
    except OSError:
        return None
    payload = memoryview(framed)[len(head) + _SIZE :]
    if not framed.startswith(head) or hashlib.sha256(payload).digest() != framed[len(head) : len(head) + _SIZE]:
        return None
    try:
        return msgspec.msgpack.decode(payload, type=Catalog).indexed()
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def encode(catalog: Catalog, key: bytes) -> bytes | None:
    """The file's bytes; None for a catalogue that would not come back as it is."""
    bare = structs.replace(catalog, services={}, clauses={}, documents={}, duties={})
    payload = msgspec.msgpack.encode(_without_defaults(bare))
    if msgspec.msgpack.decode(payload, type=Catalog).indexed() != catalog:
        return None
    return _MAGIC + key + hashlib.sha256(payload).digest() + payload


def keep(path: Path, key: bytes, catalog: Catalog) -> None:
    """Write the file, as a whole or not at all; an installation that cannot be written to does without."""
    payload = encode(catalog, key)
    if payload is None:
        return
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as file:
            file.write(payload)
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
