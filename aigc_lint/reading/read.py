"""The entry of reading: the bytes of one file -> its facts."""

from __future__ import annotations

from msgspec import Struct

from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.reading.decode import decode
from aigc_lint.reading.lower import lower


class Limits(Struct, frozen=True):
    """What is not even tried."""

    max_bytes: int = 1_000_000


def read(data: bytes, *, notebook: bool = False, limits: Limits = Limits()) -> Facts:
    """Return what is known of a file. Bad input is no error: the facts say why there are none."""
    if len(data) > limits.max_bytes:
        return _refused(Refusal("too-large", f"{len(data):,} bytes (limit {limits.max_bytes:,})"))
    if notebook:
        raise NotImplementedError
    text = decode(data)
    return _refused(text) if isinstance(text, Refusal) else lower(text)


def _refused(refusal: Refusal) -> Facts:
    return Facts((), refusals=(refusal,))
