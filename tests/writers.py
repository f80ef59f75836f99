"""People who write in tests: an author, another, a reviewer, a publisher; and the steps of a draft's life by them."""

import datetime
from typing import Any

from app.access import principals
from app.authoring import drafts, preconditions, publishing, releasing, reviewing
from app.catalogue import drafts as reading
from app.content import drafting
from app.db import clock, engine

Tree = dict[str, Any]
ANYTHING = preconditions.ANYTHING


def person(key_id: str, holder: str, role: principals.Role, **more: Any) -> principals.Principal:
    """Return somebody with a key."""
    return principals.Principal(
        key_id=key_id.ljust(10, "0"), holder=holder, role=role, address="192.0.2.1", **more
    )


AUTHOR = person("author", "Ada Writer", "author")
OTHER = person("other", "Otto Writer", "author")
REVIEWER = person("reviewer", "Rosa Reviewer", "reviewer", job="dermatologist")
PUBLISHER = person("publisher", "Paul Publisher", "publisher")
ADMIN = person("admin", "Adam Admin", "admin", job="editor")


def create(
    database: engine.Database, slug: str, tree: Tree | None = None, *, who: principals.Principal = AUTHOR
) -> reading.Draft:
    """Begin a draft."""
    with database.write() as session:
        return drafts.create(session, who, slug, name=None, tree=tree, now=clock.now())


def replace(
    database: engine.Database,
    slug: str,
    tree: Tree,
    *,
    who: principals.Principal = AUTHOR,
    expected: preconditions.Expected = ANYTHING,
) -> reading.Draft:
    """Put another document in the place of a draft's."""
    with database.write() as session:
        return drafts.replace(session, who, slug, tree, expected=expected, now=clock.now())


def submit(database: engine.Database, slug: str, *, who: principals.Principal = AUTHOR) -> reading.Draft:
    """Hand a draft to review."""
    with database.write() as session:
        return reviewing.submit(session, who, slug, note="", expected=ANYTHING, now=clock.now())


def approve(
    database: engine.Database,
    slug: str,
    *,
    who: principals.Principal = REVIEWER,
    but: frozenset[str] = frozenset(),
    disputed: frozenset[str] = frozenset(),
    next_due: datetime.date | None = None,
) -> reading.Draft:
    """Approve a draft with every statement of it but these."""
    with database.write() as session:
        claims = drafting.by_id(reading.one(session, slug).tree)
        verdict = reviewing.Verdict(
            reviewed=frozenset(claims) - but - disputed, disputed=disputed, next_due=next_due
        )
        return reviewing.approve(session, who, slug, verdict, note="", expected=ANYTHING, now=clock.now())


def publish(
    database: engine.Database,
    slug: str,
    *,
    who: principals.Principal = PUBLISHER,
    conditions: publishing.Conditions | None = None,
) -> publishing.Outcome:
    """Publish a draft."""
    with database.write() as session:
        return releasing.publish(
            session,
            who,
            slug,
            conditions=conditions or publishing.Conditions(),
            note="Published by a test.",
            expected=ANYTHING,
            now=clock.now(),
        )


def bring_out(database: engine.Database, slug: str, tree: Tree | None = None) -> publishing.Outcome:
    """Write, review and publish a procedure."""
    create(database, slug, tree)
    submit(database, slug)
    approve(database, slug)
    return publish(database, slug)
