"""Tests whose outcome is known: which definitions and returns can hold in one activation of a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import branches
from aigc_lint.linking.abstract import (
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    FunctionVal,
    InstanceVal,
    ListVal,
    Scope,
    Set,
    Template,
    Unk,
    Value,
    is_blank,
    is_none,
    union,
    with_origin,
    without_none,
)
from aigc_lint.linking.blocks import Block, Conditions, Definition
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def possible(ev: Evaluator, node: f.Name, definitions: tuple[Definition, ...], scope: Scope) -> tuple[Definition, ...]:
    """The definitions whose tests may have come out as needed for the name to be read; all where none seems possible."""
    if len(definitions) < 2:
        return definitions
    reaching = ev.reaching.get(id(node))
    if reaching is None:
        under = scope.block.read_under.get(id(node), ())
        reaching = ev.reaching[id(node)] = branches.reaching(scope.block, definitions, under) or definitions
    living = tuple(one for one in reaching if hold(ev, one.conditions, scope))
    return living or reaching


def filled(node: f.Name, found: tuple[Definition, ...], values: dict[Definition, Set], scope: Scope) -> Set:
    """What the name stands for, without the None that a branch on its being None has put something else in place of; what is
    put in place of a setting is that setting's default.

    The branch must be taken whenever it is None: nothing else is asked besides what is known where the name is read.
    """
    block = scope.block
    under = block.read_under.get(id(node), ())
    kept = dict(values)
    for one in found:
        if one not in values or not one.conditions or one.looped or not all(test in under for test in one.conditions[:-1]):
            continue
        for earlier in _missing_in(block, one.conditions[-1], node.id):
            if earlier is not one and earlier in values:
                unset = next(filter(None, map(_setting, values[earlier])), "")
                defaults = tuple(with_origin(value, unset) for value in kept[one])
                is_default = bool(unset) and any(isinstance(value, Const) and not is_blank(value) for value in defaults)
                kept[one] = defaults if is_default else kept[one]
                kept[earlier] = tuple(value for value in without_none(kept[earlier]) if not (is_default and _setting(value)))
    return union(*kept.values()) or union(*values.values())


def _setting(value: Value) -> str:
    """The name of the environment variable or setting that it stands for, of which nothing is known."""
    return value.origin if isinstance(value, Unk) and value.reason in ("environment", "setting") else ""


def _missing_in(block: Block, condition: tuple[f.Expression, bool], name: str) -> tuple[Definition, ...]:
    """The definitions that a test for None reads of the name, where it came out so."""
    test, wanted = condition
    match test:
        case f.Unary(operator="not"):
            return _missing_in(block, (test.operand, not wanted), name)
        case f.Compare(operators=(operator,), operands=(f.Name() as subject, f.Constant(None))) if operator in _SAME:
            return block.names.get(id(subject), ()) if subject.id == name and wanted is _SAME[operator] else ()
        case f.Name():
            return block.names.get(id(test), ()) if test.id == name and not wanted else ()
        case _:
            return ()


_SAME = {"is": True, "==": True, "is not": False, "!=": False}
"""Whether a comparison that comes out true says that both sides are the same."""


def hold(ev: Evaluator, conditions: Conditions, scope: Scope) -> bool:
    """May all tests have come out this way?"""
    for test, wanted in conditions:
        if _is_decidable(ev, test, scope):
            outcome = _outcome(ev, test, scope)
            if outcome is not None and outcome is not wanted:
                return False
    return True


def truth(ev: Evaluator, test: f.Expression, scope: Scope) -> bool | None:
    """The outcome of a test where it is certain."""
    return _outcome(ev, test, scope) if _is_decidable(ev, test, scope) else None


def _is_decidable(ev: Evaluator, test: f.Expression, scope: Scope) -> bool:
    known = ev.decidable.get(id(test))
    if known is None:
        known = ev.decidable[id(test)] = _cheap(test, scope)
    return known


def _outcome(ev: Evaluator, test: f.Expression, scope: Scope) -> bool | None:
    match test:
        case f.Unary(operator="not"):
            inner = _outcome(ev, test.operand, scope)
            return None if inner is None else not inner
        case f.Either():
            outcomes = [_outcome(ev, operand, scope) for operand in test.operands]
            decisive = test.operator == "or"
            if decisive in outcomes:
                return decisive
            return None if None in outcomes else not decisive
        case f.Compare() if len(test.operands) == 2:
            return _compared(ev.value(test.operands[0], scope), test.operators[0], ev.value(test.operands[1], scope))
        case f.Compare():
            return None
        case f.Name() if test.id.isupper() and all(is_blank(value) for value in ev.value(test, scope)):
            return None  # a blank constant is there to be filled in
        case _:
            return _agreed([_truthy(value) for value in ev.value(test, scope)])


def tested_true(node: f.Expression, conditions: Conditions) -> bool:
    """Do the tests say that this very expression is not None or empty?"""
    return any(_says_given(test, node) if wanted else _says_missing(test, node) for test, wanted in conditions)


def tested_type(node: f.Expression, conditions: Conditions) -> f.Expression | None:
    """The type that ``isinstance`` tests say the expression has."""
    for test, wanted in conditions:
        while isinstance(test, f.Unary) and test.operator == "not":
            test, wanted = test.operand, not wanted
        match test:
            case f.Call(function=f.Name(id="isinstance"), arguments=(subject, kind)) if wanted and subject.value == node:
                return kind.value
    return None


def _says_given(test: f.Expression, node: f.Expression) -> bool:
    match test:
        case f.Compare(operators=("is not",) | ("!=",)):
            return test.operands[0] == node and test.operands[1] == f.Constant(None)
        case f.Either(operator="and"):
            return any(_says_given(operand, node) for operand in test.operands)
        case _:
            return test == node


def _says_missing(test: f.Expression, node: f.Expression) -> bool:
    match test:
        case f.Compare(operators=("is",) | ("==",)):
            return test.operands[0] == node and test.operands[1] == f.Constant(None)
        case f.Unary(operator="not"):
            return test.operand == node
        case f.Either(operator="or"):
            return any(_says_missing(operand, node) for operand in test.operands)
        case _:
            return False


def _cheap(test: f.Expression, scope: Scope, depth: int = 0) -> bool:
    """Is the test about literals, parameters, plain names and the receiver's attributes only? Nothing else is worth deciding."""
    match test:
        case f.Constant():
            return True
        case f.Name():
            found = scope.block.names.get(id(test), ())
            return all(
                one.kind in ("parameter", "import")
                or (one.expression is not None and depth < _DEEPEST and _cheap(one.expression, scope, depth + 1))
                for one in found
            )
        case f.Attribute():
            return isinstance(test.value, f.Name) and _cheap(test.value, scope, depth)
        case f.Call():
            function = test.function
            return (
                isinstance(function, f.Attribute)
                and function.attr in branches.STABLE
                and not test.arguments
                and _cheap(function.value, scope, depth)
            )
        case f.Unary():
            return _cheap(test.operand, scope, depth)
        case f.Either() | f.Compare():
            return all(_cheap(operand, scope, depth) for operand in test.operands)
        case f.Collection():
            return all(_cheap(item, scope, depth) for item in test.items)
        case _:
            return False


_DEEPEST = 3
"""Names behind names that are looked at for a test."""


def _truthy(value: Value) -> bool | None:
    match value:
        case Const():
            return bool(value.value)
        case ClientVal() | BoundVal() | ClassVal() | FunctionVal() | InstanceVal():
            return True
        case DictVal() | ListVal() if value.items:
            return True
        case Template() if any(isinstance(piece, str) for piece in value.parts):
            return True
        case _:
            return None


def all_true(values: Set) -> bool:
    """Is every one of the alternatives certainly true? A default of an environment variable may be overridden by nothing."""
    return all(_truthy(value) and not (isinstance(value, Const) and value.assumed) for value in values)


def _compared(left: Set, operator: str, right: Set) -> bool | None:
    return _agreed([_pair(a, operator, b) for a in left for b in right])


def _pair(a: Value, operator: str, b: Value) -> bool | None:
    if operator in ("in", "not in"):
        inside = _inside(a, b)
        return inside if inside is None or operator == "in" else not inside
    if operator in ("is", "is not") or (operator in ("==", "!=") and isinstance(a, Const) and isinstance(b, Const)):
        same = _same(a, b)
        return same if same is None or operator in ("is", "==") else not same
    return None


def _same(a: Value, b: Value) -> bool | None:
    if isinstance(a, Const) and isinstance(b, Const):
        # A default of an environment variable may be anything at run time.
        return None if a.assumed or b.assumed else a.value == b.value
    if _truthy(a) and isinstance(b, Const) and b.value is None:
        return False
    return None


def _inside(a: Value, b: Value) -> bool | None:
    if not isinstance(a, Const) or a.assumed:
        return None
    if isinstance(b, Const) and isinstance(a.value, str) and isinstance(b.value, str):
        return None if b.assumed else a.value in b.value
    if isinstance(b, DictVal) and not b.open:
        found = b.get(a.value) if isinstance(a.value, str) else None
        return None if found and any(is_none(value) for value in found) else found is not None  # None may stand for no entry
    if isinstance(b, ListVal) and not b.open:
        outcomes = [_agreed([_same(a, value) for value in item]) for item in b.items]
        if True in outcomes:
            return True
        return None if None in outcomes else False
    return None


def _agreed(outcomes: list[bool | None]) -> bool | None:
    if not outcomes or None in outcomes:
        return None
    return outcomes[0] if len(set(outcomes)) == 1 else None
