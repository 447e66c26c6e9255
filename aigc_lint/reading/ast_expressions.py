"""Expressions of CPython's own tree, lowered to facts."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from aigc_lint.model import facts
from aigc_lint.model.facts import Argument, Constant, Expression, Opaque, Parameter
from aigc_lint.model.spans import Span
from aigc_lint.reading.ast_literals import Literals
from aigc_lint.reading.ast_source import Unsure
from aigc_lint.reading.ast_strings import pieces
from aigc_lint.reading.secrets import credential

BINARY: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.MatMult: "@",
}  # fmt: skip
_UNARY: dict[type, str] = {ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
_COMPARE: dict[type, str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in",
    ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_Given = ast.expr | ast.keyword


class Expressions(Literals):
    """Lowers expressions. ``name`` is throughout what the value is going to be called, where it says that it is a credential."""

    def optional(self, node: ast.AST | None) -> Expression | None:
        """Lower an expression that may be absent."""
        return None if node is None else self.expression(node)

    def arguments(self, nodes: list[_Given], spans: list[Span], default: str = "") -> tuple[Argument, ...]:
        """Lower arguments; ``default`` is the credential's name that a function was asked for with a default value."""
        lowered = []
        for index, (node, span) in enumerate(zip(nodes, spans, strict=True)):
            keyword = node.arg if isinstance(node, ast.keyword) else None
            name = credential(keyword or "")
            if default and (keyword in ("default", "value") or (index == 1 and not keyword)):
                name = default
            star = 2 if isinstance(node, ast.keyword) and not keyword else int(isinstance(node, ast.Starred))
            value = node.value if isinstance(node, (ast.keyword, ast.Starred)) else node
            lowered.append(Argument(self.expression(value, name), span, keyword, star))
        return tuple(lowered)

    def places(self, nodes: Iterable[_Given], opening: int) -> list[Span]:
        """Return the spans of arguments, parentheses around them included; they follow an offset where a parenthesis opens."""
        source = self.source
        spans = []
        at = opening
        for node in nodes:
            start, begin, end = source.skip(at + 1), source.start(node), source.end(node)
            if begin < start:  # a generator that has the call's parentheses for its own
                end = self._generated_end(node, end - 1)
            elif begin > start:
                end = source.closed(end, source.opened(start, begin))
            spans.append(source.at(start, end))
            at = source.skip(end)
        return spans

    def _generated_end(self, node: ast.AST, limit: int) -> int:
        if not isinstance(node, ast.GeneratorExp):
            raise Unsure
        clause = node.generators[-1]
        end = self.source.end((clause.ifs or [clause.iter])[-1])
        while (following := self.source.skip(end)) < limit:
            end = self.source.expect(following, ")")
        return end

    def parameters(self, node: ast.arguments) -> tuple[Parameter, ...]:
        """Lower the parameters of a function or lambda."""
        plain = [*node.posonlyargs, *node.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(node.defaults)) + list(node.defaults)
        positional = len(node.posonlyargs)
        groups: list[tuple[str, list[Any], list[Any]]] = [
            ("positional", plain[:positional], defaults[:positional]),
            ("plain", plain[positional:], defaults[positional:]),
            ("*", [node.vararg] if node.vararg else [], [None]),
            ("keyword", node.kwonlyargs, node.kw_defaults),
            ("**", [node.kwarg] if node.kwarg else [], [None]),
        ]
        return tuple(
            self._parameter(kind, one, default)
            for kind, nodes, values in groups
            for one, default in zip(nodes, values, strict=False)
        )

    def _parameter(self, kind: str, node: ast.arg, default: ast.expr | None) -> Parameter:
        value = None if default is None else self.expression(default, credential(node.arg))
        return Parameter(node.arg, kind, value, self.optional(node.annotation))

    # --- access -------------------------------------------------------------------------------------------------------

    def _attribute(self, node: ast.Attribute, _: str) -> Expression:
        return facts.Attribute(self.expression(node.value), node.attr)

    def _call(self, node: ast.Call, name: str) -> Expression:
        source = self.source
        given: list[_Given] = [*node.args, *node.keywords]
        if node.keywords and any(isinstance(one, ast.Starred) for one in node.args):
            given.sort(key=lambda one: (one.lineno, one.col_offset))
        start, begin, end = source.start(node), source.start(node.func), source.end(node.func)
        if begin > start:
            end = source.closed(end, source.opened(start, begin))
        function = self.expression(node.func)
        spans = self.places(given, source.skip(end)) if given else []
        arguments = self.arguments(given, spans, self._asked(given[0], name) if given else "")
        return facts.Call(function, arguments, source.span(node), source.at(start, end))

    def _asked(self, first: _Given, name: str) -> str:
        """Return the name of the credential that is asked for by the first argument, else what the answer will be called."""
        value = first.value if isinstance(first, (ast.keyword, ast.Starred)) else first
        if not isinstance(value, ast.Constant) or not isinstance(value.value, (str, bytes)):
            return ""
        found = pieces(self.source, value)
        return "" if len(found) > 1 else credential(self.source.text[found[0].start : found[0].end]) or name

    def _subscript(self, node: ast.Subscript, _: str) -> Expression:
        index = node.slice
        if isinstance(index, ast.Tuple):
            if len(index.elts) == 1 and isinstance(index.elts[0], ast.Starred):
                raise Unsure  # with or without a comma
            lowered: Expression = facts.Collection("tuple", tuple(self._element(one, "") for one in index.elts))
        else:
            lowered = self.expression(index)
        return facts.Subscript(self.expression(node.value), lowered)

    def _slice(self, node: ast.Slice, _: str) -> Expression:
        return Opaque("slice", tuple(self.expression(one) for one in (node.lower, node.upper, node.step) if one is not None))

    # --- operators ----------------------------------------------------------------------------------------------------

    def _binary(self, node: ast.BinOp, name: str) -> Expression:
        kind = type(node.op)
        operands: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and type(left.op) is kind and (kind is not ast.Pow or left is node):
            operands.append(left.right)
            left = left.left
        return facts.Operation(BINARY[kind], tuple(self.expression(one, name) for one in (left, *reversed(operands))))

    def _boolean(self, node: ast.BoolOp, name: str) -> Expression:
        kind = type(node.op)
        operands: list[ast.expr] = []
        pending: list[ast.expr] = [node]
        while pending:
            one = pending.pop()
            if isinstance(one, ast.BoolOp) and type(one.op) is kind:
                pending += reversed(one.values)
            else:
                operands.append(one)
        return facts.Either("and" if kind is ast.And else "or", tuple(self.expression(one, name) for one in operands))

    def _unary(self, node: ast.UnaryOp, _: str) -> Expression:
        operand = self.expression(node.operand)
        operator = _UNARY[type(node.op)]
        if operator == "-" and isinstance(operand, Constant) and type(operand.value) in (int, float):
            return Constant(-operand.value)  # type: ignore[operator]
        return facts.Unary(operator, operand)

    def _comparison(self, node: ast.Compare, _: str) -> Expression:
        operators = tuple(_COMPARE[type(one)] for one in node.ops)
        return facts.Compare(tuple(self.expression(one) for one in (node.left, *node.comparators)), operators)

    def _conditional(self, node: ast.IfExp, name: str) -> Expression:
        return facts.Conditional(self.expression(node.test), self.expression(node.body, name), self.expression(node.orelse, name))

    # --- displays and comprehensions ----------------------------------------------------------------------------------

    def _dict(self, node: ast.Dict, name: str) -> Expression:
        items: list[tuple[Expression | None, Expression]] = []
        for before, value in zip(node.keys, node.values, strict=True):
            if before is None:
                items.append((None, self.expression(value)))
                continue
            key = self.expression(before)
            said = credential(key.value) if isinstance(key, Constant) and isinstance(key.value, str) else ""
            items.append((key, self.expression(value, said or name)))
        return facts.Dict(tuple(items))

    def _collection(self, node: ast.List | ast.Tuple | ast.Set, name: str) -> Expression:
        return facts.Collection(type(node).__name__.lower(), tuple(self._element(one, name) for one in node.elts))

    def _element(self, node: ast.expr, name: str) -> Expression:
        return facts.Starred(self.expression(node.value, name)) if isinstance(node, ast.Starred) else self.expression(node, name)

    def _starred(self, node: ast.Starred, _: str) -> Expression:
        return facts.Starred(self.expression(node.value))

    def _comprehension(self, node: Any, _: str) -> Expression:
        key = self.expression(node.key) if isinstance(node, ast.DictComp) else None
        element = self.expression(node.value if isinstance(node, ast.DictComp) else node.elt)
        return facts.Comprehension(_COMPREHENSIONS[type(node)], element, tuple(map(self._clause, node.generators)), key)

    def _clause(self, node: ast.comprehension) -> facts.Generator:
        tests = tuple(self.expression(one) for one in node.ifs)
        return facts.Generator(self.expression(node.target), self.expression(node.iter), tests)

    # --- the rest -----------------------------------------------------------------------------------------------------

    def _lambda(self, node: ast.Lambda, _: str) -> Expression:
        return facts.Lambda(self.parameters(node.args), self.expression(node.body), self.source.span(node))

    def _await(self, node: ast.Await, _: str) -> Expression:
        return facts.Await(self.expression(node.value))

    def _walrus(self, node: ast.NamedExpr, name: str) -> Expression:
        target = node.target.id
        return facts.Walrus(target, self.expression(node.value, credential(target) or name))

    def _yield(self, node: ast.Yield | ast.YieldFrom, _: str) -> Expression:
        return facts.Yield(self.optional(node.value), source=isinstance(node, ast.YieldFrom))


_COMPREHENSIONS: dict[type, str] = {
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.GeneratorExp: "generator",
    ast.DictComp: "dict",
}
Expressions.table = {
    ast.Name: Expressions._name,
    ast.Constant: Expressions._constant,
    ast.JoinedStr: Expressions._joined,
    ast.Attribute: Expressions._attribute,
    ast.Call: Expressions._call,
    ast.Subscript: Expressions._subscript,
    ast.Slice: Expressions._slice,
    ast.BinOp: Expressions._binary,
    ast.BoolOp: Expressions._boolean,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._comparison,
    ast.IfExp: Expressions._conditional,
    ast.Dict: Expressions._dict,
    ast.List: Expressions._collection,
    ast.Tuple: Expressions._collection,
    ast.Set: Expressions._collection,
    ast.Starred: Expressions._starred,
    ast.Lambda: Expressions._lambda,
    ast.Await: Expressions._await,
    ast.NamedExpr: Expressions._walrus,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield,
    **dict.fromkeys(_COMPREHENSIONS, Expressions._comprehension),
}
