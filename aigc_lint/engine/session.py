"""The session: one run over everything it was given, or, for an editor, one run after another."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType

from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.engine import stale
from aigc_lint.engine.catalogues import Catalogues
from aigc_lint.engine.clock import today_in_utc
from aigc_lint.engine.discovery import Discovery, Project, discover, relative
from aigc_lint.engine.joining import join, renamed
from aigc_lint.engine.looked import looked_at
from aigc_lint.engine.options import Options
from aigc_lint.engine.policies import Policies
from aigc_lint.engine.project import ProjectRun, Verdicts, cache_folder
from aigc_lint.engine.reader import Memory
from aigc_lint.engine.revision import Revision, revision
from aigc_lint.engine.snapshot import Looked
from aigc_lint.engine.vault import remove
from aigc_lint.engine.workers import Pool
from aigc_lint.model.findings import Counts, Finding, Outcome, Problem
from aigc_lint.model.settings import Settings
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.policy.load import LoadedPolicy
from aigc_lint.policy.schema import Tool
from aigc_lint.reading.decode import decode


class Session:
    """Holds what outlives a run: the catalogue, the workers, the facts of contents seen."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.warnings: tuple[Problem, ...] = ()
        """What should be said and changes no verdict: left-out arguments, a cache that can't be written."""
        self._pool = Pool(size=options.jobs or _cores())
        self._memory = Memory()
        self._names: list[str] = []
        self._joined: Catalog | None = None
        self._lasting = False

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    @cached_property
    def catalogues(self) -> Catalogues:
        """The catalogues of the projects, each loaded when first needed."""
        return Catalogues(base=self.base)

    @cached_property
    def _policies(self) -> Policies:
        return Policies(self.options, self.catalogues, base=self.base)

    @property
    def catalog(self) -> Catalog:
        """What reports on the last run look things up in: the shipped catalogue, with all that projects have of their own."""
        return self._joined or self.catalogues.shipped

    @cached_property
    def discovery(self) -> Discovery:
        """The projects and files of the run; delete it to look again."""
        return discover(self.options)

    @property
    def base(self) -> str:
        """What all paths of the outcome are relative to."""
        return self.discovery.base

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The settings of the projects, in the order of their paths."""
        return tuple(project.tool for project in self.discovery.projects)

    def run(self) -> Outcome:
        """Link and judge every project; one whose policy is wrong is left out and said to be."""
        today = self.options.today or today_in_utc()
        problems = [problem for problem in self.discovery.problems if problem.severity == "error"]
        self.warnings = tuple(problem for problem in self.discovery.problems if problem.severity != "error")
        self._policies.files.clear()
        verdicts: list[Verdicts] = []
        catalogs: list[Catalog] = []
        left_out = 0
        self._lasting = True
        for project in self.discovery.projects:
            loaded = self._policies.load(project)
            if isinstance(loaded, tuple):
                problems += [problem for problem in loaded if problem not in problems]
                left_out += len(project.given)
                continue
            self._lasting &= not Policies.reads_more(loaded)
            variables, wrong = self._policies.settings(project, loaded)
            self.warnings += tuple(problem for problem in wrong if problem.severity != "error")
            if errors := [problem for problem in wrong if problem.severity == "error"]:
                problems += [problem for problem in errors if problem not in problems]
                left_out += len(project.given)
                continue
            self._names += [loaded.policy.project.name] if loaded and loaded.policy.project.name not in ("", *self._names) else []
            catalogs.append(self._policies.catalog_of(project))
            verdicts.append(self._project_run(project, loaded, variables).run(today=today))
        self.warnings += tuple(found.warning for found in verdicts if found.warning)
        self._lasting &= all(found.lasting and found.warning is None for found in verdicts)
        self._joined, names = join(self.catalogues.shipped, catalogs)
        verdicts = [
            replace(one, judged=replace(one.judged, findings=renamed(one.judged.findings, new)))
            for one, new in zip(verdicts, names, strict=True)
        ]
        return self._outcome(verdicts, problems, left_out=left_out, today=today)

    def looked_at(self, cache: str) -> Looked | None:
        """What the last run looked at, if that can be told so that its answer may be kept in the cache folder ``cache``."""
        folders = filter(None, (cache_folder(project, self.options) for project in self.discovery.projects))
        if not self._lasting or self.options.policy or "revision" in vars(self):
            return None
        if os.path.realpath(cache) not in map(os.path.realpath, folders):
            return None
        return looked_at(self.discovery, self._policies.files.values())

    def check_policies(self) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """The policy files that apply, and everything wrong with them."""
        shown: list[str] = []
        problems = [problem for problem in self.discovery.problems if problem.severity == "error"]
        for project in self.discovery.projects:
            loaded = self._policies.load(project)
            if isinstance(loaded, tuple):
                problems += [problem for problem in loaded if problem not in problems]
            elif loaded is not None:
                shown.append(loaded.shown)
                wrong = self._policies.settings(project, loaded)[1]
                problems += [problem for problem in wrong if problem.severity == "error" and problem not in problems]
        return tuple(dict.fromkeys(shown)), tuple(problems)

    def explain_use(self, path: str, line: int) -> tuple[str, ...]:
        """Say how the uses on a line were found; ``path`` is one of the run's arguments."""
        full = os.path.realpath(Path(self.options.cwd or Path.cwd()) / path)
        shown = relative(full, self.base)
        for project in self.discovery.projects:
            if shown in project.given:
                loaded = self._policies.load(project)
                if not isinstance(loaded, tuple):
                    variables, _ = self._policies.settings(project, loaded)
                    return self._project_run(project, loaded, variables).explain(shown, line)
        return ()

    @property
    def project_name(self) -> str:
        """What the policy calls the project, where there is one."""
        return self._names[0] if len(self._names) == 1 else ""

    @cached_property
    def revision(self) -> Revision | None:
        """The revision that is looked at, where the run covers one repository."""
        return revision(self.base) if Path(self.base, ".git").exists() else None

    def clean(self) -> tuple[str, ...]:
        """Remove the caches of the projects; returns the folders removed."""
        folders = {cache_folder(project, self.options) for project in self.discovery.projects}
        return tuple(str(folder) for folder in sorted(filter(None, folders)) if remove(folder))

    def source(self, path: str) -> str | None:
        """The text of a file of the run, as it lies on the disk."""
        full = self._full_paths.get(path) or self._policies.files.get(path)
        if full is None:
            return None
        try:
            data = self.options.overlay.get(full)
            data = read_regular(full) if data is None else data
        except Unreadable:
            return None
        text = decode(data)
        return text if isinstance(text, str) else None

    @cached_property
    def _full_paths(self) -> dict[str, str]:
        return {file.path: file.full for project in self.discovery.projects for file in project.known}

    def _project_run(self, project: Project, loaded: LoadedPolicy | None, variables: Settings) -> ProjectRun:
        return ProjectRun(
            project,
            loaded=loaded,
            variables=variables,
            catalog=self._policies.catalog_of(project),
            options=self.options,
            pool=self._pool,
            memory=self._memory,
        )

    def _outcome(
        self,
        verdicts: Iterable[Verdicts],
        problems: Iterable[Problem],
        *,
        left_out: int,
        today: datetime.date,
    ) -> Outcome:
        found = list(verdicts)
        findings = sorted(stale.merged(finding for one in found for finding in one.judged.findings), key=_finding_order)
        uses = sorted((use for one in found for use in one.uses), key=lambda use: (use.place, use.kind, use.operation))
        refused = [problem for one in found for problem in (*one.problems, *one.judged.problems)]
        unread = {problem.path for one in found for problem in one.problems if problem.severity == "error"}
        in_part = {problem.path for one in found for problem in one.problems} - unread
        aside = Counter(finding.set_aside for finding in findings)
        return Outcome(
            findings=tuple(findings),
            problems=(*problems, *sorted(refused, key=_problem_order)),
            uses=tuple(uses),
            counts=Counts(
                files=sum(len(project.given) for project in self.discovery.projects),
                parsed=sum(one.parsed for one in found),
                not_analysed=len(unread) + left_out,
                left_out=left_out,
                in_part=len(in_part),
                uses=len(uses),
                suppressed=aside["suppressed"],
                waived=aside["waived"],
                baselined=aside["baseline"],
                not_asked=max((one.judged.not_asked for one in found), default=0),
            ),
            today=today,
            catalogue=self.catalog.version,
            rules=tuple(sorted({code for one in found for code in one.judged.enabled})),
            base=self.base,
            policies=tuple(self._policies.files),
        )


def _finding_order(finding: Finding) -> tuple[object, ...]:
    return (finding.place, finding.rule, finding.variant, finding.key)


def _problem_order(problem: Problem) -> tuple[object, ...]:
    return (problem.path, problem.cell or 0, problem.line or 0, problem.column or 0, problem.message.en)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
