"""The page of a concept."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.catalogue import citing, mentions
from app.content import sources, vocabulary
from app.http import envelope, paging, parameters
from app.renderings import concepts as renderings
from app.renderings import html
from app.site import views

router = APIRouter()


class Paged(views.Paged):
    """The parameters of the page, which holds two lists."""

    silent_after: parameters.Slug | None = None
    """Goes on with the procedures that say nothing, behind this one."""


@router.get("/concepts/{concept}")
def show_concept(
    seen: views.Seen, concept: Annotated[parameters.Slug, Path()], query: Annotated[Paged, Query()]
) -> Response:
    """One concept: its names and codes, what procedures say of it, and which say nothing."""
    after = paging.after(seen.request, query.cursor)
    with seen.here.database.read() as session:
        found = mentions.of(
            session,
            mentions.Asked(concept=concept),
            size=query.limit,
            after=after,
            silent_after=query.silent_after,
        )
        rows = [_row(row) for row in found.found.rows]
        cited = citing.named(session, renderings.cited(row[2].claim for row in rows))
    return _page(seen, query, found, rows=rows, cited=cited)


def _row(row: mentions.Mention) -> tuple[str, str, renderings.Mention]:
    mention = renderings.Mention(relation=row.relation, path=row.path, claim=renderings.claim(row.json))
    return row.slug, row.name, mention


def _page(
    seen: views.View,
    query: Paged,
    found: mentions.Mentioned,
    *,
    rows: list[tuple[str, str, renderings.Mention]],
    cited: Mapping[str, sources.CitedSource],
) -> Response:
    place = seen.place(query.limit, count=len(rows), last=found.found.last)
    held = vocabulary.Concept.model_validate_json(envelope.dumps(found.known.concept))
    page = renderings.Page(
        concept=held,
        broader=found.known.all_broader,
        narrower=found.known.narrower,
        speaking=renderings.speaking(rows),
        statements=found.found.total,
        exact=sum(count for relation, count in found.by_relation.items() if relation != "broader"),
        procedures=found.mentioning,
        silent=_silent(seen, found),
        first=query.cursor is None and query.silent_after is None,
        next=seen.followed(place.next_url),
    )
    made = renderings.page(
        page,
        beside=renderings.Beside(cited=cited, today=seen.today),
        contested=frozenset(found.conflicts),
        frame=_frame(seen, page),
    )
    return seen.answer(made, revision=found.found.catalogue, headers=place.headers())


def _silent(seen: views.View, found: mentions.Mentioned) -> renderings.Silent:
    silent, publisher = found.silent, seen.here.publisher
    following = [("silent_after", silent.last)] if silent.last is not None else []
    return renderings.Silent(
        procedures=tuple((row.slug, row.name) for row in silent.procedures),
        total=silent.total,
        next=publisher.path(seen.request.scope["path"], query=following) if following else None,
    )


def _frame(seen: views.View, page: renderings.Page) -> html.Frame:
    _ = seen.language.gettext
    label = page.concept.label
    return seen.frame(
        f"/concepts/{page.concept.id}",
        title=label,
        description=_(
            "What aesthetic procedures have to do with %(concept)s: what our sources say, and where they say nothing.",
            concept=label,
        ),
        alternates=(seen.data(f"/v1/concepts/{page.concept.id}", title=_("This concept as data")),),
        indexed=page.first,
    )
