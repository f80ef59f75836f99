"""The shapes of what the routes of history answer, as OpenAPI describes them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.content import document, values
from app.http import envelope, models

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Revision(models.Shape):
    """One publication of a procedure, and what became of it."""

    number: int
    sha256: Sha256
    published: str
    """When: an RFC 3339 instant in UTC."""
    slug: values.Slug
    """The slug that it was published under."""
    kind: Literal["create", "update", "restore", "rename"]
    """`restore`: the procedure had been withdrawn; `rename`: it got this slug."""
    safety_changed: bool
    """Whether a statement about safety was added, changed or withdrawn with it."""
    url: models.Url
    note: str | None = None
    reason: str | None = None
    """Why statements were recalled with it, or the procedure was renamed or restored."""
    state: Literal["current", "superseded", "withdrawn"]
    until: str | None = None
    """When it ceased to be public."""
    by: int | None = None
    """The number of the revision that took its place."""
    withdrawal: str | None = None
    """Why the procedure was withdrawn, where that ended it."""


class Change(models.Shape):
    """What became of a procedure."""

    cursor: str
    """Goes on behind this change."""
    kind: Literal["create", "update", "withdraw", "restore", "rename"]
    """`rename` is followed by an `update` under the new slug."""
    slug: values.Slug
    revision: int
    """The revision that this made public, or the last one that was."""
    sha256: Sha256
    at: str
    """When: an RFC 3339 instant in UTC, never before that of an earlier change."""
    safety_changed: bool
    """Whether a statement about safety was added, changed or withdrawn."""
    url: models.Url
    reason: str | None = None
    """Why; always there for a withdrawal and a renaming."""
    successor: values.Slug | None = None
    """The slug that a renamed procedure has from then on."""


class ChangesPage(models.Shape):
    """Where a page stands in the log; `complete` says that nothing follows yet."""

    limit: int
    count: int
    complete: bool
    cursor: str
    """Goes on behind this page, also where it is empty: keep it."""
    next: models.Url
    """The address to ask next; while the log is `complete`, the one to ask again."""


class Changes(models.Shape):
    """A part of the log of changes, the oldest first."""

    meta: models.Meta
    page: ChangesPage
    data: list[Change]
    note: str | None = None
    """Said where nothing has changed."""


class Counts(models.Shape):
    """How many statements became what, and how much of all that is about safety."""

    added: int
    changed: int
    removed: int
    judged: int
    """Statements of which only the review or the grade is another."""
    safety: int


class FieldDifference(models.Shape):
    """One field of a statement; what was not there, or is not there any more, is absent."""

    field: str
    before: Any = None
    after: Any = None


class StatementDifference(models.Shape):
    """What became of one statement."""

    id: values.StatementId
    kind: str
    section: str
    change: Literal["added", "changed", "removed", "judged"]
    safety: bool
    before: dict[str, Any] | None = None
    """The statement that was removed."""
    after: dict[str, Any] | None = None
    """The statement that was added."""
    fields: tuple[FieldDifference, ...] = ()
    tombstone: document.Tombstone | None = None


class PartDifference(models.Shape):
    """What differs beside the statements: slug, name, summary, conflicts, the coverage of a section."""

    part: str
    change: Literal["changed"]
    safety: bool
    before: Any = None
    after: Any = None


class Difference(models.Shape):
    """What differs between two revisions."""

    before: Annotated[models.DocumentRevision, Field(alias="from")]
    after: Annotated[models.DocumentRevision, Field(alias="to")]
    safety_changed: bool
    counts: Counts
    statements: tuple[StatementDifference, ...] = ()
    parts: tuple[PartDifference, ...] = ()


def _revision(number: int, letter: str) -> dict[str, Any]:
    return {"number": number, "sha256": letter * 64, "published": f"2026-11-2{number}T09:00:00.000000Z"}


_META: dict[str, Any] = {
    "licence": dict(envelope.LICENCE),
    "disclaimer": envelope.DISCLAIMER,
    "report_error": "https://candour.example/report-error",
}
CHANGES: dict[str, Any] = {
    "meta": _META,
    "page": {
        "limit": 100,
        "count": 1,
        "complete": True,
        "cursor": "5-0b5bd2a458f3",
        "next": "https://candour.example/v1/changes?since=5-0b5bd2a458f3&limit=100",
    },
    "data": [
        {
            "cursor": "5-0b5bd2a458f3",
            "kind": "withdraw",
            "slug": "mesotherapy",
            "revision": 1,
            "sha256": "a" * 64,
            "at": "2026-11-21T09:00:00.000000Z",
            "safety_changed": True,
            "url": "https://candour.example/v1/procedures/mesotherapy",
            "reason": "It rests on a page that was taken down.",
        }
    ],
}
"""The end of a log."""
EXAMPLE: dict[str, Any] = {
    "meta": _META,
    "data": {
        "from": _revision(1, "a"),
        "to": _revision(2, "b"),
        "safety_changed": True,
        "counts": {"added": 0, "changed": 1, "removed": 0, "judged": 0, "safety": 1},
        "statements": [
            {
                "id": "st_7mpvn2ty07",
                "kind": "side_effect",
                "section": "side_effects",
                "change": "changed",
                "safety": True,
                "fields": [
                    {"field": "hedge", "before": "usually", "after": "may"},
                ],
            }
        ],
    },
}
"""Two revisions that differ in one word."""
