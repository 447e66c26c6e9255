"""``aigc-lint terms show``: everything that is known of one clause, service, document, provider or regulation."""

from __future__ import annotations

import argparse

from aigc_lint.cli.arguments import Parser
from aigc_lint.cli.catalogue import guess, load
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK
from aigc_lint.engine.options import UsageError
from aigc_lint.model.words import Words
from aigc_lint.report.explain import render_terms

SUMMARY = Words("show a clause, a service, a document, a provider or a regulation", "查看条款、服务、文本、提供方或法规")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    says = Words("its id: openai-api/store, openai-api, openai", "其标识：openai-api/store、openai-api、openai")
    parser.option("subject", metavar="ID", says=says)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the page."""
    catalog = load(console)
    page = render_terms(arguments.subject, catalog, console.lang)
    if page is None:
        texts = (*catalog.documents, *catalog.regulations, *catalog.duties)
        known = (*catalog.clauses, *catalog.services, *texts, *catalog.providers, *catalog.aliases)
        raise UsageError(
            Words(f"no terms are called {arguments.subject}", f"没有名为 {arguments.subject} 的条款、服务、文本、提供方或法规"),
            guess(arguments.subject, known),
        )
    console.out(page)
    return OK
