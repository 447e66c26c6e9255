"""The compiled catalogue: the same as the TOML, and never an old, a half or a foreign one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from aigc_lint.catalog import compiled, load, locate, sources
from aigc_lint.catalog.entries.catalog import Catalog

KEY = bytes(range(32))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the catalogue from its files."""
    return load.from_files(sources.read(locate.rules_folder()))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the compiled form lies during a test: in an empty folder."""
    place = tmp_path / "compiled.bin"
    monkeypatch.setattr(locate, "COMPILED", place)
    return place


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the shipped files that the loader takes for the shipped ones."""
    folder = tmp_path / "rules"
    shutil.copytree(locate.rules_folder(), folder)
    monkeypatch.setattr(locate, "rules_folder", lambda: folder)
    return folder


def made(catalog: Catalog) -> compiled.Compiled:
    """The compiled form."""
    form = compiled.encode(catalog, KEY)
    assert form is not None
    return form


def found(place: Path) -> Catalog | None:
    """What lies there under our key."""
    form = compiled.opened(place)
    return form.catalog() if form is not None and form.key == KEY else None


def test_it_is_the_catalogue(place: Path, catalog: Catalog) -> None:
    compiled.keep(place, made(catalog))
    assert found(place) == catalog
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_the_second_start_reads_no_toml(place: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load.load() == catalog
    assert place.exists()
    monkeypatch.delattr(load, "from_files")
    assert load.load() == catalog


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass: a file that was just written could be written again in the same tick of the clock."""
    now = time.time_ns()
    monkeypatch.setattr("aigc_lint.catalog.compiled.time.time_ns", lambda: now + 10_000_000_000)


@pytest.mark.usefixtures("late", "rules")
def test_unchanged_files_are_not_read_again(place: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load.load() == catalog
    form = compiled.opened(place)
    assert form is not None
    assert form.stamp != compiled.NO_STAMP
    monkeypatch.delattr(sources, "read")
    assert load.load() == catalog


@pytest.mark.usefixtures("late")
def test_one_that_came_without_a_stamp_gets_it(place: Path, rules: Path, catalog: Catalog) -> None:
    form = compiled.encode(catalog, compiled.key(sources.read(rules).files))
    assert form is not None
    compiled.keep(place, form)
    assert load.load() == catalog
    assert compiled.opened(place) == replace(form, stamp=compiled.stamp(rules))


def test_files_that_were_just_written_are_read_again(place: Path, rules: Path) -> None:
    (rules / "vocabulary.toml").touch()
    load.load()
    form = compiled.opened(place)
    assert form is not None
    assert form.stamp == compiled.NO_STAMP == compiled.stamp(rules)


@pytest.mark.usefixtures("late", "place")
def test_an_edit_of_the_same_size_shows_though_the_time_is_set_back(rules: Path) -> None:
    before = load.load()
    file = rules / "providers" / "openai.toml"
    status = file.stat()
    text = file.read_text(encoding="utf-8")
    edited = text.replace('en = "OpenAI"', 'en = "openAI"', 1)
    assert len(edited) == len(text) != 0
    file.write_text(edited, encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert load.load() != before


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("at", [30, 60, 90])
def test_a_damaged_head_is_read_anew(place: Path, rules: Path, catalog: Catalog, at: int) -> None:
    load.load()
    data = place.read_bytes()
    place.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert load.load() == catalog
    assert place.read_bytes() == data
    assert rules.exists()


@pytest.mark.usefixtures("place")
def test_one_edited_clause_shows_at_once(rules: Path) -> None:
    assert load.load().clauses["openai-api/training"].section != "99.9"
    file = rules / "providers" / "openai.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    start = lines.index('id = "training"')
    line = next(number for number, text in enumerate(lines[start:], start) if text.startswith("section = "))
    lines[line] = 'section = "99.9"'
    file.write_text("\n".join(lines), encoding="utf-8")
    assert load.load().clauses["openai-api/training"].section == "99.9"


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("change", ["added", "removed", "renamed"])
def test_the_set_of_files_counts_too(rules: Path, change: str) -> None:
    before = load.load()
    file = rules / "wrappers" / "langfuse.toml"
    if change == "added":
        shutil.copy(file, file.with_name("copy.toml"))
    elif change == "removed":
        file.unlink()
    else:
        file.rename(file.with_name("another.toml"))
    names = {"added": {"copy", "langfuse"}, "removed": set(), "renamed": {"another"}}[change]
    rest = before.wrappers.keys() - {"langfuse"}
    assert load.load().wrappers.keys() - rest == names


@pytest.mark.parametrize("module", ["catalog/entries/sdks.py", "catalog/shape.py", "catalog/reader.py", "model/words.py"])
def test_other_code_means_another_key(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.key({})
    real = Path.read_bytes

    def edited(path: Path) -> bytes:
        return real(path) + (b"\n# edited" if path.as_posix().endswith(module) else b"")

    monkeypatch.setattr(Path, "read_bytes", edited)
    assert compiled.key({}) != before


def test_a_name_cannot_run_over_into_the_content() -> None:
    assert compiled.key({"a": b"bc"}) != compiled.key({"ab": b"c"})
    assert compiled.key({"a": b"", "b": b"x"}) != compiled.key({"a": b"b\x001\x00x"})


def test_a_damaged_one_counts_as_absent(place: Path, catalog: Catalog) -> None:
    data = compiled.framed(made(catalog))
    damaged = {
        "empty": b"",
        "half": data[: len(data) // 2],
        "one byte short": data[:-1],
        "one byte long": data + b"\0",
        "one bit": data[:200] + bytes([data[200] ^ 1]) + data[201:],
        "foreign": b"something else entirely",
        "another key": data.replace(KEY, bytes(32), 1),
    }
    for how, content in damaged.items():
        place.write_bytes(content)
        assert found(place) is None, how


@pytest.mark.parametrize("payload", [b"\xc1", b"\x80", b"\x91" * 100_000, b"\x81\xa7version\x01"])
def test_a_whole_one_of_another_shape_counts_as_absent(place: Path, payload: bytes) -> None:
    form = compiled.Compiled(KEY, compiled.NO_STAMP, payload)
    place.write_bytes(compiled.framed(form))
    assert compiled.opened(place) == form
    assert found(place) is None


def test_a_damaged_one_is_replaced(place: Path, catalog: Catalog) -> None:
    place.write_bytes(b"half of it")
    assert load.load() == catalog
    form = compiled.opened(place)
    assert form is not None
    assert form.key == compiled.key(sources.read(locate.rules_folder()).files)
    assert form.catalog() == catalog


def test_what_would_not_come_back_as_it_is_is_not_kept(catalog: Catalog) -> None:
    crooked = replace(catalog, protocols=replace(catalog.protocols, paths=list(catalog.protocols.paths)))
    assert compiled.encode(crooked, KEY) is None


def test_a_place_that_cannot_be_written_to_changes_nothing(
    tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate, "COMPILED", tmp_path / "nowhere" / "compiled.bin")
    assert load.load() == catalog
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(locate, "COMPILED", tmp_path / "folder")
    assert load.load() == catalog
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_it_never_lies_in_a_linted_project(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import openai\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    code = "from aigc_lint.cli.main import main; main(['.'])"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert not [path for path in tmp_path.rglob("*") if "catalogue" in path.name]
