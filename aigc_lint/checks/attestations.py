"""What the policy attests: facts that code cannot show, by whom and until when."""

from __future__ import annotations

from collections.abc import Collection

from aigc_lint.checks.context import Context
from aigc_lint.model.uses import Use
from aigc_lint.model.values import unknowns
from aigc_lint.policy.schema import Attestation

SERVICE = "service:"


def valid(context: Context, service: str, states: Collection[str], *, use: Use) -> tuple[Attestation, ...]:
    """The attestations of these kinds that hold today for this service and this use's account."""
    return tuple(
        attestation
        for attestation in context.settings.attestation
        if attestation.service.removeprefix(SERVICE) == service
        and attestation.states in states
        and attestation.on <= context.today
        and (attestation.expires is None or context.today <= attestation.expires)
        and (attestation.account is None or attestation.account in accounts(context, use))
    )


def accounts(context: Context, use: Use) -> frozenset[str]:
    """The origins of the credential: what is passed, else the variable that the SDK reads by itself."""
    passed = [unknown.origin for argument in use.by_role("credential") for unknown in unknowns(argument.values)]
    if passed or use.by_role("credential"):
        return frozenset(passed)
    sdk = context.catalog.sdks.get(use.sdk)
    clients = sdk.clients.values() if sdk else ()
    return frozenset(f"env:{client.environment['credential']}" for client in clients if "credential" in client.environment)
