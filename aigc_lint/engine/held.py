"""The facts of one file in little room: packed and compressed until somebody asks for them.

Unpacked they take some ten times the room of the source, and a run may have to know thousands of files.
"""

from __future__ import annotations

import zlib

from aigc_lint.engine import encoding
from aigc_lint.model.facts import Facts

# Reading back is what counts, and higher levels gain little on facts.
_LEVEL = 1


class Held:
    """Facts, as they are or packed."""

    __slots__ = ("_facts", "_packed", "lasting", "size")

    def __init__(self, *, facts: Facts | None = None, payload: bytes | None = None, lasting: bool = True) -> None:
        self._facts = facts
        self._packed = None if payload is None else zlib.compress(payload, _LEVEL)
        self.lasting = lasting
        """Would the same content give the same again? What a time limit or a crash left behind says nothing of it."""
        self.size = len(self._packed or b"")
        """Bytes, where packed."""

    def facts(self) -> Facts | None:
        """Unpack them; None where the payload holds no facts."""
        return self._facts if self._packed is None else encoding.decode(zlib.decompress(self._packed))

    def payload(self) -> bytes:
        """The packed form, for the cache."""
        if self._packed is not None:
            return zlib.decompress(self._packed)
        assert self._facts is not None
        return encoding.encode(self._facts)
