"""Comprehensions that copy: ``{k: v for k, v in body.items() if v is not None}`` is the body still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import DictVal, Scope, Set
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def copied(ev: Evaluator, node: f.Comprehension, scope: Scope) -> Set:
    """The dicts whose entries are taken over as they are; nothing where the comprehension makes something else of them.

    Which entries a test drops is not asked: nearly always those that are None, which count for nothing anyway.
    """
    if len(node.generators) != 1 or not isinstance(node.key, f.Name) or not isinstance(node.element, f.Name):
        return ()
    generator = node.generators[0]
    source, target = generator.iterable, generator.target
    pair = target.items if isinstance(target, f.Collection) else ()
    names = tuple(one.id for one in pair if isinstance(one, f.Name))
    if names != (node.key.id, node.element.id) or not isinstance(source, f.Call) or source.arguments:
        return ()
    if not isinstance(source.function, f.Attribute) or source.function.attr != "items":
        return ()
    return tuple(value for value in ev.value(source.function.value, scope) if isinstance(value, DictVal))
