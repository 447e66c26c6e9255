"""``terms compare`` on a small archive in the form of an Open Terms Archive versions repository, made here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from aigc_lint.catalog.load import load
from tests.cli.conftest import Cli

TERMS = "DeepSeek/Terms of Service.md"
PLATFORM = "DeepSeek/Developer Terms.md"
COLLECTION = "genai-eu"
KNOWN = [one for one in load().documents.values() if one.archive and one.archive.collection == COLLECTION]


def git(folder: Path, *arguments: str, day: str = "2026-08-01") -> str:
    """Run git in a folder, on a day."""
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in
           (("NAME", "Archive Bot"), ("EMAIL", "bot@example.com"), ("DATE", f"{day}T23:30:00-02:00"))}  # fmt: skip
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", **who}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def record(folder: Path, path: str, title: str, day: str) -> None:
    """Record a version of a document, as the archive's robot does."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# Terms\n\n{title}, {day}\n", encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", f"{title} {path.replace('/', ' ').removesuffix('.md')}", day=day)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A collection that tracks every document the catalogue knows in it; nothing has changed since they were checked."""
    folder = tmp_path / f"{COLLECTION}-versions"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for document in KNOWN:
        if document.archive and not (folder / document.archive.path).exists():
            record(folder, document.archive.path, "First record of", "2026-01-10")
    record(folder, "Somebody/Terms of Service.md", "Record new changes of", "2026-11-01")
    return folder


def test_nothing_has_changed(cli: Cli, archive: Path) -> None:
    result = cli("terms", "compare", "--archive", archive)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        f"Compared {len(KNOWN)} documents with genai-eu as of 2026-11-02: 0 changed, 0 not in the archive.\n"
    )


def test_a_change_names_what_rests_on_it(cli: Cli, archive: Path) -> None:
    record(archive, PLATFORM, "Record new changes of", "2026-07-01")
    record(archive, PLATFORM, "Record new changes of", "2026-09-01")
    record(archive, PLATFORM, "Record new changes of", "2026-09-20")
    result = cli("terms", "compare", "--archive", archive)
    assert (result.code, result.err) == (1, "")
    commits = git(archive, "log", "-2", "--format=%h", "--abbrev=10").split()
    assert result.out.startswith(f"""\
DeepSeek Open Platform Terms of Service (deepseek-open-platform)
  has changed 2 times since 2026-08-22, the day up to which our reading holds
    2026-09-21  {commits[0]}  Record new changes of DeepSeek Developer Terms
    2026-09-02  {commits[1]}  Record new changes of DeepSeek Developer Terms
  URL           https://cdn.deepseek.com/policies/en-US/deepseek-open-platform-terms-of-service.html
  services      deepseek-api
""")
    assert "deepseek-api/training, deepseek-api/input-warranty," in result.out
    assert "\n  rules         AIG203 opt-out-not-attested\n" in result.out
    assert result.out.endswith("as of 2026-09-21: 1 changed, 0 not in the archive.\n")


def test_it_speaks_chinese(cli: Cli, archive: Path) -> None:
    record(archive, PLATFORM, "Record new changes of", "2026-09-01")
    out = cli("terms", "compare", "--archive", archive, "--lang", "zh").out
    first, second, *_ = out.splitlines()
    assert first == "《DeepSeek Open Platform Terms of Service》（deepseek-open-platform）"
    assert second == "  自我方核对所及的 2026-08-22 以来变更 1 次"
    assert out.endswith(f"已将 {len(KNOWN)} 份文本与合集 genai-eu（截至 2026-09-02）比对：1 份有变更，0 份不在存档中。\n")


@pytest.mark.parametrize("title", ["Apply technical or declaration upgrade on", "Refilter"])
def test_the_archives_own_upgrades_do_not_count(cli: Cli, archive: Path, title: str) -> None:
    record(archive, TERMS, title, "2026-09-01")
    result = cli("terms", "compare", "--archive", archive)
    assert result.code == 0
    assert "Not counted: 1 technical upgrade of the archive itself." in " ".join(result.out.split())


def test_the_day_of_the_reading_itself_is_no_change(cli: Cli, archive: Path) -> None:
    record(archive, PLATFORM, "Record new changes of", "2026-08-21")  # 2026-08-22 in UTC
    assert cli("terms", "compare", "--archive", archive).code == 0
    record(archive, PLATFORM, "Record new changes of", "2026-08-22")
    assert cli("terms", "compare", "--archive", archive).code == 1


def test_a_path_that_the_archive_never_had(cli: Cli, archive: Path) -> None:
    fresh = archive.parent / "fresh"
    fresh.mkdir()
    git(fresh, "init", "--quiet", "--initial-branch=main")
    shutil.copytree(archive, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
    (fresh / TERMS).unlink()
    git(fresh, "add", "--all")
    git(fresh, "commit", "--quiet", "--message", "First record of everything", day="2026-01-10")
    result = cli("terms", "compare", "--archive", fresh, "--collection", COLLECTION)
    assert result.code == 0
    assert "Not in the archive:\n  - DeepSeek/Terms of Service.md: DeepSeek Terms of Use (deepseek-terms); services" in result.out
    assert "1 not in the archive." in result.out


def test_a_document_that_was_dropped_has_changed(cli: Cli, archive: Path) -> None:
    git(archive, "rm", "--quiet", TERMS)
    git(archive, "commit", "--quiet", "--message", "Remove DeepSeek", day="2026-09-01")
    result = cli("terms", "compare", "--archive", archive, "--format", "json")
    assert result.code == 1
    told = json.loads(result.out)
    assert (told["version"], told["collection"], told["compared"]) == (1, COLLECTION, len(KNOWN))
    assert [one["document"] for one in told["changed"]] == ["deepseek-terms"]
    assert [one["document"] for one in told["missing"]] == ["deepseek-terms"]
    assert told["changed"][0]["services"] == ["deepseek-api", "deepseek-app"]
    assert told["changed"][0]["changes"][0]["title"] == "Remove DeepSeek"


def test_a_bare_clone_will_do(cli: Cli, archive: Path) -> None:
    record(archive, PLATFORM, "Record new changes of", "2026-09-01")
    bare = archive.parent / "bare" / f"{COLLECTION}-versions.git"
    git(archive, "clone", "--quiet", "--bare", str(archive), str(bare))
    assert cli("terms", "compare", "--archive", bare).out == cli("terms", "compare", "--archive", archive).out


def test_the_collection_shows_by_the_origin_or_must_be_named(cli: Cli, archive: Path) -> None:
    other = archive.parent / "clone"
    git(archive, "clone", "--quiet", str(archive), str(other))
    assert cli("terms", "compare", "--archive", other).code == 0
    git(other, "remote", "remove", "origin")
    lost = cli("terms", "compare", "--archive", other)
    assert (lost.code, lost.out) == (2, "")
    assert lost.err == (
        "aigc-lint: error: the archive does not show which collection it is; "
        "give --collection, one of contrib, genai-contrib, genai-eu\n"
    )
    assert cli("terms", "compare", "--archive", other, "--collection", COLLECTION).code == 0
    assert "no document of a collection x" in cli("terms", "compare", "--archive", other, "--collection", "x").err


def test_what_is_no_archive_is_told_in_one_line(cli: Cli, archive: Path, tmp_path: Path) -> None:
    def said(folder: Path) -> str:
        result = cli("terms", "compare", "--archive", folder)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        return result.err

    plain = tmp_path / "plain"
    plain.mkdir()
    assert "is no git repository" in said(plain)
    assert "is no git repository" in said(archive / "DeepSeek")
    assert "there is no folder" in said(tmp_path / "nowhere")
    git(plain, "init", "--quiet")
    assert "has no commits" in said(plain)
    shallow = tmp_path / "shallow"
    git(archive, "clone", "--quiet", "--depth", "1", archive.as_uri(), str(shallow))
    assert "is a shallow clone" in said(shallow)
    assert cli("terms", "compare").code == 2


def test_no_program_that_the_clone_names_is_run(cli: Cli, archive: Path, tmp_path: Path) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n", encoding="utf-8")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "gpg.program", "diff.external", "core.sshCommand"):
        git(archive, "config", key, str(trap))
    git(archive, "config", "log.showSignature", "true")
    assert cli("terms", "compare", "--archive", archive).code == 0
    assert not sprung.exists()
