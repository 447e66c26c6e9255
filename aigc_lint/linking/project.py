"""The project as linking sees it: modules by path, analysed once, and indexes over their blocks."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator

from msgspec import Struct, field

from aigc_lint.linking.blocks import AttributeWrite, Block, CallSite, Definition
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.linking.scopes import analyse
from aigc_lint.linking.sdks import SdkIndex
from aigc_lint.model import facts as f

DECORATOR_NAMES = frozenset({"property", "cached_property"})
VALIDATORS = frozenset({"root_validator", "model_validator", "pre_init"})


class Module(Struct):
    """One file, analysed. The facts are kept: blocks refer to their nodes by identity."""

    facts: f.Facts
    block: Block
    blocks: tuple[Block, ...]
    calls: dict[str, list[CallSite]] = field(default_factory=dict)
    """Calls by the last segment of what they call."""
    handed: dict[str, list[CallSite]] = field(default_factory=dict)
    """Calls by the last names of what they are passed."""
    writes: dict[str, list[AttributeWrite]] = field(default_factory=dict)
    """Writes to attributes, by the attribute's name."""
    updates: dict[str, list[Definition]] = field(default_factory=dict)
    """Changes in place that functions make to objects of the module, by the module's name for the object."""
    grown: dict[str, list[CallSite]] = field(default_factory=dict)
    """Calls that add to a list which is an attribute, by the attribute's name."""
    heirs: dict[str, list[Block]] = field(default_factory=dict)
    """Classes by the last names of their bases."""
    decorated: dict[str, list[Block]] = field(default_factory=dict)
    """Classes and functions by the last names of their decorators."""
    aliases: dict[str, set[str]] = field(default_factory=dict)
    """Names under which the module imports others, by those others."""
    renamed: dict[str, set[str]] = field(default_factory=dict)
    """Names that the module gives to classes besides their own, ``model_class = Model``, by the classes' names."""
    size: int = 0
    """Names, calls and definitions."""

    @property
    def outline(self) -> frozenset[str]:
        """All names under which something may be looked for in the module: what it calls, hands on, writes, derives, renames."""
        tables = (self.calls, self.handed, self.writes, self.grown, self.heirs, self.decorated, self.aliases, self.renamed)
        return frozenset(sys.intern(name) for table in tables for name in table)

    def local_names(self, name: str) -> tuple[str, ...]:
        """The name and the aliases under which the module imports it, sorted."""
        return tuple(sorted({name, *self.aliases.get(name, ())}))


class Project:
    """Serves analysed modules; asks for facts only when a module is wanted."""

    def __init__(
        self, *, modules: ModuleIndex, facts: Callable[[str], f.Facts | None], sdks: SdkIndex, most_held: int
    ) -> None:
        self.modules = modules
        self.sdks = sdks
        self._facts = facts
        self._most_held = most_held
        self.held = 0
        """How much the modules hold, roughly: names, calls and definitions."""
        self._known: OrderedDict[str, Module | None] = OrderedDict()
        """What was asked for last stands last."""
        self._outlines: dict[str, frozenset[str]] = {}
        """Of all modules that were ever known: most searches find nothing, and need not read a module again to know it."""
        self._writes: dict[int, dict[str, list[Definition]]] = {}

    def module(self, path: str) -> Module | None:
        """The module at the path, or None where it can't be read."""
        if path in self._known:
            self._known.move_to_end(path)
            return self._known[path]
        facts = None if path.endswith("/") else self._facts(path)
        module = self._known[path] = self._analysed(facts, path) if facts is not None else None
        if path not in self._outlines:
            self._outlines[path] = module.outline if module is not None else frozenset()
        return module

    def searched(self, path: str, *names: str) -> Module | None:
        """The module, if something can be found in it under one of these names."""
        known = self._outlines.get(path)
        if known is not None:
            return None if known.isdisjoint(names) else self.module(path)
        module = self.module(path)
        if not self._outlines[path].isdisjoint(names):
            return module
        if self.held > self._most_held:  # nothing holds on to its blocks yet
            self._drop(path)
        return None

    def forget(self, most: int) -> None:
        """Forget the modules that nobody asked for the longest, until no more than this is held. Nothing may hold on to their
        blocks."""
        self._writes.clear()
        while self._known and self.held > most:
            self._drop(next(iter(self._known)))

    def _drop(self, path: str) -> None:
        module = self._known.pop(path)
        if module is not None:
            self.held -= module.size
            module.block.dissolve()

    def resolve(self, importer: str, module: str, level: int = 0) -> str | None:
        """The project path that an import means, or None for the world outside."""
        return self.modules.resolve(importer, module, level=level, external=self.sdks.tops)

    def beside(self, importer: str, node: f.ImportFrom, name: str) -> str | None:
        """The file near the importer that is named like an SDK, and defines the name, which that SDK is not known to have.

        ``from agents import Writers``, with an ``agents.py`` in the same folder.
        """
        dotted = f"{node.module}.{name}"
        found = None if node.level else self.modules.resolve(importer, node.module)
        if found is None or self.sdks.clients(dotted) or self.sdks.function(dotted) or dotted in self.sdks.constants:
            return None
        module = self.module(found)
        defined = module.block.every.get(name, ()) if module is not None else ()
        return found if any(one.kind in ("class", "function") for one in defined) else None

    def attribute_writes(self, cls: Block) -> dict[str, list[Definition]]:
        """Writes to ``self.NAME`` in any method of the class itself."""
        known = self._writes.get(id(cls))
        if known is None:
            known = {}
            for method in cls.children.values():
                if method.kind != "function" or not method.parameters:
                    continue
                own = method.parameters[0].name
                for block in method.walk():
                    for write in block.writes:
                        if isinstance(write.target, f.Name) and write.target.id in (own, cls.qualname.rpartition(".")[2]):
                            known.setdefault(write.attr, []).append(write.definition)
                for one in _validated(method):
                    known.setdefault(one.name, []).append(one)
            module = self._known.get(cls.path)
            for write in module.block.writes if module is not None else ():  # ``Class.method = function``
                if isinstance(write.target, f.Name) and write.target.id == cls.qualname.rpartition(".")[2]:
                    known.setdefault(write.attr, []).append(write.definition)
            self._writes[id(cls)] = known
        return known

    def adopted_by(self, function: Block) -> str | None:
        """The name of the class that a function of a module is made a method of, by ``Class.method = function``."""
        module = self._known.get(function.path)
        for write in module.block.writes if module is not None else ():
            given = write.definition.expression
            if not (isinstance(write.target, f.Name) and isinstance(given, f.Name) and isinstance(function.node, f.Function)):
                continue
            if given.id == function.node.name:
                return write.target.id
        return None

    def _analysed(self, facts: f.Facts, path: str) -> Module:
        block = analyse(facts, path, self.modules.name(path))
        module = Module(facts, block, tuple(block.walk()))
        for alias, definitions in block.every.items():
            for one in definitions:
                if one.kind == "import" and len(one.path) == 2:
                    module.aliases.setdefault(str(one.path[1]), set()).add(alias)
        for inner in module.blocks:
            module.size += len(inner.names) + len(inner.calls) + len(inner.every)
            for name, definitions in inner.every.items():
                for named in (known for one in definitions if one.kind == "value" for known in _classes_named(one.expression)):
                    module.renamed.setdefault(named, set()).add(name)
            for base in inner.node.bases if isinstance(inner.node, f.Class) else ():
                module.heirs.setdefault(last_segment(base.value), []).append(inner)
            for decorator in inner.node.decorators if isinstance(inner.node, f.Class | f.Function) else ():
                applied = decorator.function if isinstance(decorator, f.Call) else decorator
                module.decorated.setdefault(last_segment(applied), []).append(inner)
            for site in inner.calls:
                module.calls.setdefault(last_segment(site.call.function), []).append(site)
                if grown := _grown(site.call.function):
                    module.grown.setdefault(grown, []).append(site)
                for name in {last_segment(one.value) for one in site.call.arguments} - {""}:
                    module.handed.setdefault(name, []).append(site)
            for write in inner.writes:
                module.writes.setdefault(write.attr, []).append(write)
            for one in inner.updates.values():
                if _is_global(inner, one.name):
                    module.updates.setdefault(one.name, []).append(one)
        self.held += module.size
        return module


def _validated(method: Block) -> Iterator[Definition]:
    """The fields that a validator of a whole model fills in: ``values["client"] = OpenAI()`` before the object is made."""
    node = method.node
    if not isinstance(node, f.Function) or len(method.parameters) < 2 or not VALIDATORS & decorator_names(node):
        return
    for one in method.every.get(method.parameters[1].name, ()):
        key = one.path[0] if one.kind == "update" and one.mode == "set" and len(one.path) == 1 else None
        if isinstance(key, f.Constant) and isinstance(key.value, str):
            yield Definition("value", method, one.expression, name=key.value, conditions=one.conditions)


def _classes_named(node: f.Expression | None) -> Iterator[str]:
    """The names among the alternatives of a value that look like those of classes."""
    match node:
        case f.Name() if node.id[:1].isupper():
            yield node.id
        case f.Attribute() if node.attr[:1].isupper() and not node.attr.isupper():
            yield node.attr
        case f.Conditional():
            yield from _classes_named(node.body)
            yield from _classes_named(node.orelse)


def _grown(function: f.Expression) -> str:
    """The attribute that a call of this adds to: ``callbacks`` for ``litellm.callbacks.append``."""
    if isinstance(function, f.Attribute) and function.attr in ("append", "extend") and isinstance(function.value, f.Attribute):
        return function.value.attr
    return ""


def _is_global(block: Block, name: str) -> bool:
    """Does a name that the block does not define belong to the module?"""
    outer = block.parent
    while outer is not None and outer.parent is not None:
        if outer.kind != "class" and name in outer.every:
            return False
        outer = outer.parent
    return outer is not None and name in outer.every


def last_segment(node: f.Expression) -> str:
    """The last name of what is called: ``c`` for ``a.b().c``."""
    match node:
        case f.Name():
            return node.id
        case f.Attribute():
            return node.attr
        case f.Await():
            return last_segment(node.value)
        case _:
            return ""


def chain_of(node: f.Expression) -> tuple[str, ...]:
    """The attribute names at the end of an expression: ``("chat", "completions", "create")``."""
    found: list[str] = []
    while isinstance(node, f.Attribute):
        found.append(node.attr)
        node = node.value
    return tuple(reversed(found))


def decorator_names(node: f.Function) -> frozenset[str]:
    """Last names of a function's decorators, as written."""
    return frozenset(
        last_segment(decorator.function if isinstance(decorator, f.Call) else decorator) for decorator in node.decorators
    )
