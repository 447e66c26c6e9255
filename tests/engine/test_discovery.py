"""Which files a run reports on, which it knows, and how they are grouped."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from aigc_lint.engine.discovery import Discovery, Project, discover
from aigc_lint.engine.options import Options, UsageError
from tests.engine.trees import git, plant, repository

SETUP = "from setuptools import setup\nsetup()\n"
POLICY = "version = 1\n"


def look(*paths: Path | str, **settings: object) -> Discovery:
    return discover(Options(paths=tuple(map(str, paths)), **settings))  # type: ignore[arg-type]


def only(found: Discovery) -> Project:
    (project,) = found.projects
    return project


def known(project: Project) -> list[str]:
    return [file.path for file in project.known]


# --- which files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [plant, repository], ids=["walk", "git"])
def test_python_files_and_notebooks_are_found_and_nothing_else(tmp_path: Path, make: object) -> None:
    names = ("a.py", "b.pyi", "c.pyw", "d.ipynb", "e.txt", "f.pyc", "sub/g.py", "README.md")
    root = make(tmp_path / "p", dict.fromkeys(names, ""))  # type: ignore[operator]
    assert only(look(root)).given == ("a.py", "b.pyi", "c.pyw", "d.ipynb", "sub/g.py")


@pytest.mark.parametrize("make", [plant, repository], ids=["walk", "git"])
def test_what_gitignore_names_is_left_out_and_the_inner_file_wins(tmp_path: Path, make: object) -> None:
    files = {"a.py": "", "build/x.py": "", "a_pb2.py": "", "sub/b_pb2.py": ""}
    ignores = {".gitignore": "build/\n*_pb2.py\n", "sub/.gitignore": "!b_pb2.py\n"}
    root = make(tmp_path / "p", files | ignores)  # type: ignore[operator]
    assert only(look(root)).given == ("a.py", "sub/b_pb2.py")


def test_untracked_files_count_and_deleted_ones_do_not(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", {"old.py": "", "kept.py": ""})
    (root / "old.py").unlink()
    plant(root, {"new.py": ""})
    assert only(look(root)).given == ("kept.py", "new.py")


def test_folders_of_tools_are_skipped_unless_git_tracks_them(tmp_path: Path) -> None:
    names = (".venv/x.py", "node_modules/y.py", "env/pyvenv.cfg", "env/lib/z.py", "site-packages/w.py", "a.py")
    files = dict.fromkeys(names, "")
    assert only(look(plant(tmp_path / "walked", files))).given == ("a.py",)
    root = repository(tmp_path / "tracked", {"site-packages/w.py": "", "a.py": ""})
    plant(root, {".venv/untracked.py": ""})
    assert only(look(root)).given == ("a.py", "site-packages/w.py")


def test_nested_repositories_are_looked_into(tmp_path: Path) -> None:
    root = repository(tmp_path / "outer", {"a.py": ""})
    repository(root / "vendor/inner", {"b.py": "", "ignored.py": "", ".gitignore": "ignored.py\n"})
    found = look(root)
    assert [project.given for project in found.projects] == [("a.py",), ("vendor/inner/b.py",)]


def test_a_hook_environment_does_not_mislead_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = repository(tmp_path / "other", {"wrong.py": ""})
    root = repository(tmp_path / "p", {"a.py": ""})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert only(look(root)).given == ("a.py",)


def test_a_repository_cannot_make_git_run_a_program(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", {"a.py": ""})
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(trap))
    assert only(look(root)).given == ("a.py",)
    assert not (tmp_path / "sprung").exists()


def test_without_git_a_repository_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "p", {"a.py": "", ".gitignore": "b.py\n", "b.py": ""})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert only(look(root)).given == ("a.py",)


def test_an_ignored_folder_that_is_named_is_a_world_of_its_own(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", {"a.py": "", ".gitignore": "checkouts/\n", "aigc-policy.toml": POLICY})
    plant(root, {"checkouts/x/app.py": "", "checkouts/x/setup.py": SETUP})
    found = look(root / "checkouts" / "x")
    assert only(found).given == ("app.py", "setup.py")
    assert only(found).policy is None
    assert found.base == str(root / "checkouts" / "x")


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [plant, repository], ids=["walk", "git"])
def test_a_loop_of_links_ends(tmp_path: Path, make: object) -> None:
    root = make(tmp_path / "p", {"sub/a.py": ""})  # type: ignore[operator]
    (root / "sub" / "loop").symlink_to(root, target_is_directory=True)
    (root / "self.py").symlink_to(root / "self.py")
    assert only(look(root)).given == ("sub/a.py",)


@pytest.mark.parametrize("make", [plant, repository], ids=["walk", "git"])
def test_a_linked_file_is_known_once(tmp_path: Path, make: object) -> None:
    outside = plant(tmp_path / "outside", {"far.py": ""})
    root = make(tmp_path / "p", {"a.py": ""})  # type: ignore[operator]
    (root / "again.py").symlink_to(root / "a.py")
    (root / "far.py").symlink_to(outside / "far.py")
    assert only(look(root)).given == ("a.py", "far.py")
    assert only(look(root / "again.py")).given == ("a.py",)


def test_a_dangling_link_is_no_file(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": ""})
    (root / ".#a.py").symlink_to("nobody@nowhere")
    assert only(look(root)).given == ("a.py",)


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes only on POSIX")
@pytest.mark.parametrize("in_git", [False, True])
def test_a_name_that_is_no_text_is_spelled_out(tmp_path: Path, in_git: bool) -> None:
    root = plant(tmp_path / "p", {"a.py": ""})
    with open(os.fsencode(root) + b"/caf\xe9.py", "w"):  # noqa: PTH123
        pass
    if in_git:
        git(root, "init", "-q")
    assert only(look(root)).given == ("a.py", "caf\\xe9.py")


# --- what is named ----------------------------------------------------------------------------------------------------


def test_a_missing_path_is_wrong_usage_and_all_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        look(tmp_path, "nope.py", "nor/this", cwd=str(tmp_path))
    assert caught.value.message == "no such file or folder: nope.py, nor/this"
    assert "nope.py" in caught.value.says.zh


def test_a_named_file_bypasses_ignores_and_excludes_unless_forced(tmp_path: Path) -> None:
    files = {".gitignore": "gen.py\n", "pyproject.toml": '[tool.aigc-lint]\nexclude = ["skip/"]\n', "skip/s.py": "", "a.py": ""}
    root = repository(tmp_path / "p", files)
    plant(root, {"gen.py": ""})
    assert only(look(root)).given == ("a.py",)
    assert only(look(root / "gen.py", root / "skip/s.py")).given == ("gen.py", "skip/s.py")
    assert only(look(root / "gen.py", root / "skip/s.py", force_exclude=True)).given == ("gen.py",)


def test_a_named_file_reports_on_itself_and_knows_the_project(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", {"app/a.py": "", "app/b.py": "", "pyproject.toml": ""})
    project = only(look(root / "app/b.py"))
    assert project.given == ("app/b.py",)
    assert known(project) == ["app/a.py", "app/b.py"]


def test_a_named_file_without_suffix_is_python_and_plain_text_is_left_out(tmp_path: Path) -> None:
    files = {"tool": "#!/usr/bin/env python3\n", "run.cgi": "#!/usr/bin/python\n", "notes.md": "# hi\n"}
    root = plant(tmp_path / "p", files)
    found = look(*(root / name for name in files))
    assert only(found).given == ("run.cgi", "tool")
    (problem,) = found.problems
    assert (problem.path, problem.severity) == ("notes.md", "warning")


def test_unsaved_files_count_as_files(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": "", "pyproject.toml": ""})
    project = only(look(root / "new.py", overlay={str(root / "new.py"): b""}))
    assert project.given == ("new.py",)
    assert known(project) == ["a.py", "new.py"]


def test_a_lone_file_does_not_drag_in_the_whole_disk(tmp_path: Path) -> None:
    files = {"pkg/__init__.py": "", "pkg/a.py": "", "pkg/sub/__init__.py": "", "pkg/sub/b.py": "", "photos/c.py": "", "d.py": ""}
    project = only(look(plant(tmp_path / "home", files) / "pkg/sub/b.py"))
    assert known(project) == ["d.py", "pkg/__init__.py", "pkg/a.py", "pkg/sub/__init__.py", "pkg/sub/b.py"]
    assert not project.marked


# --- projects ---------------------------------------------------------------------------------------------------------


def test_the_nearest_policy_makes_the_project(tmp_path: Path) -> None:
    files = dict.fromkeys(("a.py", "one/deep/b.py", "two/pyproject.toml", "two/c.py"), "")
    policies = dict.fromkeys(("aigc-policy.toml", "one/aigc-policy.toml"), POLICY)
    root = repository(tmp_path / "p", files | policies)
    found = {project.path: project.given for project in look(root).projects}
    assert found == {"": ("a.py", "two/c.py"), "one": ("one/deep/b.py",)}
    assert only(look(root / "one/deep/b.py")).policy == str(root / "one/aigc-policy.toml")


def test_without_a_policy_the_nearest_packaging_file_does(tmp_path: Path) -> None:
    files = {"a.py": "", "libs/x/pyproject.toml": "", "libs/x/app/b.py": "", "libs/y/setup.cfg": "", "libs/y/app/b.py": ""}
    found = look(repository(tmp_path / "p", files))
    assert [project.path for project in found.projects] == ["", "libs/x", "libs/y"]
    assert [known(project) for project in found.projects] == [["a.py"], ["libs/x/app/b.py"], ["libs/y/app/b.py"]]


def test_a_repository_ends_the_search_for_a_policy(tmp_path: Path) -> None:
    plant(tmp_path, {"aigc-policy.toml": POLICY})
    assert only(look(repository(tmp_path / "p", {"a.py": ""}))).policy is None


@pytest.mark.parametrize("make", [plant, repository], ids=["walk", "git"])
def test_paths_do_not_depend_on_what_is_named_or_from_where(tmp_path: Path, make: object) -> None:
    root = make(tmp_path / "p", {"app/a.py": "", "pyproject.toml": ""})  # type: ignore[operator]
    named = [
        look(root), look(root / "app"), look(root / "app/a.py"), look(".", cwd=str(root)), look("a.py", cwd=str(root / "app")),
        look("..", cwd=str(root / "app")),
    ]  # fmt: skip
    assert {(found.base, only(found).given) for found in named} == {(str(root), ("app/a.py",))}


def test_an_empty_folder_still_has_its_project(tmp_path: Path) -> None:
    project = only(look(plant(tmp_path / "p", {"aigc-policy.toml": POLICY})))
    assert project.given == ()
    assert project.policy is not None


# --- imports ----------------------------------------------------------------------------------------------------------


def test_imports_start_beside_packaging_files(tmp_path: Path) -> None:
    files = {"pyproject.toml": "", "src/app/a.py": "", "aigc-policy.toml": POLICY, "libs/x/setup.py": SETUP, "libs/x/x.py": ""}
    project = only(look(repository(tmp_path / "p", files)))
    assert project.import_roots == ("libs/x", "src", "")


def test_a_module_called_setup_makes_no_project(tmp_path: Path) -> None:
    module = "class GraphSetup:\n    pass\n"
    root = repository(tmp_path, {"app/graph/__init__.py": "", "app/graph/setup.py": module, "app/clients.py": ""})
    project = only(look(root))
    assert set(known(project)) == {"app/graph/__init__.py", "app/graph/setup.py", "app/clients.py"}


def test_configured_roots_count_alone(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[tool.aigc-lint]\nroots = ["lib/python"]\n', "src/a.py": "", "lib/python/b.py": ""}
    project = only(look(repository(tmp_path / "p", files)))
    assert project.import_roots == ("lib/python",)


def test_wrong_settings_are_told_with_their_line_and_leave_other_projects_alone(tmp_path: Path) -> None:
    files = {"one/pyproject.toml": '[tool.aigc-lint]\nexclud = ["x"]\n', "one/a.py": "", "two/setup.py": SETUP, "two/b.py": ""}
    found = look(repository(tmp_path / "p", files))
    assert [project.path for project in found.projects] == ["two"]
    (problem,) = found.problems
    assert (problem.code, problem.path, problem.line, problem.severity) == ("config", "one/pyproject.toml", 2, "error")
