"""The corrections: publications that changed or withdrew statements that were already published."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import listing, procedures
from app.db import tables

Audit, Procedure = tables.Audit, tables.Procedure


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One publication that corrected something; `details` holds what it changed and withdrew."""

    number: int
    at: str
    procedure: str
    name: str
    """The procedure's name, as it is now."""
    revision: int
    note: str
    details: dict[str, Any]


def listed(session: Session, *, size: int, after: listing.Key | None) -> listing.Listed[Correction]:
    """Return a page of corrections, the newest first."""
    query: listing.AnySelect = (
        select(
            Audit.number, Audit.at, Audit.subject, Audit.revision, Audit.note, Audit.details, Procedure.name
        )
        .join(Procedure, Procedure.slug == Audit.subject, isouter=True)
        .where(Audit.action == "publish")
        .where(Audit.corrections > 0)
        .order_by(Audit.number.desc())
    )
    start = listing.behind(after, int)
    behind = query.where(Audit.number < start[0]) if start else query
    return listing.page(
        session, behind, counted=query, size=size, make=_correction, key=lambda row: (row.number,)
    )


def _correction(row: listing.AnyRow) -> Correction:
    return Correction(
        number=row.number,
        at=procedures.stamp(row.at),
        procedure=row.subject,
        name=row.name or row.subject,
        revision=row.revision,
        note=row.note,
        details=json.loads(row.details),
    )
