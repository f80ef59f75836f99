"""Whose a procedure is by now: the folder's that it came from, or its editors', who changed it here with a key."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring import folders, library, publishing, refusals
from app.content import document, freezing, ledger, sources
from app.db import audit, projection, standing, tables

_ACTIONS: tuple[audit.Action, ...] = ("publish", "withdraw", "restore", "rename")


def edited(session: Session, slugs: Collection[str]) -> frozenset[str]:
    """Return those of some procedures that somebody changed with a key since they came here."""
    entry = tables.Audit
    query = (
        select(entry.subject).where(entry.action.in_(_ACTIONS)).where(entry.actor != audit.HOST).distinct()
    )
    return frozenset(row.subject for row in projection.among(session, query, entry.subject, slugs))


def yielded(session: Session, contents: folders.Contents) -> tuple[folders.Contents, frozenset[str]]:
    """Return what a folder says beside the procedures that have editors here or were taken away, and those.

    The ledgers of the sources that these rest on keep their editors' phrases.
    """
    slugs = frozenset(contents.drafts)
    kept = edited(session, slugs) | frozenset(standing.away(session, slugs))
    found = [projection.latest(session, slug) for slug in sorted(kept)]
    theirs = [one[0] for one in found if one is not None]
    cited = frozenset().union(*(freezing.cited(held) for held in theirs))
    held = library.sources_of(session, cited)
    drafts = {slug: draft for slug, draft in contents.drafts.items() if slug not in kept}
    described = {
        name: _with_both(source, held.get(name), [*theirs, *drafts.values()])
        for name, source in contents.sources.items()
    }
    return dataclasses.replace(contents, drafts=drafts, sources=described), kept


def faults(
    session: Session,
    prepared: Mapping[str, publishing.Prepared],
    *,
    places: Mapping[str, str],
    allowed: Collection[str],
) -> Iterator[refusals.Fault]:
    """Yield a fault for each procedure of a folder that would undo what its editors published here."""
    for slug in sorted(edited(session, _changing(prepared, places)) - set(allowed)):
        yield refusals.Fault(
            place=places[slug],
            code="edited_here",
            pointer="",
            message=f"{slug} was edited and published here since: this would undo it. Allow {slug} to be replaced.",
        )


def _changing(prepared: Mapping[str, publishing.Prepared], listed: Iterable[str]) -> list[str]:
    return [slug for slug in listed if slug in prepared and not prepared[slug].unchanged]


def _with_both(
    source: sources.AccountedSource,
    held: sources.AccountedSource | None,
    drafts: Sequence[document.ProcedureDraft],
) -> sources.AccountedSource:
    """Return a source as a folder describes it, with the ledger that it has here and the folder's phrases in it."""
    if held is None or held.sha256 != source.sha256 or source.access != "held":
        return source
    return source.changed(ledger=ledger.rewritten(held, ledger.quotations(drafts, source.id)))
