"""Conditional answers: weak ETags, 304, how long caches may keep what, and the catalogue's revision as a header."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import starlette_compress
from starlette import types
from starlette.requests import Request
from starlette.responses import Response
from werkzeug import http

from app.http import surrogates

PUBLIC = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
"""Browsers ask each time and get a 304; a shared cache may answer for a minute, half of it while it asks again, and for
ten where nobody answers it. A second one behind it may answer for as long again."""
REVISION = "Catalogue-Revision"
FRESHNESS = "Catalogue-Freshness"


def compressed(app: types.ASGIApp) -> types.ASGIApp:
    """Return the application with its answers in the best coding that their reader knows, where it is worth it."""
    starlette_compress.add_compress_type("application/fhir+json")
    return starlette_compress.CompressMiddleware(app, zstd_level=3, brotli_quality=4, gzip_level=5)


def etag(parts: Iterable[str | bytes]) -> str:
    """Return the opaque part of a weak ETag for what an answer is made of, each part kept apart from the next."""
    made = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8") if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "big") + content)
    return made.hexdigest()[:32]


def matches(request: Request, *, tag: str) -> bool:
    """Return whether If-None-Match names this weak tag, or is `*`; what cannot be parsed matches nothing."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return bool(given) and http.parse_etags(given).contains_weak(tag)


def unstored(*, chunks: Sequence[bytes], revision: int) -> Response:
    """Return 200 with the joined chunks, for nobody to keep: no tag, no cache, only the catalogue's revision."""
    headers = {"Cache-Control": "no-store", REVISION: str(revision), FRESHNESS: "confirmed"}
    return Response(b"".join(chunks), headers=headers, media_type="application/json")


def conditional(
    request: Request,
    *,
    chunks: Sequence[bytes],
    etag_source: Iterable[str | bytes] | None = None,
    revision: int | None = None,
    confirmed: bool = True,
    cache_control: str = PUBLIC,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return 200 with the joined chunks, or 304 where the caller already has them.

    The tag is made of `etag_source` (a stored digest and the meta, say), else of the bytes themselves. `revision` is
    the catalogue's; it is a header only, so that an unrelated change leaves body and tag alone. An answer whose
    revision could not be `confirmed` says so, and is not stored by caches.
    """
    tag = etag(etag_source if etag_source is not None else chunks)
    named = {surrogates.HEADER: surrogates.keys(request)} if revision is not None and confirmed else {}
    common = kept(
        tag=tag,
        revision=revision,
        confirmed=confirmed,
        cache_control=cache_control,
        headers={**named, **(headers or {})},
    )
    if matches(request, tag=tag):
        return Response(status_code=304, headers=common)
    return Response(b"".join(chunks), headers=common, media_type=media_type)


def kept(
    *,
    tag: str,
    revision: int | None = None,
    confirmed: bool = True,
    cache_control: str = PUBLIC,
    headers: Mapping[str, str],
) -> dict[str, str]:
    """Return these headers with those that say how an answer may be kept, which it is, and how fresh."""
    common = {
        **headers,
        "ETag": f'W/"{tag}"',
        "Cache-Control": cache_control if confirmed else "no-store",
    }
    if revision is not None:
        common[REVISION] = str(revision)
        common[FRESHNESS] = "confirmed" if confirmed else "stale"
    return common
