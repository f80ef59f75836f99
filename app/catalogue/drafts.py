"""Drafts as they are stored, for those who may read them: one, all of them, and every version of each."""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, RowMapping, func, select, union
from sqlalchemy.orm import Session

from app.catalogue import listing, procedures
from app.content import document, writing_problems
from app.db import audit, drafts, following, projection, standing, statements, stored, tables

State = Literal["draft", "in_review", "approved"]
WRITING: tuple[audit.Action, ...] = ("create_draft", "edit_draft", "import_draft", "restore_draft")
"""The steps by which somebody becomes an author."""
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft as it stands."""

    slug: str
    number: int
    first_number: int
    sha256: str
    state: State
    base_revision: int | None
    authors: tuple[str, ...]
    reviewer: str | None
    note: str
    created_at: datetime.datetime
    changed_at: datetime.datetime
    tree: dict[str, Any] = field(repr=False)

    @property
    def tag(self) -> str:
        """Return what its strong ETag holds: each step of its life has a number of its own."""
        return f"{self.number}.{self.sha256[:16]}"


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a draft, and what was done to make it."""

    number: int
    sha256: str
    at: datetime.datetime
    editor: str
    action: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Reviews:
    """Count the reviews of what is published, and say when the oldest was made and the next is due."""

    unreviewed: int
    overdue: int
    oldest: datetime.date | None
    next_due: datetime.date | None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A procedure in the list of those who write: where its draft stands, and what is published."""

    slug: str
    name: str
    draft: Draft | None
    revision: int | None
    sha256: str | None
    published: datetime.datetime | None
    withdrawn: tuple[datetime.datetime, str] | None
    reviews: Reviews | None


def one(session: Session, slug: str) -> Draft:
    """Return the draft of a procedure; raise DraftNotFound."""
    found = find(session, slug)
    if found is None:
        raise writing_problems.DraftNotFound("There is no draft of this procedure.")
    return found


def find(session: Session, slug: str) -> Draft | None:
    """Return the draft of a procedure, or None; raise Damaged where it is not stored as it was."""
    draft, version = drafts.Draft, drafts.DraftRevision
    query = (
        select(*draft.__table__.columns, version.document)
        .join(version, (version.slug == draft.slug) & (version.number == draft.number))
        .where(draft.slug == slug)
    )
    row = session.execute(query).mappings().one_or_none()
    return None if row is None else _draft(row)


def versions(session: Session, slug: str) -> list[Version]:
    """Return every version there ever was of drafts of a procedure, newest first; raise DraftNotFound."""
    version = drafts.DraftRevision
    query = (
        select(version.number, version.sha256, version.at, version.editor, version.action, version.note)
        .where(version.slug == slug)
        .order_by(version.number.desc())
    )
    found = [Version(**row) for row in session.execute(query).mappings()]
    if not found:
        raise writing_problems.DraftNotFound("There never was a draft of this procedure.")
    return found


def version(session: Session, slug: str, number: int) -> tuple[Version, dict[str, Any]]:
    """Return one version with its document; raise DraftNotFound, or Damaged."""
    held = drafts.DraftRevision
    row = session.execute(
        select(*held.__table__.columns).where(held.slug == slug).where(held.number == number)
    ).one_or_none()
    if row is None:
        raise writing_problems.DraftNotFound("There is no such version.")
    kept = Version(
        number=row.number, sha256=row.sha256, at=row.at, editor=row.editor, action=row.action, note=row.note
    )
    return kept, _tree(row.document, row.sha256, f"Version {number} of the draft of {slug}")


def writers_since(session: Session, slug: str, *, revision: int | None) -> frozenset[str]:
    """Return who wrote any version of any draft since a revision was published, or ever where none was."""
    held, published = drafts.DraftRevision, tables.Revision
    query = select(held.editor).where(held.slug == slug).where(held.action.in_(WRITING)).distinct()
    if revision is not None:
        since = (
            select(published.published_at).where(published.slug == slug).where(published.number == revision)
        )
        query = query.where(held.at > since.scalar_subquery())
    return frozenset(session.scalars(query))


def newest_number(session: Session, slug: str) -> int:
    """Return the number of the newest version of any draft of a procedure, 0 where there never was one."""
    held = drafts.DraftRevision
    return session.scalar(select(func.max(held.number)).where(held.slug == slug)) or 0


def listed(
    session: Session,
    *,
    wanted: Literal["draft", "in_review", "approved", "none"] | None,
    overdue: bool | None,
    today: datetime.date,
    size: int,
    after: listing.Key | None,
) -> listing.Listed[Listed]:
    """Return a page of all procedures that have a draft or were ever published, by the slugs that they have now."""
    draft, revision, change = drafts.Draft, tables.Revision, following.Change
    given_up = select(change.slug).where(change.successor.is_not(None))
    names = union(select(draft.slug), select(revision.slug).where(revision.slug.not_in(given_up))).subquery()
    slug = names.c.slug
    query = select(slug)
    for condition in _conditions(slug, wanted=wanted, overdue=overdue, today=today):
        query = query.where(condition)
    start = listing.behind(after, str)
    behind = query if start is None else query.where(slug > start[0])
    return listing.page(
        session,
        behind.order_by(slug),
        counted=query,
        size=size,
        make=lambda row: _listed(session, row.slug, today=today),
        key=lambda row: (row.slug,),
    )


def _conditions(
    slug: Any, *, wanted: str | None, overdue: bool | None, today: datetime.date
) -> list[ColumnElement[bool]]:
    draft, claim = drafts.Draft, statements.Statement
    found: list[ColumnElement[bool]] = []
    if wanted == "none":
        found.append(slug.not_in(select(draft.slug)))
    elif wanted is not None:
        found.append(slug.in_(select(draft.slug).where(draft.state == wanted)))
    if overdue is not None:
        late = select(claim.procedure_slug).where(claim.review_due < today)
        found.append(slug.in_(late) if overdue else slug.not_in(late))
    return found


def _listed(session: Session, slug: str, *, today: datetime.date) -> Listed:
    held, newest = find(session, slug), standing.of(session, slug)
    name = session.scalar(select(tables.Procedure.name).where(tables.Procedure.slug == slug))
    last = projection.latest(session, slug) if name is None and held is None else None
    if name is None:
        name = last[0].name if last else str((held.tree if held else {}).get("name") or slug)
    live = newest is not None and newest.public
    gone = newest is not None and newest.kind == "withdraw"
    return Listed(
        slug=slug,
        name=name,
        draft=held,
        revision=newest.revision if newest else None,
        sha256=newest.sha256 if newest else None,
        published=newest.at if newest and live else None,
        withdrawn=(newest.at, str(newest.reason)) if newest and gone else None,
        reviews=_reviews(session, slug, today=today) if live else None,
    )


def _reviews(session: Session, slug: str, *, today: datetime.date) -> Reviews:
    found = procedures.published(session, slug)
    published = document.ProcedureDocument.model_validate_json(found.document)
    reviews = [claim.review for _, claim in document.claims(published)]
    days = [review.on for review in reviews if review.on is not None]
    due = [review.next_due for review in reviews if review.next_due is not None]
    return Reviews(
        unreviewed=sum(review.state == "unreviewed" for review in reviews),
        overdue=sum(day < today for day in due),
        oldest=min(days, default=None),
        next_due=min(due, default=None),
    )


def _draft(row: RowMapping) -> Draft:
    held = {str(name): value for name, value in row.items() if name not in ("document", "authors")}
    return Draft(
        **held,
        authors=tuple(json.loads(bytes(row["authors"]))),
        tree=_tree(row["document"], row["sha256"], f"The draft of {row['slug']}"),
    )


def _tree(content: bytes, sha256: str, what: str) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(stored.intact(bytes(content), sha256=sha256, what=what))
    return tree
