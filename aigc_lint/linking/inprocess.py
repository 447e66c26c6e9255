"""HTTP clients that reach nobody: they hand each request to an application in the same process, as its tests do."""

from __future__ import annotations

from aigc_lint.linking import arguments as args
from aigc_lint.linking.abstract import ClientVal, Result, Set, is_none
from aigc_lint.linking.callers import is_test
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.targets import root_of
from aigc_lint.linking.urls import relative

_TRANSPORTS = frozenset({"ASGITransport", "WSGITransport", "MockTransport"})
"""What httpx hands its requests to instead of the network."""


def stays_inside(ev: Evaluator, owner: ClientVal | None, urls: Set, path: str) -> bool:
    """Is it a client of an application under test: made for one, or handed to a test that asks it for a bare path?"""
    root = root_of(owner)
    if root is None:
        return False
    if root.how == "annotated":  # pytest hands it over, and who made it does not show
        return is_test(path) and bool(urls) and all(relative(value) is not None for value in urls)
    for one in args.of_client(ev, root):
        if one.name == "app" and not all(is_none(value) for value in one.values):
            return True
        if one.name == "transport" and any(_is_inner(value) for value in one.values):
            return True
    return False


def _is_inner(value: object) -> bool:
    return isinstance(value, Result) and value.name.removesuffix("()").rpartition(".")[2] in _TRANSPORTS
