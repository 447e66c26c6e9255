"""One project of a run: its files indexed, linked and judged."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.engine import refusals
from aigc_lint.engine.cache import Cache
from aigc_lint.engine.discovery import Project
from aigc_lint.engine.judge import Judged, JudgeOptions, judge
from aigc_lint.engine.linked import Linked, key_of
from aigc_lint.engine.needles import needles
from aigc_lint.engine.options import Options
from aigc_lint.engine.reader import Memory, Reader
from aigc_lint.engine.sealing import FOLDER_NAME
from aigc_lint.engine.workers import Pool
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.linking.nearness import any_needles, may_matter
from aigc_lint.linking.settings import LinkSettings
from aigc_lint.model.facts import FileIndex, Refusal, Suppression
from aigc_lint.model.findings import Problem
from aigc_lint.model.settings import NO_SETTINGS, Settings
from aigc_lint.model.uses import Use
from aigc_lint.policy.load import LoadedPolicy
from aigc_lint.policy.schema import Policy
from aigc_lint.reading.stack import with_room

if TYPE_CHECKING:
    from aigc_lint.linking.linker import Linker


class Verdicts(Struct, frozen=True, kw_only=True):
    """What came of one project."""

    judged: Judged
    uses: tuple[Use, ...]
    problems: tuple[Problem, ...]
    """Files that had to be parsed and could not be."""
    parsed: int
    warning: Problem | None
    """Of the cache."""
    lasting: bool
    """Would the same contents give the same again?"""


class ProjectRun:
    """Takes one project from its files to its findings."""

    def __init__(
        self,
        project: Project,
        *,
        loaded: LoadedPolicy | None,
        variables: Settings = NO_SETTINGS,
        catalog: Catalog,
        options: Options,
        pool: Pool,
        memory: Memory,
    ) -> None:
        self._project = project
        self._loaded = loaded
        self._catalog = catalog
        self._options = options
        policy = loaded.policy if loaded else None
        wanted = needles(catalog, policy, variables, everything=options.everything)
        folder = cache_folder(project, options) if options.cache else None
        self._cache = Cache(folder, project=project.root, needles=wanted.digest, max_file_size=project.tool.max_file_size)
        self._reader = Reader(
            project.known,
            needles=wanted,
            cache=self._cache,
            pool=pool,
            memory=memory,
            overlay=options.overlay,
            max_file_size=project.tool.max_file_size,
            time_limit=options.time_limit,
        )
        self._settings = _link_settings(policy, variables)

    def run(self, *, today: datetime.date) -> Verdicts:
        """Link and judge the files that are reported on."""
        linked = self._recalled() or with_room(self._link, collect=True)
        judged = judge(
            uses=linked.uses,
            loaded=self._loaded,
            catalog=self._catalog,
            today=today,
            suppressions=linked.suppressions,
            options=JudgeOptions(
                select=self._options.select,
                ignore=self._options.ignore,
                use_suppressions=self._options.use_ignores,
                root=self._project.path,
            ),
        )
        return Verdicts(
            judged=judged,
            uses=linked.uses,
            problems=tuple(refusals.problem(path, one) for path, found in linked.refusals.items() for one in found),
            parsed=len(linked.asked),
            warning=self._cache.close(),
            lasting=linked.lasting,
        )

    def _recalled(self) -> Linked | None:
        """What an earlier run over the whole project found, where nothing that it rests on has changed."""
        known = self._cache.linked() if self._is_whole else None
        if known is None or known.key != self._key:
            return None
        same = all(self._reader.digest(path) == digest for path, digest in known.asked.items())
        return known if same and not self._reader.unreadable else None

    def _link(self) -> Linked:
        self._reader.preload(self._likely(), progress=self._options.progress)
        uses: list[Use] = []
        suppressions: dict[str, tuple[Suppression, ...]] = {}
        for path in self._project.given:
            if path in self._reader.unreadable or self._is_relevant(path):
                uses += self._linker.uses(path)
                if found := self._reader.suppressions.get(path):
                    suppressions[path] = found
        asked = {path: self._reader.digest(path) or b"" for path in sorted(self._reader.asked)}
        linked = Linked(self._key if self._is_whole else b"", asked, tuple(uses), suppressions, self._refusals())
        if self._is_whole:
            self._cache.keep_linked(linked)
        return linked

    @cached_property
    def _is_whole(self) -> bool:
        return self._cache.keeps and len(self._project.given) == len(self._project.known)

    @cached_property
    def _key(self) -> bytes:
        return key_of(
            self._indexes,
            root=self._project.path,
            import_roots=self._project.import_roots,
            given=self._project.given,
            catalog=self._catalog,
            settings=self._settings,
            cache_key=self._cache.key,
        )

    def explain(self, path: str, line: int) -> tuple[str, ...]:
        """Say step by step how the uses on a line were found, or why there is none."""
        return with_room(lambda: self._linker.explain(path, line), collect=True)

    @cached_property
    def _indexes(self) -> Mapping[str, FileIndex]:
        return self._reader.index()

    def _likely(self) -> list[str]:
        """Files that linking will ask for, as good as surely: those with needles, what they import, and who imports them."""
        given = self._project.given
        own = {path for path in given if self._indexes[path].needles}
        near = {target for path in own for target, _ in self._modules.imported(path)}
        if self._has_needles:
            targets = ((path, target) for path in given for target, _ in self._modules.imported(path))
            near |= {path for path, target in targets if self._indexes[target].needles}
        return sorted(own | near)

    @cached_property
    def _has_needles(self) -> bool:
        return any_needles(self._indexes)

    @cached_property
    def _modules(self) -> ModuleIndex:
        return ModuleIndex.build(self._indexes, root=self._project.path, roots=self._project.import_roots)

    @cached_property
    def _linker(self) -> Linker:
        from aigc_lint.linking.linker import Linker  # dear to import, and most changed files need no linking

        return Linker(files=self._modules, facts=self._reader.facts, catalog=self._catalog, settings=self._settings)

    def _is_relevant(self, path: str) -> bool:
        # Where nothing holds a needle, nothing can import one: most projects need not be linked at all.
        if self._indexes[path].needles:
            return True
        return self._has_needles and may_matter(self._modules, path) and self._linker.relevant(path)

    def _refusals(self) -> dict[str, tuple[Refusal, ...]]:
        """Every refusal of a file that had to be known, be it given or asked for on behalf of a given one."""
        found = dict(self._reader.refusals)
        entangled = self._linker.refusals if "_linker" in self.__dict__ else {}
        for path, one in entangled.items():
            found[path] = (*found.get(path, ()), one)
        return dict(sorted(found.items()))


def cache_folder(project: Project, options: Options) -> Path | None:
    """Where a project's cache lies; a folder that is no project gets none unless one is named."""
    if options.cache_dir is not None:
        return Path(options.cache_dir) if options.cwd == "" else Path(options.cwd) / options.cache_dir
    if project.tool.cache_dir is not None:
        return Path(project.tool_folder) / project.tool.cache_dir
    return Path(project.root) / FOLDER_NAME if project.marked else None


def _link_settings(policy: Policy | None, variables: Settings) -> LinkSettings:
    if policy is None:
        return LinkSettings()
    endpoints: dict[str, tuple[str, ...]] = {}
    for key, value in policy.endpoints.items():
        values = (value,) if isinstance(value, str) else value
        endpoints[key] = tuple(one.removeprefix("service:") for one in values)
    wrappers = tuple(wrapper.name for wrapper in policy.provenance.wrapper) if policy.provenance else ()
    return LinkSettings(endpoints=endpoints, wrappers=wrappers, variables=variables)
