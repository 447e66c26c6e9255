"""The modules of one of our packages. ``pkgutil`` names them too, and loads ``inspect`` for it: a tenth of a hook's time."""

from __future__ import annotations

import os
from collections.abc import Iterable


def members(folders: Iterable[str]) -> tuple[str, ...]:
    """Return what lies in a package's folders (its ``__path__``), sorted, but for names with a leading underscore."""
    found = {
        entry.name.removesuffix(".py")
        for folder in folders
        for entry in os.scandir(folder)
        if entry.name[0] not in "_." and (entry.name.endswith(".py") or entry.is_dir())
    }
    return tuple(sorted(found))
