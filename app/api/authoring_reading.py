"""What those who write read besides drafts: the form of a document, the sources at hand and their texts."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.api import authoring
from app.catalogue import shelf
from app.content import document
from app.http import dependencies, models, parameters

router = APIRouter(prefix="/authoring", tags=[authoring.TAG])


class SourceAtHand(models.Shape):
    """A source that evidence can stand in."""

    id: str
    title: str
    access: str
    sha256: str | None = None
    """The digest of its document, where it is held."""
    has_text: bool
    """Whether its text was imported, so that phrases can be picked in it."""


class SourceText(models.Shape):
    """The text of a source; offsets of evidence count its characters (code points)."""

    id: str
    title: str
    sha256: str
    text: str
    right_held: str
    """By what right it may be shown."""


class FormOfDrafts(models.Shape):
    """The JSON Schema of a draft."""

    meta: models.Meta
    data: dict[str, Any]


@router.get("/schema", response_model=FormOfDrafts, summary="Read the form of a document")
def read_schema(here: dependencies.Here, who: authoring.Reader) -> Response:
    """The JSON Schema of a draft, for forms; what is unfinished is stored all the same."""
    return authoring.private(here, document.ProcedureDraft.model_json_schema())


@router.get("/sources", response_model=models.Answer[list[SourceAtHand]], summary="List the sources at hand")
def list_sources_at_hand(here: dependencies.Here, who: authoring.Reader) -> Response:
    """Every source that evidence can stand in, and whether its text is here."""
    with here.database.latest() as session:
        found = shelf.sources(session)
    return authoring.private(here, [dict(one) for one in found])


@router.get(
    "/sources/{source}/text", response_model=models.Answer[SourceText], summary="Read the text of a source"
)
def read_text_at_hand(here: dependencies.Here, who: authoring.Reader, source: parameters.Slug) -> Response:
    """The text of a source that was imported by somebody who has the right to show it."""
    with here.database.latest() as session:
        found = shelf.text(session, source)
    return authoring.private(here, dict(found))
