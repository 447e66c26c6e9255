"""Statements of LibCST's tree, lowered to facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import libcst as cst

from aigc_lint.model import facts
from aigc_lint.model.facts import Alias, Expression, Statement
from aigc_lint.reading.lower_expressions import BINARY, Expressions
from aigc_lint.reading.lower_literals import TooDeep
from aigc_lint.reading.lower_patterns import bound, compared
from aigc_lint.reading.secrets import bound_name
from aigc_lint.reading.stack import DEEPEST

_AUGMENT = {getattr(cst, f"{kind.__name__}Assign"): operator for kind, operator in BINARY.items()}
_Block = tuple[Statement, ...]


class Statements(Expressions):
    """Lowers statements."""

    def block(self, nodes: Iterable[cst.CSTNode]) -> _Block:
        """Lower statements that follow one another."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        lowered: list[Statement] = []
        for node in nodes:
            for one in node.body if isinstance(node, cst.SimpleStatementLine) else (node,):
                lower = _TABLE.get(type(one))
                if lower:
                    lowered.extend(lower(self, one))
        self.depth -= 1
        return tuple(lowered)

    def _suite(self, node: cst.BaseSuite | cst.Else | cst.Finally | None) -> _Block:
        if node is None:
            return ()
        suite = node.body if isinstance(node, (cst.Else, cst.Finally)) else node
        return self.block(suite.body)

    # --- simple statements --------------------------------------------------------------------------------------------

    def _assign(self, node: cst.Assign) -> Iterator[Statement]:
        targets = tuple(self.expression(one.target) for one in node.targets)
        value = self._assigned(node.targets[0].target, node.value) or self.expression(node.value, bound_name(targets))
        yield facts.Assign(targets, value, self.positions.span(node))

    def _assigned(self, target: cst.BaseExpression, value: cst.BaseExpression) -> Expression | None:
        """Lower the tuple that is assigned to a tuple of targets, so that each literal meets its own target's name."""
        if not (isinstance(target, cst.Tuple) and isinstance(value, cst.Tuple) and len(target.elements) == len(value.elements)):
            return None
        if any(isinstance(one, cst.StarredElement) for one in (*target.elements, *value.elements)):
            return None
        names = (bound_name((self.expression(one.value),)) for one in target.elements)
        return facts.Collection(
            "tuple", tuple(self.expression(one.value, name) for one, name in zip(value.elements, names, strict=True))
        )

    def _annotated(self, node: cst.AnnAssign) -> Iterator[Statement]:
        target = self.expression(node.target)
        value = None if node.value is None else self.expression(node.value, bound_name((target,)))
        yield facts.Assign((target,), value, self.positions.span(node), self.annotation(node.annotation))

    def _augment(self, node: cst.AugAssign) -> Iterator[Statement]:
        target = self.expression(node.target)
        value = self.expression(node.value, bound_name((target,)))
        yield facts.Augment(target, _AUGMENT[type(node.operator)], value, self.positions.span(node))

    def _type_alias(self, node: cst.TypeAlias) -> Iterator[Statement]:
        yield facts.Assign((facts.Name(node.name.value),), self.expression(node.value), self.positions.span(node))

    def _expr(self, node: cst.Expr) -> Iterator[Statement]:
        if not isinstance(node.value, (cst.SimpleString, cst.ConcatenatedString)):
            yield facts.Evaluate(self.expression(node.value), self.positions.span(node))

    def _assert(self, node: cst.Assert) -> Iterator[Statement]:
        for one in (node.test, node.msg):
            if one is not None:
                yield facts.Evaluate(self.expression(one), self.positions.span(node), "assert")

    def _del(self, node: cst.Del) -> Iterator[Statement]:
        yield facts.Evaluate(self.expression(node.target), self.positions.span(node), "del")

    def _return(self, node: cst.Return) -> Iterator[Statement]:
        yield facts.Return(self.optional(node.value), self.positions.span(node))

    def _raise(self, node: cst.Raise) -> Iterator[Statement]:
        span = self.positions.span(node)
        if node.cause is not None and not isinstance(node.cause.item, cst.Name):
            yield facts.Evaluate(self.expression(node.cause.item), span)
        yield facts.Raise(self.optional(node.exc), span)

    def _jump(self, node: cst.Break | cst.Continue) -> Iterator[Statement]:
        yield facts.Jump("break" if isinstance(node, cst.Break) else "continue", self.positions.span(node))

    def _scope(self, node: cst.Global | cst.Nonlocal) -> Iterator[Statement]:
        kind = "global" if isinstance(node, cst.Global) else "nonlocal"
        yield facts.Scope(kind, tuple(item.name.value for item in node.names), self.positions.span(node))

    def _import(self, node: cst.Import | cst.LazyImport) -> Iterator[Statement]:
        yield facts.Import(tuple(_alias(one) for one in node.names), self.positions.span(node))

    def _import_from(self, node: cst.ImportFrom | cst.LazyImportFrom) -> Iterator[Statement]:
        imported = (Alias("*"),) if isinstance(node.names, cst.ImportStar) else tuple(_alias(one) for one in node.names)
        yield facts.ImportFrom(_dotted(node.module), len(node.relative), imported, self.positions.span(node))

    # --- compound statements ------------------------------------------------------------------------------------------

    def _if(self, node: cst.If) -> Iterator[Statement]:
        branches = []
        arm: Any = node
        while isinstance(arm, cst.If):
            span = self.positions.header(arm, arm.body)
            branches.append(facts.Branch(self.expression(arm.test), self._suite(arm.body), span))
            arm = arm.orelse
        yield facts.If(tuple(branches), self._suite(arm), branches[0].span)

    def _for(self, node: cst.For) -> Iterator[Statement]:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        span = self.positions.header(node, node.body)
        yield facts.For(target, iterable, self._suite(node.body), self._suite(node.orelse), span, node.asynchronous is not None)

    def _while(self, node: cst.While) -> Iterator[Statement]:
        span = self.positions.header(node, node.body)
        yield facts.While(self.expression(node.test), self._suite(node.body), self._suite(node.orelse), span)

    def _with(self, node: cst.With) -> Iterator[Statement]:
        items = tuple(
            facts.WithItem(self.expression(one.item), None if one.asname is None else self.expression(one.asname.name))
            for one in node.items
        )
        span = self.positions.header(node, node.body)
        yield facts.With(items, self._suite(node.body), span, node.asynchronous is not None)

    def _try(self, node: cst.Try | cst.TryStar) -> Iterator[Statement]:
        body = self._suite(node.body)
        handlers = tuple(self._handler(one) for one in node.handlers)
        span = self.positions.header(node, node.body)
        yield facts.Try(body, handlers, self._suite(node.orelse), self._suite(node.finalbody), span)

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> facts.Handler:
        name = node.name.name.value if node.name and isinstance(node.name.name, cst.Name) else None
        span = self.positions.header(node, node.body)
        return facts.Handler(self.optional(node.type), name, self._suite(node.body), span)

    def _match(self, node: cst.Match) -> Iterator[Statement]:
        subject = self.expression(node.subject)
        cases = tuple(self._case(one) for one in node.cases)
        yield facts.Match(subject, cases, self.positions.header(node, node.cases[0]))

    def _case(self, node: cst.MatchCase) -> facts.Case:
        alternatives = tuple(self.expression(one) for one in compared(node.pattern))
        guard = self.optional(node.guard)
        span = self.positions.header(node, node.body)
        return facts.Case(alternatives, tuple(dict.fromkeys(bound(node.pattern))), guard, self._suite(node.body), span)

    def _function(self, node: cst.FunctionDef) -> Iterator[Statement]:
        yield facts.Function(
            name=node.name.value,
            parameters=self.parameters(node.params),
            body=self._suite(node.body),
            decorators=tuple(self.expression(one.decorator) for one in node.decorators),
            returns=self.annotation(node.returns),
            span=self.positions.header(node, node.body),
            is_async=node.asynchronous is not None,
            end_line=self.positions.last_line(node.body),
        )

    def _class(self, node: cst.ClassDef) -> Iterator[Statement]:
        yield facts.Class(
            name=node.name.value,
            bases=self.arguments((*node.bases, *node.keywords)),
            body=self._suite(node.body),
            decorators=tuple(self.expression(one.decorator) for one in node.decorators),
            span=self.positions.header(node, node.body),
            end_line=self.positions.last_line(node.body),
        )


def _alias(node: cst.ImportAlias) -> Alias:
    asname = node.asname.name.value if node.asname and isinstance(node.asname.name, cst.Name) else None
    return Alias(_dotted(node.name), asname)


def _dotted(node: Any) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))


_TABLE: dict[type, Callable[[Statements, Any], Iterator[Statement]]] = {
    cst.Assign: Statements._assign,
    cst.AnnAssign: Statements._annotated,
    cst.AugAssign: Statements._augment,
    cst.TypeAlias: Statements._type_alias,
    cst.Expr: Statements._expr,
    cst.Assert: Statements._assert,
    cst.Del: Statements._del,
    cst.Return: Statements._return,
    cst.Raise: Statements._raise,
    cst.Break: Statements._jump,
    cst.Continue: Statements._jump,
    cst.Global: Statements._scope,
    cst.Nonlocal: Statements._scope,
    cst.Import: Statements._import,
    cst.LazyImport: Statements._import,
    cst.ImportFrom: Statements._import_from,
    cst.LazyImportFrom: Statements._import_from,
    cst.If: Statements._if,
    cst.For: Statements._for,
    cst.While: Statements._while,
    cst.With: Statements._with,
    cst.Try: Statements._try,
    cst.TryStar: Statements._try,
    cst.Match: Statements._match,
    cst.FunctionDef: Statements._function,
    cst.ClassDef: Statements._class,
}
