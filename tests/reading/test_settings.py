"""Settings files: what a .env and a Compose file set, what they may not give away, and where they are broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_lint.model.settings import Given, Mistake
from aigc_lint.reading.compose import compose
from aigc_lint.reading.expansion import expand
from aigc_lint.reading.settings import dotenv

KEY = "sk-proj-" + "A1b2C3d4" * 4


def values(found: tuple[Given, ...] | Mistake) -> dict[str, str | None]:
    assert not isinstance(found, Mistake)
    return {one.name: one.text for one in found}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ("A = b ", "b"),
        ("export A=b", "b"),
        ("A=b # a comment", "b"),
        ("A=b#c", "b#c"),
        ("A='b # c'", "b # c"),
        ('A="b # c" # d', "b # c"),
        (r'A="b\"c\td"', 'b"c\td'),
        (r"A='b\nc'", r"b\nc"),
        ("'A'=b", "b"),
        ("A=b=c", "b=c"),
        ("A=http://x/?q=1&r", "http://x/?q=1&r"),
        ("B=x\nA=${B}/y", "x/y"),
        ("A=${B:-https://d/v1}", "https://d/v1"),
        ("B=\nA=${B:-d}", "d"),
        ("A=$B", "$B"),
        ("A=${B}", None),
    ],
)
def test_a_line_of_a_dotenv_file(line: str, value: str | None) -> None:
    assert values(dotenv(line))["A"] == value


@pytest.mark.parametrize("line", ["A=", "A", "A= # b", "# A=b", "", "A=''", 'A=""', "  \n\n#x"])
def test_what_sets_nothing(line: str) -> None:
    assert dotenv(line) == ()


def test_lines_are_counted_through_quotations_that_span_them() -> None:
    found = dotenv('# 1\nA="2\n3"\n\nB=5\n')
    assert not isinstance(found, Mistake)
    assert [(one.name, one.line) for one in found] == [("A", 2), ("B", 5)]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('A=1\nB="x\nC=2', 2, "a quotation that does not end"),
        ("A=1\n\n=x", 3, "a line that is no NAME=value"),
        ("A='x' y", 1, "text after the value that is no comment"),
        ("A B=c", 1, "text after the value that is no comment"),
    ],
)
def test_a_broken_dotenv_file_says_where(text: str, line: int, what: str) -> None:
    found = dotenv(text)
    assert isinstance(found, Mistake)
    assert (found.line, found.what.en) == (line, what)
    assert found.what.zh


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_API_KEY", KEY),
        ("ANYTHING", KEY),
        ("DB_PASSWORD", "hunter-2"),
        ("SESSION", "0123456789abcdef0123456789abcdef"),
        ("CERT", "'-----BEGIN\nMIIB\n-----END'"),
        ("LONG", "word " * 100),
        ("URL_PASS", "https://u:" + "Pq7Zk2Wm9x@host/v1"),
    ],
)
def test_a_credential_is_withheld_and_what_holds_it_too(name: str, value: str) -> None:
    found = values(dotenv(f"{name}={value}\nURL=https://h/${{{name}}}/v1\n"))
    secret = value.rpartition(":")[2].partition("@")[0] if "@" in value else value.strip("'")
    assert not [text for text in found.values() if text and secret in text]
    assert found["URL"] is not None


@pytest.mark.parametrize(
    "value", ["https://api.deepseek.com/v1", "gpt-4o-2024-08-06", "claude-sonnet-4-5-20250929", "ep-20240101-abcde", "8080"]
)
def test_an_address_or_a_model_is_kept(value: str) -> None:
    assert values(dotenv(f"A={value}"))["A"] == value


COMPOSE = """\
x-common: &common
  LLM_URL: ${LLM_URL:-https://api.deepseek.com}
  MODEL: m
services:
  web:
    environment:
      <<: *common
      MODEL: n
      PORT: 80
      FROM_OUTSIDE:
      DOLLARS: a$$b
  worker:
    environment:
      - LLM_URL=https://${HOST}/v1
      - FROM_OUTSIDE
"""


def test_a_compose_file_in_all_its_forms() -> None:
    found = compose(COMPOSE, [])
    assert found == (
        Given("LLM_URL", "https://api.deepseek.com", 2),
        Given("MODEL", "n", 8),
        Given("PORT", "80", 9),
        Given("DOLLARS", "a$b", 11),
        Given("LLM_URL", None, 14),
    )


def test_references_stand_for_what_each_dotenv_file_says() -> None:
    found = compose(COMPOSE, [{"HOST": "a.example", "LLM_URL": "https://x/v1"}, {"HOST": "b.example"}])
    assert not isinstance(found, Mistake)
    assert [one.text for one in found if one.name == "LLM_URL"] == [
        "https://x/v1",
        "https://api.deepseek.com",
        "https://a.example/v1",
        "https://b.example/v1",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("services: [", 1),
        ("a: 1", 1),
        ("services:\n  a:\n\tb: 1", 3),
        ("services: *nowhere", 1),
        ("", 1),
        ("- a", 1),
        ("[" * 5_000, None),
    ],
)
def test_a_broken_compose_file_says_where(text: str, line: int | None) -> None:
    found = compose(text, [])
    assert isinstance(found, Mistake)
    assert found.line == line
    assert "nowhere" not in found.what.en


@pytest.mark.parametrize(
    "text",
    [
        "a: &a\n  <<: *a\nservices: *a",
        "services: &s {a: {environment: {<<: [*s, *s]}}}",
        "services: {a: {environment: {A: !!python/object/apply:os.system [ls]}}}",
        "services: {a: {environment: 5}, b: [], c: }",
    ],
)
def test_odd_trees_give_nothing(text: str) -> None:
    assert compose(text, []) == ()


def test_tags_make_no_objects() -> None:
    assert compose('services: {a: {environment: {A: !!python/name:os.system "x"}}}', []) == (Given("A", "x", 1),)


def test_a_default_in_a_default() -> None:
    assert expand("${A:-${B:-c}}/v1", {}) == "c/v1"
    assert expand("${A:+x}${A-y}${A:?wrong}", {"A": "z"}) == "xzz"
    assert expand("${A?}", {}) is None


def test_references_to_references_do_not_fill_the_memory() -> None:
    text = "A0=" + "x" * 100 + "\n" + "".join(f"A{n + 1}={f'${{A{n}}}' * 10}\n" for n in range(12))
    assert all(value is None or len(value) <= 300 for value in values(dotenv(text)).values())


@given(st.text(max_size=200))
def test_any_text_is_a_file_or_a_mistake(text: str) -> None:
    assert isinstance(dotenv(text), tuple | Mistake)
    assert isinstance(compose(text, [{"A": "b"}]), tuple | Mistake)
