"""Classes of the project: their bases, their subclasses, what is defined where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import ClassVal, External, FunctionVal, Scope
from aigc_lint.linking.blocks import Block, CallSite, Definition
from aigc_lint.linking.bounded import Bounded, first
from aigc_lint.linking.project import decorator_names
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

MOST_ANCESTORS = 64
"""Bases of bases of a class. What is further up is unknown, and says so: ``attributes``."""
MOST_DESCENDANTS = 24
"""Subclasses of a class, and theirs."""
MOST_FILES = 40
"""Files looked into for subclasses or callers of one thing."""


def ancestors(ev: Evaluator, cls: Block) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The class and its bases in the project, nearest first, and the dotted names of its bases outside."""

    def compute() -> tuple[tuple[Block, ...], tuple[str, ...]]:
        blocks: list[Block] = []
        outside: list[str] = []
        _climb(ev, cls, blocks, outside)
        return tuple(blocks), tuple(dict.fromkeys(outside))

    itself: tuple[tuple[Block, ...], tuple[str, ...]] = ((cls,), ())
    found: tuple[tuple[Block, ...], tuple[str, ...]] = ev.guarded(
        ("ancestors", id(cls)), lambda: ev.below(compute, level=0), about=("ancestors", cls), cut=itself, over=itself
    )
    return found


def _climb(ev: Evaluator, cls: Block, blocks: list[Block], outside: list[str]) -> None:
    if cls in blocks or len(blocks) >= MOST_ANCESTORS or not isinstance(cls.node, f.Class):
        return
    blocks.append(cls)
    for base in cls.node.bases:
        if base.name or base.star:
            continue
        node = base.value.value if isinstance(base.value, f.Subscript) else base.value
        for value in ev.value(node, Scope(cls.parent or cls)):
            if isinstance(value, ClassVal):
                _climb(ev, value.block, blocks, outside)
            elif isinstance(value, External):
                outside.append(value.name)


def subclasses(ev: Evaluator, cls: Block) -> Bounded[Block]:
    """All classes of the project below this one, as far as importers of its module show them."""
    found: Bounded[Block] = ev.guarded(
        ("subclasses", id(cls)),
        lambda: _descend(ev, cls),
        about=("subclasses", cls),
        cut=Bounded(),
        over=Bounded(more=True),
    )
    return found


def _descend(ev: Evaluator, cls: Block) -> Bounded[Block]:
    found: list[Block] = []
    queue = [cls]
    more = False
    while queue and len(found) <= MOST_DESCENDANTS:
        one = queue.pop(0)
        more |= _observed(ev, one).more
        for child in _direct_subclasses(ev, one):
            if child not in found and child is not cls:
                found.append(child)
                queue.append(child)
    return first(found, MOST_DESCENDANTS, more=more)


def _observed(ev: Evaluator, cls: Block) -> Bounded[str]:
    assert isinstance(cls.node, f.Class)
    return files_that_see(ev, cls.path, cls.node.name)


def _direct_subclasses(ev: Evaluator, cls: Block) -> list[Block]:
    assert isinstance(cls.node, f.Class)
    found = []
    for path in _observed(ev, cls):
        if path != cls.path and not ev.project.modules.may_name(path, cls.node.name):
            continue
        module = ev.project.searched(path, cls.node.name)
        if module is not None:
            heirs = [block for name in module.local_names(cls.node.name) for block in module.heirs.get(name, ())]
            heirs.sort(key=lambda block: block.serial)
            found += [block for block in dict.fromkeys(heirs) if block is not cls and cls in ancestors(ev, block)[0]]
    return found


def files_that_see(ev: Evaluator, path: str, name: str) -> Bounded[str]:
    """The file and those that import the name, or the whole module, from it; through packages that re-export it too."""
    key = (path, name)
    known = ev.observers.get(key)
    if known is None:
        seen = [path]
        queue = [path]
        while queue and len(seen) <= MOST_FILES:
            here = queue.pop(0)
            for importer in ev.project.modules.importers(here):
                records = ev.project.modules.files[importer].imports
                if importer not in seen and any(
                    record.name in (name, "", "*") or not _is_exact(record.name, here) for record in records
                ):
                    seen.append(importer)
                    if importer.endswith("__init__.py"):
                        queue.append(importer)
        known = ev.observers[key] = first(seen, MOST_FILES)
    return known


def _is_exact(name: str, path: str) -> bool:
    """Is the imported name something inside the module, rather than the module itself?"""
    return name != path.rpartition("/")[2].partition(".")[0] and not path.endswith(f"{name}/__init__.py")


def class_definitions(cls: Block, attr: str) -> tuple[Definition, ...]:
    """What the class body itself defines under the name."""
    found = cls.end.get(attr) or tuple(cls.every.get(attr, ()))
    if any(isinstance(one.node, f.Function) and "setter" in decorator_names(one.node) for one in found):
        getters = (one for one in cls.every[attr] if isinstance(one.node, f.Function) and "property" in decorator_names(one.node))
        return tuple(getters) or found
    return found


def method_block(cls: Block, name: str) -> Block | None:
    """The method of that name defined in the class itself."""
    for definition in class_definitions(cls, name):
        if definition.kind == "function":
            return cls.children.get(id(definition.node))
    return None


def constructor(ev: Evaluator, cls: Block) -> Block | None:
    """The ``__init__`` that instantiating the class runs, if it is the project's."""
    for block in ancestors(ev, cls)[0]:
        found = method_block(block, "__init__")
        if found is not None:
            return found
    return None


def is_super_init(call: f.Call) -> bool:
    """Is it ``super().__init__(...)``?"""
    function = call.function
    if not (isinstance(function, f.Attribute) and function.attr == "__init__"):
        return False
    inner = function.value
    return isinstance(inner, f.Call) and isinstance(inner.function, f.Name) and inner.function.id == "super"


def further_inits(ev: Evaluator, init: Block, cls: Block) -> list[tuple[CallSite, Block]]:
    """Calls of other project constructors in an ``__init__``, run for an object of ``cls``: by ``super()`` or a base's name."""
    found: list[tuple[CallSite, Block]] = []
    for site in init.calls:
        function = site.call.function
        if not (isinstance(function, f.Attribute) and function.attr == "__init__"):
            continue
        if is_super_init(site.call):
            line = ancestors(ev, cls)[0]
            after = line[line.index(init.owner) + 1 :] if init.owner in line else ()
            following = next((one for block in after if (one := method_block(block, "__init__"))), None)
            if following is not None:
                found.append((site, following))
        else:
            found += [
                (site, value.block)
                for value in ev.value(function, Scope(init))
                if isinstance(value, FunctionVal) and value.receiver is None and value.block is not init
            ]
    return found


def may_lead_to(ev: Evaluator, init: Block, wanted: Block, cls: Block) -> bool:
    """May an ``__init__`` that an object of ``cls`` begins with run another one? Where it calls one that is not seen, it may."""
    waiting, seen = [init], {init}
    while waiting:
        current = waiting.pop()
        following = further_inits(ev, current, cls)
        known = {id(site) for site, _ in following}
        for site in current.calls:
            function = site.call.function
            if isinstance(function, f.Attribute) and function.attr == "__init__" and id(site) not in known:
                if not is_super_init(site.call):
                    return True
            elif not isinstance(function, f.Attribute | f.Name):
                return True
        for _, one in following:
            if one is wanted:
                return True
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return False


def fields(ev: Evaluator, cls: Block) -> list[str]:
    """Annotated names of the class and its bases, bases first: the parameters of a dataclass or a pydantic model."""
    found: dict[str, None] = {}
    for block in reversed(ancestors(ev, cls)[0]):
        for name, definitions in block.every.items():
            if any(one.annotation is not None for one in definitions):
                found[name] = None
    return list(found)


def is_static(block: Block) -> bool:
    """Is it a static method?"""
    return isinstance(block.node, f.Function) and "staticmethod" in decorator_names(block.node)


def is_class_method(block: Block) -> bool:
    """Is it a class method?"""
    return isinstance(block.node, f.Function) and bool(
        {"classmethod", "validator", "field_validator", "model_validator", "root_validator"} & decorator_names(block.node)
    )


def is_property(block: Block) -> bool:
    """Is it read like an attribute?"""
    return isinstance(block.node, f.Function) and bool(
        {"property", "cached_property", "computed_field", "lazy_property", "classproperty"} & decorator_names(block.node)
    )


def is_abstract(block: Block) -> bool:
    """Has the method no body of its own to speak of?"""
    if not isinstance(block.node, f.Function):
        return False
    if "abstractmethod" in decorator_names(block.node):
        return True
    body = block.node.body
    return not body or (len(body) == 1 and isinstance(body[0], f.Raise))
