"""What must hold within a regulation's file and between it and the vocabulary."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from aigc_lint.catalog import bilingual
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.regulations import Duty, Form, Regulation
from aigc_lint.model import regions

LABELS = ("explicit-label", "metadata-label", "verify-label")
"""Kinds of duties that may say what a label looks like."""


def faults(catalog: Catalog, regulation: Regulation, today: datetime.date | None) -> Iterator[str]:
    """Say what is wrong with a regulation's file, each fault with its entry."""
    yield from bilingual.entry_gaps(regulation)
    if not regions.known(regulation.jurisdiction):
        yield f"jurisdiction {regulation.jurisdiction!r} is no place"
    elif not regulation.id.startswith(f"{regulation.jurisdiction.lower()}-"):
        yield f"the file's name does not begin with its jurisdiction, {regulation.jurisdiction.lower()}-"
    if not regulation.url.startswith("https://"):
        yield f"url {regulation.url!r} is no https address"
    if today is not None and regulation.checked > today:
        yield f"checked on {regulation.checked}, which is in the future"
    if regulation.amended is not None and regulation.amended < regulation.effective:
        yield f"amended on {regulation.amended}, before it took effect on {regulation.effective}"
    if not regulation.duties:
        yield "has no duties"
    ids = [duty.id for duty in regulation.duties]
    yield from (f"duty {id} stands there twice" for id in sorted({id for id in ids if ids.count(id) > 1}))
    for duty in regulation.duties:
        yield from (f"duty {duty.id}: {fault}" for fault in _duty(catalog, regulation, duty))
    for watch in regulation.watch:
        yield from (f"watch {watch.id}: {fault}" for fault in bilingual.entry_gaps(watch))


def _duty(catalog: Catalog, regulation: Regulation, duty: Duty) -> Iterator[str]:
    yield from bilingual.entry_gaps(duty)
    yield from _words(catalog, duty)
    yield from _dates(regulation, duty)
    for id in duty.same_as:
        if id not in catalog.duties or id == duty.id:
            yield f"same_as {id!r} is no other duty"
    if duty.form is not None:
        if duty.what not in LABELS:
            yield f"has a form, and {duty.what} asks for no label"
        if duty.form == Form():
            yield "form is empty"
        for member in duty.form.values:
            if member not in duty.form.members:
                yield f"form.values.{member} is no member"


def _words(catalog: Catalog, duty: Duty) -> Iterator[str]:
    vocabulary, form = catalog.vocabulary, duty.form or Form()
    for key, words, known in (
        ("what", (duty.what,), vocabulary.duties),
        ("addressee", duty.addressees, vocabulary.addressees),
        ("content", duty.contents, vocabulary.contents),
        ("number", tuple(duty.numbers), vocabulary.numbers),
        ("form.position", form.positions, vocabulary.positions),
        ("form.field", form.fields, vocabulary.fields),
    ):
        for word in words:
            if word not in known:
                yield f"{key} {word!r} does not stand in vocabulary.toml"
    for key, given in (("addressees", duty.addressees), ("contents", duty.contents)):
        if not given:
            yield f"{key} is empty"


def _dates(regulation: Regulation, duty: Duty) -> Iterator[str]:
    if duty.applies_from < regulation.effective:
        yield f"applies from {duty.applies_from}, before {regulation.id} takes effect on {regulation.effective}"
    if duty.until is not None and duty.until < duty.applies_from:
        yield f"until {duty.until} is before it applies on {duty.applies_from}"
    if duty.grace is not None and duty.grace.until < max(duty.applies_from, duty.grace.on_market_before):
        yield f"grace.until {duty.grace.until} is before the duty applies"
