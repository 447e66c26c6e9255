"""Follows names and attributes through imports, lazy tables, base classes, properties and annotations; runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import griffe

from tools.verify_catalog import lazy
from tools.verify_catalog.expressions import Expressions
from tools.verify_catalog.sources import Sources
from tools.verify_catalog.values import Scope, Value, Values, instances, unique

_HOPS = 40
"""Imports and attributes followed for one question; beyond that something runs in circles."""


class Resolver:
    """Answers what a dotted name, an attribute or an expression is."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.expressions = Expressions(self)
        self._lines: dict[int, tuple[tuple[griffe.Class, ...], tuple[str, ...]]] = {}
        self._known: dict[tuple[object, ...], Values] = {}
        self._asked: list[tuple[object, ...]] = []
        self._cuts = 0

    def name(self, dotted: str) -> Values:
        """Everything that a dotted name may stand for: attribute by attribute, else as an import statement finds it."""
        first, *rest = dotted.split(".")
        module = self.sources.module(first)
        return (self.chain((Value(module),), rest) if module else ()) or self.imported(dotted)

    def imported(self, dotted: str) -> Values:
        """What ``from a.b import c`` gives; a module is found although an attribute of its package hides it."""
        parts = dotted.split(".")
        for end in range(len(parts) - 1, 0, -1):
            module = self.sources.module(".".join(parts[:end]))
            if module is not None:
                return self.chain((Value(module),), parts[end:])
        module = self.sources.module(dotted)
        return (Value(module),) if module else ()

    def chain(self, values: Values, segments: list[str]) -> Values:
        """Walk attributes from any of the values."""
        for segment in segments:
            values = unique(found for value in values for found in self.attribute(value, segment))
        return values

    def attribute(self, value: Value, segment: str) -> Values:
        """``value.segment``."""
        question = (*value.key, segment)
        if question in self._known:
            return self._known[question]
        if question in self._asked or len(self._asked) > _HOPS:
            self._cuts += 1
            return ()
        cuts = self._cuts + self.expressions.cuts
        self._asked.append(question)
        try:
            found = unique(self._attribute(value, segment))
        finally:
            self._asked.pop()
        if cuts == self._cuts + self.expressions.cuts or not self._asked:  # an answer that a circle cut short is not kept
            self._known[question] = found
        return found

    def _attribute(self, value: Value, segment: str) -> Iterator[Value]:
        if isinstance(value.thing, griffe.Module):
            yield from self._of_module(value.thing, segment)
        elif isinstance(value.thing, griffe.Class):
            yield from self._of_class(value, segment)

    def lineage(self, cls: griffe.Class) -> tuple[tuple[griffe.Class, ...], tuple[str, ...]]:
        """A class and its bases in the order in which attributes are looked up, and the bases that are in no wheel."""
        if id(cls) in self._lines:
            return self._lines[id(cls)]
        self._lines[id(cls)] = ((cls,), ())
        order: list[griffe.Class] = [cls]
        foreign: list[str] = []
        for base in cls.bases:
            node = parsed(base)
            values = self.expressions.value(node, Scope(_home(cls))) if node else ()
            parent = next((value.thing for value in values if isinstance(value.thing, griffe.Class)), None)
            if parent is None:
                foreign.append(self._foreign(cls, str(base)))
                continue
            classes, names = self.lineage(parent)
            order += classes
            foreign += names
        last = {id(one): place for place, one in enumerate(order)}
        line = tuple(one for place, one in enumerate(order) if last[id(one)] == place)
        self._lines[id(cls)] = (line, tuple(dict.fromkeys(foreign)))
        return self._lines[id(cls)]

    def _foreign(self, cls: griffe.Class, base: str) -> str:
        """The dotted name of a base class that no wheel holds."""
        plain = base.partition("[")[0]
        first, dot, rest = plain.partition(".")
        member = _home(cls).members.get(first)
        return f"{member.target_path}{dot}{rest}" if isinstance(member, griffe.Alias) else plain

    def _of_module(self, module: griffe.Module, segment: str) -> Iterator[Value]:
        member = module.members.get(segment)
        if member is not None:
            found = tuple(self._member(member, Scope(module)))
            yield from found
            if found:
                return
        for one in module.members.values():
            if isinstance(one, griffe.Alias) and one.wildcard and not segment.startswith("_"):
                source = self.sources.module(one.target_path)
                if source is not None:
                    yield from self.attribute(Value(source), segment)
        inner = self.sources.module(f"{module.path}.{segment}")
        if inner is not None:
            yield Value(inner)
        else:
            for name, attribute in lazy.targets(self.sources, module, segment):
                target = self.sources.module(name)
                if target is not None:
                    yield from self.attribute(Value(target), attribute) if attribute else (Value(target),)
            for expression, hook in lazy.returned(self.sources, module, segment):
                yield from self.expressions.value(expression, Scope(module, function=hook))

    def _of_class(self, value: Value, segment: str) -> Iterator[Value]:
        assert isinstance(value.thing, griffe.Class)
        unknown: list[Value] = []
        for cls in self.lineage(value.thing)[0]:
            member = cls.members.get(segment)
            if member is None:
                continue
            found = [
                Value(one.thing, one.bound or value.bound or _of_the_class(one.thing), value.thing)
                if isinstance(one.thing, griffe.Function)
                else one
                for one in self._member(member, Scope(cls, receiver=value.thing))
            ]
            if any(not one.opaque for one in found):
                yield from found
                return
            unknown += found
            if not _wraps_itself(member, segment):
                break
        yield from tuple(self._set_elsewhere(value.thing, segment)) or unknown

    def _set_elsewhere(self, cls: griffe.Class, segment: str) -> Iterator[Value]:
        """``self.segment = ...`` in a method other than ``__init__``."""
        for one in self.lineage(cls)[0]:
            for method in one.members.values():
                source = self.sources.function_source(method) if isinstance(method, griffe.Function | griffe.Attribute) else None
                if source is None:
                    continue
                for node in ast.walk(source):
                    if isinstance(node, ast.Assign) and any(ast.unparse(target) == f"self.{segment}" for target in node.targets):
                        yield from self.expressions.value(node.value, Scope(one, receiver=cls, function=source))

    def _member(self, member: griffe.Object | griffe.Alias, scope: Scope) -> Iterator[Value]:
        """What a member of a module or class is."""
        if isinstance(member, griffe.Alias):
            yield from self.imported(member.target_path)
        elif isinstance(member, griffe.Function) and not _is_property(member):
            yield Value(member)
        elif isinstance(member, griffe.Function | griffe.Attribute):
            yield from self._typed(member, scope) or (Value(_attribute(member)),)
        else:
            yield Value(member)

    def _typed(self, member: griffe.Function | griffe.Attribute, scope: Scope) -> Values:
        """What a property or attribute holds: what it returns says more than what it is annotated with."""
        if isinstance(member, griffe.Function) or "property" in member.labels:
            source = self.sources.function_source(member)
            inner = Scope(scope.place, scope.receiver, source)
            annotation = member.returns if isinstance(member, griffe.Function) else member.annotation
            if source is None:
                return self._annotated(annotation, scope)
            made = self.expressions.made(source, inner)
            return made or self._annotated(annotation, scope) or self.expressions.passed_through(source, inner)
        found = self._annotated(member.annotation, scope)
        node = parsed(member.value)
        if found or node is None:
            return found
        init = scope.place.members.get("__init__") if "instance-attribute" in member.labels else None
        source = self.sources.function_source(init) if isinstance(init, griffe.Function) else None
        return self.expressions.value(node, Scope(scope.place, scope.receiver, source))

    def _annotated(self, annotation: str | griffe.Expr | None, scope: Scope) -> Values:
        node = parsed(annotation)
        return tuple(one for one in instances(self.expressions.annotation(node, scope)) if not one.opaque) if node else ()


def parsed(expression: str | griffe.Expr | None) -> ast.expr | None:
    """A syntax tree for an expression of griffe's."""
    if expression is None:
        return None
    try:
        return ast.parse(str(expression), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _home(cls: griffe.Class) -> griffe.Module | griffe.Class:
    return cls.parent if isinstance(cls.parent, griffe.Module | griffe.Class) else cls.module


def _is_property(function: griffe.Function) -> bool:
    """A property by a decorator that griffe does not know by name, such as a project's own ``cached_property``."""
    return any(str(decorator.value).partition("(")[0].endswith("property") for decorator in function.decorators)


def _wraps_itself(member: griffe.Object | griffe.Alias, name: str) -> bool:
    """``self.chat = wrap(self.chat)``: the method that is wrapped says what it takes."""
    return isinstance(member, griffe.Attribute) and f"self.{name}" in str(member.value or "")


def _of_the_class(function: griffe.Object) -> bool:
    return "classmethod" in function.labels


def _attribute(member: griffe.Function | griffe.Attribute) -> griffe.Attribute:
    """Stand in for something of which only its existence is known."""
    return member if isinstance(member, griffe.Attribute) else griffe.Attribute(member.name, parent=member.parent)
