"""The compiled catalogue: the same as the TOML, and never an old, a half or a foreign one."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from aigc_lint.catalog import compiled, load, locate, sources
from aigc_lint.catalog.entries import Catalog

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


def test_it_is_the_catalogue(place: Path, catalog: Catalog) -> None:
    compiled.keep(place, KEY, catalog)
    assert compiled.read(place, KEY) == catalog
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_the_second_start_reads_no_toml(place: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load.load() == catalog
    assert place.exists()
    monkeypatch.delattr(load, "from_files")
    assert load.load() == catalog


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


@pytest.mark.parametrize("module", ["catalog/entries.py", "catalog/shape.py", "catalog/reader.py", "model/words.py"])
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
    data = compiled.encode(catalog, KEY)
    assert data is not None
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
        assert compiled.read(place, KEY) is None, how


@pytest.mark.parametrize("payload", [b"\xc1", b"\x80", b"\x91" * 100_000, b"\x81\xa7version\x01"])
def test_a_whole_one_of_another_shape_counts_as_absent(place: Path, payload: bytes) -> None:
    place.write_bytes(compiled._MAGIC + KEY + hashlib.sha256(payload).digest() + payload)
    assert compiled.read(place, KEY) is None


def test_a_damaged_one_is_replaced(place: Path, catalog: Catalog) -> None:
    place.write_bytes(b"half of it")
    assert load.load() == catalog
    assert compiled.read(place, compiled.key(sources.read(locate.rules_folder()).files)) == catalog


def test_what_would_not_come_back_as_it_is_is_not_kept(place: Path, catalog: Catalog) -> None:
    crooked = replace(catalog, protocols=replace(catalog.protocols, paths=list(catalog.protocols.paths)))
    compiled.keep(place, KEY, crooked)
    assert not place.exists()


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
