"""What providers' files hold: documents, services, their clauses, opt-outs and endpoints."""

import datetime
from typing import Literal

from msgspec import Struct

from aigc_lint.model.words import Words

Confidence = Literal["read", "secondary", "seed", "unverified"]
Audience = Literal["api", "consumer", "plan", "weights", "self-hosted", "router", "none"]


class Archive(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where Open Terms Archive tracks a document."""

    collection: str
    path: str


class Document(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text of terms."""

    title: str
    url: str
    checked: datetime.date
    checked_kind: str = "stated-date"
    effective: datetime.date | None = None
    undated: str | None = None
    """Why there is no effective date; set exactly where ``effective`` is not."""
    audience: str = "api"
    terms_type: str | None = None
    archive: Archive | None = None
    unchanged_until: datetime.date | None = None
    evidence: str | None = None
    note: str | None = None
    id: str = ""
    provider: str = ""
    origin: str = ""
    """The file of a company's own catalogue that it comes from, as reports write it; empty for what is shipped."""


class Condition(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a clause applies. A key that is absent does not matter; each key's list is an "or", the keys are an "and"."""

    plan: tuple[str, ...] = ()
    """Plan names (``paid``, ``unpaid``, ``enterprise`` ...): only an attestation can show them."""
    region: tuple[str, ...] = ()
    """Where the customer or its users are: ``EU``, ``EEA``, ``CH``, ``UK``, ``US``, ``CN`` ...; ``!EU`` excludes."""
    model: tuple[str, ...] = ()
    """Glob patterns of model ids; ``!pattern`` excludes."""
    modality: tuple[str, ...] = ()
    operation: tuple[str, ...] = ()
    """What is done: ``publication``, ``public-service``, ``inference``, ``batch``, ``responses`` ...; ``!batch`` excludes."""
    audience: tuple[str, ...] = ()
    """Who the customer is, where one text speaks of several: ``consumer``, ``business``."""
    since: datetime.date | None = None
    other: Words | None = None
    """A condition in free words that no policy can decide: never excluded, never proved."""


class Clause(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One statement of a document."""

    id: str
    """In the file the part after the slash; after loading ``service/part``."""
    document: str
    section: str
    topic: str
    stance: str
    summary: Words
    confidence: Confidence
    when: Condition | None = None
    note: str | None = None
    days: int | None = None
    """Retention in days, where the clause gives a number."""
    threshold_usd: int | None = None
    threshold_users: int | None = None
    plans: tuple[str, ...] = ()
    superseded_by: str | None = None
    """Another clause that holds in its place: this one only informs."""
    supersedes: tuple[str, ...] = ()
    """Clauses of the service in whose place this one holds (a negotiated contract); said here or there, once."""
    changed_since_seed: str | None = None
    text: str | None = None
    """A mark or notice that the clause asks for, in the form it must have (names and notices only)."""
    service: str = ""
    origin: str = ""
    """The file of a company's own catalogue that it comes from, as reports write it; empty for what is shipped."""


Mechanism = Literal[
    "none-needed", "none-offered", "parameter", "header", "endpoint", "plan", "account-setting", "contract", "email", "contact",
    "product-switch", "model-choice",
]


class OptOut(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a service lets its customer refuse something."""

    of: str
    """``training``, ``retention``, ``distillation``, ``publicity``, ``region``, ``optimisation``, ``upstream``."""
    by: Mechanism
    in_code: bool
    how: Words
    clause: str
    """Clause id; a part alone means the same service."""
    confidence: Confidence
    setting: str | None = None
    """Dotted path of the argument, below the call: ``store``, ``extra_body.provider.data_collection``, ``header:X-Name``."""
    value: str | int | bool | None = None
    """What it must be; ``*`` is any value."""
    default: Words | None = None
    """What happens without it."""
    operations: tuple[str, ...] = ()
    """Globs over operation chains that take the setting; empty: every operation that documents it."""
    moves_to: str | None = None
    """Another service: a remedy to name, never counted as an opt-out of this contract."""
    note: str | None = None


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A host and path prefix that belong to a service. The longest matching prefix wins, an exact host before a glob."""

    host: str
    """Exact, or a glob: a label ``*`` is one or more labels, a ``*`` within a label any part of it: ``*.openai.azure.com``."""
    path: str = ""
    """Prefix of whole segments; ``{}`` is any one segment."""
    region: str | None = None
    """Where the content is processed, if the host tells."""
    protocol: str = ""
    """Shape of the API there: ``openai``, ``anthropic``, ``gemini`` ..."""
    port: int | None = None
    shared: bool = False
    """The host serves other things too: a path outside every prefix is none of this service's business."""
    clause: str | None = None
    confidence: Confidence = "read"
    """``read``: the vendor's own texts name it; ``secondary``: packages or public code do; ``unverified``: common knowledge."""
    source: str | None = None
    note: str | None = None


class ModelRule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pattern of model ids that changes what the contract says."""

    pattern: str
    """A regular expression searched in the model id."""
    effect: str
    """``trains`` (gives content for training), ``licence``, ``free-upstream``, ``floating`` ..."""
    clause: str | None = None
    confidence: Confidence = "read"
    note: str | None = None


class Service(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One contract of a provider."""

    name: Words
    audience: Audience
    entity: str | None = None
    """ISO code of the contracting party's country, where it differs from the provider's."""
    region: str | None = None
    """Where content is processed unless an endpoint says otherwise."""
    offered_in: tuple[str, ...] = ()
    automation_barred: bool = False
    """A consumer service, or one whose terms bar automated access: driving it by program is AIG105."""
    endpoints: tuple[Endpoint, ...] = ()
    clauses: tuple[Clause, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    models: tuple[ModelRule, ...] = ()
    default: bool = False
    """The provider's ordinary API service: what an allow-list entry of the provider's id admits first and what an SDK
    without endpoint means."""
    unverified: Words | None = None
    """Why there are no clauses, where no terms text was found."""
    key_prefixes: tuple[str, ...] = ()
    """Credential prefixes that show this contract (``sk-sp-``)."""
    note: str | None = None
    id: str = ""
    provider: str = ""
    origin: str = ""
    """The file of a company's own catalogue that it comes from or is changed by, as reports write it; empty for ours."""


class Provider(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A company or project that offers AI services: one file."""

    id: str
    name: Words
    entity: str
    """ISO code of its country; empty for self-hosted."""
    homepage: str | None = None
    documents: dict[str, Document] = {}
    services: dict[str, Service] = {}
    makes: tuple[str, ...] = ()
    """Globs of model ids that this provider makes, wherever they are hosted: ``deepseek-*``."""
    note: str | None = None
