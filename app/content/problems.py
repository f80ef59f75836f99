"""The errors that callers can meet: each is a class with a code, a status, a title and its documentation.

The docstring of a class says when it is met, its `remedy` what to do; docs/errors.md and `/problems/{code}` show both.
How a problem is put on the wire is the subject of app/http/errors.py.
"""

import inspect
from collections.abc import Iterator, Mapping
from typing import ClassVar

from app.content import values

SILENCE = "That an answer is missing is no evidence that something is safe."


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """Something prevented the answer."""

    code: ClassVar[str] = ""
    status: ClassVar[int] = 500
    title: ClassVar[str] = ""
    remedy: ClassVar[str] = ""
    silence: ClassVar[bool] = False
    """Whether the reader could take the missing answer for a reassuring one; then SILENCE is said with it."""

    def __init__(
        self, detail: str, *, headers: Mapping[str, str] | None = None, **extra: values.Json
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra


def every() -> dict[str, type[Problem]]:
    """Return every problem that can be met by its code, in the order of status and code."""
    found = {kind.code: kind for kind in _descendants(Problem) if kind.code}
    return dict(sorted(found.items(), key=lambda item: (item[1].status, item[0])))


def documentation(kind: type[Problem]) -> str:
    """Return when a problem is met, as one paragraph."""
    return " ".join(inspect.cleandoc(kind.__doc__ or "").split())


def _descendants(kind: type[Problem]) -> Iterator[type[Problem]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


class BadRequest(Problem):
    """The request is not well-formed HTTP, or its parts contradict each other, so that it could be read in two
    ways.
    """

    code = "bad_request"
    status = 400
    title = "Malformed request"
    remedy = (
        "Send the request with an ordinary HTTP client library; do not build the request line or headers by "
        "hand."
    )


class BadHost(BadRequest):
    """The Host header is missing, repeated, not a valid host name or address, or not one that this service answers
    to.
    """

    code = "bad_host"
    title = "Host header not accepted"
    remedy = "Send exactly one Host header with the name of this service."


class UnexpectedBody(BadRequest):
    """A GET or HEAD request carries a body. A body has no meaning there, and intermediaries disagree on what to do
    with it.
    """

    code = "unexpected_body"
    title = "Unexpected request body"
    remedy = "Send the request without a body; give filters as query parameters."


class BadCursor(BadRequest):
    """The cursor was altered, cut short, made by another version, or used with other filters, sort or address than
    its own.
    """

    code = "bad_cursor"
    title = "Cursor not usable"
    remedy = (
        "Begin again without a cursor, then follow `page.next` or the Link header as they are. Never build or "
        "edit a cursor."
    )


class NotFound(Problem):
    """There is nothing at this address. Addresses have no trailing slash and are lower case."""

    code = "not_found"
    status = 404
    title = "Nothing at this address"
    remedy = "Compare the address with the API's documentation at /docs."
    silence = True


class ProcedureNotFound(NotFound):
    """No procedure with this slug has ever been published here. Nothing follows from that about the procedure
    itself.
    """

    code = "procedure_not_found"
    title = "No such procedure"
    remedy = (
        "Find procedures and their slugs with GET /v1/procedures; the member `nearest` names similar slugs, "
        "if any. Where several procedures were asked for, `unknown` names each that is not known."
    )


class StatementNotFound(NotFound):
    """No statement with this id has ever been published here. Withdrawn statements answer with their tombstone
    instead.
    """

    code = "statement_not_found"
    title = "No such statement"
    remedy = "Take statement ids from the documents of procedures, as they are."


class RevisionNotFound(NotFound):
    """The procedure has no revision with this number, or had none yet at the instant asked for."""

    code = "revision_not_found"
    title = "No such revision"
    remedy = "List the revisions with GET /v1/procedures/{slug}/revisions."


class ConceptNotFound(NotFound):
    """The vocabulary has no concept with this id. Nothing follows from that about any procedure's risks."""

    code = "concept_not_found"
    title = "No such concept"
    remedy = (
        "Look the concept up by any of its names with GET /v1/concepts; the member `nearest` names similar "
        "ids, if any."
    )


class SourceNotFound(NotFound):
    """There is no source with this id."""

    code = "source_not_found"
    title = "No such source"
    remedy = "List the sources with GET /v1/sources."


class SectionNotFound(NotFound):
    """Documents have no section with this name. A section that no source speaks of is answered with its coverage,
    not with this.
    """

    code = "section_not_found"
    title = "No such section"
    remedy = "The sections of a procedure are listed in its document and in the API's documentation."


class ProblemNotFound(NotFound):
    """There is no problem type with this code."""

    code = "problem_not_found"
    title = "No such problem type"
    remedy = "List the problem types with GET /problems."
    silence = False


class MethodNotAllowed(Problem):
    """The address exists but does not accept this method; the Allow header names those it does."""

    code = "method_not_allowed"
    status = 405
    title = "Method not allowed"
    remedy = "Use one of the methods in the Allow header. Reading needs only GET and HEAD."


class NotAcceptable(Problem):
    """`Accept` excludes every form that there is, or asks for another version of FHIR; `offered` lists the forms."""

    code = "not_acceptable"
    status = 406
    title = "No acceptable form"
    remedy = "Accept one of the media types listed, or use the address with the suffix of a form."
    silence = True


class RequestTimeout(Problem):
    """The request line and headers did not arrive within the time that this service waits for them."""

    code = "request_timeout"
    status = 408
    title = "Request not completed in time"
    remedy = "Send the request again, in one go."


class Gone(Problem):
    """What was published here has been withdrawn. The answer carries the notice of the withdrawal: `withdrawal` of a
    procedure, `tombstone` of a single statement, each with the day and the reason; where several procedures were asked
    for, `unknown` names each. Addresses are never reused.
    """

    code = "gone"
    status = 410
    title = "Withdrawn"
    remedy = "Remove what you show from this address and show the notice in its place."
    silence = True


class PayloadTooLarge(Problem):
    """The body is larger than this service accepts, by its declared length or while it was being read."""

    code = "payload_too_large"
    status = 413
    title = "Request body too large"
    remedy = "Send a smaller body; the member `limit_bytes` says how much is accepted."


class UriTooLong(Problem):
    """The address with its query is longer than this service accepts."""

    code = "uri_too_long"
    status = 414
    title = "Address too long"
    remedy = "Shorten the query; the member `limit_bytes` says how much is accepted."


class UnsupportedMediaType(Problem):
    """The body has a media type or a content coding that this service does not read. Multipart and compressed
    bodies never are.
    """

    code = "unsupported_media_type"
    status = 415
    title = "Body format not supported"
    remedy = (
        "Send the body uncompressed and as `detail` says, which is application/json under /v1, or send none where none "
        "is needed."
    )


class InvalidParameter(Problem):
    """One or more parameters have a value that is not allowed. The member `errors` names each with what is
    expected of it.
    """

    code = "invalid_parameter"
    status = 422
    title = "Invalid parameter"
    remedy = "Correct the parameters named in `errors`; each entry says what is expected."


class UnknownParameter(InvalidParameter):
    """A query parameter is not known to this address. It is refused, because a filter that is misspelt and ignored
    would mislead.
    """

    code = "unknown_parameter"
    title = "Unknown query parameter"
    remedy = "Correct or remove the parameters named in `errors`; `nearest` names the likeliest intended one."


class UnknownConcept(InvalidParameter):
    """A filter names a concept that the vocabulary does not have, or a label that several concepts bear. It is
    refused, because a question that is not understood must not look like one that found nothing.
    """

    code = "unknown_concept"
    title = "Concept not understood"
    remedy = "Use one of the ids in `nearest`, or look the concept up with GET /v1/concepts?label=…."
    silence = True


class UnknownProcedure(InvalidParameter):
    """A filter names a procedure that is not published here."""

    code = "unknown_procedure"
    title = "Procedure not known"
    remedy = "Use one of the slugs in `nearest`, or find the procedure with GET /v1/procedures."
    silence = True


class WithdrawnProcedure(UnknownProcedure):
    """A filter names a procedure that was published here and then withdrawn; `withdrawals` says when and why."""

    code = "withdrawn_procedure"
    title = "Procedure withdrawn"
    remedy = "Do not rely on copies of it. Leave it out of the question."


class InvalidBody(InvalidParameter):
    """The request's body is not the JSON that this address reads. The member `errors` points at each fault."""

    code = "invalid_body"
    title = "Invalid request body"
    remedy = "Correct the body at the JSON pointers named in `errors`."


class HeadersTooLarge(Problem):
    """The request's headers are larger, or more, than this service accepts."""

    code = "headers_too_large"
    status = 431
    title = "Request headers too large"
    remedy = "Send fewer and shorter headers; cookies are never needed here."


class HttpError(Problem):
    """The request was refused by the HTTP layer for a reason that has no code of its own; the status says which."""

    code = "http_error"
    status = 400
    title = "Request refused"
    remedy = "See the meaning of the status in RFC 9110."


class Internal(Problem):
    """Something failed that should not have. It has been logged under the request id."""

    code = "internal_error"
    status = 500
    title = "Internal error"
    remedy = "Try again later; if it stays, report it with the request id."
    silence = True


class FormatNotAvailable(Problem):
    """The answer was asked for in a format that it does not come in."""

    code = "format_not_available"
    status = 501
    title = "Format not available"
    remedy = "Ask for one of the formats that the detail names."


class Damaged(Problem):
    """What was published is there, but is not stored as it was: a byte or a row of it was altered or lost. Nothing
    of it is shown, because what is missing could be a risk.
    """

    code = "damaged"
    status = 503
    title = "Stored information damaged"
    remedy = "Show that the information could not be loaded, and report it; the operator restores it from a backup."
    silence = True


class Unavailable(Problem):
    """The service cannot confirm at present that what it would answer is current, and does not answer from memory
    beyond its limit.
    """

    code = "unavailable"
    status = 503
    title = "Temporarily unavailable"
    remedy = (
        "Try again after the time in the Retry-After header. Until then show that the information could not "
        "be loaded."
    )
    silence = True
