"""The sections of one procedure, each at an address of its own."""

import json
from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api import answers, shapes
from app.catalogue import procedures
from app.content import document, words
from app.http import dependencies, models
from app.renderings import excerpts

router = APIRouter(tags=["Sections of a procedure"])
Show = Callable[[excerpts.Tree], excerpts.Tree]
"""What makes an excerpt of a document."""


def _read(
    request: Request, here: dependencies.Service, slug: str, show: Callable[[excerpts.Tree], excerpts.Tree]
) -> Response:
    with here.database.read() as session:
        found = procedures.published(session, slug)
    return answers.excerpt(request, here, found, show(json.loads(found.document)))


@router.get(
    "/procedures/{slug}/steps",
    response_model=models.Answer[shapes.Excerpt[document.Technique]],
    summary="How it is done: techniques and steps",
)
def read_steps(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """Each technique, when it is used, and its steps in order, each with its phase and its evidence."""
    return _read(request, here, slug, excerpts.steps)


@router.get(
    "/procedures/{slug}/sources",
    response_model=models.Answer[shapes.ProcedureSources],
    summary="The sources of a procedure",
)
def read_sources(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
    """The documents that its statements stand on: their kind, age, commercial interest, and what they are worth."""
    return _read(request, here, slug, excerpts.sources)


def _serve(path: str, name: str) -> None:
    shape = document.Sections.model_fields[name].annotation
    kind = shape.__pydantic_generic_metadata__["args"][0]  # type: ignore[union-attr] # reason: every field is a Section[…]

    def read_section(request: Request, here: dependencies.Here, slug: dependencies.SlugInPath) -> Response:
        return _read(request, here, slug, lambda tree: excerpts.section(tree, name))

    noun = words.NOUNS[name]
    router.get(
        f"/procedures/{{slug}}/{path}",
        response_model=models.Answer[shapes.Excerpt[kind]],  # type: ignore[valid-type] # reason: known at run time only
        name=f"read_{name}",
        summary=f"{noun[0].upper()}{noun[1:]}",
        description=f"One section with its coverage: {noun}. `not_addressed` means that our sources are silent on it, "
        "which is no evidence of safety.",
    )(read_section)


for _path, _name in excerpts.PATHS.items():
    _serve(_path, _name)
