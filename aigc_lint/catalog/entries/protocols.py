"""What tells raw HTTP calls: URL paths and payloads."""

from msgspec import Struct


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
    sought: bool = False
    """True: short, but no everyday word, so a file is looked into for its sake."""
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
