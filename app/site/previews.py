"""Drafts as readers would see them: as a page, a card, a document and linked data; for those who may read drafts."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from app.access.principals import Permission, Principal
from app.authoring import previewing
from app.catalogue import drafts, procedures
from app.content import values
from app.db import clock
from app.http import bodies, dependencies, envelope, imprints, parameters, principals, trees, writes
from app.renderings import card, embedded, jsonld, procedure, shown
from app.renderings import timeline as timelines
from app.site import views

router = APIRouter(prefix="/v1/authoring", tags=["Authoring"])
Reader = Annotated[Principal, principals.needs(Permission.READ_DRAFTS)]
Form = Literal["page", "card", "json", "jsonld"]
MEDIA_TYPES: dict[Form, str] = {
    "page": "text/html",
    "card": "text/html",
    "json": "application/json",
    "jsonld": jsonld.MEDIA_TYPE,
}

SHOWN: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/html": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "object"}},
            jsonld.MEDIA_TYPE: {"schema": {"type": "object"}},
        }
    }
}


class PreviewQuery(parameters.Query):
    """How a draft is shown."""

    form: Annotated[Form, Query(alias="as")] = "page"


@router.get(
    "/procedures/{slug}/preview",
    response_class=HTMLResponse,
    responses=SHOWN,
    summary="Preview a draft",
)
def preview_draft(
    seen: views.Seen, who: Reader, slug: dependencies.SlugInPath, query: Annotated[PreviewQuery, Query()]
) -> Response:
    """The draft as it would be published now; 422 with every violation where it could not be."""
    with seen.here.database.latest() as session:
        found = previewing.preview(session, drafts.one(session, slug).tree, now=clock.now())
    return _shown(seen, found, query.form)


@router.post(
    "/preview",
    response_class=HTMLResponse,
    responses=SHOWN,
    openapi_extra=trees.described(bodies.MEDIA_TYPE, example={"format": 1, "slug": "example-peel"}),
    summary="Preview a document",
)
def preview_document(
    seen: views.Seen, who: Reader, tree: trees.Document, query: Annotated[PreviewQuery, Query()]
) -> Response:
    """A document that is not stored, as it would be published now; 422 with every violation where it could not be."""
    with seen.here.database.latest() as session:
        found = previewing.preview(session, tree, now=clock.now())
    return _shown(seen, found, query.form)


def _shown(seen: views.View, found: previewing.Preview, form: Form) -> Response:
    made = {"page": _page, "card": _card, "json": _json, "jsonld": _jsonld}[form](seen, found)
    headers = {**seen.headers(policy=views.POLICY), **writes.NO_STORE, "X-Robots-Tag": "noindex"}
    return Response(made, headers=headers, media_type=MEDIA_TYPES[form])


def _held(seen: views.View, found: previewing.Preview) -> shown.Shown:
    return shown.Shown.read(
        found.document,
        number=found.number,
        sha256=found.sha256,
        published=values.stamp(found.at),
        today=seen.today,
    )


def _page(seen: views.View, found: previewing.Preview) -> bytes:
    held = _held(seen, found)
    picture = timelines.svg(
        found.document,
        address=seen.here.publisher.url(f"/v1/procedures/{held.document.slug}/timeline"),
        licence="",
        revision=found.number,
        sha256=found.sha256,
        on=found.at.date(),
    )
    title = seen.language.gettext("Draft, not published: %(name)s") % {"name": held.document.name}
    frame = seen.frame(None, title=title, indexed=False)
    return procedure.page(held, frame=frame, picture=procedure.Picture.of(picture), preview=True)


def _card(seen: views.View, found: previewing.Preview) -> bytes:
    held, publisher = _held(seen, found), views.published_by(seen.here.publisher)
    address = publisher.url(embedded.page_path(held.document.slug, language=seen.language))
    made = card.card(
        held, language=seen.language, publisher=publisher, address=address, chosen=card.CHOICES, level=1
    )
    title = seen.language.gettext("Draft, not published: %(name)s") % {"name": held.document.name}
    return embedded.page(
        embedded.Page(
            card=made,
            title=title,
            address=address,
            language=seen.language,
            publisher=publisher,
            colours=None,
        )
    )


def _json(seen: views.View, found: previewing.Preview) -> bytes:
    revision = envelope.Revision(number=found.number, sha256=found.sha256, published=values.stamp(found.at))
    meta = envelope.meta(seen.here.publisher, revision=revision, extra={"preview": True})
    return b"".join(envelope.document(found.document, meta=meta))


def _jsonld(seen: views.View, found: previewing.Preview) -> bytes:
    published = procedures.Published(
        document=found.document,
        sha256=found.sha256,
        number=found.number,
        published=values.stamp(found.at),
        catalogue=0,
    )
    tree: dict[str, Any] = jsonld.tree(
        found.document, imprint=imprints.imprint(seen.here.publisher, published)
    )
    return json.dumps(tree, ensure_ascii=False).encode("utf-8")
