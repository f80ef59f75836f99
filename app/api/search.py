"""Search: procedures by whatever words people have, with why each was found; and what to offer while they type."""

import json
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api import answers, queries, search_shapes
from app.catalogue.search import counts, finding, suggesting
from app.content import values, words
from app.db import stored
from app.http import dependencies, envelope, models, paging

router = APIRouter(tags=["Search"])


@router.get("/search", response_model=search_shapes.SearchPage, summary="Search")
def search(
    request: Request, here: dependencies.Here, query: Annotated[queries.ProcedureQuery, Query()]
) -> Response:
    """Procedures by any words, best first, each with the statements that brought it, and counts for narrowing down.

    Finding nothing is no evidence of safety. What a word was taken to mean stands in `question`.
    """
    return answer(request, here, query, row=lambda found: envelope.dumps(_row(here, found)), faceted=True)


@router.get("/suggest", response_model=models.Answer[search_shapes.Suggestions], summary="Suggest")
def suggest(
    request: Request, here: dependencies.Here, query: Annotated[queries.Suggested, Query()]
) -> Response:
    """At most ten names of procedures and concepts that go on as typed, from any of their words on."""
    held = here.search.current()
    found = suggesting.suggested(held, query.q)
    return answers.one(
        request, here, _suggestions(found), revision=held.state.revision, confirmed=here.search.level(held)
    )


def answer(
    request: Request,
    here: dependencies.Service,
    query: queries.ProcedureQuery,
    *,
    row: Callable[[finding.Row], bytes],
    faceted: bool = False,
) -> Response:
    """Answer with a page of what was found, each as `row` makes it."""
    after = paging.after(request, query.cursor)
    held = here.search.current()
    with here.database.read() as session:
        found = finding.find(
            session,
            held,
            query.q,
            queries.filters(query),
            sort=query.sort or ("relevance" if query.q is not None else "name"),
            size=query.limit,
            after=after,
        )
    rows = [row(one) for one in found.found.rows]
    return answers.page(
        request,
        here,
        rows,
        listed=found.found,
        size=query.limit,
        beside=_beside(found, faceted=faceted),
        confirmed=found.level,
    )


def _row(here: dependencies.Service, found: finding.Row) -> answers.Tree:
    tree: answers.Tree = {"procedure": json.loads(answers.card(here, found.card))}
    if found.named:
        tree["name_marks"] = _marks(found.named)
    if found.statements:
        tree["matches"] = [_match(here, shown) for shown in found.statements]
    return {**tree, "more_matches": found.more}


def _match(here: dependencies.Service, shown: finding.Shown) -> answers.Tree:
    tree: answers.Tree = {"section": shown.section, "statement": stored.tree(shown.json)}
    if shown.marked:
        tree["marks"] = _marks(shown.marked)
    if shown.match.concepts:
        tree["about"] = [{"id": concept.id, "relation": concept.relation} for concept in shown.match.concepts]
    return {**tree, **answers.conflicts(here, shown.conflicts, shown.match.id)}


def _marks(marked: tuple[tuple[int, int], ...]) -> list[values.Json]:
    return [{"start": start, "end": end} for start, end in marked]


def _beside(found: finding.Answered, *, faceted: bool) -> dict[str, values.Json]:
    beside: dict[str, values.Json] = {"question": _question(found)}
    if faceted:
        beside["facets"] = {facet.name: _facet(facet, found.labels) for facet in found.facets}
    if found.instead:
        beside["did_you_mean"] = list(found.instead)
    if found.unreadable:
        beside["not_searched"] = {"words": words.NOT_SEARCHED, "procedures": list(found.unreadable)}
    beside["note"] = found.note
    return beside


def _question(found: finding.Answered) -> values.Json:
    tree: answers.Tree = {"parts": len(found.question.units), "matched": found.matched}
    if found.question.units:
        tree["read_as"] = [
            {
                "words": " ".join(word.folded for word in unit.words),
                **(
                    {"concepts": [_named(name, found.labels) for name in unit.concepts]}
                    if unit.concepts
                    else {}
                ),
            }
            for unit in found.question.units
        ]
    if found.question.corrections:
        tree["corrections"] = [
            {"word": one.word, "looked_for": list(one.instead)} for one in found.question.corrections
        ]
    left = [*found.question.unread, *found.question.unsought]
    if left:
        tree["not_looked_for"] = [*left]
    if found.partly:
        tree["words"] = words.NOT_ALL_WORDS
    return tree


def _named(name: str, labels: dict[str, str]) -> values.Json:
    return {"id": name, "label": labels.get(name, name)}


def _facet(facet: counts.Facet, labels: dict[str, str]) -> values.Json:
    tree: answers.Tree = {"different": facet.different, "not_stated": facet.not_stated}
    if facet.not_stated:
        tree["words"] = words.FACET_NOT_STATED
    if facet.values:
        tree["values"] = [
            {"value": value, "label": labels.get(value, value.replace("_", " ")), "count": count}
            for value, count in facet.values
        ]
    return tree


def _suggestions(found: tuple[suggesting.Suggestion, ...]) -> values.Json:
    if not found:
        return {"words": words.NO_SUGGESTION}
    return {"suggestions": [_suggestion(one) for one in found]}


def _suggestion(one: suggesting.Suggestion) -> values.Json:
    tree: answers.Tree = {"type": one.type, "id": one.id, "label": one.label}
    if one.name != one.label:
        tree["name"] = one.name
    if one.scheme is not None:
        tree["scheme"] = one.scheme
    return tree
