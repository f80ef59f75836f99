"""The layers around the application, and the one function that puts them in order."""

from collections.abc import Collection, Sequence

from starlette import types
from starlette.datastructures import Headers
from starlette.middleware import cors
from starlette.responses import Response

from app.content import problems
from app.http import (
    admission,
    caching,
    errors,
    gates,
    headers,
    limiting,
    logging,
    metrics,
    principals,
    request_ids,
    urls,
)

_METHODS = ("GET", "HEAD")
_REQUEST_HEADERS = ("If-None-Match", "If-Modified-Since", "Cache-Control", "Content-Type", "X-Request-ID")
BODILESS = "candour.bodiless"
"""In the scope of a request whose answer's body nobody gets, so that a long one need not be read."""
_FILES = "/v1/export."
"""What the addresses begin with of files that are sent as they are, with their length."""
_COPIED_BACK = ("route", "endpoint", "fastapi", "path_params")


def wrap(
    app: types.ASGIApp,
    *,
    publisher: urls.Publisher,
    limits: gates.Limits | None = None,
    allowed_hosts: Sequence[str] = (),
    posted: Collection[str] = (),
    told: Collection[str] = (),
    keyed: str | None = None,
    scraped: metrics.Scraped | None = None,
) -> types.ASGIApp:
    """Return the application inside its layers, the outermost being the first to see a request.

    Ids are outermost, so that each line and answer has one; the standard headers surround the last resort, so that an
    error in any layer below carries them as well; who asks is found out before the body is read, which comes last, when
    nothing else speaks against the request.
    `posted` names the paths that other origins may send questions to, `told` those to which programs alone send them,
    `keyed` what paths begin with whose routes decide themselves which origins may act. With `scraped`
    answers are counted and shown to operators.
    """
    limits = limits or gates.Limits()
    app = admission.Admitted(app, most=limits.waiting)
    app = gates.BodyGate(app, limits=limits)
    app = Compressed(app)
    app = PublicSharing(app, posted=posted, keyed=keyed)
    app = limiting.Limited(app, posted=(*posted, *told))
    app = principals.Identified(app)
    app = gates.HeadGate(app, limits=limits, allowed_hosts=allowed_hosts)
    if scraped is not None:
        app = metrics.Metrics(app, scraped=scraped)
    app = LastResort(app, publisher=publisher)
    app = HeadAsGet(app)
    app = headers.StandardHeaders(app, publisher=publisher)
    app = logging.AccessLog(app, own=scraped.own if scraped is not None else None)
    return request_ids.RequestIds(app)


class Compressed:
    """Compress what is worth it for whom can read it, but for files, which are sent as they are."""

    def __init__(self, app: types.ASGIApp) -> None:
        self.app = app
        self._packed = caching.compressed(app)

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        as_it_is = scope.get("path", "").startswith(_FILES)
        await (self.app if as_it_is else self._packed)(scope, receive, send)


class HeadAsGet:
    """Answer HEAD as GET without the body; the headers, the length among them, are those that GET would send."""

    def __init__(self, app: types.ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        ended = False

        async def bodiless(message: types.Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                await send(message)
            elif not ended and not message.get("more_body", False):
                ended = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        # A copy: the server looks at the method in its own scope when it writes the answer.
        inner = {**scope, "method": "GET", BODILESS: True}
        try:
            await self.app(inner, receive, bodiless)
        finally:
            scope.update({key: inner[key] for key in _COPIED_BACK if key in inner})


class LastResort:
    """Turn whatever is raised below into a problem; an answer that has begun can only be broken off."""

    def __init__(self, app: types.ASGIApp, *, publisher: urls.Publisher) -> None:
        self.app = app
        self.publisher = publisher

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = ended = False

        async def watched(message: types.Message) -> None:
            nonlocal begun, ended
            begun = True
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except problems.Problem as problem:
            if begun:
                raise
            await errors.response(problem, scope, publisher=self.publisher)(scope, receive, send)
        except Exception as error:
            logging.log.error("failed", error=logging.described(error))
            if not begun:
                answer = errors.response(errors.unexpected(), scope, publisher=self.publisher)
                await answer(scope, receive, send)
            elif not ended:
                raise


class PublicSharing:
    """Answer preflights for reading by any origin without credentials; the `*` on answers is a standard header."""

    def __init__(self, app: types.ASGIApp, *, posted: Collection[str] = (), keyed: str | None = None) -> None:
        self.app = app
        self.posted, self.keyed = frozenset(posted), keyed
        self._reading = _Preflights(app, methods=_METHODS)
        self._asking = _Preflights(app, methods=("POST",))

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if self.keyed is not None and str(scope.get("path", "")).startswith(self.keyed):
            await self.app(scope, receive, send)
            return
        sharing = self._asking if scope.get("path") in self.posted else self._reading
        await sharing(scope, receive, send)


class _Preflights(cors.CORSMiddleware):
    """Answer preflights for these methods."""

    def __init__(self, app: types.ASGIApp, *, methods: Sequence[str]) -> None:
        super().__init__(
            app, allow_origins=("*",), allow_methods=methods, allow_headers=_REQUEST_HEADERS, max_age=86_400
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Return the library's answer, its refusal as a problem and its success without a body."""
        answer = super().preflight_response(request_headers)
        if answer.status_code >= 400:
            raise problems.BadRequest(
                f"Other origins may use {' and '.join(self.allow_methods)} here, without credentials, with these "
                f"headers: {', '.join(_REQUEST_HEADERS)}."
            )
        kept = {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}
        return Response(status_code=204, headers={**kept, "Cache-Control": "no-store"})

    async def simple_response(
        self, scope: types.Scope, receive: types.Receive, send: types.Send, request_headers: Headers
    ) -> None:
        """Pass the request on."""
        await self.app(scope, receive, send)
