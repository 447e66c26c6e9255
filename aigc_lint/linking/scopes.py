"""From statements to blocks, names and the definitions that reach them: one walk over the facts of a file.

The walk is flow-sensitive within a block, in the manner of static single assignment: each name that is read is tied to
the definitions that can reach it there, so that a value follows the branch that dominates its use. Nothing is evaluated here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from aigc_lint.linking.blocks import Block, Definition, Returned
from aigc_lint.linking.environments import Environment, join
from aigc_lint.linking.parts import assigned
from aigc_lint.linking.scopes_expressions import ExpressionWalk
from aigc_lint.linking.scopes_record import MOST_CONDITIONS
from aigc_lint.model import facts as f


def analyse(facts: f.Facts, path: str, module: str) -> Block:
    """Tie every name of the file to its definitions."""
    block = Block("module", path, module, None)
    _Walk(block, count(1)).run(facts.body)
    return block


NESTED_LOOPS = 3
MOST_AGAIN = 20_000
"""Statements that are walked again in one block for loops that are nested deeper: each level may double what there is to walk."""


class _Walk(ExpressionWalk):
    """The walk over the statements of one block."""

    def __init__(self, block: Block, serials: Iterator[int]) -> None:
        super().__init__(block, serials)
        self.unseen = Definition("bound", block)
        self.walked = 0
        """Statements so far, and of them those that were walked again for the deeper loops."""
        self.again = 0
        self.returned: set[int] = set()

    def run(self, body: tuple[f.Statement, ...], start: Environment | None = None) -> None:
        end = self.body(body, start or Environment(self.names))
        every = self.block.every
        self.block.end = end.all() if end is not None else {name: tuple(found) for name, found in every.items()}

    def body(self, statements: tuple[f.Statement, ...], env: Environment | None) -> Environment | None:
        depth = len(self.conditions)
        for statement in statements:
            if env is None:  # unreachable by our reckoning: still walked, so that its calls are known
                env = Environment(self.names)
            self.statement = statement.span
            self.walked += 1
            env = getattr(self, "do_" + type(statement).__name__.lower())(statement, env)
        del self.conditions[depth:]
        return env

    def do_assign(self, node: f.Assign, env: Environment) -> Environment:
        if node.annotation is not None:
            self.expression(node.annotation, env)
        if node.value is not None:
            self.expression(node.value, env)
        for target in node.targets:
            self.bind(target, "value", node.value, (), env, node.annotation)
        return env

    def do_augment(self, node: f.Augment, env: Environment) -> Environment:
        self.expression(node.target, env)
        self.expression(node.value, env)
        if isinstance(node.target, f.Name):
            name = node.target.id
            made = self.make(node, name, "augment", node.value, (), previous=env.get(name), mode=node.operator)
            self.define(name, made, env)
        return env

    def do_evaluate(self, node: f.Evaluate, env: Environment) -> Environment:
        self.expression(node.value, env)
        if not node.what:
            self.mutation(node.value, env)
        return env

    def do_return(self, node: f.Return, env: Environment) -> None:
        if node.value is not None:
            self.expression(node.value, env)
            if id(node) not in self.returned:
                self.returned.add(id(node))
                self.block.returns.append(Returned(node.value, self.under()))

    def do_raise(self, node: f.Raise, env: Environment) -> None:
        if node.value is not None:
            self.expression(node.value, env)

    def do_jump(self, node: f.Jump, env: Environment) -> None:
        if self.loops:
            self.loops[-1][0 if node.kind == "break" else 1].append(env)

    def do_if(self, node: f.If, env: Environment) -> Environment | None:
        ends: list[Environment | None] = []
        depth = len(self.conditions)
        passed: list[f.Expression] = []
        for branch in node.branches:
            self.statement = branch.span
            self.expression(branch.test, env)
            self.conditions += [*((test, False) for test in passed[-MOST_CONDITIONS:]), (branch.test, True)]
            ends.append(self.body(branch.body, env.copy()))
            del self.conditions[depth:]
            passed.append(branch.test)
        self.conditions += [(test, False) for test in passed[-MOST_CONDITIONS:]]
        ends.append(self.body(node.orelse, env.copy()))
        del self.conditions[depth:]
        self.rule_out(passed, ends)
        return join(ends)

    def rule_out(self, tests: list[f.Expression], ends: list[Environment | None]) -> None:
        """What follows is reached only where the leading branches that do not come back were not taken."""
        for test, end in zip(tests, ends, strict=False):
            if end is not None:
                break
            self.conditions.append((test, False))

    def do_match(self, node: f.Match, env: Environment) -> Environment | None:
        self.expression(node.subject, env)
        ends: list[Environment | None] = []
        depth = len(self.conditions)
        passed: list[f.Expression] = []
        exhaustive = False
        for case in node.cases:
            inner = env.copy()
            self.statement = case.span
            for value in case.values:
                self.expression(value, inner)
            for name in case.names:
                self.define(name, self.make(case, name, "unknown", node.subject, ()), inner)
            if case.guard is not None:
                self.expression(case.guard, inner)
            self.conditions += [(test, False) for test in passed[-MOST_CONDITIONS:]]
            if case.values:
                test = f.Compare((node.subject, f.Collection("tuple", case.values)), ("in",))
                self.conditions.append((test, True))
                if case.guard is None:
                    passed.append(test)
            exhaustive |= not case.values and case.guard is None
            ends.append(self.body(case.body, inner))
            del self.conditions[depth:]
        return join(ends if exhaustive else [*ends, env])

    def do_for(self, node: f.For, env: Environment) -> Environment | None:
        self.expression(node.iterable, env)
        return self.loop(node, env)

    def do_while(self, node: f.While, env: Environment) -> Environment | None:
        return self.loop(node, env)

    def loop(self, node: f.For | f.While, env: Environment) -> Environment | None:
        breaks: list[Environment] = []
        continues: list[Environment] = []
        start = env.copy()
        deep = len(self.loops) >= NESTED_LOOPS
        once = deep and self.again >= MOST_AGAIN
        for number in range(1 if once else 2):
            walked = self.walked
            inner = start.copy()
            if once:
                self.leave_open(node.body, inner)
            self.statement = node.span
            if isinstance(node, f.For):
                self.bind(node.target, "element", node.iterable, (), inner)
            else:
                self.expression(node.test, inner)
            self.loops.append((breaks, continues))
            end = self.body(node.body, inner)
            self.loops.pop()
            before, start = start, join([start, end, *continues]) or start
            if deep and number:
                self.again += self.walked - walked
            if start.is_as(before):  # another round would see the same
                break
        forever = isinstance(node, f.While) and isinstance(node.test, f.Constant) and bool(node.test.value)
        after = None if forever else self.body(node.orelse, start.copy())
        return join([after, *breaks])

    def leave_open(self, body: tuple[f.Statement, ...], env: Environment) -> None:
        """Let what a loop assigns be something else as well at its head: what an earlier round, which is not walked, brought."""
        for name in dict.fromkeys(assigned(body)):
            if found := env.get(name):
                env.set(name, (*found, self.unseen))

    def do_with(self, node: f.With, env: Environment) -> Environment | None:
        depth = len(self.contexts)
        for item in node.items:
            self.expression(item.value, env)
            if item.target is not None:
                self.bind(item.target, "context", item.value, (), env)
            self.contexts.append(item.value)
        end = self.body(node.body, env)
        del self.contexts[depth:]
        return end

    def do_try(self, node: f.Try, env: Environment) -> Environment | None:
        before = env.copy()
        done = self.body(node.body, env)
        raised = join([before, done]) or before
        ends = [self.body(node.orelse, done.copy()) if done is not None else None]
        for handler in node.handlers:
            inner = raised.copy()
            self.statement = handler.span
            if handler.type is not None:
                self.expression(handler.type, inner)
            if handler.name:
                self.define(handler.name, self.make(handler, handler.name, "exception", handler.type, ()), inner)
            ends.append(self.body(handler.body, inner))
        after = join(ends)
        if not node.final:
            return after
        final = self.body(node.final, (after if after is not None else raised).copy())
        return final if after is not None else None

    def do_function(self, node: f.Function, env: Environment) -> Environment:
        for decorator in node.decorators:
            self.expression(decorator, env)
        self.parameters(node.parameters, env)
        if node.returns is not None:
            self.expression(node.returns, env)
        self.child(node, "function", node.name, node.parameters, node.body)
        self.define(node.name, self.make(node, node.name, "function", None, (), node=node), env)
        return env

    def do_class(self, node: f.Class, env: Environment) -> Environment:
        for decorator in node.decorators:
            self.expression(decorator, env)
        for base in node.bases:
            self.expression(base.value, env)
        self.child(node, "class", node.name, (), node.body)
        self.define(node.name, self.make(node, node.name, "class", None, (), node=node), env)
        return env

    def do_import(self, node: f.Import, env: Environment) -> Environment:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            module = alias.name if alias.asname else name
            self.define(name, self.make(alias, name, "import", None, (module,), node=node), env)
        return env

    def do_importfrom(self, node: f.ImportFrom, env: Environment) -> Environment:
        for alias in node.names:
            made = self.make(alias, alias.asname or alias.name, "import", None, (node.module, alias.name), node=node)
            if alias.name == "*":
                self.block.stars.append(made)
            else:
                self.define(alias.asname or alias.name, made, env)
        return env

    def do_scope(self, node: f.Scope, env: Environment) -> Environment:
        self.block.outside.update(dict.fromkeys(node.names, node.kind))
        return env
