"""Whatever lies in a cache folder, and whatever becomes of it meanwhile, a run says the same as one without a cache."""

from __future__ import annotations

import datetime
import hashlib
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from aigc_lint.catalog.load import load
from aigc_lint.engine import cache as caching
from aigc_lint.engine import reader, vault
from aigc_lint.engine.options import Options
from aigc_lint.engine.parsing import Job, parse_here
from aigc_lint.engine.sealing import seal
from aigc_lint.engine.session import Session
from aigc_lint.engine.stamps import Stamp, stamp
from aigc_lint.engine.vault import Vault
from aigc_lint.engine.workers import Pool
from aigc_lint.model.facts import Facts
from aigc_lint.model.findings import Outcome, Problem
from aigc_lint.report import formats, inventories
from aigc_lint.report.options import ReportOptions
from tests.engine.trees import plant

CLIENTS = 'from openai import OpenAI\n\ndeepseek = OpenAI(base_url="https://api.deepseek.com")\n'
CHAT = 'from app.clients import deepseek\n\ndeepseek.chat.completions.create(model="deepseek-chat", messages=[])\n'
PROJECT = {
    "aigc-policy.toml": 'version = 1\n[providers]\nallow = ["openai"]\n',
    "app/__init__.py": "",
    "app/clients.py": CLIENTS,
    "app/chat.py": CHAT,
    "app/broken.py": "import openai\nopenai.(\n",
    "app/plain.py": "import json\n\nprint(json.dumps({}))\n",
}
TODAY = datetime.date(2026, 11, 25)
UNHURRIED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def run(folder: Path, *, cache: bool = True, cache_dir: Path | None = None) -> tuple[Outcome, tuple[Problem, ...]]:
    options = Options(paths=(str(folder),), today=TODAY, jobs=1, cache=cache, cache_dir=str(cache_dir) if cache_dir else None)
    with Session(options) as session:
        return session.run(), session.warnings


def age(folder: Path) -> None:
    """Make the files old enough for the index to be believed."""
    for path in folder.rglob("*.py"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / ".aigc-lint-cache").rglob("*") if path.is_file())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = plant(tmp_path / "p", PROJECT)
    age(folder)
    return folder


@pytest.fixture
def expected(project: Path) -> Outcome:
    outcome, warnings = run(project, cache=False)
    assert (len(outcome.uses), len(outcome.problems), warnings) == (2, 1, ())
    assert [finding.rule for finding in outcome.findings if finding.severity == "error"] == ["AIG101"]
    return outcome


@pytest.fixture
def warm(project: Path, expected: Outcome) -> Path:
    """The project with a cache that holds everything, which a second run was served from."""
    assert run(project) == (expected, ())
    assert len(kept(project)) >= 5
    return project


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the files that are parsed from now on."""
    found: list[int] = []

    def counting(job: Job) -> Facts:
        found.append(len(job.data))
        return parse_here(job)

    monkeypatch.setattr(reader, "parse_here", counting)
    return found


# --- what is sealed ---------------------------------------------------------------------------------------------------


def test_no_cut_and_no_flipped_bit_is_taken_for_the_whole(tmp_path: Path) -> None:
    folder = Vault(tmp_path / "v")
    payload = bytes(random.Random(1).randbytes(120))
    folder.write("facts/ab/cd", payload)
    path = tmp_path / "v/facts/ab/cd"
    whole = path.read_bytes()
    assert folder.read("facts/ab/cd") == payload
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert folder.read("facts/ab/cd") is None
    for place in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        assert folder.read("facts/ab/cd") is None
    path.write_bytes(whole + b"\0")
    assert folder.read("facts/ab/cd") is None


def test_a_file_under_another_name_answers_nothing(tmp_path: Path) -> None:
    folder = Vault(tmp_path / "v")
    folder.write("facts/ab/cd", b"one")
    shutil.copy(tmp_path / "v/facts/ab/cd", tmp_path / "v/facts/ab/ef")
    assert folder.read("facts/ab/ef") is None


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Vault(tmp_path / "v")
    folder.write("facts/ab/cd", b"one")
    monkeypatch.setattr(vault, "MAX_BYTES", 10)
    assert folder.read("facts/ab/cd") is None


# --- whole runs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted({**formats(), **inventories()}))
def test_every_format_says_the_same_cold_and_warm(warm: Path, expected: Outcome, name: str) -> None:
    render = {**formats(), **inventories()}[name]
    options = ReportOptions(set_aside=True)
    assert render(run(warm)[0], load(), options) == render(expected, load(), options)


def test_a_warm_run_parses_nothing(warm: Path, parsed: list[int]) -> None:
    run(warm)
    assert parsed == []
    shutil.rmtree(warm / ".aigc-lint-cache/facts")
    for path in (warm / ".aigc-lint-cache").glob("uses-*"):
        path.unlink()
    run(warm)
    assert len(parsed) == 3


DAMAGES: dict[str, Callable[[str, bytes, bytes], bytes]] = {
    "bytes": lambda _, __, noise: noise,
    "cut": lambda _, whole, noise: whole[: len(whole) * noise[0] // 256],
    "flip": lambda _, whole, noise: bytes(one ^ (number == noise[0] % max(len(whole), 1)) for number, one in enumerate(whole)),
    "tail": lambda _, whole, noise: whole + noise,
    "sealed": lambda name, _, noise: seal(name, b"\x95" + noise),
}
WOUNDS = st.tuples(st.integers(0, 99), st.sampled_from(sorted(DAMAGES)), st.binary(min_size=1))


@UNHURRIED
@given(wounds=st.lists(WOUNDS, min_size=1, max_size=4))
def test_no_damage_shows(warm: Path, expected: Outcome, wounds: list[tuple[int, str, bytes]]) -> None:
    whole = kept(warm)
    for number, how, noise in wounds:
        path = whole[number % len(whole)]
        name = path.relative_to(warm / ".aigc-lint-cache").as_posix()
        path.write_bytes(DAMAGES[how](name, path.read_bytes(), noise))
    assert run(warm) == (expected, ())
    assert run(warm) == (expected, ())


def test_files_that_changed_places_are_not_mistaken_for_each_other(warm: Path, expected: Outcome) -> None:
    facts = [path for path in kept(warm) if "facts" in path.parts]
    contents = [path.read_bytes() for path in facts]
    for path, content in zip(facts, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    assert run(warm) == (expected, ())


@pytest.mark.parametrize("what", ["folder", "link", "loop", "pipe"])
def test_what_is_no_file_is_passed_over(warm: Path, expected: Outcome, what: str) -> None:
    for path in kept(warm):
        if path.name in ("CACHEDIR.TAG", ".gitignore"):
            continue
        path.unlink()
        if what == "folder":
            path.mkdir()
        elif what == "link":
            path.symlink_to("/dev/zero")
        elif what == "loop":
            path.symlink_to(path)
        else:
            os.mkfifo(path)
    outcome, warnings = run(warm)
    assert outcome == expected
    assert len(warnings) <= 1


def test_the_cache_of_another_version_is_not_believed(warm: Path, expected: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(kept(warm))
    caching._reading_digest.cache_clear()
    monkeypatch.setattr("aigc_lint.__version__", "99.0")
    try:
        assert run(warm) == (expected, ())
    finally:
        caching._reading_digest.cache_clear()
    assert len(set(kept(warm)) - before) >= 3, "new facts, beside those of the old version"


def test_the_cache_of_another_project_is_of_no_harm(warm: Path, tmp_path: Path) -> None:
    other = plant(tmp_path / "q", PROJECT | {"app/clients.py": CLIENTS.replace("deepseek.com", "mistral.ai/v1")})
    age(other)
    expected, _ = run(other, cache=False)
    shutil.copytree(warm / ".aigc-lint-cache", other / ".aigc-lint-cache")
    (index,) = (warm / ".aigc-lint-cache").glob("index-*")
    own = f"index-{hashlib.blake2b(os.fsencode(str(other.resolve())), digest_size=8).hexdigest()}"
    shutil.copy(index, other / ".aigc-lint-cache" / own)  # the other's index under our name
    assert run(other) == (expected, ())
    assert run(other) == (expected, ())


def test_two_projects_share_a_folder(warm: Path, tmp_path: Path, expected: Outcome) -> None:
    other = plant(tmp_path / "q", PROJECT | {"app/clients.py": CLIENTS.replace("deepseek.com", "mistral.ai/v1")})
    shared = tmp_path / "shared"
    theirs = run(other, cache=False)
    for _ in range(2):
        assert run(warm, cache_dir=shared) == (expected, ())
        assert run(other, cache_dir=shared) == theirs


# --- folders that refuse ----------------------------------------------------------------------------------------------


def refuse(what: str, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the system refuse to open files of caches: to write, or to read."""
    original = os.open

    def opened(path: str | Path, flags: int, *rest: int) -> int:
        writes = bool(flags & (os.O_WRONLY | os.O_RDWR))
        if ".aigc-lint-cache" in str(path) and writes == (what == "write"):
            raise OSError(number, os.strerror(number))
        return original(path, flags, *rest)

    monkeypatch.setattr(os, "open", opened)


@pytest.mark.parametrize(
    ("number", "says"), [(30, "read-only file system"), (13, "permission denied"), (28, "no space left on device")]
)
def test_a_folder_that_cannot_be_written_costs_one_warning(
    project: Path, expected: Outcome, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    refuse("write", monkeypatch, number)
    outcome, warnings = run(project)
    assert outcome == expected
    assert [(one.code, one.severity, one.message.en) for one in warnings] == [
        ("cache", "warning", f"the cache cannot be written ({says})")
    ]


def test_a_warm_folder_that_cannot_be_written_serves_in_silence(
    warm: Path, expected: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse("write", monkeypatch, 30)
    assert run(warm) == (expected, ())


def test_files_that_cannot_be_read_count_as_absent(warm: Path, expected: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse("read", monkeypatch, 13)
    assert run(warm) == (expected, ())


def test_a_full_disk_leaves_no_half_file(project: Path, expected: Outcome) -> None:
    """The system itself refuses to let files grow: what is written then is cut off in the middle."""
    code = (
        "import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))\nsys.dont_write_bytecode = True\n"
        "from aigc_lint.cli.main import run\nrun()"
    )
    command = (sys.executable, "-c", code, str(project), "--output-format", "json", "--today", str(TODAY), "--jobs", "1")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == formats()["json"](expected, load(), ReportOptions())
    assert done.stderr.count("cannot be written (file too large)") == 1
    assert not list(project.rglob(".writing-*"))
    assert run(project) == (expected, ())


def test_a_folder_of_other_things_is_left_alone(project: Path, expected: Outcome, tmp_path: Path) -> None:
    mine = plant(tmp_path / "mine", {"thesis.txt": "years of work", ".gitignore": "drafts/\n"})
    outcome, warnings = run(project, cache_dir=mine)
    assert outcome == expected
    assert [one.message.en for one in warnings] == ["the cache cannot be written (the folder holds other files)"]
    assert sorted(path.name for path in mine.iterdir()) == [".gitignore", "thesis.txt"]
    assert (mine / ".gitignore").read_text() == "drafts/\n"
    assert not vault.remove(mine)


def test_a_cache_that_lost_its_tag_gets_it_back(warm: Path) -> None:
    tag = warm / ".aigc-lint-cache/CACHEDIR.TAG"
    tag.unlink()
    (warm / "app/chat.py").write_text(CHAT + "\n")
    run(warm)
    assert tag.exists()


@pytest.mark.parametrize("where", [".aigc-lint-cache", ".aigc-lint-cache/facts", ".aigc-lint-cache/facts/*"])
def test_nothing_is_written_or_pruned_through_a_link(
    warm: Path, expected: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    elsewhere = plant(tmp_path / "elsewhere", {"ab/keep.txt": "mine", "keep.txt": "mine"})
    for place in sorted(warm.glob(where)):
        shutil.rmtree(place)
        place.symlink_to(elsewhere)
    monkeypatch.setattr(vault, "MAX_BYTES", 0)
    outcome, warnings = run(warm)
    assert outcome == expected
    assert len(warnings) <= 1
    assert sorted(path.name for path in elsewhere.rglob("*")) == ["ab", "keep.txt", "keep.txt"]


# --- at the same time -------------------------------------------------------------------------------------------------


def test_runs_at_the_same_time_share_a_cache(project: Path) -> None:
    for number in range(30):
        (project / f"app/more{number}.py").write_text(CHAT + f"# {number}\n")
    command = (sys.executable, "-m", "aigc_lint", str(project), "--output-format", "json", "--today", str(TODAY), "--jobs", "1")
    wanted = formats()["json"](run(project, cache=False)[0], load(), ReportOptions())
    for _ in range(2):
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
        said = [one.communicate(timeout=120) for one in runs]
        assert said == [(wanted, said[0][1])] * 3
        assert "cache" not in said[0][1]
    assert not list(project.rglob(".writing-*"))


def without_change_times(full: str) -> Stamp | None:
    """What file systems say that keep neither change times nor inodes."""
    found = stamp(full)
    return structs.replace(found, ctime_ns=0, inode=0) if found else None


@pytest.mark.parametrize("stamper", [stamp, without_change_times], ids=["with-change-times", "without"])
def test_an_edit_within_the_same_tick_is_seen(
    project: Path, monkeypatch: pytest.MonkeyPatch, stamper: Callable[[str], Stamp | None]
) -> None:
    monkeypatch.setattr(reader, "stamp", stamper)
    path = project / "app/clients.py"
    path.write_text(CLIENTS)
    before = path.stat()
    assert {candidate.service for use in run(project)[0].uses for candidate in use.candidates} == {"deepseek-api"}
    path.write_text(CLIENTS.replace("deepseek.com", "moonshot.cn/"[:12]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert {candidate.service for use in run(project)[0].uses for candidate in use.candidates} == {"moonshot-api-cn"}


def test_an_old_file_with_an_old_date_is_seen_by_its_change_time(warm: Path) -> None:
    path = warm / "app/clients.py"
    before = path.stat()
    path.write_text(CLIENTS.replace("deepseek.com", "moonshot.cn/"[:12]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert {candidate.service for use in run(warm)[0].uses for candidate in use.candidates} == {"moonshot-api-cn"}


def test_workers_start_early_where_much_is_new_and_not_where_it_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    original = Pool.prepare

    def prepared(self: Pool) -> threading.Thread:
        started.append(self.size)
        return original(self)

    monkeypatch.setattr(Pool, "prepare", prepared)
    monkeypatch.setattr(reader, "_FEW_BYTES", 100)
    folder = plant(tmp_path / "p", PROJECT)
    options = Options(paths=(str(folder),), today=TODAY, jobs=2)
    for _ in range(2):
        with Session(options) as session:
            assert len(session.run().uses) == 2
        (folder / "aigc-policy.toml").write_text('version = 1\n[endpoints]\n"env:NEW_NEEDLE" = "service:openai-api"\n')
    assert started
    assert set(started) == {2}
    before = len(started)
    with Session(options) as session:  # the scans are void now, the facts are not
        session.run()
    assert len(started) == before
