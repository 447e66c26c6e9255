"""Every sentence of the catalogue's checks has its Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aigc_lint.catalog import said

PACKAGE = Path(said.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")


def filled(part: ast.expr) -> str:
    """Return a piece of a sentence, with something in place of what it is filled with."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    return "'x'" if isinstance(part, ast.FormattedValue) and part.conversion == ord("r") else "x"


def sentences() -> Iterator[str]:
    """Yield what the modules say, with something put into every gap."""
    for path in [*PACKAGE.glob("crosscheck*.py"), PACKAGE / "bilingual.py", PACKAGE / "overlay.py"]:
        if path.name == "crosscheck_rules.py":  # no catalogue but ours has rules
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Yield) else node.elt if isinstance(node, ast.GeneratorExp) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
            elif isinstance(value, ast.JoinedStr):
                yield "".join(map(filled, value.values))


FOUND = sorted({one for one in sentences() if not re.fullmatch(r"[\w./{}\[\] -]*(: x)+|[\w.]+", one)})


@pytest.mark.parametrize("english", FOUND)
def test_it_has_its_chinese(english: str) -> None:
    assert CHINESE.search(said.in_chinese(english))


def test_all_sentences_are_looked_at() -> None:
    assert len(FOUND) > 45


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "clause a/b: stance 'nevr' does not stand under training-use in vocabulary.toml",
            "clause a/b：stance 'nevr' 不在 vocabulary.toml 中",
        ),
        ("clause a/b: summary.zh is empty", "clause a/b：summary.zh 为空"),
        ("services.a: Expected `str`, got `int` at `region`", "services.a：应为 `str`，而不是 `int`（位于 `region`）"),
        ("services.a: endpoint b/c: clause 'a/d' does not exist", "services.a：endpoint b/c：条款 'a/d' 不存在"),
    ],
)
def test_the_entry_stays_and_the_sentence_is_put(english: str, chinese: str) -> None:
    assert said.in_chinese(english) == chinese
