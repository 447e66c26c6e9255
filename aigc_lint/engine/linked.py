"""What linking found in a whole project, kept for as long as nothing that it depends on changes.

Linking is a function of the index of all files, the facts of those it asked for, the catalogue, the policy's settings
and its own code. All of these are in the key or checked one by one; verdicts are never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache as once
from pathlib import Path

import msgspec
from msgspec import Struct

import aigc_lint
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.linking.settings import LinkSettings
from aigc_lint.model.digests import blake2b
from aigc_lint.model.facts import FileIndex, Refusal, Suppression
from aigc_lint.model.uses import Use

VOLATILE = frozenset({"timeout", "crash", "memory", "unreadable"})
"""Refusals that say nothing of a content."""


class Linked(Struct, frozen=True, array_like=True):
    """All that judging needs of the files that are reported on."""

    key: bytes
    asked: dict[str, bytes]
    """Files whose facts were asked for, with the digests of their contents."""
    uses: tuple[Use, ...]
    suppressions: dict[str, tuple[Suppression, ...]]
    refusals: dict[str, tuple[Refusal, ...]]

    @property
    def lasting(self) -> bool:
        """Would the same contents give the same again?"""
        return not any(refusal.reason in VOLATILE for found in self.refusals.values() for refusal in found)


def key_of(
    indexes: Mapping[str, FileIndex],
    *,
    root: str,
    import_roots: tuple[str, ...],
    given: tuple[str, ...],
    catalog: Catalog,
    settings: LinkSettings,
    cache_key: str,
) -> bytes:
    """Everything that linking depends on but the contents of the files that it asks for."""
    parts = (dict(indexes), root, import_roots, given, catalog, settings, cache_key, _code_digest())
    return blake2b(msgspec.msgpack.encode(parts), digest_size=20).digest()


def encode(linked: Linked) -> bytes | None:
    """Pack it; None where a value does not go into the format (an integer of many digits, say)."""
    try:
        return msgspec.msgpack.encode(linked)
    except (ValueError, OverflowError, RecursionError):
        return None


def decode(payload: bytes) -> Linked | None:
    """Unpack it; None for anything else."""
    try:
        return msgspec.msgpack.decode(payload, type=Linked)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


@once
def _code_digest() -> bytes:
    package = Path(aigc_lint.__file__).parent
    total = blake2b(digest_size=16)
    for path in sorted((*package.glob("linking/*.py"), *package.glob("catalog/**/*.py"))):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.digest()
