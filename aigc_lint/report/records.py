"""The pieces that machine formats share: places, services, models and clauses as plain data. Every column counts from 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.checks.endpoints import OTHER, REASONS
from aigc_lint.model.spans import Place
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.model.values import texts
from aigc_lint.model.words import Language

Record = dict[str, Any]


def spot(place: Place) -> Record:
    """Say where a place starts and ends; in a notebook lines count within the cell."""
    start = place.cell.line if place.cell else place.span.line
    return {
        "path": place.path,
        "line": start,
        "column": place.span.column + 1,
        "end_line": start + place.span.end_line - place.span.line,
        "end_column": place.span.end_column + 1,
        "cell": place.cell.index if place.cell else None,
    }


def service(use: Use) -> Record:
    """Say what the use reaches: each field the one answer, or null where paths disagree or one is unknown."""
    return {
        "provider": _agreed(use, (candidate.provider for candidate in use.candidates)),
        "service": _agreed(use, (candidate.service for candidate in use.candidates)),
        "endpoint": _agreed(use, (_endpoint(candidate) for candidate in use.candidates)),
        "region": _agreed(use, (candidate.region for candidate in use.candidates)),
        "model": model(use),
        "maker": use.maker,
        "confidence": use.confidence,
        "candidates": candidates(use),
        "unknown_because": unknown_because(use),
    }


def candidates(use: Use) -> list[Record]:
    """List the possible answers; none where there is just one and nothing is unknown."""
    if len(use.candidates) == 1 and not use.unresolved and len(use.candidates[0].models) < 2:
        return []
    return [_candidate(candidate) for candidate in use.candidates]


def _candidate(candidate: Candidate) -> Record:
    record: Record = {
        "provider": candidate.provider,
        "service": candidate.service,
        "endpoint": _endpoint(candidate),
        "region": candidate.region,
    }
    if len(candidate.models) == 1:
        record["model"] = candidate.models[0]
    elif candidate.models:
        record["models"] = list(candidate.models)
    return record


def _endpoint(candidate: Candidate) -> str | None:
    return _redacted(candidate.endpoint) if candidate.endpoint else None


def _redacted(text: str) -> str:
    from aigc_lint.model.redaction import redact  # its patterns are dear to compile, and most hooks find no use

    return redact(text)[0]


def _agreed(use: Use, answers: Iterable[str | None]) -> str | None:
    found = set(answers)
    return found.pop() if len(found) == 1 and not use.unresolved else None


def model(use: Use) -> str | None:
    """Return the one model, or None where there are several or one is unknown."""
    found = texts(use.models)
    return found[0] if len(use.models) == 1 and found else None


def unknown_because(use: Use, lang: Language = "en") -> str | None:
    """Say why the service can't be known on some path, with what one would have to settle."""
    said = []
    for unknown in use.unresolved:
        reason = REASONS.get(unknown.reason, OTHER).get(lang)
        said.append(f"{reason} ({_redacted(unknown.origin)})" if unknown.origin else reason)
    return "; ".join(dict.fromkeys(said)) or None


def clause(identifier: str, catalog: Catalog, lang: Language) -> Record:
    """Say what a clause says, where it stands and how well that is known."""
    entry = catalog.clauses[identifier]
    document = catalog.documents[entry.document]
    return {
        "id": entry.id,
        "topic": entry.topic,
        "stance": entry.stance,
        "document": document.title,
        "section": entry.section,
        "url": document.url,
        "effective": str(document.effective) if document.effective else None,
        "checked": str(document.checked),
        "confidence": entry.confidence,
        "summary": entry.summary.get(lang),
        **({"origin": entry.origin} if entry.origin else {}),
    }
