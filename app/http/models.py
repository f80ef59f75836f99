"""The shapes that every answer shares, as OpenAPI describes them; the bytes are made in envelope and errors."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import ConfigDict, Field

from app.content import described

T = TypeVar("T")

_URL = {"format": "uri"}
Url = Annotated[str, Field(json_schema_extra=_URL)]


class Shape(described.Described):
    """Be the base of documented shapes: closed, described by the docstrings of their members."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Give a parametrised generic the words of the class it is made from."""
        origin = cls.__pydantic_generic_metadata__["origin"]
        if origin is not None and cls.__doc__ is None:
            cls.__doc__ = origin.__doc__


class Licence(Shape):
    """The licence of the data."""

    name: str
    """Short name of the licence."""
    url: Url
    """The licence's text."""


class DocumentRevision(Shape):
    """Which published revision of a document is shown."""

    number: int
    """Counts the publications of this document, from 1."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """The SHA-256 of the published document's bytes."""
    published: str
    """When it was published: an RFC 3339 instant in UTC."""


class Superseding(Shape):
    """The revision that holds instead."""

    number: int
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class WithdrawnSince(Shape):
    """A statement of an earlier revision that was withdrawn since: do not rely on what it says here."""

    id: str
    kind: str
    on: str
    """The day on which it was withdrawn."""
    reason: str


class DeprecatedSince(Shape):
    """A statement of an earlier revision that we would not rely on any more."""

    id: str
    kind: str
    reason: str


class Standing(Shape):
    """What became of a revision that was asked for by its number or as of an instant."""

    state: Literal["current", "superseded", "withdrawn"]
    """`withdrawn`: the whole procedure was."""
    since: str | None = None
    """Since when: an RFC 3339 instant in UTC."""
    reason: str | None = None
    """Why the procedure was withdrawn."""
    words: str
    newest: Superseding | None = None
    """The newest revision, where it is another."""
    withdrawn_since: tuple[WithdrawnSince, ...] = ()
    deprecated_since: tuple[DeprecatedSince, ...] = ()


class Meta(Shape):
    """What holds for everything in an answer."""

    model_config = ConfigDict(frozen=True, extra="allow")

    licence: Licence
    """How the data may be reused."""
    disclaimer: str
    """To be shown wherever the data is shown."""
    report_error: Url
    """Where to report an error in the data."""
    revision: DocumentRevision | None = None
    """The revision of the document shown, where one document is shown."""
    standing: Standing | None = None
    """What became of that revision, where it was asked for by its number or as of an instant."""
    freshness: Literal["stale"] | None = None
    """There only while nobody can tell whether what is answered still holds: then show `notice` with it."""
    unconfirmed_for: str | None = None
    """For how long nobody could tell: an ISO 8601 duration."""
    notice: str | None = None
    """What to tell readers while `freshness` is `stale`."""


class Answer(Shape, Generic[T]):
    """An answer about one thing."""

    meta: Meta
    data: T


class PageInfo(Shape):
    """Where a page stands in its list."""

    limit: int
    """The greatest number of items on a page, as asked for."""
    count: int
    """The number of items on this page."""
    complete: bool
    """Whether nothing follows. A list that is not complete goes on at `next`."""
    total: int | None = None
    """The number of items on all pages, where it is known."""
    cursor: str | None = None
    """Continues the list; opaque."""
    next: Url | None = None
    """The next page; also in the Link header."""


class Listed(Shape, Generic[T]):
    """One page of a list."""

    meta: Meta
    page: PageInfo
    data: list[T]


class Fault(Shape):
    """One thing that the caller can correct."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: str
    """What kind of fault it is."""
    message: str
    """What is expected. Values that were sent are never repeated."""
    place: Annotated[Literal["query", "path", "header", "cookie", "body"], Field(alias="in")]
    """Where the fault is."""
    name: str | None = None
    """The parameter."""
    pointer: str | None = None
    """The JSON pointer into the body."""
    nearest: str | None = None
    """The likeliest intended name of an unknown parameter."""


class Problem(Shape):
    """Why there is no answer: RFC 9457 problem details."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: Url
    """Names the kind of problem and serves its documentation."""
    title: str
    """The kind of problem in a few words; always the same for a code."""
    status: int
    """The HTTP status."""
    code: str
    """The stable name of the kind of problem; the one member for programs to decide by."""
    detail: str
    """What happened here, for people."""
    request_id: str
    """Names this request in our logs; also in the header X-Request-ID."""
    notice: str | None = None
    """Said where a missing answer could be read as a reassuring one."""
    errors: list[Fault] | None = None
    """Each fault in the request, where there may be several."""


class ProblemType(Shape):
    """The documentation of one kind of problem."""

    code: str
    status: int
    title: str
    description: str
    """When it is met."""
    remedy: str
    """What to do."""
    type: Url
    """The value of the member `type` of such problems."""


class ErrorReport(Shape):
    """How to report an error in the catalogue."""

    contact: Url | None = None
    """Where to write to; absent where the operator has not said, and then `words` says so."""
    words: str | None = None
    include: list[str]
    """What a report should hold."""
