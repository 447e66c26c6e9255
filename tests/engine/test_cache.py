"""The cache folder: answers what it knows, and trusts nothing that lies in it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from aigc_lint.engine import cache as caching
from aigc_lint.engine import encoding, vault
from aigc_lint.engine.cache import Cache, digest
from aigc_lint.engine.sealing import seal
from aigc_lint.engine.stamps import Stamp
from aigc_lint.model.facts import Evaluate, Facts, FileIndex, ImportRecord, Name, Refusal
from aigc_lint.model.spans import Span

FACTS = Facts(body=(Evaluate(Name("openai"), Span(1, 0, 1, 6)),), refusals=(Refusal(reason="syntax", detail="odd", line=3),))
INDEX = FileIndex(imports=(ImportRecord("openai", 0, "OpenAI"),), needles=("sdk:openai",))
CONTENT = digest(b"import openai")
OLD = Stamp(13, time.time_ns() - 60_000_000_000, 1, 2)


def opened(folder: Path, **settings: object) -> Cache:
    return Cache(folder, **{"project": "/p", "needles": "n", "max_file_size": 10} | settings)  # type: ignore[arg-type]


def packed() -> bytes:
    return encoding.encode(FACTS)


def kept(cache: Cache, name: bytes) -> Facts | None:
    payload = cache.payload(name, notebook=False)
    return None if payload is None else encoding.decode(payload)


def filled(folder: Path) -> Path:
    cache = opened(folder)
    cache.keep(CONTENT, packed, notebook=False)
    cache.remember("a.py", OLD, CONTENT, INDEX)
    assert cache.close() is None
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (".gitignore", "CACHEDIR.TAG"))


def sealed(folder: Path, path: Path, payload: bytes) -> bytes:
    """A file that is whole as far as its seal goes."""
    return seal(path.relative_to(folder).as_posix(), payload)


def knows(folder: Path, **settings: object) -> tuple[bool, bool]:
    cache = opened(folder, **settings)
    return cache.look_up("a.py", OLD) is not None, kept(cache, CONTENT) is not None


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    cache = opened(filled(tmp_path / "c"))
    entry = cache.look_up("a.py", OLD)
    assert entry is not None
    assert (entry.digest, entry.index) == (CONTENT, INDEX)
    assert kept(cache, CONTENT) == FACTS


def test_the_folder_says_what_it_is_and_stays_out_of_git(tmp_path: Path) -> None:
    folder = filled(tmp_path / "c")
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize(
    "stamp",
    [structs.replace(OLD, **{field: 5}) for field in ("size", "mtime_ns", "ctime_ns", "inode")],
    ids=["size", "mtime", "ctime", "inode"],
)
def test_a_changed_stamp_is_a_miss_but_the_same_content_is_known(tmp_path: Path, stamp: Stamp) -> None:
    cache = opened(filled(tmp_path / "c"))
    assert cache.look_up("a.py", stamp) is None
    assert cache.same_content("a.py", CONTENT) == INDEX
    assert cache.same_content("a.py", digest(b"other")) is None


def test_a_file_that_had_only_just_changed_is_read_again(tmp_path: Path) -> None:
    racy = Stamp(13, time.time_ns(), 1, 2)
    cache = opened(tmp_path / "c")
    cache.remember("a.py", racy, CONTENT, INDEX)
    cache.close()
    assert opened(tmp_path / "c").look_up("a.py", racy) is None


@pytest.mark.parametrize(
    ("settings", "expected"),
    [({"needles": "m"}, (False, True)), ({"project": "/q"}, (False, True)), ({"max_file_size": 11}, (True, False))],
)
def test_what_answers_depend_on_is_part_of_their_key(
    tmp_path: Path, settings: dict[str, object], expected: tuple[bool, bool]
) -> None:
    assert knows(filled(tmp_path / "c"), **settings) == expected


def test_another_python_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "c")
    monkeypatch.setattr(sys, "version_info", (3, 99))
    assert knows(folder) == (True, False)


@pytest.mark.parametrize(("what", "expected"), [("_reading_digest", (False, False)), ("_libcst_version", (True, False))])
def test_another_reader_or_parser_is_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, expected: tuple[bool, bool]
) -> None:
    folder = filled(tmp_path / "c")
    monkeypatch.setattr(caching, what, lambda: "another")
    assert knows(folder) == expected


def test_a_notebook_and_a_module_of_equal_bytes_differ(tmp_path: Path) -> None:
    assert opened(filled(tmp_path / "c")).payload(CONTENT, notebook=True) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda _: b"something else entirely",
        b"\x93\x01\x02\x03",
        b"\x91" * 99_999,
    ],
    ids=["empty", "half", "flipped", "foreign", "wrong-type", "bottomless"],
)
def test_damage_is_a_miss_and_is_mended(tmp_path: Path, damage: Callable[[bytes], bytes] | bytes) -> None:
    folder = filled(tmp_path / "c")
    for path in files(folder):
        whole = path.read_bytes()
        path.write_bytes(damage(whole) if callable(damage) else sealed(folder, path, damage))
    assert knows(folder) == (False, False)
    assert knows(filled(folder)) == (True, True)


def test_a_pipe_in_the_folder_is_not_waited_for(tmp_path: Path) -> None:
    folder = filled(tmp_path / "c")
    for path in files(folder):
        path.unlink()
        os.mkfifo(path)
    assert knows(folder) == (False, False)


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "c").symlink_to(tmp_path / "elsewhere")
    cache = opened(tmp_path / "c")
    cache.keep(CONTENT, packed, notebook=False)
    cache.close()
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not vault.remove(tmp_path / "c")


def test_a_folder_that_cannot_be_written_gives_one_warning(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("a file stands here")
    cache = opened(tmp_path / "c")
    cache.keep(CONTENT, packed, notebook=False)
    cache.keep(digest(b"2"), packed, notebook=False)
    cache.remember("a.py", OLD, CONTENT, INDEX)
    warning = cache.close()
    assert warning is not None
    assert (warning.code, warning.severity) == ("cache", "warning")
    assert warning.message.en == "the cache cannot be written (file exists)"
    assert (tmp_path / "c").read_text() == "a file stands here"


def test_nothing_half_written_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = filled(tmp_path / "c")
    monkeypatch.setattr(Path, "replace", full)
    cache = opened(folder)
    cache.keep(digest(b"2"), packed, notebook=False)
    warning = cache.close()
    assert warning is not None
    assert "no space left" in warning.message.en
    assert not list(folder.rglob(".writing-*"))


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "c"
    cache = opened(folder)
    for number in range(20):
        cache.keep(digest(b"%d" % number), packed, notebook=False)
    for path in files(folder):
        os.utime(path, (1, 1))
    size = len(files(folder)[0].read_bytes())
    monkeypatch.setattr(vault, "MAX_BYTES", 8 * size)
    cache.keep(digest(b"new"), packed, notebook=False)
    cache.close()
    assert kept(opened(folder), digest(b"new")) == FACTS
    assert len([path for path in files(folder) if path.parent.parent.name == "facts"]) <= 8


def test_no_folder_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(None, project="/p", needles="n", max_file_size=1)
    cache.keep(CONTENT, packed, notebook=False)
    cache.remember("a.py", OLD, CONTENT, INDEX)
    assert cache.close() is None
    assert kept(cache, CONTENT) is None
    assert not list(tmp_path.iterdir())


def test_only_a_cache_is_ever_removed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert not vault.remove(tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").exists()
    folder = filled(tmp_path / "c")
    assert vault.remove(folder)
    assert not folder.exists()
