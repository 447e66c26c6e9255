"""Expressions of LibCST's tree, lowered to facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import libcst as cst

from aigc_lint.model import facts
from aigc_lint.model.facts import Argument, Constant, Expression, Opaque, Parameter
from aigc_lint.reading.lower_literals import Literals
from aigc_lint.reading.secrets import credential

BINARY = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%", cst.Power: "**",
    cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitAnd: "&", cst.BitOr: "|", cst.BitXor: "^", cst.MatrixMultiply: "@",
}  # fmt: skip
_UNARY = {cst.Not: "not", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~"}
_COMPARE = {
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=", cst.In: "in", cst.NotIn: "not in", cst.Is: "is", cst.IsNot: "is not",
}  # fmt: skip


class Expressions(Literals):
    """Lowers expressions. ``name`` is throughout what the value is going to be called, where it says that it is a credential."""

    def optional(self, node: Any) -> Expression | None:
        """Lower an expression that may be absent."""
        return None if node is None else self.expression(node)

    def annotation(self, node: cst.Annotation | None) -> Expression | None:
        """Lower an annotation."""
        return None if node is None else self.expression(node.annotation)

    def arguments(self, nodes: Iterable[cst.Arg], default: str = "") -> tuple[Argument, ...]:
        """Lower arguments; ``default`` is the credential's name that a function was asked for with a default value."""
        lowered = []
        for index, node in enumerate(nodes):
            keyword = node.keyword.value if node.keyword else None
            name = credential(keyword or "")
            if default and (keyword in ("default", "value") or (index == 1 and not keyword)):
                name = default
            lowered.append(Argument(self.expression(node.value, name), self.positions.span(node), keyword, len(node.star)))
        return tuple(lowered)

    def parameters(self, node: cst.Parameters) -> tuple[Parameter, ...]:
        """Lower the parameters of a function or lambda."""
        groups: list[tuple[str, Iterable[Any]]] = [
            ("positional", node.posonly_params),
            ("plain", node.params),
            ("*", (node.star_arg,)),
            ("keyword", node.kwonly_params),
            ("**", (node.star_kwarg,)),
        ]
        return tuple(self._parameter(kind, one) for kind, nodes in groups for one in nodes if isinstance(one, cst.Param))

    def _parameter(self, kind: str, node: cst.Param) -> Parameter:
        name = node.name.value
        default = None if node.default is None else self.expression(node.default, credential(name))
        return Parameter(name, kind, default, self.annotation(node.annotation))

    # --- access -------------------------------------------------------------------------------------------------------

    def _attribute(self, node: cst.Attribute, _: str) -> Expression:
        return facts.Attribute(self.expression(node.value), node.attr.value)

    def _call(self, node: cst.Call, name: str) -> Expression:
        asked = node.args[0].value if node.args else None
        default = credential(asked.raw_value) or name if isinstance(asked, cst.SimpleString) else ""
        function = self.expression(node.func)
        return facts.Call(function, self.arguments(node.args, default), self.positions.span(node), self.positions.callee(node))

    def _subscript(self, node: cst.Subscript, _: str) -> Expression:
        items = tuple(self._index(element.slice) for element in node.slice)
        several = len(items) > 1 or isinstance(node.slice[0].comma, cst.Comma)
        return facts.Subscript(self.expression(node.value), facts.Collection("tuple", items) if several else items[0])

    def _index(self, node: cst.BaseSlice) -> Expression:
        if isinstance(node, cst.Slice):
            return Opaque("slice", tuple(self.expression(one) for one in (node.lower, node.upper, node.step) if one is not None))
        assert isinstance(node, cst.Index)
        lowered = self.expression(node.value)
        return facts.Starred(lowered) if node.star else lowered

    # --- operators ----------------------------------------------------------------------------------------------------

    def _binary(self, node: cst.BinaryOperation, name: str) -> Expression:
        kind = type(node.operator)
        operands: list[Any] = []
        left: Any = node
        while isinstance(left, cst.BinaryOperation) and type(left.operator) is kind and (kind is not cst.Power or left is node):
            operands.append(left.right)
            left = left.left
        return facts.Operation(BINARY[kind], tuple(self.expression(one, name) for one in (left, *reversed(operands))))

    def _boolean(self, node: cst.BooleanOperation, name: str) -> Expression:
        kind = type(node.operator)
        operands: list[Any] = []
        pending: list[Any] = [node]
        while pending:
            one = pending.pop()
            if isinstance(one, cst.BooleanOperation) and type(one.operator) is kind:
                pending += (one.right, one.left)
            else:
                operands.append(one)
        return facts.Either("and" if kind is cst.And else "or", tuple(self.expression(one, name) for one in operands))

    def _unary(self, node: cst.UnaryOperation, _: str) -> Expression:
        operand = self.expression(node.expression)
        operator = _UNARY[type(node.operator)]
        if operator == "-" and isinstance(operand, Constant) and type(operand.value) in (int, float):
            return Constant(-operand.value)  # type: ignore[operator]
        return facts.Unary(operator, operand)

    def _comparison(self, node: cst.Comparison, _: str) -> Expression:
        operands = (node.left, *(target.comparator for target in node.comparisons))
        operators = tuple(_COMPARE[type(target.operator)] for target in node.comparisons)
        return facts.Compare(tuple(self.expression(one) for one in operands), operators)

    def _conditional(self, node: cst.IfExp, name: str) -> Expression:
        return facts.Conditional(self.expression(node.test), self.expression(node.body, name), self.expression(node.orelse, name))

    # --- displays and comprehensions ----------------------------------------------------------------------------------

    def _dict(self, node: cst.Dict, name: str) -> Expression:
        items: list[tuple[Expression | None, Expression]] = []
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                key = self.expression(element.key)
                said = credential(key.value) if isinstance(key, Constant) and isinstance(key.value, str) else ""
                items.append((key, self.expression(element.value, said or name)))
            else:
                items.append((None, self.expression(element.value)))
        return facts.Dict(tuple(items))

    def _collection(self, node: cst.List | cst.Tuple | cst.Set, name: str) -> Expression:
        return facts.Collection(type(node).__name__.lower(), tuple(self._element(element, name) for element in node.elements))

    def _element(self, node: cst.BaseElement, name: str) -> Expression:
        lowered = self.expression(node.value, name)
        return facts.Starred(lowered) if isinstance(node, cst.StarredElement) else lowered

    def _starred(self, node: cst.StarredElement, _: str) -> Expression:
        return facts.Starred(self.expression(node.value))

    def _comprehension(self, node: Any, _: str) -> Expression:
        kind, field = _COMPREHENSIONS[type(node)]
        generators = []
        clause: cst.CompFor | None = node.for_in
        while clause is not None:
            tests = tuple(self.expression(one.test) for one in clause.ifs)
            generators.append(facts.Generator(self.expression(clause.target), self.expression(clause.iter), tests))
            clause = clause.inner_for_in
        element = self.expression(getattr(node, field))
        key = self.expression(node.key) if type(node) is cst.DictComp else None
        if type(node) is cst.StarredDictComp:
            element = facts.Starred(element)
        return facts.Comprehension(kind, element, tuple(generators), key)

    # --- the rest -----------------------------------------------------------------------------------------------------

    def _lambda(self, node: cst.Lambda, _: str) -> Expression:
        return facts.Lambda(self.parameters(node.params), self.expression(node.body), self.positions.span(node))

    def _await(self, node: cst.Await, _: str) -> Expression:
        return facts.Await(self.expression(node.expression))

    def _walrus(self, node: cst.NamedExpr, name: str) -> Expression:
        target = node.target.value if isinstance(node.target, cst.Name) else ""
        return facts.Walrus(target, self.expression(node.value, credential(target) or name))

    def _yield(self, node: cst.Yield, _: str) -> Expression:
        if isinstance(node.value, cst.From):
            return facts.Yield(self.expression(node.value.item), source=True)
        return facts.Yield(self.optional(node.value))


_COMPREHENSIONS: dict[type, tuple[str, str]] = {
    cst.ListComp: ("list", "elt"),
    cst.SetComp: ("set", "elt"),
    cst.GeneratorExp: ("generator", "elt"),
    cst.DictComp: ("dict", "value"),
    cst.StarredDictComp: ("dict", "value"),
}
Expressions.table = {
    cst.Name: Expressions._name,
    cst.Integer: Expressions._number,
    cst.Float: Expressions._number,
    cst.SimpleString: Expressions._string,
    cst.ConcatenatedString: Expressions._concatenated,
    cst.FormattedString: Expressions._formatted,
    cst.TemplatedString: Expressions._formatted,
    cst.Attribute: Expressions._attribute,
    cst.Call: Expressions._call,
    cst.Subscript: Expressions._subscript,
    cst.BinaryOperation: Expressions._binary,
    cst.BooleanOperation: Expressions._boolean,
    cst.UnaryOperation: Expressions._unary,
    cst.Comparison: Expressions._comparison,
    cst.IfExp: Expressions._conditional,
    cst.Dict: Expressions._dict,
    cst.List: Expressions._collection,
    cst.Tuple: Expressions._collection,
    cst.Set: Expressions._collection,
    cst.StarredElement: Expressions._starred,
    cst.Lambda: Expressions._lambda,
    cst.Await: Expressions._await,
    cst.NamedExpr: Expressions._walrus,
    cst.Yield: Expressions._yield,
    **dict.fromkeys(_COMPREHENSIONS, Expressions._comprehension),
}
