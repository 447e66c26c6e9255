"""The facts of one file, as they are, packed, or packed and compressed: a run may have to know thousands of files."""

from __future__ import annotations

from aigc_lint.engine import encoding
from aigc_lint.engine.linked import VOLATILE
from aigc_lint.model.facts import Facts

# Reading back is what counts, and higher levels gain little on facts.
_LEVEL = 1


class Held:
    """Facts, given as such or in their packed form."""

    __slots__ = ("_compressed", "_facts", "_payload", "lasting")

    def __init__(self, *, facts: Facts | None = None, payload: bytes | None = None) -> None:
        self._facts = facts
        self._payload = payload
        self._compressed: bytes | None = None
        self.lasting = facts is None or not any(refusal.reason in VOLATILE for refusal in facts.refusals)
        """Would the same content give the same again? What a time limit or a crash left behind says nothing of it."""

    @property
    def size(self) -> int:
        """Bytes, where packed."""
        return len(self._payload or self._compressed or b"")

    def facts(self) -> Facts | None:
        """The facts; None where the payload holds none."""
        return self._facts if self._facts is not None else encoding.decode(self.payload())

    def payload(self) -> bytes:
        """The packed form, for the cache."""
        if self._payload is not None:
            return self._payload
        if self._compressed is not None:
            import zlib

            return zlib.decompress(self._compressed)
        assert self._facts is not None
        return encoding.encode(self._facts)

    def apart(self) -> Held:
        """The same facts for another file: linking tells nodes apart by identity, so no two files may have them in common."""
        return self if self._facts is None else Held(payload=self.payload())

    def compress(self) -> None:
        """Take as little room as possible, at the price of the time that unpacking takes."""
        import zlib

        self._compressed = zlib.compress(self.payload(), _LEVEL)
        self._facts = self._payload = None
