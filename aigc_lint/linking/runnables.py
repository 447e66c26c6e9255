"""Runnables: what running a pipe, or what is run side by side, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import ClientVal, DictVal, Result, Set, Unk, Value, union

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def piped(ev: Evaluator, left: Set, right: Set) -> Set:
    """``prompt | model | parser``: a runnable of the model's own surface; a dict in a pipe runs all that it holds."""
    merging = any(isinstance(a, DictVal) and isinstance(b, DictVal) for a in left for b in right)
    found = union(*(runnables(ev, value, inside=not merging) for value in (*left, *right)))
    if found or not any(map(is_prompt, left)):
        return found
    unknown = next((value for value in right if isinstance(value, Unk)), None)
    return _some_model(ev, unknown) if unknown is not None else tuple(filter(is_prompt, left))


def is_prompt(value: Value) -> bool:
    """Is it a prompt of LangChain's, which nothing but a model is piped after?"""
    if not isinstance(value, Result) or not value.name.startswith("langchain"):
        return False
    return "PromptTemplate" in value.name or value.name.endswith(".hub.pull()")


def _some_model(ev: Evaluator, unknown: Unk) -> Set:
    client = ev.project.sdks.clients(_ANY_MODEL)[0]
    return (ClientVal((client.sdk, client.id, 0, 0, "annotated"), client, "annotated", origin=unknown.origin),)


_ANY_MODEL = "langchain_core.language_models.chat_models.BaseChatModel"


def runnables(ev: Evaluator, value: Value, *, inside: bool = True) -> Set:
    """The models that running this runs: it is one, or a dict of what is run side by side."""
    if isinstance(value, ClientVal):
        return (value,) if _is_runnable(ev, value) else ()
    if isinstance(value, DictVal) and inside:
        return union(*(runnables(ev, one) for one in value.all_values()))
    return ()


def _is_runnable(ev: Evaluator, value: ClientVal) -> bool:
    return "invoke" in ev.project.sdks.operations(value.client)
