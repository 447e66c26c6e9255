"""Which files matter: those that hold something AI themselves, and those that import something AI from another module.

A module exports something AI where a class or function of it holds, makes, returns or derives from a client. Importers of such a
module are looked into; what they export in turn makes their importers matter. Most files of an application are never parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from aigc_lint.linking.abstract import (
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    Scope,
    Set,
    Template,
    Value,
)
from aigc_lint.linking.blocks import Block
from aigc_lint.linking.classes import ancestors
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.nearness import any_needles, sends_requests
from aigc_lint.linking.strings import pieces
from aigc_lint.model.facts import FileIndex, ImportRecord

_DEEPEST = 3  # containers in containers: a list may even hold itself


class Reach:
    """Answers whether a file matters, on demand; the answers depend on the project alone, not on the order of asking."""

    def __init__(self, evaluator: Callable[[], Evaluator]) -> None:
        self._evaluator = evaluator
        """Makes the evaluator ready for the next question; it may be a new one, which is then gone on with."""
        self.go_on_with(evaluator())
        self._exports: dict[tuple[str, str], bool] = {}
        self._relevant: dict[str, bool] = {}

    def go_on_with(self, ev: Evaluator) -> None:
        """Put the questions to this evaluator, and let the one before go."""
        self.ev = ev
        self.project = ev.project

    def relevant(self, path: str) -> bool:
        """Has the file a needle, or does it import an AI thing of the project?"""
        if path not in self._relevant:
            self._settle(path)
        return self._relevant[path]

    def exports(self, path: str, name: str = "") -> bool:
        """Is what the module holds under the name something AI, or hold something AI? Without a name: is anything in it?"""
        known = self._exports.get((path, name))
        if known is None:
            self._exports[path, name] = False  # a star import that comes back here adds nothing
            known = self._exports[path, name] = self._find(path, name)
        return known

    def _settle(self, path: str) -> None:
        """Answer for the file and all that it imports, directly or not: from the files that matter by themselves back to
        those that import something AI from them. Each file and import is looked at once, whatever cycles they form."""
        importers: dict[str, list[tuple[str, ImportRecord]]] = {}
        matter: list[str] = []
        seen = [path]
        for file in seen:
            if self._relevant.get(file) or (file not in self._relevant and self._matters_itself(file)):
                matter.append(file)
            elif file not in self._relevant:
                for target, record in self.project.modules.imported(file):
                    if target not in importers:
                        importers[target] = []
                        seen += [target] if target != path else []
                    importers[target].append((file, record))
        found = set(matter)
        for target in matter:
            for file, record in importers.get(target, ()):
                if file not in found and self._brings_ai(target, record):
                    found.add(file)
                    matter.append(file)
        for file in seen:
            self._relevant.setdefault(file, file in found)

    def _matters_itself(self, path: str) -> bool:
        index = self.project.modules.files.get(path)
        return index is not None and (bool(index.needles) or self._may_be_handed_ai(path) or self._serves_ai(path))

    def _may_be_handed_ai(self, path: str) -> bool:
        """Does it call a method with the name of an operation, and is there a client in the project that it may be handed?"""
        return self.project.modules.files[path].faint and self._has_needles

    @cached_property
    def _has_needles(self) -> bool:
        return any_needles(self.project.modules.files)

    def _brings_ai(self, target: str, record: ImportRecord) -> bool:
        is_whole = record.name in ("", "*") or not self._is_member(target, record.name)
        return self.exports(target, "" if is_whole else record.name)

    def _serves_ai(self, path: str) -> bool:
        """Does it send requests, and do modules that name an AI host or path import it? They may hand their URLs to it."""
        files = self.project.modules.files
        if not sends_requests(files[path]):
            return False
        return any(_texts(files[importer]) for importer in self.project.modules.importers(path))

    def _is_member(self, target: str, name: str) -> bool:
        """Is the imported name looked up inside the target, rather than being the target itself?"""
        stem = target.removesuffix(".py").removesuffix("/__init__")
        return stem.rpartition("/")[2] != name

    def _find(self, path: str, name: str) -> bool:
        self._evaluator()
        module = self.project.module(path)
        if module is None:
            return False
        own = [name] if name else sorted(module.block.every)
        if any(one in module.block.every and self._member_is_ai(path, one) for one in own):
            return True
        stars = (self.project.resolve(path, str(star.path[0]), getattr(star.node, "level", 0)) for star in module.block.stars)
        return any(target is not None and self.exports(target, name) for target in stars)

    def _member_is_ai(self, path: str, name: str) -> bool:
        # Callers are not looked for: who calls an operation on what was handed to an object matters by that call already.
        return self.ev.question(lambda: self.ev.below(lambda: self._any_is_ai(self.ev.member(path, name)), level=0))

    def _any_is_ai(self, values: Set) -> bool:
        return any(self._is_ai(self.ev, value) for value in values)

    def _is_ai(self, ev: Evaluator, value: Value, depth: int = 0) -> bool:
        match value:
            case ClientVal() | BoundVal():
                return True
            case External():
                return bool(self.project.sdks.clients(value.name) or self.project.sdks.function(value.name))
            case ListVal() | DictVal():
                return depth < _DEEPEST and any(self._is_ai(ev, inner, depth + 1) for inner in value.all_values())
            case Const() | Template():
                return self._tells((value,))
            case FunctionVal():
                return self._makes(ev, value.block)
            case ClassVal():
                return self._holds(ev, value.block)
            case InstanceVal():
                return self._holds(ev, value.block)
            case _:
                return False

    @cached_property
    def _marks(self) -> tuple[str, ...]:
        """The AI hosts and paths that any file of the project names."""
        return tuple(sorted({text for index in self.project.modules.files.values() for text in _texts(index)}))

    def _tells(self, values: Set) -> bool:
        """Is any of them a client, or a text with an AI host or path in it?"""
        return any(self._tells_one(value) for value in values)

    def _tells_one(self, value: Value, depth: int = 0) -> bool:
        if isinstance(value, ListVal | DictVal):
            return depth < _DEEPEST and any(self._tells_one(inner, depth + 1) for inner in value.all_values())
        return isinstance(value, ClientVal | BoundVal) or self._names_ai(value)

    def _names_ai(self, value: Value) -> bool:
        if not isinstance(value, Const | Template):
            return False
        texts = [piece for piece in pieces(value) if isinstance(piece, str)]
        return any(mark in text for text in texts for mark in self._marks)

    def _makes(self, ev: Evaluator, block: Block) -> bool:
        nodes = [*(one.value for one in block.returns), *(one.value for one in block.yields if one.value is not None)]
        return any(self._tells(ev.value(node, Scope(block))) for node in nodes)

    def _holds(self, ev: Evaluator, cls: Block) -> bool:
        blocks, outside = ancestors(ev, cls)
        if any(self.project.sdks.clients(name) for name in outside):
            return True
        for block in blocks:
            for definitions in self.project.attribute_writes(block).values():
                if any(self._tells(ev.definition(one, Scope(one.block))) for one in definitions):
                    return True
            if any(
                self._tells(ev.definition(one, Scope(block)))
                for found in block.every.values()
                for one in found
                if one.kind == "value"
            ):
                return True
            if any(child.kind == "function" and self._makes(ev, child) for child in block.children.values()):
                return True
        return False


def _texts(index: FileIndex) -> tuple[str, ...]:
    """The AI hosts and paths that the byte scan saw in the file."""
    return tuple(name.partition(":")[2] for name in index.needles if name.startswith(("host:", "path:")))
