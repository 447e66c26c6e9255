"""Catalogues of one's own: laid over ours for the projects that name them, and every mistake with its file and line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome, Problem
from tests.engine.trees import plant

POLICY = """\
version = 1

[terms]
catalogs = [
  "compliance",
]
"""
CORP = """\
id = "corp"
name = { en = "Corp", zh = "公司" }
entity = "DE"

[documents.rules]
title = "Rules"
url = "https://corp.example/rules"
effective = 2026-01-01
checked = 2026-02-01

[services.corp-gateway]
name = { en = "Corp gateway", zh = "公司网关" }
audience = "api"
endpoints = ["llm.corp.example"]

[[services.corp-gateway.clauses]]
id = "training"
document = "rules"
section = "1"
topic = "training-use"
stance = "never"
summary = { en = "No training.", zh = "不用于训练。" }
confidence = "read"

[[services.corp-gateway.opt_outs]]
of = "training"
by = "none-needed"
in_code = false
clause = "training"
how = { en = "Nothing to do.", zh = "无需操作。" }
confidence = "read"
"""
PROJECT = {"aigc-policy.toml": POLICY, "compliance/providers/corp.toml": CORP, "app.py": ""}
FILE = "compliance/providers/corp.toml"
CALL = "from openai import OpenAI\n\nOpenAI(base_url='https://{}/v1').chat.completions.create(model='m', messages=[])\n"


def lint(root: Path) -> Outcome:
    """Lint a tree without a cache."""
    with Session(Options(paths=(str(root),), cache=False)) as session:
        return session.run()


def faults(root: Path) -> list[tuple[str, int | None, str]]:
    """Return what is wrong with a tree: path, line, message."""
    return [(problem.path, problem.line, problem.message.en) for problem in lint(root).problems]


def line_of(text: str, start: str) -> int:
    """Return the line of a text that starts so."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_a_sound_one_has_no_problems(tmp_path: Path) -> None:
    assert faults(plant(tmp_path, PROJECT)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('stance = "never"', "stance = ", "stance", "invalid value"),
        ('section = "1"', "section = 1", "section", "clause corp-gateway/training: Expected `str`, got `int` at `section`"),
        ('section = "1"', 'sektion = "1"', "[[services.corp-gateway.clauses", "clause corp-gateway/training: Object "),
        ('stance = "never"', 'stance = "nevr"', "stance", "clause corp-gateway/training: stance 'nevr' does not stand under"),
        ('document = "rules"', 'document = "ruls"', "document =", "clause corp-gateway/training: document 'ruls' does not exist"),
        ('zh = "不用于训练。"', 'zh = ""', "summary", "clause corp-gateway/training: summary.zh is empty"),
        (', zh = "不用于训练。"', "", "summary", "clause corp-gateway/training: Object missing required field `zh` at `summary`"),
        ("in_code = false", 'in_code = "no"', "in_code", "services.corp-gateway.opt_outs[0]: Expected `bool`, got `str` at `in"),
        ('of = "training"', 'of = "trainig"', "of =", "services.corp-gateway.opt_outs[0]: of 'trainig' is none of"),
        ("effective = 2026-01-01\n", "", "[documents.rules", "documents.rules: needs either an effective date or the reason"),
        ('entity = "DE"', 'entity = "DE"\nentty = "DE"', "id", "provider: Object contains unknown field `entty`"),
        ('id = "corp"', 'id = "crop"', "id", "id is 'crop', the file name says 'corp'"),
        ('audience = "api"', 'audience = "apis"', "audience", "services.corp-gateway: Invalid enum value 'apis' at `audience`"),
        ("services.corp-gateway", "services.openai-api", "[services", "services.openai-api stands in providers/openai.toml too"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: str, said: str) -> None:
    text = CORP.replace(old, new)
    assert text != CORP
    found = faults(plant(tmp_path, PROJECT | {FILE: text}))
    assert found, "nothing was found"
    assert all(path == FILE for path, _, _ in found)
    where, message = next((at, message) for _, at, message in found if message.lower().startswith(said.lower()))
    assert where == line_of(text, line), message
    chinese = [problem.message.zh for problem in lint(tmp_path).problems]
    assert all(re.search("[\u4e00-\u9fff]", one) for one in chinese if "nvalid value" not in one), chinese


def test_all_mistakes_are_told_at_once_those_of_the_policy_too(tmp_path: Path) -> None:
    bad = CORP.replace('stance = "never"', "stance = 3").replace("in_code = false", "in_code = 0")
    policy = POLICY + "\n[projct]\n"
    found = faults(plant(tmp_path, PROJECT | {FILE: bad, "aigc-policy.toml": policy, "compliance/sdks/x.toml": "a ="}))
    assert sorted((path, line) for path, line, _ in found) == [
        ("aigc-policy.toml", 8),
        (FILE, line_of(bad, "stance")),
        (FILE, line_of(bad, "in_code")),
        ("compliance/sdks/x.toml", 1),
    ]


@pytest.mark.parametrize(
    ("files", "path", "line", "said"),
    [
        ({"compliance/AIG101-own.toml": ""}, "compliance/AIG101-own.toml", 1, "rules are no part of a catalogue"),
        ({"compliance/provider/corp.toml": ""}, "compliance/provider/corp.toml", 1, "no such folder in a catalogue"),
        ({"compliance/catalog.toml": ""}, "compliance/catalog.toml", 1, "no such file in a catalogue"),
        ({"aigc-policy.toml": POLICY.replace("compliance", "complience")}, "aigc-policy.toml", 5, "does not exist"),
        ({"aigc-policy.toml": POLICY.replace("compliance", "../elsewhere")}, "aigc-policy.toml", 5, "leads out of the project"),
        ({"aigc-policy.toml": POLICY.replace("compliance", "/etc")}, "aigc-policy.toml", 5, "is no relative path"),
        ({"aigc-policy.toml": POLICY.replace("compliance", "empty"), "empty/a.txt": ""}, "aigc-policy.toml", 5, "holds no file"),
        ({FILE: "x = " + "[" * 5_000 + "]" * 5_000}, FILE, 1, "nested too deeply"),
    ],
)
def test_what_is_no_catalogue_gets_one_line(
    tmp_path: Path, files: dict[str, str], path: str, line: int, said: str
) -> None:
    ((where, at, message),) = faults(plant(tmp_path, PROJECT | files))
    assert (where, at) == (path, line)
    assert said in message


def test_hostile_files_get_one_line_each(tmp_path: Path) -> None:
    root = plant(tmp_path / "project", PROJECT)
    plant(tmp_path, {"secret.toml": "id = 'secret'"})
    folder = root / "compliance" / "providers"
    (folder / "latin.toml").write_bytes('name = "é"'.encode("latin-1"))
    (folder / "huge.toml").write_bytes(b"#" * 1_000_001)
    (folder / "loop.toml").symlink_to("loop.toml")
    (folder / "out.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "dir.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    (root / "compliance" / "sdks").symlink_to("..")
    (root / "compliance" / "wrappers").symlink_to(tmp_path)
    found = {path.removeprefix("compliance/"): message for path, _, message in faults(root)}
    assert "secret" not in str(found)
    assert {path: message.split(" (")[0] for path, message in found.items()} == {
        "providers/dir.toml": "the file can't be read: not a regular file",
        "providers/huge.toml": "the file is too large",
        "providers/loop.toml": "the file can't be read: too many levels of symbolic links",
        "providers/out.toml": "the file leads out of the project",
        "providers/pipe.toml": "the file can't be read: not a regular file",
        "sdks": "the file can't be read: not a regular file",
        "wrappers": "the file leads out of the project",
    }
    for name in found:
        path = root / "compliance" / name
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    assert faults(root) == [("compliance/providers/latin.toml", 1, "the file is not UTF-8")]


def test_a_folder_that_is_a_loop_or_full_gets_one_line(tmp_path: Path) -> None:
    root = plant(tmp_path, {"aigc-policy.toml": POLICY, "app.py": ""})
    (root / "compliance").symlink_to("compliance")
    assert faults(root) == [("aigc-policy.toml", 5, "the folder `compliance` does not exist")]
    (root / "compliance").unlink()
    plant(root, {f"compliance/providers/p{number}.toml": "" for number in range(600)})
    assert faults(root) == [("aigc-policy.toml", 5, "`compliance` holds more than 500 files")]


def test_ids_of_the_own_catalogue_are_known_to_the_policy(tmp_path: Path) -> None:
    uses = '\n[providers]\nallow = ["corp"]\n[services.corp-gateway.models]\nchat = ["m"]\n[endpoints]\n'
    uses += '"env:X" = "service:corp-gateway"\n'
    assert faults(plant(tmp_path, PROJECT | {"aigc-policy.toml": POLICY + uses})) == []
    without = POLICY.replace('  "compliance",\n', "")
    assert {line for _, line, _ in faults(plant(tmp_path, {"aigc-policy.toml": without + uses}))} == {8, 9, 12}


def test_a_later_folder_overrides_an_earlier_one(tmp_path: Path) -> None:
    later = 'id = "corp"\n[services.corp-gateway]\nregion = "US"\nendpoints = ["us.corp.example"]\n'
    policy = POLICY.replace('"compliance",', '"compliance",\n  "later",')
    root = plant(tmp_path, PROJECT | {"aigc-policy.toml": policy, "later/providers/corp.toml": later})
    with Session(Options(paths=(str(root),), cache=False)) as session:
        assert not session.run().problems
        service = session.catalog.services["corp-gateway"]
    assert (service.region, service.audience) == ("US", "api")
    assert [endpoint.host for endpoint in service.endpoints] == ["us.corp.example", "llm.corp.example"]
    assert session.catalog.version.endswith(" + compliance + later")


def test_a_mistake_is_told_in_the_file_that_has_the_entry(tmp_path: Path) -> None:
    later = 'id = "corp"\n\n[services.corp-gateway]\nregion = 3\n'
    policy = POLICY.replace('"compliance",', '"compliance",\n  "later",')
    bad = CORP.replace('stance = "never"', "stance = 3")
    root = plant(tmp_path, PROJECT | {"aigc-policy.toml": policy, FILE: bad, "later/providers/corp.toml": later})
    assert [(path, line) for path, line, _ in faults(root)] == [
        (FILE, line_of(bad, "stance")),
        ("later/providers/corp.toml", 4),
    ]


def found(problems: tuple[Problem, ...]) -> list[str]:
    """Return what was said."""
    return [problem.message.en for problem in problems]


def test_each_project_has_its_own(tmp_path: Path) -> None:
    training = "[training]\nstances = ['never']\n"
    policy = POLICY + training
    # The same id and the same host, and yet another contract in each of the two.
    other = CORP.replace('"never"', '"always"').replace("No training.", "All is used.").replace("none-needed", "none-offered")
    files = {f"a/{name}": text for name, text in (PROJECT | {"aigc-policy.toml": policy}).items()}
    files |= {f"b/{name}": text for name, text in (PROJECT | {"aigc-policy.toml": policy, FILE: other}).items()}
    files |= {"c/aigc-policy.toml": "version = 1\n" + training}
    files |= {f"{project}/app.py": CALL.format("llm.corp.example") for project in "abc"}
    root = plant(tmp_path, files)
    (root / ".git").mkdir()
    with Session(Options(paths=(str(root),), cache=False)) as session:
        outcome = session.run()
        catalog = session.catalog
    assert found(outcome.problems) == []
    told = {(one.place.path, one.rule): one.clauses for one in outcome.findings}
    id = "corp-gateway/training@b/compliance/providers/corp.toml"
    assert told == {("b/app.py", "AIG201"): (id,), ("c/app.py", "AIG103"): ()}
    assert catalog.clauses[id].summary.en == "All is used."
    assert catalog.clauses["corp-gateway/training"].summary.en == "No training."
    assert catalog.documents[catalog.clauses[id].document].title == "Rules"
    assert outcome.catalogue.endswith(" + a/compliance + b/compliance")


def test_a_project_alone_keeps_the_plain_ids(tmp_path: Path) -> None:
    other = CORP.replace('"never"', '"always"').replace("none-needed", "none-offered")
    root = plant(tmp_path, PROJECT | {FILE: other, "app.py": CALL.format("llm.corp.example")})
    assert [one.clauses for one in lint(root).findings if one.rule == "AIG201"] == [("corp-gateway/training",)]


def test_an_edited_catalogue_counts_in_a_warm_project(tmp_path: Path) -> None:
    plain = "import requests\n\nrequests.post('https://models.corp.example/answer', json={'prompt': 'x'})\n"
    root = plant(tmp_path, PROJECT | {"app.py": plain, "pyproject.toml": ""})

    def services() -> list[str | None]:
        with Session(Options(paths=(str(root),))) as session:
            return [candidate.service for use in session.run().uses for candidate in use.candidates]

    assert services() == []
    plant(root, {FILE: CORP.replace("llm.corp.example", "models.corp.example")})
    assert services() == ["corp-gateway"]
    plant(root, {FILE: CORP})
    assert services() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            'audience = "api"', 'audience = "api"\nmodels = [{ pattern = "(a+)+$", effect = "trains" }]', 11,
            "services.corp-gateway: model pattern '(a+)+$': it repeats a group",
        ),
        (
            '["llm.corp.example"]', '["*a*a*a*a.corp.example"]', 11,
            "services.corp-gateway: endpoint *a*a*a*a.corp.example: more than 3 wildcards in the host",
        ),
    ],
)  # fmt: skip
def test_what_may_take_forever_to_match_is_refused(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    root = plant(tmp_path, PROJECT | {FILE: CORP.replace(old, new)})
    outcome = Session(Options(paths=(str(root),), cache=False)).run()
    (problem,) = [one for one in outcome.problems if one.path == FILE]
    assert said in problem.message.en
    assert problem.line == line
