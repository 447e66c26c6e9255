"""Patterns in the style of ``.gitignore``: such as are decided at once, whatever path they are held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aigc_lint.model.words import Words
from aigc_lint.policy.errors import Fault

_STARS = 4
"""Wildcards within one name, and folders left open (``**``)."""


def is_too_wild(pattern: str) -> bool:
    """Could matching take forever? Each wildcard is tried with each place that the others may have."""
    names = pattern.split("/")
    return sum("**" in name for name in names) > _STARS or any(name.replace("**", "*").count("*") > _STARS for name in names)


def faults(table: Any) -> Iterator[Fault]:
    """The patterns of ``exclude`` that are not to be tried."""
    excluded = table.get("exclude") if isinstance(table, dict) else None
    for index, pattern in enumerate(excluded if isinstance(excluded, list) else ()):
        if isinstance(pattern, str) and is_too_wild(pattern):
            yield Fault(
                ("exclude", index),
                Words("too many wildcards in one pattern", "一条模式中的通配符过多"),
                Words(
                    f"write at most {_STARS} `*` in one name and {_STARS} `**` in all; several patterns may stand in the list",
                    f"每段名称最多 {_STARS} 个 `*`，`**` 总共最多 {_STARS} 个；可以拆成多条模式",
                ),
            )
