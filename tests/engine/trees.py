"""Small trees of files and repositories for tests."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

_AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")


def plant(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files below the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Run git in the folder."""
    subprocess.run(("git", *_AUTHOR, *arguments), cwd=folder, check=True, capture_output=True)


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """Make a repository whose files are all committed."""
    plant(folder, files)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return folder
