"""What every page needs: the reader's language, the frame around the page, the answer with its policy."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from app.content import problems
from app.db import clock
from app.http import caching, dependencies, paging, parameters, readers
from app.renderings import html, languages

POLICY = readers.POLICY
published_by = readers.published_by
PREFIX = "/{language:language}"
"""What addresses begin with where they name the language of the page."""


class Paged(parameters.Query):
    """The parameters of a page that shows a list."""

    limit: parameters.PageSize = paging.DEFAULT_SIZE
    cursor: paging.Cursor | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class View:
    """Who reads a page: in which language, and whether the address or the browser chose it."""

    here: dependencies.Service
    request: Request
    language: languages.Language
    prefix: str

    def frame(self, path: str | None, **rest: object) -> html.Frame:
        """Return the frame of the page at this address, which is given without the prefix of a language."""
        return html.Frame(
            publisher=readers.published_by(self.here.publisher),
            language=self.language,
            offered=tuple(self.here.languages),
            prefix=self.prefix,
            path=path,
            **rest,  # type: ignore[arg-type]  # the caller names fields of the frame
        )

    @property
    def today(self) -> datetime.date:
        """Return the day, in UTC."""
        return clock.now().date()

    def followed(self, url: str | None) -> str | None:
        """Return an address of ours as a link that works on whatever host the page is read from."""
        return url.removeprefix(self.here.publisher.origin) if url else None

    def place(self, size: int, *, count: int, last: paging.Key | None) -> paging.Page:
        """Return the page of a list that this request asks for; `last` is the key of its last row where more follow."""
        return paging.page(self.request, publisher=self.here.publisher, size=size, count=count, last=last)

    def data(self, path: str, *, title: str) -> html.Alternate:
        """Return what a page shows as data, for programs to find."""
        return html.Alternate(type="application/json", url=self.here.publisher.url(path), title=title)

    def answer(
        self,
        page: bytes,
        *,
        revision: int | None,
        confirmed: bool = True,
        policy: str = POLICY,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer with a page that anybody may read, or 304 where the reader already has it."""
        return caching.conditional(
            self.request,
            chunks=[page],
            revision=revision,
            confirmed=confirmed,
            media_type="text/html",
            headers={**self.headers(policy=policy), **(headers or {})},
        )

    def unstored(self, page: bytes, *, revision: int, policy: str = POLICY, status: int = 200) -> Response:
        """Answer with a page that nobody may keep: it shows what somebody asked, or what was wrong with it."""
        said = {
            **self.headers(policy=policy),
            "Cache-Control": "no-store",
            caching.REVISION: str(revision),
            caching.FRESHNESS: "confirmed",
        }
        return Response(page, status_code=status, headers=said, media_type="text/html")

    def headers(self, *, policy: str) -> dict[str, str]:
        """Return the headers of every page."""
        said = {"Content-Security-Policy": policy, "Content-Language": self.language.tag}
        if len(self.here.languages) > 1 and not self.prefix:
            said["Vary"] = "Accept-Language"
        return said


def view(request: Request, here: dependencies.Here) -> View:
    """Return who reads the page; raise NotFound for a language that is not on offer."""
    tag = request.path_params.get("language")
    if tag is None:
        chosen = languages.best(request.headers.get("accept-language"), offered=here.languages)
        return View(here=here, request=request, language=chosen, prefix="")
    if tag not in here.languages:
        raise problems.NotFound("The pages are not to be had in this language.")
    return View(here=here, request=request, language=here.languages[tag], prefix=f"/{tag}")


Seen = Annotated[View, Depends(view)]
