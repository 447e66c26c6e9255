"""Projects with different catalogues in one run: one catalogue for its reports, in which no id means two things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, Document
from aigc_lint.model.findings import Finding

Renamed = Mapping[str, str]
"""Clause ids as a project's own catalogue has them -> as the reports of this run have them."""


def join(shipped: Catalog, catalogs: Sequence[Catalog]) -> tuple[Catalog, tuple[Renamed, ...]]:
    """Join the catalogues of the projects; a clause that one of them words otherwise than ours gets its file into its id."""
    distinct = list({id(catalog): catalog for catalog in catalogs}.values())
    if len(distinct) <= 1:
        return (distinct[0] if distinct else shipped), tuple({} for _ in catalogs)
    result = shipped
    names: dict[int, Renamed] = {id(shipped): {}}
    for catalog in distinct:
        if catalog is not shipped:
            result, names[id(catalog)] = _with(result, catalog, shipped)
    return result, tuple(names[id(catalog)] for catalog in catalogs)


def renamed(findings: Sequence[Finding], names: Renamed) -> tuple[Finding, ...]:
    """The findings with the ids that the joined catalogue has."""
    if not names:
        return tuple(findings)
    return tuple(replace(one, clauses=tuple(names.get(clause, clause) for clause in one.clauses)) for one in findings)


def _with(result: Catalog, catalog: Catalog, shipped: Catalog) -> tuple[Catalog, Renamed]:
    documents, clauses = dict(result.documents), dict(result.clauses)
    names: dict[str, str] = {}
    of_documents: dict[str, str] = {}
    for text in catalog.documents.values():
        name = of_documents[text.id] = _name(text, documents.get(text.id))
        documents[name] = text if name == text.id else replace(text, id=name)
    for clause in catalog.clauses.values():
        document = of_documents[clause.document]
        name = _name(clause, result.clauses.get(clause.id))
        if name == clause.id and document != clause.document:  # the same words, from another text
            name += document.removeprefix(clause.document)
        if name != clause.id:
            names[clause.id] = name
            clause = replace(clause, id=name, document=document)
        clauses[name] = clause
    together = replace(
        result,
        version=result.version + catalog.version.removeprefix(shipped.version),
        providers=catalog.providers | result.providers,
        services=catalog.services | result.services,
        sdks=catalog.sdks | result.sdks,
        wrappers=catalog.wrappers | result.wrappers,
        regulations=catalog.regulations | result.regulations,
        aliases=catalog.aliases | result.aliases,
        vocabulary=replace(result.vocabulary, topics=catalog.vocabulary.topics | result.vocabulary.topics),
        documents=documents,
        clauses=clauses,
    )
    return together, names


def _name(entry: Clause | Document, known: Clause | Document | None) -> str:
    return entry.id if known is None or known == entry else f"{entry.id}@{entry.origin}"
