"""A procedure as Markdown, for people and for language models."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalogue import procedures
from app.http import dependencies, representations
from app.renderings import markdown as renderings

router = APIRouter(tags=["Procedures"])
EXAMPLE = """\
# Mesotherapy

> General information, not medical advice. …

## Side effects

This is what our sources say about side effects. There may be more that they leave out. \
(Coverage of `side_effects`: `stated`.)

- Bruising, such as at the place of the injection, is the most common side effect. It usually fades within a week.
  - How long it lasts: *“usually fades within 1 week”* (ISO 8601: min `open`, max `P1W`; until it is gone)
  - The source says it with a reserve: *“usually”*.
"""
"""A few lines of an answer."""


class Markdown(Response):
    """An answer that is Markdown."""

    media_type = renderings.MEDIA_TYPE


@router.get(
    "/procedures/{slug}.md",
    response_class=Markdown,
    responses={
        200: {
            "content": {Markdown.media_type: {"schema": {"type": "string"}, "example": EXAMPLE}},
            "headers": representations.HEADERS,
        }
    },
    summary="Read a procedure as Markdown",
)
def read_markdown(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """The whole document as a clean text (CommonMark): every statement with its evidence, every gap in words.

    What a source or an editor wrote stays words: it makes no heading, no link and no markup of its own.
    """
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return representations.answer(request, here, found, slug=slug, suffix="md")
