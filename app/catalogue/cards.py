"""The documents of several procedures for cards, each one or the problem that stands in its place."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.catalogue import absent, procedures
from app.content import problems

Found = procedures.Published | problems.Problem


def each(session: Session, slugs: Iterable[str]) -> dict[str, Found]:
    """Return for each slug the newest document or why there is none, by one SELECT for each document.

    A slug that was given up leads to the procedure by the one that it has now.
    """
    return {slug: _found(session, slug) for slug in dict.fromkeys(slugs)}


def _found(session: Session, slug: str) -> Found:
    try:
        return procedures.published(session, slug)
    except absent.Renamed as renamed:
        return _found(session, renamed.successor)
    except problems.Problem as problem:
        return problem
