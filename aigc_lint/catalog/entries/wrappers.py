"""What the files of tracing and provenance libraries hold."""

from typing import Literal

from msgspec import Struct

from aigc_lint.model.words import Words

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
