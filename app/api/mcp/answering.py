"""What each tool answers: one look at the catalogue, by the functions that routes use, and what is made of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.api.mcp import asking
from app.catalogue import comparison as documents
from app.catalogue import naming, procedures, screening
from app.catalogue import sources as known_sources
from app.catalogue.search import finding, reading
from app.content import comparison, document, problems, recognition, words
from app.http import dependencies, imprints
from app.renderings import assistant, assistant_answers

Tree = dict[str, Any]
Service = dependencies.Service
_NEAREST = 5
_NAMED = 40
"""How many procedures of a screening are named that are not shown."""


def search(here: Service, asked: asking.Search) -> Tree:
    """Return procedures by any words, each with the statements that brought it."""
    held = here.search.current()
    nothing = procedures.Filters()
    with here.database.read() as session:
        gone = naming.withdrawn(session, asked.query)
        found = finding.find(
            session, held, asked.query, nothing, sort="relevance", size=asked.limit, after=None
        )
        published = procedures.several(session, [row.card.slug for row in found.found.rows])
    about = _asked_about(found)
    rows = [_found(row, _read(here, published[row.card.slug]), about) for row in found.found.rows]
    total = found.found.total
    lost = {"withdrawn_procedure": assistant_answers.gone(gone)} if gone is not None else {}
    told: Tree = {**lost, "words": found.note, "question": _understood(found), **_unsearched(found)}
    if rows:
        told = {**told, "total": total, "procedures": rows}
    if total > len(rows):
        told["more"] = f"{total - len(rows)} more were found. Ask for more, or in words that say more."
    instead = _others(found)
    if instead:
        told["did_you_mean"] = instead
    return told


def get_procedure(here: Service, asked: asking.GetProcedure) -> Tree:
    """Return what a procedure is, everything about safety, and what else is held of it."""
    meant, held = _one(here, asked.procedure)
    return {**_come_to(meant, held), **assistant_answers.procedure(held)}


def get_section(here: Service, asked: asking.GetSection) -> Tree:
    """Return one section of a procedure in full."""
    meant, held = _one(here, asked.procedure)
    return {**_come_to(meant, held), **assistant_answers.section(held, asked.section)}


def compare(here: Service, asked: asking.Compare) -> Tree:
    """Return procedures side by side."""
    with here.database.read() as session:
        meant = [naming.meant(session, called) for called in asked.procedures]
        slugs = list(dict.fromkeys(one.slug for one in meant))
        if len(slugs) < comparison.FEWEST:
            raise problems.InvalidParameter("These are all the same procedure. Name at least two.")
        compared = documents.compared(session, slugs)
    models = [document.ProcedureDocument.model_validate_json(found.document) for found in compared.found]
    held = {slug: _read(here, found) for slug, found in zip(slugs, compared.found, strict=True)}
    table = comparison.compare(models, broader=compared.broader)
    return {
        **_all_come_to(meant, held),
        **assistant_answers.compared(held, table, groups=asked.groups),
    }


def screen(here: Service, asked: asking.Screen) -> Tree:
    """Return what documents say about somebody's circumstances, medicines and concerns, and what they leave out."""
    terms = _terms(asked)
    if not terms:
        raise problems.InvalidParameter(
            "Nothing was asked: name at least one circumstance, medicine or concern."
        )
    with here.database.read() as session:
        meant = [naming.meant(session, called) for called in asked.procedures]
        slugs = [one.slug for one in meant]
        size = max(asked.limit, len(set(slugs)))
        found = screening.screen(session, terms, slugs=slugs, size=size, after=None)
        matching, further = screening.further(session, found, slugs=slugs, size=_NAMED)
    question = found.understood.tree()
    if not found.understood.recognised:
        raise problems.UnknownConcept(" ".join(assistant_answers.understood(question)))
    held = {row.slug: _read(here, row.found) for row in found.listed.rows}
    shown = [assistant_answers.screened(held[row.slug], row.answers) for row in found.listed.rows]
    return {
        **_all_come_to(meant, held),
        "question": question,
        "words": " ".join(said for said in found.sentences() if said != words.MORE_FOLLOWS),
        "legal": words.LEGAL,
        "total": found.listed.total,
        **assistant_answers.left(found.listed.total, shown=len(shown), matching=matching, named=further),
        "procedures": shown,
    }


def sources(here: Service, asked: asking.Sources) -> Tree:
    """Return what is known of the sources: of one, of those that a procedure stands on, or of all."""
    if asked.procedure is not None:
        meant, held = _one(here, asked.procedure)
        return {**_come_to(meant, held), "procedure": held.heading, "sources": held.cited(only=asked.source)}
    with here.database.read() as session:
        if asked.source is not None:
            known = known_sources.named(session, asked.source)
            return {"sources": [_source(here, known)]}
        listed = known_sources.listed(session, size=asking.MOST_SOURCES, after=None)
    shown = [_source(here, known) for known in listed.rows]
    told: Tree = {"total": listed.total, "sources": shown} if shown else {"words": words.FOUND_NOTHING}
    if listed.total > len(shown):
        told["more"] = f"{listed.total - len(shown)} more are not shown: ask about one procedure."
    return told


def nearest(here: Service, called: str) -> list[str]:
    """Return the slugs of procedures that somebody may have meant who named one that is not there; best first."""
    held = here.search.current()
    with here.database.read() as session:
        found = finding.find(
            session, held, called, procedures.Filters(), sort="relevance", size=_NEAREST, after=None
        )
        slugs = [row.card.slug for row in found.found.rows]
        others = [label for label in found.instead if naming.slug_of(label) not in slugs]
        gone = {label for label in others if naming.withdrawn(session, label) is not None}
    return [*slugs, *(f"{label} (withdrawn)" if label in gone else label for label in others)]


def _one(here: Service, called: str) -> tuple[naming.Meant, assistant.Document]:
    with here.database.read() as session:
        meant = naming.meant(session, called)
        found = procedures.published(session, meant.slug)
    return meant, _read(here, found)


def _read(here: Service, found: procedures.Published) -> assistant.Document:
    return assistant.Document.read(found.document, imprint=imprints.imprint(here.publisher, found))


def _come_to(meant: naming.Meant, held: assistant.Document) -> Tree:
    if meant.by == "slug":
        return {}
    said = assistant_answers.RENAMED if meant.by == "earlier_slug" else assistant_answers.BY_NAME
    return {"found_as": {"slug": meant.slug, "words": said.format(name=held.tree["name"], slug=meant.slug)}}


def _all_come_to(meant: Iterable[naming.Meant], held: Mapping[str, assistant.Document]) -> Tree:
    led = [
        _come_to(one, held[one.slug])["found_as"] for one in meant if one.by != "slug" and one.slug in held
    ]
    return {"found_as": led} if led else {}


def _terms(asked: asking.Screen) -> list[recognition.Term]:
    places: tuple[recognition.Place, ...] = ("circumstances", "medicines", "concerns")
    return [
        recognition.Term(place=place, position=position, text=text)
        for place in places
        for position, text in enumerate(getattr(asked, place))
    ]


def _asked_about(found: finding.Answered) -> list[assistant_answers.Asked]:
    units = [(name, unit) for unit in found.question.units for name in unit.concepts]
    return [
        assistant_answers.Asked(
            id=name, label=found.labels.get(name, name), around=unit.narrower | unit.broader | {name}
        )
        for name, unit in dict(units).items()
    ]


def _found(row: finding.Row, held: assistant.Document, asked: list[assistant_answers.Asked]) -> Tree:
    shown = {
        one.match.id: [
            {"concept": concept.id, "label": held.label(concept.id), "relation": concept.relation}
            for concept in one.match.concepts
        ]
        for one in row.statements
    }
    return assistant_answers.found(held, shown, more=row.more, asked=asked)


def _understood(found: finding.Answered) -> Tree:
    units = found.question.units
    told: Tree = {"parts": len(units), "matched": found.matched} if units else {"words": found.note}
    named = [found.labels.get(name, name) for unit in units for name in unit.concepts]
    if named:
        told["read_as"] = list(dict.fromkeys(named))
    if found.question.corrections:
        told["looked_for_instead"] = [
            {"word": one.word, "words": list(one.instead)} for one in found.question.corrections
        ]
    if found.question.verdicts:
        told["not_answered"] = assistant_answers.not_answered(found.question.verdicts)
    if found.question.unread:
        told["not_looked_for"] = list(found.question.unread)
    if found.partly:
        told["words"] = words.NOT_ALL_WORDS
        told["missing"] = assistant_answers.missing([reading.spelled(unit) for unit in found.missing])
    return told


def _unsearched(found: finding.Answered) -> Tree:
    """Return what was not searched: nothing follows from its not being found."""
    told: Tree = {} if found.level else {"behind": words.BEHIND}
    if found.unreadable:
        told["not_searched"] = {"words": words.NOT_SEARCHED, "procedures": list(found.unreadable)}
    return told


def _others(found: finding.Answered) -> list[str]:
    """Return other words to try: none that the question holds already, whose matches are shown."""
    had = {*found.labels.values(), *(row.name for row in found.found.rows if row.named)}
    return [label for label in found.instead if label not in had]


def _source(here: Service, known: known_sources.Known) -> Tree:
    told = assistant.source(known.source, url=here.publisher.url)
    return {**told, "procedures": list(known.procedures)} if known.procedures else told
