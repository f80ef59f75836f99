"""The first page: search, browsing, and what they find; filters and marks are those of the search of the API."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.catalogue import procedures
from app.catalogue.search import counts, finding, snapshot, standing
from app.db import stored
from app.http import paging, parameters
from app.renderings import apart, home, html
from app.site import views

router = APIRouter()
FILTERS = ("concern", "body_area", "category", "invasiveness")
"""What can be browsed by, in the order in which it is shown."""


class Search(parameters.Query):
    """What to look for; nothing finds everything, by name."""

    q: parameters.Question | None = None
    concern: parameters.Words | None = None
    body_area: parameters.Words | None = None
    category: parameters.Words | None = None
    invasiveness: Literal["non_surgical", "minimally_invasive", "surgical"] | None = None
    include_unknown: parameters.Flag = False
    cursor: paging.Cursor | None = None

    @property
    def text(self) -> str | None:
        """Return the words asked for; a field that was left empty asks for nothing."""
        return self.q if self.q is not None and self.q.strip() else None

    @property
    def filters(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name) is not None}

    @property
    def wanted(self) -> procedures.Filters:
        """Return the filters as the catalogue takes them."""
        return procedures.Filters(
            concern=self.concern,
            body_area=self.body_area,
            category=self.category,
            invasiveness=self.invasiveness,
            include_unknown=self.include_unknown,
        )

    def pairs(self, **changed: str | None) -> list[tuple[str, str]]:
        """Return the parameters of the same search from its beginning, some of them changed or, if None, left out."""
        held: dict[str, str | None] = {"q": self.text, **self.filters}
        held["include_unknown"] = "true" if self.include_unknown else None
        return [(name, value) for name, value in {**held, **changed}.items() if value is not None]


@router.get("/")
def show_home(seen: views.Seen, query: Annotated[Search, Query()]) -> Response:
    """What this is, search and browsing."""
    held = seen.here.search.current()
    found = _found(seen, query, held)
    return _page(seen, query, found, None if _is_asked(query) else standing.of(held))


def _is_asked(query: Search) -> bool:
    return bool(query.pairs()) or query.cursor is not None


def _found(seen: views.View, query: Search, held: snapshot.Snapshot) -> finding.Answered:
    after = paging.after(seen.request, query.cursor)
    with seen.here.database.read() as session:
        return finding.find(
            session,
            held,
            query.text,
            query.wanted,
            sort="relevance" if query.text is not None else "name",
            size=paging.DEFAULT_SIZE,
            after=after,
        )


def _page(
    seen: views.View, query: Search, found: finding.Answered, counted: standing.Standing | None
) -> Response:
    place = paging.page(
        seen.request,
        publisher=seen.here.publisher,
        size=paging.DEFAULT_SIZE,
        count=len(found.found.rows),
        last=found.found.last,
    )
    going_on = query.pairs(cursor=place.cursor)
    page = home.Home(
        asked=query.text,
        chosen=tuple(_chosen(seen, query, found)),
        kept=tuple(query.pairs(q=None)),
        with_unknown=_to(seen, query.pairs(include_unknown="true")) if query.filters else None,
        unknown_too=query.include_unknown,
        understood=_understood(seen, query, found),
        facets=tuple(_facet(seen, query, facet, found.labels) for facet in _browsed(found.facets)),
        rows=tuple(_row(seen, row) for row in found.found.rows),
        total=found.found.total,
        not_searched=len(found.unreadable),
        first=query.cursor is None,
        start_url=_to(seen, query.pairs()),
        next_url=_to(seen, going_on) if place.cursor is not None else None,
        standing=_counted(counted) if counted is not None else None,
    )
    made = home.page(page, frame=_frame(seen, query))
    return seen.answer(made, revision=found.found.catalogue, confirmed=found.level, headers=place.headers())


def _frame(seen: views.View, query: Search) -> html.Frame:
    return seen.frame(
        "/",
        title=seen.language.gettext("What was found")
        if _is_asked(query)
        else seen.language.gettext("Aesthetic procedures: what is known and what is not"),
        description=seen.language.gettext(
            "What sources say about aesthetic procedures, with the evidence behind each statement, and plainly where "
            "nothing is known."
        ),
        indexed=not _is_asked(query),
        alternates=(
            html.Alternate(
                type="application/json",
                url=seen.here.publisher.url("/v1/search", query=query.pairs()),
                title=seen.language.gettext("This search as data"),
            ),
        ),
    )


def _counted(found: standing.Standing) -> home.Standing:
    return home.Standing(
        procedures=found.procedures,
        reviewed=found.reviewed,
        disputed=found.disputed,
        wholly_reviewed=found.wholly_reviewed,
        better=found.better,
    )


def _browsed(facets: Sequence[counts.Facet]) -> list[counts.Facet]:
    held = {facet.name: facet for facet in facets}
    return [held[name] for name in FILTERS]


def _facet(seen: views.View, query: Search, facet: counts.Facet, labels: dict[str, str]) -> home.Facet:
    """Return a facet without the value by which the list is narrowed already."""
    choices = [
        home.Choice(
            value=value,
            label=labels.get(value, value),
            count=count,
            href=_to(seen, query.pairs(**{facet.name: value})),
        )
        for value, count in facet.values
        if value != query.filters.get(facet.name)
    ]
    return home.Facet(
        name=facet.name,
        choices=tuple(choices),
        left_out=facet.different - len(facet.values),
        not_stated=facet.not_stated,
    )


def _chosen(seen: views.View, query: Search, found: finding.Answered) -> Iterator[home.Chosen]:
    for name, value in query.filters.items():
        label = found.labels.get(value, value)
        yield home.Chosen(name=name, value=value, label=label, href=_to(seen, query.pairs(**{name: None})))


def _understood(seen: views.View, query: Search, found: finding.Answered) -> home.Understood:
    question = found.question
    return home.Understood(
        corrections=tuple((one.word, one.instead) for one in question.corrections),
        left_out=question.unread,
        partly=found.partly,
        instead=tuple((label, _to(seen, query.pairs(q=label))) for label in found.instead),
    )


def _row(seen: views.View, found: finding.Row) -> home.Row:
    card = stored.tree(found.card.card)
    return home.Row(
        slug=found.card.slug,
        shown=apart.beside(found.card.slug, today=seen.today),
        name=home.pieces(found.name, found.named),
        summary=card["summary"],
        review=card["review"]["words"],
        safety=home.safety(card["coverage"], card["words"]),
        matched=tuple(_matched(shown) for shown in found.statements),
        more=found.more,
        compare=seen.here.publisher.path(
            f"{seen.prefix}/compare", query=[("procedures", found.card.slug), ("choose", "true")]
        ),
    )


def _matched(shown: finding.Shown) -> home.Matched:
    claim = apart.claim(shown.json)
    return home.Matched(
        claim=claim,
        section=shown.section,
        text=home.pieces(claim.text, shown.marked),
        contradicted=bool(shown.conflicts),
    )


def _to(seen: views.View, pairs: Sequence[tuple[str, str]]) -> str:
    return seen.here.publisher.path(f"{seen.prefix}/", query=pairs)
