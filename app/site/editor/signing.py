"""Signing in with a key, and out: the key is proved once and then forgotten; the browser holds a session instead."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.access import principals as roles
from app.authoring import signing
from app.content import access_problems
from app.db import clock
from app.http import forms, parameters, principals, sessions
from app.renderings import editor
from app.site import views
from app.site.editor import shells

router = APIRouter(include_in_schema=False)
_IN, _OUT = editor.BASE + "/sign-in", editor.BASE + "/sign-out"
Sent = Annotated[forms.Pairs | None, Depends(forms.sent)]


class Wanted(parameters.Query):
    """Which page somebody wanted before they were asked to sign in."""

    next: Annotated[str, parameters.Field(max_length=200)] = ""


@router.get(_IN)
async def show_sign_in(seen: views.Seen, query: Annotated[Wanted, Query()]) -> Response:
    """Ask for a key."""
    return _asked(seen, next=query.next)


@router.post(_IN)
def sign_in(request: Request, seen: views.Seen, sent: Sent) -> Response:
    """Prove a key and give the browser a session."""
    _require_ours(request, seen)
    given = _fields(sent, "key", "next")
    who = _proved(request, given.get("key", ""))
    if who is None or not who.may(roles.Permission.READ_DRAFTS):
        return _asked(seen, next=given.get("next", ""), fault="key" if who is None else "role", status=401)
    with seen.here.database.write() as session:
        token = signing.sign_in(session, who, now=clock.now())
    answer = shells.to(seen, shells.wanted(given.get("next", "")))
    sessions.give(answer, token, publisher=seen.here.publisher)
    return answer


@router.post(_OUT)
def sign_out(request: Request, seat: shells.Seated, seen: views.Seen, sent: Sent) -> Response:
    """End the session, here and in the database."""
    publisher = seen.here.publisher
    token = sessions.held(request, publisher=publisher)
    if isinstance(seat, Response) or token is None:
        return shells.to(seen, _IN)
    sessions.require(request, seat.signed, publisher=publisher, sent=_fields(sent, "csrf").get("csrf", ""))
    with seen.here.database.write() as session:
        signing.sign_out(session, seat.who, token, now=clock.now())
    answer = shells.to(seen, _IN)
    sessions.take(answer, publisher=publisher)
    return answer


def _asked(seen: views.View, *, next: str, fault: editor.Fault = "", status: int = 200) -> Response:  # noqa: A002 - what the form calls it
    title = seen.language.gettext("Sign in")
    answer = shells.answer(seen, "sign_in", title=title, status=status, next=shells.wanted(next), fault=fault)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _fields(sent: forms.Pairs | None, *names: str) -> dict[str, str]:
    forms.closed(sent or (), once=names, often=())
    return dict(sent or ())


def _proved(request: Request, key: str) -> roles.Principal | None:
    try:
        return principals.prove(request.scope, key.strip())
    except access_problems.Unauthenticated:
        return None


def _require_ours(request: Request, seen: views.View) -> None:
    if not sessions.is_from_us(request, publisher=seen.here.publisher):
        raise access_problems.CrossSite("The form was not sent by a page of ours.")
