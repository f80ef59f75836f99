"""The page on which clinics choose a card, and copy what shows it on their site."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from app.catalogue import listing, procedures
from app.db import stored
from app.http import parameters
from app.renderings import builder, card, snippets
from app.renderings import colours as palette
from app.site import views

router = APIRouter()
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_MOST = 100
"""How many procedures a list to choose from holds; where there are more, their slugs are typed."""
Typed = Annotated[str, Field(max_length=40)]


class Form(parameters.Query):
    """What was chosen; fields that were left empty are sent empty."""

    procedure: parameters.Slug | Literal[""] = ""
    sections: Annotated[list[card.Choice], Field(max_length=len(card.CHOICES), default_factory=list)]
    theme: Literal["", "auto", "light", "dark"] = ""
    lang: Typed = ""
    text: Typed = ""
    background: Typed = ""
    accent: Typed = ""


@router.get("/embed")
def show_builder(seen: views.Seen, query: Annotated[Form, Query()]) -> Response:
    """Choose a procedure, its parts, colours and language, and copy what shows its card."""
    with seen.here.database.read() as session:
        listed = procedures.listed(session, procedures.Filters(), sort="name", size=_MOST, after=None)
        named = procedures.known(session, query.procedure) if query.procedure else None
    return _page(seen, query, listed=listed, named=named)


def _page(
    seen: views.View,
    query: Form,
    *,
    listed: listing.Listed[procedures.CardRow],
    named: tuple[str, str] | None,
) -> Response:
    typed = builder.Typed(**{**query.model_dump(), "sections": tuple(query.sections)})
    colours, faults = typed.colours()
    offered = tuple((row.slug, str(stored.tree(row.card)["name"])) for row in listed.rows)
    complete = listed.total <= _MOST
    if named is None and complete and offered:
        named = offered[0]  # what the list shows as chosen
    chosen = None if named is None else _chosen(seen, query, named=named, colours=colours)
    shown = builder.Builder(
        typed=typed,
        procedures=offered,
        complete=complete,
        faults=tuple(faults),
        chosen=chosen,
        made=None if chosen is None else _made(seen, chosen),
    )
    frame = seen.frame(
        "/embed",
        title=seen.language.gettext("Show a card on your site"),
        description=seen.language.gettext(
            "Choose a procedure and copy what shows it on your site, with its risks, sources and gaps."
        ),
    )
    return seen.answer(builder.page(shown, frame=frame), revision=listed.catalogue, policy=POLICY)


def _chosen(
    seen: views.View, query: Form, *, named: tuple[str, str], colours: dict[str, palette.Colour]
) -> snippets.Chosen:
    slug, name = named
    return snippets.Chosen(
        slug=slug,
        name=name,
        language=seen.here.languages.get(query.lang, seen.language),
        sections=tuple(choice for choice in card.CHOICES if choice in query.sections),
        theme=query.theme if query.theme in ("light", "dark") else None,
        colours=colours,
    )


def _made(seen: views.View, chosen: snippets.Chosen) -> snippets.Snippets:
    publisher = seen.here.publisher
    path = f"/embed/{chosen.slug}"
    return snippets.made(
        chosen,
        publisher=views.published_by(publisher),
        framed=publisher.url(path, query=chosen.query),
        preview=publisher.path(path, query=chosen.query),
    )
