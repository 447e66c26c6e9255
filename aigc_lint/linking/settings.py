"""What linking is told by the policy."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from aigc_lint.model.settings import NO_SETTINGS, Settings


class LinkSettings(Struct, frozen=True):
    """What linking takes from the policy."""

    endpoints: Mapping[str, tuple[str, ...]] = {}
    """Origin or URL -> service ids, without the ``service:`` prefix."""
    wrappers: tuple[str, ...] = ()
    """Dotted names of the project's own provenance wrappers."""
    variables: Settings = NO_SETTINGS
    """What the settings files that the policy lists say of environment variables."""
