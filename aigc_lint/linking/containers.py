"""What is in a value: its items, what looping over it and entering it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import classes, configuration
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
    ModuleVal,
    Result,
    Scope,
    SecretText,
    Set,
    Template,
    Unk,
    Value,
    union,
)
from aigc_lint.linking.injected import provided

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def item(ev: Evaluator, base: Value, keys: Set, missing: Set = (Unk("expression"),)) -> Set:
    """``base[key]``."""
    match base:
        case DictVal():
            names = [key.value for key in keys if isinstance(key, Const)]
            if names and len(names) == len(keys):
                found = [base.get(str(name)) for name in names]
                known = union(*(values for values in found if values is not None))
                absent = any(values is None for values in found)
                return (
                    union(known, base.rest if absent else (), missing if absent and base.open and not base.rest else ())
                    or missing
                )
            return base.all_values() or missing
        case ListVal():
            place = keys[0].value if len(keys) == 1 and isinstance(keys[0], Const) else None
            if isinstance(place, int) and not base.open and -len(base.items) <= place < len(base.items):
                return base.items[place]
            return base.all_values() or missing
        case ModuleVal():  # ``globals()["name"]``
            names = [key.value for key in keys if isinstance(key, Const)]
            return union(*(ev.member(base.path, str(name)) for name in names)) if len(names) == len(keys) else missing
        case External(name="dependency_injector.wiring.Provide" | "dependency_injector.wiring.Closing"):
            return union(*(provided(key) for key in keys)) or missing
        case External(name="os.environ") | Result(name="dotenv.dotenv_values()"):
            return configuration.environment(ev, keys, None)
        case ClassVal() | External() | Result() | ClientVal():
            return (base,)
        case BoundVal():
            return (Result(f"{base.owner.client.names[0]}.{'.'.join(base.chain)}[]", base.owner.key),)
        case InstanceVal():
            return union(*(value for value in (_item_method(ev, base),))) or (Unk("expression"),)
        case Unk():
            return (base,)
        case Const() | Template() | SecretText():
            return (Unk("expression"),)
        case _:
            return (Unk("expression"),)


def _item_method(ev: Evaluator, base: InstanceVal) -> Set:
    block = next((one for cls in classes.ancestors(ev, base.block)[0] if (one := classes.method_block(cls, "__getitem__"))), None)
    if block is None:
        return ()
    frame = ev.frame(FunctionVal((id(block), 0, base), block, base))
    return ev.outcome(frame, lambda: ev.returns(Scope(block, frame)), what="item")


def iterated(ev: Evaluator, value: Value) -> Set:
    """What looping over the value gives."""
    match value:
        case ListVal():
            return value.all_values() or (Unk("expression"),)
        case DictVal():
            return tuple(Const(key) for key, _ in value.items) or (Unk("expression"),)
        case Result():
            return (Result(f"{value.name}[]", value.key),)
        case Unk():
            return (value,)
        case ClassVal():  # an enumeration
            return union(
                *(
                    ev.definition(one, Scope(value.block))
                    for found in value.block.end.values()
                    for one in found
                    if one.kind == "value"
                )
            )
        case _:
            return (Unk("expression"),)


def entered(ev: Evaluator, value: Value) -> Set:
    """What ``with value as name`` binds."""
    match value:
        case ListVal():  # a generator made by a ``contextmanager`` function
            return value.all_values()
        case InstanceVal():
            from aigc_lint.linking.attributes import attribute
            from aigc_lint.linking.attributes import returned as property_value

            for name in ("__enter__", "__aenter__"):
                for one in attribute(ev, value, name):
                    if isinstance(one, FunctionVal):
                        return property_value(ev, one) or (value,)
            return (value,)
        case _:
            return (value,)
