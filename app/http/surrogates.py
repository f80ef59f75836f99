"""Surrogate keys: what a shared cache can forget by name, when something was published or withdrawn.

`procedure:<slug>` is on every answer about that procedure alone; everything else that rests on the catalogue has
`catalogue`. After a change both are purged: the change names the slug. A card with the words of a clinic has
`clinic:<slug>` too.
"""

import re
from collections.abc import Iterable

from starlette.requests import Request

HEADER = "Surrogate-Key"
ALL = "catalogue"
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_OF_ONE = re.compile(rf"(?:/[A-Za-z-]{{2,11}})?/(?:v1/procedures|procedures|embed)/({_SLUG})(?:[/.].*)?")
_CARDS = "/embed/cards.json"
_COMPARED = "/compare"


def keys(request: Request) -> str:
    """Return the surrogate keys of an answer, for the header."""
    path, query = request.url.path, request.query_params
    if path == _CARDS:
        cards = [card.split("~") for card in query.getlist("card")]
        return _listed((card[0] for card in cards), clinics=(card[3] for card in cards if len(card) > 3))
    if path.endswith(_COMPARED):
        named = (*query.getlist("procedures"), *query.getlist("procedure"))
        return _listed(slug.strip() for value in named for slug in value.split(","))
    match = _OF_ONE.fullmatch(path)
    return _listed([match[1]], clinics=query.getlist("clinic")) if match else ALL


def _listed(slugs: Iterable[str], *, clinics: Iterable[str] = ()) -> str:
    known = [
        *(f"procedure:{slug}" for slug in dict.fromkeys(slugs) if re.fullmatch(_SLUG, slug)),
        *(f"clinic:{slug}" for slug in dict.fromkeys(clinics) if re.fullmatch(_SLUG, slug)),
    ]
    return " ".join(known) or ALL
