"""What objects of the project get from above: by the constructors of their bases, and from bases outside the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.linking import callers, classes
from aigc_lint.linking.abstract import (
    Bound,
    BoundVal,
    ClassVal,
    ClientVal,
    Frame,
    FunctionVal,
    InstanceVal,
    Result,
    Scope,
    Set,
    Value,
    union,
)
from aigc_lint.linking.blocks import Block
from aigc_lint.linking.bounded import Bounded, first
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

Making = tuple[f.Call | None, Scope | None, Bound]
"""The call by which an object is given what its base outside takes, where that is evaluated, and what was bound before."""


def constructor_frame(ev: Evaluator, base: InstanceVal, method: Block) -> Frame | None:
    """The activation of an ``__init__`` by which this very instance was made; through ``super().__init__`` too."""
    current = classes.constructor(ev, base.block)
    if current is None:
        return None
    start = FunctionVal((id(current), 0, base), current, base)
    if base.call is not None and base.caller is not None:
        frame = ev.frame(start, call=base.call, caller=base.caller, bound=base.bound)
    else:
        frame = ev.frame(start)
    for _ in range(MOST_INITS):
        if current is method:
            return frame
        for site, following in classes.further_inits(ev, current, base.block):
            if following is method or len(classes.further_inits(ev, following, base.block)):
                further = FunctionVal((id(following), 0, base), following, base)
                skip = 0 if classes.is_super_init(site.call) else 1
                frame = ev.frame(further, call=site.call, caller=Scope(current, frame), skip=skip)
                current = following
                break
        else:
            return None
    return None


MOST_INITS = 8
"""Constructors that are followed into the constructors of their bases. Beyond, nothing is lost: a parameter is then what any
known call passes for it, which holds what this one passes."""


def member(ev: Evaluator, outside: tuple[str, ...], attr: str, base: InstanceVal | None) -> Set:
    """A member inherited from a base outside the project, where the catalogue knows that base as a client."""
    for name in outside:
        for client in ev.project.sdks.clients(name)[:1]:
            if client.abstract and base is not None:  # it ends in a method that a class of the project fills in
                return (Result(f"{name}.{attr}"),)
            return tuple(BoundVal(one, (attr,)) for one in _clients(ev, client, base))
    return ()


def kept(ev: Evaluator, base: InstanceVal, attr: str) -> Set:
    """What a base outside the project was handed for the attribute, by name: most keep it under that, or behind an underscore."""
    wanted = (attr, attr.lstrip("_"))
    found: Set = ()
    makings = _makings(ev, base)
    for call, scope, bound in makings:
        found = union(found, *(values for name, values in bound if name in wanted))
        if call is not None and scope is not None:
            found = union(found, *(ev.value(one.value, scope) for one in call.arguments if one.name in wanted))
    return union(found, makings.lost) if found else ()


def may_be_client(ev: Evaluator, made: Value) -> bool:
    """Is it a class of the project that derives from a client, whatever its objects turn out to be?"""
    return isinstance(made, ClassVal) and any(map(ev.project.sdks.clients, classes.ancestors(ev, made.block)[1]))


def made_as(ev: Evaluator, made: InstanceVal) -> list[ClientVal]:
    """The client that a new object is: one of a class that derives from the client's, and leaves the constructor to it, which
    takes the model, the endpoint or the credential. What takes none of these, a workflow or a tool, is nobody's client."""
    if made.call is None or classes.constructor(ev, made.block) is not None:
        return []
    for name in classes.ancestors(ev, made.block)[1]:
        for client in ev.project.sdks.clients(name)[:1]:
            return _clients(ev, client, made) if client.roles and not client.abstract else []
    return []


def _clients(ev: Evaluator, client: Client, base: InstanceVal | None) -> list[ClientVal]:
    """The client that an object is by its base; one for each way in which the object may have been made."""
    made = _makings(ev, base) if base is not None else Bounded()
    found = []
    for call, scope, bound in made.found or ((None, None, ()),):
        key = (client.sdk, client.id, id(call), id(scope.frame) if scope else 0, "base", bound)
        found.append(ClientVal(key, client, "base", call, scope, bound=bound))
    if made.more:  # and others in ways that were not looked at
        found.append(ClientVal((client.sdk, client.id, 0, 0, "annotated"), client, "annotated"))
    return found


def _makings(ev: Evaluator, base: InstanceVal) -> Bounded[Making]:
    """How the object was made; some object of a class in any way that the class, or one below it, is seen to be made."""
    own = _by_constructor(ev, base.block, base)
    if own is not None:
        return Bounded((own,))
    if base.call is not None or classes.constructor(ev, base.block) is not None:
        return Bounded(((base.call, base.caller, base.bound),))
    heirs = classes.subclasses(ev, base.block)
    found: list[Making] = []
    more = heirs.more
    for cls in (base.block, *heirs):
        own = _by_constructor(ev, cls, InstanceVal((id(cls), 0, 0), cls))
        if own is not None:
            found.append(own)
        elif classes.constructor(ev, cls) is None:
            sites = callers.constructions(ev, cls)
            found += [(one.site.call, one.scope, one.bound) for one in sites]
            more |= sites.more
    return first(found, callers.MOST_CALLERS, more=more)


def _by_constructor(ev: Evaluator, cls: Block, base: InstanceVal) -> Making | None:
    """``super().__init__(...)`` in the constructor that the project gives the class."""
    init = classes.constructor(ev, cls)
    sites = [site for site in init.calls if classes.is_super_init(site.call)] if init is not None else []
    if init is None or not sites:
        return None
    return sites[-1].call, Scope(sites[-1].block, constructor_frame(ev, base, init)), ()
