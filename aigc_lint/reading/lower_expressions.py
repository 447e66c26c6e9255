"""Expressions of LibCST's tree, lowered to facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

from aigc_lint.model import facts
from aigc_lint.model.facts import Argument, Constant, Expression, Opaque, Parameter
from aigc_lint.model.redaction import credential_name
from aigc_lint.reading import literals
from aigc_lint.reading.positions import Positions
from aigc_lint.reading.secrets import hidden

DEEPEST = 400
"""Levels of facts in one another. Evaluation and packing recurse over them."""

BINARY = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%", cst.Power: "**",
    cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitAnd: "&", cst.BitOr: "|", cst.BitXor: "^", cst.MatrixMultiply: "@",
}  # fmt: skip
_UNARY = {cst.Not: "not", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~"}
_COMPARE = {
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">", cst.GreaterThanEqual: ">=",
    cst.In: "in", cst.NotIn: "not in", cst.Is: "is", cst.IsNot: "is not",
}  # fmt: skip
_WORDS = {"True": True, "False": False, "None": None}


class TooDeep(Exception):
    """The facts would lie deeper in one another than those who walk over them can bear."""


class Expressions:
    """Lowers expressions. ``name`` is throughout what the value is going to be called, where it says that it is a credential."""

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.depth = 0

    def expression(self, node: Any, name: str = "") -> Expression:
        """Lower one expression."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        lower = _TABLE.get(type(node))
        lowered = lower(self, node, name) if lower else Opaque(type(node).__name__.lower())
        self.depth -= 1
        return lowered

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
            name = _credential(keyword or "")
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
        default = None if node.default is None else self.expression(node.default, _credential(name))
        return Parameter(name, kind, default, self.annotation(node.annotation))

    # --- names and literals -------------------------------------------------------------------------------------------

    def _name(self, node: cst.Name, name: str) -> Expression:
        return Constant(_WORDS[node.value]) if node.value in _WORDS else facts.Name(node.value)

    def _number(self, node: cst.Integer | cst.Float, name: str) -> Expression:
        value = literals.number(node.value)
        return Opaque("number") if value is None else Constant(value)

    def _string(self, node: cst.SimpleString, name: str) -> Expression:
        prefix = node.prefix
        return Opaque("bytes") if "b" in prefix else self._text(node, literals.text(node.raw_value, prefix=prefix), name)

    def _concatenated(self, node: cst.ConcatenatedString, name: str) -> Expression:
        pieces: list[Any] = []
        rest: Any = node
        while isinstance(rest, cst.ConcatenatedString):
            pieces.append(rest.left)
            rest = rest.right
        return self._joined(node, [*pieces, rest], name)

    def _formatted(self, node: cst.FormattedString | cst.TemplatedString, name: str) -> Expression:
        return self._joined(node, [node], name)

    def _text(self, node: cst.CSTNode, value: str, name: str) -> Expression:
        found = hidden(value, name)
        return facts.Secret(found[0], found[1], self.positions.span(node)) if found else Constant(value)

    def _joined(self, node: cst.CSTNode, pieces: list[Any], name: str) -> Expression:
        parts: list[str | Expression] = []
        for piece in pieces:
            if isinstance(piece, cst.SimpleString):
                if "b" in piece.prefix:
                    return Opaque("bytes")
                parts.append(literals.text(piece.raw_value, prefix=piece.prefix))
            elif isinstance(piece, cst.TemplatedString):
                return Opaque("template", tuple(self._holes(piece)))
            else:
                parts.extend(self._holes(piece, texts=True))
        return self._merged(node, parts, name)

    def _holes(self, node: Any, *, texts: bool = False) -> Iterable[Any]:
        for part in node.parts:
            if isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
                yield self.expression(part.expression)
            elif texts:
                yield literals.text(part.value.replace("{{", "{").replace("}}", "}"), prefix=node.prefix)

    def _merged(self, node: cst.CSTNode, parts: list[str | Expression], name: str) -> Expression:
        lowered: list[Expression] = []
        text: list[str] = []
        for part in (*parts, None):
            if isinstance(part, str):
                text.append(part)
                continue
            if text or (part is None and not lowered):
                lowered.append(self._text(node, "".join(text), name))
                text = []
            if part is not None:
                lowered.append(part)
        return lowered[0] if len(lowered) == 1 and isinstance(lowered[0], (Constant, facts.Secret)) else facts.Joined(tuple(lowered))

    # --- access -------------------------------------------------------------------------------------------------------

    def _attribute(self, node: cst.Attribute, name: str) -> Expression:
        return facts.Attribute(self.expression(node.value), node.attr.value)

    def _call(self, node: cst.Call, name: str) -> Expression:
        asked = node.args[0].value if node.args else None
        default = _credential(asked.raw_value) if isinstance(asked, cst.SimpleString) else ""
        function = self.expression(node.func)
        return facts.Call(function, self.arguments(node.args, default), self.positions.span(node), self.positions.callee(node))

    def _subscript(self, node: cst.Subscript, name: str) -> Expression:
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

    def _unary(self, node: cst.UnaryOperation, name: str) -> Expression:
        operand = self.expression(node.expression)
        operator = _UNARY[type(node.operator)]
        if operator == "-" and isinstance(operand, Constant) and type(operand.value) in (int, float):
            return Constant(-operand.value)  # type: ignore[operator]
        return facts.Unary(operator, operand)

    def _comparison(self, node: cst.Comparison, name: str) -> Expression:
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
                said = _credential(key.value) if isinstance(key, Constant) and isinstance(key.value, str) else ""
                items.append((key, self.expression(element.value, said or name)))
            else:
                items.append((None, self.expression(element.value)))
        return facts.Dict(tuple(items))

    def _collection(self, node: cst.List | cst.Tuple | cst.Set, name: str) -> Expression:
        return facts.Collection(type(node).__name__.lower(), tuple(self._element(element, name) for element in node.elements))

    def _element(self, node: cst.BaseElement, name: str) -> Expression:
        lowered = self.expression(node.value, name)
        return facts.Starred(lowered) if isinstance(node, cst.StarredElement) else lowered

    def _starred(self, node: cst.StarredElement, name: str) -> Expression:
        return facts.Starred(self.expression(node.value))

    def _comprehension(self, node: Any, name: str) -> Expression:
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

    def _lambda(self, node: cst.Lambda, name: str) -> Expression:
        return facts.Lambda(self.parameters(node.params), self.expression(node.body), self.positions.span(node))

    def _await(self, node: cst.Await, name: str) -> Expression:
        return facts.Await(self.expression(node.expression))

    def _walrus(self, node: cst.NamedExpr, name: str) -> Expression:
        target = node.target.value if isinstance(node.target, cst.Name) else ""
        return facts.Walrus(target, self.expression(node.value, _credential(target) or name))

    def _yield(self, node: cst.Yield, name: str) -> Expression:
        if isinstance(node.value, cst.From):
            return facts.Yield(self.expression(node.value.item), source=True)
        return facts.Yield(self.optional(node.value))


def _credential(name: str) -> str:
    return name if name and credential_name(name) else ""


_COMPREHENSIONS: dict[type, tuple[str, str]] = {
    cst.ListComp: ("list", "elt"),
    cst.SetComp: ("set", "elt"),
    cst.GeneratorExp: ("generator", "elt"),
    cst.DictComp: ("dict", "value"),
    cst.StarredDictComp: ("dict", "value"),
}
_TABLE: dict[type, Callable[[Expressions, Any, str], Expression]] = {
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
