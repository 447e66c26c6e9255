"""Every word that clauses and duties may be written in."""

from typing import Literal

from msgspec import Struct

from aigc_lint.model.words import Words


class Topic(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What clauses speak of, and the stances they take on it, each with its meaning in one line."""

    name: Words
    stances: dict[str, Words]


class Addressee(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom duties bind."""

    name: Words
    roles: tuple[Literal["provider", "deployer"], ...] = ()
    """The ``project.roles`` under which one may be that; empty: the policy does not tell."""


class Content(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What duties are about."""

    name: Words
    modalities: tuple[str, ...] = ()
    """The kinds of calls that bring it forth."""


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``rules/vocabulary.toml``: every word that a clause or a duty may be written in."""

    topics: dict[str, Topic] = {}
    plans: dict[str, Words] = {}
    """What ``when.plan`` may say."""
    operations: dict[str, Words] = {}
    """What ``when.operation`` may say."""
    addressees: dict[str, Addressee] = {}
    contents: dict[str, Content] = {}
    duties: dict[str, Words] = {}
    """What a duty may ask for."""
    numbers: dict[str, Words] = {}
    """What the figures of duties measure."""
    positions: dict[str, Words] = {}
    fields: dict[str, Words] = {}
