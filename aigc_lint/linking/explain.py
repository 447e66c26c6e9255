"""How a use was resolved, in plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.model.uses import Use
from aigc_lint.model.values import Known, Partial, Unknown


def explained(use: Use) -> Iterator[str]:
    """The steps from the client to the verdict on its service."""
    place = use.place
    where = f"{place.path}:{place.span.line}:{place.span.column + 1}"
    yield f"{where}: {use.kind} {use.operation} ({use.sdk}, {use.modality or 'no content'})"
    for step in dict.fromkeys(use.via):
        if use.kind == "client" and step.place == place:
            continue  # it would say the line above once more
        yield f"  {step.what}: {step.detail} at {step.place.path}:{step.place.span.line}"
    for argument in use.arguments:
        role = dict(use.roles).get(argument.name)
        if role in ("endpoint", "model", "region", "provider"):
            shown = ", ".join(_shown(value) for value in argument.values) or "nothing"
            yield f"  {role}: {argument.name} = {shown} (set at the {argument.level})"
    for candidate in use.candidates:
        basis = f", assumed: {candidate.assumed}" if candidate.assumed else ""
        yield f"  service: {candidate.service or '?'} of {candidate.provider} at {candidate.endpoint or '?'}{basis}"
    for one in use.unresolved:
        where = f" at {one.place.path}:{one.place.span.line}" if one.place else ""
        yield f"  cannot tell: {one.reason} {one.origin}{where}"
    for guard in use.guards:
        if guard.kind == "bound":
            yield "  cannot tell: bound (not all callers were looked at for what the call is wrapped in)"
            continue
        yield f"  {guard.kind}: {guard.name} at {guard.place.path}:{guard.place.span.line}"
    yield f"  confidence: {use.confidence}"


def _shown(value: object) -> str:
    match value:
        case Known():
            return repr(value.value)
        case Partial():
            return repr(str(value))
        case Unknown():
            return f"unknown ({value.reason}{' ' + value.origin if value.origin else ''})"
        case _:
            return type(value).__name__.lower()
