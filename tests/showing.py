"""Pages and cards of documents without a service around them."""

import datetime
from typing import Any

from app.content import document
from app.renderings import card, editor, html, jsonld, languages, markup, overlay, procedure, shown
from app.renderings import imprint as imprint_
from tests import clients

DAY = datetime.date(2026, 11, 21)
PUBLISHER = html.Publisher(
    name="Candour",
    disclaimer="General information, not medical advice.",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    contact=None,
    path=lambda path: path,
    url=lambda path: f"{clients.PUBLIC_URL}{path}",
)


def shown_of(held: document.ProcedureDocument) -> shown.Shown:
    return shown.Shown(
        document=held,
        number=3,
        sha256="0123456789abcdef" * 4,
        published=datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC),
        today=DAY,
    )


def linked(held: document.ProcedureDocument) -> dict[str, Any]:
    imprint = imprint_.Imprint(
        url=PUBLISHER.url,
        publisher=PUBLISHER.name,
        licence=PUBLISHER.licence_url,
        disclaimer=PUBLISHER.disclaimer,
        revision=3,
        sha256="0123456789abcdef" * 4,
        published="2026-11-21T12:00:00Z",
    )
    return jsonld.tree(held.canonical(), imprint=imprint)


def page(held: document.ProcedureDocument) -> str:
    frame = html.Frame(
        publisher=PUBLISHER,
        language=languages.ENGLISH,
        offered=("en",),
        path=f"/procedures/{held.slug}",
        title=held.name,
        description=held.summary.text,
        json_ld=markup.json_in_script(linked(held)),
    )
    picture = procedure.Picture(width=320, height=640)
    return procedure.page(shown_of(held), frame=frame, picture=picture).decode()


def of_editors(kind: editor.Kind) -> str:
    """Return a page of the editor, with nothing in it yet."""
    who = editor.Who(holder="Ada Writer", role="author", may=("write drafts",))
    shown_to = editor.Page(
        kind=kind, base="/editor", who=None if kind == "sign_in" else who, token="t", slug="x", fault="key"
    )
    frame = html.Frame(
        publisher=PUBLISHER,
        language=languages.ENGLISH,
        offered=("en",),
        path="/editor",
        title="x",
        indexed=False,
    )
    return editor.page(shown_to, frame=frame).decode()


def card_of(
    held: document.ProcedureDocument, *chosen: card.Choice, beside: overlay.Overlay | None = None
) -> str:
    return card.card(
        shown_of(held),
        language=languages.ENGLISH,
        publisher=PUBLISHER,
        address=f"{clients.PUBLIC_URL}/procedures/{held.slug}",
        chosen=chosen,
        beside=beside,
    )
