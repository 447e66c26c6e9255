"""Values known by a type annotation alone: instances of project classes and clients of SDKs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from aigc_lint.linking.abstract import ClassVal, ClientVal, DictVal, External, InstanceVal, ListVal, Scope, Set, union
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def annotated(ev: Evaluator, node: f.Expression | None, scope: Scope, origin: str = "") -> Set:
    """Values known by a type annotation alone: instances of project classes and clients of SDKs."""
    found = _annotated(ev, node, scope, {})
    return tuple(
        replace(value, origin=origin) if isinstance(value, ClientVal) and value.how == "annotated" else value for value in found
    )


_Aliases = dict[int, Set]
"""What aliases stand for, by the identity of their types: one that names itself stands for nothing more in there."""


def _annotated(ev: Evaluator, node: f.Expression | None, scope: Scope, aliases: _Aliases) -> Set:
    if node is None:
        return ()
    match node:
        case f.Constant() if isinstance(node.value, str):
            return _annotated(ev, _dotted(node.value), scope, aliases)
        case f.Operation(operator="|"):
            return union(*(_annotated(ev, operand, scope, aliases) for operand in node.operands))
        case f.Subscript():
            return _generic(ev, node, scope, aliases)
        case f.Name() | f.Attribute():
            alias = _alias(ev, node, scope)
            if alias is None:
                return union(*(instance_of(ev, one) for one in ev.value(node, scope) if isinstance(one, ClassVal | External)))
            known = aliases.get(id(alias[0]))
            if known is None:
                aliases[id(alias[0])] = ()
                known = aliases[id(alias[0])] = _annotated(ev, alias[0], alias[1], aliases)
            return known
        case _:
            return ()


def _alias(ev: Evaluator, node: f.Name | f.Attribute, scope: Scope) -> tuple[f.Subscript, Scope] | None:
    """The generic type that a name stands for, here or where it is imported from: ``Llm = Annotated[Client, Depends(make)]``."""
    block = scope.block
    while block.parent is not None:
        block = block.parent
    name = node.id if isinstance(node, f.Name) else ""
    found = block.end.get(name, ())
    if len(found) == 1 and found[0].kind == "import" and isinstance(found[0].node, f.ImportFrom):
        target = ev.project.resolve(block.path, found[0].node.module, found[0].node.level)
        module = ev.project.module(target) if target is not None else None
        found = module.block.end.get(str(found[0].path[1]), ()) if module is not None else ()
    if len(found) == 1 and found[0].kind == "value" and isinstance(found[0].expression, f.Subscript):
        return found[0].expression, Scope(found[0].block)
    return None


def instance_of(ev: Evaluator, value: ClassVal | External) -> Set:
    """Some object of the class."""
    if isinstance(value, ClassVal):
        return (InstanceVal((id(value.block), 0, 0), value.block),)
    for client in ev.project.sdks.clients(value.name)[:1]:
        if client.kind in ("class", "object", "pretrained"):
            return (ClientVal((client.sdk, client.id, 0, 0, "annotated"), client, "annotated"),)
    return ()


def _generic(ev: Evaluator, node: f.Subscript, scope: Scope, aliases: _Aliases) -> Set:
    names = {value.name.rpartition(".")[2] for value in ev.value(node.value, scope) if isinstance(value, External)}
    inner = node.index.items if isinstance(node.index, f.Collection) else (node.index,)
    if "Annotated" in names:
        given = union(*(ev.value(part, scope) for part in inner[1:] if isinstance(part, f.Call)))
        known = tuple(value for value in given if isinstance(value, ClientVal | InstanceVal))
        if known:  # ``Annotated[Client, Depends(make)]``
            return known
    if names & {"Optional", "Union", "Annotated", "Awaitable", "ClassVar", "Final", "Required", "NotRequired"}:
        return union(*(_annotated(ev, part, scope, aliases) for part in (inner[:1] if "Annotated" in names else inner)))
    if names & {
        "list",
        "List",
        "Sequence",
        "Iterable",
        "Iterator",
        "AsyncIterator",
        "Generator",
        "AsyncGenerator",
        "tuple",
        "set",
    }:
        found = union(*(_annotated(ev, part, scope, aliases) for part in inner[:1]))  # ``tuple[()]`` holds nothing
        return (ListVal((), True, found),) if found else ()
    if names & {"dict", "Dict", "Mapping"} and len(inner) == 2:
        found = _annotated(ev, inner[1], scope, aliases)
        return (DictVal((), True, found),) if found else ()
    if not names:
        return _annotated(ev, node.value, scope, aliases)
    return ()


def _dotted(text: str) -> f.Expression | None:
    """A string annotation that is a dotted name, optional or not."""
    text = text.strip().removeprefix("Optional[").removesuffix("]").partition("|")[0].strip()
    first, *rest = text.split(".")
    if not all(part.isidentifier() for part in (first, *rest)):
        return None
    node: f.Expression = f.Name(first)
    for part in rest:
        node = f.Attribute(node, part)
    return node
