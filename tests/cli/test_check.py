"""``aigc-lint check``: what is said where, and the exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aigc_lint.engine.session import Session
from tests.cli.conftest import Cli
from tests.cli.projects import BROKEN_POLICY, CLEAN, DENIED, POLICY, SHOP, UNKNOWN
from tests.engine.trees import plant

FORMATS = ("text", "concise", "json", "sarif")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return plant(tmp_path / "shop", SHOP)


# --- exit codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_0_in_every_format(cli: Cli, tmp_path: Path, form: str) -> None:
    root = plant(tmp_path / "p", {"a.py": CLEAN, "aigc-policy.toml": POLICY})
    result = cli(root, "--output-format", form)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("form", FORMATS)
def test_a_finding_is_1_in_every_format(cli: Cli, shop: Path, form: str) -> None:
    result = cli(shop, "--output-format", form)
    assert (result.code, result.err) == (1, "")
    assert "AIG101" in result.out


@pytest.mark.parametrize("form", FORMATS)
def test_a_wrong_policy_is_2_in_every_format_and_stops_no_other_project(cli: Cli, tmp_path: Path, form: str) -> None:
    bad = {f"bad/{name}": text for name, text in (SHOP | {"aigc-policy.toml": BROKEN_POLICY}).items()}
    root = plant(tmp_path / "p", bad | {f"good/{name}": text for name, text in SHOP.items()})
    result = cli(root, "--output-format", form)
    assert result.code == 2
    places = [line.partition(": ")[0] for line in result.err.splitlines()]
    assert places == [f"bad/aigc-policy.toml:{at}" for at in ("4:1", "7:1", "10:11")]
    assert "good/app/chat.py" in result.out
    assert "bad/app/chat.py" not in result.out


def test_the_summary_names_a_policy_that_is_wrong(cli: Cli, tmp_path: Path) -> None:
    root = plant(tmp_path / "p", SHOP | {"aigc-policy.toml": BROKEN_POLICY})
    out = cli(root).out
    assert out.endswith("p/aigc-policy.toml.\n")
    assert "no policy file" not in out


def test_the_three_mistakes_are_told_in_one_line_each(cli: Cli, tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"aigc-policy.toml": BROKEN_POLICY})
    first, second, third = cli(root).err.splitlines()[:3]
    assert first == "aigc-policy.toml:4:1: error: unknown key `providers.alow`; did you mean `allow`?"
    assert second.startswith("aigc-policy.toml:7:1: error: ")
    assert "terms.max_age_days" in second
    assert "AIG999" in third


def test_an_empty_policy_is_an_error_and_no_policy_is_none(cli: Cli, tmp_path: Path) -> None:
    empty = cli(plant(tmp_path / "empty", {"aigc-policy.toml": "", "a.py": DENIED}))
    assert (empty.code, empty.err.splitlines()[0].split("; ")[0]) == (2, "aigc-policy.toml:1:1: error: the policy file is empty")
    assert cli(plant(tmp_path / "none", {"a.py": CLEAN, "pyproject.toml": ""})).code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere.py",), "aigc-lint: error: no such file or folder: nowhere.py; check the spelling and the working directory\n"),
        ((".", "--output-format", "yaml"), "aigc-lint: error: unknown format yaml; known are concise, json, sarif, text\n"),
        ((".", "--report", "sarif"), "aigc-lint: error: --report sarif names no file; write --report FORMAT=FILE\n"),
        ((".", "--report", "yaml=x"), "aigc-lint: error: unknown format yaml; known are concise, json, sarif, text\n"),
        ((".", "--policy", "none.toml"), "aigc-lint: error: no such policy file: none.toml\n"),
        (("--explain-use", "a.py"), "aigc-lint: error: --explain-use a.py names no line; write --explain-use PATH:LINE\n"),
        (("-", "app"), "aigc-lint: error: standard input cannot be checked together with files; give - as the only path\n"),
        ((".", "--cache-dir"), "error: argument --cache-dir: expected one argument\n"),
        ((".", "--jobs", "0"), "error: argument --jobs: '0' is not a positive number\n"),
        ((".", "--today", "soon"), "error: argument --today: 'soon' is not a date (YYYY-MM-DD)\n"),
        ((".", "--outputformat", "json"), "error: unrecognized arguments: --outputformat json\n"),
    ],
)
def test_wrong_usage_is_2_and_one_clear_line(cli: Cli, shop: Path, arguments: tuple[str, ...], says: str) -> None:
    result = cli(*arguments, cwd=shop)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(says)


def test_a_bug_is_3_with_its_traceback_and_whose_it_is(cli: Cli, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Session) -> None:
        raise AssertionError("impossible")

    monkeypatch.setattr(Session, "run", broken)
    result = cli(shop)
    assert result.code == 3
    assert "AssertionError: impossible" in result.err
    assert "This is a bug in aigc-lint, not in your code." in result.err


def test_an_interrupt_is_130_and_silent(cli: Cli, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Session) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "run", interrupted)
    assert cli(shop) == cli(shop).__class__(130, "", "")


def test_nothing_to_check_is_0_with_a_warning(cli: Cli, tmp_path: Path) -> None:
    result = cli(plant(tmp_path / "p", {"README": ""}))
    assert (result.code, result.err) == (0, "aigc-lint: warning: no Python files were found here\n")


# --- what counts ------------------------------------------------------------------------------------------------------


def test_the_level_that_fails_is_chosen(cli: Cli, tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": UNKNOWN})
    assert "AIG103" in cli(root, "--output-format", "concise").out
    assert cli(root).code == 0
    assert cli(root, "--fail-on", "warning").code == 1
    plant(root, {"pyproject.toml": '[tool.aigc-lint]\nfail-on = "warning"\n'})
    assert cli(root).code == 1
    assert cli(root, "--fail-on", "error").code == 0


def test_exit_zero_hides_findings_but_no_mistake(cli: Cli, shop: Path) -> None:
    result = cli(shop, "--exit-zero")
    assert result.code == 0
    assert "AIG101" in result.out
    plant(shop, {"aigc-policy.toml": BROKEN_POLICY})
    assert cli(shop, "--exit-zero").code == 2


def test_rules_are_selected_and_ignored_by_code_or_name(cli: Cli, shop: Path) -> None:
    def rules(*arguments: str) -> set[str]:
        result = cli(shop, "--output-format", "json", *arguments)
        return {finding["rule"] for finding in json.loads(result.out)["findings"]}

    everything = rules()
    assert {"AIG101", "AIG203"} <= everything
    assert rules("--select", "AIG101") == {"AIG101"}
    assert rules("--select", "provider-not-allowed") == {"AIG101"}
    assert rules("--ignore", "AIG101,AIG203") == everything - {"AIG101", "AIG203"}


def test_comments_that_suppress_can_be_overruled(cli: Cli, shop: Path) -> None:
    line = "client.chat.completions.create("
    plant(shop, {"app/chat.py": DENIED.replace("messages=[])", "messages=[])  # aigc: ignore[AIG101] agreed in LEGAL-1")})
    assert line in DENIED
    assert "AIG101" not in cli(shop, "--output-format", "concise", "--select", "AIG101").out
    assert "AIG101" in cli(shop, "--output-format", "concise", "--select", "AIG101", "--no-ignores").out


def test_statistics_go_to_standard_error(cli: Cli, shop: Path) -> None:
    result = cli(shop, "--statistics", "--select", "AIG101", "--output-format", "json")
    assert json.loads(result.out)
    count, code, *title = result.err.split()
    assert (count, code) == ("1", "AIG101")
    assert title


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_reports_are_written_to_files_as_to_standard_output(cli: Cli, shop: Path, tmp_path: Path) -> None:
    paths = {form: tmp_path / f"out.{form}" for form in FORMATS}
    result = cli(shop, *(f"--report={form}={path}" for form, path in paths.items()), cwd=tmp_path)
    assert result.code == 1
    for form, path in paths.items():
        assert path.read_text(encoding="utf-8") == cli(shop, "--output-format", form, cwd=tmp_path).out


def test_a_report_that_cannot_be_written_is_2_in_one_line(cli: Cli, shop: Path, tmp_path: Path) -> None:
    result = cli(shop, "--report", f"json={tmp_path / 'no' / 'such' / 'out.json'}")
    assert result.code == 2
    wrote = f"the report cannot be written to {tmp_path}/no/such/out.json"
    assert result.err == f"aigc-lint: error: {wrote}: no such file or directory\n"


def test_a_closed_pipe_is_no_error(shop: Path) -> None:
    command = (sys.executable, "-m", "aigc_lint", str(shop))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, b"")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are counted through /proc")
def test_an_interrupt_while_workers_are_busy_ends_them(shop: Path) -> None:
    plant(shop, {f"app/m{number}.py": "import openai\n" + f"x{number} = {{'a': [1, 2, 3]}}\n" * 8_000 for number in range(4)})
    command = (sys.executable, "-m", "aigc_lint", str(shop), "--no-cache", "--jobs", "2")
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # else as whoever started the tests has it
    )
    while process.poll() is None and not (workers := _children(process.pid)):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def _children(process: int) -> list[str]:
    return [child for task in Path(f"/proc/{process}/task").glob("*/children") for child in task.read_text().split()]


def test_standard_input_is_checked_as_the_file_it_stands_for(cli: Cli, shop: Path) -> None:
    text = DENIED.replace("deepseek-chat", "deepseek-reasoner").encode()
    arguments = ("-", "--stdin-filename", "app/chat.py", "--output-format", "json")
    (finding,) = [one for one in json.loads(cli(*arguments, cwd=shop, stdin=text).out)["findings"] if one["rule"] == "AIG101"]
    assert (finding["path"], finding["line"], finding["model"]) == ("app/chat.py", 4, "deepseek-reasoner")
    assert cli("-", "--stdin-filename", "app/new.py", cwd=shop, stdin=CLEAN.encode()).code == 0


def test_color_is_asked_for_or_not(cli: Cli, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def colored(*arguments: str) -> bool:
        return "\x1b[" in cli(shop, *arguments).out

    assert not colored()
    assert colored("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert colored()
    assert not colored("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colored()


# --- language ---------------------------------------------------------------------------------------------------------


def test_everything_is_said_in_the_language_asked_for(cli: Cli, shop: Path) -> None:
    assert "项发现" in cli(shop, "--lang", "zh").out
    assert cli("nowhere", "--lang=zh", cwd=shop).err == "aigc-lint: 错误: 文件或目录不存在：nowhere；请检查拼写及当前工作目录\n"
    plant(shop, {"pyproject.toml": '[tool.aigc-lint]\nlang = "zh"\n'})
    assert "项发现" in cli(shop).out
    assert "finding" in cli(shop, "--lang", "en").out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help_is_there_for_every_command(cli: Cli, lang: str) -> None:
    overview = cli("--help") if lang == "en" else cli("--help", "--lang", "zh")
    assert overview.code == 0
    for command in ("check", "inventory", "explain", "policy", "clean"):
        assert f"  {command} " in overview.out
        page = cli(command, "--help", "--lang", lang)
        assert page.code == 0
        assert page.out.startswith("usage: " if lang == "en" else "用法：")


# --- explain-use ------------------------------------------------------------------------------------------------------


def test_a_use_is_explained(cli: Cli, shop: Path) -> None:
    result = cli("--explain-use", "app/chat.py:4", cwd=shop)
    assert (result.code, result.err) == (0, "")
    assert "deepseek-api" in result.out
    assert result.out == cli("--explain-use", shop / "app/chat.py:4").out
    silent = cli("--explain-use", "app/chat.py:1", cwd=shop)
    assert (silent.code, silent.out) == (0, "")
    assert silent.err == "aigc-lint: warning: no use of an AI service was found on line 1\n"


def test_where_a_client_is_made_is_said_once(cli: Cli) -> None:
    result = cli("--explain-use", Path(__file__).parents[2] / "fixtures/projects/gateway/shop/answers.py:28", "--no-cache")
    assert [line.split(" ")[1] for line in result.out.splitlines() if not line.startswith(" ")] == ["client", "call"]
    assert result.out.count("  client: corp_ai.Gateway at ") == 1
