"""Screening: what the documents say about somebody's circumstances; a search that is answered and forgotten."""

from typing import Annotated, Self, get_args

from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, Field, StringConstraints, model_validator
from starlette.responses import Response

from app.api import examples, screen_shapes
from app.catalogue import screening
from app.content import recognition, values, words
from app.http import bodies, caching, dependencies, envelope, paging, parameters

PATH = "/v1/screen"
MOST_TERMS, MOST_PROCEDURES = 20, 50
router = APIRouter(tags=["Questions across procedures"])


def _plain(term: str) -> str:
    for character in term:
        if values.unprintable(character):
            raise ValueError(f"must not contain the character U+{ord(character):04X}")
    return term


def _some(slugs: tuple[str, ...]) -> tuple[str, ...]:
    if not slugs:
        raise ValueError("names no procedure; leave it out to ask about all")
    return slugs


Term = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"\S"), AfterValidator(_plain)]
Terms = Annotated[tuple[Term, ...], Field(max_length=MOST_TERMS)]
Slugs = Annotated[
    tuple[parameters.Slug, ...],
    Field(max_length=MOST_PROCEDURES, json_schema_extra={"minItems": 1}),
    AfterValidator(_some),
]


class Question(bodies.Body):
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


@router.post(
    "/screen",
    response_model=screen_shapes.ScreeningAnswer,
    openapi_extra=bodies.described(Question, example=examples.QUESTIONS["screen"][1]),
    summary="Screen procedures for circumstances, medicines and concerns",
)
def screen(
    request: Request, here: dependencies.Here, asked: Annotated[Question, Depends(bodies.reader(Question))]
) -> Response:
    """What the documents say about circumstances, medicines and concerns, and what they do not address.

    A search, never a verdict: it returns what documents say; the professional who treats a person decides. Every
    recognised term is answered for every procedure, with statements or `not_addressed`. A term is recognised by exactly
    one of its labels or codes. For any other nothing is looked up, and the nearest known ones are suggested. Nothing of
    the question is stored or logged. Show `data.question`, which says what was understood, with the answer.
    """
    where = asked.listing(request)
    after = asked.after(where)
    with here.database.read() as session:
        found = screening.screen(
            session, asked.terms(), slugs=asked.procedures, size=asked.size(), after=after
        )
    return _answer(here, found, size=asked.size(), where=where)


def _answer(
    here: dependencies.Service, found: screening.Screened, *, size: int, where: paging.Listing
) -> Response:
    listed = found.listed
    page = paging.Page(
        size=size,
        count=len(listed.rows),
        total=listed.total,
        cursor=paging.encode(where, key=listed.last) if listed.last is not None else None,
    )
    data: dict[str, values.Json] = {
        "question": found.understood.tree(),
        "words": _said(found),
        "legal": words.LEGAL,
        "procedures": [_row(here, row) for row in listed.rows],
    }
    chunks = envelope.document(envelope.dumps(data), meta=envelope.meta(here.publisher), page=page.members())
    return caching.unstored(chunks=chunks, revision=listed.catalogue)


def _said(found: screening.Screened) -> str:
    if not found.understood.recognised:
        return words.NOTHING_LOOKED_UP
    said = [words.found_in(found.matching, found.listed.total)]
    if found.understood.unrecognised:
        said.insert(0, words.NOT_ALL_LOOKED_UP)
    if found.listed.last is not None:
        said.append(words.MORE_FOLLOWS)
    return " ".join(said)


def _row(here: dependencies.Service, row: screening.Row) -> dict[str, values.Json]:
    held = row.found
    return {
        **row.answers,
        "revision": {"number": held.number, "sha256": held.sha256, "published": held.published},
        "url": here.publisher.url(f"/v1/procedures/{row.slug}"),
    }
