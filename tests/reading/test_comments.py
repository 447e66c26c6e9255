"""Which comments suppress findings, and what they say."""

from __future__ import annotations

import pytest

from aigc_lint.model.facts import Suppression
from aigc_lint.model.spans import Span
from aigc_lint.reading.read import read


@pytest.mark.parametrize(
    ("comment", "rules", "until", "reason"),
    [
        ("# aigc: ignore[AIG202] agreed with legal", ("AIG202",), None, "agreed with legal"),
        ("# aigc: ignore[AIG202, until=2027-01-31] in Q1", ("AIG202",), "2027-01-31", "in Q1"),
        ("# aigc: ignore[AIG202,AIG301] why", ("AIG202", "AIG301"), None, "why"),
        ("# aigc: ignore[training-opt-out-missing] why", ("training-opt-out-missing",), None, "why"),
        ("# aigc: ignore[AIG202]", ("AIG202",), None, ""),
        ("# aigc: ignore", (), None, ""),
        ("# aigc: ignore because", (), None, "because"),
        ("# aigc: ignore[] because", (), None, "because"),
        ("#aigc:ignore[AIG202]why", ("AIG202",), None, "why"),
        ("# AIGC: Ignore[AIG202]: why", ("AIG202",), None, "why"),
        ("# aigc: ignore[AIG202]：法务已确认", ("AIG202",), None, "法务已确认"),
        ("# aigc: ignore[AIG202] - why", ("AIG202",), None, "why"),
        ("# aigc: ignore[AIG202] — 法务已确认", ("AIG202",), None, "法务已确认"),
        ("# aigc: ignore[AIG202, until = soon] why", ("AIG202",), "soon", "why"),
        ("# aigc: ignore[AIG202] see #123", ("AIG202",), None, "see #123"),
        ("# aigc: ignore[AIG202] why  # noqa: E501", ("AIG202",), None, "why"),
        ("# aigc: ignore[AIG202] key sk-0123456789abcdefgh", ("AIG202",), None, "key sk-<redacted>"),
        ("# noqa: E501  # aigc: ignore[AIG202] why", ("AIG202",), None, "why"),
    ],
)
def test_grammar(comment: str, rules: tuple[str, ...], until: str | None, reason: str) -> None:
    source = f"f(a)  {comment}"
    start = source.index("#", source.lower().index("aigc") - 2)
    assert read(source.encode()).suppressions == (Suppression(rules, until, reason, Span(1, start, 1, len(source))),)


@pytest.mark.parametrize(
    "source",
    [
        'x = "# aigc: ignore[AIG202] no"',
        'x = """\n# aigc: ignore[AIG202] no\n"""',
        'x = f"# aigc: ignore[AIG202] no"',
        'x = f"{a}# aigc: ignore[AIG202] no"',
        "# aigc: ignored[AIG202] no",
        "# aigc: skip[AIG202] no",
        "# aigc ignore[AIG202] no",
    ],
)
def test_what_suppresses_nothing(source: str) -> None:
    assert read(source.encode()).suppressions == ()


def test_places_of_comments() -> None:
    source = (
        "# aigc: ignore[A] one\n\n@d  # aigc: ignore[B] two\ndef f(\n  a,  # aigc: ignore[C] three\n):\n"
        "    # aigc: ignore[D] four\n    x = [  # aigc: ignore[E] five\n    ]\n    if x:  # aigc: ignore[F] six\n        y\n"
        "    # aigc: ignore[G] seven\nz  # aigc: ignore[H] eight\n# aigc: ignore[I] nine"
    )
    found = read(source.encode()).suppressions
    assert [(one.rules[0], one.span.line) for one in found] == list(
        zip("ABCDEFGHI", (1, 3, 5, 7, 8, 10, 12, 13, 14), strict=True)
    )


def test_a_comment_inside_an_f_string_of_many_lines_is_one() -> None:
    (found,) = read(b"x = f'''{\n  a  # aigc: ignore[A] why\n}'''").suppressions
    assert found.span.line == 2
