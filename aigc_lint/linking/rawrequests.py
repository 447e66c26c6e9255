"""Calls of HTTP libraries: the raw requests that they make."""

from __future__ import annotations

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.linking import arguments as args
from aigc_lint.linking.abstract import BoundVal, ClientVal, Const, Set, union
from aigc_lint.linking.arguments import Passed
from aigc_lint.linking.contracts import Contracts
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.http import HttpJudge, Request, multipart
from aigc_lint.linking.inprocess import stays_inside
from aigc_lint.linking.services import Resolution
from aigc_lint.linking.targets import Target

_HTTP_NAMES = frozenset({"url", "uri", "str_or_url", "full_url"})
"""Parameters by which an operation is known to take any URL."""


def is_http(catalog: Catalog, target: Target) -> bool:
    """Is it an operation of an HTTP library, which is given the URL?"""
    sdk = catalog.sdks.get(target.sdk)
    if sdk is None or any(one.service is not None for one in sdk.clients.values()):
        return False
    roles = args.roles_of(target.operation, sdk)
    client_roles = target.owner.client.roles if target.owner else {}
    return target.operation.modality in ("gateway", "realtime", "") and any(
        role == "endpoint" and name in _HTTP_NAMES for name, role in (*roles.items(), *client_roles.items())
    )


def is_session(catalog: Catalog, client: Client) -> bool:
    """Is it a client of an HTTP library, bound to nobody?"""
    sdk = catalog.sdks[client.sdk]
    return all(one.service is None for one in sdk.clients.values()) and any(
        is_http(catalog, Target(operation, None, None, "")) for operation in sdk.operations
    )


class Requests:
    """Tells what raw requests are."""

    def __init__(self, ev: Evaluator, http: HttpJudge, contracts: Contracts) -> None:
        self.ev = ev
        self.http = http
        self.contracts = contracts

    def of_call(self, target: Target, given: tuple[Passed, ...]) -> Request | None:
        """The AI request that the call makes, or None."""
        at_call = [one for one in given if one.role == "endpoint" and one.level == "call"]
        urls: Set = union(*(one.values for one in at_call))
        urls = tuple(value for value in urls if not isinstance(value, ClientVal))
        base = args.effective([one for one in given if one.role == "endpoint" and one.level != "call"])
        if not urls:
            urls, base = base, ()
        held = [value for value in urls if isinstance(value, BoundVal)]
        if held:
            return self._at_own_endpoint(target, held)
        if stays_inside(self.ev, target.owner, urls, at_call[0].path if at_call else ""):
            return None
        method = target.dotted.rpartition(".")[2].lower()
        for one in given:
            if one.name == "method":  # of several, the one that can send something
                given_as = sorted(str(value.value).lower() for value in one.values if isinstance(value, Const))
                method = next((name for name in given_as if name != "get"), given_as[0] if given_as else method)
        body = union(*(one.values for one in given if one.role == "body"))
        body = multipart(body, union(*(one.values for one in given if one.name == "files")))
        headers = union(*(one.values for one in given if one.role == "headers"))
        return self.http.judge(urls, base, body, headers, method)

    def _at_own_endpoint(self, target: Target, held: list[BoundVal]) -> Request | None:
        """A request of one's own to the address that a client of an SDK holds: ``post(self.openai_api_base)`` in a subclass."""
        resolution = Resolution()
        for value in held:
            if len(value.chain) == 1 and value.owner.client.roles.get(value.chain[0]) == "endpoint":
                owner = Target(target.operation, value.owner, None, target.dotted)
                resolution.add(self.contracts.by_client(owner, value.owner.client, tuple(args.of_client(self.ev, value.owner))))
        known = resolution.candidates or resolution.unresolved
        return Request(resolution, "chat", "", "medium") if known else None
