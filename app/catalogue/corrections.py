"""The corrections: publications that changed or withdrew statements that were already published."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from app.catalogue import listing
from app.content import values
from app.db import audit, tables

Audit, Procedure = tables.Audit, tables.Procedure
_ACTIONS: tuple[audit.Action, ...] = ("publish", "withdraw", "restore", "rename")
"""What can correct what readers have seen."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One publication or withdrawal that corrected something; `details` holds what it changed and withdrew."""

    number: int
    at: str
    procedure: str
    name: str
    """The procedure's name, as it is now."""
    revision: int
    """The one that was published with it, or where the whole procedure was withdrawn the last that was public."""
    note: str
    details: dict[str, Any]

    @property
    def whole(self) -> dict[str, Any]:
        """Return what became of the whole procedure: the `reason` of its withdrawal, or that it was `restored`."""
        found: dict[str, Any] = self.details.get("procedure", {})
        return found


def listed(session: Session, *, size: int, after: listing.Key | None) -> listing.Listed[Correction]:
    """Return a page of corrections, the newest first."""
    query: listing.AnySelect = (
        select(
            Audit.number, Audit.at, Audit.subject, Audit.revision, Audit.note, Audit.details, Procedure.name
        )
        .join(Procedure, Procedure.slug == Audit.subject, isouter=True)
        # `lower` keeps SQLite from looking up all that was ever published by the index of the actions.
        .where(func.lower(Audit.action).in_(_ACTIONS))
        .where(Audit.corrections > literal_column("0"))  # as in the index, which holds these alone
        .order_by(Audit.number.desc())
    )
    start = listing.behind(after, int)
    behind = query.where(Audit.number < start[0]) if start else query
    return listing.page(
        session, behind, counted=query, size=size, make=_correction, key=lambda row: (row.number,)
    )


def _correction(row: listing.AnyRow) -> Correction:
    details = json.loads(row.details)
    whole = details.get("procedure", {})
    return Correction(
        number=row.number,
        at=values.stamp(row.at),
        procedure=row.subject,
        name=row.name or whole.get("name") or row.subject,
        revision=row.revision or whole["revision"],
        note=row.note,
        details=details,
    )
