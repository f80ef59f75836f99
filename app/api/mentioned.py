"""What is said of a concept as an answer: its shapes, procedure by procedure, and who says nothing of it."""

import itertools

from starlette.requests import Request
from starlette.responses import Response

from app.api import answers, shapes
from app.catalogue import mentions as found_
from app.content import mentions, statements, values, words
from app.db import stored
from app.http import caching, dependencies, envelope, models, paging


class Mention(models.Shape):
    """One statement about the concept, or about a narrower or a broader one."""

    relation: mentions.Relation
    """`same`: about the concept itself. `narrower`: about one that it includes. `broader`: about one that includes it;
    what it says may hold for it."""
    words: str
    """What that means for the concept."""
    path: tuple[shapes.Named, ...]
    """The way from the concept asked about to the one that the statement is about, both included."""
    section: str
    """The section of the document that holds the statement."""
    url: models.Url
    """The statement's own address."""
    statement: statements.Statement | statements.BodyArea | statements.Category
    conflicts: tuple[shapes.RowConflict, ...] = ()
    """Contradictions that it is part of; absent where none was found."""


class MentioningProcedure(shapes.ProcedureName):
    """A procedure, and what it says of the concept."""

    url: models.Url
    """The whole document."""
    continued: bool
    """Whether the page before this one begins to show what it says."""
    complete: bool
    """Whether nothing more of it follows on the next page."""
    statements: tuple[Mention, ...]
    """Those about the concept itself first, then those about narrower, then about broader ones."""


class Mentions(models.Shape):
    """What procedures say of a concept."""

    total: int
    """How many statements there are on all pages."""
    by_kind: dict[mentions.Kind, int] | None = None
    """How many there are of each kind; a kind of which there is none is absent."""
    by_relation: dict[mentions.Relation, int] | None = None
    """How many are about the concept itself, narrower, broader ones; absent where there is none."""
    total_procedures: int
    """How many procedures they belong to."""
    procedures: tuple[MentioningProcedure, ...] = ()
    """Those of this page, by slug; absent where no statement was found."""


class ConceptPage(models.Answer[shapes.ConceptAnswer]):
    """A concept, a page of what is said of it, and the procedures that say nothing of it."""

    page: models.PageInfo
    """Counts the statements in `mentions`."""
    summary: str
    """What was found, in words."""
    mentions: Mentions
    not_addressed: shapes.SilentProcedures
    note: str | None = None
    """What finding nothing, or only something broader, means; given where that is so."""


def answer(
    request: Request, here: dependencies.Service, asked: found_.Asked, found: found_.Mentioned, *, size: int
) -> Response:
    """Answer with a concept and a page of what is said of it."""
    listed = found.found
    place = paging.page(
        request,
        publisher=here.publisher,
        size=size,
        count=len(listed.rows),
        last=listed.last,
        total=listed.total,
    )
    beside = {
        "summary": _summary(asked, found),
        "mentions": _mentions(here, found),
        "not_addressed": answers.silence(request, here, found.silent),
        **_note(found),
    }
    chunks = envelope.about(
        envelope.dumps(_concept(found)),
        meta=envelope.meta(here.publisher),
        page=place.members(),
        beside=beside,
    )
    return caching.conditional(request, chunks=chunks, revision=listed.catalogue, headers=place.headers())


def _concept(found: found_.Mentioned) -> answers.Tree:
    known = found.known
    around = {"all_broader": _named(known.all_broader), "narrower": _named(known.narrower)}
    return {**known.concept, **{name: listed for name, listed in around.items() if listed}}


def _named(pairs: tuple[tuple[str, str], ...]) -> list[values.Json]:
    return [{"id": name, "label": label} for name, label in pairs]


def _summary(asked: found_.Asked, found: found_.Mentioned) -> str:
    return mentions.summary(
        found.known.concept["label"],
        kind=asked.kind,
        procedure=found.procedure,
        by_kind=found.by_kind,
        by_relation=found.by_relation,
        mentioning=found.mentioning,
        silent=found.silent.total,
    )


def _note(found: found_.Mentioned) -> dict[str, values.Json]:
    if found.by_relation and set(found.by_relation) == {"broader"}:
        return {"note": words.ONLY_BROADER}
    return answers.note(found.found)


def _mentions(here: dependencies.Service, found: found_.Mentioned) -> answers.Tree:
    tree: answers.Tree = {"total": found.found.total, "total_procedures": found.mentioning}
    if found.found.total:
        tree.update(by_kind=dict(found.by_kind), by_relation=dict(found.by_relation))
    groups = [list(rows) for _, rows in itertools.groupby(found.found.rows, key=lambda row: row.slug)]
    if groups:
        tree["procedures"] = [_procedure(here, found, rows) for rows in groups]
        tree["procedures"][0]["continued"] = found.continues
        tree["procedures"][-1]["complete"] = not found.cut
    return tree


def _procedure(
    here: dependencies.Service, found: found_.Mentioned, rows: list[found_.Mention]
) -> answers.Tree:
    return {
        "slug": rows[0].slug,
        "name": rows[0].name,
        "language": "en",
        "url": here.publisher.url(f"/v1/procedures/{rows[0].slug}"),
        "continued": False,
        "complete": True,
        "statements": [_mention(here, found, row) for row in rows],
    }


def _mention(here: dependencies.Service, found: found_.Mentioned, row: found_.Mention) -> answers.Tree:
    return {
        "relation": row.relation,
        "words": mentions.WORDS[row.relation],
        "path": _named(row.path),
        "section": row.section,
        "url": here.publisher.url(f"/v1/statements/{row.id}"),
        "statement": stored.tree(row.json),
        **answers.conflicts(here, found.conflicts, row.id),
    }
