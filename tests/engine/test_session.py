"""A session as an editor uses it: unsaved text, one run after another, and a clock that can be set."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from aigc_lint.engine import reader
from aigc_lint.engine.options import Options, UsageError
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome
from tests.cli.projects import CLEAN, DENIED, POLICY, SHOP
from tests.engine.trees import plant


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return plant(tmp_path / "shop", SHOP)


def outcome(*paths: Path, **settings: object) -> Outcome:
    options = Options(paths=tuple(map(str, paths)), cache=False, jobs=1, **settings)  # type: ignore[arg-type]
    with Session(options) as session:
        return session.run()


def places(found: Outcome) -> list[tuple[str, int]]:
    return [(finding.place.path, finding.place.span.line) for finding in found.findings if finding.rule == "AIG101"]


def test_unsaved_text_counts_instead_of_the_file(shop: Path) -> None:
    path = shop / "app/chat.py"
    assert places(outcome(shop)) == [("app/chat.py", 4)]
    assert places(outcome(shop, overlay={str(path): b"\n\n" + DENIED.encode()})) == [("app/chat.py", 6)]
    assert places(outcome(shop, overlay={str(path): CLEAN.encode()})) == []


def test_an_unsaved_client_module_is_seen_by_its_users(shop: Path) -> None:
    use = "from app.chat import client\n\nclient.responses.create(model='deepseek-chat', input='')\n"
    plant(shop, {"app/use.py": use})
    assert places(outcome(shop / "app/use.py")) == [("app/use.py", 3)]
    unsaved = DENIED.replace("https://api.deepseek.com", "https://api.openai.com/v1").encode()
    assert places(outcome(shop / "app/use.py", overlay={str(shop / "app/chat.py"): unsaved})) == []


def test_a_remark_on_a_comment_in_a_notebook_names_the_cell(tmp_path: Path) -> None:
    sources = ["from openai import OpenAI\nclient = OpenAI()\n", "a = 1\nb = client  # aigc: ignore[AIG202] an old one\n"]
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    plant(tmp_path, {"lab.ipynb": json.dumps({"cells": cells, "metadata": {}})})
    (remark,) = (finding for finding in outcome(tmp_path).findings if finding.rule == "AIG904")
    assert remark.place.cell is not None
    assert (remark.place.cell.index, remark.place.cell.line) == (1, 2)


def test_what_one_notebook_sets_holds_in_no_other(tmp_path: Path) -> None:
    sets = "import openai\nopenai.base_url = 'https://api.deepseek.com'\n"
    asks = "import openai\nopenai.chat.completions.create(model='m', messages=[])\n"
    for name, source in (("one", sets + asks), ("two", asks)):
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
        plant(tmp_path, {f"{name}.ipynb": json.dumps({"cells": [cell], "metadata": {}})})
    calls = {use.place.path: [one.service for one in use.candidates] for use in outcome(tmp_path).uses if use.kind == "call"}
    assert calls == {"one.ipynb": ["deepseek-api"], "two.ipynb": ["openai-api"]}


def test_what_was_read_once_is_not_read_again(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Session(Options(paths=(str(shop),), cache=False, jobs=1)) as session:
        first = session.run()

        def never(_: object) -> None:
            raise AssertionError("parsed again")

        monkeypatch.setattr(reader, "parse_here", never)
        assert session.run() == first


def test_the_day_is_given_or_comes_from_the_environment(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime.date(2030, 1, 2)
    assert outcome(shop, today=day).today == day
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert outcome(shop).today == datetime.date(1970, 1, 2)
    assert outcome(shop, today=day).today == day
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert outcome(shop).today > datetime.date(2026, 1, 1)


def test_a_policy_from_elsewhere_holds_for_every_project(tmp_path: Path) -> None:
    files = {"one/setup.py": "", "one/a.py": DENIED, "two/aigc-policy.toml": "version = 1\n", "two/b.py": DENIED}
    root = plant(tmp_path / "p", files)
    policy = plant(tmp_path / "company", {"policy.toml": POLICY}) / "policy.toml"
    assert places(outcome(root)) == []
    found = outcome(root, policy=str(policy))
    assert places(found) == [("one/a.py", 4), ("two/b.py", 4)]
    assert found.policies == ("../company/policy.toml",)
    with pytest.raises(UsageError, match="no such policy file"):
        outcome(root, policy="nothing.toml", cwd=str(root))


def test_a_stale_clause_is_told_once_for_all_projects_of_one_policy(tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"one/setup.py": "", "one/a.py": DENIED, "two/setup.py": "", "two/b.py": DENIED})
    policy = plant(tmp_path / "company", {"policy.toml": "version = 1\n[terms]\nmax_age_days = 1\n"}) / "policy.toml"
    with Session(Options(paths=(str(root),), cache=False, jobs=1, policy=str(policy))) as session:
        stale = [finding for finding in session.run().findings if finding.rule == "AIG901"]
        assert session.source("../company/policy.toml") == policy.read_text(encoding="utf-8")
    clauses = [finding.clauses for finding in stale]
    assert ("deepseek-api/training",) in clauses
    assert len(clauses) == len(set(clauses))
    assert {dict(finding.facts)["number"] for finding in stale} == {"2"}
    assert {(finding.place.path, finding.place.span.line) for finding in stale} == {("../company/policy.toml", 3)}


def test_two_projects_with_equal_names_never_join(tmp_path: Path) -> None:
    client = "from openai import OpenAI\n\nclient = OpenAI(base_url='{}')\n"
    use = "from app.client import client\n\nclient.responses.create(model='m', input='')\n"
    hosts = {"one": "https://api.openai.com/v1", "two": "https://api.deepseek.com"}
    for name, host in hosts.items():
        files = {"app/__init__.py": "", "app/client.py": client.format(host), "app/use.py": use, "aigc-policy.toml": POLICY}
        plant(tmp_path / "p" / name, files)
    found = outcome(tmp_path / "p")
    services = {use.place.path: use.service for use in found.uses if use.kind == "call"}
    assert services == {"one/app/use.py": "openai-api", "two/app/use.py": "deepseek-api"}
    assert found.policies == ("one/aigc-policy.toml", "two/aigc-policy.toml")


def test_counts_say_what_was_looked_at(shop: Path) -> None:
    plant(shop, {"app/broken.py": "import openai\nx = (\n"})
    counts = outcome(shop).counts
    assert (counts.files, counts.not_analysed) == (4, 1)
    assert counts.parsed == 2
    plant(shop, {"aigc-policy.toml": ""})
    assert outcome(shop).counts.not_analysed == 4


def test_a_source_is_served_as_it_lies_on_the_disk(shop: Path) -> None:
    (shop / "app/latin.py").write_bytes("# coding: latin-1\nname = 'café'\n".encode("latin-1"))
    (shop / "app/odd.py").write_bytes(b"name = '\xff'\n")
    with Session(Options(paths=(str(shop),), cache=False)) as session:
        assert session.source("app/latin.py") == "# coding: latin-1\nname = 'café'\n"
        assert session.source("app/chat.py") == DENIED
        assert session.source("app/odd.py") is None
        assert session.source("app/nothing.py") is None


COPY = """from openai import OpenAI
from .conf import URL

def make():
    return OpenAI(base_url=URL)

make().chat.completions.create(model="m", messages=[])
"""


def copies(root: Path) -> Path:
    settings = {"a": "https://api.deepseek.com", "b": "https://api.moonshot.cn/v1"}
    files = {f"{name}/conf.py": f"URL = {url!r}\n" for name, url in settings.items()}
    return plant(
        root, files | {f"{name}/{file}": text for name in settings for file, text in {"__init__.py": "", "llm.py": COPY}.items()}
    )


def endpoints(found: Outcome) -> set[tuple[str, str | None]]:
    return {(use.place.path, use.service) for use in found.uses}


def test_files_of_the_same_content_have_answers_of_their_own_in_a_later_run(tmp_path: Path) -> None:
    root = copies(tmp_path / "p")
    with Session(Options(paths=(str(root),), cache=False, jobs=1)) as session:
        first = endpoints(session.run())
        assert first == {("a/llm.py", "deepseek-api"), ("b/llm.py", "moonshot-api-cn")}
        assert endpoints(session.run()) == first


def test_files_of_the_same_content_have_answers_of_their_own_in_a_later_project(tmp_path: Path) -> None:
    root = plant(tmp_path, {"first/pyproject.toml": "[project]\nname = 'first'\n", "first/llm.py": COPY})
    plant(copies(root / "second"), {"pyproject.toml": "[project]\nname = 'second'\n"})
    found = {(path.rpartition("second/")[2], service) for path, service in endpoints(outcome(root)) if "second/" in path}
    assert found == {("a/llm.py", "deepseek-api"), ("b/llm.py", "moonshot-api-cn")}
