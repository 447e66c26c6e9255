"""The part of the walk over a file's facts that goes through expressions, targets and inner blocks."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.linking.blocks import Block, CallSite, Definition, Path, Returned
from aigc_lint.linking.environments import Environment
from aigc_lint.linking.parts import names, parts
from aigc_lint.linking.scopes_record import Record
from aigc_lint.model import facts as f

_ADDS = frozenset({"add", "append", "appendleft", "put", "put_nowait", "set"})
"""Methods of lists, sets, queues and context variables that take one more item."""


class ExpressionWalk(Record):
    """The walk over the expressions of a block, and into the blocks that they or its statements hold."""

    def __init__(self, block: Block, serials: Iterator[int]) -> None:
        super().__init__(block, serials)
        self.targets: dict[int, f.Attribute | f.Subscript] = {}
        """Targets made up for calls that assign, kept because definitions are known by the identity of their nodes."""
        self.contexts: list[f.Expression] = list(block.contexts)
        self.within: list[f.Call] = []
        self.seen_calls: set[int] = set()
        self.yielded: set[int] = set()

    def run(self, body: tuple[f.Statement, ...], start: Environment | None = None) -> None:
        """Walk the statements of the block."""
        raise NotImplementedError

    def bind(
        self,
        target: f.Expression,
        kind: str,
        value: f.Expression | None,
        path: Path,
        env: Environment,
        annotation: f.Expression | None = None,
    ) -> None:
        """Give the names in a target their definitions."""
        match target:
            case f.Name():
                if value is None and annotation is None:
                    return
                self.define(target.id, self.make(target, target.id, kind, value, path, annotation=annotation), env)
            case f.Collection():
                for index, item in enumerate(target.items):
                    self.bind(item, kind, value, (*path, index), env)
            case f.Starred():
                self.bind(target.value, kind, value, (*path[:-1], "*"), env)
            case f.Attribute() | f.Subscript():
                self.expression(target, env)
                self.write(target, kind, value, path, env, annotation)

    def mutation(self, node: f.Expression, env: Environment) -> None:
        """``x.update(...)``, ``x.setdefault(k, v)``, ``x.append(v)`` as statements."""
        node = node.value if isinstance(node, f.Await) else node
        if isinstance(node, f.Call) and _sets_attribute(node.function) and len(node.arguments) == 3:
            base, name, item = (argument.value for argument in node.arguments)
            if isinstance(name, f.Constant) and isinstance(name.value, str):
                self.bind(self.targets.setdefault(id(node), f.Attribute(base, name.value)), "value", item, (), env)
            return
        if not (isinstance(node, f.Call) and isinstance(node.function, f.Attribute)):
            return
        base, method = node.function.value, node.function.attr
        if method == "update" and (node.arguments):
            first = node.arguments[0]
            value: f.Expression = first.value
            if first.name or first.star == 2:
                value = f.Dict(tuple((f.Constant(a.name) if a.name else None, a.value) for a in node.arguments))
            self.change(base, value, "merge", node, env)
        elif method == "setdefault" and len(node.arguments) == 2:
            key, item = (argument.value for argument in node.arguments)
            target = self.targets.setdefault(id(node), f.Subscript(base, key))
            self.write(target, "value", item, (), env, mode="default")
        elif method in _ADDS and len(node.arguments) == 1:
            self.change(base, node.arguments[0].value, "append", node, env)
        elif method in ("extend",) and len(node.arguments) == 1:
            self.change(base, node.arguments[0].value, "extend", node, env)

    def expression(self, node: f.Expression, env: Environment) -> None:
        """Record the names and calls in the expression, in evaluation order."""
        match node:
            case f.Constant():
                return
            case f.Attribute():
                self.expression(node.value, env)
            case f.Name():
                found = env.get(node.id)
                if found:
                    known = self.block.names.get(id(node), ())
                    self.block.names[id(node)] = found = tuple(dict.fromkeys((*known, *found))) if known else found
                    if len(found) > 1 and self.conditions:
                        self.block.read_under[id(node)] = self.under()
            case f.Call():
                self.call(node, env)
            case f.Lambda():
                self.parameters(node.parameters, env)
                self.child(node, "lambda", "<lambda>", node.parameters, ())
            case f.Walrus():
                self.expression(node.value, env)
                self.define(node.name, self.make(node, node.name, "value", node.value, ()), env)
            case f.Comprehension():
                self.comprehension(node, env)
            case f.Yield():
                if node.value is not None:
                    self.expression(node.value, env)
                if id(node) not in self.yielded:
                    self.yielded.add(id(node))
                    self.block.yields.append(node)
            case _:
                for part in parts(node):
                    self.expression(part, env)

    def call(self, node: f.Call, env: Environment) -> None:
        """Record a call with what stands around it."""
        self.expression(node.function, env)
        self.within.append(node)
        for argument in node.arguments:
            self.expression(argument.value, env)
        self.within.pop()
        if id(node) not in self.seen_calls:
            self.seen_calls.add(id(node))
            if self.conditions:
                self.block.tests[id(node)] = self.under()
            self.block.calls.append(CallSite(node, self.block, self.statement, tuple(self.contexts), tuple(self.within)))

    def comprehension(self, node: f.Comprehension, env: Environment) -> None:
        """Its own variables do not outlive it."""
        inner = env.copy()
        own = {name for generator in node.generators for name in names(generator.target)}
        every = {name: list(found) for name in own if (found := self.block.every.get(name))}
        for generator in node.generators:
            self.expression(generator.iterable, inner)
            self.bind(generator.target, "element", generator.iterable, (), inner)
            for test in generator.tests:
                self.expression(test, inner)
        if node.key is not None:
            self.expression(node.key, inner)
        self.expression(node.element, inner)
        for name in own:
            if name in every:
                self.block.every[name] = every[name]
            else:
                self.block.every.pop(name, None)

    def parameters(self, parameters: tuple[f.Parameter, ...], env: Environment) -> None:
        """What parameters have by default and as types is read where the function is defined."""
        for parameter in parameters:
            for part in (parameter.default, parameter.annotation):
                if part is not None:
                    self.expression(part, env)

    def child(
        self,
        node: f.Function | f.Class | f.Lambda,
        kind: str,
        name: str,
        parameters: tuple[f.Parameter, ...],
        body: tuple[f.Statement, ...],
    ) -> Block | None:
        """Walk an inner block, once."""
        if id(node) in self.block.children:
            return None
        block = Block(kind, self.block.path, f"{self.block.qualname}.{name}", self.block, node, parameters)
        block.serial = next(self.serials)
        self.block.children[id(node)] = block
        walk = type(self)(block, self.serials)
        start = Environment(walk.names)
        for parameter in parameters:
            made = Definition("parameter", block, parameter.default, (), (), parameter.name, annotation=parameter.annotation)
            made.serial = next(self.serials)
            start.set(parameter.name, (made,))
            block.every[parameter.name] = [made]
        if kind == "lambda":
            block.within, block.contexts = tuple(self.within), tuple(self.contexts)
            walk.contexts = list(self.contexts)
            walk.within = []
            walk.statement = self.statement
            assert isinstance(node, f.Lambda)
            walk.expression(node.body, start)
            block.returns.append(Returned(node.body))
            block.end = start.all()
        else:
            walk.run(body, start)
        return block


def _sets_attribute(function: f.Expression) -> bool:
    """Is it ``setattr``, or ``object.__setattr__`` by which frozen classes set theirs?"""
    match function:
        case f.Name(id="setattr") | f.Attribute(value=f.Name(id="object"), attr="__setattr__"):
            return True
        case _:
            return False
