"""Texts that name what is computed by where it stands in the source: members of a cycle are ordered by them.

They are the same in every run and whichever file was asked about first, as identities of objects are not.
"""

from __future__ import annotations

from aigc_lint.linking.abstract import (
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    Frame,
    FunctionVal,
    InstanceVal,
    Later,
    ListVal,
    PartialVal,
    Scope,
    SuperVal,
)
from aigc_lint.linking.blocks import Block, Definition
from aigc_lint.linking.project import last_segment
from aigc_lint.model import facts as f
from aigc_lint.model.digests import blake2b

_LONGEST = 2_000
"""Characters of a label before a digest stands for the rest: objects that hold each other would double it again and again."""


class Labels:
    """Makes labels; those of frames are kept, since frames hang on frames."""

    def __init__(self) -> None:
        self._frames: dict[int, str] = {}
        self._places: dict[int, dict[int, int]] = {}
        """id of a block -> id of a name that is read in it -> which of them it is."""

    def of(self, about: object) -> str:
        """The label of anything that a computation is about."""
        match about:
            case tuple():
                if len(about) == 2 and isinstance(about[0], f.Name) and isinstance(about[1], Scope):
                    return f"{self.of(about[1])}:{self._place(about[1].block, about[0]):06}"
                return _short(f"({','.join(map(self.of, about))})")
            case Definition():
                return f"{about.block.path}:{about.serial:06}:{about.block.qualname}.{about.name}"
            case Block():
                return f"{about.path}:{about.serial:06}:{about.qualname}"
            case Frame():
                return self._frame(about)
            case Scope():
                return self.of((about.block, about.frame))
            case f.Call():
                span = about.span
                return f"{span.line}:{span.column}:{span.end_line}:{span.end_column}"
            case _:
                return self._value(about)

    def _frame(self, frame: Frame) -> str:
        known = self._frames.get(id(frame))
        if known is None:
            parts = (frame.block, frame.call, frame.caller, frame.receiver, frame.outer, frame.bound, frame.skip, frame.assumed)
            known = self._frames[id(frame)] = self.of(parts)
        return known

    def _place(self, block: Block, name: f.Name) -> int:
        if id(block) not in self._places:
            self._places[id(block)] = {one: place for place, one in enumerate(block.names)}
        return self._places[id(block)][id(name)]

    def _value(self, value: object) -> str:
        match value:
            case InstanceVal():
                return self.of(("object", value.block, value.call, value.caller, value.bound))
            case ClassVal():
                return self.of(("class", value.block))
            case SuperVal():
                return self.of(("super", value.block, value.receiver))
            case FunctionVal():
                return self.of(("function", value.block, value.receiver, value.outer))
            case ClientVal():
                return self.of(("client", value.client.sdk, value.client.id, value.how, value.call, value.scope, value.parent))
            case BoundVal():
                return self.of((value.owner, value.chain))
            case PartialVal():
                return self.of((value.function, value.bound))
            case ListVal():  # what it holds may hold it in turn
                return f"list:{len(value.items)}"
            case DictVal():
                return f"dict:{','.join(key for key, _ in value.items)}"
            case Later():  # to look at it would be to compute it
                return self.of(("later", last_segment(value.node), type(value.node).__name__, value.scope))
            case Const():
                return f"{value.value!r}"
            case None | str() | int():
                return str(value)
            case _:
                return type(value).__name__


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[:100] + blake2b(label.encode("utf-8", "surrogatepass")).hexdigest()
