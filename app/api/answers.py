"""How found rows become answers: the frame, the page, the notes on silence, the conditional response."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.catalogue import conflicts as conflicts_
from app.catalogue import listing, procedures, statements
from app.content import document as document_
from app.content import values, words
from app.db import stored
from app.http import caching, dependencies, envelope, negotiation, paging, representations

Tree = dict[str, Any]


def document(
    request: Request,
    here: dependencies.Service,
    found: procedures.Published,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a stored document as it is; its tag comes from its digest, so nothing is serialised."""
    meta = _meta(here, found)
    return caching.conditional(
        request,
        chunks=envelope.document(found.document, meta=meta),
        etag_source=(found.sha256, meta),
        revision=found.catalogue,
        headers=headers,
    )


def negotiated(
    request: Request, here: dependencies.Service, found: procedures.Published, *, slug: str
) -> Response:
    """Answer in the form that Accept likes best, JSON where nothing says otherwise; an earlier revision only in JSON.

    Raises NotAcceptable where Accept excludes all.
    """
    forms = (
        {} if found.standing else {form.media_type: form.suffix for form in representations.FORMS.values()}
    )
    kind = negotiation.chosen(request, offered=[representations.JSON, *forms])
    if kind == representations.JSON:
        link = {} if found.standing else {"Link": representations.links(here.publisher, slug)}
        return document(request, here, found, headers={"Vary": "Accept", **link})
    place = {
        "Vary": "Accept",
        "Content-Location": here.publisher.path(f"/v1/procedures/{slug}.{forms[kind]}"),
    }
    return representations.answer(request, here, found, slug=slug, suffix=forms[kind], headers=place)


def excerpt(
    request: Request, here: dependencies.Service, found: procedures.Published, tree: Tree
) -> Response:
    """Answer with a part of a stored document."""
    chunks = envelope.document(envelope.dumps(tree), meta=_meta(here, found))
    return caching.conditional(request, chunks=chunks, revision=found.catalogue)


def one(
    request: Request,
    here: dependencies.Service,
    tree: values.Json,
    *,
    revision: int,
    confirmed: bool = True,
) -> Response:
    """Answer with one thing that is not a procedure's document."""
    chunks = envelope.document(envelope.dumps(tree), meta=envelope.meta(here.publisher))
    return caching.conditional(request, chunks=chunks, revision=revision, confirmed=confirmed)


def page(
    request: Request,
    here: dependencies.Service,
    rows: Sequence[bytes],
    *,
    listed: listing.Listed[Any],
    size: int,
    beside: Mapping[str, values.Json] | None = None,
    confirmed: bool = True,
) -> Response:
    """Answer with a page of rows, and with what stands beside them in the body."""
    place = paging.page(
        request, publisher=here.publisher, size=size, count=len(rows), last=listed.last, total=listed.total
    )
    chunks = envelope.page(
        rows, meta=envelope.meta(here.publisher), page=place.members(), beside=beside or {}
    )
    return caching.conditional(
        request, chunks=chunks, revision=listed.catalogue, confirmed=confirmed, headers=place.headers()
    )


def note(listed: listing.Listed[Any]) -> dict[str, values.Json]:
    """Return the sentence that finding nothing is no evidence of safety, where nothing was found."""
    return {} if listed.total else {"note": words.FOUND_NOTHING}


def card(here: dependencies.Service, row: procedures.CardRow) -> bytes:
    """Return a procedure's card with its revision and the address of its document."""
    tree: Tree = stored.tree(row.card)
    tree["revision"] = {"number": row.number, "sha256": row.sha256, "published": row.published}
    tree["url"] = here.publisher.url(f"/v1/procedures/{row.slug}")
    return envelope.dumps(tree)


def conflicts(here: dependencies.Service, found: conflicts_.Found, statement: str) -> Tree:
    """Return the member `conflicts` of a row that shows this statement; nothing where none was found."""
    listed = [_conflict(here, conflict, statement) for conflict in found.get(statement, ())]
    return {"conflicts": listed} if listed else {}


def _conflict(here: dependencies.Service, conflict: document_.Conflict, statement: str) -> Tree:
    others = [
        {"id": name, "url": here.publisher.url(f"/v1/statements/{name}")}
        for name in dict.fromkeys(conflict.statements)
        if name != statement
    ]
    return {**conflict.tree(), **({"others": others} if others else {})}


def silence(request: Request, here: dependencies.Service, found: statements.Silent) -> values.Json:
    """Return the procedures whose sources do not address the concept asked about."""
    tree: Tree = {
        "words": words.SILENT_ON_CONCEPT if found.total else words.NONE_SILENT,
        "total": found.total,
        "complete": found.last is None,
    }
    if found.procedures:
        tree["procedures"] = [_silent(silent, section=found.section) for silent in found.procedures]
    if found.last is not None:
        kept = [pair for pair in request.query_params.multi_items() if pair[0] != "silent_after"]
        query = [*kept, ("silent_after", found.last)]
        tree["next"] = here.publisher.url(request.scope["path"], query=query)
    return tree


def _silent(found: statements.SilentProcedure, *, section: str) -> Tree:
    silent = found.coverage == "not_addressed"
    said = words.SILENT if silent else words.coverage(section, found.coverage)
    return {
        "slug": found.slug,
        "name": found.name,
        "language": "en",
        "coverage": found.coverage,
        "words": said,
    }


def _meta(here: dependencies.Service, found: procedures.Published) -> bytes:
    revision = envelope.Revision(number=found.number, sha256=found.sha256, published=found.published)
    return envelope.meta(
        here.publisher, revision=revision, extra={"standing": found.standing} if found.standing else None
    )
