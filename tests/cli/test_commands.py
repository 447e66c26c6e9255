"""The other commands: inventory, explain, policy check, clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.projects import BROKEN_POLICY, CLEAN, SHOP
from tests.engine.trees import plant


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return plant(tmp_path / "shop", SHOP)


def test_inventory_lists_each_use_and_is_not_about_findings(cli: Cli, shop: Path) -> None:
    result = cli("inventory", shop, "--output-format", "json")
    assert (result.code, result.err) == (0, "")
    inventory = json.loads(result.out)
    assert inventory["version"] == 1
    (call,) = [use for use in inventory["uses"] if use["kind"] == "call"]
    assert (call["path"], call["line"], call["service"], call["model"]) == ("app/chat.py", 4, "deepseek-api", "deepseek-chat")
    assert cli("inventory", shop, "--format", "json").out == result.out


def test_inventory_shows_a_table_and_writes_files(cli: Cli, shop: Path, tmp_path: Path) -> None:
    result = cli("inventory", shop, "--report", f"json={tmp_path / 'uses.json'}")
    assert result.code == 0
    assert "app/chat.py" in result.out
    assert json.loads((tmp_path / "uses.json").read_text(encoding="utf-8"))["uses"]


def test_inventory_marks_where_another_service_is_possible(cli: Cli, tmp_path: Path) -> None:
    source = """\
from openai import OpenAI

from elsewhere import address


def ask(text, own):
    base = "https://api.deepseek.com"
    if own:
        base = address()
    return OpenAI(base_url=base).chat.completions.create(model="m", messages=text)
"""
    result = cli("inventory", plant(tmp_path / "unsure", {"app/ask.py": source}))
    assert "possibly DeepSeek" in result.out
    assert result.out.count("deepseek-api, ?") == 2


def test_inventory_says_what_it_could_not_see(cli: Cli, shop: Path) -> None:
    plant(shop, {"app/broken.py": "import openai\nopenai.chat.completions.create(\n"})
    result = cli("inventory", shop, "--output-format", "json")
    assert result.code == 1
    assert result.err.startswith("app/broken.py:")
    assert "not analysed: it is no valid Python" in result.err
    plant(shop, {"aigc-policy.toml": BROKEN_POLICY})
    assert cli("inventory", shop).code == 2


@pytest.mark.parametrize(
    "subject", ["AIG202", "training-opt-out-missing", "openai-api", "deepseek", "eu-ai-act-50", "EU-AI-Act-50/50(2)"]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_explain_prints_a_page(cli: Cli, subject: str, lang: str) -> None:
    result = cli("explain", subject, "--lang", lang)
    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) > 4


def test_explain_knows_what_was_meant(cli: Cli) -> None:
    result = cli("explain", "opnai-api")
    assert (result.code, result.out) == (2, "")
    assert result.err == "aigc-lint: error: nothing here is called opnai-api; did you mean openai-api?\n"
    assert "是否想查 openai-api？" in cli("explain", "opnai-api", "--lang", "zh").err


def test_policy_check_tells_all_mistakes_or_none(cli: Cli, shop: Path, tmp_path: Path) -> None:
    good = cli("policy", "check", shop)
    assert (good.code, good.out, good.err) == (0, "aigc-policy.toml: no mistakes\n", "")
    plant(shop, {"aigc-policy.toml": BROKEN_POLICY})
    bad = cli("policy", "check", shop)
    assert (bad.code, bad.out, len(bad.err.splitlines())) == (2, "", 3)
    none = cli("policy", "check", plant(tmp_path / "none", {"a.py": CLEAN}))
    assert (none.code, none.err) == (0, "aigc-lint: warning: no aigc-policy.toml applies here\n")
    assert cli("policy", "burn").code == 2


def test_clean_removes_the_cache_and_nothing_else(cli: Cli, shop: Path) -> None:
    cli(shop)
    cache = shop / ".aigc-lint-cache"
    assert cache.is_dir()
    result = cli("clean", shop)
    assert (result.code, result.out, result.err) == (0, "", f"removed {cache}\n")
    assert sorted(path.name for path in shop.iterdir()) == ["aigc-policy.toml", "app"]
    assert cli("clean", shop).err == "there was no cache to remove\n"


def test_clean_spares_a_folder_that_only_looks_like_one(cli: Cli, shop: Path, tmp_path: Path) -> None:
    plant(tmp_path / "mine", {"thesis.txt": "years of work"})
    assert cli("clean", shop, "--cache-dir", tmp_path / "mine").code == 0
    assert (tmp_path / "mine" / "thesis.txt").exists()
