"""The catalogue's entries. The TOML under ``rules/`` is decoded into these types; ``docs/catalogue.md`` shows the format.

A type that stands in a file is decoded strictly: an unknown key is an error. Ids that the file's structure spells
(table names, file names) are filled in by the loader and are not repeated in the file.
"""

# No ``annotations`` from the future here: a decoder would have to evaluate each of them, at every start.

import datetime
from typing import Literal, Self

from msgspec import Struct, field
from msgspec.structs import replace

from aigc_lint.model.findings import Severity
from aigc_lint.model.words import Words

# --- providers --------------------------------------------------------------------------------------------------------

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


# --- SDKs -------------------------------------------------------------------------------------------------------------

ClientKind = Literal["class", "factory", "wrapper", "object", "pretrained", "module", "function"]


class Option(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A constructor argument (or environment variable) that moves the client to another service."""

    service: str
    argument: str | None = None
    environment: str | None = None
    equals: str | int | bool | None = None
    """None: any value that is given and not None or False."""


class Client(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An object bound to a service, or the module itself (kind ``module``)."""

    names: tuple[str, ...]
    """Dotted names as users import them, async twins included. For kind ``module`` the module's import path."""
    kind: ClientKind = "class"
    service: str | None = None
    """Where nothing else decides."""
    resolve: Literal["fixed", "endpoint", "model", "wrapped", "provider"] = "endpoint"
    """What decides the service: nothing, the endpoint role, the model's prefix, the wrapped client, a provider argument."""
    prefixes: str | None = None
    """Name of the prefix table (``litellm``) that the model or provider argument is looked up in."""
    roles: dict[str, str] = {}
    """Constructor parameter -> role."""
    positional: tuple[str, ...] = ()
    """Constructor parameters in positional order, as far as they matter."""
    environment: dict[str, str] = {}
    """Role -> environment variable that the SDK reads by itself."""
    globals: dict[str, str] = {}
    """For modules: dotted module attribute -> role (``openai.api_base`` -> endpoint)."""
    configure: dict[str, dict[str, str]] = {}
    """For modules: function that sets globals -> its parameters' roles (``genai.configure``)."""
    options: tuple[Option, ...] = ()
    returns_client: tuple[str, ...] = ()
    """Methods on the client that return a client of the same surface."""
    inherits: tuple[str, ...] = ()
    """``distribution:client`` whose operations apply too."""
    obtained_from: tuple[str, ...] = ()
    """Chains on the clients in ``of`` that return this object."""
    of: tuple[str, ...] = ()
    """For objects: ids of the clients that it is obtained from; empty: any client of this SDK."""
    wraps: str | None = None
    """For wrappers: the parameter that holds the client given."""
    selector: str | None = None
    """For factories: the value of the first argument that this entry stands for (``bedrock-runtime``)."""
    reads_module: bool = True
    """Does a client fall back on the module's state (``genai.configure``)? Those of openai 1.x and later do not."""
    callable_as: str | None = None
    """Operation chain that calling the object itself means (``dspy.Predict`` -> ``__call__``)."""
    note: str | None = None
    id: str = ""
    sdk: str = ""


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What many operations share."""

    roles: dict[str, str] = {}
    wrappers: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()


class Operation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Callables of an SDK that send content to a service or obtain content from it; one table may list many chains."""

    on: tuple[str, ...]
    """Client ids of this SDK; ``module`` for functions of the package itself (chains are then below the import root)."""
    chains: tuple[str, ...]
    modality: str
    shape: str | None = None
    roles: dict[str, str] = {}
    positional: tuple[str, ...] = ()
    """Parameter names in positional order, as far as they matter."""
    wrappers: tuple[str, ...] = ()
    sends: bool = True
    """False: a session or handle is made, content goes out later (modality ``chat-session``)."""
    manages: bool = False
    """True: management (retrieve, list, poll) that carries no content; not reported."""
    context_manager: bool = False
    defaults: dict[str, str | int | bool] = {}
    service: str | None = None
    """Where the operation alone decides it."""
    telling: tuple[str, ...] = ()
    """Globs of class names: objects that hardly go anywhere but into such a call. A list of them tells it on a receiver that
    nothing is known about."""
    note: str | None = None
    sdk: str = ""


class Sdk(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A Python distribution whose calls reach services: one file."""

    distribution: str
    imports: tuple[str, ...]
    """Import roots, dotted."""
    verified: tuple[str, ...] = ()
    """Versions whose source the entries were checked against."""
    official: bool = True
    maker: str | None = None
    """Provider whose model answers, where the package serves one maker through another service."""
    clients: dict[str, Client] = {}
    shapes: dict[str, Shape] = {}
    operations: tuple[Operation, ...] = ()
    constants: dict[str, str] = {}
    """Texts that the package names and people pass on: dotted name -> value (``cozepy.COZE_CN_BASE_URL``)."""
    prefixes: dict[str, dict[str, str]] = {}
    """Prefix tables this SDK defines: table name -> prefix (with its separator) -> service id, or ``provider:<id>``."""
    telemetry: tuple[str, ...] = ()
    runs_on: tuple[str, ...] = ()
    """SDKs through which all its calls go: what is told to record those records these."""
    docs: str | None = None
    note: str | None = None


# --- protocols (raw HTTP) ---------------------------------------------------------------------------------------------


class UrlPath(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A URL path that is an AI call, on whatever host or on those named."""

    path: str
    """Suffix or infix of the URL's path; ``{}`` stands for one segment: ``/models/{}:generateContent``. ``{model}`` is one
    segment, ``{model*}`` one or more, that name the model."""
    modality: str
    protocol: str
    needs_body: tuple[str, ...] = ()
    """Payload keys of which one must be seen where the path alone is ambiguous (``/v1/messages``)."""
    needs_value: dict[str, tuple[str, ...]] = {}
    """Payload values, by dotted key, of which one must be seen where even the keys say nothing."""
    hosts: tuple[str, ...] = ()
    """Host globs on which alone the path counts; empty: any host."""
    not_hosts: tuple[str, ...] = ()
    """Host globs on which the path means something else."""
    maker: str | None = None
    """Provider whose model answers there, whoever's host it is: a reseller's path may say what its payload does not."""
    gets: bool = False
    """True: a GET sends content there too, in the query or the path."""
    manages: bool = False
    """True: the path fetches results or credentials, or keeps house; it carries no content and is not reported."""


class Payload(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A payload that is an AI call whatever the address, and may say whose, where the address does not."""

    keys: tuple[str, ...]
    """All of these must stand in it, as dotted paths; ``[]`` after a name is any item of a list: ``messages[].role``. The last
    name of the first is the one to look for in a file, unless it lies in a list."""
    modality: str
    protocol: str = ""
    sought: bool = True
    """False: its words are everyday ones, so a file is not looked into for their sake."""
    bare: bool = False
    """True: counts only where nothing at all is known of the address; servers of one's own are sent the same."""
    headers: bool = False
    """True: the keys are names of headers, in whatever case; a connection that is opened before anything is sent has no more."""


class Protocols(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``rules/protocols.toml``."""

    paths: tuple[UrlPath, ...] = ()
    payloads: tuple[Payload, ...] = ()
    owners: dict[str, str] = {}
    """Protocol -> the service (or ``provider:<id>``) whose own it is: whom a request in it reaches on an unknown host."""


# --- wrappers ---------------------------------------------------------------------------------------------------------

Recorded = Literal["provider", "model", "version", "prompt", "parameters", "time", "output"]


class Wrapper(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A known tracing or provenance library: one file."""

    id: str
    name: Words
    imports: tuple[str, ...]
    decorators: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    """Functions that are handed the call."""
    proxies: tuple[str, ...] = ()
    """Dotted names of client classes or functions that return a recording client."""
    instruments: dict[str, tuple[str, ...]] = {}
    """Function or method that patches SDKs process-wide -> distributions it covers (``*`` all)."""
    only_with: dict[str, str] = {}
    """Of these, the ones that patch only where the named argument is given and true (``auto_instrument``)."""
    handlers: tuple[str, ...] = ()
    """Classes and functions that give a callback handler: a call, a configuration or a model that is given one is recorded."""
    switches: dict[str, tuple[str, ...]] = {}
    """An SDK's own list of recorders (``litellm.callbacks``) -> the entries on it that mean this library."""
    records: tuple[Recorded, ...] = ()
    recipient: str | None = None
    """Service or host that receives the recorded content."""
    docs: str | None = None
    note: str | None = None


# --- regulations ------------------------------------------------------------------------------------------------------


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


# --- rules ------------------------------------------------------------------------------------------------------------


class ClauseQuery(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which clauses a rule may rest on."""

    topic: str
    stances: tuple[str, ...] = ()


class Message(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way the rule speaks: a sentence and what to do, with ``{placeholders}`` filled from the verdict's facts."""

    says: Words
    do: Words


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the user sees of one rule: one file, named ``CODE-name.toml``."""

    check: str
    """Module of ``checks/`` that decides."""
    severity: Severity
    title: Words
    why: Words
    messages: dict[str, Message]
    """By variant; ``default`` is always there."""
    severity_with: dict[str, Severity] = {}
    """Policy section -> severity when the policy has it (``training`` -> error)."""
    needs: str | None = None
    """Policy key without which the rule is silent."""
    clauses: tuple[ClauseQuery, ...] = ()
    params: dict[str, str] = {}
    examples: dict[str, str] = {}
    """Case name -> Python text, for ``explain``; every one is a fixture too."""
    see: tuple[str, ...] = ()
    code: str = ""
    name: str = ""


# --- the words ---------------------------------------------------------------------------------------------------------


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


# --- the whole --------------------------------------------------------------------------------------------------------


class Catalog(Struct, frozen=True, kw_only=True):
    """Everything, cross-checked, with ids filled in."""

    version: str
    providers: dict[str, Provider]
    sdks: dict[str, Sdk]
    protocols: Protocols
    wrappers: dict[str, Wrapper]
    rules: dict[str, Rule]
    """By code."""
    services: dict[str, Service] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names of providers -> id."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    regulations: dict[str, Regulation] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    """By id: ``regulation/article``."""

    def indexed(self) -> Self:
        """The same catalogue with services, clauses, documents and duties by id, as they stand in what holds them."""
        services = {service.id: service for provider in self.providers.values() for service in provider.services.values()}
        return replace(
            self,
            services=services,
            clauses={clause.id: clause for service in services.values() for clause in service.clauses},
            documents={id: document for provider in self.providers.values() for id, document in provider.documents.items()},
            duties={duty.id: duty for regulation in self.regulations.values() for duty in regulation.duties},
        )
