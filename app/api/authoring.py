"""Drafts over HTTP: listed, begun, read, replaced, patched, discarded, checked."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from app.access.principals import Permission, Principal
from app.api import authoring_examples, queries
from app.api import authoring_shapes as shapes
from app.authoring import drafts as writing
from app.authoring.preconditions import Expected
from app.catalogue import drafts, listing
from app.content import values
from app.db import clock
from app.http import (
    bodies,
    dependencies,
    envelope,
    models,
    paging,
    parameters,
    preconditions,
    principals,
    trees,
    writes,
)

TAG = "Authoring"
PREFIX = "/authoring/procedures"
router = APIRouter(tags=[TAG])
Reader = Annotated[Principal, principals.needs(Permission.READ_DRAFTS)]
Author = Annotated[Principal, principals.needs(Permission.WRITE_DRAFTS)]
Number = Annotated[int, Path(ge=1, le=1_000_000_000, description="The number of a version.")]
DOCUMENT = trees.described(bodies.MEDIA_TYPE, example=authoring_examples.DOCUMENT)
PATCH = trees.described(trees.MERGE_PATCH, example=authoring_examples.PATCH)


class DraftQuery(queries.Paged):
    """Which drafts are listed."""

    state: Literal["draft", "in_review", "approved", "none"] | None = None
    """Where the draft stands; `none`: procedures that have none."""
    overdue: parameters.Flag | None = None
    """Whether a review of what is published is due again."""


@router.get(
    PREFIX, response_model=models.Listed[shapes.DraftRow], summary="List drafts and what they belong to"
)
def list_drafts(
    request: Request, here: dependencies.Here, who: Reader, query: Annotated[DraftQuery, Query()]
) -> Response:
    """Every procedure that has a draft or was ever published, with where its draft and its reviews stand."""
    after = paging.after(request, query.cursor)
    with here.database.latest() as session:
        found = drafts.listed(
            session,
            wanted=query.state,
            overdue=query.overdue,
            today=clock.now().date(),
            size=query.limit,
            after=after,
        )
    return _listed(request, here, found, size=query.limit)


@router.post(
    PREFIX,
    status_code=201,
    response_model=models.Answer[shapes.DraftState],
    openapi_extra=bodies.described(shapes.NewDraft, example=authoring_examples.NEW),
    summary="Begin a draft",
)
def create_draft(
    here: dependencies.Here,
    who: Author,
    asked: Annotated[shapes.NewDraft, Depends(bodies.reader(shapes.NewDraft))],
) -> Response:
    """A new draft: of the document given, else of what is published, else empty. One draft a procedure at a time."""
    principals.require_reach(who, asked.slug)
    return writes.answer(here, lambda session: _begun(here, session, who, asked))


@router.get(PREFIX + "/{slug}", response_model=models.Answer[shapes.DraftState], summary="Read a draft")
def read_draft(
    request: Request, here: dependencies.Here, who: Reader, slug: dependencies.SlugInPath
) -> Response:
    """The draft with everything that stands between it and its publication."""
    with here.database.latest() as session:
        found = drafts.one(session, slug)
        tree = told(session, found)
    return private(here, tree, tag=found.tag)


@router.put(
    PREFIX + "/{slug}",
    response_model=models.Answer[shapes.DraftState],
    openapi_extra=DOCUMENT,
    summary="Replace a draft",
)
def replace_draft(
    here: dependencies.Here,
    who: Author,
    slug: dependencies.SlugInPath,
    tree: trees.Document,
    expected: preconditions.IfMatch,
) -> Response:
    """Any document, finished or not; ids that are missing are filled in. A draft in review is a draft again.

    Reviews cannot be written: a statement keeps the review that was made of the very same words, else it has none.
    """
    principals.require_reach(who, slug)
    return writes.answer(
        here,
        lambda session: made(
            session, writing.replace(session, who, slug, tree, expected=expected, now=clock.now())
        ),
    )


@router.patch(
    PREFIX + "/{slug}",
    response_model=models.Answer[shapes.DraftState],
    openapi_extra=PATCH,
    summary="Patch a draft",
)
def patch_draft(
    here: dependencies.Here,
    who: Author,
    slug: dependencies.SlugInPath,
    changes: trees.Patch,
    expected: preconditions.IfMatch,
) -> Response:
    """A JSON Merge Patch (RFC 7396): members that are null are removed, lists are replaced whole."""
    principals.require_reach(who, slug)
    return writes.answer(
        here,
        lambda session: made(
            session, writing.patch(session, who, slug, changes, expected=expected, now=clock.now())
        ),
    )


@router.delete(PREFIX + "/{slug}", status_code=204, summary="Discard a draft")
def discard_draft(
    here: dependencies.Here, who: Author, slug: dependencies.SlugInPath, expected: preconditions.IfMatch
) -> Response:
    """The draft goes, its versions stay; what is published is not touched."""
    principals.require_reach(who, slug)
    return writes.answer(here, lambda session: _discarded(session, who, slug, expected))


@router.get(
    PREFIX + "/{slug}/versions",
    response_model=models.Answer[list[shapes.DraftVersion]],
    summary="List the versions of drafts",
)
def list_draft_versions(here: dependencies.Here, who: Reader, slug: dependencies.SlugInPath) -> Response:
    """Every version there ever was of drafts of this procedure, newest first, with who made it and how."""
    with here.database.latest() as session:
        found = drafts.versions(session, slug)
    return private(here, [_version(one) for one in found])


@router.get(
    PREFIX + "/{slug}/versions/{number}",
    response_model=models.Answer[shapes.DraftVersion],
    summary="Read a version of a draft",
)
def read_draft_version(
    here: dependencies.Here, who: Reader, slug: dependencies.SlugInPath, number: Number
) -> Response:
    """One version with its document."""
    with here.database.latest() as session:
        found, tree = drafts.version(session, slug, number)
    return private(here, {**_version(found), "document": tree})


@router.post(
    "/authoring/validate",
    response_model=models.Answer[shapes.Checked],
    openapi_extra=DOCUMENT,
    summary="Check a document",
)
def validate_document(here: dependencies.Here, who: Reader, tree: trees.Document) -> Response:
    """What the rules find in a document; nothing is stored."""
    with here.database.latest() as session:
        found = writing.violations(session, tree)
    return private(here, {"violations": [item.tree() for item in found]})


def private(here: dependencies.Service, data: values.Json, *, tag: str | None = None) -> Response:
    """Answer those who write; nobody keeps it."""
    chunks = envelope.document(envelope.dumps(data), meta=envelope.meta(here.publisher))
    headers = {**writes.NO_STORE, **({"ETag": f'"{tag}"'} if tag else {})}
    return Response(b"".join(chunks), headers=headers, media_type=bodies.MEDIA_TYPE)


def told(
    session: Any, found: drafts.Draft, *, beside: dict[str, values.Json] | None = None
) -> dict[str, values.Json]:
    """Return a draft as it is answered, with what stands between it and its publication."""
    violations: list[values.Json] = [item.tree() for item in writing.violations(session, found.tree)]
    return {**writing.state(found), "violations": violations, **(beside or {})}


def made(session: Any, found: drafts.Draft, *, beside: dict[str, values.Json] | None = None) -> writes.Made:
    """Return what a change of a draft came to."""
    return writes.Made(data=told(session, found, beside=beside), tag=found.tag)


def _begun(here: dependencies.Service, session: Any, who: Principal, asked: shapes.NewDraft) -> writes.Made:
    found = writing.create(session, who, asked.slug, name=asked.name, tree=asked.document, now=clock.now())
    return writes.Made(
        data=told(session, found),
        tag=found.tag,
        status=201,
        location=here.publisher.url(f"/v1{PREFIX}/{found.slug}"),
    )


def _discarded(session: Any, who: Principal, slug: str, expected: Expected) -> writes.Made:
    writing.discard(session, who, slug, expected=expected, now=clock.now())
    return writes.Made()


def _version(one: drafts.Version) -> dict[str, values.Json]:
    return {
        "number": one.number,
        "sha256": one.sha256,
        "at": values.stamp(one.at),
        "editor": one.editor,
        "action": one.action,
        "note": one.note,
    }


def _listed(
    request: Request, here: dependencies.Service, found: listing.Listed[drafts.Listed], *, size: int
) -> Response:
    rows = [envelope.dumps(_row(row)) for row in found.rows]
    place = paging.page(
        request, publisher=here.publisher, size=size, count=len(rows), last=found.last, total=found.total
    )
    chunks = envelope.page(rows, meta=envelope.meta(here.publisher), page=place.members())
    headers = {**writes.NO_STORE, **place.headers()}
    return Response(b"".join(chunks), headers=headers, media_type=bodies.MEDIA_TYPE)


def _row(row: drafts.Listed) -> dict[str, values.Json]:
    told: dict[str, values.Json] = {"slug": row.slug, "name": row.name, "state": "none"}
    if row.draft is not None:
        held = writing.state(row.draft)
        kept = ("state", "number", "authors", "reviewer", "note", "changed_at")
        told |= {name: held[name] for name in kept if name in held}
    if row.published is not None and row.revision is not None:
        told["published"] = {
            "number": row.revision,
            "sha256": row.sha256,
            "at": values.stamp(row.published),
        }
    if row.withdrawn is not None:
        at, reason = row.withdrawn
        told["withdrawn"] = {"at": values.stamp(at), "reason": reason}
    if row.reviews is not None:
        told["reviews"] = _reviews(row.reviews)
    return told


def _reviews(found: drafts.Reviews) -> dict[str, values.Json]:
    days = {"oldest": found.oldest, "next_due": found.next_due}
    return {
        "unreviewed": found.unreviewed,
        "overdue": found.overdue,
        **{name: day.isoformat() for name, day in days.items() if day is not None},
    }
