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


EXAMPLE: dict[str, Any] = {
    "meta": {
        "licence": dict(envelope.LICENCE),
        "disclaimer": envelope.DISCLAIMER,
        "report_error": "https://candour.example/report-error",
    },
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
