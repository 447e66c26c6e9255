"""Statements of CPython's own tree, lowered to facts."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from aigc_lint.model import facts
from aigc_lint.model.facts import Alias, Expression, Statement
from aigc_lint.model.spans import Span
from aigc_lint.reading.ast_expressions import BINARY, Expressions
from aigc_lint.reading.ast_patterns import bound, compared
from aigc_lint.reading.ast_source import Unsure
from aigc_lint.reading.ast_strings import pieces
from aigc_lint.reading.secrets import bound_name
from aigc_lint.reading.stack import DEEPEST

_Block = tuple[Statement, ...]


class Statements(Expressions):
    """Lowers statements."""

    def block(self, nodes: Iterable[ast.stmt]) -> _Block:
        """Lower statements that follow one another."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unsure
        lowered: list[Statement] = []
        for node in nodes:
            lower = _TABLE.get(type(node))
            if lower is None:
                raise Unsure
            lowered.extend(lower(self, node))
        self.depth -= 1
        return tuple(lowered)

    def _suite(self, nodes: list[ast.stmt]) -> _Block:
        return self.block(nodes) if nodes else ()

    def _header(self, node: ast.AST, *inside: ast.AST | None) -> Span:
        """Return the span of a compound statement from its keyword to its colon; ``inside`` is what it holds before that."""
        start = self.source.start(node)
        last = max((self.source.end(one) for one in inside if one is not None), default=start)
        return self.source.at(start, self.source.colon(last))

    # --- simple statements --------------------------------------------------------------------------------------------

    def _pass(self, _: ast.Pass) -> Iterator[Statement]:
        yield from ()

    def _assign(self, node: ast.Assign) -> Iterator[Statement]:
        targets = tuple(self.expression(one) for one in node.targets)
        value = self._assigned(node.targets[0], node.value) or self.expression(node.value, bound_name(targets))
        yield facts.Assign(targets, value, self.source.span(node))

    def _assigned(self, target: ast.expr, value: ast.expr) -> Expression | None:
        """Lower the tuple that is assigned to a tuple of targets, so that each literal meets its own target's name."""
        if not (isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts)):
            return None
        if any(isinstance(one, ast.Starred) for one in (*target.elts, *value.elts)):
            return None
        names = (bound_name((self.expression(one),)) for one in target.elts)
        return facts.Collection("tuple", tuple(self.expression(one, name) for one, name in zip(value.elts, names, strict=True)))

    def _annotated(self, node: ast.AnnAssign) -> Iterator[Statement]:
        target = self.expression(node.target)
        value = None if node.value is None else self.expression(node.value, bound_name((target,)))
        yield facts.Assign((target,), value, self.source.span(node), self.expression(node.annotation))

    def _type_alias(self, node: Any) -> Iterator[Statement]:
        yield facts.Assign((self.expression(node.name),), self.expression(node.value), self.source.span(node))

    def _augment(self, node: ast.AugAssign) -> Iterator[Statement]:
        target = self.expression(node.target)
        value = self.expression(node.value, bound_name((target,)))
        yield facts.Augment(target, BINARY[type(node.op)], value, self.source.span(node))

    def _expr(self, node: ast.Expr) -> Iterator[Statement]:
        value = node.value
        if isinstance(value, ast.Constant) and isinstance(value.value, (str, bytes)):
            return
        if isinstance(value, ast.JoinedStr) and len(pieces(self.source, value)) > 1:
            if sys.version_info >= (3, 12):
                raise Unsure  # or is it one, with its own quotes inside?
        else:
            yield facts.Evaluate(self.expression(value), self.source.span(node))

    def _assert(self, node: ast.Assert) -> Iterator[Statement]:
        for one in (node.test, node.msg):
            if one is not None:
                yield facts.Evaluate(self.expression(one), self.source.span(node), "assert")

    def _del(self, node: ast.Delete) -> Iterator[Statement]:
        several = len(node.targets) > 1 or self.source.segment(node).endswith(",")
        target = ast.Tuple(elts=node.targets) if several else node.targets[0]
        yield facts.Evaluate(self.expression(target), self.source.span(node), "del")

    def _return(self, node: ast.Return) -> Iterator[Statement]:
        yield facts.Return(self.optional(node.value), self.source.span(node))

    def _raise(self, node: ast.Raise) -> Iterator[Statement]:
        span = self.source.span(node)
        cause = node.cause
        word = isinstance(cause, ast.Constant) and (cause.value is None or isinstance(cause.value, bool))
        if cause is not None and not word and not isinstance(cause, ast.Name):
            yield facts.Evaluate(self.expression(cause), span)
        yield facts.Raise(self.optional(node.exc), span)

    def _jump(self, node: ast.Break | ast.Continue) -> Iterator[Statement]:
        yield facts.Jump(type(node).__name__.lower(), self.source.span(node))

    def _scope(self, node: ast.Global | ast.Nonlocal) -> Iterator[Statement]:
        yield facts.Scope(type(node).__name__.lower(), tuple(node.names), self.source.span(node))

    def _import(self, node: ast.Import) -> Iterator[Statement]:
        yield facts.Import(tuple(Alias(one.name, one.asname) for one in node.names), self.source.span(node))

    def _import_from(self, node: ast.ImportFrom) -> Iterator[Statement]:
        names = tuple(Alias(one.name, one.asname) for one in node.names)
        yield facts.ImportFrom(node.module or "", node.level, names, self.source.span(node))

    # --- compound statements ------------------------------------------------------------------------------------------

    def _if(self, node: ast.If) -> Iterator[Statement]:
        branches = []
        arm: ast.If | None = node
        rest: list[ast.stmt] = []
        while arm is not None:
            branches.append(facts.Branch(self.expression(arm.test), self._suite(arm.body), self._header(arm, arm.test)))
            rest, arm = arm.orelse, self._elif(arm.orelse)
        yield facts.If(tuple(branches), self._suite(rest), branches[0].span)

    def _elif(self, orelse: list[ast.stmt]) -> ast.If | None:
        only = orelse[0] if len(orelse) == 1 else None
        return only if isinstance(only, ast.If) and self.source.text.startswith("elif", self.source.start(only)) else None

    def _for(self, node: ast.For | ast.AsyncFor) -> Iterator[Statement]:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        span = self._header(node, node.iter)
        yield facts.For(target, iterable, self._suite(node.body), self._suite(node.orelse), span, isinstance(node, ast.AsyncFor))

    def _while(self, node: ast.While) -> Iterator[Statement]:
        span = self._header(node, node.test)
        yield facts.While(self.expression(node.test), self._suite(node.body), self._suite(node.orelse), span)

    def _with(self, node: ast.With | ast.AsyncWith) -> Iterator[Statement]:
        items = tuple(
            facts.WithItem(self.expression(one.context_expr), self.optional(one.optional_vars)) for one in node.items
        )
        span = self._header(node, node.items[-1].optional_vars or node.items[-1].context_expr)
        yield facts.With(items, self._suite(node.body), span, isinstance(node, ast.AsyncWith))

    def _try(self, node: Any) -> Iterator[Statement]:
        body = self._suite(node.body)
        handlers = tuple(self._handler(one) for one in node.handlers)
        yield facts.Try(body, handlers, self._suite(node.orelse), self._suite(node.finalbody), self._header(node))

    def _handler(self, node: ast.ExceptHandler) -> facts.Handler:
        return facts.Handler(self.optional(node.type), node.name, self._suite(node.body), self._header(node, node.type))

    def _match(self, node: ast.Match) -> Iterator[Statement]:
        subject = self.expression(node.subject)
        at = self.source.colon(self.source.end(node.subject))
        span = self.source.at(self.source.start(node), at)
        cases = []
        for one in node.cases:
            cases.append(self._case(one, at))
            at = self.source.end(one.body[-1])
        yield facts.Match(subject, tuple(cases), span)

    def _case(self, node: ast.match_case, after: int) -> facts.Case:
        start = self.source.skip(after)
        while self.source.text.startswith(";", start):
            start = self.source.skip(start + 1)
        self.source.expect(start, "case")
        colon = self.source.colon(self.source.end(node.guard or node.pattern))
        alternatives = tuple(self.expression(one) for one in compared(node.pattern))
        names = tuple(dict.fromkeys(bound(node.pattern)))
        span = self.source.at(start, colon)
        return facts.Case(alternatives, names, self.optional(node.guard), self._suite(node.body), span)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Statement]:
        yield facts.Function(
            name=node.name,
            parameters=self.parameters(node.args),
            body=self._suite(node.body),
            decorators=tuple(self.expression(one) for one in node.decorator_list),
            returns=self.optional(node.returns),
            span=self._header(node, node.returns, *_type_parameters(node), *ast.iter_child_nodes(node.args)),
            is_async=isinstance(node, ast.AsyncFunctionDef),
            end_line=node.end_lineno or 0,
        )

    def _class(self, node: ast.ClassDef) -> Iterator[Statement]:
        yield facts.Class(
            name=node.name,
            bases=self._bases(node),
            body=self._suite(node.body),
            decorators=tuple(self.expression(one) for one in node.decorator_list),
            span=self._header(node, *_type_parameters(node), *node.bases, *node.keywords),
            end_line=node.end_lineno or 0,
        )

    def _bases(self, node: ast.ClassDef) -> tuple[facts.Argument, ...]:
        given: list[Any] = [*node.bases, *node.keywords]
        if not given:
            return ()
        written = sorted(given, key=lambda one: (one.lineno, one.col_offset))
        at = self.source.expect(self.source.expect(self.source.start(node), "class"), node.name)
        if parameters := _type_parameters(node):
            at = self.source.skip(self.source.end(parameters[-1]))
            at = self.source.expect(at + self.source.text.startswith(",", at), "]")
        spans = dict(zip(map(id, written), self.places(written, self.source.skip(at)), strict=True))
        return self.arguments(given, [spans[id(one)] for one in given])


def _type_parameters(node: ast.AST) -> list[ast.AST]:
    """Return the ``[T]`` of a function or class; Python 3.11 has none."""
    return getattr(node, "type_params", [])


_TABLE: dict[type, Callable[[Statements, Any], Iterator[Statement]]] = {
    ast.Pass: Statements._pass,
    ast.Assign: Statements._assign,
    ast.AnnAssign: Statements._annotated,
    ast.AugAssign: Statements._augment,
    ast.Expr: Statements._expr,
    ast.Assert: Statements._assert,
    ast.Delete: Statements._del,
    ast.Return: Statements._return,
    ast.Raise: Statements._raise,
    ast.Break: Statements._jump,
    ast.Continue: Statements._jump,
    ast.Global: Statements._scope,
    ast.Nonlocal: Statements._scope,
    ast.Import: Statements._import,
    ast.ImportFrom: Statements._import_from,
    ast.If: Statements._if,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Try: Statements._try,
    ast.TryStar: Statements._try,
    ast.Match: Statements._match,
    ast.FunctionDef: Statements._function,
    ast.AsyncFunctionDef: Statements._function,
    ast.ClassDef: Statements._class,
}
if sys.version_info >= (3, 12):
    _TABLE[ast.TypeAlias] = Statements._type_alias
