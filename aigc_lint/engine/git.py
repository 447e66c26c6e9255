"""Asking git, without letting the hook around us or the repository before us have a say in what it does."""

from __future__ import annotations

import os
import re
import subprocess
from urllib.parse import urlsplit

from msgspec import Struct

_SECONDS = 120
_SCP_LIKE = re.compile(r"(?:[^@/:]+@)?([^/:]+):(?!//)(.+)")


class Revision(Struct, frozen=True):
    """The commit that is checked out, and where it comes from."""

    uri: str
    """The address of ``origin``, without a user or a password."""
    commit: str
    branch: str
    """Empty where none is checked out."""


def ask_git(arguments: tuple[str, ...], *, cwd: str) -> subprocess.CompletedProcess[bytes] | None:
    """Run a git command; None where there is no git to be run."""
    # A hook's environment points git at the repository of the hook, and a repository's own configuration may name
    # programs to run.
    unwanted = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_CEILING_DIRECTORIES")
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ("git", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit", *arguments)
    try:
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


def revision(folder: str) -> Revision | None:
    """The revision of a work tree; None without a commit, or an origin that others can reach."""
    head = ask_git(("rev-parse", "HEAD", "--abbrev-ref", "HEAD"), cwd=folder)
    origin = ask_git(("config", "--get", "remote.origin.url"), cwd=folder)
    if head is None or head.returncode or origin is None or origin.returncode:
        return None
    commit, branch, *_ = head.stdout.decode("utf-8", "replace").split("\n")
    uri = public_address(origin.stdout.decode("utf-8", "replace").strip())
    return Revision(uri, commit, "" if branch == "HEAD" else branch) if uri else None


def public_address(remote: str) -> str:
    """A remote's address as others may know it; empty for a path of this machine."""
    parts = urlsplit(remote)
    if parts.scheme in ("http", "https", "ssh", "git") and parts.hostname:
        port = f":{parts.port}" if parts.port and parts.scheme != "ssh" else ""
        return f"https://{parts.hostname}{port}{parts.path}".removesuffix("/").removesuffix(".git")
    scp = _SCP_LIKE.fullmatch(remote)
    if scp is None or len(scp[1]) == 1:  # a letter before the colon is a drive
        return ""
    return f"https://{scp[1]}/{scp[2].lstrip('/')}".removesuffix("/").removesuffix(".git")
