"""``aigc-lint [check]``: hold the code against policy and terms."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from msgspec import structs

from aigc_lint.cli import replay, reports
from aigc_lint.cli.arguments import Parser, add_paths, options_from
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK
from aigc_lint.engine.options import Options, UsageError
from aigc_lint.engine.session import Session
from aigc_lint.model.words import Words
from aigc_lint.report import formats

SUMMARY = Words("check code against the policy and the terms of the services", "对照策略与服务条款检查代码")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    add_paths(parser)
    _add_rules(parser)
    says = Words("text, concise, json, sarif (default: text)", "text、concise、json、sarif（默认为 text）")
    parser.option("--output-format", default="text", metavar="FORMAT", says=says)
    says = Words("write a report to a file too; can be repeated", "另将报告写入文件；可重复使用")
    parser.option("--report", action="append", default=[], metavar="FORMAT=FILE", says=says)
    parser.option("--statistics", action="store_true", says=Words("count findings by rule", "按规则统计发现数"))
    says = Words("where the text on standard input (PATH is -) belongs", "标准输入（路径写作 -）的内容所对应的文件")
    parser.option("--stdin-filename", metavar="PATH", says=says)
    says = Words("say how the uses on a line were found", "说明某一行的 AI 服务使用是如何识别的")
    parser.option("--explain-use", metavar="PATH:LINE", says=says)


def _add_rules(parser: Parser) -> None:
    parser.option("--select", type=_codes, metavar="RULE,...", says=Words("run only these rules", "仅运行这些规则"))
    parser.option("--ignore", type=_codes, default=(), metavar="RULE,...", says=Words("leave these rules out", "不运行这些规则"))
    says = Words("count what comments suppress", "不理会注释中的忽略标记")
    parser.option("--no-ignores", action="store_true", says=says)
    says = Words("lowest severity that gives exit code 1 (default: error)", "使退出码为 1 的最低级别（默认为 error）")
    parser.option("--fail-on", choices=("error", "warning", "note"), metavar="error|warning|note", says=says)
    says = Words("exit with 0 whatever is found", "无论发现什么，退出码均为 0")
    parser.option("--exit-zero", action="store_true", says=says)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check, report, and say by the exit code how it went."""
    if arguments.explain_use:
        return _explain_use(arguments, console)
    available = formats()
    render = reports.choose(arguments.output_format, available)
    targets = reports.targets(arguments.report, available)
    with Session(_options(arguments, console)) as session:
        reports.speak(session, console)
        outcome = session.run()
        code = reports.exit_code(outcome, session, fail_on=arguments.fail_on, exit_zero=arguments.exit_zero)
        options = reports.report_options(session, arguments, console, exit_code=code)
        reports.tell_problems(outcome, session, console)
        reports.show(arguments.output_format, render, outcome, session.catalog, options, console)
        for name, path in targets:
            reports.write(name, available[name], outcome, session.catalog, options, path)
        if arguments.statistics:
            reports.statistics(outcome, session.catalog, console)
        replay.keep(console.request, session, console, code)
        return code


def _options(arguments: argparse.Namespace, console: Console) -> Options:
    overlay: dict[str, bytes] = {}
    if "-" in arguments.paths or arguments.stdin_filename:
        if arguments.paths not in (["-"], []):
            raise UsageError(
                Words("standard input cannot be checked together with files", "标准输入不能与文件一同检查"),
                Words("give - as the only path", "请将 - 作为唯一的路径"),
            )
        full = os.path.realpath(Path(arguments.stdin_filename or "stdin.py"))
        overlay[full] = sys.stdin.buffer.read()
        arguments.paths = [full]
    return structs.replace(
        options_from(arguments, console, overlay=overlay),
        select=arguments.select,
        ignore=arguments.ignore,
        use_ignores=not arguments.no_ignores,
    )


def _explain_use(arguments: argparse.Namespace, console: Console) -> int:
    path, _, line = arguments.explain_use.rpartition(":")
    if not path or not line.isdigit():
        raise UsageError(
            Words(f"--explain-use {arguments.explain_use} names no line", f"--explain-use {arguments.explain_use} 未指定行号"),
            Words("write --explain-use PATH:LINE", "请写作 --explain-use 路径:行号"),
        )
    arguments.paths = [path]
    with Session(options_from(arguments, console)) as session:
        told = session.explain_use(path, int(line))
    if not told:
        console.warn(Words(f"no use of an AI service was found on line {line}", f"第 {line} 行未发现 AI 服务使用"))
    console.out("".join(f"{one}\n" for one in told))
    return OK


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())
