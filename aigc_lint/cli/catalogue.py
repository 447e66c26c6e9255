"""The catalogue that commands look things up in: ours, with what the policy above the working directory names of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import WRONG
from aigc_lint.engine.catalogues import Catalogues
from aigc_lint.engine.roots import Homes
from aigc_lint.model.words import Words


def load(console: Console) -> Catalog:
    """Load it, or tell all that is wrong with it and leave."""
    here = os.path.realpath(Path.cwd())
    homes = Homes(named=())
    home = homes.home(here)
    found = Catalogues(base=homes.repository(here) or home.root).of(home.policy)
    if isinstance(found, Catalog):
        return found
    for problem in found:
        console.problem(problem)
    raise SystemExit(WRONG)


def guess(subject: str, known: Iterable[str]) -> Words:
    """Ask whether the nearest of the known names was meant; empty where none is near."""
    import difflib

    names = {name.lower(): name for name in known}
    found = difflib.get_close_matches(subject.lower(), names, n=1)
    near = names[found[0]] if found else ""
    return Words(f"did you mean {near}?", f"是否想查 {near}？") if near else Words("", "")
