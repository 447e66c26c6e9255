"""Settings files in a run: only what the policy lists is read, nothing secret gets out, and what is broken is said."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from aigc_lint.engine import settings as reading
from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome, Problem
from aigc_lint.policy.files import read_regular
from aigc_lint.report import formats, inventories
from aigc_lint.report.options import ReportOptions
from tests.builders import catalog
from tests.engine.trees import plant, repository

KEY = "sk-proj-" + "Zq7Xw3Rt" * 4
WORD = "correct-horse-battery"
APP = """\
import os
import requests
from openai import OpenAI

def at(url):
    return OpenAI(base_url=url, api_key=os.environ["OPENAI_API_KEY"], default_headers={"X-Team": os.environ["TEAM_TOKEN"]})

at(os.environ["LLM_URL"]).chat.completions.create(model=os.environ["OPENAI_API_KEY"], messages=[])
at(os.environ["PROXY_URL"]).chat.completions.create(model="m", messages=[])
at(os.environ["KEYED_URL"]).chat.completions.create(model="m", messages=[])
"""
SECRETS = {
    "aigc-policy.toml": 'version = 1\n[providers]\nallow = ["openai"]\n[values]\nread = [".env", "compose.yaml"]\n',
    ".env": f"OPENAI_API_KEY={KEY}\nTEAM_TOKEN='{WORD}'\nLLM_URL=https://api.deepseek.com\n"
    f"PROXY_URL=https://team:{WORD}@api.moonshot.cn/v1\nKEYED_URL=https://open.bigmodel.cn/api/paas/v4?api_key=${{OPENAI_API_KEY}}\n",
    "compose.yaml": f"services:\n  web:\n    environment:\n      DB_PASSWORD: {WORD}\n      LLM_URL: https://x:{WORD}@api.deepseek.com\n",
    "app.py": APP,
}


def run(folder: Path, **options: object) -> tuple[Outcome, Session]:
    chosen = {"paths": (str(folder),), "today": datetime.date(2026, 11, 25), "cache": False, "jobs": 1} | options
    session = Session(Options(**chosen))  # type: ignore[arg-type]
    with session:
        return session.run(), session


def services(outcome: Outcome) -> list[str]:
    return sorted({candidate.service or "?" for use in outcome.uses if use.kind == "call" for candidate in use.candidates})


def test_no_report_and_no_cache_holds_a_secret_of_a_settings_file(tmp_path: Path) -> None:
    folder = plant(tmp_path / "p", SECRETS)
    outcome, session = run(folder, cache=True)
    assert services(outcome) == ["deepseek-api", "moonshot-api-cn", "zhipu-bigmodel-api"]
    said = [
        render(outcome, catalog(), ReportOptions(lang=lang, source=session.source, set_aside=True))
        for render in (*formats().values(), *inventories().values())
        for lang in ("en", "zh")
    ]
    assert any(".env:3" in text for text in said)
    kept = [path.read_bytes() for path in (folder / ".aigc-lint-cache").rglob("*") if path.is_file()]
    assert len(kept) > 3
    for secret in (KEY, KEY[8:], KEY[-12:], WORD):
        assert not [text for text in said if secret in text]
        assert secret not in repr(outcome)
        assert not [data for data in kept if secret.encode() in data]


def test_nothing_is_read_that_the_policy_does_not_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def noted(full: str) -> bytes:
        opened.append(Path(full).name)
        return read_regular(full)

    monkeypatch.setattr(reading, "read_regular", noted)
    policy = SECRETS["aigc-policy.toml"].replace('".env", "compose.yaml"', '"conf/*.env"')
    folder = plant(tmp_path / "p", SECRETS | {"aigc-policy.toml": policy, "conf/a.env": "LLM_URL=https://api.groq.com/openai/v1\n"})
    outcome, _ = run(folder)
    assert opened == ["a.env"]
    assert services(outcome) == ["groq-api"]


def test_files_that_differ_give_several_candidates(tmp_path: Path) -> None:
    policy = 'version = 1\n[values]\nread = ["*.env"]\n'
    call = 'OpenAI(base_url=os.environ["U"]).chat.completions.create(model="m", messages=[])\n'
    app = f"import os\nfrom openai import OpenAI\n{call}"
    files = {"aigc-policy.toml": policy, "app.py": app}
    folder = plant(tmp_path / "p", files | {"a.env": "U=https://api.openai.com/v1\n", "b.env": "U=https://api.deepseek.com\n"})
    outcome, _ = run(folder)
    assert services(outcome) == ["deepseek-api", "openai-api"]
    (use,) = (use for use in outcome.uses if use.kind == "call")
    steps = [(step.place.path, step.place.span.line, step.detail) for step in use.via if step.what == "settings"]
    assert steps == [("a.env", 1, "U"), ("b.env", 1, "U")]


def test_a_file_without_any_other_sign_of_ai_is_found_by_the_variable(tmp_path: Path) -> None:
    files = {
        "aigc-policy.toml": 'version = 1\n[values]\nread = [".env"]\n',
        ".env": "CHAT_URL=https://api.deepseek.com/chat/completions\n",
        "app.py": 'import os, requests\nrequests.post(os.environ["CHAT_URL"], json={"model": "m", "messages": []})\n',
    }
    assert services(run(plant(tmp_path / "p", files))[0]) == ["deepseek-api"]


def test_an_edit_of_a_settings_file_is_seen_by_a_warm_run(tmp_path: Path) -> None:
    folder = plant(tmp_path / "p", SECRETS)
    run(folder, cache=True)
    (folder / ".env").write_text("LLM_URL=https://api.groq.com/openai/v1\n")
    (folder / "compose.yaml").write_text("services: {}\n")
    assert services(run(folder, cache=True)[0]) == ["groq-api"]


@pytest.mark.parametrize(
    ("files", "path", "line", "says"),
    [
        ({".env": 'A=1\nB="x\n'}, ".env", 2, "a quotation that does not end"),
        ({"compose.yaml": "services: ["}, "compose.yaml", 1, "this is not YAML"),
        ({".env": b"A=\xff\n"}, ".env", 1, "the file is not UTF-8"),
        ({".env": "A=1\n" * 300_000}, ".env", None, "the file is too large (1,200,000 bytes)"),
    ],
    ids=["quotation", "yaml", "encoding", "size"],
)
def test_a_broken_file_is_one_problem_and_its_project_is_not_judged(
    tmp_path: Path, files: dict[str, str | bytes], path: str, line: int | None, says: str
) -> None:
    folder = plant(tmp_path / "p", SECRETS)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome, session = run(folder)
    (problem,) = outcome.problems
    assert (problem.code, problem.path, problem.line, problem.severity) == ("config", path, line, "error")
    assert problem.message.en.startswith(says)
    assert problem.message.zh != problem.message.en
    assert (outcome.uses, outcome.counts.not_analysed, session.warnings) == ((), 1, ())
    assert Session(Options(paths=(str(folder),))).check_policies()[1] == (problem,)


@pytest.mark.parametrize(
    ("pattern", "severity", "says"),
    [
        (".env.local", "warning", "`.env.local` means no file that is there"),
        ("../outside.env", "error", "`../outside.env` leads out of the project"),
        ("link.env", "error", "`link.env` leads out of the project"),
        ("/etc/hostname", "error", "`/etc/hostname` is no relative path"),
        ("", "error", "`` is no relative path"),
    ],
)
def test_a_pattern_that_means_nothing_good(tmp_path: Path, pattern: str, severity: str, says: str) -> None:
    (tmp_path / "outside.env").write_text("LLM_URL=https://api.groq.com/openai/v1\n")
    policy = f'version = 1\n[values]\nread = [\n  "{pattern}",\n]\n'
    folder = plant(tmp_path / "p", {"aigc-policy.toml": policy, "app.py": APP})
    (folder / "link.env").symlink_to(tmp_path / "outside.env")
    outcome, session = run(folder)
    (problem,) = outcome.problems if severity == "error" else session.warnings
    assert (problem.code, problem.path, problem.line, problem.severity) == ("config", "aigc-policy.toml", 4, severity)
    assert problem.message.en == says
    assert bool(outcome.uses) is (severity == "warning")


def test_within_a_repository_a_policy_may_name_a_file_above_it(tmp_path: Path) -> None:
    policy = 'version = 1\n[values]\nread = ["../deploy/prod.env"]\n'
    files = {"app/aigc-policy.toml": policy, "app/app.py": APP, "deploy/prod.env": "LLM_URL=https://api.groq.com/openai/v1\n"}
    assert services(run(repository(tmp_path / "r", files))[0]) == ["groq-api"]


def test_more_files_than_are_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aigc_lint.engine import settings

    monkeypatch.setattr(settings, "_MOST_FILES", 2)
    policy = 'version = 1\n[values]\nread = ["*.env"]\n'
    files = {"aigc-policy.toml": policy, "app.py": "x = 1\n", "a.env": "A=1\n", "b.env": "B=2\n"}
    told = [problem.message.en for problem in warnings(plant(tmp_path / "two", files))]
    assert told == []
    told = [problem.message.en for problem in warnings(plant(tmp_path / "three", files | {"c.env": "C=3\n"}))]
    assert told == ["`*.env` means 3 files, of which the first 2 are read"]


def warnings(folder: Path) -> tuple[Problem, ...]:
    with Session(Options(paths=(str(folder),), cache=False, jobs=1)) as session:
        session.run()
        return session.warnings
