"""Procedures from elsewhere over HTTP: they become drafts, and what publishing a draft would change is told."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.access.principals import Principal
from app.api import authoring, authoring_examples
from app.api import authoring_shapes as shapes
from app.authoring import bundles, changes, intake, previewing
from app.catalogue import drafts
from app.content import document, problems, values
from app.db import clock
from app.http import dependencies, models, parameters, writes

router = APIRouter(tags=[authoring.TAG])
FORMS: dict[str, bundles.Form] = {
    "application/json": "json",
    "application/yaml": "yaml",
    "application/x-ndjson": "ndjson",
}
DESCRIBED = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object"}, "example": authoring_examples.DOCUMENT},
            **{name: {"schema": {"type": "string"}} for name in FORMS if name != "application/json"},
        },
    }
}


async def _sent(request: Request) -> tuple[bytes, bundles.Form]:
    given = request.headers.getlist("content-type")
    form = FORMS.get(given[0].partition(";")[0].strip().lower()) if len(given) == 1 else None
    if form is None:
        raise problems.UnsupportedMediaType(f"The body must be {', '.join(FORMS)} in UTF-8.")
    return await request.body(), form


class ImportQuery(parameters.Query):
    """Whether an import is only tried."""

    dry_run: parameters.Flag = False
    """Say what would become of it, and store nothing."""


Sent = Annotated[tuple[bytes, bundles.Form], Depends(_sent)]
"""A body in one of these forms."""


@router.post(
    "/authoring/import",
    response_model=models.Answer[shapes.Imported],
    openapi_extra=DESCRIBED,
    summary="Import procedures as drafts",
)
def import_drafts(
    here: dependencies.Here,
    who: authoring.Author,
    sent: Sent,
    query: Annotated[ImportQuery, Query()],
    once: writes.Repeatable,
) -> Response:
    """One procedure, a list or a bundle of them, as JSON, YAML or NDJSON: all become drafts, or none does."""
    contents = intake.read(sent[0], form=sent[1])
    if query.dry_run:
        return _rehearsed(here, who, contents.drafts)
    return writes.answer_once(here, who, once, lambda session: _stored(session, who, contents.drafts))


@router.get(
    authoring.PREFIX + "/{slug}/diff",
    response_model=models.Answer[shapes.DraftDifference],
    summary="Compare a draft with what is published",
)
def compare_draft(here: dependencies.Here, who: authoring.Reader, slug: dependencies.SlugInPath) -> Response:
    """What publishing the draft would change, statement by statement, and whether it concerns safety."""
    with here.database.latest() as session:
        lines, parts = previewing.difference(session, drafts.one(session, slug).tree)
    return authoring.private(here, _difference(lines, parts))


def _rehearsed(
    here: dependencies.Service, who: Principal, found: dict[str, document.ProcedureDraft]
) -> Response:
    with here.database.latest() as session:
        intake.require_room(session, who, found.values())
        differences = {
            slug: previewing.difference(session, draft.tree()) for slug, draft in sorted(found.items())
        }
    told = {slug: _difference(*difference) for slug, difference in differences.items()}
    return authoring.private(here, {"drafts": [], "differences": dict(told)})


def _stored(session: Any, who: Principal, found: dict[str, document.ProcedureDraft]) -> writes.Made:
    made = intake.store(session, who, found.values(), now=clock.now())
    return writes.Made(data={"drafts": [authoring.told(session, one) for one in made]})


def _difference(lines: tuple[changes.Line, ...], parts: tuple[str, ...]) -> dict[str, values.Json]:
    return {
        "safety": any(line.safety for line in lines),
        "statements": [_line(line) for line in lines],
        "other": list(parts),
    }


def _line(line: changes.Line) -> dict[str, values.Json]:
    said = {"before": line.before, "after": line.after}
    return {
        "id": line.id,
        "kind": line.kind,
        "what": line.what,
        "safety": line.safety,
        **{name: words for name, words in said.items() if words is not None},
        **({"fields": list(line.fields)} if line.fields else {}),
    }
