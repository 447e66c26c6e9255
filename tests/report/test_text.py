"""What the terminal shows beyond the exact pages: widths, colours, links, paths, foreign characters, gaps."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from msgspec.structs import replace

from aigc_lint.model.findings import Counts, PolicyReference
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Step
from aigc_lint.report import inventory_table, text
from aigc_lint.report.options import ReportOptions
from aigc_lint.report.width import cells
from aigc_lint.report.wording import Wording, fill, policy_key
from tests.report.sample import ASK, CATALOG, EMPTY, FINDINGS, OUTCOME, SOURCES, WIDE_CALL, finding

ANSI = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


def render(**more: object) -> str:
    return text.render(OUTCOME, CATALOG, ReportOptions(source=SOURCES.get, **more))  # type: ignore[arg-type]


def one(found: object, source: str, width: int = 60) -> list[str]:
    """Render a single finding on a one-line source."""
    outcome = replace(EMPTY, findings=(found,))
    return text.render(outcome, CATALOG, ReportOptions(source={"app/chat.py": source}.get, width=width)).split("\n")


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    wide = [line for line in render(width=width).split("\n") if cells(line) > width]
    # A head, a place and a URL stay whole, so that they can be read and clicked.
    assert all(re.match(r".+:\d+:\d+  AIG", line) or "://" in line for line in wide)


def test_the_underline_stands_below_wide_characters() -> None:
    lines = render().split("\n")
    number = next(number for number, line in enumerate(lines) if "标签" in line)
    code, mark = lines[number], lines[number + 1]
    before = cells(code[: code.index("make()")])
    assert cells(mark[: mark.index("^")]) == before
    assert mark.count("^") == len("make().chat.completions.create")


@pytest.mark.parametrize(("start", "left", "right"), [(0, False, True), (40, True, True), (200, True, True), (499, True, False)])
def test_a_long_line_is_cut_around_the_call(start: int, *, left: bool, right: bool) -> None:
    source = "x" * start + "client.create()" + "y" * (500 - start)
    place = Place("app/chat.py", Span(1, start, 1, start + 15))
    code, mark = one(finding("AIG403", place, None), source)[1:3]
    assert cells(code) <= 60
    column = mark.index("^")
    assert code[column : column + mark.count("^")] == "client.create()"
    assert (code.startswith("    1 │ …"), code.endswith("…")) == (left, right)


def test_escapes_in_the_code_cannot_reach_the_terminal() -> None:
    source = 'call("\x1b[31m\x07\u202ered")'
    lines = one(finding("AIG403", Place("app/chat.py", Span(1, 0, 1, 4)), None), source)
    assert lines[1] == '    1 │ call("\ufffd[31m\ufffd\ufffdred")'


def test_colours_are_only_colours() -> None:
    painted = render(color=True)
    assert "\x1b[" in painted
    assert "\x1b]8" not in painted
    assert [line.rstrip() for line in ANSI.sub("", painted).split("\n")] == render().split("\n")


def test_links_lead_to_files_and_terms() -> None:
    painted = render(color=True, links=True)
    assert "\x1b]8;;file:///work/project/app/chat.py\x1b\\" in painted
    assert "\x1b]8;;https://openrouter.example/docs/routing#data\x1b\\" in painted
    assert [line.rstrip() for line in ANSI.sub("", painted).split("\n")] == render().split("\n")


def test_paths_start_at_the_working_directory() -> None:
    shown = render(cwd="/work/project/lab")
    assert "\nnotes.ipynb:cell 2:2:13  AIG202" in shown
    assert shown.startswith("../app/chat.py:4:58  AIG403")
    assert "┌ ../app/clients.py" in shown
    assert "asked by ../aigc-policy.toml:31" in shown
    assert shown.endswith("policy ../aigc-policy.toml.\n")


def test_a_source_that_is_gone_costs_only_the_frame() -> None:
    shown = text.render(OUTCOME, CATALOG, ReportOptions())
    assert "│" not in shown
    assert shown.count("   do       ") == len([one for one in FINDINGS if not one.set_aside]) + len(OUTCOME.problems)


def test_of_a_long_way_the_start_and_the_end_are_shown() -> None:
    steps = tuple(Step(Place("app/chat.py", Span(line, 0, line, 3)), "assignment") for line in range(1, 8))
    lines = one(finding("AIG403", Place("app/chat.py", Span(9, 0, 9, 3)), ASK, via=steps), "abc\n" * 9)
    numbers = [int(line[:5]) for line in lines if re.match(r" +\d+ │", line)]
    assert numbers == [1, 5, 6, 7, 9]
    assert any(line.endswith("… 3 more steps") for line in lines)


def test_many_other_places_are_counted() -> None:
    others = tuple(Place("app/chat.py", Span(line, 0, line, 1)) for line in range(1, 12))
    shown = "\n".join(one(finding("AIG103", ASK.place, None, others=others), "", width=400))
    assert "also at  app/chat.py:1:1, app/chat.py:2:1" in shown
    assert shown.count("app/chat.py:8:1,") == 0
    assert "app/chat.py:8:1 and 3 more" in shown


def test_a_clean_run_is_two_lines_without_rich() -> None:
    assert text.render(EMPTY, CATALOG, ReportOptions()).split("\n") == [
        "Checked 1 file (0 of the project parsed), 0 uses of AI services: no findings.",
        "As of 2026-11-25, catalogue 2026.11.22, no policy file: only what the terms alone say.",
        "",
    ]
    code = "import sys; from aigc_lint.report import formats; formats(); sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("files", "uses", "en", "zh"),
    [
        (1, 0, "Nothing was checked: 1 file could not be analysed.", "未作任何检查：1 个文件未能分析。"),
        (2, 0, "Checked 2 files (0 of the project parsed), 0 uses of AI services: no findings in what was analysed.", None),
        (2, 0, None, "已检查 2 个文件（解析了项目中的 0 个），0 处 AI 服务使用：已分析的部分没有发现违规。"),
    ],
)
def test_what_was_not_analysed_is_never_without_findings(files: int, uses: int, en: str | None, zh: str | None) -> None:
    outcome = replace(EMPTY, counts=Counts(files=files, not_analysed=1, uses=uses))
    for said, lang in ((en, "en"), (zh, "zh")):
        if said is not None:
            first, second, *_ = text.render(outcome, CATALOG, ReportOptions(lang=lang)).split("\n")  # type: ignore[arg-type]
            assert first == said
            assert files == 1 or second == {"en": "Not analysed: 1 file.", "zh": "未能分析：1 个文件。"}[lang]


def test_what_was_analysed_in_part_is_told_beside_what_was_not() -> None:
    outcome = replace(EMPTY, counts=Counts(files=3, not_analysed=1, in_part=2))
    shown = text.render(outcome, CATALOG, ReportOptions())
    assert "no findings in what was analysed.\nNot analysed: 1 file.\nAnalysed in part: 2 files.\n" in shown
    alone = text.render(replace(outcome, counts=Counts(files=1, in_part=1)), CATALOG, ReportOptions(lang="zh"))
    assert "：已分析的部分没有发现违规。\n仅部分分析：1 个文件。\n" in alone


def test_files_under_a_wrong_policy_are_not_called_wrong_themselves() -> None:
    for counts, said in (
        (Counts(files=2, not_analysed=2, left_out=2), "Not checked: 2 files, as the policy or a setting is wrong.\n"),
        (
            Counts(files=3, not_analysed=3, left_out=2),
            "Not checked: 2 files, as the policy or a setting is wrong.\nNot analysed: 1 file.\n",
        ),
    ):
        outcome = replace(EMPTY, counts=counts)
        assert text.render(outcome, CATALOG, ReportOptions()).startswith(said)
        assert inventory_table.render(outcome, CATALOG, ReportOptions()).startswith(said)


def test_an_inventory_without_what_was_not_analysed_says_so() -> None:
    nothing = replace(EMPTY, counts=Counts(files=1, not_analysed=1))
    shown = inventory_table.render(nothing, CATALOG, ReportOptions())
    assert shown.startswith("Nothing was checked: 1 file could not be analysed.\n")
    some = inventory_table.render(replace(nothing, counts=Counts(files=2, not_analysed=1)), CATALOG, ReportOptions())
    assert some.startswith("No use of an AI service was found in 2 files.\nNot analysed: 1 file.\n")


def test_a_notebook_place_without_a_cell_shows_no_wrong_line() -> None:
    lost = finding("AIG403", Place("lab/notes.ipynb", Span(2, 0, 2, 4)), None)
    shown = text.render(replace(EMPTY, findings=(lost,)), CATALOG, ReportOptions(source=SOURCES.get))
    assert shown.startswith("lab/notes.ipynb  AIG403 error")
    assert "│" not in shown


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("version", "version"),
        ("training.stances", "[training] stances"),
        ("services.openai-api.require[0].argument", "[[services.openai-api.require]] argument"),
        ("services.openai-api.require[1]", "[[services.openai-api.require]]"),
        ("waiver[0]", "[[waiver]]"),
        ('endpoints."env:A.B"', '[endpoints] "env:A.B"'),
    ],
)
def test_policy_keys_look_as_in_the_file(key: str, shown: str) -> None:
    assert policy_key(PolicyReference("p", 1, key)) == shown


def test_braces_that_are_no_placeholders_stay() -> None:
    assert fill('{"a": {b}} {setting} {other}', {"setting": "store"}) == '{"a": {b}} store {other}'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("OpenAI API", "把 OpenAI API 用于"),
        ("灯笼平台", "把灯笼平台用于"),
        ("灯笼（API）", "把灯笼（API）用于"),
        ("灯笼 API", "把灯笼 API 用于"),
    ],
)
def test_only_latin_letters_are_set_apart_in_chinese(value: str, said: str) -> None:
    assert fill("把 {service} 用于", {"service": value}) == said
    assert fill("from {service} on", {"service": value}) == f"from {value} on"


def test_facts_of_the_verdict_win_over_those_of_the_use() -> None:
    wording = Wording(CATALOG, "en")
    assert wording.sentence(finding("AIG101", WIDE_CALL.place, WIDE_CALL)) == "OpenAI API is not allowed by the policy."
    told = finding("AIG101", WIDE_CALL.place, WIDE_CALL, facts=(("service", "Something else"),))
    assert wording.sentence(told) == "Something else is not allowed by the policy."


@pytest.mark.parametrize(
    ("section", "en", "zh"),
    [
        ("", "", ""),
        ("4.2(3)", "section 4.2(3)", "第 4.2(3) 条"),
        ("6.1 and 5.1", "sections 6.1 and 5.1", "第 6.1、5.1 条"),
        ("五.2", "section 五.2", "“五.2”"),
        ("Your Content", '"Your Content"', "“Your Content”"),
        ('3 with "Exception"', '3 with "Exception"', '“3 with "Exception"”'),
    ],
)
def test_sections_are_named_as_readers_of_terms_would(section: str, en: str, zh: str) -> None:
    assert Wording(CATALOG, "en").section(section) == en
    assert Wording(CATALOG, "zh").section(section) == zh
