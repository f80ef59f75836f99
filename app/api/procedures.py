"""The list of procedures, and the whole document of one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api import answers, queries, search, search_shapes
from app.catalogue import history, procedures
from app.content import document, problems
from app.http import dependencies, models, paging, representations, revisions

router = APIRouter(tags=["Procedures"])


@router.get("/procedures", response_model=search_shapes.ProcedureList, summary="List procedures")
def list_procedures(
    request: Request,
    here: dependencies.Here,
    query: Annotated[queries.ProcedureQuery, Query()],
) -> Response:
    """The procedures that pass all the filters given, as cards.

    A procedure is left out where our sources do not say what a filter asks; `include_unknown=true` brings it in.
    With `q` the list is that of `/v1/search`, without the statements that brought each procedure.
    """
    if query.q is not None:
        return search.answer(request, here, query, row=lambda found: answers.card(here, found.card))
    after = paging.after(request, query.cursor)
    with here.database.read() as session:
        found = procedures.listed(
            session, queries.filters(query), sort=queries.by_name(query), size=query.limit, after=after
        )
    return answers.page(
        request,
        here,
        [answers.card(here, row) for row in found.rows],
        listed=found,
        size=query.limit,
        beside=answers.note(found),
    )


@router.get(
    "/procedures/{slug}.{suffix}",
    include_in_schema=False,
)
async def refuse_form(suffix: str) -> Response:
    """Say which forms there are; those have routes of their own, which come before this one."""
    raise problems.NotFound(
        f"A procedure has no such form. It has these: {', '.join(representations.FORMS)}."
    )


@router.get(
    "/procedures/{slug}",
    response_model=models.Answer[document.ProcedureDocument],
    summary="Read a procedure",
)
def read_procedure(
    request: Request,
    here: dependencies.Here,
    slug: dependencies.SlugInPath,
    query: Annotated[revisions.AsPublished, Query()],
) -> Response:
    """The whole document: every statement with its evidence, every section with its coverage.

    It is immutable: `meta.revision` counts its publications, and its SHA-256 is that of `data` in canonical form.
    Where an earlier revision is asked for, `meta.standing` says what became of it, and which of its statements were
    withdrawn since.
    With `Accept` the newest comes in any of the forms that `Link` names; each also has an address with a suffix.
    """
    with here.database.read() as session:
        found = history.document_of(session, slug, query.asked)
    return answers.negotiated(request, here, found, slug=slug)
