"""The training table: the stances of the clauses that apply and the ways to refuse, to exactly one outcome. Total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import OptOut

Outcome = Literal["gives", "silent", "switch", "attest", "trains", "cannot-tell"]
"""``gives`` AIG205, ``switch`` AIG202 (silent when set), ``attest`` AIG203 (silent when attested), ``trains`` AIG201."""
Way = Literal["switch", "outside"]

REFUSES = frozenset({"never", "processor-only"})
"""Nothing is learned, whatever the customer does."""
ASKS = frozenset({"opt-in"})
"""Nothing is learned unless the customer agrees; accepted unless the policy takes it out of ``training.stances``."""
TAKES = frozenset({"always", "implied-by-licence"})
ANSWERS = frozenset({"opt-out", "opt-out-by-contact", "contract-only", "tiered", "account-setting"})
"""The clause itself names a way outside code, even where no opt-out record says more."""
UNCLEAR = frozenset({"silent", "conflict", "upstream", "derived-data", "deidentified-data", "configurable"})
STANCES = REFUSES | ASKS | TAKES | ANSWERS | UNCLEAR

OUTSIDE = frozenset({"account-setting", "plan", "contract", "email", "contact", "product-switch"})
ACCEPTED = REFUSES | ASKS


def way(opt_out: OptOut) -> Way | None:
    """What an opt-out record counts as. Another contract is no way out of this one, nor is naming an upstream."""
    if opt_out.of != "training" or opt_out.moves_to:
        return None
    if opt_out.in_code and opt_out.by in ("parameter", "header") and opt_out.value not in (None, "*"):
        return "switch"
    return "outside" if opt_out.by in OUTSIDE else None


def decide(stances: Iterable[str], ways: Iterable[Way], *, gives: bool = False, accepted: frozenset[str] = ACCEPTED) -> Outcome:
    """The one outcome, in the order of the rules. ``gives``: a model id or plan by itself hands the content over."""
    every, open_ways = frozenset(stances), frozenset(ways)
    if gives:
        return "gives"
    if not every:
        return "cannot-tell"
    live = every - REFUSES - accepted
    if not live:
        return "silent"
    if "switch" in open_ways:
        return "switch"
    if "outside" in open_ways:
        return "attest"
    if live & TAKES:
        return "trains"
    if live & (ANSWERS | ASKS):
        return "attest"
    return "cannot-tell"


def unknown(catalog: Catalog) -> Iterator[str]:
    """Clauses on training whose stance stands in no row of the table, each with its file."""
    for service in catalog.services.values():
        for clause in service.clauses:
            if clause.topic == "training-use" and clause.stance not in STANCES:
                yield f"providers/{service.provider}.toml: clause {clause.id}: the training table does not know {clause.stance!r}"
