"""The policies of a run: which file applies to a project, what it says, and the catalogue and settings files that it names."""

from __future__ import annotations

import os
from pathlib import Path

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.engine.catalogues import Catalogues
from aigc_lint.engine.discovery import Project, relative
from aigc_lint.engine.options import Options, UsageError
from aigc_lint.model.findings import Problem
from aigc_lint.model.settings import NO_SETTINGS, Settings
from aigc_lint.model.words import Words
from aigc_lint.policy.load import LoadedPolicy, load_policy


class Policies:
    """Loads policies for the projects of one run."""

    def __init__(self, options: Options, catalogues: Catalogues, *, base: str) -> None:
        self._options = options
        self._catalogues = catalogues
        self._base = base
        self.files: dict[str, str] = {}
        """The policy files looked at, as shown -> where they lie."""

    def load(self, project: Project) -> LoadedPolicy | tuple[Problem, ...] | None:
        """What applies to the project; None where nothing does. Raises UsageError where the file that was named is missing."""
        path = self._path(project)
        if self._options.policy is not None and path is not None and not Path(path).is_file():
            raise UsageError(
                Words(f"no such policy file: {self._options.policy}", f"策略文件不存在：{self._options.policy}"), Words("", "")
            )
        if path is None:
            return None
        self.files[relative(path, self._base)] = path
        found = self._catalogues.of(path)
        # Where the own catalogue is wrong, nobody knows which ids there are; all other mistakes are told along with it.
        catalog = self._catalogues.shipped if isinstance(found, tuple) else found
        known = not isinstance(found, tuple)
        loaded = load_policy(
            Path(path),
            shown=relative(path, self._base),
            catalog_services=catalog.services if known else (),
            catalog_providers=(*catalog.providers, *catalog.aliases) if known else (),
            rules=(*catalog.rules, *(rule.name for rule in catalog.rules.values())),
            libraries=catalog.wrappers if known else (),
            topics={clause.topic for clause in catalog.clauses.values()} if known else (),
            stances={clause.stance for clause in catalog.clauses.values()} if known else (),
        )
        if isinstance(found, tuple):
            return (*found, *(loaded if isinstance(loaded, tuple) else ()))
        return loaded

    def settings(self, project: Project, loaded: LoadedPolicy | None) -> tuple[Settings, tuple[Problem, ...]]:
        """What the settings files that the policy lists say, and what is wrong with them."""
        if loaded is None or not loaded.policy.values.read:
            return NO_SETTINGS, ()
        from aigc_lint.engine.settings import read_settings

        return read_settings(loaded, folder=str(Path(self._path(project) or project.root).parent), base=self._base)

    @staticmethod
    def reads_more(loaded: LoadedPolicy | None) -> bool:
        """Does the policy name files that are read besides itself?"""
        return loaded is not None and bool(loaded.policy.values.read or loaded.policy.terms.catalogs)

    def catalog_of(self, project: Project) -> Catalog:
        """The catalogue of a project whose policy could be loaded."""
        found = self._catalogues.of(self._path(project))
        assert isinstance(found, Catalog)  # the policy would not have been loaded
        return found

    def _path(self, project: Project) -> str | None:
        if self._options.policy is None:
            return project.policy
        return os.path.realpath(Path(self._options.cwd or Path.cwd()) / self._options.policy)
