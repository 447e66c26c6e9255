"""What an attribute of a value can be: members of modules, classes, instances, clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import callers, classes, conditions, configuration, elsewhere, gathered, inherited, parameters, variables
from aigc_lint.linking.abstract import (
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    MethodVal,
    ModuleVal,
    PartialVal,
    Result,
    Scope,
    SecretText,
    Set,
    SuperVal,
    Template,
    Unk,
    Value,
    is_none,
    settled,
    union,
    without_none,
)
from aigc_lint.linking.blocks import Block, Definition
from aigc_lint.linking.declared import annotated
from aigc_lint.linking.parts import parts
from aigc_lint.linking.updates import changed
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def attribute(ev: Evaluator, base: Value, attr: str) -> Set:
    """What ``base.attr`` can be."""
    match base:
        case ModuleVal():
            return ev.member(base.path, attr)
        case External():
            return ev.outside(f"{base.name}.{attr}")
        case ClientVal() | Result():
            set_later = next((values for name, values in base.bound if name == attr), None)
            if isinstance(base, ClientVal):
                return (BoundVal(base, (attr,)),)
            return set_later or (Result(f"{base.name}.{attr}", base.key),)
        case BoundVal():
            return (BoundVal(base.owner, (*base.chain, attr)),)
        case InstanceVal():
            return ev.values(("attribute", base.key, attr), lambda: instance_attribute(ev, base, attr), (base, attr))
        case SuperVal():
            return super_attribute(ev, base, attr)
        case ClassVal():
            return ev.values(("attribute", base.key, attr), lambda: class_attribute(ev, base, attr), (base, attr))
        case Const() if attr in ("value", "name"):  # an enumeration's member
            return (base,)
        case Const(value=None):
            return ()
        case Const() | Template() | SecretText() | DictVal() | ListVal():
            return (MethodVal(base, attr),)
        case PartialVal() if attr == "func":
            return (base.function,)
        case Unk():
            return (Unk("attribute" if base.reason == "attribute" else base.reason, base.origin, base.spot),)
        case _:
            return (Unk("attribute"),)


def class_attribute(ev: Evaluator, base: ClassVal, attr: str) -> Set:
    """An attribute read on the class itself."""
    blocks, outside = classes.ancestors(ev, base.block)
    for block in blocks:
        found = classes.class_definitions(block, attr)
        if found:
            values = union(*(member_value(ev, one, block, base) for one in found))
            return updated_later(ev, blocks, attr, applied_later(ev, blocks, attr, values))
    for block in blocks:
        writes = ev.project.attribute_writes(block).get(attr)
        if writes:
            return union(*(ev.definition(one, Scope(one.block)) for one in writes))
    if attr == "__new__":
        return (External("builtins.object.__new__"),)
    external = inherited.member(ev, outside, attr, None)
    return external or _missing(base, blocks, attr)


def applied_later(ev: Evaluator, blocks: tuple[Block, ...], attr: str, values: Set) -> Set:
    """Class attributes that methods set through the class name or ``cls`` (a cached client, say) count too."""
    writes = [one for block in blocks for one in ev.project.attribute_writes(block).get(attr, ()) if one.kind != "update"]
    if not writes or not all(is_none(value) for value in values):
        return values
    return union(values, *(ev.definition(one, Scope(one.block)) for one in writes))


def updated_later(ev: Evaluator, blocks: tuple[Block, ...], attr: str, values: Set) -> Set:
    """Class attributes after what methods do to them in place: a registry that classes enter themselves in."""
    if not any(isinstance(value, DictVal | ListVal) for value in values):
        return values
    for one in (one for block in blocks for one in ev.project.attribute_writes(block).get(attr, ()) if one.kind == "update"):
        for scope in callers.activations(ev, one.block):
            values = changed(ev, values, one, scope)
    return values


def member_value(ev: Evaluator, one: Definition, cls: Block, receiver: InstanceVal | ClassVal) -> Set:
    """What a definition in a class body is, seen through an instance or the class."""
    if one.kind != "function":
        return ev.definition(one, Scope(cls))
        # A function of the module stored in a class attribute is no method of ours to bind.
    block = cls.children.get(id(one.node))
    if block is None:
        return ()
    if classes.is_static(block):
        return (ev.function(block, Scope(cls)),)
    if classes.is_class_method(block):
        owner = receiver if isinstance(receiver, ClassVal) else ClassVal((id(receiver.block),), receiver.block)
        return (ev.function(block, Scope(cls), owner),)
    if isinstance(receiver, ClassVal):
        return (ev.function(block, Scope(cls)),)
    function = ev.function(block, Scope(cls), receiver)
    if classes.is_property(block):
        return returned(ev, function)
    return (function,)


def returned(ev: Evaluator, function: FunctionVal) -> Set:
    """What reading a property gives."""
    frame = ev.frame(function)
    scope = Scope(function.block, frame)
    found = ev.outcome(frame, lambda: ev.returns(scope))
    node = function.block.node
    if isinstance(node, f.Function) and all(isinstance(value, Unk) or is_none(value) for value in found):
        return annotated(ev, node.returns, Scope(function.block.parent or function.block)) or found
    return found


def instance_attribute(ev: Evaluator, base: InstanceVal, attr: str) -> Set:
    """An attribute of an object of the project: written in any method, given to the constructor, or defined by a class."""
    blocks, outside = classes.ancestors(ev, base.block)
    if attr == "__class__":
        return (ClassVal((id(base.block),), base.block),)
    collected = gathered.attribute(ev, base, blocks, attr)
    if collected:  # whatever the class declares
        return collected
    found = own_attribute(ev, base, blocks, attr)
    if base.call is None and (needs_subclasses(found) or remade_by_subclasses(found)):
        heirs = classes.subclasses(ev, base.block)
        for child in heirs:
            view = InstanceVal((id(child), 0, 0), child)
            chain = tuple(block for block in classes.ancestors(ev, child)[0] if block not in blocks)
            found = union(found, own_attribute(ev, view, chain, attr))
        found = union(found, heirs.lost)
    if not without_none(found):
        external = inherited.member(ev, outside, attr, base)
        if external:
            return external
    found = elsewhere.on_objects(ev, base.block, attr, found)
    if not found and outside:
        found = inherited.kept(ev, base, attr)
    if not found:
        hook = next((one for block in blocks if (one := classes.method_block(block, "__getattr__"))), None)
        found = hooked(ev, FunctionVal((id(hook), 0, base), hook, base), attr) if hook is not None else ()
    return found or _missing(base, blocks, attr)


def _missing(base: InstanceVal | ClassVal, blocks: tuple[Block, ...], attr: str) -> Set:
    """Nothing is seen to give the attribute: it may be further up than was looked."""
    if len(blocks) >= classes.MOST_ANCESTORS:
        return (Unk("bound"),)
    return (Unk("attribute", f"attribute:{base.block.qualname}.{attr}"),)


def hooked(ev: Evaluator, function: FunctionVal, attr: str) -> Set:
    """What ``__getattr__`` gives for a name."""
    frame = ev.frame(function, bound=((0, (Const(attr),)),))
    scope = Scope(function.block, frame)
    return ev.outcome(frame, lambda: ev.returns(scope))


def needs_subclasses(found: Set) -> bool:
    """Is what the class itself shows nothing, None, unknown, or a method that subclasses are to fill?"""
    concrete = [value for value in found if not is_none(value) and not isinstance(value, Unk)]
    if not concrete:
        return True
    functions = [value for value in concrete if isinstance(value, FunctionVal)]
    return bool(functions) and all(classes.is_abstract(value.block) for value in functions)


def remade_by_subclasses(found: Set) -> bool:
    """Is it a client, which a subclass that overrides the method that makes it may have made in another way?"""
    return any(isinstance(value, ClientVal) for value in found)


def own_attribute(ev: Evaluator, base: InstanceVal, blocks: tuple[Block, ...], attr: str) -> Set:
    """What these classes show for the attribute of an instance."""
    found: Set = ()
    updates: list[Definition] = []
    for block in blocks:
        for one in ev.project.attribute_writes(block).get(attr, ()):
            if one.kind == "update":
                updates.append(one)
            elif may_be(ev, base, one) and may_run(ev, base, one.block):
                values = ev.definition(one, method_scope(ev, base, one.block))
                found = union(found, bound_to(base, values) if one.block.kind == "module" else values)
    given = given_field(ev, base, blocks, attr)
    found = union(found, given)
    for block in blocks if not given or base.call is None else ():
        defined = classes.class_definitions(block, attr)
        if defined:
            values = union(*(member_value(ev, one, block, base) for one in defined))
            concrete = found and all(is_none(value) or isinstance(value, Unk) for value in values)
            found = found if concrete else union(found, settings_default(ev, blocks, attr, values))
            break
    found = settled(found)
    for one in updates:
        found = changed(ev, found, one, method_scope(ev, base, one.block))
    return found


def bound_to(base: InstanceVal, values: Set) -> Set:
    """Functions of a module that were made methods, bound to the object that they are read from."""
    return tuple(
        FunctionVal((*value.key, base), value.block, base, value.outer)
        if isinstance(value, FunctionVal) and value.receiver is None
        else value
        for value in values
    )


def may_be(ev: Evaluator, base: InstanceVal, one: Definition) -> bool:
    """May the tests that lead to a write come out that way for this object? Tests of the attribute itself do not count."""
    if base.call is None or not one.conditions:
        return True
    asked = tuple((test, wanted) for test, wanted in one.conditions if not mentions(test, one.name))
    return conditions.hold(ev, asked, method_scope(ev, base, one.block))


def may_run(ev: Evaluator, base: InstanceVal, block: Block) -> bool:
    """May the block run for this object? The ``__init__`` of a base does not where the object's own never calls it."""
    if block.owner is None or not block.qualname.endswith(".__init__"):
        return True
    start = classes.constructor(ev, base.block)
    return start is None or start is block or classes.may_lead_to(ev, start, block, base.block)


def mentions(node: f.Expression, attr: str) -> bool:
    """Does the expression read an attribute of that name?"""
    return (isinstance(node, f.Attribute) and node.attr == attr) or any(mentions(part, attr) for part in parts(node))


def settings_default(ev: Evaluator, blocks: tuple[Block, ...], attr: str, values: Set) -> Set:
    """Fields of a pydantic settings class are defaults for environment variables."""
    if not any(name.endswith("BaseSettings") for name in classes.ancestors(ev, blocks[0])[1]):
        return values
    names = variables.of_field(blocks, attr)
    origin = f"env:{names[0]}"
    given = next(filter(None, map(ev.settings.alike, names)), ())
    if given:
        return union(*((configuration.from_file(one, f"env:{name}") for one in ev.settings.of(name)) for name in given))
    return tuple(
        Const(value.value, origin)
        if isinstance(value, Const) and value.value not in (None, "")
        else Unk("environment", origin)
        if isinstance(value, (Unk, Const))
        else value
        for value in values
    )


def given_field(ev: Evaluator, base: InstanceVal, blocks: tuple[Block, ...], attr: str) -> Set:
    """A field of a dataclass or model: what the constructor was given, else what its annotation says."""
    if classes.constructor(ev, base.block) is not None or not any(
        one.annotation is not None for block in blocks for one in block.every.get(attr, ())
    ):
        return ()
    for name, values in base.bound:
        if name == attr:
            return values
    if base.call is None or base.caller is None:
        return parameters.field_from_callers(ev, base.block, attr)
    for argument in base.call.arguments:
        if argument.name == attr:
            return ev.value(argument.value, base.caller)
        if argument.star == 2:  # ``Settings(**{"url": ...})``
            given = ev.value(argument.value, base.caller)
            spread = union(*(value.get(attr) or () for value in given if isinstance(value, DictVal)))
            if spread:
                return spread
    names = classes.fields(ev, base.block)
    place = names.index(attr) if attr in names else -1
    positional = [argument for argument in base.call.arguments if argument.name is None and not argument.star]
    if 0 <= place < len(positional):
        return ev.value(positional[place].value, base.caller)
    return ()


def method_scope(ev: Evaluator, base: InstanceVal, block: Block) -> Scope:
    """Where a definition in a method of the instance's classes is evaluated: with that instance as receiver."""
    method = block
    while method.owner is None and method.parent is not None:
        method = method.parent
    if method.owner is None:
        return Scope(block)
    frame = inherited.constructor_frame(ev, base, method) if method.qualname.endswith(".__init__") else None
    if frame is None:
        frame = ev.frame(FunctionVal((id(method), 0, base), method, base))
    return Scope(block, frame if method is block else ev.frame(FunctionVal((id(block), id(frame), None), block, None, frame)))


def super_attribute(ev: Evaluator, base: SuperVal, attr: str) -> Set:
    """An attribute read through ``super()``."""
    blocks, outside = classes.ancestors(ev, base.receiver.block)
    after = blocks[blocks.index(base.block) + 1 :] if base.block in blocks else classes.ancestors(ev, base.block)[0][1:]
    for block in after:
        found = classes.class_definitions(block, attr)
        if found:
            return union(*(member_value(ev, one, block, base.receiver) for one in found))
    if attr == "__new__":
        return (External("builtins.object.__new__"),)
    receiver = base.receiver if isinstance(base.receiver, InstanceVal) else None
    return inherited.member(ev, outside, attr, receiver) or (Unk("attribute"),)
