"""The pages of those who are signed in; what stands on them their scripts read from the API, as their key permits."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http import dependencies
from app.renderings import editor
from app.site.editor import shells

router = APIRouter(include_in_schema=False)


@router.get(editor.BASE)
async def show_list(seat: shells.Seated) -> Response:
    """Every procedure, with where its draft and its reviews stand."""
    if isinstance(seat, Response):
        return seat
    return seat.page("list", title=seat.seen.language.gettext("Procedures"))


@router.get(editor.BASE + "/procedures/{slug}")
async def show_form(seat: shells.Seated, slug: dependencies.SlugInPath) -> Response:
    """The form in which a draft is written."""
    return _about(seat, "write", slug)


@router.get(editor.BASE + "/procedures/{slug}/check")
async def show_check(seat: shells.Seated, slug: dependencies.SlugInPath) -> Response:
    """What a draft would change, its review, and the steps to its publication."""
    return _about(seat, "check", slug)


@router.get(editor.BASE + "/procedures/{slug}/history")
async def show_history(seat: shells.Seated, slug: dependencies.SlugInPath) -> Response:
    """What readers saw and when, and how to take it away."""
    return _about(seat, "history", slug)


def _about(seat: shells.Seat | Response, kind: editor.Kind, slug: str) -> Response:
    return seat if isinstance(seat, Response) else seat.page(kind, title=slug, slug=slug)
