"""What is said of a repository's revision, and to whom it may be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from aigc_lint.engine.revision import public_address, revision
from tests.engine.trees import git, repository


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://git.example/shop/app.git", "https://git.example/shop/app"),
        ("https://user:token@git.example:8443/shop/app", "https://git.example:8443/shop/app"),
        ("git@git.example:shop/app.git", "https://git.example/shop/app"),
        ("ssh://git@git.example:2222/shop/app.git", "https://git.example/shop/app"),
        ("/srv/git/app.git", ""),
        ("file:///srv/git/app.git", ""),
        ("C:\\git\\app", ""),
        ("../app", ""),
    ],
)
def test_an_address_is_public_and_holds_no_secret(remote: str, address: str) -> None:
    assert public_address(remote) == address


def test_a_revision_is_known_where_there_is_a_commit_and_an_origin(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", {"a.py": ""})
    assert revision(str(root)) is None
    git(root, "remote", "add", "origin", "https://me:secret@git.example/p.git")
    git(root, "checkout", "-q", "-b", "work")
    found = revision(str(root))
    assert found is not None
    assert (found.uri, found.branch, len(found.commit)) == ("https://git.example/p", "work", 40)
    git(root, "checkout", "-q", "--detach")
    found = revision(str(root))
    assert found is not None
    assert found.branch == ""
    (tmp_path / "empty").mkdir()
    git(tmp_path / "empty", "init", "-q")
    assert revision(str(tmp_path / "empty")) is None
