"""The files of a catalogue folder, each read once: what is decoded is exactly what was hashed."""

# Some hundred files on every start: as plain strings they cost a fraction of what Path objects do.

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

SUFFIX = ".toml"
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 18


class Source(Struct, frozen=True):
    """One folder."""

    files: dict[str, bytes]
    """By the path below the folder: ``providers/openai.toml``; sorted."""
    shown: str = ""
    """How messages and reports name the folder; empty for ours."""

    def name(self, file: str) -> str:
        """A file as messages name it: below its folder, a foreign folder named."""
        return f"{self.shown}/{file}" if self.shown else file


def read(folder: Path) -> Source:
    """Read a folder of ours: its TOML files and those of the folders in it."""
    return Source(dict(sorted(_read(str(folder), ""))))


def _read(folder: str, prefix: str) -> Iterator[tuple[str, bytes]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(SUFFIX):
                yield prefix + entry.name, _bytes(entry.path)
            elif not prefix and entry.is_dir():
                yield from _read(entry.path, f"{entry.name}/")


def _bytes(path: str) -> bytes:
    handle = os.open(path, _FLAGS)
    try:
        whole = part = os.read(handle, _CHUNK)
        while len(part) == _CHUNK:
            part = os.read(handle, _CHUNK)
            whole += part
    finally:
        os.close(handle)
    return whole
