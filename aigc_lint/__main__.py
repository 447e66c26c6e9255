"""``python -m aigc_lint``."""

from __future__ import annotations

import os
import sys

# ``-m`` puts the working directory first, which may be the tree that is linted: a ``libcst.py`` in it must not be run.
if sys.path and os.path.realpath(sys.path[0]) == os.path.realpath(os.getcwd()) != os.path.dirname(os.path.dirname(__file__)):  # noqa: PTH109, PTH120
    del sys.path[0]

from aigc_lint.cli.main import run

if __name__ == "__main__":
    run()
