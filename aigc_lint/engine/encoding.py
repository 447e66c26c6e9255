"""Facts as bytes, for workers and the cache."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import msgspec

from aigc_lint.model.facts import Facts

# Facts are as deep as the code that they stand for, several levels of arrays for each of an expression, and the codec
# counts each level as a Python call. What is deeper comes from no parser of ours.
_DEEPEST = 5_000


@cache
def _decoder() -> msgspec.msgpack.Decoder[Facts]:
    # To look into the types of all facts takes longer than to unpack the facts of most files.
    return msgspec.msgpack.Decoder(Facts)


def encode(facts: Facts) -> bytes:
    """Pack facts."""
    with _deep():
        return msgspec.msgpack.encode(facts)


def decode(payload: bytes) -> Facts | None:
    """Unpack facts; None for anything that they are not."""
    try:
        with _deep():
            return _decoder().decode(payload)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


@contextmanager
def _deep() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
