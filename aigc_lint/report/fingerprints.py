"""Identities of findings for code hosts: a hash of the line's surroundings, and one of the finding itself.

The first follows what GitHub computes where a SARIF file carries none (github/codeql-action, ``src/fingerprints.ts``),
so that an upload by any road gives the same alert.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from itertools import accumulate

from aigc_lint.model.findings import Finding

_BASE = 37
_WINDOW = 100
_MODULUS = 1 << 64
_DROPPED = _BASE**_WINDOW % _MODULUS
_END = 0xFFFF


def line_hashes(text: str) -> list[str]:
    """Return ``hash:occurrence`` for each line: a polynomial over the 100 UTF-16 units from its start on, blanks left out."""
    text = re.sub(r"\r\n?", "\n", text)
    packed = re.sub(r"[ \t]", "", text).encode("utf-16-le", "surrogatepass")
    units = [*struct.unpack(f"<{len(packed) // 2}H", packed), _END, *[0] * _WINDOW]
    starts = [0] + [index + 1 for index, unit in enumerate(units) if unit == 0x0A]
    upto = list(accumulate(units, lambda total, unit: (total * _BASE + unit) % _MODULUS, initial=0))
    seen: Counter[str] = Counter()
    hashes = []
    for start in starts:
        digest = f"{(upto[start + _WINDOW] - upto[start] * _DROPPED) % _MODULUS:x}"
        seen[digest] += 1
        hashes.append(f"{digest}:{seen[digest]}")
    return hashes


def finding_hash(finding: Finding) -> str:
    """Return the identity of a finding that survives edits above it: its key holds no line number."""
    return identity(finding.key or f"{finding.rule}:{finding.place.path}:{finding.place.span.line}")


def identity(key: str) -> str:
    """Return a short digest of a key."""
    import hashlib  # loads OpenSSL, and most hooks find nothing

    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:16]
