"""The line of every key of a TOML text."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aigc_lint.policy.positions import Positions, parent, spell

TEXT = '''\
version = 1  # one
[project]
name = """two
lines = 3 [x]
"""
serves = [ # comment ]
  "EU", 'US',
  "a,]b",
]
[services.openai-api]
models.chat = ["gpt-5*"]
"quoted key" = {a = 1, b = {c = [1, 2]}}
[[services.openai-api.require]]
argument = "store"
[[services.openai-api.require]]
header = "X"
   equals = true
[endpoints]
"env:X" = "service:a"
'https://a.b/c' = ["service:a",
  "service:b"]
[[attestation]]
on = 2026-06-01
[attestation.more]
x = -1.5e3
'''


@pytest.mark.parametrize(
    ("path", "spot"),
    [
        ("version", (1, 1)),
        ("project", (2, 1)),
        ("project.name", (3, 1)),
        ("project.serves", (6, 1)),
        ("project.serves[1]", (7, 9)),
        ("project.serves[2]", (8, 3)),
        ("services.openai-api.models", (11, 1)),
        ("services.openai-api.models.chat[0]", (11, 16)),
        ('services.openai-api."quoted key".b.c[1]', (12, 37)),
        ("services.openai-api.require[0].argument", (14, 1)),
        ("services.openai-api.require[1]", (15, 1)),
        ("services.openai-api.require[1].equals", (17, 4)),
        ('endpoints."env:X"', (19, 1)),
        ('endpoints."https://a.b/c"[1]', (21, 3)),
        ("attestation[0].on", (23, 1)),
        ("attestation[0].more.x", (25, 1)),
    ],
)
def test_where_a_key_stands(path: str, spot: tuple[int, int]) -> None:
    assert Positions(TEXT).find(path) == spot


@pytest.mark.parametrize(
    ("path", "line"), [("project.unheard.of", 2), ("services.openai-api.require[0].equals", 13), ("nothing", 1), ("", 1)]
)
def test_a_key_that_is_not_there_stands_where_it_would(path: str, line: int) -> None:
    assert Positions(TEXT).find(path)[0] == line


def test_the_parent_of_a_path() -> None:
    way = ['a."b.c"[0].d', 'a."b.c"[0]', 'a."b.c"', "a", ""]
    assert [parent(path) for path in way[:-1]] == way[1:]


KEYS = st.one_of(st.text("abc-_1", min_size=1, max_size=4), st.text("ab. :/#[]", min_size=1, max_size=6))
VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text("ab#]}[{,=\n'", max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_key_of_any_text_is_found(table: dict[str, object]) -> None:
    text = "".join(f"# [comment]\n{quoted(key)} = {written(value)}\n" for key, value in table.items())
    assert tomli.loads(text) == table
    spots = Positions(text).spots
    for path in paths(table, ()):
        assert spell(*path) in spots
    for index, key in enumerate(table):
        assert spots[spell(key)] == (2 * index + 2, 1)


def quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list():
            return "[" + ", ".join(written(item) for item in value) + "]"
        case dict():
            return "{" + ", ".join(f"{quoted(str(key))} = {written(item)}" for key, item in value.items()) + "}"
        case _:
            return quoted(str(value)).replace("\n", "\\n")


def paths(value: object, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        found += paths(item, (*path, key))
    return found
