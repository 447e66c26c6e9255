"""A run that is only said again says what a run anew would, and is over before anything is loaded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import aigc_lint
from aigc_lint.cli import replay
from aigc_lint.engine import session, snapshot
from aigc_lint.engine.files import write_atomically
from aigc_lint.engine.sealing import seal
from aigc_lint.engine.snapshot import Key, Snapshot
from tests.cli.conftest import Cli, Result
from tests.cli.projects import CLEAN, DENIED, POLICY, UNKNOWN
from tests.engine.trees import git, plant, repository

TICK_NS = 50_000_000
"""Longer than a tick of the system's clock, and shorter than a test may wait."""
TREE = {
    "aigc-policy.toml": POLICY,
    "pyproject.toml": "",
    "app/__init__.py": "",
    "app/chat.py": DENIED,
    "app/plain.py": CLEAN,
    "docs/notes.md": "",
    "tools/unknown.py": UNKNOWN,
}


@pytest.fixture(autouse=True)
def recalled(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each run from now on was only said again."""
    found: list[bool] = []
    original = snapshot.recall

    def recall(folder: str, key: Key) -> Snapshot | None:
        answer = original(folder, key)
        found.append(answer is not None)
        return answer

    monkeypatch.setattr(snapshot, "RACY_NS", TICK_NS)
    monkeypatch.setattr(snapshot, "recall", recall)
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return repository(tmp_path / "p", TREE)


def settle() -> None:
    time.sleep(2 * TICK_NS / 1e9)


def warmed(cli: Cli, root: Path, *arguments: str) -> Result:
    """Run often enough for a snapshot to be there, and say what the last run said."""
    for _ in range(2):
        settle()
        result = cli(*arguments, cwd=root)
    return result


COMMANDS = [
    (),
    ("app",),
    ("check", ".", "--output-format", "json", "--statistics"),
    ("--output-format", "concise", "--lang", "zh"),
    ("inventory",),
    ("inventory", "--format", "json", "app", "tools"),
    ("--cache-dir", "other/cache", "--exit-zero"),
    ("--cache-dir=../cache", "--color", "always"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_an_unchanged_tree_is_said_again(cli: Cli, tree: Path, recalled: list[bool], arguments: tuple[str, ...]) -> None:
    plant(tree, {"other/.gitignore": "*\n"})
    before = warmed(cli, tree, *arguments)
    recalled.clear()
    assert cli(*arguments, cwd=tree) == before
    assert recalled == [True]
    assert cli(*arguments, "--no-cache", cwd=tree) == before


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file so that neither its size nor its date shows it."""
    before = path.stat()
    path.write_text(path.read_text().replace(old, new))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def linked(path: Path, target: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def untracked(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "app/chat.py")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a source under its old date": lambda root: rewrite(root / "app/chat.py", "api.deepseek.com", "api.openai.com/v"),
    "a new source": lambda root: plant(root, {"app/more.py": DENIED}),
    "a source in a new folder": lambda root: plant(root, {"new/deep/more.py": DENIED}),
    "a source in a folder that had none": lambda root: plant(root, {"docs/more.py": DENIED}),
    "a source that is gone": lambda root: (root / "app/chat.py").unlink(),
    "a source that moved": lambda root: (root / "app/chat.py").rename(root / "app/talk.py"),
    "a folder that moved": lambda root: (root / "app").rename(root / "apps"),
    "a source that became a link": lambda root: linked(root / "app/chat.py", root / "tools/unknown.py"),
    "the policy": lambda root: plant(root, {"aigc-policy.toml": POLICY.replace('"openai"', '"deepseek"')}),
    "a broken policy": lambda root: plant(root, {"aigc-policy.toml": POLICY + "[oddity]\n"}),
    "no policy": lambda root: (root / "aigc-policy.toml").unlink(),
    "a nearer policy": lambda root: plant(root, {"app/aigc-policy.toml": POLICY.replace('"openai"', '"deepseek"')}),
    "a setting": lambda root: plant(root, {"pyproject.toml": '[tool.aigc-lint]\nexclude = ["app"]\n'}),
    "a nearer project": lambda root: plant(root, {"tools/pyproject.toml": ""}),
    "an ignored source": lambda root: plant(root, {".gitignore": "scratch.py\n", "app/scratch.py": DENIED}),
    "a source that git is told to ignore": lambda root: untracked(plant(root, {".git/info/exclude": "chat.py\n"})),
    "no repository": lambda root: (root / ".git").rename(root / "git"),
    "a suppression": lambda root: plant(root, {"app/chat.py": DENIED.rstrip() + "  # aigc: ignore[AIG101] known\n"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(cli: Cli, tree: Path, recalled: list[bool], change: str) -> None:
    before = warmed(cli, tree, "--output-format", "json")
    CHANGES[change](tree)
    recalled.clear()
    after = cli("--output-format", "json", cwd=tree)
    assert True not in recalled
    assert after == cli("--output-format", "json", "--no-cache", cwd=tree)
    assert change in ("an ignored source", "a nearer project", "no repository") or after != before


def test_a_policy_that_git_ignores_is_seen(cli: Cli, tmp_path: Path, recalled: list[bool]) -> None:
    root = repository(tmp_path / "p", TREE | {".gitignore": "app/aigc-policy.toml\n"})
    warmed(cli, root)
    plant(root, {"app/aigc-policy.toml": POLICY.replace('"openai"', '"deepseek"')})
    recalled.clear()
    assert cli(cwd=root) == cli("--no-cache", cwd=root)
    assert recalled == [False]


@pytest.mark.parametrize(("name", "value"), [("SOURCE_DATE_EPOCH", "1"), ("FORCE_COLOR", "1"), ("NO_COLOR", "1")])
def test_the_environment_counts(
    cli: Cli, tree: Path, recalled: list[bool], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    warmed(cli, tree)
    monkeypatch.setenv(name, value)
    recalled.clear()
    assert cli(cwd=tree) == cli("--no-cache", cwd=tree)
    assert recalled == [False]


def test_the_working_directory_and_the_day_count(
    cli: Cli, tree: Path, recalled: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed(cli, tree, str(tree))
    recalled.clear()
    assert cli(str(tree), cwd=tree / "app") == cli(str(tree), "--no-cache", cwd=tree / "app")
    monkeypatch.setattr(replay, "_DAY_NS", replay._DAY_NS * 2)
    cli(str(tree), cwd=tree)
    assert recalled == [False, False]


def test_every_variable_that_is_looked_at_is_part_of_the_key() -> None:
    package = Path(aigc_lint.__file__).parent
    places = (package / "cli", package / "report", package / "engine")
    text = "".join(path.read_text() for place in places for path in place.rglob("*.py"))
    names = set(re.findall(r"""environ(?:\.get\(|\[)["'](\w+)""", text))
    assert names >= {"NO_COLOR", "SOURCE_DATE_EPOCH"}
    assert all(name in replay._VARIABLES or name.startswith(replay._FAMILIES) for name in names)


def test_another_installation_is_another_key(
    cli: Cli, tree: Path, recalled: list[bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = tmp_path / "code.py"
    code.touch()
    monkeypatch.setattr(replay, "_installation", lambda: iter((str(code),)))
    warmed(cli, tree)
    recalled.clear()
    cli(cwd=tree)
    os.utime(code)
    cli(cwd=tree)
    assert recalled == [True, False]


def test_the_installation_is_the_code_and_the_catalogue() -> None:
    names = {Path(path).name for path in replay._installation()}
    assert {"replay.py", "evaluate.py", "openai.toml", "AIG101-provider-not-allowed.toml"} <= names


# --- what is not believed ---------------------------------------------------------------------------------------------


def kept(root: Path) -> Path:
    (found,) = (root / ".aigc-lint-cache").glob("run-*")
    return found


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda whole: whole[: len(whole) // 2],
    "flipped": lambda whole: whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
    "foreign": lambda _: b"something else entirely",
    "longer": lambda whole: whole + b"\0",
}
PAYLOADS = [b"", b"\n", b"9\nab", b"1 1\nab", b"-1 3\nab", b"0 0 0 0 0\n", b"x\n", b"1" * 5000 + b"\n"]
PAYLOADS += [b"20 20 1 0 0\n" + b"0" * 41]


@pytest.mark.parametrize("damage", [*DAMAGES.values(), *PAYLOADS])
def test_damage_is_not_believed_and_is_mended(
    cli: Cli, tree: Path, recalled: list[bool], damage: bytes | Callable[[bytes], bytes]
) -> None:
    before = warmed(cli, tree)
    path = kept(tree)
    path.write_bytes(seal(path.name, damage) if isinstance(damage, bytes) else damage(path.read_bytes()))
    recalled.clear()
    assert [cli(cwd=tree), cli(cwd=tree)] == [before, before]
    assert recalled == [False, True]


def test_the_snapshot_of_another_tree_is_not_believed(cli: Cli, tree: Path, tmp_path: Path, recalled: list[bool]) -> None:
    warmed(cli, tree)
    other = repository(tmp_path / "q", TREE | {"app/chat.py": CLEAN})
    before = warmed(cli, other)
    kept(other).unlink()
    kept(tree).rename(other / ".aigc-lint-cache" / kept(tree).name)
    recalled.clear()
    assert cli(cwd=other) == before
    assert recalled == [False]


def test_nothing_that_a_stranger_names_is_looked_at(cli: Cli, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = warmed(cli, tree)
    path = kept(tree)
    fields = [bytes(20), bytes(20), b"0", os.fsencode(tree), b"/somewhere", b"oall is well"]
    path.write_bytes(seal(path.name, b" ".join(b"%d" % len(one) for one in fields) + b"\n" + b"".join(fields)))
    asked: list[str] = []
    monkeypatch.setattr(snapshot, "_state", lambda folders, paths: asked.extend((*folders, *paths)))
    assert cli(cwd=tree) == before
    assert asked == []


def test_what_changes_during_a_run_shows_in_the_next(
    cli: Cli, tree: Path, recalled: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed(cli, tree)
    original = session.Session.looked_at

    def late(self: session.Session, cache: str) -> snapshot.Looked | None:
        rewrite(tree / "app/chat.py", "api.deepseek.com", "api.openai.com/v")  # after it was read, before the snapshot
        return original(self, cache)

    monkeypatch.setattr(session.Session, "looked_at", late)
    plant(tree, {"app/plain.py": CLEAN + "\n"})
    settle()
    first = cli(cwd=tree)
    monkeypatch.setattr(session.Session, "looked_at", original)
    recalled.clear()
    second = cli(cwd=tree)
    assert recalled == [False]
    assert second != first
    assert second == cli("--no-cache", cwd=tree)


def test_an_edit_within_the_tick_of_a_run_is_seen(cli: Cli, tree: Path, recalled: list[bool]) -> None:
    warmed(cli, tree)
    for text in (UNKNOWN, DENIED, CLEAN, DENIED):
        plant(tree, {"app/chat.py": text})
        assert cli(cwd=tree) == cli("--no-cache", cwd=tree)
    assert True not in recalled


# --- of what none is taken --------------------------------------------------------------------------------------------

UNFIT: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "no repository": (lambda root: (root / ".git").rename(root.parent / "git"), ()),
    "a link": (lambda root: linked(root / "app/link.py", root / "tools/unknown.py"), ()),
    "a missing file": (lambda root: (root / "app/plain.py").unlink(), ()),
    "a clone within": (lambda root: repository(root / "vendor", {"v.py": CLEAN}), ()),
    "a link to settings": (lambda root: linked(root / "pyproject.toml", root / "docs/notes.md"), ()),
    "more files that the policy reads": (
        lambda root: plant(root, {"aigc-policy.toml": POLICY + '[values]\nread = [".env"]\n', ".env": "A=1\n"}),
        (),
    ),
    "a broken policy": (lambda root: plant(root, {"aigc-policy.toml": "version = 2\n"}), ()),
    "a file by name": (lambda _: None, ("app/chat.py",)),
    "a policy by name": (lambda _: None, ("--policy", "aigc-policy.toml")),
    "a revision": (lambda _: None, ("--output-format", "sarif")),
    "a report": (lambda root: (root.parent / "r").mkdir(), ("--report", "json=../r/out.json")),
    "no cache": (lambda _: None, ("--no-cache",)),
}


@pytest.mark.parametrize("case", UNFIT)
def test_none_is_taken_of_what_cannot_be_made_sure_of(cli: Cli, tree: Path, recalled: list[bool], case: str) -> None:
    prepare, arguments = UNFIT[case]
    prepare(tree)
    before = warmed(cli, tree, *arguments)
    assert cli(*arguments, cwd=tree) == before
    assert True not in recalled
    assert not list(tree.glob(".aigc-lint-cache/run-*"))


def test_a_folder_that_cannot_be_written_serves_in_silence(cli: Cli, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = warmed(cli, tree)
    kept(tree).unlink()

    def refused(path: Path, payload: bytes) -> None:
        if path.name.startswith("run-"):
            raise OSError(30, os.strerror(30))
        write_atomically(path, payload)

    monkeypatch.setattr("aigc_lint.engine.vault.write_atomically", refused)
    assert cli(cwd=tree) == before


def test_few_snapshots_are_kept(cli: Cli, tree: Path) -> None:
    for jobs in range(1, 14):
        warmed(cli, tree, "--jobs", str(jobs))
    assert 1 < len(list((tree / ".aigc-lint-cache").glob("run-*"))) <= 8


def test_it_needs_next_to_nothing(tree: Path) -> None:
    code = (
        "import sys\nfrom aigc_lint.engine import snapshot\n"
        f"snapshot.RACY_NS = {TICK_NS}\nfrom aigc_lint.cli.main import main\n"
        "main(['--output-format', 'json'])\nprint('\\0' + ' '.join(sys.modules), file=sys.stderr)"
    )
    for _ in range(3):
        settle()
        done = subprocess.run((sys.executable, "-B", "-c", code), cwd=tree, capture_output=True, text=True, check=True)
    modules = set(done.stderr.rpartition("\0")[2].split())
    wanted = {"cli", "cli.main", "cli.replay", "cli.streams", "engine", "model", "model.digests", "policy", "policy.files"}
    wanted |= {f"engine.{name}" for name in ("git", "sealing", "snapshot")}
    assert {name for name in modules if name.startswith("aigc_lint.")} == {f"aigc_lint.{name}" for name in wanted}
    assert modules.isdisjoint({"argparse", "contextlib", "msgspec", "pathlib", "subprocess", "typing"} - site_packages())


def site_packages() -> set[str]:
    """What this interpreter loads before it runs anything."""
    code = "import sys; print(' '.join(sys.modules))"
    return set(subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True).stdout.split())
