"""``docs/catalogue.md``: what the page teaches is put together and linted, and does what the page says."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from aigc_lint.cli.main import main
from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from tests.engine.trees import plant

PAGE = "docs/catalogue.md"
_BLOCK = re.compile(r"^```(toml|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"  # expect: (AIG\d+)$")
CORP = "compliance/catalog/providers/corp.toml"


def blocks(checkout: Path, *kinds: str) -> list[str]:
    """Return the page's blocks of some kinds."""
    return [text for kind, text in _BLOCK.findall((checkout / PAGE).read_text(encoding="utf-8")) if kind in kinds]


@pytest.fixture
def project(checkout: Path, tmp_path: Path) -> Path:
    """Put the page's files together; blocks of one file follow each other."""
    files: dict[str, str] = {}
    for text in blocks(checkout, "toml", "python"):
        head, _, body = text.partition("\n")
        assert head.startswith("# "), f"the block names no file: {head}"
        files[head[2:]] = files.get(head[2:], "") + body
    return plant(tmp_path, files)


def test_every_block_is_part_of_the_example(checkout: Path, project: Path) -> None:
    names = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    assert {name.partition("/")[0] for name in names} == {"aigc-policy.toml", "app.py", "labs.py", "own_client.py", "compliance"}
    assert len(blocks(checkout, "toml")) == 9
    fences = (checkout / PAGE).read_text(encoding="utf-8").count("```")
    assert fences == 2 * len(blocks(checkout, "toml", "python", "text"))


def test_the_example_is_sound_and_finds_what_it_is_marked_with(project: Path) -> None:
    with Session(Options(paths=(str(project),), today=datetime.date(2026, 11, 25), cache=False)) as session:
        outcome = session.run()
        catalog = session.catalog
    assert [problem.message.en for problem in outcome.problems] == []
    expected = {
        (path.name, line, mark[1])
        for path in project.glob("*.py")
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (mark := _MARK.search(text))
    }
    assert {(one.place.path, one.place.span.line, one.rule) for one in outcome.findings} == expected
    assert {one.clauses for one in outcome.findings if one.rule == "AIG108"} == {("corp-gateway/training",)}
    assert {one.clauses for one in outcome.findings if one.rule == "AIG205"} == {("corp-gateway/training-labs",)}
    assert catalog.clauses["moonshot-api-cn/training"].stance == "never"
    assert catalog.clauses["moonshot-api-cn/confidential"].superseded_by == "moonshot-api-cn/training"
    assert catalog.wrappers["corp-trace"].recipient == "trace.corp.example"
    assert "corp-internal" in catalog.vocabulary.plans


def test_mistakes_look_as_the_page_shows_them(
    checkout: Path, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / CORP
    text = file.read_text(encoding="utf-8").replace('stance = "never"', 'stance = "nevr"')
    file.write_text(re.sub(r'summary\.zh = "携带[^"]*"', 'summary.zh = ""', text), encoding="utf-8")
    monkeypatch.chdir(project)
    assert main(["policy", "check"]) == 2
    (shown,) = blocks(checkout, "text")
    assert capsys.readouterr().err == shown
