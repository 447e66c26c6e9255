"""Expressions and annotations of an SDK's source, evaluated to classes, functions and modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

import griffe

from tools.verify_catalog import lazy
from tools.verify_catalog.values import Scope, Value, Values, instances, unique

if TYPE_CHECKING:
    from tools.verify_catalog.resolve import Resolver

_HOLDERS = frozenset({
    "Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "Awaitable", "Coroutine", "AsyncIterator",
    "Iterator", "Generator", "AsyncGenerator", "ContextManager", "AsyncContextManager", "AbstractContextManager",
    "AbstractAsyncContextManager", "Unpack", "Literal",
})  # fmt: skip
"""Annotations that say nothing themselves: what counts is what they hold."""
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


class Expressions:
    """Evaluates syntax trees in scopes."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.cuts = 0
        """Questions that were not answered because they were being asked already."""
        self._asked: list[tuple[str, int]] = []

    def value(self, node: ast.expr, scope: Scope) -> Values:
        """What an expression may evaluate to."""
        question = (ast.dump(node), id(scope.place))
        if question in self._asked:
            self.cuts += 1
            return ()
        self._asked.append(question)
        try:
            return unique(self._value(node, scope))
        finally:
            self._asked.pop()

    def annotation(self, node: ast.expr, scope: Scope) -> Values:
        """The classes that an annotation names."""
        question = ("annotation " + ast.dump(node), id(scope.place))
        if question in self._asked:
            self.cuts += 1
            return ()
        self._asked.append(question)
        try:
            return unique(self._annotation(node, scope))
        finally:
            self._asked.pop()

    def made(self, function: _FUNCTION, scope: Scope) -> Values:
        """The objects that a function returns and has made itself: ``return Chat(self)``."""
        found = (self.value(node, scope) for node in _returned(function) if isinstance(node, ast.Call))
        return unique(one for values in found for one in values if isinstance(one.thing, griffe.Class))

    def result(self, called: Value) -> Values:
        """What calling a value gives."""
        if isinstance(called.thing, griffe.Class):
            return (Value(called.thing, bound=True),) if not called.bound else self._call_of(called)
        if not isinstance(called.thing, griffe.Function):
            return ()
        function = called.thing
        place = function.parent if isinstance(function.parent, griffe.Class) else function.module
        source = self.resolver.sources.function_source(function)
        scope = Scope(place, called.receiver or (place if isinstance(place, griffe.Class) else None), source)
        if source is None:
            return ()
        annotated = instances(self.annotation(source.returns, scope)) if source.returns else ()
        return self.made(source, scope) or annotated or self.passed_through(source, scope)

    def passed_through(self, function: _FUNCTION, scope: Scope) -> Values:
        """What a function returns without having made it."""
        return unique(one for node in _returned(function) for one in self.value(node, scope))

    def _call_of(self, called: Value) -> Values:
        return unique(found for one in self.resolver.attribute(called, "__call__") for found in self.result(one))

    def _value(self, node: ast.expr, scope: Scope) -> Iterator[Value]:
        match node:
            case ast.Name(id=name):
                yield from self._named(name, scope)
            case ast.Attribute(value=inner, attr=attribute):
                for value in self.value(inner, scope):
                    yield from self.resolver.attribute(value, attribute)
            case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast"), args=[kind, *_]):
                yield from instances(self.annotation(kind, scope))
            case ast.Call(func=ast.Name(id="partial") | ast.Attribute(attr="partial"), args=[function, *_]):
                yield from self.value(function, scope)
            case ast.Call(func=ast.Name(id="super")):
                yield from self._bases(scope)
            case ast.Call(func=function):
                for value in self.value(function, scope):
                    yield from self.result(value)
            case ast.Await(value=inner) | ast.NamedExpr(value=inner) | ast.Subscript(value=inner):
                yield from self.value(inner, scope)
            case ast.BoolOp(values=nodes):
                for one in nodes:
                    yield from self.value(one, scope)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self.value(body, scope)
                yield from self.value(orelse, scope)

    def _annotation(self, node: ast.expr, scope: Scope) -> Iterator[Value]:
        match node:
            case ast.Constant(value=str(text)):
                try:
                    yield from self.annotation(ast.parse(text, mode="eval").body, scope)
                except SyntaxError:
                    return
            case ast.Name(id="Self"):
                if scope.receiver is not None:
                    yield Value(scope.receiver)
            case ast.Name() | ast.Attribute():
                yield from self._named_type(node, scope)
            case ast.BinOp(left=left, right=right):
                yield from self.annotation(left, scope)
                yield from self.annotation(right, scope)
            case ast.Subscript(value=outer, slice=inner):
                held = ast.unparse(outer).rpartition(".")[2]
                if held in _HOLDERS:
                    for one in inner.elts if isinstance(inner, ast.Tuple) else (inner,):
                        yield from self.annotation(one, scope)
                elif held not in ("Callable", "Type", "type", "List", "list", "Dict", "dict"):
                    yield from self.annotation(outer, scope)

    def _named_type(self, node: ast.expr, scope: Scope) -> Iterator[Value]:
        """A class, an alias of a union, or the bound of a type variable."""
        for value in self.value(node, scope):
            held = value.thing.value if isinstance(value.thing, griffe.Attribute) else None
            if held is None:
                yield value
                continue
            try:
                tree = ast.parse(str(held), mode="eval").body
            except SyntaxError:
                continue
            home = Scope(value.thing.module)
            if isinstance(tree, ast.Call):
                nodes = [*tree.args[1:], *(keyword.value for keyword in tree.keywords if keyword.arg == "bound")]
                yield from (one for part in nodes for one in self.annotation(part, home))
            else:
                yield from self.annotation(tree, home)

    def _bases(self, scope: Scope) -> Iterator[Value]:
        if isinstance(scope.place, griffe.Class):
            yield from (Value(one, bound=True) for one in self.resolver.lineage(scope.place)[0][1:2])

    def _named(self, name: str, scope: Scope) -> Iterator[Value]:
        """A plain name: local, of the class body, of the module."""
        if name in ("self", "cls") and scope.receiver is not None:
            yield Value(scope.receiver, bound=name == "self")
            return
        local = list(self._local(name, scope)) if scope.function is not None else []
        if local:
            yield from local
            return
        place: griffe.Object | None = scope.place
        while place is not None:
            found = self.resolver.attribute(Value(place), name)
            # ``chat: chat.Client`` in a class body means the module's name, not the attribute that is being declared.
            if any(not one.opaque for one in found) or isinstance(place, griffe.Module):
                yield from found
                return
            place = place.parent

    def _local(self, name: str, scope: Scope) -> Iterator[Value]:
        """A parameter, an import or an assignment of the function that the expression stands in."""
        function = scope.function
        assert function is not None
        outer = Scope(scope.place, scope.receiver)
        arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        for argument in arguments:
            if argument.arg == name and argument.annotation is not None:
                yield from instances(self.annotation(argument.annotation, outer))
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        yield from self.resolver.name(f"{lazy.absolute(_module(scope.place), node)}.{alias.name}")
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        yield from self.resolver.name(alias.name if alias.asname else name)
            elif isinstance(node, ast.Assign) and name in (target.id for target in node.targets if isinstance(target, ast.Name)):
                yield from self.value(node.value, scope)


def _returned(function: _FUNCTION) -> Iterator[ast.expr]:
    """The expressions that a function returns, those of functions within it left out."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop(0)
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending += ast.iter_child_nodes(node)


def _module(place: griffe.Module | griffe.Class) -> griffe.Module:
    return place if isinstance(place, griffe.Module) else place.module
