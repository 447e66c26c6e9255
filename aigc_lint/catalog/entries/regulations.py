"""What the files of laws, standards and codes hold: the duties they put on whom."""

import datetime
from typing import Literal

from msgspec import Struct

from aigc_lint.catalog.entries.providers import Confidence
from aigc_lint.model.words import Words


class Form(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a label must look like, as far as that can be looked for."""

    words: tuple[tuple[str, ...], ...] = ()
    """Groups of words: one of each stands in the label."""
    mark: str | None = None
    """A sign that is enough where the label is a mark."""
    positions: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """What metadata has to tell."""
    key: str | None = None
    """What the name of the metadata field holds."""
    members: tuple[str, ...] = ()
    """Members of the object under the key."""
    values: dict[str, tuple[str, ...]] = {}
    """Member -> the values that it may have."""
    carriers: tuple[str, ...] = ()
    """Where metadata stands in files, in the terms of the formats."""


class Grace(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """More time for what was there before."""

    on_market_before: datetime.date
    """Holds for systems whose ``project.on_market_since`` is earlier."""
    until: datetime.date


class Duty(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one article asks of whom."""

    id: str
    """In the file the article in short; after loading ``regulation/article``."""
    article: Words
    what: str
    addressees: tuple[str, ...]
    contents: tuple[str, ...]
    summary: Words
    applies_from: datetime.date
    confidence: Confidence
    lint: Literal["code", "hint", "process"]
    """``code``: a rule can see it kept or not; ``hint``: code only gives reason to ask; ``process``: nothing in code."""
    shows: Words
    """What code can show of it."""
    condition: Words | None = None
    """What no policy decides: the kind of service, a purpose, a measure in words."""
    exceptions: Words | None = None
    until: datetime.date | None = None
    """The last day of this wording."""
    grace: Grace | None = None
    numbers: dict[str, int] = {}
    form: Form | None = None
    same_as: tuple[str, ...] = ()
    """Duties that are cited together with it, as one."""
    note: Words | None = None
    regulation: str = ""


class Watch(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text that is not in force or was not read: never to be cited as law."""

    id: str
    says: Words
    since: datetime.date | None = None
    """When it is to apply, if that is known."""


class Regulation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A law, standard or code: one file."""

    id: str
    name: Words
    title: Words
    jurisdiction: str
    """``EU``, a country, or a part of one: ``US-CA``."""
    url: str
    url_kind: Literal["official", "copy", "press"]
    """What stands at the URL; the text itself was read where ``evidence`` says."""
    effective: datetime.date
    checked: datetime.date
    confidence: Confidence
    evidence: str
    duties: tuple[Duty, ...]
    amended: datetime.date | None = None
    voluntary: bool = False
    """Guidance: never a duty."""
    offered_to: tuple[Literal["public", "business", "internal"], ...] = ()
    """The values of ``project.audience`` that it binds; empty: all."""
    scope: Words | None = None
    status: Words | None = None
    penalty: Words | None = None
    watch: tuple[Watch, ...] = ()
