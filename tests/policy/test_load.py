"""Reading a policy: every mistake at once, with its line and the word that was meant."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from aigc_lint.model.findings import Problem
from aigc_lint.policy.load import LoadedPolicy, load_policy, load_tool, parse_policy
from aigc_lint.policy.meaning import Vocabulary
from aigc_lint.policy.schema import Tool

SERVICES = ("openai-api", "gemini-api", "zhipu-bigmodel-api")
PROVIDERS = ("openai", "google", "zhipu", "zai")


def read(text: str | bytes, folder: Path) -> LoadedPolicy | tuple[Problem, ...]:
    path = folder / "aigc-policy.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_policy(
        path,
        shown="aigc-policy.toml",
        catalog_services=SERVICES,
        catalog_providers=PROVIDERS,
        rules=("AIG201", "trains-on-content", "AIG301"),
        libraries=("langfuse",),
        topics=("retention", "training-use"),
        stances=("never", "opt-in", "opt-out"),
    )


def said(text: str | bytes, folder: Path) -> list[tuple[int | None, str, str]]:
    """(line, message, hint) of every problem, each with its Chinese."""
    found = read(text, folder)
    assert isinstance(found, tuple)
    assert all(one.message.zh and bool(one.hint.zh) == bool(one.hint.en) for one in found)
    return [(one.line, one.message.en, one.hint.en) for one in found]


def test_the_design_example_is_read(tmp_path: Path) -> None:
    loaded = read(
        """
version = 1
[project]
name = "storefront"
serves = ["EU"]
[providers]
allow = ["openai", "service:gemini-api"]
[services.openai-api.models]
chat = ["gpt-5*"]
[[services.openai-api.require]]
argument = "store"
equals = false
[[attestation]]
service = "gemini-api"
states = "plan"
value = "paid"
by = "legal@example.com"
on = 2026-06-01
[endpoints]
"env:LLM_BASE_URL" = ["service:openai-api"]
"https://llm.corp.example" = "service:openai-api"
[training]
[rules.severity]
AIG301 = "warning"
""",
        tmp_path,
    )
    assert isinstance(loaded, LoadedPolicy)
    policy = loaded.policy
    assert policy.training is not None
    assert policy.training.stances == ("never", "opt-in")
    assert policy.retention is None
    assert policy.attestation[0].on == datetime.date(2026, 6, 1)
    assert policy.endpoints["env:LLM_BASE_URL"] == ("service:openai-api",)
    assert loaded.line("services.openai-api.require[0].equals") == 12
    assert loaded.line("training.stances") == 22


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("", 1, "the policy file is empty", "write at least"),
        ("# nothing\n\n", 1, "the policy file is empty", "write at least"),
        ("[project]\n", 1, "`version` is missing", "version = 1"),
        ("version = 2\n", 1, "`version` can't be 2", "write `1`"),
        ("version = true\n", 1, "`version` can't be True", ""),
        ('version = "1"\n', 1, "`version` can't be \"1\"", "write `1`"),
        ("version = 1\n[providers]\nalow = []\n", 3, "unknown key `providers.alow`", "did you mean `allow`?"),
        ("version = 1\n[provider]\n", 2, "unknown key `provider`", "did you mean `providers`?"),
        ("version = 1\nzzz = 1\n", 2, "unknown key `zzz`", ""),
        ('version = 1\n[providers]\nallow = "openai"\n', 3, "must be a list of text, not text", ""),
        ("version = 1\n[providers]\nallow = [1]\n", 3, "`providers.allow[0]` must be text, not a number", ""),
        ("version = 1\nproviders = 3\n", 2, "`providers` must be a table", ""),
        ("version = 1\n[retention]\nzero = 1\n", 3, "must be true or false, not a number", ""),
        ("version = 1\n[retention]\nmax_days = true\n", 3, "must be a whole number, not true or false", ""),
        ("version = 1\n[retention]\nmax_days = -1\n", 3, "can't be negative", ""),
        ('version = 1\n[project]\naudience = "pubic"\n', 3, "`project.audience` can't be \"pubic\"", "did you mean `public`?"),
        ('version = 1\n[project]\non_market_since = "2025-03-01"\n', 3, "must be a date like 2026-06-01", ""),
        ("version = 1\n[project]\non_market_since = 2025-03-01T00:00:00\n", 3, "not a date with a time", ""),
        ('version = 1\n[rules.severity]\nAIG301 = "fatal"\n', 3, "can't be \"fatal\"", "known are"),
        ('version = 1\n[providers]\nallow = ["opnai"]\n', 3, "unknown provider `opnai`", "did you mean `openai`?"),
        ('version = 1\n[providers]\nallow = ["openai-api"]\n', 3, "is a service, not a provider", "write `service:openai-api`"),
        ('version = 1\n[providers]\ndeny = ["service:gemini"]\n', 3, "unknown service `gemini`", "did you mean `gemini-api`?"),
        ('version = 1\n[project]\nserves = ["EU", "Europe"]\n', 3, "unknown place `Europe`", "write EU, EEA or"),
        ('version = 1\n[project]\nserves = ["us"]\n', 3, "`project.serves[0]`: unknown place `us`", "did you mean `US`?"),
        ('version = 1\n[providers.makers]\ndeny = ["opennai"]\n', 3, "unknown provider", "did you mean `openai`?"),
        ("version = 1\n[services.opena-api.models]\nchat = []\n", 2, "unknown service `opena-api`", "`openai-api`"),
        ('version = 1\n[endpoints]\n"env:X" = "openai-api"\n', 3, 'must be "service:<id>"', "did you mean `service:openai-api`?"),
        ('version = 1\n[endpoints]\n"env:X" = ["service:x"]\n', 3, "unknown service `x`", ""),
        ('version = 1\n[endpoints]\nLLM_URL = "service:openai-api"\n', 3, "names no endpoint", '"env:NAME"'),
        ("version = 1\n[[services.openai-api.require]]\nequals = 1\n", 2, "neither `header` nor `argument`", "exactly one"),
        (
            'version = 1\n[[services.openai-api.require]]\nheader = "a"\nargument = "b"\n',
            2,
            "both `header` and `argument`",
            "exactly one",
        ),
        (
            'version = 1\n[[services.openai-api.require]]\nheader = "a"\npurpose = "retentoin"\n',
            4,
            "unknown clause topic `retentoin`",
            "did you mean `retention`?",
        ),
        ('version = 1\n[rules]\nignore = ["AIG021"]\n', 3, "unknown rule `AIG021`", "did you mean"),
        ('version = 1\n[provenance]\nlibraries = ["langfus"]\n', 3, "unknown provenance library", "`langfuse`"),
        ('version = 1\n[training]\nstances = ["optin"]\n', 3, "unknown training stance `optin`", "`opt-in`"),
    ],
)
def test_one_mistake(text: str, line: int, message: str, hint: str, tmp_path: Path) -> None:
    found = said(text, tmp_path)
    assert len(found) == 1, found
    assert found[0][0] == line
    assert message in found[0][1]
    assert hint in found[0][2]


def test_all_mistakes_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """version = 1
[providers]
alow = ["openai"]
deny = ["gogle"]
[[attestation]]
service = "gemini-api"
states = "plann"
on = 2026-06-01
expires = 2025-06-01
"""
    assert [(line, message) for line, message, _ in said(text, tmp_path)] == [
        (3, "unknown key `providers.alow`"),
        (4, "`providers.deny[0]`: unknown provider `gogle`"),
        (5, "`attestation[0].by` is missing"),
        (7, "`attestation[0].states` can't be \"plann\""),
        (9, "`attestation[0]` expires on 2025-06-01, before it was given on 2026-06-01"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("version = 1\nname = \n", 2), ("version = 1\n[[a]\n", 2), ("version = 1\nversion = 1\n", 2), ('version = 1\nx = "abc', 2)],
)
def test_what_is_no_toml_says_its_line(text: str, line: int, tmp_path: Path) -> None:
    found = said(text, tmp_path)
    assert [one[0] for one in found] == [line]
    assert "this is not TOML" in found[0][1]


def test_what_is_no_text_says_so(tmp_path: Path) -> None:
    assert said(b"version = 1\n# \xff\n", tmp_path)[0][:2] == (2, "the file is not UTF-8")
    missing = load_policy(tmp_path / "nowhere.toml", shown="nowhere.toml")
    assert isinstance(missing, tuple)
    assert "can't be read" in missing[0].message.en


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    loaded = read(b"\xef\xbb\xbfversion = 1\r\n[training]\r\n", tmp_path)
    assert isinstance(loaded, LoadedPolicy)
    assert loaded.line("training") == 2


def test_ids_are_checked_only_against_what_is_given(tmp_path: Path) -> None:
    path = tmp_path / "aigc-policy.toml"
    path.write_text('version = 1\n[providers]\nallow = ["anything"]\n')
    assert isinstance(load_policy(path, shown="aigc-policy.toml"), LoadedPolicy)


class TestTool:
    """``[tool.aigc-lint]`` of pyproject.toml."""

    def tool(self, text: str, folder: Path) -> Tool | tuple[Problem, ...]:
        path = folder / "pyproject.toml"
        path.write_text(text)
        return load_tool(path)

    def test_keys_have_hyphens(self, tmp_path: Path) -> None:
        text = '[tool.aigc-lint]\nexclude = ["gen/"]\nfail-on = "warning"\nmax-file-size = 5\n'
        assert self.tool(text, tmp_path) == Tool(exclude=("gen/",), fail_on="warning", max_file_size=5)

    def test_a_file_without_the_table_gives_the_defaults(self, tmp_path: Path) -> None:
        assert self.tool('[project]\nname = "x"\n', tmp_path) == Tool()

    @pytest.mark.parametrize(
        ("row", "message", "hint"),
        [
            ("fail_on = 'error'", "unknown key `fail_on`", "did you mean `fail-on`?"),
            ("excludes = []", "unknown key `excludes`", "did you mean `exclude`?"),
            ("fail-on = 'never'", "can't be \"never\"", "known are"),
            ("max-file-size = '1'", "must be a whole number", ""),
            ("lang = 'de'", "can't be \"de\"", "known are `en`, `zh`"),
        ],
    )
    def test_mistakes(self, row: str, message: str, hint: str, tmp_path: Path) -> None:
        found = self.tool(f"[project]\n[tool.aigc-lint]\n{row}\n", tmp_path)
        assert isinstance(found, tuple)
        assert [(one.line, one.code) for one in found] == [(3, "config")]
        assert message in found[0].message.en
        assert hint in found[0].hint.en

    def test_toml_errors_too(self, tmp_path: Path) -> None:
        found = self.tool("[tool.aigc-lint\n", tmp_path)
        assert isinstance(found, tuple)
        assert found[0].line == 1


def test_places_that_a_project_may_serve() -> None:
    loaded = parse_policy('version = 1\n[project]\nserves = ["EU", "US-CA", "CN", "UK"]\n', shown="p.toml", known=Vocabulary())
    assert isinstance(loaded, LoadedPolicy)
    assert loaded.policy.project.serves == ("EU", "US-CA", "CN", "UK")
