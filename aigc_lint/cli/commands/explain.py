"""``aigc-lint explain``: what a rule, a clause, a service, a provider or a regulation is about."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.cli.arguments import Parser
from aigc_lint.cli.catalogue import guess, load
from aigc_lint.cli.console import Console
from aigc_lint.cli.main import OK
from aigc_lint.engine.options import UsageError
from aigc_lint.model.words import Words
from aigc_lint.report.explain import render

SUMMARY = Words("explain a rule, a clause, a service, a provider or a regulation", "解释规则、条款、服务、提供方或法规")


def add_arguments(parser: Parser) -> None:
    """Declare the arguments."""
    says = Words("its code, name or id: AIG202, openai-api, eu-ai-act-50", "其代码、名称或标识：AIG202、openai-api、eu-ai-act-50")
    parser.option("subject", metavar="RULE|CLAUSE|SERVICE|PROVIDER|REGULATION", says=says)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the page."""
    catalog = load(console)
    page = render(arguments.subject, catalog, console.lang)
    if page is None:
        raise UsageError(
            Words(
                f"nothing here is called {arguments.subject}",
                f"没有名为 {arguments.subject} 的规则、条款、服务、提供方或法规",
            ),
            guess(arguments.subject, _names(catalog)),
        )
    console.out(page if page.endswith("\n") else page + "\n")
    return OK


def _names(catalog: Catalog) -> Iterator[str]:
    for rule in catalog.rules.values():
        yield from (rule.code, rule.name)
    yield from (*catalog.clauses, *catalog.providers, *catalog.services, *catalog.regulations, *catalog.duties)
