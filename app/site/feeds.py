"""The feed of the newest changes."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalogue import changes
from app.http import caching, dependencies, envelope
from app.renderings import feed

router = APIRouter(include_in_schema=False)
NEWEST = 50
"""How many changes the feed holds; all of them are at /v1/changes."""


@router.get(feed.PATH)
def read_feed(request: Request, here: dependencies.Here) -> Response:
    """The newest changes, for feed readers."""
    with here.database.read() as session:
        found, revision = changes.newest(session, size=NEWEST)
    return _answer(request, here, found, revision=revision)


def _answer(
    request: Request, here: dependencies.Service, found: Sequence[changes.Named], *, revision: int
) -> Response:
    entries = [
        feed.Entry(
            number=one.change.number,
            kind=one.change.kind,
            slug=one.change.slug,
            name=one.name,
            revision=one.change.revision,
            at=one.change.at,
            safety_changed=one.change.safety_changed,
            reason=one.change.reason,
            successor=one.change.successor,
        )
        for one in found
    ]
    made = feed.feed(
        entries,
        url=here.publisher.url,
        publisher=here.publisher.name,
        licence=str(envelope.LICENCE["name"]),
        disclaimer=envelope.DISCLAIMER,
    )
    return caching.conditional(request, chunks=[made], revision=revision, media_type=feed.MEDIA_TYPE)
