"""The addresses that answers point to for help: the documentation of each problem type, and how to report an
error."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from app.content import problems, values
from app.http import caching, envelope, errors, models, urls

TAG = "Problems and corrections"
_INCLUDE: list[values.Json] = [
    "the address you read",
    "the id of the statement, or the words that are wrong",
    "what is right, and a source for it",
]


def routes(*, publisher: urls.Publisher) -> APIRouter:
    """Return the routes, all of which answer from memory."""
    router = APIRouter(tags=[TAG])
    kinds = {code: _described(kind, publisher=publisher) for code, kind in problems.every().items()}
    frame = envelope.meta(publisher)

    @router.get(
        "/problems", response_model=models.Answer[list[models.ProblemType]], summary="List the problem types"
    )
    async def list_problems(request: Request) -> Response:
        """Every kind of problem that this service answers with, in the order of their status."""
        listed: list[values.Json] = [dict(kind) for kind in kinds.values()]
        return caching.conditional(request, chunks=envelope.document(envelope.dumps(listed), meta=frame))

    @router.get(
        "/problems/{code}",
        response_model=models.Answer[models.ProblemType],
        summary="Read about a problem type",
    )
    async def read_problem(
        request: Request, code: Annotated[str, Path(pattern="^[a-z_]{1,40}$")]
    ) -> Response:
        """What a problem's `type` points to: when it is met and what to do."""
        if code not in kinds:
            raise problems.ProblemNotFound("There is no problem type with this code.")
        return caching.conditional(
            request, chunks=envelope.document(envelope.dumps(dict(kinds[code])), meta=frame)
        )

    @router.get("/report-error", response_model=models.Answer[models.ErrorReport], summary="Report an error")
    async def report_error(request: Request) -> Response:
        """Where to write when something in the catalogue is wrong, and what to include."""
        report: dict[str, values.Json] = {"include": _INCLUDE}
        if publisher.contact_url is None:
            report["words"] = "The operator of this installation has not said where to write."
        else:
            report["contact"] = publisher.contact_url
        return caching.conditional(request, chunks=envelope.document(envelope.dumps(report), meta=frame))

    return router


def _described(kind: type[problems.Problem], *, publisher: urls.Publisher) -> Mapping[str, values.Json]:
    return {
        "code": kind.code,
        "status": kind.status,
        "title": kind.title,
        "description": problems.documentation(kind),
        "remedy": kind.remedy,
        "type": errors.type_uri(kind.code, publisher=publisher),
    }
