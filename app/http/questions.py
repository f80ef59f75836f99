"""The question about a person's circumstances, however it is sent: what it may hold, and where a page of it goes on."""

from typing import Annotated, Self, get_args

from fastapi import Request
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.content import recognition, values
from app.http import bodies, paging, parameters

MOST_TERMS, MOST_PROCEDURES, LONGEST_TERM = 20, 50, 120


def plain(term: str) -> str:
    """Return a term that holds no character which steers or hides what is seen; raise ValueError for another."""
    for character in term:
        if values.unprintable(character):
            raise ValueError(f"must not contain the character U+{ord(character):04X}")
    return term


def _some(slugs: tuple[str, ...]) -> tuple[str, ...]:
    if not slugs:
        raise ValueError("names no procedure; leave it out to ask about all")
    return slugs


Term = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_TERM, pattern=r"\S"), AfterValidator(plain)
]
Terms = Annotated[tuple[Term, ...], Field(max_length=MOST_TERMS)]
Slugs = Annotated[
    tuple[parameters.Slug, ...],
    Field(max_length=MOST_PROCEDURES, json_schema_extra={"minItems": 1}),
    AfterValidator(_some),
]


class Question(bodies.Body, title="ScreeningQuestion"):
    """What is asked: at least one term, in whichever list. The lists are hints, and no term is lost to them."""

    circumstances: Terms = ()
    """What holds for the person, such as a pregnancy, a pacemaker or sunbathing."""
    medicines: Terms = ()
    """Medicines by name, brand, class or code."""
    concerns: Terms = ()
    """What bothers the person, such as wrinkles, scars or bruises."""
    procedures: Slugs = ()
    """The slugs of the procedures to look in; all of them, if left out."""
    limit: Annotated[int, Field(ge=1, le=MOST_PROCEDURES)] = paging.DEFAULT_SIZE
    """How many procedures a page holds at the most. If left out, all those that are named are on one page."""
    cursor: paging.Cursor = ""
    """Goes on where a page ended: `page.cursor` of that page, as it is, with the same question."""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.terms():
            places = ", ".join(get_args(recognition.Place))
            raise ValueError(f"asks nothing: at least one of {places} must hold a term")
        return self

    def terms(self) -> tuple[recognition.Term, ...]:
        """Return every term with its place."""
        return tuple(
            recognition.Term(place=place, position=position, text=text)
            for place in get_args(recognition.Place)
            for position, text in enumerate(getattr(self, place))
        )

    def after(self, where: paging.Listing) -> paging.Key | None:
        """Return the key behind which the page begins, None for the first; raise BadCursor for a foreign cursor."""
        return paging.decode(self.cursor, listing=where) if "cursor" in self.model_fields_set else None

    def size(self) -> int:
        """Return how many procedures a page holds: as many as were named, unless the asker says otherwise."""
        return self.limit if "limit" in self.model_fields_set else max(self.limit, len(self.procedures))

    def listing(self, request: Request) -> paging.Listing:
        """Return which list this asks for, whatever the page."""
        return paging.Listing.asked(request, self.model_dump_json(exclude={"limit", "cursor"}).encode())
