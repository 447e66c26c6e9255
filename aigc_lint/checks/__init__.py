"""Checks: the code that decides. One module per check, found by the name that a rule's file gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from aigc_lint.checks.context import Context
from aigc_lint.model.findings import Verdict

Check = Callable[[Context], Iterator[Verdict]]

ENGINE = "engine"
"""What a rule names as its check where the engine decides it: suppressions and files that could not be read."""


def find(name: str) -> Check | None:
    """The check of that name; None for what the engine decides itself."""
    if name == ENGINE:
        return None
    check: Check = import_module(f"aigc_lint.checks.{name}").check
    return check
