"""Hostile files: each has its message and its exit code in its time, and none ends the run for the others."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from aigc_lint.engine.refusals import problem
from aigc_lint.model.facts import Refusal
from aigc_lint.model.words import Words
from tests.cli.conftest import Cli, Result
from tests.cli.projects import BROKEN_POLICY, DENIED, POLICY, SHOP
from tests.engine.trees import plant

SECONDS = 60
"""For one run, on a busy machine. What is refused takes well under a second elsewhere."""

IMPORT = b"from openai import OpenAI\n\n"
CALL = b'OpenAI(base_url="https://api.deepseek.com").chat.completions.create(model="m", messages=[])\n'

NO_PYTHON = Words("not analysed: it is no valid Python", "未能分析：不是有效的 Python 代码")
REFUSED: dict[str, tuple[bytes, Words]] = {
    "nested-brackets": (
        IMPORT + b"x = " + b"[" * 2_000 + b"]" * 2_000 + b"\n",
        Words("not analysed: it is nested too deeply: ", "未能分析：嵌套过深："),
    ),
    "long-chain": (
        IMPORT + b"x = a" + b".b(1)" * 20_000 + b"\n",
        Words("not analysed: an expression is too long: ", "未能分析：表达式过长："),
    ),
    "large": (
        IMPORT + b"ROW = {'name': 'x', 'value': 1}\n" * 650_000,
        Words("not analysed: it is too large: 20,800,027 bytes (limit 1,000,000)", "未能分析：文件过大："),
    ),
    "syntax": (IMPORT + b"def f(:\n    pass\n", NO_PYTHON),
    "python-2": (IMPORT + b"print 'hello'\n", NO_PYTHON),
    "latin-1": (
        IMPORT + "name = 'café'\n".encode("latin-1"),
        Words("not analysed: its encoding cannot be read: ", "未能分析：无法识别其编码："),
    ),
    "nul": (IMPORT + b"x = 1\x00\n", Words("not analysed: it holds a NUL byte: ", "未能分析：含有 NUL 字节：")),
}

READ: dict[str, bytes] = {
    "python-3.12-strings": IMPORT + b"x = f\"{', '.join(f\"{y!r:>{10}}\" for y in [\"a\"])}\"\n" + CALL,
    "byte-order-mark": b"\xef\xbb\xbf" + IMPORT + CALL,
    "carriage-returns": (IMPORT + CALL).replace(b"\n", b"\r\n"),
    "old-mac-line-ends": (IMPORT + CALL).replace(b"\n", b"\r"),
    "declared-latin-1": b"# -*- coding: latin-1 -*-\n" + IMPORT + "name = 'café'\n".encode("latin-1") + CALL,
    "form-feed-and-no-last-newline": IMPORT + b"\x0c\n" + CALL.rstrip(),
    "long-sum": IMPORT + b"x = " + b" + ".join([b"1"] * 20_000) + b"\n" + CALL,
    "wide-but-flat": IMPORT + b"x = [\n" + b"    {'name': 'x', 'value': 1},\n" * 5_000 + b"]\n" + CALL,
}


def shop(tmp_path: Path) -> Path:
    return plant(tmp_path / "shop", SHOP)


def timed(cli: Cli, *arguments: object) -> Result:
    started = time.monotonic()
    result = cli(*arguments)
    assert time.monotonic() - started < SECONDS
    return result


def places(result: Result) -> list[tuple[str, int]]:
    return [(one["path"], one["line"]) for one in json.loads(result.out)["findings"] if one["rule"] == "AIG101"]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_is_told_and_the_rest_is_checked(cli: Cli, tmp_path: Path, name: str) -> None:
    data, says = REFUSED[name]
    root = shop(tmp_path)
    (root / "app/hostile.py").write_bytes(data)
    result = timed(cli, root, "--output-format", "json")
    assert (result.code, result.err) == (1, "")
    (problem,) = json.loads(result.out)["problems"]
    assert (problem["code"], problem["path"]) == ("AIG906", "app/hostile.py")
    assert problem["message"].startswith(says.en)
    assert places(result) == [("app/chat.py", 4)]
    told = timed(cli, root, "--output-format", "concise", "--lang", "zh")
    assert says.zh in told.out
    assert timed(cli, root / "app/hostile.py").code == 1


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_has_nothing_to_do_with_ai_need_not_be_read(cli: Cli, tmp_path: Path, name: str) -> None:
    root = plant(tmp_path / "p", {"aigc-policy.toml": POLICY})
    (root / "hostile.py").write_bytes(REFUSED[name][0].removeprefix(IMPORT))
    result = timed(cli, root, "--output-format", "json")
    assert (result.code, json.loads(result.out)["problems"]) == (0, [])


@pytest.mark.parametrize("name", sorted(READ))
def test_what_is_only_odd_is_read(cli: Cli, tmp_path: Path, name: str) -> None:
    root = shop(tmp_path)
    (root / "app/odd.py").write_bytes(READ[name])
    result = timed(cli, root, "--output-format", "json")
    assert json.loads(result.out)["problems"] == []
    text = READ[name].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert places(result) == [("app/chat.py", 4), ("app/odd.py", text[: text.index(b"OpenAI(")].count(b"\n") + 1)]


def test_a_syntax_error_names_its_line_and_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": "import openai\n\nx = (1,\n", "aigc-policy.toml": POLICY})
    result = cli(root, "--output-format", "json")
    (problem,) = json.loads(result.out)["problems"]
    assert problem["line"] in (3, 4)
    assert "exclude it in [tool.aigc-lint]" in json.dumps(problem)


def test_a_syntax_error_in_a_notebook_names_its_cell_and_the_line_there(cli: Cli, tmp_path: Path) -> None:
    sources = [DENIED, "x = 1\n\ndef f(:\n    pass\n"]
    cells = [{"cell_type": "markdown", "source": "a"}, *({"cell_type": "code", "source": source} for source in sources)]
    root = plant(tmp_path / "p", {"a.ipynb": json.dumps({"cells": cells}, indent=1), "aigc-policy.toml": POLICY})
    file = (root / "a.ipynb").read_text()
    at = file.index("def f(:") + len("def f(")
    line, column = file.count("\n", 0, at) + 1, at - file.rindex("\n", 0, at)

    assert "a.ipynb:cell 3:3:7: AIG906 not analysed" in cli(root, "--output-format", "concise").out
    assert "a.ipynb:cell 3:3:7: error: not analysed" in cli("inventory", root).err
    (problem,) = json.loads(cli(root, "--output-format", "json").out)["problems"]
    assert [problem[key] for key in ("cell", "line", "column", "file_line", "file_column")] == [2, 3, 7, line, column]
    (run,) = json.loads(cli(root, "--output-format", "sarif").out)["runs"]
    result = run["results"][-1]
    assert result["message"]["text"] == "Not analysed: it is no valid Python (cell 3, line 3)."
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (line, column)


def test_with_a_wrong_policy_nothing_is_said_to_be_without_findings(cli: Cli, tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"a.py": DENIED, "aigc-policy.toml": BROKEN_POLICY})
    for command in ((root,), ("inventory", root)):
        result = cli(*command)
        assert result.code == 2
        assert result.out.startswith("Not checked: 1 file, as the policy or a setting is wrong.\n")
        assert "no findings" not in result.out


def test_no_reason_is_said_twice() -> None:
    for reason, detail in (("timeout", "more than 30 seconds"), ("memory", "more than 640 MB"), ("syntax", "")):
        said = problem("a.py", Refusal(reason, detail)).message.en.removeprefix("not analysed: ")
        assert said == {
            "timeout": "parsing took too long: more than 30 seconds",
            "memory": "parsing took too much memory: more than 640 MB",
            "syntax": "it is no valid Python",
        }[reason]


def test_an_unreadable_file_is_told(cli: Cli, tmp_path: Path) -> None:
    root = shop(tmp_path)
    os.mkfifo(root / "app/pipe.py")
    result = timed(cli, root, "--output-format", "json")
    assert result.code == 1
    (problem,) = json.loads(result.out)["problems"]
    assert (problem["path"], problem["message"]) == ("app/pipe.py", "not analysed: it cannot be read: not a regular file")
    assert places(result) == [("app/chat.py", 4)]


def test_a_file_that_may_not_be_opened_is_told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shop(tmp_path)
    opened = os.open

    def guarded(path: str, *rest: int) -> int:
        if str(path).endswith("plain.py"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest)

    monkeypatch.setattr(os, "open", guarded)
    result = cli(root, "--output-format", "json")
    (problem,) = json.loads(result.out)["problems"]
    assert (problem["path"], problem["message"]) == ("app/plain.py", "not analysed: it cannot be read: permission denied")


def test_a_folder_named_like_a_file_is_a_folder(cli: Cli, tmp_path: Path) -> None:
    root = plant(tmp_path / "p", {"x.py/inner.py": DENIED, "aigc-policy.toml": POLICY})
    result = cli(root, "--output-format", "json")
    assert places(result) == [("x.py/inner.py", 4)]


def test_a_loop_of_links_ends(cli: Cli, tmp_path: Path) -> None:
    root = shop(tmp_path)
    (root / "app/again").symlink_to(root, target_is_directory=True)
    result = timed(cli, root, "--output-format", "json")
    assert (result.code, places(result)) == (1, [("app/chat.py", 4)])


def test_a_missing_path_is_2(cli: Cli, tmp_path: Path) -> None:
    result = cli(shop(tmp_path) / "app/nothing.py")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("aigc-lint: error: no such file or folder: ")


@pytest.mark.parametrize(
    ("policy", "mistakes"), [("", 1), (BROKEN_POLICY, 3), ("version = \n", 1), ("version = 1\nversion = 1\n", 1)]
)
def test_a_wrong_policy_is_2_and_other_projects_are_checked(cli: Cli, tmp_path: Path, policy: str, mistakes: int) -> None:
    root = plant(tmp_path / "both", {f"one/{name}": text for name, text in SHOP.items()})
    plant(root, {"two/aigc-policy.toml": policy, "two/a.py": DENIED})
    result = timed(cli, root, "--output-format", "json")
    assert (result.code, len(result.err.splitlines())) == (2, mistakes)
    assert all(line.startswith("two/aigc-policy.toml:") for line in result.err.splitlines())
    assert places(result) == [("one/app/chat.py", 4)]


def test_the_limit_of_size_is_a_setting(cli: Cli, tmp_path: Path) -> None:
    files = {"a.py": "import openai\n" + "#" * 3_000, "aigc-policy.toml": POLICY}
    root = plant(tmp_path / "p", files | {"pyproject.toml": "[tool.aigc-lint]\nmax-file-size = 3_000\n"})
    assert "3,014 bytes (limit 3,000)" in cli(root).out
    plant(root, {"pyproject.toml": "[tool.aigc-lint]\nmax-file-size = 4_000\n"})
    assert cli(root).code == 0


def test_a_file_that_another_one_needs_is_told_of_too(cli: Cli, tmp_path: Path) -> None:
    client = "from openai import OpenAI\n\nclient = OpenAI(\n"
    use = "from app.client import client\n\nclient.chat.completions.create(model='m', messages=[])\n"
    root = plant(tmp_path / "p", {"app/__init__.py": "", "app/client.py": client, "app/use.py": use, "aigc-policy.toml": POLICY})
    result = cli(root / "app/use.py", "--output-format", "json")
    assert result.code == 1
    assert [problem["path"] for problem in json.loads(result.out)["problems"]] == ["app/client.py"]


UNREADABLE_TOML: dict[str, tuple[str, str]] = {
    "brackets": ("x = " + "[" * 5_000 + "]" * 5_000, "this cannot be read: values or keys are nested too deeply"),
    "keys": ("[" + ".".join("a" * 5_000) + "]", "this cannot be read: values or keys are nested too deeply"),
    "digits": ("x = " + "9" * 6_000, "this cannot be read: a number has too many digits"),
}


@pytest.mark.parametrize("name", sorted(UNREADABLE_TOML))
def test_toml_that_no_parser_bears_is_one_line_and_2(cli: Cli, tmp_path: Path, name: str) -> None:
    line, says = UNREADABLE_TOML[name]
    policy = cli(plant(tmp_path / "policy", {"a.py": DENIED, "aigc-policy.toml": f"version = 1\n{line}\n"}))
    assert (policy.code, policy.err) == (2, f"aigc-policy.toml:2:1: error: {says}\n")
    project = cli(plant(tmp_path / "project", {"a.py": DENIED, "pyproject.toml": f"[tool.aigc-lint]\n{line}\n"}))
    assert (project.code, project.err) == (2, f"pyproject.toml:2:1: error: {says}\n")


@pytest.mark.parametrize("name", ["aigc-policy.toml", "pyproject.toml"])
def test_settings_that_are_no_file_are_told_and_not_waited_for(cli: Cli, tmp_path: Path, name: str) -> None:
    root = plant(tmp_path / "p", {"a.py": DENIED, "setup.cfg": ""})
    os.mkfifo(root / name)
    result = timed(cli, root)
    assert (result.code, result.err) == (2, f"{name}: error: the file can't be read: not a regular file\n")


def test_a_pipe_in_the_place_of_ignore_rules_is_not_waited_for(cli: Cli, tmp_path: Path) -> None:
    root = shop(tmp_path)
    os.mkfifo(root / ".gitignore")
    assert places(timed(cli, root, "--output-format", "json")) == [("app/chat.py", 4)]


def test_patterns_that_explode_are_refused(cli: Cli, tmp_path: Path) -> None:
    table = "[tool.aigc-lint]\nexclude = ['build', '" + "*a" * 30 + "b']\n"
    result = timed(cli, plant(tmp_path / "p", {"a" * 200 + ".py": DENIED, "pyproject.toml": table}))
    assert result.code == 2
    assert result.err.startswith("pyproject.toml:2:21: error: too many wildcards in one pattern; write at most 4 `*` in one name")
    ignored = plant(tmp_path / "q", {"a" * 200 + ".py": DENIED, "aigc-policy.toml": POLICY, ".gitignore": "*a" * 30 + "b\n"})
    told = timed(cli, ignored)
    assert told.code == 1
    assert told.err == (
        ".gitignore:1: warning: not followed: 1 pattern with too many wildcards; exclude such files in [tool.aigc-lint]\n"
    )


BROKEN_NOTEBOOKS = {
    "cut": '{"cells": [{"cell_type": "code", "source": ["import openai\\n"',
    "no list of cells": '{"cells": {"source": "import openai"}}',
    "an array": '["import openai"]',
}


@pytest.mark.parametrize("name", sorted(BROKEN_NOTEBOOKS))
def test_a_broken_notebook_that_speaks_of_ai_is_told(cli: Cli, tmp_path: Path, name: str) -> None:
    root = plant(tmp_path / "p", {"a.ipynb": BROKEN_NOTEBOOKS[name], "aigc-policy.toml": POLICY})
    result = cli(root, "--output-format", "json")
    (problem,) = json.loads(result.out)["problems"]
    assert (result.code, problem["code"], problem["path"]) == (1, "AIG906", "a.ipynb")
    assert problem["message"].startswith("not analysed: it is no valid notebook: ")
    assert problem["message"].count("notebook") == 1


@pytest.mark.parametrize("source", [5, None, {"a": "b"}, [5, None], True])
def test_a_cell_without_text_costs_no_other_cell(cli: Cli, tmp_path: Path, source: object) -> None:
    cells = [{"cell_type": "code", "source": source}, {"cell_type": "code", "source": DENIED}]
    root = plant(tmp_path / "p", {"a.ipynb": json.dumps({"cells": cells}), "aigc-policy.toml": POLICY})
    result = cli(root, "--output-format", "json")
    assert (result.code, json.loads(result.out)["problems"]) == (1, [])
    assert len(places(result)) == 1


def test_calls_that_lead_too_far_are_a_warning_with_their_lines(cli: Cli, tmp_path: Path) -> None:
    chain = "".join(f"a{step} = a{step - 1}\n" for step in range(1, 600))
    source = f"from openai import OpenAI\na0 = OpenAI()\n{chain}a599.responses.create(input='x')\n"
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in ("1\n", source)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "long.py").write_text(source)
    (tmp_path / "long.ipynb").write_text(json.dumps(notebook, indent=1))
    told = cli("--no-cache", "--output-format", "json", ".", cwd=tmp_path)
    problems = json.loads(told.out)["problems"]
    assert [(one["path"], one["cell"], one["line"], one["severity"]) for one in problems] == [
        ("long.ipynb", 1, 602, "warning"),
        ("long.py", None, 602, "warning"),
    ]
    assert "1 call, line 602" in problems[1]["message"]
    assert json.loads(told.out)["summary"]["analysed_in_part"] == 2
    assert [told.code, cli("--no-cache", "--fail-on", "warning", ".", cwd=tmp_path).code] == [0, 1]
