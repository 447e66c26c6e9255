"""What a call site tells by its looks alone: can it be a use at all? Nothing is evaluated, and in doubt the answer is yes.

Most calls of a file are told apart here from those that may reach an AI service, and only the latter are followed through the
project: a call that has no result costs as much to follow as one that has.
"""

from __future__ import annotations

from aigc_lint.linking.blocks import Block, CallSite
from aigc_lint.linking.project import last_segment
from aigc_lint.linking.runners import RUN_AT
from aigc_lint.linking.sdks import SdkIndex
from aigc_lint.model import facts as f

PLAIN_METHODS = frozenset(
    name for one in (str, bytes, list, dict, set, tuple, int, float) for name in vars(one) if not name.startswith("_")
)
"""What texts, numbers and containers are asked by."""


def may_be_use(sdks: SdkIndex, site: CallSite) -> bool:
    """Can the callee be, or be handed, an operation? Long chains that end in no known name are not; nor is what is called with
    nothing under a name of its own, but for what an object or a module keeps: ``self.ask = partial(client.create, ...)``."""
    call = site.call
    node = call.function
    last = last_segment(node)
    if isinstance(node, f.Attribute) and last in PLAIN_METHODS:
        return _is_no_container(sdks, site, node)
    if last in sdks.last_names or last in RUN_AT:
        return True
    if not isinstance(node, f.Attribute):
        return True
    if not call.arguments and last[:1].islower():
        return _is_own(node.value, site.block) or _is_imported(node.value, site.block)
    if isinstance(node.value, f.Name):
        return True
    return any(isinstance(one.value, f.Attribute) and one.value.attr in sdks.last_names for one in call.arguments)


def may_be_handed(sdks: SdkIndex, node: f.Expression, call: f.Call) -> bool:
    """Can this argument be an operation that the callee is to run?"""
    if isinstance(node, f.Attribute):
        return node.attr in sdks.last_names
    if isinstance(node, f.Call):
        return last_segment(node.function) == "partial"
    return isinstance(node, f.Name) and last_segment(call.function) in RUN_AT


def _is_no_container(sdks: SdkIndex, site: CallSite, node: f.Attribute) -> bool:
    """Does a call that looks like one on a text or container stand where an operation of that name may: behind the words that
    lead to it (``connection.input_audio_buffer.append``), or, where none do, with more than a key (``session.get(url)``)? Or
    may it be an object's own: ``self.translate = dspy.Predict(...)``, which is called with names?"""
    if _is_own(node.value, site.block) or any(one.name is not None for one in site.call.arguments):
        return True
    before = sdks.before(node.attr)
    if "" in before and not (site.call.arguments and _is_key(site.call.arguments[0])):
        return True
    words = {last_segment(node.value), *map(last_segment, _meant(node.value, site.block))}
    return not words.isdisjoint(before - {""})  # a call or an item has no last name


def _is_key(argument: f.Argument) -> bool:
    """Is it a constant that is no URL and no path: ``found.get("name")``?"""
    if argument.name is not None or argument.star or not isinstance(argument.value, f.Constant):
        return False
    value = argument.value.value
    return not (isinstance(value, str) and "/" in value)


def _is_own(node: f.Expression, block: Block) -> bool:
    """Is it the object that a method belongs to?"""
    found = block.names.get(id(node), ()) if isinstance(node, f.Name) else ()
    methods = [one for one in found if one.kind == "parameter" and one.block.owner is not None]
    return any(one.name == one.block.parameters[0].name for one in methods)


def _is_imported(node: f.Expression, block: Block) -> bool:
    """Is it a module, or something out of one?"""
    around: Block | None = block
    while isinstance(node, f.Name) and around is not None:
        if any(one.kind == "import" for one in around.every.get(node.id, ())):
            return True
        around = around.parent
    return False


def _meant(node: f.Expression, block: Block) -> list[f.Expression]:
    """What a local name was assigned."""
    found = block.names.get(id(node), ()) if isinstance(node, f.Name) else ()
    return [one.expression for one in found if one.kind == "value" and one.expression is not None]
