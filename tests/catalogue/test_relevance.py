"""What people type finds what they mean, first, among a thousand other procedures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.catalogue.search import asking, matches, snapshot
from app.content import freezing
from tests import generated
from tests.catalogue import searching
from tests.content import seed

ENOUGH = 0.95
DISTRACTORS = 1_000
_SET: list[Any] = yaml.safe_load((Path(__file__).parent / "relevance.yaml").read_text())["queries"]


@pytest.fixture(scope="module")
def among_others() -> snapshot.Snapshot:
    """Return a search over the seed and a thousand made-up procedures."""
    own = [
        freezing.freeze(seed.draft(slug), known=seed.sources_by_id(), terms=seed.terms())
        for slug in seed.trees()
    ]
    return searching.over([*own, *generated.documents(DISTRACTORS)], terms=generated.terms())


def test_the_relevance_set_is_large_and_asks_nothing_twice() -> None:
    assert len(_SET) >= 60
    assert len({asked["q"] for asked in _SET}) == len(_SET)
    assert {slug for asked in _SET for slug in asked["first"]} == set(seed.trees())


@pytest.mark.timeout(300)
def test_what_people_type_finds_what_they_mean_first(
    among_others: snapshot.Snapshot, record_property: Callable[[str, object], None]
) -> None:
    ranks = {asked["q"]: _rank(among_others, asked) for asked in _SET}
    mean = sum(1 / rank for rank in ranks.values() if rank) / len(ranks)
    missed = {question: rank for question, rank in ranks.items() if rank != 1}
    missing = ", ".join(f"{question} ({rank or 'not found'})" for question, rank in missed.items())
    record_property(
        "figure",
        f"relevance: mean reciprocal rank {mean:.4f} over {len(ranks)} queries among {DISTRACTORS} others; "
        f"not first: {missing or 'none'}",
    )
    assert mean >= ENOUGH


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("smartlipo", "micro-laser-lipo"),
        ("fat melting laser", "micro-laser-lipo"),
        ("accutane", "laser-skin-tightening"),
        ("wrinkels", "micro-laser-peel"),
        ("sun spots", "micro-laser-peel"),
        ("bruise", "laser-skin-tightening"),
        ("tanning bed", "micro-laser-peel"),
        ("jowls", "laser-skin-tightening"),
        ("numbness after lipo", "micro-laser-lipo"),
    ],
)
def test_lay_words_brands_and_spellings_find_the_right_procedure_first(
    among_others: snapshot.Snapshot, question: str, slug: str
) -> None:
    found = among_others.find(among_others.read(question), asking.Filters(), size=1)
    assert found.hits[0].slug == slug


def _rank(held: snapshot.Snapshot, asked: dict[str, Any]) -> int | None:
    """Return the place of the first procedure that answers, with the statement asked for shown first; else None."""
    question = held.read(asked["q"])
    weights = held.weights(question.units)
    found = held.find(question, asking.Filters(), size=20, faceted=False)
    for place, hit in enumerate(found.hits, start=1):
        if hit.slug in asked["first"]:
            best = matches.of(hit.matter, question.units, weights).best
            told = "statement" not in asked or (bool(best) and best[0].id in asked["statement"])
            return place if told else None
    return None
