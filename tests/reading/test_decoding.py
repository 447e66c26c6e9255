"""From bytes to text: coding lines, marks, line ends, and what is refused."""

from __future__ import annotations

import pytest

from aigc_lint.reading.read import Limits, read
from tests.reading.shown import show


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'".encode(),
        "\ufeffx = 'é'".encode(),
        "# -*- coding: latin-1 -*-\nx = 'é'".encode("latin-1"),
        "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nx = 'é'".encode("latin-1"),
        "\n#coding:latin-1\nx = 'é'".encode("latin-1"),
        "\ufeff# coding: utf-8\nx = 'é'".encode(),
        "# coding: utf8\r\nx = 'é'\r\n".encode(),
        "# coding: cp1252\rx = 'é'\r".encode("cp1252"),
    ],
)
def test_text(data: bytes) -> None:
    facts = read(data)
    assert not facts.refusals
    assert show(facts) == "Assign([x], 'é', None)"


def test_chinese_in_its_own_encoding() -> None:
    assert show(read("# coding: gbk\nx = '模型'".encode("gbk"))) == "Assign([x], '模型', None)"


@pytest.mark.parametrize(
    ("data", "reason", "detail", "line"),
    [
        (b"a = 1\nx = '\xe9'\n", "encoding", "byte 0xe9 at byte 11 is not utf-8, and there is no coding line", 2),
        (b"\xef\xbb\xbfx = '\xe9'", "encoding", "byte 0xe9 at byte 8 is not utf-8, and there is no coding line", 1),
        (
            b"x = 1\ny = 1\n# coding: latin-1\nz = '\xe9'",
            "encoding",
            "byte 0xe9 at byte 35 is not utf-8, and there is no coding line",
            4,
        ),
        (
            b"x = 1\n# coding: latin-1\nz = '\xe9'",
            "encoding",
            "byte 0xe9 at byte 29 is not utf-8, and there is no coding line",
            3,
        ),
        (b"# coding: ascii\nx = '\xe9'", "encoding", "byte 0xe9 at byte 21 is not ascii", 2),
        (b"# coding: no-such\nx", "encoding", "unknown encoding no-such", 1),
        (b"# coding: rot13\nx", "encoding", "unknown encoding rot13", 1),
        (b"\xef\xbb\xbf# coding: latin-1\nx", "encoding", "a UTF-8 byte order mark and a coding line that says latin-1", 1),
        (b"x = 1\r\ry = '\0'\n", "null-byte", "a NUL byte at byte 12", 3),
        ("x = 1".encode("utf-16"), "null-byte", "a NUL byte at byte 3", 1),
    ],
)
def test_refused(data: bytes, reason: str, detail: str, line: int) -> None:
    facts = read(data)
    assert not facts.body
    assert [(one.reason, one.detail, one.line) for one in facts.refusals] == [(reason, detail, line)]


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"# only\n", b"\r\n", b"\x0c\n", b"   ", b'"""doc"""', b"#"])
def test_nothing_in_it(data: bytes) -> None:
    facts = read(data)
    assert not facts.body
    assert not facts.refusals


def test_size_limit() -> None:
    assert read(b"x = 1", limits=Limits(max_bytes=5)).body
    (refusal,) = read(b"x = 12", limits=Limits(max_bytes=5)).refusals
    assert (refusal.reason, refusal.detail) == ("too-large", "6 bytes (limit 5)")
    (refusal,) = read(b"#" * 20_000_000).refusals
    assert (refusal.reason, refusal.detail) == ("too-large", "20,000,000 bytes (limit 1,000,000)")


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("x = 1\nprint 'x'\n", 2, 1),
        ("x = 1\n\nfoo bar", 3, 5),
        ("f(a=1, 2)", 1, 9),
        ("a = (1,\nb\n", 1, 5),
        ("if x:\n", 1, 6),
        ("import m\ndef f(:\n    pass\n", 2, 7),
        ("x = 1 +\ny = 2\n", 1, 8),
        ("for x in y\n    z\n", 1, 11),
        ("x = 'abc\ny", 1, 5),
        ("x = 1\r\n$", 2, 1),
        ("a\r\rb c", 3, 3),
        ("def f():\n\tif x:\n        y\n", 3, 1),
    ],
)
def test_where_the_syntax_is_wrong(source: str, line: int, column: int) -> None:
    (refusal,) = read(source.encode()).refusals
    assert (refusal.reason, refusal.line, refusal.column) == ("syntax", line, column)
