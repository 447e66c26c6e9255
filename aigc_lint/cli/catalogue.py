"""The catalogue that commands look things up in: ours, with what the policy above the working directory names of its own."""

from __future__ import annotations

import os
from pathlib import Path

from aigc_lint.catalog.entries import Catalog
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import WRONG
from aigc_lint.engine.catalogues import Catalogues
from aigc_lint.engine.roots import Homes


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
