"""What pages know of who publishes them and who reads them, and the page of a problem for those who read pages.

Programs get problem+json (app/http/errors.py), and so does everybody where the page cannot be made.
"""

import dataclasses
import re
from collections.abc import Mapping

from starlette import types
from starlette.datastructures import Headers
from werkzeug import datastructures, http

from app.content import problems
from app.http import envelope, logging, urls
from app.renderings import html, languages
from app.renderings import problem as rendering

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Pages load our stylesheet and our pictures, run no script, and are shown in no frame."""
PROGRAMS = ("/v1", "/health", "/openapi.json", "/problems", "/oembed", "/report-error", "/feeds", "/mcp")
"""The addresses that speak to programs, whatever a request would accept."""
STATE = "languages"
"""The name under which the lifespan's state holds the languages on offer."""
VARY = "Accept, Accept-Language"
NEGOTIATED = re.compile(r"/v1/procedures/[^/.]+")
"""The addresses for programs whose answer depends on what they accept, errors included."""
_JSON = ("application/problem+json", "application/json")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads: in which language, and whether the address chose it."""

    language: languages.Language
    offered: languages.Languages
    prefix: str = ""

    @classmethod
    def of(cls, scope: types.Scope) -> "Reader":
        """Return who sent a request, by the first part of its address or by what their browser likes."""
        offered = scope.get("state", {}).get(STATE) or {languages.SOURCE: languages.ENGLISH}
        first = scope["path"].split("/")[1:2]
        if first and first[0] in offered:
            return cls(language=offered[first[0]], offered=offered, prefix=f"/{first[0]}")
        accepted = Headers(scope=scope).get("accept-language")
        return cls(language=languages.best(accepted, offered=offered), offered=offered)


def published_by(publisher: urls.Publisher) -> html.Publisher:
    """Return what pages say of their publisher."""
    return html.Publisher(
        name=publisher.name,
        disclaimer=envelope.DISCLAIMER,
        licence=str(envelope.LICENCE["name"]),
        licence_url=str(envelope.LICENCE["url"]),
        contact=publisher.contact_url,
        path=publisher.path,
        url=publisher.url,
    )


def are_at(path: str) -> bool:
    """Tell whether an address may be read by people: then what it answers with depends on what they accept."""
    return not any(path == place or path.startswith(f"{place}/") for place in PROGRAMS)


def problem_page(
    problem: problems.Problem, scope: types.Scope, *, publisher: urls.Publisher, request_id: str
) -> tuple[bytes, Mapping[str, str]] | None:
    """Return the page of a problem and its headers, None where none was asked for or none can be made."""
    try:
        if not _prefers_pages(scope):
            return None
        reader = Reader.of(scope)
        title = rendering.title(problem, reader.language)
        frame = html.Frame(
            publisher=published_by(publisher),
            language=reader.language,
            offered=tuple(reader.offered),
            prefix=reader.prefix,
            path=None,
            title=title,
            indexed=False,
        )
        page = rendering.page(problem, request_id=request_id, frame=frame)
    except Exception as error:  # noqa: BLE001 - whatever it is, the problem itself must still be answered
        logging.log.error("problem_page", error=logging.described(error))
        return None
    return page, {"Content-Security-Policy": POLICY, "Content-Language": reader.language.tag}


def prefer_json(scope: types.Scope) -> bool:
    """Tell whether JSON is liked better than a page; who likes both alike, or names neither, does not say so."""
    page, data = _liked(scope)
    return data > page


def _prefers_pages(scope: types.Scope) -> bool:
    """Tell whether a page is liked better than JSON; who likes both alike, or names neither, gets JSON."""
    page, data = _liked(scope)
    return page > data


def _liked(scope: types.Scope) -> tuple[float, float]:
    """Return how much a page and JSON are liked, each from 0 to 1."""
    given = ",".join(Headers(scope=scope).getlist("accept"))
    accepted = http.parse_accept_header(given, datastructures.MIMEAccept)
    return accepted.quality("text/html"), max(accepted.quality(kind) for kind in _JSON)
