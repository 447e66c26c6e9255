"""The uses of a file, in source order, within bounds: what takes too much work is looked at call by call."""

from __future__ import annotations

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.guards import Guards
from aigc_lint.linking.memory import Overrun
from aigc_lint.linking.moduledefaults import ModuleDefaults
from aigc_lint.linking.services import ServiceResolver
from aigc_lint.linking.sites import SiteReader
from aigc_lint.model.spans import Span
from aigc_lint.model.uses import Use

WORK_PER_FILE = 24_000
"""Computations for all that a file holds."""
WORK_PER_CALL = 50
"""Computations that each call of a file adds to that."""
WORK_STEP = 16_384
"""Bounds of files are multiples of this, so that what is known to be too much for one file is so for others alike."""
WORK_ALONE = 10_000
"""Computations for a call by itself, in a file that is too much at once: half of it after one that takes more, and so on."""
WORK_NEAR = 1_000
"""Computations for a call that takes more: what is near. The others of the file get no less."""
MOST_OVERRUNS = 12
"""Calls of a file found to take more, before no other is tried with more than what is near."""


class Found(Struct, frozen=True):
    """What a file holds."""

    uses: list[Use]
    cut: tuple[Span, ...] = ()
    """Calls that hang together with too much to be followed to the end: there may be uses among them."""


class UseFinder:
    """Finds the uses of one file."""

    def __init__(self, ev: Evaluator, catalog: Catalog, resolver: ServiceResolver, guards: Guards) -> None:
        self.ev = ev
        self.defaults = ModuleDefaults(ev)
        self.sites = SiteReader(ev, catalog, resolver, guards, self.defaults)

    def of_file(self, path: str) -> Found:
        """All uses that the file holds, in source order, and what could not be seen to the end."""
        module = self.ev.project.module(path)
        if module is None:
            return Found([])
        sites = [site for block in module.blocks for site in block.calls]
        try:
            found = self.ev.within(lambda: self._all(sites, path), most=_bound(len(sites)))
        except Overrun:
            found = self._one_by_one(sites, path)
        unique = {(use.kind, use.place.span, use.operation): use for use in found.uses}
        return replace(found, uses=sorted(unique.values(), key=lambda use: (use.place.span, use.kind, use.operation)))

    def _all(self, sites: list[CallSite], path: str) -> Found:
        return Found([*(use for site in sites for use in self.sites.at(site)), *self._configs(path)])

    def _one_by_one(self, sites: list[CallSite], path: str) -> Found:
        """The same for a file that is too much to be asked about at once: each call is a question of its own. Where one is too
        much by itself, what is near must do, and those that follow get less: they would mostly come to the same."""
        found: list[Use] = []
        cut: list[Span] = []
        overruns = 0
        for site in sites:
            answer = partial(self.sites.at, site)
            try:
                if overruns == MOST_OVERRUNS:
                    raise Overrun
                found += self.ev.within(answer, most=max(WORK_ALONE >> overruns, WORK_NEAR))
            except Overrun:
                overruns = min(overruns + 1, MOST_OVERRUNS)
                near = self.ev.alone(answer, most=WORK_NEAR)
                found += near.result
                if near.is_cut:
                    cut.append(site.call.span)
        found += self.ev.question(lambda: self._configs(path))
        return Found(found, tuple(cut))

    def _configs(self, path: str) -> list[Use]:
        return [self.sites.builder.config(setting) for setting in self.defaults.in_file(path)]


def _bound(calls: int) -> int:
    """Computations for a file with so many calls."""
    steps = -(-(WORK_PER_FILE + calls * WORK_PER_CALL) // WORK_STEP)
    return steps * WORK_STEP
