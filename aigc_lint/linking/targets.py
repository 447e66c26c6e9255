"""What a callee is: the operations of SDKs that calling it, or running what is handed over, means."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from aigc_lint.catalog.entries.sdks import Client, Operation
from aigc_lint.linking.abstract import Bound, BoundVal, ClientVal, External, InstanceVal, PartialVal, Set, Value
from aigc_lint.linking.attributes import attribute
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.sdks import strip_wrappers


class Target(Struct, frozen=True):
    """One thing that a call site may be calling."""

    operation: Operation
    owner: ClientVal | None
    module: Client | None
    dotted: str
    bound: Bound = ()
    skip: int = 0

    @property
    def sdk(self) -> str:
        """The distribution it belongs to."""
        return self.operation.sdk or (self.owner.client.sdk if self.owner else self.module.sdk if self.module else "")


def deciding(owner: ClientVal | None) -> Client | None:
    """The client whose entry decides the service: an object obtained from a client leaves it to that client."""
    while owner is not None and owner.how in ("derived", "object") and owner.parent is not None:
        if owner.how == "object" and owner.client.service is not None:
            break
        owner = owner.parent
    return owner.client if owner is not None else None


def root_of(owner: ClientVal | None) -> ClientVal | None:
    """The client that was there first, before anything was derived or obtained from it."""
    while owner is not None and owner.parent is not None:
        owner = owner.parent
    return owner


def targets_of(ev: Evaluator, value: Value, bound: Bound = (), skip: int = 0) -> Iterator[Target]:
    """The operations that a callee may be."""
    sdks = ev.project.sdks
    match value:
        case BoundVal():
            operation = sdks.operation(value.owner.client, value.chain)
            if operation is not None:
                dotted = ".".join((value.owner.client.names[0], strip_wrappers(".".join(value.chain))))
                yield Target(operation, value.owner, None, dotted, bound, skip)
                for other in value.owner.others:  # ``with_fallbacks([other])``
                    yield from targets_of(ev, BoundVal(other, value.chain), bound, skip)
                return
            for wrapper in value.owner.wrapped_in:  # what the wrapper adds to the client: ``create_with_completion``
                operation = sdks.operation(wrapper, value.chain)
                if operation is not None:
                    yield Target(operation, value.owner, None, ".".join((wrapper.names[0], *value.chain)), bound, skip)
                    return
        case ClientVal():
            chain = value.client.callable_as or "__call__"
            operation = sdks.operation(value.client, (chain,))
            if operation is not None:
                yield Target(operation, value, None, f"{value.client.names[0]}.{chain}", bound, skip)
        case External():
            known = sdks.function(value.name)
            if known is not None:
                yield Target(known[0], None, known[1], strip_wrappers(value.name), bound, skip)
        case PartialVal():
            yield from targets_of(ev, value.function, (*value.bound, *bound), skip)
        case InstanceVal():
            yield from _inherited_call(ev, value)


def _inherited_call(ev: Evaluator, value: InstanceVal) -> Iterator[Target]:
    """Calling an object whose class derives from something callable of an SDK."""
    found = attribute(ev, value, "__call__")
    for one in found:
        if isinstance(one, BoundVal) and one.owner.client.callable_as:
            yield from targets_of(ev, one.owner)


def targets_run(ev: Evaluator, functions: Set, skip: int) -> Iterator[Target]:
    """What is called where any of these is run: all that a reference may stand for, as an alternative may be another's."""
    for value in functions:
        if isinstance(value, BoundVal | PartialVal | External):
            found = [one for one in targets_of(ev, value, skip=skip) if one.operation.sends]
            if found and (not isinstance(value, External) or found[0].owner or "." in value.name):
                yield from found
