"""The commit that is checked out, and where others find it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct

from aigc_lint.engine.git import ask_git

_SCP_LIKE = re.compile(r"(?:[^@/:]+@)?([^/:]+):(?!//)(.+)")


class Revision(Struct, frozen=True):
    """The commit that is checked out, and where it comes from."""

    uri: str
    """The address of ``origin``, without a user or a password."""
    commit: str
    branch: str
    """Empty where none is checked out."""


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
