"""How far the catalogue is to be relied on, counted from the index, is what its documents say."""

from app.catalogue.search import standing
from app.content import document
from tests import generated
from tests.catalogue import searching


def _reviewed(held: document.ProcedureDocument) -> list[str]:
    return [claim.review.state for _, claim in document.claims(held)]


def _graded(held: document.ProcedureDocument) -> set[str | None]:
    return {claim.grade for _, claim in document.claims(held)}


def test_the_counts_are_those_of_the_documents() -> None:
    held = list(generated.documents(120))
    found = standing.of(searching.over(held, terms=generated.terms()))
    assert found == standing.Standing(
        procedures=len(held),
        reviewed=sum("reviewed" in _reviewed(one) for one in held),
        disputed=sum("disputed" in _reviewed(one) for one in held),
        wholly_reviewed=sum("unreviewed" not in _reviewed(one) for one in held),
        better=sum(bool(_graded(one) & {"medium", "high"}) for one in held),
    )
    assert found.better > 0


def test_an_empty_catalogue_counts_nothing() -> None:
    found = standing.of(searching.over([], terms=generated.terms()))
    assert found == standing.Standing(procedures=0, reviewed=0, disputed=0, wholly_reviewed=0, better=0)
