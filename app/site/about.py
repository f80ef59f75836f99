"""The page on what is promised and what is not."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from app.catalogue import sources
from app.content import statements
from app.renderings import html
from app.site import views

router = APIRouter()


@router.get("/about")
def show_about(seen: views.Seen) -> Response:
    """What is promised and what is not, in plain words."""
    with seen.here.database.read() as session:
        grades, revision = sources.graded(session)
    return _page(seen, grades, revision=revision)


def _page(seen: views.View, grades: Mapping[statements.Grade, int], *, revision: int) -> Response:
    _ = seen.language.gettext
    frame = seen.frame(
        "/about",
        title=_("What this is, and what it is not"),
        description=_(
            "What this service promises and what it does not: silence is not safety, and there are no verdicts."
        ),
    )
    return seen.answer(html.page("about.html", frame, grades=grades), revision=revision)
