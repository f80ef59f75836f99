"""Filters by concept are asked in one of two ways, by how many statements there are; both must find the same."""

import pytest
from sqlalchemy import select

from app.catalogue import procedures
from app.db import engine, statements, tables

SCHEMES = {"concern": "indication", "body_area": "body_area", "category": "category", "energy": "category"}


@pytest.mark.parametrize("parameter", SCHEMES)
def test_few_and_many_are_found_alike(
    catalogue_url: str, parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = engine.Database(catalogue_url, pool_size=1)
    kind = SCHEMES[parameter]
    with database.read() as session:
        named = select(statements.Statement.concept_id).where(statements.Statement.kind == kind).distinct()
        of_scheme = "energy" if parameter == "energy" else None
        concepts = [
            concept
            for concept, scheme in session.execute(
                select(tables.Concept.id, tables.Concept.scheme).where(tables.Concept.id.in_(named))
            )
            if of_scheme in (None, scheme)
        ]
    assert concepts
    for concept in concepts:
        found = []
        for few in (0, procedures.FEW):
            monkeypatch.setattr(procedures, "FEW", few)
            with database.read() as session:
                filters = procedures.Filters(**{parameter: concept})  # type: ignore[arg-type] # reason: only texts
                listed = procedures.listed(session, filters, sort="name", size=3, after=None)
                found.append((listed.total, [row.slug for row in listed.rows], listed.last))
        assert found[0] == found[1], concept
        assert found[0][0] > 0
    database.dispose()
