"""A search over documents without a database, for tests of what is found."""

import datetime
from collections.abc import Iterable

from app.catalogue.search import entries, folder, lexicon, snapshot
from app.content import document, values, vocabulary
from app.db import rows


def over(
    documents: Iterable[document.ProcedureDocument], *, terms: vocabulary.Vocabulary
) -> snapshot.Snapshot:
    """Return a snapshot of an index in memory that holds these documents."""
    kept = folder.Folder(None)
    kept.renew()
    made = [entries.entry(_published(one), slot=slot, terms=terms) for slot, one in enumerate(documents)]
    state = folder.State(revision=1, identity="", newest="", slots=len(made))
    kept.write(made, replacing=(), count=len(made), state=lambda: state)
    found = kept.read()
    assert found is not None
    return snapshot.Snapshot(*found, lexicon.Lexicon(terms))


def _published(one: document.ProcedureDocument) -> entries.Published:
    held = one.canonical()
    at = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    version = rows.Version(number=1, sha256=values.digest(held), published_at=at)
    row = rows.of_document(one, version)["procedures"][0]
    return entries.Published(
        slug=one.slug,
        name=one.name,
        name_key=row["name_key"],
        sha256=version.sha256,
        published=values.stamp(at),
        invasiveness=row["invasiveness"],
        recovery_seconds=row["recovery_seconds"],
        session_seconds=row["session_seconds"],
        document=held,
    )
