"""What a parameter can be: bound by a known call, else by all known callers, else its default or its annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import callers, classes, events
from aigc_lint.linking.abstract import (
    ClassVal,
    Const,
    DictVal,
    Frame,
    InstanceVal,
    ListVal,
    Scope,
    Set,
    Template,
    Unk,
    is_none,
    settled,
    union,
    with_origin,
)
from aigc_lint.linking.blocks import Block, Definition
from aigc_lint.linking.declared import annotated
from aigc_lint.linking.project import last_segment
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def parameter(ev: Evaluator, one: Definition, scope: Scope) -> Set:
    """The values of a parameter in one activation of its function, or in any."""
    block, frame = one.block, scope.frame
    if frame is not None and frame.block is not block:
        frame = None
    if _is_receiver(block, one.name):
        return _receiver(ev, block, frame)
    if block.parameters and block.parameters[0].name == one.name:
        adopted = _adopted(ev, block, frame)
        if adopted:
            return adopted
    if frame is not None and (frame.call is not None or frame.bound):
        return bound_argument(ev, frame, one)
    receiver = frame.receiver if frame is not None and block.qualname.endswith(".__init__") else None
    return _from_anywhere(ev, one, block, receiver.block if isinstance(receiver, InstanceVal) else None)


def bound_argument(ev: Evaluator, frame: Frame, one: Definition) -> Set:
    """The argument that the frame's call passes for the parameter, or its default."""
    parameters = positional_parameters(frame)
    wanted = next((p for p in frame.block.parameters if p.name == one.name), None)
    if wanted is None:
        return (Unk("parameter"),)
    if wanted.kind == "*":
        return (ListVal(tuple(_positional(ev, frame, len(parameters)))),)
    if wanted.kind == "**":
        return (_keywords(ev, frame),)
    found = _passed(ev, frame, parameters, one.name)
    if found is not None:
        return found or _default(ev, one)
    return _default(ev, one)


def positional_parameters(frame: Frame) -> list[str]:
    """Names of the parameters that positional arguments fill, the receiver left out."""
    names = [p.name for p in frame.block.parameters if p.kind in ("positional", "plain")]
    return names[1:] if frame.receiver is not None and not classes.is_static(frame.block) else names


def _passed(ev: Evaluator, frame: Frame, parameters: list[str], name: str) -> Set | None:
    earlier = [values for key, values in frame.bound if isinstance(key, int)]
    for key, values in frame.bound:
        if key == name:
            return values
    place = parameters.index(name) if name in parameters else -1
    if 0 <= place < len(earlier):
        return earlier[place]
    if frame.call is None or frame.caller is None:
        return None
    spread: Set | None = None
    index = len(earlier) - frame.skip
    for argument in frame.call.arguments:
        if argument.star == 1:
            values = union(
                *(value.all_values() for value in ev.value(argument.value, frame.caller) if isinstance(value, ListVal))
            )
            spread = values if 0 <= index <= place else spread
            index = place + 1
        elif argument.star == 2:
            for value in ev.value(argument.value, frame.caller):
                given = value.get(name) if isinstance(value, DictVal) else None
                spread = union(spread or (), given) if given is not None else spread
        elif argument.name == name:
            return ev.value(argument.value, frame.caller)
        elif argument.name is None:
            if index == place:
                return ev.value(argument.value, frame.caller)
            index += 1
    return spread


def _positional(ev: Evaluator, frame: Frame, after: int) -> list[Set]:
    given = [values for key, values in frame.bound if isinstance(key, int)]
    if frame.call is not None and frame.caller is not None:
        plain = [argument for argument in frame.call.arguments if argument.name is None]
        for argument in plain[frame.skip :]:
            if argument.star:
                given += [
                    inner
                    for value in ev.value(argument.value, frame.caller)
                    if isinstance(value, ListVal)
                    for inner in value.items
                ]
            else:
                given.append(ev.value(argument.value, frame.caller))
    return given[after:]


def _keywords(ev: Evaluator, frame: Frame) -> DictVal:
    named = {p.name for p in frame.block.parameters if p.kind in ("plain", "keyword")}
    result = DictVal(tuple((key, values) for key, values in frame.bound if isinstance(key, str) and key not in named))
    if frame.call is None or frame.caller is None:
        return result
    given: list[tuple[str, Set]] = []
    for argument in frame.call.arguments:
        if argument.name and argument.name not in named:
            given.append((argument.name, ev.value(argument.value, frame.caller)))
        elif argument.star == 2:
            result, given = result.with_items(given), []
            result = result.merged_with_any(ev.value(argument.value, frame.caller))
    result = result.with_items(given)
    return DictVal(tuple((key, values) for key, values in result.items if key not in named), result.open, result.rest)


def _default(ev: Evaluator, one: Definition) -> Set:
    """The default, evaluated where the function is defined."""
    if one.expression is None:
        parent = one.block.parent or one.block
        return annotated(ev, one.annotation, Scope(parent), _origin(one)) or (Unk("parameter", _origin(one)),)
    return ev.value(one.expression, Scope(one.block.parent or one.block))


def _from_anywhere(ev: Evaluator, one: Definition, block: Block, view: Block | None) -> Set:
    found: Set = ()
    sites = callers.call_sites(ev, block, view)
    for one_call in sites:
        found = union(found, ev.definition(one, Scope(block, one_call.frame(ev, block))))
    found = union(found, sites.lost)
    known = [value for value in found if not isinstance(value, Unk) and not is_none(value)]
    if any(isinstance(value, Const | Template) for value in known) and events.calls(ev, block):
        found = union(found, (Unk("parameter", _origin(one)),))
    if known:
        return settled(found)
    if sites.found and found and one.annotation is None:
        return found
    default = ev.value(one.expression, Scope(block.parent or block)) if one.expression is not None else _option(ev, one, block)
    typed = annotated(ev, one.annotation, Scope(block.parent or block), _origin(one))
    if typed:
        return settled(union(typed, tuple(value for value in default if not is_none(value))))
    if sites.found and found:
        return found
    # Nobody is seen to call it: its default is what a reader would assume, but a caller outside may pass anything.
    if default and not all(is_none(value) for value in default):
        return tuple(
            Const(value.value, value.assumed or _origin(one), value.spot) if isinstance(value, Const) else value
            for value in default
        )
    if any(p.kind == "**" and p.name == one.name for p in block.parameters):
        default = (DictVal(),)
    return union(default, (Unk("parameter", _origin(one)),))


def _option(ev: Evaluator, one: Definition, block: Block) -> Set:
    """The default of the command line option that a decorator fills the parameter from: ``@option("--url", default=...)``."""
    node, scope = block.node, Scope(block.parent or block)
    for decorator in node.decorators if isinstance(node, f.Function) else ():
        if not (isinstance(decorator, f.Call) and last_segment(decorator.function) == "option"):
            continue
        flags = [given.value.value for given in decorator.arguments if given.name is None and isinstance(given.value, f.Constant)]
        named = {str(flag).lstrip("-").replace("-", "_") for flag in flags}
        default = next((given.value for given in decorator.arguments if given.name == "default"), None)
        if one.name in named and default is not None:
            long = max((str(flag) for flag in flags), key=len)
            return tuple(with_origin(value, f"argument:{long}") for value in ev.value(default, scope))
    return ()


def _origin(one: Definition) -> str:
    return f"parameter:{one.block.qualname}.{one.name}"


def _is_receiver(block: Block, name: str) -> bool:
    return (
        block.owner is not None and bool(block.parameters) and block.parameters[0].name == name and not classes.is_static(block)
    )


def _receiver(ev: Evaluator, block: Block, frame: Frame | None) -> Set:
    owner = block.owner
    assert owner is not None
    if frame is not None and frame.receiver is not None:
        return (frame.receiver,)
    if block.qualname.endswith(".__init_subclass__"):
        return tuple(ClassVal((id(heir),), heir) for heir in classes.subclasses(ev, owner))
    if classes.is_class_method(block) or block.qualname.endswith(".__new__"):
        return (ClassVal((id(owner),), owner),)
    return (InstanceVal((id(owner), 0, 0), owner),)


def _adopted(ev: Evaluator, block: Block, frame: Frame | None) -> Set:
    """The receiver of a module's function that was made a method of a class."""
    if block.parent is None or block.parent.kind != "module":
        return ()
    if frame is not None and frame.receiver is not None:
        return (frame.receiver,)
    name = ev.project.adopted_by(block)
    found = ev.member(block.path, name) if name else ()
    return tuple(InstanceVal((id(one.block), 0, 0), one.block) for one in found if isinstance(one, ClassVal))


def field_from_callers(ev: Evaluator, cls: Block, attr: str) -> Set:
    """What known constructions of a dataclass or model pass for a field."""
    found: Set = ()
    names = classes.fields(ev, cls)
    place = names.index(attr) if attr in names else -1
    made = callers.constructions(ev, cls)
    for one in made:
        arguments = one.site.call.arguments
        positional = [argument for argument in arguments if argument.name is None and not argument.star]
        for argument in arguments:
            if argument.name == attr:
                found = union(found, ev.value(argument.value, one.scope))
        if 0 <= place < len(positional):
            found = union(found, ev.value(positional[place].value, one.scope))
    return union(found, made.lost) if found else found
