"""The sources: what each is worth, and what became of every character of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.api import answers, queries, shapes, text_shapes
from app.catalogue import sources, texts
from app.content import problems, values, words
from app.http import dependencies, envelope, models, paging, parameters

router = APIRouter(tags=["Sources"])
SourceInPath = Annotated[
    parameters.Slug,
    Path(description="The source's id.", openapi_examples=parameters.example("mesotherapy-directory")),
]


@router.get("/sources", response_model=models.Listed[shapes.SourceRow], summary="List sources")
def list_sources(
    request: Request, here: dependencies.Here, query: Annotated[queries.Paged, Query()]
) -> Response:
    """Every document that evidence stands in: kind, age, commercial interest, rights, and what it is worth."""
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = sources.listed(session, size=query.limit, after=after)
    rows = [envelope.dumps(_tree(row)) for row in found.rows]
    return answers.page(request, here, rows, listed=found, size=query.limit)


@router.get("/sources/{source}", response_model=models.Answer[shapes.SourceRow], summary="Read a source")
def read_source(request: Request, here: dependencies.Here, source: SourceInPath) -> Response:
    """One source: what it is, and how far its wording can be trusted."""
    with here.database.read() as session:
        known = sources.one(session, source)
    return answers.one(request, here, _tree(known), revision=known.catalogue)


@router.get(
    "/sources/{source}/coverage",
    response_model=models.Answer[shapes.SourceCoverage],
    summary="What became of a source",
)
def read_coverage(request: Request, here: dependencies.Here, source: SourceInPath) -> Response:
    """Every character of the source: used by the statements named, or left out for the reason given."""
    with here.database.read() as session:
        known = sources.one(session, source)
    return answers.one(request, here, _coverage(known), revision=known.catalogue)


@router.get(
    "/sources/{source}/text",
    response_model=models.Answer[text_shapes.WholeText],
    summary="Read the text of a source",
)
def read_source_text(request: Request, here: dependencies.Here, source: SourceInPath) -> Response:
    """The whole text, where whoever runs this holds the right to show it; else 404 `text_not_shown`."""
    with here.database.read() as session:
        found = texts.one(session, source)
    return answers.one(request, here, _text(found), revision=found.catalogue)


def _tree(known: sources.Known) -> values.Json:
    return {**known.source, "procedures": list(known.procedures)} if known.procedures else known.source


def _coverage(known: sources.Known) -> values.Json:
    length = known.source.get("length")
    if not isinstance(length, int) or not known.ledger:
        raise problems.NotFound("This source is only pointed to, so there is no text of it to account for.")
    used = sum(span.end - span.start for span in known.ledger if span.used)
    excluded = sum(span.end - span.start for span in known.ledger if span.excluded)
    shares = {"used": used, "excluded": excluded, "unaccounted": length - used - excluded}
    return {
        "source": known.id,
        "sha256": known.source["sha256"],
        "length": length,
        "shares": {name: f"{100 * count / length:.1f}" for name, count in shares.items()},
        "spans": [span.tree() for span in known.ledger],
    }


def _text(found: texts.Text) -> values.Json:
    return {
        "source": found.source,
        "sha256": found.sha256,
        "length": len(found.text),
        "words": words.TEXT_OF_OTHERS,
        "right": found.right,
        "imported": found.imported.isoformat().replace("+00:00", "Z"),
        "text": found.text,
        "parts": [part.tree() for part in found.parts],
    }
