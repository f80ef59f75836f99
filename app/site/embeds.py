"""Cards for other sites: as a page for frames, as trees for the script, and in a clinic's own colours."""

import dataclasses
import datetime
import functools
import json
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from starlette.responses import Response

from app.catalogue import cards, clinics, procedures
from app.content import problems, values
from app.db import clock
from app.http import caching, dependencies, envelope, parameters, urls
from app.renderings import card, colours, embedded, jsonml, languages, overlay, shown
from app.site import framed, views

router = APIRouter(include_in_schema=False)
frames = APIRouter(include_in_schema=False, route_class=framed.FramedRoute)
_BRIEFLY = "public, max-age=0, s-maxage=15, stale-if-error=600"
"""The script asks again within 45 seconds; with what one shared cache keeps, a withdrawal arrives within a minute."""
MOST = 20
"""How many cards one request may ask for."""
Said = Mapping[tuple[str, str], clinics.Beside]
"""What clinics say beside cards, by the clinic and the procedure."""


def _colour(words: str) -> str:
    return colours.shown(colours.read(words))


def _sections(words: str) -> str:
    named = [name.strip() for name in words.split(",") if name.strip()]
    if unknown := [name for name in named if name not in (*card.CHOICES, "all")]:
        names = ", ".join(card.CHOICES)
        raise ValueError(
            f"must be names of parts, separated by commas; {len(unknown)} is none of {names}, all"
        )
    return ",".join(named)


def _folded(given: object) -> object:
    return given.lower() if isinstance(given, str) else given


Colour = Annotated[str, StringConstraints(max_length=7), AfterValidator(_colour)]
"""Six hexadecimal digits, with or without a # before them."""
Sections = Annotated[str, StringConstraints(max_length=120), AfterValidator(_sections)]
"""The parts of the card that may be chosen, separated by commas."""
Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$")]
"""The tag of a language; where the pages are not to be had in it they are in English."""


class Coloured(parameters.Query):
    """The colours of a card."""

    theme: embedded.Theme | None = None
    text: Colour | None = None
    background: Colour | None = None
    accent: Colour | None = None

    @property
    def given(self) -> dict[str, colours.Colour]:
        """Return the colours that were given, by role."""
        named = {role: getattr(self, role) for role in colours.CHOSEN}
        return {role: colours.read(words) for role, words in named.items() if words}


class Framed(Coloured, parameters.OpenQuery):
    """What a frame shows; what is empty was not chosen, and what others append to addresses is passed over."""

    sections: Sections | None = None
    lang: Tag | None = None
    clinic: values.Slug | None = None
    """Whose words stand beside the facts, and whose sites may show the frame."""

    @property
    def chosen(self) -> tuple[card.Choice, ...]:
        """Return the parts of the card that were chosen."""
        named = (self.sections or "").split(",")
        return tuple(choice for choice in card.CHOICES if choice in named or "all" in named)

    @model_validator(mode="before")
    @classmethod
    def _tidied(cls, given: Mapping[str, object]) -> dict[str, object]:
        return {name: _folded(value) for name, value in given.items() if value != ""}


class Several(parameters.Query):
    """Which cards a page shows."""

    card: Annotated[list[str], Field(min_length=1, max_length=MOST)]
    """`slug~sections~language~clinic` of each, its sections separated by full stops; a fault in one is said in its
    place."""


@router.get("/embed/cards.json")
def read_cards(request: Request, here: dependencies.Here, query: Annotated[Several, Query()]) -> Response:
    """The cards of a page in the order asked for, as trees; where there is none, what stands in its place."""
    asked = [embedded.asked(words, offered=here.languages) for words in query.card]
    with here.database.read() as session:
        found = cards.each(session, [one.slug for one in asked if one.slug])
        said = clinics.beside(session, [(one.clinic, one.slug) for one in asked if one.clinic])
    return _cards(request, here, asked=asked, found=found, said=said)


@router.get("/embed/theme.css")
async def read_theme(request: Request, query: Annotated[Coloured, Query()]) -> Response:
    """The colours that were given, moved until everything can be read."""
    made = colours.sheet(query.given, theme=query.theme).encode("ascii")
    return caching.conditional(
        request, chunks=[made], media_type="text/css", cache_control="public, max-age=3600"
    )


@frames.get("/embed/{slug}")
@frames.get("/embed/{slug}/")
def show_card(
    request: Request,
    here: dependencies.Here,
    slug: Annotated[dependencies.SlugInPath, BeforeValidator(_folded)],
    query: Annotated[Framed, Query()],
) -> Response:
    """The card of a procedure as a page for a frame on any site."""
    with here.database.read() as session:
        found = procedures.published(session, slug)
        said = clinics.beside(session, [(query.clinic, slug)] if query.clinic else [])
    return _page(request, here, slug=slug, query=_styled(query, said), found=found, said=said)


@frames.get("/embed/{rest:path}")
async def refuse_card(rest: str, _: Annotated[parameters.OpenQuery, Query()]) -> Response:
    """Whatever else a frame is led to: no site shows an empty box."""
    raise problems.ProcedureNotFound("No card has this address.")


def _cards(
    request: Request,
    here: dependencies.Service,
    *,
    asked: list[embedded.Asked],
    found: Mapping[str, cards.Found],
    said: Said,
) -> Response:
    unnamed = problems.InvalidParameter("The card names no procedure.")
    answers = [
        _answer(here, one, found=found.get(one.slug, unnamed), beside=said.get((one.clinic, one.slug)))
        for one in asked
    ]
    failed = any(isinstance(one, problems.Problem) and one.status >= 500 for one in found.values())
    return caching.conditional(
        request,
        chunks=[b'{"cards":[', b",".join(answers), b"]}"],
        revision=max(
            (one.catalogue for one in found.values() if not isinstance(one, problems.Problem)), default=None
        ),
        cache_control="no-store" if failed else _BRIEFLY,
    )


def _answer(
    here: dependencies.Service, one: embedded.Asked, *, found: cards.Found, beside: clinics.Beside | None
) -> bytes:
    problem = found if isinstance(found, problems.Problem) else None
    clinic = beside.clinic if beside else None
    if clinic is not None:
        theirs = one.language if one.tagged else languages.best(clinic.language, offered=here.languages)
        one = dataclasses.replace(one, chosen=one.chosen or clinic.sections, language=theirs)
    if isinstance(found, problems.Problem):
        made = framed.missing(here, found, slug=one.slug, language=one.language)
        tree = envelope.dumps(jsonml.tree(made))
    else:
        tree = _tree(
            _wanted(
                here,
                found,
                slug=one.slug,
                language=one.language,
                chosen=one.chosen,
                level=2,
                beside=_overlay(beside),
            )
        )
    said: dict[str, values.Json] = {
        "slug": one.slug,
        "status": problem.status if problem else 200,
        "lang": one.language.tag,
        "dir": one.language.direction,
    }
    return envelope.dumps(said)[:-1] + b',"card":' + tree + b"}"


def _page(
    request: Request,
    here: dependencies.Service,
    *,
    slug: str,
    query: Framed,
    found: procedures.Published,
    said: Said,
) -> Response:
    beside = said.get((query.clinic or "", slug))
    language = languages.best(query.lang, offered=here.languages)
    publisher = views.published_by(here.publisher)
    wanted = _wanted(
        here,
        found,
        slug=slug,
        language=language,
        chosen=query.chosen,
        level=1,
        theme=query.theme,
        beside=_overlay(beside),
    )
    page = embedded.Page(
        card=_card(wanted),
        title=json.loads(found.document)["name"],
        address=publisher.url(embedded.page_path(slug, language=language)),
        language=language,
        publisher=publisher,
        colours=_sheet(here, query),
    )
    return caching.conditional(
        request,
        chunks=[embedded.page(page)],
        revision=found.catalogue,
        media_type="text/html",
        headers=framed.headers(beside.clinic.origins if beside and beside.clinic else None),
    )


def _styled(query: Framed, said: Said) -> Framed:
    """Return what a frame shows, with the clinic's choices where the address makes none."""
    clinic = next((one.clinic for one in said.values()), None)
    if clinic is None:
        return query
    theirs = clinic.theme.tree() if clinic.theme else {}
    theirs = {"theme": theirs.pop("scheme", None), **theirs}
    theirs |= {"lang": clinic.language, "sections": ",".join(clinic.sections) or None}
    return query.model_copy(
        update={name: value for name, value in theirs.items() if getattr(query, name) is None}
    )


def _overlay(beside: clinics.Beside | None) -> overlay.Overlay | None:
    if beside is None:
        return None
    return overlay.Overlay(slug=beside.slug, clinic=beside.clinic, offer=beside.offer)


def _sheet(here: dependencies.Service, query: Coloured) -> str | None:
    if not query.given:
        return None
    named = [(role, colours.shown(colour)[1:]) for role, colour in query.given.items()]
    return here.publisher.path(
        "/embed/theme.css", query=[*named, *([("theme", query.theme)] if query.theme else [])]
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What a card is made of; two that are equal make the same card."""

    slug: str
    sha256: str
    number: int
    published: str
    today: datetime.date
    publisher: urls.Publisher
    language: languages.Language
    chosen: tuple[card.Choice, ...]
    level: Literal[1, 2]
    theme: embedded.Theme | None
    beside: overlay.Overlay | None
    document: bytes = dataclasses.field(compare=False, repr=False)
    """That with this digest."""


def _wanted(
    here: dependencies.Service,
    found: procedures.Published,
    *,
    slug: str,
    language: languages.Language,
    chosen: tuple[card.Choice, ...],
    level: Literal[1, 2],
    theme: embedded.Theme | None = None,
    beside: overlay.Overlay | None = None,
) -> _Wanted:
    return _Wanted(
        slug=slug,
        sha256=found.sha256,
        number=found.number,
        published=found.published,
        today=clock.now().date(),
        publisher=here.publisher,
        language=language,
        chosen=chosen,
        level=level,
        theme=theme,
        beside=beside,
        document=found.document,
    )


@functools.lru_cache(maxsize=256)
def _card(wanted: _Wanted) -> str:
    held = shown.Shown.read(
        wanted.document,
        number=wanted.number,
        sha256=wanted.sha256,
        published=wanted.published,
        today=wanted.today,
    )
    return card.card(
        held,
        language=wanted.language,
        publisher=views.published_by(wanted.publisher),
        address=wanted.publisher.url(embedded.page_path(wanted.slug, language=wanted.language)),
        chosen=wanted.chosen,
        level=wanted.level,
        theme=wanted.theme,
        beside=wanted.beside,
    )


@functools.lru_cache(maxsize=256)
def _tree(wanted: _Wanted) -> bytes:
    """Return a card as JsonML in JSON, made once: a page may ask for twenty of them."""
    return envelope.dumps(jsonml.tree(_card(wanted)))
