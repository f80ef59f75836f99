"""Routes that other sites show in frames: what goes wrong there is said in the frame, in words and with a link."""

from collections.abc import Callable, Collection, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.catalogue import absent
from app.content import problems
from app.http import dependencies, errors, frames, logging, parameters
from app.renderings import embedded, languages
from app.site import views


def headers(origins: Collection[str] | None = None) -> dict[str, str]:
    """Return the headers of a card: any site may frame it, or with a clinic's words our own and those of the clinic."""
    if origins is None:
        return frames.HEADERS
    named = " ".join(["'self'", *origins])
    return {
        **frames.HEADERS,
        "Content-Security-Policy": frames.POLICY.replace("frame-ancestors *", f"frame-ancestors {named}"),
    }


_OURS = 500
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
) -> str:
    """Return what stands in place of a card that a problem keeps from being shown; a failure of ours is logged."""
    if problem.status >= _OURS:
        logging.log.error("problem", code=problem.code)
    return embedded.missing(
        problem,
        slug=slug,
        language=language,
        publisher=views.published_by(here.publisher),
        level=2,
    )


async def _said(request: Request, problem: problems.Problem) -> Response:
    here = await dependencies.service(request)
    if problem.status >= _OURS:
        logging.log.error("problem", code=problem.code)
    return errors.framed(problem, request.scope, publisher=here.publisher)
