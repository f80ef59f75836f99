"""Routes that other sites show in frames: what goes wrong there is said in the frame, in words and with a link."""

from collections.abc import Callable, Collection, Coroutine
from typing import Any, Literal

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.catalogue import absent
from app.content import problems
from app.http import dependencies, errors, logging, parameters
from app.renderings import embedded, languages
from app.site import views

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""A card in a frame loads our style sheets and one script, sends nothing anywhere, and may be framed by any site."""
HEADERS = {"Content-Security-Policy": POLICY, "Cross-Origin-Embedder-Policy": "require-corp"}
"""Sites that isolate themselves frame only what says that it lets itself be isolated."""


def headers(origins: Collection[str] | None = None) -> dict[str, str]:
    """Return the headers of a card: any site may frame it, or with a clinic's words our own and those of the clinic."""
    if origins is None:
        return HEADERS
    named = " ".join(["'self'", *origins])
    return {
        **HEADERS,
        "Content-Security-Policy": POLICY.replace("frame-ancestors *", f"frame-ancestors {named}"),
    }


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class FramedRoute(APIRoute):
    """Answer every problem with a page that may be framed, under the status of the problem."""

    def get_route_handler(self) -> Handler:
        """Return the route's handler with its problems turned into pages."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except absent.Renamed:
                raise  # leads to the frame of the card by its slug of now
            except problems.Problem as problem:
                return await _said(request, problem)
            except RequestValidationError as error:
                known = parameters.known(request.scope)
                return await _said(request, errors.from_validation(error, known=known))
            except Exception as error:  # noqa: BLE001  whatever failed, no frame is left empty; it is logged
                logging.log.error("failed", error=logging.described(error))
                return await _said(request, errors.unexpected())

        return handled


def missing(
    here: dependencies.Service,
    problem: problems.Problem,
    *,
    slug: str,
    language: languages.Language,
    level: Literal[1, 2],
    theme: embedded.Theme | None = None,
) -> str:
    """Return what stands in place of a card that a problem keeps from being shown; a failure of ours is logged."""
    if problem.status >= 500:
        logging.log.error("problem", code=problem.code)
    return embedded.missing(
        problem,
        slug=slug,
        language=language,
        publisher=views.published_by(here.publisher),
        level=level,
        theme=theme,
    )


async def _said(request: Request, problem: problems.Problem) -> Response:
    here = await dependencies.service(request)
    slug = request.path_params.get("slug", "").lower()
    theme: embedded.Theme | None = "dark" if request.query_params.get("theme") == "dark" else None
    language = languages.best(request.query_params.get("lang"), offered=here.languages)
    publisher = views.published_by(here.publisher)
    page = embedded.Page(
        card=missing(here, problem, slug=slug, language=language, level=1, theme=theme),
        title=embedded.title(slug, publisher=publisher),
        address=publisher.url("/"),
        language=language,
        publisher=publisher,
    )
    return Response(
        embedded.page(page),
        status_code=problem.status,
        headers={**HEADERS, **problem.headers, "Cache-Control": "no-store"},
        media_type="text/html",
    )
