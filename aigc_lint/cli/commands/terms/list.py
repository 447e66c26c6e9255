"""``aigc-lint terms list``: whose terms are known, how much of them, and how new that is."""

from __future__ import annotations

import argparse
import json

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.cli.arguments import Parser
from aigc_lint.cli.catalogue import load
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK
from aigc_lint.engine.options import UsageError
from aigc_lint.model.words import Words
from aigc_lint.report import matrix, terms_list, terms_statistics

SUMMARY = Words("list the services and what is known of their terms", "列出各服务及其条款的掌握情况")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    parser.option("--provider", default="", metavar="PROVIDER", says=Words("only this provider's", "仅列该提供方"))
    says = Words("only clauses on this topic, with their stances", "仅列该主题的条款及其立场")
    parser.option("--topic", default="", metavar="TOPIC", says=says)
    says = Words("services without clauses too", "一并列出尚无条款的服务")
    parser.option("--all", action="store_true", says=says)
    parser.option("--statistics", action="store_true", says=Words("how much the catalogue holds", "统计目录收录的数量"))
    says = Words("text, json, markdown (default: text)", "text、json、markdown（默认为 text）")
    formats = ("text", "json", "markdown")
    parser.option("--output-format", "--format", choices=formats, default="text", metavar="FORMAT", says=says)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the list or the counts."""
    catalog = load(console)
    machine = arguments.output_format == "json"
    if arguments.statistics:
        counts = {"version": 1, "catalogue": catalog.version, "counts": terms_statistics.counts(catalog)}
        shown = json.dumps(counts, indent=2) + "\n" if machine else terms_statistics.render(catalog, console.lang)
        console.out(shown, machine=machine)
        return OK
    provider, topic = arguments.provider.lower(), arguments.topic.lower()
    if wrong := terms_list.unknown(catalog, provider=provider, topic=topic):
        raise UsageError(wrong, _known(catalog, topic=bool(topic) and topic not in catalog.vocabulary.topics))
    listed = terms_list.select(catalog, provider=provider, topic=topic, every=arguments.all)
    if arguments.output_format == "markdown":
        console.out(matrix.render((one.service for one in listed), catalog, console.lang), machine=True)
    elif machine:
        console.out(terms_list.render_json(listed, catalog), machine=True)
    else:
        console.out(terms_list.render(listed, catalog, console.lang, width=console.width, topic=topic, whole=not provider))
    return OK


def _known(catalog: Catalog, *, topic: bool) -> Words:
    if not topic:
        return Words("`aigc-lint terms list --all` names them all", "`aigc-lint terms list --all` 列出全部提供方")
    names = ", ".join(catalog.vocabulary.topics)
    return Words(f"topics are {names}", f"可用的主题：{names}")
