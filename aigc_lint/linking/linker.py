"""The face of linking: the uses of a file, and whether a file must be looked into at all."""

from __future__ import annotations

import gc
from collections.abc import Callable

import msgspec

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.excess import Excess
from aigc_lint.linking.guards import Guards
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.linking.project import Project
from aigc_lint.linking.reach import Reach
from aigc_lint.linking.room import room
from aigc_lint.linking.sdks import SdkIndex
from aigc_lint.linking.services import ServiceResolver
from aigc_lint.linking.settings import LinkSettings
from aigc_lint.linking.uses import UseFinder
from aigc_lint.model.cells import cell_spot
from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Use

MOST_HELD = 500_000
"""Names, calls and values held before values, and what modules are too much, are forgotten: half a kilobyte each."""

MOST_NAMED = 12
"""Lines that are named of the calls in one file that lead too far."""


class Linker:
    """Links the files of one project. Facts are asked for on demand, and kept until too much is: memory does not grow with
    the project. What was forgotten is asked for and computed anew, so that no answer changes."""

    def __init__(
        self,
        *,
        files: ModuleIndex,
        facts: Callable[[str], Facts | None],
        catalog: Catalog,
        settings: LinkSettings | None = None,
        most_held: int = MOST_HELD,
    ) -> None:
        self.settings = settings or LinkSettings()
        self.catalog = catalog
        self._most_held = most_held
        self._sdks = SdkIndex(catalog)
        self.resolver = ServiceResolver(catalog, self.settings.endpoints, self.settings.variables)
        self.refusals: dict[str, Refusal] = {}
        """Of the files whose uses were asked for and could not be followed to the end."""
        self._excess = Excess()
        self._begin(Project(modules=files, facts=facts, sdks=self._sdks, most_held=most_held))
        self.reach = Reach(self._evaluator)

    def _begin(self, project: Project) -> None:
        """Know nothing yet but some modules. Values hold blocks of any module: where one is forgotten, all of them are."""
        self.project = project
        self._ev = Evaluator(self.project, self.settings.variables, self._excess)
        self.finder = UseFinder(self._ev, self.catalog, self.resolver, Guards(self._ev, tuple(self.catalog.wrappers.values())))

    def _evaluator(self) -> Evaluator:
        """What the next question is put to: one that is not full. To be asked for between questions alone."""
        if 2 * self._ev.held + self.project.held > self._most_held:
            self._begin(self.project)
            self.reach.go_on_with(self._ev)
            self.project.forget(self._most_held // 2)  # modules are dear to get again: values alone may be what is too much
            gc.collect()  # the values forgotten, and the questions they were put to, form cycles
        return self._ev

    def relevant(self, path: str) -> bool:
        """Must this file be looked into for uses?"""
        with room():
            return self.reach.relevant(path)

    def uses(self, path: str) -> tuple[Use, ...]:
        """The uses in a file, in source order."""
        with room():
            self._evaluator()
            found = self.finder.of_file(path)
            if found.cut:
                self.refusals[path] = self._cut_short(path, found.cut)
            return tuple(self._placed(use) for use in found.uses)

    def _cut_short(self, path: str, calls: tuple[Span, ...]) -> Refusal:
        """What is told of a file with calls that could not be followed to the end: how many, and where they begin."""
        lines = sorted({span.line for span in calls})
        first = self._cell(Place(path, calls[0])).cell
        number = f"{len(calls):,} {'call' if len(calls) == 1 else 'calls'}"
        if path.endswith(".ipynb"):  # lines count in a cell there, and only the first call's is told
            spot = (first.line, None, first.index, first.json_line, first.json_column) if first else ()
            return Refusal("entangled", number, *spot)
        named = ", ".join(str(line) for line in lines[:MOST_NAMED])
        more = ", ..." if len(lines) > MOST_NAMED else ""
        return Refusal("entangled", f"{number}, line{'s' if len(lines) > 1 else ''} {named}{more}", lines[0])

    def explain(self, path: str, line: int) -> tuple[str, ...]:
        """How the uses on a line were resolved, step by step."""
        from aigc_lint.linking.explain import explained

        return tuple(
            text for use in self.uses(path) if use.place.span.line <= line <= use.place.span.end_line for text in explained(use)
        )

    def _placed(self, use: Use) -> Use:
        """The use with notebook cells filled in wherever it names a place."""
        if not any(
            place.path.endswith(".ipynb")
            for place in (use.place, *(step.place for step in use.via), *(g.place for g in use.guards))
        ):
            return use
        return msgspec.structs.replace(
            use,
            place=self._cell(use.place),
            via=tuple(msgspec.structs.replace(step, place=self._cell(step.place)) for step in use.via),
            guards=tuple(msgspec.structs.replace(guard, place=self._cell(guard.place)) for guard in use.guards),
        )

    def _cell(self, place: Place) -> Place:
        module = self.project.module(place.path) if place.path.endswith(".ipynb") else None
        spot = cell_spot(module.facts.cells, place.span) if module else None
        return msgspec.structs.replace(place, cell=spot) if spot else place
