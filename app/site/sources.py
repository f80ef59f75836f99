"""The pages of the sources."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.catalogue import citing, listing, sources, texts
from app.content import sources as contents
from app.http import envelope, paging, parameters
from app.renderings import apart
from app.renderings import sources as renderings
from app.site import views

router = APIRouter()
SourceInPath = Annotated[parameters.Slug, Path()]


class Statements(parameters.Query):
    """The parameters of the page of a source, which shows many short statements at once."""

    limit: parameters.PageSize = 100
    cursor: paging.Cursor | None = None


@router.get("/sources")
def show_sources(seen: views.Seen, query: Annotated[views.Paged, Query()]) -> Response:
    """Every document that statements rest on: what it is, what it is worth, and who gains from it."""
    after = paging.after(seen.request, query.cursor)
    with seen.here.database.read() as session:
        found = sources.listed(session, size=query.limit, after=after)
    return _index(seen, query, found)


@router.get("/sources/{source}")
def show_source(seen: views.Seen, source: SourceInPath, query: Annotated[Statements, Query()]) -> Response:
    """One source: what it is, what rests on it, what was left out of it and why; its text where there is a right to."""
    after = paging.after(seen.request, query.cursor)
    with seen.here.database.read() as session:
        known = sources.one(session, source)
        found = citing.listed(session, source, size=query.limit, after=after)
        text = texts.find(session, source) if after is None else None
    return _page(seen, query, known, found, text)


def _index(seen: views.View, query: views.Paged, found: listing.Listed[sources.Known]) -> Response:
    rows = tuple(renderings.Listed(source=_source(row), procedures=row.procedures) for row in found.rows)
    place = seen.place(query.limit, count=len(rows), last=found.last)
    page = renderings.Index(
        rows=rows, total=found.total, first=query.cursor is None, next=seen.followed(place.next_url)
    )
    _ = seen.language.gettext
    frame = seen.frame(
        "/sources",
        title=_("Sources"),
        description=_(
            "Every document that statements here rest on: what it is, what it is worth, and who gains from it."
        ),
        alternates=(seen.data("/v1/sources", title=_("Sources as data")),),
        indexed=page.first,
    )
    return seen.answer(renderings.index(page, frame=frame), revision=found.catalogue, headers=place.headers())


def _page(
    seen: views.View,
    query: Statements,
    known: sources.Known,
    found: listing.Listed[citing.Citing],
    text: texts.Text | None,
) -> Response:
    source = _source(known)
    place = seen.place(query.limit, count=len(found.rows), last=found.last)
    page = renderings.Page(
        source=source,
        resting=renderings.resting(
            ((row.slug, row.name, _claim(row, source.id)) for row in found.rows), today=seen.today
        ),
        total=found.total,
        first=query.cursor is None,
        next=seen.followed(place.next_url),
        account=renderings.account(source, known.ledger),
        text=_text(text),
    )
    frame = seen.frame(
        f"/sources/{source.id}",
        title=source.title,
        description=source.about,
        alternates=(
            seen.data(f"/v1/sources/{source.id}", title=seen.language.gettext("This source as data")),
        ),
        indexed=page.first,
    )
    return seen.answer(renderings.page(page, frame=frame), revision=found.catalogue, headers=place.headers())


def _source(known: sources.Known) -> contents.CitedSource:
    return contents.CitedSource.model_validate_json(envelope.dumps(known.source))


def _claim(row: citing.Citing, source: str) -> renderings.Claim:
    return renderings.Claim.of(apart.claim(row.json), source=source)


def _text(found: texts.Text | None) -> renderings.Text | None:
    if found is None:
        return None
    return renderings.Text.of(found.text, found.parts, right=found.right, procedures=found.procedures)
