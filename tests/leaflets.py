"""A made-up leaflet on a made-up procedure, for tests in which somebody writes one from its text."""

from pathlib import Path

from app.authoring import importing, texts
from app.content import values
from app.db import clock, engine

SOURCE = "soft-light-leaflet"
TEXT = (
    "\U0001d54aoft light toning 🌤️ – a leaflet that was made up for tests.\r\n"
    "\r\n"
    "Soft light toning is used to make fine lines less visible.\r\n"
    "It usually makes the skin red for one to two days. 🙂 Some people have a burning sensation during the session.\r\n"
    "Pregnant women should not have it.\r\n"
    "See a doctor at once if blisters appear.\r\n"
)
"""It has characters beyond the first plane, and lines as Windows ends them: places in it are easily miscounted."""


def described() -> values.Json:
    """Return the metadata of the leaflet; nobody has used anything of it yet."""
    return {
        "id": SOURCE,
        "title": "Soft light toning: a leaflet",
        "kind": "health_service",
        "access": "held",
        "language": "en",
        "commercial_interest": "None: it was made up.",
        "rights": "We wrote it.",
        "about": "A leaflet that was made up for tests.",
        "sha256": values.digest(TEXT.encode()),
        "length": len(TEXT),
        "ledger": [{"start": 0, "end": len(TEXT), "excluded": "unused", "note": "Not read yet."}],
    }


def bring_in(url: str, folder: Path) -> None:
    """Register the leaflet in a database and import its text."""
    place = folder / "leaflet" / "sources"
    place.mkdir(parents=True)
    (place / f"{SOURCE}.yaml").write_bytes(values.canonical(described()))  # JSON is YAML, too
    database = engine.Database(url, pool_size=2)
    importing.import_folder(database, place.parent)
    with database.write() as session:
        texts.bring_in(
            session, SOURCE, TEXT.encode(), right="We wrote it.", editor="Ada", note="", now=clock.now()
        )
    database.dispose()
