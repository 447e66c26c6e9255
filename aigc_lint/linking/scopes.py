"""Blocks, names and the definitions that reach them: one walk over the facts of a file.

The walk is flow-sensitive within a block, in the manner of static single assignment: each name that is read is tied to
the definitions that can reach it there, so that a value follows the branch that dominates its use. Changing an object
in place (``options["a"] = 1``, ``options.update(...)``, ``request.Model = "x"``) is a definition too, on top of earlier ones.
Nothing is evaluated here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from msgspec import Struct, field

from aigc_lint.linking.environments import Environment, Names, join
from aigc_lint.model import facts as f
from aigc_lint.model.spans import Span

Path = tuple["int | str | f.Expression", ...]
Conditions = tuple[tuple[f.Expression, bool], ...]
"""Tests that must have come out this way for the flow to reach a point in its block."""


class Definition(Struct, eq=False):
    """One way in which a name gets its value. Compared by identity."""

    kind: str
    """``value``, ``element`` (of an iterable), ``context`` (of a with), ``parameter``, ``import``, ``function``, ``class``,
    ``update`` (of the object that ``previous`` stands for), ``augment``, ``exception``, ``unknown``, or ``bound`` for those
    beyond the number that is kept of one name."""
    block: Block
    expression: f.Expression | None = None
    path: Path = ()
    """For values: what is unpacked from the expression. For updates: the way into the object, attributes as ``.name``."""
    previous: tuple[Definition, ...] = ()
    name: str = ""
    node: f.Function | f.Class | f.ImportFrom | f.Import | None = None
    span: Span | None = None
    annotation: f.Expression | None = None
    mode: str = ""
    """For updates: ``set``, ``merge`` (dict.update) or ``append``; for augmented assignments the operator."""
    conditions: Conditions = ()
    looped: bool = False
    """Is it made in the body of a loop, so that it may hold in the next round?"""
    serial: int = 0
    """Its place among all definitions and blocks of the file."""


class CallSite(Struct, eq=False):
    """A call, with what stands around it."""

    call: f.Call
    block: Block
    statement: Span
    contexts: tuple[f.Expression, ...]
    """Context managers whose bodies hold the call, outermost first."""
    within: tuple[f.Call, ...]
    """Calls of the same expression in whose arguments it stands, outermost first."""
    awaited: bool = False


class Returned(Struct, frozen=True):
    """One ``return`` with the tests that lead to it."""

    value: f.Expression
    conditions: Conditions = ()


class AttributeWrite(Struct, eq=False):
    """``target.attr = value`` (or a write below it), on any object."""

    target: f.Expression
    """The object whose attribute is written."""
    attr: str
    definition: Definition
    statement: Span


class Block(Struct, eq=False):
    """A module, class, function or lambda body."""

    kind: str
    path: str
    qualname: str
    parent: Block | None
    node: f.Function | f.Class | f.Lambda | None = None
    parameters: tuple[f.Parameter, ...] = ()
    names: dict[int, tuple[Definition, ...]] = field(default_factory=dict)
    """id of a Name node -> the definitions of this block that reach it."""
    read_under: dict[int, Conditions] = field(default_factory=dict)
    """id of a Name node that several definitions reach -> the tests that lead to it, where there are any."""
    end: dict[str, tuple[Definition, ...]] = field(default_factory=dict)
    """Definitions that reach the end of the block."""
    every: dict[str, list[Definition]] = field(default_factory=dict)
    """All definitions in the block, whatever the flow: what closures and other modules see."""
    returns: list[Returned] = field(default_factory=list)
    yields: list[f.Yield] = field(default_factory=list)
    calls: list[CallSite] = field(default_factory=list)
    tests: dict[int, Conditions] = field(default_factory=dict)
    """id of a Call node -> the tests that lead to it, where there are any."""
    writes: list[AttributeWrite] = field(default_factory=list)
    updates: dict[int, Definition] = field(default_factory=dict)
    """Changes in place of objects whose names belong to an outer block."""
    children: dict[int, Block] = field(default_factory=dict)
    """id of a Function, Class or Lambda node -> its block."""
    stars: list[Definition] = field(default_factory=list)
    """Star imports."""
    outside: dict[str, str] = field(default_factory=dict)
    """Names declared ``global`` or ``nonlocal``."""
    within: tuple[f.Call, ...] = ()
    """For lambdas: the calls in whose arguments the lambda stands."""
    contexts: tuple[f.Expression, ...] = ()
    """Context managers around the definition of a lambda."""
    serial: int = 0
    """Its place among all definitions and blocks of the file."""

    def walk(self) -> Iterator[Block]:
        """The block and all blocks in it, in source order."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def dissolve(self) -> None:
        """Let go of all that a forgotten block holds: with its definitions it forms cycles, which wait for the collector."""
        for block in list(self.walk()):
            block.names, block.read_under, block.end, block.every = {}, {}, {}, {}
            block.tests, block.updates, block.children = {}, {}, {}
            block.returns, block.yields, block.calls, block.writes, block.stars = [], [], [], [], []
            block.within, block.contexts, block.parent = (), (), None

    @property
    def owner(self) -> Block | None:
        """The class whose method this is, if any."""
        return self.parent if self.kind == "function" and self.parent is not None and self.parent.kind == "class" else None


def analyse(facts: f.Facts, path: str, module: str) -> Block:
    """Tie every name of the file to its definitions."""
    block = Block("module", path, module, None)
    _Walk(block, count(1)).run(facts.body)
    return block


# Of the tests that lead to a place the nearest so many are kept. What is left out rules nothing out: more is then held
# possible, nothing less.
_MOST_CONDITIONS = 64
NESTED_LOOPS = 3
MOST_AGAIN = 20_000
"""Statements that are walked again in one block for loops that are nested deeper: each level may double what there is to walk."""


class _Walk:
    """The walk over one block."""

    def __init__(self, block: Block, serials: Iterator[int]) -> None:
        self.block = block
        self.names = Names(Definition("bound", block))
        self.unseen = Definition("bound", block)
        self.walked = 0
        """Statements so far, and of them those that were walked again for the deeper loops."""
        self.again = 0
        self.serials = serials
        self.made: dict[tuple[int, str], Definition] = {}
        self.targets: dict[int, f.Attribute | f.Subscript] = {}
        """Targets made up for calls that assign, kept because definitions are known by the identity of their nodes."""
        self.statement = Span(1, 0, 1, 0)
        self.contexts: list[f.Expression] = list(block.contexts)
        self.within: list[f.Call] = []
        self.loops: list[tuple[list[Environment], list[Environment]]] = []
        self.seen_calls: set[int] = set()
        self.conditions: list[tuple[f.Expression, bool]] = []
        self.returned: set[int] = set()
        self.entered: set[tuple[int, int]] = set()
        """What stands in ``every`` already: blocks and definitions."""
        self.written: set[int] = set()
        self.yielded: set[int] = set()

    def run(self, body: tuple[f.Statement, ...], start: Environment | None = None) -> None:
        end = self.body(body, start or Environment(self.names))
        every = self.block.every
        self.block.end = end.all() if end is not None else {name: tuple(found) for name, found in every.items()}

    # --- statements ---

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
            self.conditions += [*((test, False) for test in passed[-_MOST_CONDITIONS:]), (branch.test, True)]
            ends.append(self.body(branch.body, env.copy()))
            del self.conditions[depth:]
            passed.append(branch.test)
        self.conditions += [(test, False) for test in passed[-_MOST_CONDITIONS:]]
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
            self.conditions += [(test, False) for test in passed[-_MOST_CONDITIONS:]]
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

    # --- definitions ---

    def under(self) -> Conditions:
        """The tests that lead here."""
        return tuple(self.conditions[-_MOST_CONDITIONS:])

    def make(
        self,
        key: object,
        name: str,
        kind: str,
        expression: f.Expression | None,
        path: Path,
        *,
        previous: tuple[Definition, ...] = (),
        node: f.Function | f.Class | f.ImportFrom | f.Import | None = None,
        annotation: f.Expression | None = None,
        mode: str = "",
    ) -> Definition:
        """The definition made at a syntax node; walking a loop body twice makes it once."""
        known = self.made.get((id(key), name))
        if known is None:
            known = Definition(
                kind, self.block, expression, path, previous, name, node, self.statement, annotation, mode,
                self.under(), bool(self.loops), next(self.serials),
            )  # fmt: skip
            self.made[id(key), name] = known
        elif previous:
            known.previous = tuple(dict.fromkeys((*known.previous, *(one for one in previous if one is not known))))
        return known

    def define(self, name: str, made: Definition, env: Environment) -> None:
        outer = self.block.outside.get(name)
        target = self.block
        if outer == "global":
            while target.parent is not None:
                target = target.parent
        elif outer == "nonlocal":
            target = target.parent or target
            while target.kind == "class" and target.parent is not None:
                target = target.parent
        if (id(target), id(made)) not in self.entered:
            self.entered.add((id(target), id(made)))
            target.every.setdefault(name, []).append(made)
        if target is self.block:
            env.set(name, (made,))

    def bind(
        self,
        target: f.Expression,
        kind: str,
        value: f.Expression | None,
        path: Path,
        env: Environment,
        annotation: f.Expression | None = None,
    ) -> None:
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

    def write(
        self,
        target: f.Attribute | f.Subscript,
        kind: str,
        value: f.Expression | None,
        path: Path,
        env: Environment,
        annotation: f.Expression | None = None,
        mode: str = "set",
    ) -> None:
        """A write into an object: an update of the name it hangs on, and of the attribute nearest to that name."""
        way: list[str | f.Expression] = []
        inner: f.Expression = target
        while isinstance(inner, f.Attribute | f.Subscript):
            way.append("." + inner.attr if isinstance(inner, f.Attribute) else inner.index)
            inner = inner.value
        way.reverse()
        if isinstance(inner, f.Name) and (kind == "value" or mode != "set"):
            name = inner.id
            made = self.make(target, name, "update", value, tuple(way), previous=env.get(name), mode=mode)
            if env.get(name) and not self.is_self(name):
                self.define(name, made, env)
            elif name not in self.block.every:
                self.block.updates[id(target)] = made
        self.attribute_write(target, kind, value, path, annotation, mode)

    def attribute_write(
        self,
        target: f.Attribute | f.Subscript,
        kind: str,
        value: f.Expression | None,
        path: Path,
        annotation: f.Expression | None,
        mode: str,
    ) -> None:
        below: list[str | f.Expression] = []
        inner: f.Expression = target
        while isinstance(inner, f.Subscript) or (isinstance(inner, f.Attribute) and isinstance(inner.value, f.Attribute)):
            below.append("." + inner.attr if isinstance(inner, f.Attribute) else inner.index)
            inner = inner.value
        if not isinstance(inner, f.Attribute):
            return
        if below or mode != "set":
            made = self.make(inner, inner.attr + "[]", "update", value, tuple(reversed(below)), mode=mode)
        else:
            made = self.make(inner, inner.attr, kind, value, path, annotation=annotation)
        if id(made) not in self.written:
            self.written.add(id(made))
            self.block.writes.append(AttributeWrite(inner.value, inner.attr, made, self.statement))
        if below and isinstance(target, f.Attribute):  # ``a.b.c = v`` is a write of ``c`` on ``a.b`` as well
            last = self.make(target, target.attr, kind, value, path, annotation=annotation)
            if id(last) not in self.written:
                self.written.add(id(last))
                self.block.writes.append(AttributeWrite(target.value, target.attr, last, self.statement))

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
        elif method in ("append", "add") and len(node.arguments) == 1:
            self.change(base, node.arguments[0].value, "append", node, env)
        elif method in ("extend",) and len(node.arguments) == 1:
            self.change(base, node.arguments[0].value, "extend", node, env)

    def change(self, base: f.Expression, value: f.Expression, mode: str, key: f.Call, env: Environment) -> None:
        if isinstance(base, f.Name):
            if (before := env.get(base.id)) and not self.is_self(base.id):
                made = self.make(key, base.id, "update", value, (), previous=before, mode=mode)
                self.define(base.id, made, env)
            elif base.id not in self.block.every:
                self.block.updates[id(key)] = self.make(key, base.id, "update", value, (), mode=mode)
        elif isinstance(base, f.Attribute | f.Subscript):
            self.write(base, "value", value, (), env, mode=mode)

    def is_self(self, name: str) -> bool:
        block = self.block
        return block.owner is not None and bool(block.parameters) and block.parameters[0].name == name

    # --- expressions ---

    def child(
        self,
        node: f.Function | f.Class | f.Lambda,
        kind: str,
        name: str,
        parameters: tuple[f.Parameter, ...],
        body: tuple[f.Statement, ...],
    ) -> Block | None:
        if id(node) in self.block.children:
            return None
        block = Block(kind, self.block.path, f"{self.block.qualname}.{name}", self.block, node, parameters)
        block.serial = next(self.serials)
        self.block.children[id(node)] = block
        walk = _Walk(block, self.serials)
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

    def parameters(self, parameters: tuple[f.Parameter, ...], env: Environment) -> None:
        for parameter in parameters:
            for part in (parameter.default, parameter.annotation):
                if part is not None:
                    self.expression(part, env)

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
        # The comprehension's own variables do not outlive it.
        for name in own:
            if name in every:
                self.block.every[name] = every[name]
            else:
                self.block.every.pop(name, None)


def _sets_attribute(function: f.Expression) -> bool:
    """Is it ``setattr``, or ``object.__setattr__`` by which frozen classes set theirs?"""
    match function:
        case f.Name(id="setattr") | f.Attribute(value=f.Name(id="object"), attr="__setattr__"):
            return True
        case _:
            return False


def parts(node: f.Expression) -> Iterator[f.Expression]:
    """The direct parts of an expression, in evaluation order; lambdas and comprehensions excepted."""
    match node:
        case f.Attribute() | f.Await() | f.Starred():
            yield node.value
        case f.Subscript():
            yield node.value
            yield node.index
        case f.Joined():
            yield from node.parts
        case f.Operation() | f.Either() | f.Compare():
            yield from node.operands
        case f.Unary():
            yield node.operand
        case f.Conditional():
            yield from (node.test, node.body, node.orelse)
        case f.Dict():
            for key, value in node.items:
                if key is not None:
                    yield key
                yield value
        case f.Collection():
            yield from node.items
        case f.Opaque():
            yield from node.inner


def assigned(body: tuple[f.Statement, ...]) -> Iterator[str]:
    """The names that assignments in these statements, and in those inside them, give a value."""
    for statement in body:
        match statement:
            case f.Assign():
                for target in statement.targets:
                    yield from names(target)
            case f.Augment():
                yield from names(statement.target)
            case f.If():
                for branch in statement.branches:
                    yield from assigned(branch.body)
                yield from assigned(statement.orelse)
            case f.For():
                yield from names(statement.target)
                yield from assigned((*statement.body, *statement.orelse))
            case f.While():
                yield from assigned((*statement.body, *statement.orelse))
            case f.With():
                yield from assigned(statement.body)
            case f.Try():
                handled = (inner for handler in statement.handlers for inner in handler.body)
                yield from assigned((*statement.body, *handled, *statement.orelse, *statement.final))
            case f.Match():
                for one in statement.cases:
                    yield from assigned(one.body)


def names(target: f.Expression) -> Iterator[str]:
    """The names that a target binds."""
    match target:
        case f.Name():
            yield target.id
        case f.Collection():
            for item in target.items:
                yield from names(item)
        case f.Starred():
            yield from names(target.value)
