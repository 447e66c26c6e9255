"""What the catalogue claims of an SDK, one name at a time, and what became of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["confirmed", "accepted", "loose", "unconfirmed", "not-read"]
"""``confirmed``: the source defines it. ``accepted``: a ``**kwargs`` takes it and the SDK's source knows the word. ``loose``:
true of other names in the same entry, not of this one. ``unconfirmed``: the source that was read says otherwise, or nothing.
``not-read``: no source of it was read."""

Kind = Literal["client", "operation", "inherited", "parameter", "position", "wrapper", "variable", "state", "method", "option"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One name."""

    sdk: str
    entry: str
    """The table that it stands in: ``clients.openai``, or ``operations`` with its first chain."""
    kind: Kind
    name: str
    state: State
    why: str = ""

    @property
    def key(self) -> str:
        """How the list of excuses names it."""
        return f"{self.entry} {self.kind} {self.name}"
