"""How the catalogue becomes a folder again: importing it into an empty database gives equal documents."""

from dataclasses import dataclass
from pathlib import Path

from app.authoring import folders, library
from app.content import freezing
from app.db import engine, projection


@dataclass(frozen=True, kw_only=True)
class Export:
    """Say what was written."""

    sources: int
    concepts: int
    procedures: int


def export_folder(database: engine.Database, folder: Path) -> Export:
    """Write the newest state of everything into a new or empty folder, as JSON; raise Refused if it is not empty."""
    with database.read() as session:
        known, terms = library.sources_of(session), projection.vocabulary_of(session)
        documents = [published for published, _ in projection.newest(session)]
    contents = folders.Contents(
        sources=known,
        concepts=dict(terms.concepts),
        drafts={published.slug: freezing.thaw(published) for published in documents},
    )
    folders.write(Path(folder), contents)
    return Export(
        sources=len(contents.sources), concepts=len(contents.concepts), procedures=len(contents.drafts)
    )
