"""A use: one call of the user's code that reaches an AI service, resolved as far as it can be."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from aigc_lint.model.spans import Place, Span
from aigc_lint.model.values import Mapping, Unknown, Values

Kind = Literal["call", "client", "config", "recipient"]
Confidence = Literal["high", "medium", "low"]


class Step(Struct, frozen=True):
    """One step of the way from a client's construction to the call."""

    place: Place
    what: str
    """``client`` (made here), ``derived`` (with_options), ``setting`` (a module default), ``factory`` (returned here),
    ``argument`` (passed here), ``assignment``, ``wrapper``, ``import``, ``environment``, ``settings`` (a settings file gives it
    here), ``endpoint`` (the URL stands here)."""
    detail: str = ""
    """The dotted name, variable or value concerned (never a secret)."""


class Candidate(Struct, frozen=True):
    """One service that the use may fall under."""

    service: str | None
    """Service id; None where only the provider is known."""
    provider: str
    endpoint: str | None = None
    """The base URL as far as known (``{}`` for unknown pieces), or the SDK's documented default."""
    region: str | None = None
    assumed: str = ""
    """Empty where the code shows it; else what it rests on: ``sdk-default``, ``environment-default`` (the variable unset),
    ``setting-default`` (the setting absent), ``settings-file`` (a file that the policy lists gives it), ``parameter-default``
    (nobody is seen to pass it), ``protocol`` (the shape of the request is that service's own, its host unknown) or ``policy``."""
    models: tuple[str, ...] = ()
    """Model ids on this path; empty where the path does not tell them apart."""


class Argument(Struct, frozen=True):
    """What is passed under one name, whichever place sets it."""

    name: str
    """The parameter's name, or dotted path below it."""
    values: Values
    """Empty for content (role ``input``), which is not followed here."""
    level: Literal["call", "client", "derived", "module", "class"] = "call"
    span: Span | None = None
    """Where it is written, if in the file of the use."""


class Guard(Struct, frozen=True):
    """Something that the use is wrapped in: the material of provenance checks."""

    kind: Literal["decorator", "context", "handed", "proxy", "instrumented", "callback", "caller", "bound"]
    """``bound``: more callers than are looked at stand between the call and what may wrap it."""
    name: str
    """Dotted name of the wrapper, resolved through imports; for an entry on an SDK's list of recorders ``list=entry``."""
    place: Place
    arguments: tuple[Argument, ...] = ()


SPREAD = "**"
"""The name of the argument that stands for ``**unknown``: it may pass more than what shows."""


class Use(Struct, frozen=True):
    """One operation in the user's code. One entry per call site."""

    kind: Kind
    place: Place
    """The whole expression; starts where the expression starts."""
    callee: Span
    """The function part alone: what a finding underlines."""
    statement: Span
    """The statement (or compound header) that holds it: a suppression may stand on any of its lines."""
    sdk: str
    """Distribution, e.g. ``openai``; for raw HTTP the library: ``requests``."""
    operation: str
    """``openai.OpenAI.chat.completions.create``."""
    modality: str
    function: str
    """Dotted name of the enclosing function or class, or of the module."""
    candidates: tuple[Candidate, ...] = ()
    unresolved: tuple[Unknown, ...] = ()
    """Not empty where on some or all paths the service can't be known."""
    models: Values = ()
    maker: str | None = None
    confidence: Confidence = "high"
    arguments: tuple[Argument, ...] = ()
    """All arguments known at the call, plus those that the client, its derivations or module defaults set."""
    headers: Mapping = Mapping(())
    """HTTP headers of the request from all levels, names in lower case."""
    body: Mapping = Mapping(())
    """Extra or whole request body from all levels (``extra_body``, ``json=``), nested."""
    roles: tuple[tuple[str, str], ...] = ()
    """Pairs (argument name, role) for the arguments above, from the catalogue."""
    accepts: tuple[str, ...] = ()
    """Documented parameters of the operation that the catalogue knows; what it does not document is not asked of it."""
    guards: tuple[Guard, ...] = ()
    via: tuple[Step, ...] = ()
    upstream: str | None = None
    """For a router: the upstream provider named in the call, if any."""

    @property
    def service(self) -> str | None:
        """The one service, where all paths agree."""
        found = {candidate.service for candidate in self.candidates}
        return found.pop() if len(found) == 1 and not self.unresolved else None

    @property
    def provider(self) -> str | None:
        """The one provider, where all paths agree."""
        found = {candidate.provider for candidate in self.candidates}
        return found.pop() if len(found) == 1 and not self.unresolved else None

    def argument(self, name: str) -> Argument | None:
        """The argument of that name, the innermost level first."""
        order = ("call", "derived", "client", "class", "module")
        found = [argument for argument in self.arguments if argument.name == name]
        return min(found, key=lambda argument: order.index(argument.level)) if found else None

    def by_role(self, role: str) -> tuple[Argument, ...]:
        """The arguments that have that role."""
        names = {name for name, has in self.roles if has == role}
        return tuple(argument for argument in self.arguments if argument.name in names)
