"""BLAKE2b, by which we name contents: ``hashlib``'s own, taken from where that has it, since ``hashlib`` loads OpenSSL first.

OpenSSL would be a fiftieth of a hook's time for nothing. Where an interpreter has no such module, ``hashlib`` is asked.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover (no CPython lacks it)
    from hashlib import blake2b

__all__ = ["blake2b"]
