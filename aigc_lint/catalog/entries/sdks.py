"""What SDKs' files hold: clients and the operations on them."""

from typing import Literal

from msgspec import Struct

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
    module: str | None = None
    """The module of another SDK whose state it falls back on, as ``distribution:client``."""
    callable_as: str | None = None
    """Operation chain that calling the object itself means (``dspy.Predict`` -> ``__call__``)."""
    abstract: bool = False
    """A base class whose subclasses fill in the call: what one of the project's own sends is seen there, not where it is run."""
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
    moved: dict[str, str] = {}
    """Packages that classes moved out of, and where they are now; the old names go on giving them (``langchain.llms``)."""
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
