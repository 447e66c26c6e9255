"""What expressions can be, kind by kind: the evaluator (``evaluate.py``) tells names apart and keeps what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aigc_lint.linking import attributes, calls, comprehensions, conditions, containers, runnables, stores, strings
from aigc_lint.linking.abstract import (
    Const,
    DictVal,
    ListVal,
    Scope,
    SecretText,
    Set,
    Spot,
    Unk,
    Value,
    is_blank,
    union,
    with_origin,
)
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

MOST_ITEMS = 10_000
"""Of a list that is put together from others. Code that doubles a list line by line must not make us write it out."""
MOST_JOINED = 8
"""Operands that are added up at once, as pieces of one text; more are added one by one."""


def attribute(ev: Evaluator, node: f.Attribute, scope: Scope) -> Set:
    """An attribute, or what a store holds under it."""
    bases = ev.value(node.value, scope)
    kept = stores.held(ev, bases, (Const(node.attr),), scope) or stores.of_application(ev, node, bases, scope)
    return kept or union(*(attributes.attribute(ev, base, node.attr) for base in bases))


def inner(ev: Evaluator, node: f.Await | f.Starred | f.Walrus, scope: Scope) -> Set:
    """What is awaited, spread or given a name besides."""
    return ev.value(node.value, scope)


def secret(_ev: Evaluator, node: f.Secret, scope: Scope) -> Set:
    """A credential that reading has taken out."""
    return (SecretText(node.text, node.kind, Spot(scope.block.path, node.span)),)


def joined(ev: Evaluator, node: f.Joined, scope: Scope) -> Set:
    """An f-string."""
    parts = [ev.value(part, scope) for part in node.parts]
    if not all(parts) and ev.is_cut:  # ``ev.url = f"{ev.url}/v1"``: the cycle adds nothing
        return ()
    return strings.joined([part or (Unk("expression"),) for part in parts])


def conditional(ev: Evaluator, node: f.Conditional, scope: Scope) -> Set:
    """``body if test else orelse``: one of them where the test is decided."""
    holds = conditions.truth(ev, node.test, scope)
    body = ev.value(node.body, scope) if holds is not False else ()
    return union(body, ev.value(node.orelse, scope) if holds is not True else ())


def anonymous(ev: Evaluator, node: f.Lambda, scope: Scope) -> Set:
    """A lambda, as a function."""
    block = scope.block.children.get(id(node))
    return (ev.function(block, scope),) if block else (Unk("expression"),)


def subscript(ev: Evaluator, node: f.Subscript, scope: Scope) -> Set:
    """An item of a dict or list; generic classes are themselves (``list[Model]``)."""
    bases, keys = ev.value(node.value, scope), ev.later(node.index, scope)
    return stores.held(ev, bases, keys, scope) or union(*(containers.item(ev, base, keys) for base in bases))


def either(ev: Evaluator, node: f.Either, scope: Scope) -> Set:
    """``a or b``: an environment variable's fallback is its default; ``a and b`` is its last operand."""
    *earlier, last = node.operands
    if node.operator == "and":
        return ev.value(last, scope)
    found: Set = ()
    assumed = ""
    for operand in earlier:
        values = ev.value(operand, scope)
        if values and (conditions.all_true(values) or all(_is_given(ev, value) for value in values)):
            return union(found, values)  # by the code or by a settings file: what follows never counts
        for value in values:
            if isinstance(value, Unk) and value.reason in ("environment", "setting"):
                assumed = assumed or value.origin
            elif (isinstance(value, Unk) and value.reason in ("parameter", "attribute")) or not is_blank(value):
                found = union(found, (value,))
    return union(found, tuple(with_origin(value, assumed) for value in ev.value(last, scope)))


def operation(ev: Evaluator, node: f.Operation, scope: Scope) -> Set:
    """A run of one binary operator."""
    found = ev.value(node.operands[0], scope)
    if node.operator == "+" and len(node.operands) <= MOST_JOINED:
        sets = [ev.value(operand, scope) for operand in node.operands]
        if any(strings.is_text(value) for one in sets for value in one):
            return strings.joined([one or (Unk("expression"),) for one in sets])
    for operand in node.operands[1:]:
        found = binary(ev, node.operator, found, ev.value(operand, scope))
    return found


def binary(ev: Evaluator, operator: str, left: Set, right: Set) -> Set:
    """One binary operator on sets."""
    if operator == "|":
        runnable = runnables.piped(ev, left, right)
        if runnable:
            return runnable
        merged = [a.merged(b) for a in left for b in right if isinstance(a, DictVal) and isinstance(b, DictVal)]
        return tuple(merged) or tuple(filter(runnables.is_prompt, right)) or (Unk("expression"),)
    if operator == "%":
        texts = [value for value in left if isinstance(value, Const) and isinstance(value.value, str)]
        operands = [value.items if isinstance(value, ListVal) else ((value,),) for value in right]
        return union(*(strings.interpolated(str(text.value), one) for text in texts for one in operands)) or (
            Unk("expression"),
        )
    if operator == "+":
        lists = [_chained(a, b) for a in left for b in right if isinstance(a, ListVal) and isinstance(b, ListVal)]
        return tuple(lists) or strings.joined([left or (Unk("expression"),), right or (Unk("expression"),)])
    if operator == "/":  # pathlib and yarl join paths by division
        return strings.joined([left or (Unk("expression"),), (Const("/"),), right or (Unk("expression"),)])
    return (Unk("expression"),)


def unary(ev: Evaluator, node: f.Unary, scope: Scope) -> Set:
    """``-1`` is a constant; ``not x`` is a truth value."""
    if node.operator == "-":
        found = ev.value(node.operand, scope)
        return tuple(
            Const(-value.value) if isinstance(value, Const) and isinstance(value.value, int | float) else Unk("expression")
            for value in found
        )
    if node.operator == "not":
        found = ev.value(node.operand, scope)
        if len(found) == 1 and isinstance(found[0], Const):
            return (Const(not found[0].value),)
        return (Const(True), Const(False))
    return (Unk("expression"),)


def dict_display(ev: Evaluator, node: f.Dict, scope: Scope) -> Set:
    """A dict display; ``**other`` is merged where other is a dict."""
    result = DictVal()
    shown: list[tuple[str, Set]] = []
    for key, item in node.items:
        values = ev.later(item, scope)
        if key is None:
            result, shown = result.with_items(shown), []
            result = result.merged_with_any(values)
            continue
        keys = [value.value for value in ev.value(key, scope) if isinstance(value, Const) and isinstance(value.value, str)]
        if len(keys) == 1:
            shown.append((keys[0], values))
        else:
            result = DictVal(result.items, True, union(result.rest, values))
    return (result.with_items(shown),)


def collection(ev: Evaluator, node: f.Collection, scope: Scope) -> Set:
    """A list, tuple or set display."""
    items: list[Set] = []
    rest: Set = ()
    unknown = False
    for item in node.items:
        if isinstance(item, f.Starred):
            unknown = True
            rest = union(rest, *(containers.iterated(ev, value) for value in ev.value(item.value, scope)))
        else:
            items.append(ev.later(item, scope))
    return (ListVal(tuple(items), unknown, rest),)


def comprehension(ev: Evaluator, node: f.Comprehension, scope: Scope) -> Set:
    """Some items or entries, how many is not known."""
    kept = comprehensions.copied(ev, node, scope)
    if kept:
        return kept
    element = ev.value(node.element, scope)
    if node.key is not None:
        return (DictVal((), True, element),)
    return (ListVal((), True, element),)


def _is_given(ev: Evaluator, value: Value) -> bool:
    """Is it what a settings file gives a variable?"""
    origin = value.assumed if isinstance(value, Const) else value.origin if isinstance(value, Unk) else ""
    return bool(ev.settings.of(origin.removeprefix("env:")))


def _chained(one: ListVal, other: ListVal) -> ListVal:
    """``one + other``."""
    rest = union(one.rest, other.rest)
    if len(one.items) + len(other.items) <= MOST_ITEMS:
        return ListVal((*one.items, *other.items), one.open or other.open, rest)
    return ListVal(one.items, True, union(rest, (Unk("bound"),)))



BY_KIND: dict[type, Callable[[Evaluator, Any, Scope], Set]] = {
    f.Attribute: attribute,
    f.Await: inner,
    f.Call: calls.call,
    f.Collection: collection,
    f.Comprehension: comprehension,
    f.Conditional: conditional,
    f.Dict: dict_display,
    f.Either: either,
    f.Joined: joined,
    f.Lambda: anonymous,
    f.Operation: operation,
    f.Secret: secret,
    f.Starred: inner,
    f.Subscript: subscript,
    f.Unary: unary,
    f.Walrus: inner,
}
"""How each kind of expression is evaluated that is neither a name nor a constant. Of all others nothing is known."""
