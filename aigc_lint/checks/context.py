"""What a check is given."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Service
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.policy.load import LoadedPolicy
from aigc_lint.policy.schema import Policy

NO_POLICY = Policy(version=1)


class Context(Struct, frozen=True, kw_only=True):
    """One rule over the uses of one project."""

    rule: Rule
    uses: tuple[Use, ...]
    policy: LoadedPolicy | None
    catalog: Catalog
    today: datetime.date

    @property
    def settings(self) -> Policy:
        """The policy, or the documented defaults where there is none."""
        return self.policy.policy if self.policy else NO_POLICY

    def calls(self) -> Iterator[Use]:
        """The uses that send or obtain content; a session that is only opened sends with its own later calls."""
        return (use for use in self.uses if use.kind in ("call", "recipient") and use.modality != "chat-session")

    def service(self, candidate: Candidate) -> Service | None:
        """The candidate's service, where the path tells it and the catalogue has it."""
        return self.catalog.services.get(candidate.service) if candidate.service else None
