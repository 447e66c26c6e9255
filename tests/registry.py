"""Tools from a package registry that a test needs: without one it fails in CI and skips loudly elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest


def require_registry(tool: str) -> str:
    """Return the path of a registry's client (``npm``)."""
    found = shutil.which(tool)
    return found if found else refuse(f"{tool} is not installed")


def npm_install(folder: Path, *packages: str) -> Path:
    """Install packages into a folder; returns its ``node_modules``."""
    npm = require_registry("npm")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=folder)
    except subprocess.TimeoutExpired:
        refuse(f"npm took too long to install {', '.join(packages)}")
    if done.returncode:
        refuse((done.stderr.strip().splitlines() or ["npm failed"])[-1])
    return folder / "node_modules"


def refuse(why: str) -> NoReturn:
    """Fail in CI, where nothing may be left out; elsewhere skip, and say so even where output is captured."""
    if os.environ.get("CI"):
        pytest.fail(f"this test needs a package registry: {why}", pytrace=False)
    if sys.__stderr__ is not None:
        sys.__stderr__.write(f"\nNOT TESTED, no package registry: {why}\n")
    pytest.skip(f"no package registry: {why}")
