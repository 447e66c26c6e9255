"""Literals that hold a credential, by their own form or by the name that they are bound to."""

from __future__ import annotations

import re

from aigc_lint.model.facts import Attribute, Constant, Expression, Name, Subscript
from aigc_lint.model.redaction import MARK, credential_name, credential_value, redact

__all__ = ["bound_name", "credential", "hidden", "redact"]

_SCHEME = re.compile(r"\s*(?:Bearer|Basic|Token)\s+")


def hidden(value: str, name: str) -> tuple[str, str] | None:
    """Return the redacted form of a literal bound to ``name`` (or to none) and what gave it away; None for an innocent one."""
    shown, found = redact(value)
    if found:
        return shown, "pattern"
    if name and credential_value(value, name):
        scheme = _SCHEME.match(value)
        return (scheme[0] if scheme else "") + MARK, "name"
    return None


def bound_name(targets: tuple[Expression, ...]) -> str:
    """Return the name among assignment targets that speaks of a credential, else the empty string."""
    for target in targets:
        name = ""
        match target:
            case Name(id):
                name = id
            case Attribute(_, attr):
                name = attr
            case Subscript(_, Constant(str(key))):
                name = key
        if name and credential_name(name):
            return name
    return ""


def credential(name: str) -> str:
    """Return the name if it speaks of a credential, else the empty string."""
    return name if name and credential_name(name) else ""
