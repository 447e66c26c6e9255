"""What a run over whole folders looked at, told so that a later run can make sure that nothing of it has changed."""

# Thousands of paths: as plain strings they cost a fraction of what Path objects do.
# ruff: noqa: PTH114, PTH118

from __future__ import annotations

import os
from collections.abc import Iterable

from aigc_lint.engine.discovery import Discovery
from aigc_lint.engine.listing import PACKAGING
from aigc_lint.engine.roots import POLICY_NAME, Homes
from aigc_lint.engine.snapshot import Looked

_SETTINGS = (*PACKAGING, POLICY_NAME)


def looked_at(discovery: Discovery, policies: Iterable[str]) -> Looked | None:
    """Everything that the run's answer follows from; None where that cannot be told by files, folders and git alone."""
    listings = discovery.listings
    if not all(listing.answer and listing.sources for listing in listings.values()):
        return None  # something was walked, or is a link, or lies in a repository within the repository
    if not all(project.marked for project in discovery.projects):
        return None
    homes = Homes(named=())
    around: set[str] = set()
    sources: set[str] = set()
    for folder, listing in listings.items():
        sources.update(listing.sources)
        for near in {folder, *listing.packaging, *map(os.path.dirname, listing.sources)}:
            around.update(homes.upwards(near))
    around.update(map(os.path.dirname, policies))
    settings = {path for folder in around for name in _SETTINGS if os.path.lexists(path := os.path.join(folder, name))}
    settings.update(policies)
    links = (*settings, *(os.path.join(folder, "src") for folder in around))
    if any(os.path.islink(path) for path in links):
        return None
    folders = sorted(listings)
    return Looked(folders, [listings[folder].answer for folder in folders], sorted({*around, *settings, *sources}))
