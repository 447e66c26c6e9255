"""The types of ``aigc-policy.toml`` and of ``[tool.aigc-lint]``. Every key has its default here and nowhere else."""

from __future__ import annotations

import datetime
from typing import Literal

from msgspec import Struct, field

from aigc_lint.model.findings import Severity


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all tables: frozen, strict about keys."""


class Project(Section, frozen=True):
    """``[project]``: facts about the product that the code does not show."""

    name: str = ""
    commercial: bool | None = None
    annual_revenue_usd: int | None = None
    """Absent: plan limits are "cannot tell"."""
    serves: tuple[str, ...] = ()
    """Where it is offered; ``EU`` covers its members."""
    audience: Literal["public", "business", "internal"] | None = None
    roles: tuple[Literal["provider", "deployer"], ...] = ()
    on_market_since: datetime.date | None = None


class Makers(Section, frozen=True):
    """``[providers.makers]``: who made the model, apart from who hosts it."""

    allow: tuple[str, ...] | None = None
    deny: tuple[str, ...] = ()


class Providers(Section, frozen=True):
    """``[providers]``: provider ids admit ordinary API services; ``service:<id>`` names any service."""

    allow: tuple[str, ...] | None = None
    """None: everything that is not denied."""
    deny: tuple[str, ...] = ()
    regions: tuple[str, ...] | None = None
    makers: Makers = field(default_factory=Makers)


class Require(Section, frozen=True):
    """``[[services.<id>.require]]``: a header or an argument that calls of the service must carry."""

    header: str | None = None
    argument: str | None = None
    """Dotted path: ``store``, ``extra_body.provider.data_collection``."""
    equals: str | int | float | bool | None = None
    """None: any value."""
    purpose: str | None = None
    """The clause topic that a finding cites; without it the policy line alone."""


class ServicePolicy(Section, frozen=True):
    """``[services.<id>]``."""

    models: dict[str, tuple[str, ...]] = {}
    """Modality (or ``*``) -> glob patterns of admitted model ids."""
    require: tuple[Require, ...] = ()


class Attestation(Section, frozen=True):
    """``[[attestation]]``: what code cannot show."""

    service: str
    states: Literal["training-opt-out", "zero-data-retention", "plan", "contract", "licence"]
    by: str
    on: datetime.date
    value: str | None = None
    account: str | None = None
    """``env:NAME``: holds only for calls whose credential is read from it."""
    expires: datetime.date | None = None
    evidence: str | None = None


class ValuesPolicy(Section, frozen=True):
    """``[values]``."""

    read: tuple[str, ...] = ()
    """Files whose settings may be read (``.env.example``)."""


class Training(Section, frozen=True):
    """``[training]``."""

    stances: tuple[str, ...] = ("never", "opt-in")
    """Accepted without more."""


class Retention(Section, frozen=True):
    """``[retention]``."""

    application_state: bool = True
    """May the service store content as application state?"""
    max_days: int | None = None
    zero: bool = False
    """Zero retention: in code where it can be shown, else attested."""


class WrapperPolicy(Section, frozen=True):
    """``[[provenance.wrapper]]``: the project's own recording decorator, context manager, proxy or function."""

    name: str
    records: tuple[str, ...] = ()


class Provenance(Section, frozen=True):
    """``[provenance]``."""

    libraries: tuple[str, ...] = ()
    fields: tuple[Literal["provider", "model", "version", "prompt", "parameters", "time", "output"], ...] = ()
    wrapper: tuple[WrapperPolicy, ...] = ()


class Terms(Section, frozen=True):
    """``[terms]``."""

    max_age_days: int | None = None
    trust: tuple[Literal["read", "secondary", "seed", "unverified"], ...] = ("read",)
    """Clause confidences that may raise an error."""
    catalogs: tuple[str, ...] = ()
    """Folders with catalogues of one's own, relative to this file; they override ours by id, and each those before it."""


class PerPath(Section, frozen=True):
    """``[[rules.per_path]]``."""

    path: str
    ignore: tuple[str, ...] = ()


class Rules(Section, frozen=True):
    """``[rules]``: rules by code or name."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    unknown: Severity | None = None
    """Severity of AIG103; None: the rule's own."""
    severity: dict[str, Severity] = {}
    per_path: tuple[PerPath, ...] = ()


class Waiver(Section, frozen=True):
    """``[[waiver]]``: an exception with an owner and an end."""

    rule: str
    reason: str
    approved_by: str
    expires: datetime.date
    service: str | None = None
    path: str | None = None


class Policy(Section, frozen=True):
    """The whole file."""

    version: Literal[1]
    project: Project = field(default_factory=Project)
    providers: Providers | None = None
    services: dict[str, ServicePolicy] = {}
    attestation: tuple[Attestation, ...] = ()
    endpoints: dict[str, str | tuple[str, ...]] = {}
    """``env:NAME``, URL, host or ``parameter:...`` -> ``service:<id>`` (several: staging and production)."""
    values: ValuesPolicy = field(default_factory=ValuesPolicy)
    training: Training | None = None
    retention: Retention | None = None
    provenance: Provenance | None = None
    terms: Terms = field(default_factory=Terms)
    rules: Rules = field(default_factory=Rules)
    waiver: tuple[Waiver, ...] = ()


class Tool(Section, frozen=True):
    """``[tool.aigc-lint]`` of ``pyproject.toml``: how to run."""

    exclude: tuple[str, ...] = ()
    """gitignore-style patterns relative to the folder of that file."""
    roots: tuple[str, ...] = ()
    """Import roots, relative to that folder."""
    baseline: str | None = None
    fail_on: Literal["error", "warning", "note"] = "error"
    lang: Literal["en", "zh"] | None = None
    cache_dir: str | None = None
    max_file_size: int = 1_000_000
    """Bytes."""
