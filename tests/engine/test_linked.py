"""What linking found is kept for as long as nothing that it rests on changes, and not a moment longer."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from aigc_lint.catalog import locate
from aigc_lint.catalog.load import Shipped, shipped
from aigc_lint.engine import linked as linking
from aigc_lint.engine.linked import Linked, decode, encode
from aigc_lint.engine.options import Options
from aigc_lint.engine.project import ProjectRun
from aigc_lint.engine.session import Session
from aigc_lint.model.facts import Refusal
from aigc_lint.model.findings import Outcome
from tests.engine.trees import plant

POLICY = 'version = 1\n[providers]\nallow = ["openai"]\n[values]\nread = ["*.env"]\n'
PROJECT = {
    "aigc-policy.toml": POLICY,
    "pyproject.toml": "",
    "app/__init__.py": "",
    "app/settings.py": 'URL = "https://api.deepseek.com"\n',
    "app/clients.py": "from openai import OpenAI\n\nfrom app.settings import URL\n\nclient = OpenAI(base_url=URL)\n",
    "app/chat.py": "from app.clients import client\n\n"
    'client.chat.completions.create(model="m", messages=[])  # aigc: ignore[AIG101] known\n',
    "app/plain.py": "import json\n\nprint(json.dumps({}))\n",
}


def run(folder: Path, *paths: str, cache: bool = True) -> Outcome:
    chosen = tuple(str(folder / path) for path in paths) or (str(folder),)
    with Session(Options(paths=chosen, today=datetime.date(2026, 11, 25), jobs=1, cache=cache)) as session:
        return session.run()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = plant(tmp_path / "p", PROJECT)
    run(folder)
    return folder


@pytest.fixture
def linkings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Projects that are linked from now on."""
    found: list[str] = []
    original = ProjectRun._link

    def noted(self: ProjectRun) -> Linked:
        found.append(self._project.path)
        return original(self)

    monkeypatch.setattr(ProjectRun, "_link", noted)
    return found


def test_an_unchanged_project_is_not_linked_again(project: Path, linkings: list[str]) -> None:
    warm = run(project)
    assert linkings == []
    assert warm == run(project, cache=False)
    assert (warm.counts.parsed, warm.counts.suppressed, len(warm.uses)) == (3, 1, 2)


def test_a_new_rule_in_the_policy_judges_again_without_linking(project: Path, linkings: list[str]) -> None:
    (project / "aigc-policy.toml").write_text(POLICY.replace('"openai"', '"openai", "deepseek"'))
    assert [finding for finding in run(project).findings if finding.rule == "AIG101"] == []
    assert linkings == []


EDITS: dict[str, Callable[[Path], object]] = {
    "a value in another file": lambda p: (p / "app/settings.py").write_text('URL = "https://api.moonshot.cn/v1"\n'),
    "a new file": lambda p: (p / "app/new.py").write_text("from app import clients\n"),
    "a file that is gone": lambda p: (p / "app/settings.py").unlink(),
    "a file without AI that imports something new": lambda p: (p / "app/plain.py").write_text("import app.clients\n"),
    "an endpoint of the policy": lambda p: (p / "aigc-policy.toml").write_text(
        POLICY + '[endpoints]\n"api.deepseek.com" = "service:openai-api"\n'
    ),
    "a wrapper of the policy": lambda p: (p / "aigc-policy.toml").write_text(POLICY + '[[provenance.wrapper]]\nname = "a.b"\n'),
    "a settings file": lambda p: (p / "x.env").write_text("URL=https://api.groq.com/openai/v1\n"),
    "an import root": lambda p: (p / "pyproject.toml").write_text('[tool.aigc-lint]\nroots = ["app"]\n'),
    "a size limit": lambda p: (p / "pyproject.toml").write_text("[tool.aigc-lint]\nmax-file-size = 20\n"),
    "a file left out": lambda p: (p / "pyproject.toml").write_text('[tool.aigc-lint]\nexclude = ["settings.py"]\n'),
}


@pytest.mark.parametrize("what", EDITS)
def test_what_linking_rests_on_makes_it_link_again(project: Path, linkings: list[str], what: str) -> None:
    EDITS[what](project)
    warm = run(project)
    assert linkings == [""]
    assert warm == run(project, cache=False)


@pytest.mark.parametrize("what", ["_code_digest"])
def test_other_code_links_again(project: Path, linkings: list[str], monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(linking, what, lambda: b"another")
    run(project)
    assert linkings == [""]


def test_another_catalogue_links_again(project: Path, linkings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ours = shipped()
    fewer = {name: sdk for name, sdk in ours.catalog.sdks.items() if name != "openai"}
    other = Shipped(msgspec.structs.replace(ours.catalog, sdks=fewer), locate.rules_folder())
    monkeypatch.setattr("aigc_lint.engine.catalogues.shipped", lambda: other)
    assert run(project) == run(project, cache=False)
    assert linkings == ["", ""]


def test_an_edit_that_reaches_no_ai_links_nothing(project: Path, linkings: list[str]) -> None:
    (project / "app/plain.py").write_text("import json\n\nprint(json.dumps([]))\n")
    assert run(project) == run(project, cache=False)
    assert linkings == [""], "only the run without a cache"


def test_one_file_is_linked_for_itself(project: Path, linkings: list[str]) -> None:
    assert run(project, "app/clients.py") == run(project, "app/clients.py", cache=False)
    assert len(linkings) == 2


def test_what_a_time_limit_left_is_not_kept() -> None:
    refused: dict[str, tuple[Refusal, ...]] = {"a.py": (Refusal("timeout", "slow"),)}
    assert not Linked(b"", {}, (), {}, refused).lasting
    assert Linked(b"", {}, (), {}, {"a.py": (Refusal("syntax", "odd"),)}).lasting


def test_every_use_of_the_fixtures_comes_back_as_it_was(checkout: Path) -> None:
    uses = run(checkout / "fixtures", cache=False).uses
    assert len(uses) > 500
    packed = encode(Linked(b"k", {"a.py": b"d"}, uses, {}, {}))
    assert packed is not None
    back = decode(packed)
    assert back is not None
    assert back.uses == uses
    assert repr(back.uses) == repr(uses)  # True is no 1, and 1 no 1.0


@pytest.mark.parametrize("payload", [b"", b"\x95", b"\xc0", b"\x91" * 5_000, os.urandom(64)])
def test_anything_else_is_nothing(payload: bytes) -> None:
    assert decode(payload) is None
