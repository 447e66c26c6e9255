"""``aigc-lint terms changes``: what is new in the terms since a day."""

from __future__ import annotations

import argparse

from aigc_lint.cli.arguments import Parser, add_today, date
from aigc_lint.cli.catalogue import load
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK
from aigc_lint.engine.clock import today_in_utc
from aigc_lint.model.words import Words
from aigc_lint.report import terms_changes

SUMMARY = Words("what came into force, was checked or superseded since", "某日以来生效、核对或被取代的条款")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    says = Words("tell what lies after this day", "列出该日之后的变更")
    parser.option("--since", type=date, required=True, metavar="YYYY-MM-DD", says=says)
    says = Words("text, json (default: text)", "text、json（默认为 text）")
    parser.option("--output-format", "--format", choices=("text", "json"), default="text", metavar="FORMAT", says=says)
    add_today(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the changes."""
    catalog = load(console)
    found = terms_changes.events(catalog, arguments.since)
    if arguments.output_format == "json":
        console.out(terms_changes.render_json(found, catalog, since=arguments.since), machine=True)
    else:
        day = arguments.today or today_in_utc()
        console.out(terms_changes.render(found, catalog, console.lang, since=arguments.since, today=day))
    return OK
