"""The page of comparison: a form to choose procedures with, and what comes of it."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints
from starlette.responses import Response

from app.catalogue import choosing
from app.catalogue import comparison as documents
from app.catalogue.search import suggesting
from app.content import comparison, problems
from app.http import parameters
from app.renderings import compare, html, shown, withdrawal
from app.site import views

router = APIRouter()
_BETWEEN = re.compile(r"[,\s]+")


class Chosen(parameters.Query):
    """What is to be compared, or is still being chosen."""

    procedures: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=600)], ...], Field(max_length=60)
    ] = ()
    """Slugs: each value names one, or several with commas between them."""
    find: Annotated[str, StringConstraints(max_length=120)] = ""
    """The beginning of a name to choose by."""
    choose: parameters.Flag = False
    """Whether the choice is still being made: nothing is compared yet."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return the slugs that were named, each once, in their order."""
        named = (slug for value in self.procedures for slug in _BETWEEN.split(value))
        return tuple(dict.fromkeys(slug for slug in named if slug))

    @property
    def compared(self) -> tuple[str, ...]:
        """Return the slugs that are to be compared; none while they are chosen, or where they are too few or many."""
        fits = comparison.FEWEST <= len(self.slugs) <= comparison.MOST
        return self.slugs if fits and not self.choose else ()

    @property
    def made(self) -> bool:
        """Tell whether a choice was made."""
        return "procedures" in self.model_fields_set and not self.choose


@router.get("/compare")
def show_comparison(seen: views.Seen, query: Annotated[Chosen, Query()]) -> Response:
    """Choose procedures; then the same rows for each, and every gap in words."""
    offered = _alike(seen, query.find)
    with seen.here.database.read() as session:
        found = choosing.compared(
            session, query.compared, chosen=(*query.slugs, *offered)[: choosing.MOST_OFFERED]
        )
    return _page(seen, query, found, offered=offered)


def _alike(seen: views.View, text: str) -> tuple[str, ...]:
    """Return the slugs of procedures with a name that goes on as typed."""
    if not text.strip():
        return ()
    found = suggesting.suggested(seen.here.search.current(), text)
    return tuple(one.id for one in found if one.type == "procedure")


def _page(seen: views.View, query: Chosen, found: choosing.Compared, *, offered: Sequence[str]) -> Response:
    refused = found.found is None and query.made
    table = _table(seen, found.found) if found.found is not None else None
    page = compare.page(
        _chooser(seen, query, found, offered=offered), table, frame=_frame(seen, query, table)
    )
    revision = found.choice.catalogue
    if refused:
        return seen.unstored(page, revision=revision, status=found.unknown.status if found.unknown else 422)
    return seen.answer(page, revision=revision)


def _frame(seen: views.View, query: Chosen, table: compare.Table | None) -> html.Frame:
    data = seen.here.publisher.url("/v1/compare", query=[("procedures", ",".join(query.slugs))])
    named = html.Alternate(
        type="application/json", url=data, title=seen.language.gettext("This comparison as data")
    )
    return seen.frame(
        "/compare",
        title=seen.language.gettext("Procedures side by side")
        if table
        else seen.language.gettext("Compare procedures"),
        description=seen.language.gettext(
            "Aesthetic procedures side by side: the same questions to each, with the evidence, and what is not known."
        ),
        indexed=not query.model_fields_set,
        alternates=(named,) if table else (),
    )


def _table(seen: views.View, found: documents.Compared) -> compare.Table:
    held = tuple(
        shown.Shown.read(
            one.document, number=one.number, sha256=one.sha256, published=one.published, today=seen.today
        )
        for one in found.found
    )
    table = comparison.compare([one.document for one in held], broader=found.broader)
    return compare.Table(comparison=table, documents=held)


def _chooser(
    seen: views.View, query: Chosen, found: choosing.Compared, *, offered: Sequence[str]
) -> compare.Chooser:
    slugs, choice = query.slugs, found.choice
    listed = choice.procedures
    if query.find.strip():
        listed = tuple(one for one in listed if one[0] in {*offered, *slugs})
    shown_here = {slug for slug, _ in listed}
    return compare.Chooser(
        offered=listed,
        ticked=frozenset(slugs) & shown_here,
        others=", ".join(slug for slug in slugs if slug not in shown_here),
        more=choice.more,
        looked_for=query.find,
        too_few=query.made and len(slugs) < comparison.FEWEST,
        too_many=len(slugs) if query.made and len(slugs) > comparison.MOST else 0,
        unknown=tuple(_unknown(seen, slugs, found.unknown)) if found.unknown else (),
    )


def _unknown(
    seen: views.View, slugs: Sequence[str], problem: problems.ProcedureNotFound | problems.Gone
) -> list[compare.Unknown]:
    listed: Any = problem.extra["unknown"]
    return [
        compare.Unknown(
            position=one["position"],
            slug=one.get("slug"),
            nearest=tuple(
                (slug, _instead(seen, slugs, position=one["position"], slug=slug))
                for slug in one.get("nearest", ())
                if slug not in slugs
            ),
            withdrawn=withdrawal.of(one.get("withdrawal")),
        )
        for one in listed
    ]


def _instead(seen: views.View, slugs: Sequence[str], *, position: int, slug: str) -> str:
    named = [*slugs[: position - 1], slug, *slugs[position:]]
    return seen.here.publisher.path(f"{seen.prefix}/compare", query=[("procedures", one) for one in named])
