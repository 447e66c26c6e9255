"""``aigc-lint inventory``: which AI services the code uses, where, and how."""

from __future__ import annotations

import argparse

from aigc_lint.cli import replay, reports
from aigc_lint.cli.arguments import Parser, add_paths, options_from
from aigc_lint.cli.console import Console
from aigc_lint.engine.session import Session
from aigc_lint.model.words import Words
from aigc_lint.report import inventories

SUMMARY = Words("list the AI services that the code uses", "列出代码所使用的 AI 服务")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    add_paths(parser)
    says = Words("json, table (default: table)", "json、table（默认为 table）")
    parser.option("--output-format", "--format", default="table", metavar="FORMAT", says=says)
    says = Words("write the inventory to a file too; can be repeated", "另将清单写入文件；可重复使用")
    parser.option("--report", action="append", default=[], metavar="FORMAT=FILE", says=says)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the uses; findings do not count here, files that could not be analysed do."""
    available = inventories()
    render = reports.choose(arguments.output_format, available)
    targets = reports.targets(arguments.report, available)
    with Session(options_from(arguments, console)) as session:
        reports.speak(session, console)
        outcome = session.run()
        code = reports.exit_code(outcome, session, fail_on=None, exit_zero=False, findings=False)
        options = reports.report_options(session, arguments, console, exit_code=code)
        reports.tell_problems(outcome, session, console, unanalysed=True)
        reports.show(arguments.output_format, render, outcome, session.catalog, options, console)
        for name, path in targets:
            reports.write(name, available[name], outcome, session.catalog, options, path)
        replay.keep(console.request, session, console, code)
        return code
