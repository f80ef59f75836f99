"""Clinics for tests: what one says, and a database that holds it."""

from typing import Any

from app.access import principals
from app.authoring import overlays
from app.catalogue import clinics as reading
from app.content import clinics
from app.db import clock, engine

SLUG = "glow"
ORIGIN = "https://glow.example"


def said(procedure: str = "example-peel", **changes: object) -> dict[str, Any]:
    """Return what a clinic says that offers one procedure."""
    offer = {
        "procedure": procedure,
        "price": {"currency": "GBP", "min": "120.00", "max": "180.00"},
        "session": {"min": "PT30M", "max": "PT45M"},
        "practitioner": "Dr A. Example",
        "booking": "https://glow.example/book",
        "aftercare": "Call us on the day after, whatever you feel.",
    }
    return {
        "name": "Glow Clinic",
        "site": "https://glow.example/",
        "origins": [ORIGIN],
        "offers": [offer],
        **changes,
    }


def put(database: engine.Database, held: dict[str, Any] | None = None, *, slug: str = SLUG) -> reading.Held:
    """Make a clinic as its key would."""
    who = principals.Principal(key_id="aaaaaaaaaa", holder="Glow", role="clinic", clinic=slug)
    clinic = clinics.Clinic.model_validate(held or said())
    with database.write() as session:
        return overlays.create(session, who, slug, clinic, now=clock.now())
