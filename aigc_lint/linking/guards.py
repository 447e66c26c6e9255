"""What a call is wrapped in: decorators, context managers, functions that it is handed to, recording proxies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aigc_lint.catalog.entries.wrappers import Wrapper
from aigc_lint.linking import callers, handlers
from aigc_lint.linking.abstract import ClientVal, Scope
from aigc_lint.linking.arguments import passed
from aigc_lint.linking.blocks import Block, CallSite
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.plain import name_of, plain
from aigc_lint.model import facts as f
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Argument, Guard

_DEEPEST = 3
"""Callers of callers are looked at this far."""


class Guards:
    """Finds the guards of call sites in one file."""

    def __init__(self, ev: Evaluator, wrappers: Sequence[Wrapper]) -> None:
        self.ev = ev
        self.wrappers = wrappers
        self._recorders: dict[str, tuple[Guard, ...]] = {}

    def around(self, site: CallSite, owner: ClientVal | None, sdk: str) -> tuple[Guard, ...]:
        """Everything that wraps the call, nearest first."""
        found = [*self._local(site), *self._proxies(owner), *handlers.given(self.ev, site, owner), *self._instrumented(sdk)]
        if owner is not None and owner.client.sdk != sdk:  # the method is a base's, in another package
            found += self._instrumented(owner.client.sdk)
        above, left_out = self._of_callers(site.block, _DEEPEST)
        found += above
        if left_out:
            found.append(Guard("bound", "", Place(site.block.path, site.call.span)))
        return tuple(dict.fromkeys(found))

    def _local(self, site: CallSite) -> Iterable[Guard]:
        block: Block | None = site.block
        for call in (*site.within, *site.block.within):
            yield from self._named(
                "handed", call.function, call, Scope(site.block if call in site.within else site.block.parent or site.block)
            )
        for context in (*site.contexts, *site.block.contexts):
            node = context.value if isinstance(context, f.Await) else context
            function = node.function if isinstance(node, f.Call) else node
            yield from self._named("context", function, node if isinstance(node, f.Call) else None, Scope(site.block))
        while block is not None:
            if isinstance(block.node, f.Function | f.Class) and block.parent is not None:
                yield from self._decorators(block, block.node)
            block = block.parent

    def _decorators(self, block: Block, node: f.Function | f.Class) -> Iterable[Guard]:
        for decorator in node.decorators:
            function = decorator.function if isinstance(decorator, f.Call) else decorator
            call = decorator if isinstance(decorator, f.Call) else None
            yield from self._named("decorator", function, call, Scope(block.parent or block), node.span)

    def _named(
        self, kind: str, function: f.Expression, call: f.Call | None, scope: Scope, span: Span | None = None
    ) -> Iterable[Guard]:
        where = call.span if call is not None else span or Span(1, 0, 1, 0)
        for value in self.ev.value(function, scope):
            name = name_of(value)
            if name and not name.startswith("builtins."):
                place = Place(scope.block.path, where)
                yield Guard(kind, name, place, self._arguments(call, scope) if kind != "handed" else ())  # type: ignore[arg-type]

    def _arguments(self, call: f.Call | None, scope: Scope) -> tuple[Argument, ...]:
        if call is None:
            return ()
        given = passed(self.ev, call, scope, names=(), roles={}, level="call")
        return tuple(Argument(one.name, plain(one.values), span=one.span) for one in given)

    def _proxies(self, owner: ClientVal | None) -> Iterable[Guard]:
        while owner is not None:
            for name, spot in owner.proxies:
                yield Guard("proxy", name, Place(spot.path, spot.span))
            if owner.call is not None and owner.scope is not None:
                made = self.ev.value(owner.call.function, owner.scope)
                for value in made:
                    name = name_of(value)
                    if any(
                        name in wrapper.proxies or name.startswith(tuple(f"{one}." for one in wrapper.proxies))
                        for wrapper in self.wrappers
                    ):
                        yield Guard("proxy", name, Place(owner.scope.block.path, owner.call.span))
            owner = owner.parent

    def _instrumented(self, sdk: str) -> tuple[Guard, ...]:
        """Calls anywhere in the project that make a library record an SDK process-wide; the same for every use of it."""
        if sdk not in self._recorders:
            self._recorders[sdk] = self.ev.question(lambda: self._find(sdk))
        return self._recorders[sdk]

    def _find(self, sdk: str) -> tuple[Guard, ...]:
        found: list[Guard] = []
        for wrapper in self.wrappers:
            names = {name: covers for name, covers in wrapper.instruments.items() if sdk in covers or "*" in covers}
            roots = {f"sdk:{root}" for root in wrapper.imports}
            for path, index in self.ev.project.modules.files.items() if names else ():
                if roots.intersection(index.needles):
                    found += self._instruments_in(path, names)
        found += handlers.switched_on(self.ev, sdk, self.wrappers)
        return tuple(sorted(found, key=lambda guard: (guard.place, guard.name)))

    def _instruments_in(self, path: str, names: dict[str, tuple[str, ...]]) -> Iterable[Guard]:
        module = self.ev.project.searched(path, *(full.rpartition(".")[2] for full in names))
        for full in names if module else ():
            assert module is not None
            for site in module.calls.get(full.rpartition(".")[2], ()):
                for value in self.ev.value(site.call.function, Scope(site.block)):
                    if name_of(value).replace("()", "") == full:
                        yield Guard(
                            "instrumented", full, Place(path, site.call.span), self._arguments(site.call, Scope(site.block))
                        )

    def _of_callers(self, block: Block, depth: int) -> tuple[list[Guard], bool]:
        """Guards that every known caller of the enclosing function stands in, and whether callers were not looked at."""
        function = block
        while function.kind == "lambda" and function.parent is not None:
            function = function.parent
        if function.kind != "function":
            return [], False
        sites = callers.call_sites(self.ev, function)
        if not sites.found or depth == 0:
            return [], bool(sites.found) or sites.more
        # Beyond the bound more callers are not looked at: that so many stand in a guard is what tells, as nobody sees all anyway.
        shared: list[Guard] | None = None
        beyond = sites.more
        for one in sites:
            above, left_out = self._of_callers(one.site.block, depth - 1)
            here = [*self._local(one.site), *above]
            beyond |= left_out
            if shared is None:
                shared = here
            else:
                names = {guard.name for guard in here}
                shared = [guard for guard in shared if guard.name in names]
        return [Guard("caller", guard.name, guard.place, guard.arguments) for guard in shared or ()], beyond
