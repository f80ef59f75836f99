"""The one door of error answers: a problem leaves as RFC 9457 `application/problem+json`, or as a page for people."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette import exceptions, requests, responses, types

from app.authoring import refusals
from app.catalogue import absent
from app.content import problems, values, writing_problems
from app.http import caching, frames, logging, moved, parameters, readers, request_ids, urls

MEDIA_TYPE = "application/problem+json"

_BY_STATUS: dict[int, tuple[type[problems.Problem], str]] = {
    # FastAPI's only 400 is a body that its parser gave up on.
    400: (problems.InvalidBody, "The request body could not be read as JSON."),
    404: (problems.NotFound, "There is nothing at this address."),
    405: (problems.MethodNotAllowed, "This address does not accept this method."),
    413: (problems.PayloadTooLarge, "The request body is too large."),
    415: (problems.UnsupportedMediaType, "The format of the request body is not supported."),
    503: (problems.Unavailable, "The service cannot answer at present."),
}
_WITHOUT_BODY = {204, 205, 304}
_NOT_SERVED = 501
"""Nothing failed where it is answered: what was asked for is not offered here."""


def type_uri(code: str, *, publisher: urls.Publisher) -> str:
    """Return the absolute address that names a problem type and serves its documentation."""
    return publisher.url(f"/problems/{code}")


def members(
    problem: problems.Problem, *, publisher: urls.Publisher, request_id: str
) -> dict[str, values.Json]:
    """Return the members of a problem as they are sent; the standard ones cannot be overridden by extra ones."""
    standard: dict[str, values.Json] = {
        "type": type_uri(problem.code, publisher=publisher),
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "request_id": request_id,
    }
    if problem.silence:
        standard["notice"] = problems.SILENCE
    return {**standard, **{name: value for name, value in problem.extra.items() if name not in standard}}


def body(problem: problems.Problem, *, publisher: urls.Publisher, request_id: str) -> bytes:
    """Return the bytes of a problem; ASCII only, so that nothing in it can fail to be encoded."""
    tree = members(problem, publisher=publisher, request_id=request_id)
    return json.dumps(tree, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def response(
    problem: problems.Problem, scope: types.Scope, *, publisher: urls.Publisher
) -> responses.Response:
    """Return the answer for a problem met while answering a request; it is never stored by a cache."""
    if frames.are_at(scope["path"]) and not readers.prefer_json(scope):
        return framed(problem, scope, publisher=publisher)
    request_id = request_ids.current()
    headers = {**problem.headers, "Cache-Control": "no-store"}
    if readers.NEGOTIATED.fullmatch(scope["path"]):
        headers["Vary"] = "Accept"
    if readers.are_at(scope["path"]):
        headers["Vary"] = readers.VARY
        made = readers.problem_page(problem, scope, publisher=publisher, request_id=request_id)
        if made is not None:
            page, added = made
            return responses.Response(
                page, status_code=problem.status, headers={**headers, **added}, media_type="text/html"
            )
    return _for_programs(problem, publisher=publisher, headers=headers)


def framed(problem: problems.Problem, scope: types.Scope, *, publisher: urls.Publisher) -> responses.Response:
    """Return the answer for a problem met while answering what another site shows in a frame."""
    headers = {**problem.headers, "Cache-Control": "no-store"}
    made = frames.problem_page(problem, scope, publisher=publisher)
    if made is None:
        return _for_programs(problem, publisher=publisher, headers=headers)
    page, added = made
    return responses.Response(
        page, status_code=problem.status, headers={**headers, **added}, media_type="text/html"
    )


def _for_programs(
    problem: problems.Problem, *, publisher: urls.Publisher, headers: Mapping[str, str]
) -> responses.Response:
    content = body(problem, publisher=publisher, request_id=request_ids.current())
    return responses.Response(content, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def unexpected() -> problems.Problem:
    """Return the problem for a failure of ours; what failed is in the log only."""
    return problems.Internal("Something failed on our side. It has been logged under this request id.")


def install(app: FastAPI, *, publisher: urls.Publisher) -> None:
    """Make the application answer every kind of error through this door."""

    async def known(request: requests.Request, error: Exception) -> responses.Response:
        assert isinstance(error, problems.Problem)  # noqa: S101 - Starlette calls it for this class only
        if error.status >= 500 and error.status != _NOT_SERVED:
            logging.log.error("problem", code=error.code)  # its detail may say what was asked for
        return response(error, request.scope, publisher=publisher)

    async def invalid(request: requests.Request, error: Exception) -> responses.Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - Starlette calls it for this class only
        found = from_validation(error, known=parameters.known(request.scope))
        return response(found, request.scope, publisher=publisher)

    async def http(request: requests.Request, error: Exception) -> responses.Response:
        assert isinstance(error, exceptions.HTTPException)  # noqa: S101 - Starlette calls it for this class only
        if error.status_code in _WITHOUT_BODY:
            return responses.Response(status_code=error.status_code, headers=error.headers)
        found = from_http(error.status_code, headers=error.headers or {})
        return response(found, request.scope, publisher=publisher)

    async def refused(request: requests.Request, error: Exception) -> responses.Response:
        assert isinstance(error, refusals.Refused)  # noqa: S101 - Starlette calls it for this class only
        return response(from_refusal(error), request.scope, publisher=publisher)

    async def failed(request: requests.Request, error: Exception) -> responses.Response:
        return response(unexpected(), request.scope, publisher=publisher)

    async def renamed(request: requests.Request, error: Exception) -> responses.Response:
        assert isinstance(error, absent.Renamed)  # noqa: S101 - Starlette calls it for this class only
        location = moved.location(request, error, publisher=publisher)
        if location is None:
            found = problems.ProcedureNotFound("It goes by another slug now.", nearest=[error.successor])
            return response(found, request.scope, publisher=publisher)
        kept = {"Location": location, "Cache-Control": caching.PUBLIC}
        return responses.Response(status_code=308, headers=kept)

    app.add_exception_handler(absent.Renamed, renamed)
    app.add_exception_handler(problems.Problem, known)
    app.add_exception_handler(refusals.Refused, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(exceptions.HTTPException, http)
    app.add_exception_handler(Exception, failed)


def from_refusal(error: refusals.Refused) -> problems.Problem:
    """Return the 422 for a change that the rules do not allow, with every fault at its place."""
    errors: list[values.Json] = [
        {"in": "body", "pointer": fault.pointer, "code": fault.code, "message": fault.message}
        for fault in error.faults
    ]
    count = len(errors)
    said = f"Nothing was stored: {count} {'fault' if count == 1 else 'faults'}."
    return writing_problems.Refused(said, errors=errors)


def from_http(status: int, *, headers: Mapping[str, str]) -> problems.Problem:
    """Return the problem for a status that the framework raised; its own words are not repeated."""
    kind, detail = _BY_STATUS.get(status, (problems.HttpError, "The request was refused."))
    if status >= 500 and kind is problems.HttpError:
        return unexpected()
    kept = {name.title(): value for name, value in headers.items()}
    if status == 405:
        kept["Allow"] = _with_head(kept.get("Allow", "GET"))
    problem = kind(detail, headers=kept)
    if kind is problems.HttpError:
        problem.status = status  # type: ignore[misc] # reason: the one problem whose status is not its class's
    return problem


def _with_head(allow: str) -> str:
    methods = {method.strip() for method in allow.split(",")}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def from_validation(error: RequestValidationError, *, known: Mapping[str, bool]) -> problems.Problem:
    """Return the 422 for what FastAPI found; it names places and expectations and never repeats a value."""
    faults = [_fault(item, known=known) for item in error.errors()]
    places = {fault["in"] for fault in faults}
    codes = {fault["code"] for fault in faults}
    if "body" in places:
        return problems.InvalidBody("The request body is not what this address reads.", errors=list(faults))
    if codes == {problems.UnknownParameter.code}:
        return parameters.unknown(faults)
    return problems.InvalidParameter(parameters.summary(faults), errors=list(faults))


def _fault(item: Mapping[str, Any], *, known: Mapping[str, bool]) -> dict[str, values.Json]:
    place, *path = (str(step) for step in item["loc"])
    if place == "body":
        pointer = "".join("/" + parameters.shown(step).replace("~", "~0").replace("/", "~1") for step in path)
        return {"in": "body", "pointer": pointer, "code": str(item["type"]), "message": _message(item)}
    name = path[0] if path else ""
    if place == "query" and item["type"] == "extra_forbidden":
        return parameters.unknown_fault(name, known=known)
    return {"in": place, "name": parameters.shown(name), "code": str(item["type"]), "message": _message(item)}


def _message(item: Mapping[str, Any]) -> str:
    if item["type"] == "string_pattern_mismatch":
        return "does not have the form that the documentation gives for it"
    return str(item["msg"]).removeprefix("Value error, ")
