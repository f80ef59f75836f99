"""Screening: what the documents say about somebody's circumstances; a search that is answered and forgotten."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.api import examples, screen_shapes
from app.catalogue import screening
from app.content import values, words
from app.http import bodies, caching, dependencies, envelope, paging, questions

PATH = "/v1/screen"
router = APIRouter(tags=["Questions across procedures"])


@router.post(
    "/screen",
    response_model=screen_shapes.ScreeningAnswer,
    openapi_extra=bodies.described(questions.Question, example=examples.QUESTIONS["screen"][1]),
    summary="Screen procedures for circumstances, medicines and concerns",
)
def screen(
    request: Request,
    here: dependencies.Here,
    asked: Annotated[questions.Question, Depends(bodies.reader(questions.Question))],
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
        "words": " ".join(found.sentences()),
        "legal": words.LEGAL,
        "procedures": [_row(here, row) for row in listed.rows],
    }
    chunks = envelope.document(envelope.dumps(data), meta=envelope.meta(here.publisher), page=page.members())
    return caching.unstored(chunks=chunks, revision=listed.catalogue)


def _row(here: dependencies.Service, row: screening.Row) -> dict[str, values.Json]:
    held = row.found
    return {
        **row.answers,
        "revision": {"number": held.number, "sha256": held.sha256, "published": held.published},
        "url": here.publisher.url(f"/v1/procedures/{row.slug}"),
    }
