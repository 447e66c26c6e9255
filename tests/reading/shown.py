"""Facts as short text, without their spans, so that a table of them can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from aigc_lint.model import facts as f
from aigc_lint.model.facts import Facts
from aigc_lint.model.spans import Span


def show(node: Any) -> str:
    """Render a fact: ``Name(field, ...)``, with names, constants, attributes and calls as one writes them."""
    match node:
        case Facts():
            return "; ".join(map(show, node.body))
        case f.Name(id):
            return id
        case f.Constant(value):
            return repr(value)
        case f.Attribute(value, attr):
            return f"{show(value)}.{attr}"
        case f.Call(function, arguments):
            return f"{show(function)}({', '.join(map(show, arguments))})"
        case f.Argument(value, _, name, star):
            return "*" * star + (f"{name}=" if name else "") + show(value)
        case tuple():
            return f"[{' '.join(map(show, node))}]"
        case msgspec.Struct():
            fields = (getattr(node, name) for name in node.__struct_fields__)
            kept = [show(field) for field in fields if field != "" and not isinstance(field, Span)]
            return f"{type(node).__name__}({', '.join(kept)})"
        case _:
            return str(node)


def walk(node: Any) -> Iterator[Any]:
    """Yield a fact and all facts in it."""
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, msgspec.Struct):
            yield one
            pending.extend(getattr(one, name) for name in one.__struct_fields__)
        elif isinstance(one, tuple):
            pending.extend(one)


def spans(node: Any) -> Iterator[Span]:
    """Yield all spans of a fact and of those in it."""
    yield from (one for one in walk(node) if isinstance(one, Span))
