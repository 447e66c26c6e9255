"""Where the catalogue's files are: inside the installed package, else beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from aigc_lint.model.findings import AigcLintError

_PACKAGE = Path(__file__).resolve().parent.parent
COMPILED = _PACKAGE / "_catalogue.bin"
"""The catalogue in its compiled form: shipped in the wheel, made at the first start in a checkout."""


def rules_folder() -> Path:
    """Return the folder that holds ``providers/``, ``sdks/`` and the rules."""
    for folder in (_PACKAGE / "_rules", _PACKAGE.parent / "rules"):
        if folder.is_dir():
            return folder
    raise AigcLintError("the catalogue is missing from this installation", "reinstall aigc-lint")
