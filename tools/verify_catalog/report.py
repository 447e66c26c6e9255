"""The report, name by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tools.verify_catalog.claims import Claim
from tools.verify_catalog.excuses import Excuses, excused, failures, needless

_SAID = {
    "confirmed": "confirmed by the source",
    "accepted": "taken by a **kwargs or *args, the word being known to the source",
    "loose": "true of other callables in the same entry only",
    "unconfirmed": "not confirmed",
    "not-read": "not read",
}


def report(claims: Sequence[Claim], excuses: Excuses, unread: Sequence[str], *, every_name: bool) -> Iterator[str]:
    """Yield the lines of the report: what failed, what is excused, what nobody read, the sums."""
    if every_name:
        for one in claims:
            yield f"{one.sdk}: {one.key}: {one.state}{f' ({one.why})' if one.why else ''}"
    for one in failures(claims, excuses):
        yield f"NOT CONFIRMED {one.sdk}: {one.key}: {one.why}"
    for line in needless(claims, excuses):
        yield f"NEEDLESS EXCUSE {line}"
    for one, reason in excused(claims, excuses):
        yield f"excused {one.sdk}: {one.key}: {reason}"
    for sdk in unread:
        yield f"not verified {sdk}: no wheel is pinned for it"
    yield from summary(claims)


def summary(claims: Sequence[Claim]) -> Iterator[str]:
    """Yield the sums by kind and state."""
    counts = Counter((str(one.kind), str(one.state)) for one in claims)
    for kind in sorted({kind for kind, _ in counts}):
        states = ", ".join(f"{counts[kind, state]} {_SAID[state]}" for state in _SAID if counts[kind, state])
        yield f"{kind}: {states}"
    pairs = [one for one in claims if one.kind == "operation"]
    yield f"{sum(one.state == 'confirmed' for one in pairs)} of {len(pairs)} pairs of client and operation confirmed"
