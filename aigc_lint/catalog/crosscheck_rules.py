"""What must hold within a rule's file and between it and the vocabulary."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import get_args

from aigc_lint.catalog import bilingual
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.model.findings import Severity
from aigc_lint.model.words import Words

_CODE = re.compile(r"AIG\d{3}")


def faults(catalog: Catalog, rule: Rule) -> Iterator[str]:
    """Say what is wrong with a rule's file."""
    if not _CODE.fullmatch(rule.code) or not rule.name:
        yield "the file's name is not CODE-name.toml"
    if "default" not in rule.messages:
        yield "messages.default is missing"
    for id, message in rule.messages.items():
        for part in ("says", "do"):
            words: Words = getattr(message, part)
            yield from bilingual.gaps(f"messages.{id}.{part}", words)
            if _placeholders(words.en) != _placeholders(words.zh):
                yield f"messages.{id}.{part}: the languages differ in their placeholders"
    for part in ("title", "why"):
        yield from bilingual.gaps(part, getattr(rule, part))
    for section, severity in rule.severity_with.items():
        if severity not in get_args(Severity):
            yield f"severity_with.{section}: {severity!r}"
    for query in rule.clauses:
        topic = catalog.vocabulary.topics.get(query.topic)
        if topic is None:
            yield f"clauses: topic {query.topic!r} does not stand in vocabulary.toml"
        for stance in query.stances if topic else ():
            if topic and stance not in topic.stances:
                yield f"clauses: stance {stance!r} does not stand under {query.topic} in vocabulary.toml"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
