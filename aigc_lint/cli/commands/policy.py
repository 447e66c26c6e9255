"""``aigc-lint policy check``: is the policy well written, before it judges anything?"""

from __future__ import annotations

import argparse

from aigc_lint.cli import reports
from aigc_lint.cli.arguments import Parser, add_paths, options_from
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK, WRONG
from aigc_lint.engine.session import Session
from aigc_lint.model.words import Words

SUMMARY = Words("check the policy files themselves", "检查策略文件本身")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    parser.option("action", choices=("check",), metavar="check", says=Words("find every mistake", "找出全部错误"))
    add_paths(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell every mistake of every policy that applies below the paths."""
    with Session(options_from(arguments, console)) as session:
        reports.speak(session, console)
        shown, problems = session.check_policies()
    for problem in problems:
        console.problem(problem)
    for path in shown:
        console.out(f"{path}: {console.say(Words('no mistakes', '没有错误'))}\n")
    if not shown and not problems:
        console.warn(Words("no aigc-policy.toml applies here", "此处没有适用的 aigc-policy.toml"))
    return WRONG if problems else OK
