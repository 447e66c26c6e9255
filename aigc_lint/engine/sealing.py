"""Files of a cache folder under seal: it shows that one is whole, ours, and lies where it was put."""

from __future__ import annotations

from aigc_lint.model.digests import blake2b

FOLDER_NAME = ".aigc-lint-cache"

_MAGIC = b"aigc-lint 2\n"
_SEAL_BYTES = 16


def seal(name: str, payload: bytes) -> bytes:
    """A file's bytes; ``name`` is its place in the folder."""
    return _MAGIC + _seal(name, payload) + payload


def unseal(name: str, sealed: bytes) -> bytes | None:
    """What is in such a file; None where that is not what was put there under the name."""
    start = len(_MAGIC) + _SEAL_BYTES
    payload = sealed[start:]
    return payload if sealed.startswith(_MAGIC) and _seal(name, payload) == sealed[len(_MAGIC) : start] else None


def _seal(name: str, payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_SEAL_BYTES, key=name.encode()[: blake2b.MAX_KEY_SIZE]).digest()
