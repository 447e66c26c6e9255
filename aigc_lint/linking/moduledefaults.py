"""Module-level state of SDKs: ``openai.api_base = ...``, ``genai.configure(...)``, anywhere in the project."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.linking.abstract import External, Scope
from aigc_lint.linking.arguments import Passed, passed, with_role
from aigc_lint.linking.blocks import AttributeWrite, CallSite
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.project import last_segment
from aigc_lint.model import facts as f
from aigc_lint.model.facts import FileIndex
from aigc_lint.model.spans import Span


class Setting(Struct, frozen=True):
    """One statement that sets module state."""

    name: str
    """Dotted: ``openai.api_base``, or the function called."""
    client: Client
    passed: tuple[Passed, ...]
    path: str
    span: Span
    statement: Span
    function: str


class ModuleDefaults:
    """Settings by SDK module, found on demand."""

    def __init__(self, ev: Evaluator) -> None:
        self.ev = ev
        self._known: dict[str, list[Setting]] = {}
        self._running: dict[str, frozenset[str]] = {}

    def of(self, client: Client, path: str) -> tuple[Passed, ...]:
        """What module state sets for calls in the file: the file's own settings, else those of the whole project, or of what
        it imports where it is a program of its own."""
        everywhere = [one for one in self._everywhere(client) if one.path == path or self._may_set(one.path, path)]
        own = [one for one in everywhere if one.path == path]
        return tuple(given for one in (own or everywhere) for given in one.passed)

    def read_by(self, client: Client, path: str) -> tuple[Passed, ...]:
        """What a client takes from module state: of its own SDK, or of the one that it is built on."""
        built_on = self.ev.project.sdks.client(client.module) if client.module is not None else None
        module = built_on or self.module_in(client.sdk)
        return self.of(module, path) if module is not None and client.reads_module else ()

    def module_in(self, distribution: str) -> Client | None:
        """The module of an SDK that holds state."""
        sdk = self.ev.project.sdks.catalog.sdks.get(distribution)
        return next((one for one in sdk.clients.values() if one.kind == "module"), None) if sdk else None

    def _may_set(self, setter: str, path: str) -> bool:
        """May the one file's settings hold for calls in the other? Not where they are of different programs."""
        if _is_notebook(setter):
            return False
        programs, others = self._programs(path), self._programs(setter)
        if path in programs:
            return path in others
        # What no program imports may be loaded by any: a plugin, say.
        return not programs or not others or not programs.isdisjoint(others)

    def _programs(self, path: str) -> frozenset[str]:
        """The files that start themselves and are imported by none, and run this one: it is one of them, or imported there."""
        if path not in self._running:
            self._running[path] = frozenset(one for one in self._imported_by_none(path) if self._starts_itself(one))
        return self._running[path]

    def _imported_by_none(self, path: str) -> Iterator[str]:
        """Yield where the ways end that lead from a file to its importers; a package is imported with whatever lies in it."""
        modules = self.ev.project.modules
        ways = [path]
        seen = {path}
        for one in ways:
            importers = modules.importers(one)
            if not importers:
                yield one
            folder = one.removesuffix("__init__.py") if one.endswith("/__init__.py") else None
            inside = (other for other in modules.files if other.startswith(folder)) if folder else ()
            for other in (*importers, *inside):
                if other not in seen:
                    seen.add(other)
                    ways.append(other)

    def _starts_itself(self, path: str) -> bool:
        module = self.ev.project.module(path)
        return module is not None and any(isinstance(one, f.If) and _asks_for_main(one) for one in module.facts.body)

    def _everywhere(self, client: Client) -> list[Setting]:
        key = f"{client.sdk}:{client.id}"
        if key not in self._known:
            self._known[key] = self.ev.question(lambda: self._find(client))
        return self._known[key]

    def _find(self, client: Client) -> list[Setting]:
        setters = (*client.globals, *client.configure)
        ways = {way for name in setters for way in _ways(name)}
        last = [name.rpartition(".")[2] for name in setters]
        found = []
        for path, index in self.ev.project.modules.files.items():
            if index.needles and _reaches(index, ways) and self.ev.project.searched(path, *last):
                found += [one for one in self.in_file(path) if one.client is client]
        return found

    def in_file(self, path: str) -> Iterator[Setting]:
        """All settings that a file makes."""
        module = self.ev.project.module(path)
        for block in module.blocks if module else ():
            for write in block.writes:
                yield from self._written(write)
            for site in block.calls:
                yield from self._called(site)

    def _written(self, write: AttributeWrite) -> Iterator[Setting]:
        sdks = self.ev.project.sdks
        if write.attr not in sdks.global_names:
            return
        block = write.definition.block
        for value in self.ev.value(write.target, Scope(block)):
            known = sdks.globals.get(f"{value.name}.{write.attr}") if isinstance(value, External) else None
            if known is None or not isinstance(value, External):
                continue
            client, role = known
            values = self.ev.value(write.definition.expression, Scope(block)) if write.definition.expression is not None else ()
            given = Passed(write.attr, values, "module", role, write.statement, block.path)
            yield Setting(
                f"{value.name}.{write.attr}", client, (given,), block.path, write.statement, write.statement, block.qualname
            )

    def _called(self, site: CallSite) -> Iterator[Setting]:
        sdks = self.ev.project.sdks
        if last_segment(site.call.function) not in sdks.configure_names:
            return
        scope = Scope(site.block)
        for value in self.ev.value(site.call.function, scope):
            known = sdks.configure.get(value.name) if isinstance(value, External) else None
            if known is not None and isinstance(value, External):
                client, roles = known
                given = passed(self.ev, site.call, scope, names=tuple(roles), roles=roles, level="module")
                # Whoever uses the state has other parameters: what stands inside an argument is taken out of it here.
                inside = [one for role in set(roles.values()) for one in with_role(given, roles, role)]
                arguments = (*given, *(one for one in inside if "." in one.name))
                yield Setting(
                    value.name, client, arguments, site.block.path, site.call.span, site.statement, site.block.qualname
                )


def _is_notebook(path: str) -> bool:
    """A notebook is a program of its own: what it sets holds nowhere else."""
    return path.endswith(".ipynb")


def _asks_for_main(statement: f.If) -> bool:
    """Is it ``if __name__ == "__main__":``?"""
    tests = [branch.test for branch in statement.branches if isinstance(branch.test, f.Compare)]
    return any(set(test.operands) == {f.Name("__name__"), f.Constant("__main__")} for test in tests)


def _ways(name: str) -> Iterator[str]:
    """Yield the dotted names through which another one is reached: itself and what it lies in."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _reaches(index: FileIndex, ways: set[str]) -> bool:
    """Does a file import what leads to one of these names? One that imports classes alone sets no state of their module."""
    seen = False
    for record in index.imports:
        if record.level:
            continue
        seen |= record.module in ways
        if (record.module if record.name in ("", "*") else f"{record.module}.{record.name}") in ways:
            return True
    # By ``import_module("openai")`` it is imported too, which is no statement.
    return not seen and any(needle.removeprefix("sdk:") in ways for needle in index.needles if needle.startswith("sdk:"))
