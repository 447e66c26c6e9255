"""``aigc-lint clean``: remove the caches."""

from __future__ import annotations

import argparse

from aigc_lint.cli import reports
from aigc_lint.cli.arguments import Parser, add_paths, options_from
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK
from aigc_lint.engine.session import Session
from aigc_lint.model.words import Words

SUMMARY = Words("remove the caches of the projects", "删除各项目的缓存")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    add_paths(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Remove what is a cache of ours, and nothing else."""
    with Session(options_from(arguments, console)) as session:
        reports.speak(session, console)
        removed = session.clean()
    for folder in removed:
        console.err(console.say(Words(f"removed {folder}", f"已删除 {folder}")))
    if not removed:
        console.err(console.say(Words("there was no cache to remove", "没有可删除的缓存")))
    return OK
