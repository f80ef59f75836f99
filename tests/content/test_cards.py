"""The card of a procedure: what a list shows is never more reassuring than the document."""

from typing import Any

import pytest

from app.content import cards, freezing, vocabulary
from tests import builders

OLD: Any = {"rank": "deprecated", "rank_reason": "Superseded."}


def _card(section: str, *claims: Any) -> Any:
    tree = builders.draft_tree()
    holder = tree if section == "invasiveness" else tree["sections"]
    holder[section] = builders.stated(*claims)
    draft = builders.parsed(tree)
    known = {builders.SOURCE: builders.source([draft])}
    terms = vocabulary.Vocabulary(builders.concepts())
    return cards.card(freezing.freeze(draft, known=known, terms=terms))


def _recovery(number: int, longest: str, **fields: Any) -> Any:
    length = {"status": "stated", "min": "open", "max": longest, "wording": "some days"}
    claim = builders.claim("recovery", "recovery", milestone="daily_life", duration=length, **fields)
    return {**claim, "id": builders.identifier(number)}


@pytest.mark.parametrize(
    ("first", "second", "shown"), [("P3D", "P7D", "P7D"), ("P2W", "P3D", "P2W"), ("P3D", "open", "open")]
)
def test_where_sources_differ_the_card_gives_the_longest_recovery(
    first: str, second: str, shown: str
) -> None:
    card = _card("recovery", _recovery(501, first), _recovery(502, second))
    assert card["recovery"]["max"] == shown


def test_what_is_deprecated_is_not_on_the_card() -> None:
    assert _card("recovery", _recovery(501, "P9D", **OLD), _recovery(502, "P3D"))["recovery"]["max"] == "P3D"
    assert _card("recovery", _recovery(501, "P9D", **OLD))["recovery"]["status"] == "not_stated"
    old = builders.claim("invasiveness", "invasiveness", value="non_surgical", **OLD)
    new = {
        **builders.claim("invasiveness", "invasiveness", value="surgical"),
        "id": builders.identifier(503),
    }
    assert _card("invasiveness", old, new)["invasiveness"]["value"] == "surgical"
