"""What a callable takes: parameters of functions and constructors, fields of records, keys of typed keyword dicts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import griffe

from tools.verify_catalog.resolve import Resolver, parsed
from tools.verify_catalog.values import Scope, Value

_RECORDS = ("BaseModel", "BaseSettings", "SQLModel", "TypedDict", "NamedTuple")
"""Base classes outside of any wheel whose subclasses take their annotated fields."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a callable."""

    names: frozenset[str]
    positional: tuple[str, ...] = ()
    """Names in the order in which positional arguments fill them."""
    any_position: bool = False
    """Ends in ``*args``."""
    any_name: bool = False
    """Takes ``**kwargs`` of which nothing more is known."""


ANYTHING = Signature(frozenset(), any_position=True, any_name=True)


def signatures(resolver: Resolver, value: Value) -> Iterator[Signature]:
    """The signatures of a callable; none where it is not known to be one."""
    thing = value.thing
    if isinstance(thing, griffe.Function):
        yield _of_function(resolver, thing, bound=value.bound)
    elif isinstance(thing, griffe.Class) and value.bound:
        for call in resolver.attribute(value, "__call__"):
            yield from signatures(resolver, call)
    elif isinstance(thing, griffe.Class):
        yield _of_class(resolver, thing)
    elif isinstance(thing, griffe.Attribute) and _might_be_called(thing):
        yield ANYTHING


def _might_be_called(attribute: griffe.Attribute) -> bool:
    """An attribute that a call made or that is annotated as callable; nobody can read its parameters."""
    value, annotation = str(attribute.value or ""), str(attribute.annotation or "")
    return "(" in value or "Callable" in annotation or value.startswith(("lambda", "self."))


def _of_function(resolver: Resolver, function: griffe.Function, *, bound: bool) -> Signature:
    forms = [function, *(function.overloads or ())]
    all_of = [_of_form(resolver, form, bound=bound and "staticmethod" not in function.labels) for form in forms]
    return Signature(
        names=frozenset(name for one in all_of for name in one.names),
        positional=max((one.positional for one in all_of), key=len),
        any_position=any(one.any_position for one in all_of),
        any_name=all_of[0].any_name,
    )


def _of_form(resolver: Resolver, function: griffe.Function, *, bound: bool) -> Signature:
    names: list[str] = []
    positional: list[str] = []
    star = keywords = False
    parameters = list(function.parameters)
    # A method that is reached through its class stands for the bound one too: ``Conversation.call``.
    if parameters and (bound or parameters[0].name == "self"):
        del parameters[0]
    for parameter in parameters:
        match parameter.kind:
            case griffe.ParameterKind.var_positional:
                star = True
            case griffe.ParameterKind.var_keyword:
                keys = _typed_keys(resolver, function, parameter)
                names += keys
                keywords = not keys
            case griffe.ParameterKind.keyword_only:
                names.append(parameter.name)
            case _:
                names.append(parameter.name)
                positional.append(parameter.name)
    return Signature(frozenset(names), tuple(positional), any_position=star, any_name=keywords)


def _typed_keys(resolver: Resolver, function: griffe.Function, parameter: griffe.Parameter) -> list[str]:
    """The keys of ``**kwargs: Unpack[Options]``."""
    node = parsed(parameter.annotation)
    if not (isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("Unpack")):
        return []
    place = function.parent if isinstance(function.parent, griffe.Class) else function.module
    found = resolver.expressions.annotation(node.slice, Scope(place))
    return [name for value in found if isinstance(value.thing, griffe.Class) for name in _fields(resolver, value.thing)[0]]


def _of_class(resolver: Resolver, cls: griffe.Class) -> Signature:
    """A constructor: what ``__init__`` names, what it passes on to base classes, what a record has as fields."""
    classes, foreign = resolver.lineage(cls)
    names: set[str] = set()
    positional: tuple[str, ...] | None = None
    star = open_ended = False
    for one in classes:
        method = one.members.get("__init__") or one.members.get("__new__")
        if not isinstance(method, griffe.Function):
            continue
        made = _of_function(resolver, method, bound=True)
        names |= made.names
        if positional is None:
            positional, star = made.positional, made.any_position
        open_ended = made.any_name
        if not made.any_name:
            break
    record = any(name.rpartition(".")[2] in _RECORDS for name in foreign) or any(_is_dataclass(one) for one in classes)
    if record:
        fields, order = _fields(resolver, cls)
        names |= set(fields)
        dataclass = any(_is_dataclass(one) for one in classes)
        return Signature(frozenset(names), tuple(order) if positional is None and dataclass else positional or ())
    outside = bool(foreign) and any(name.rpartition(".")[2] not in _HARMLESS for name in foreign)
    if positional is None:
        return Signature(frozenset(names), (), any_position=outside, any_name=outside)
    return Signature(frozenset(names), positional, any_position=star, any_name=open_ended)


_HARMLESS = frozenset({"object", "ABC", "Generic", "Protocol", "Mapping", "Iterator", "Iterable"})
"""Base classes from outside that take no arguments."""


def _is_dataclass(cls: griffe.Class) -> bool:
    names = (str(decorator.value).partition("(")[0].rpartition(".")[2] for decorator in cls.decorators)
    return any(name in ("dataclass", "define", "attrs", "s") for name in names)


def _fields(resolver: Resolver, cls: griffe.Class) -> tuple[list[str], list[str]]:
    """The annotated fields of a record with their aliases; and the fields alone, in order of definition."""
    names: list[str] = []
    order: list[str] = []
    for one in reversed(resolver.lineage(cls)[0]):
        for name, member in one.members.items():
            if isinstance(member, griffe.Attribute) and member.annotation is not None and not name.startswith("__"):
                order += [name] if name not in order else []
                names += [name, *_aliases(member)]
    return names, order


def _aliases(field: griffe.Attribute) -> Iterator[str]:
    """Other spellings of a field: ``Field(alias="model")``, ``validation_alias=AliasChoices("a", "b")``."""
    trees = [tree for tree in (parsed(field.value), parsed(field.annotation)) if tree is not None]
    for call in (part for tree in trees for part in ast.walk(tree) if isinstance(part, ast.Call)):
        for keyword in call.keywords:
            if keyword.arg in ("alias", "validation_alias"):
                texts = (part.value for part in ast.walk(keyword.value) if isinstance(part, ast.Constant))
                yield from (text for text in texts if isinstance(text, str))
