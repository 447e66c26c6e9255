"""``aigc-lint terms compare``: which documents has an archive seen change since they were checked?"""

from __future__ import annotations

import argparse
from pathlib import Path

from aigc_lint.cli.arguments import Parser
from aigc_lint.cli.catalogue import load
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import FOUND, OK
from aigc_lint.engine.archive import compare
from aigc_lint.model.words import Words
from aigc_lint.report import terms_compare

SUMMARY = Words("compare with a clone of an Open Terms Archive collection", "与 Open Terms Archive 合集的本地克隆比对")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    says = Words("clone of a versions repository", "versions 仓库的本地克隆")
    parser.option("--archive", type=Path, required=True, metavar="DIR", says=says)
    says = Words("which collection it is, where its name does not show", "所属合集（名称无法体现时指定）")
    parser.option("--collection", default="", metavar="NAME", says=says)
    says = Words("text, json (default: text)", "text、json（默认为 text）")
    parser.option("--output-format", "--format", choices=("text", "json"), default="text", metavar="FORMAT", says=says)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what changed; the exit code is 1 where anything did."""
    catalog = load(console)
    comparison = compare(arguments.archive, catalog.documents.values(), collection=arguments.collection)
    if arguments.output_format == "json":
        console.out(terms_compare.render_json(comparison, catalog), machine=True)
    else:
        console.out(terms_compare.render(comparison, catalog, console.lang))
    return FOUND if comparison.changed else OK
