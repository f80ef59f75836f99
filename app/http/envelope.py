"""The frame around every successful JSON answer, put around stored bytes; nothing is serialised again."""

import dataclasses
import functools
import json
from collections.abc import Iterable, Mapping

from app.content import values
from app.http import urls

LICENCE: Mapping[str, values.Json] = {
    "name": "CC BY 4.0",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}
DISCLAIMER = (
    "General information, not medical advice. It repeats what the named sources say; there may be risks that they "
    "do not name. Silence is not safety: where nothing is said, nothing is known here."
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Revision:
    """Identify the published document that an answer shows."""

    number: int
    sha256: str
    published: str | None = None


def dumps(tree: values.Json) -> bytes:
    """Return compact UTF-8 JSON; NaN and infinities raise ValueError, lone surrogates UnicodeEncodeError."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def meta(
    publisher: urls.Publisher,
    *,
    revision: Revision | None = None,
    extra: Mapping[str, values.Json] | None = None,
) -> bytes:
    """Return the bytes of `meta`; the same arguments give the same bytes, so they may take part in an ETag."""
    if revision is None and not extra:
        return _plain_meta(publisher)
    return _meta(publisher, revision=revision, extra=extra or {})


@functools.lru_cache(maxsize=8)
def _plain_meta(publisher: urls.Publisher) -> bytes:
    return _meta(publisher, revision=None, extra={})


def _meta(publisher: urls.Publisher, *, revision: Revision | None, extra: Mapping[str, values.Json]) -> bytes:
    tree: dict[str, values.Json] = {
        "licence": dict(LICENCE),
        "disclaimer": DISCLAIMER,
        "report_error": publisher.url("/report-error"),
    }
    if revision is not None:
        shown: dict[str, values.Json] = {"number": revision.number, "sha256": revision.sha256}
        tree["revision"] = {**shown, **({"published": revision.published} if revision.published else {})}
    return dumps({**tree, **extra})


def document(data: bytes, *, meta: bytes, page: Mapping[str, values.Json] | None = None) -> list[bytes]:
    """Return the chunks of an answer about one thing, around its bytes; `page` says which part of it they are."""
    place = [b',"page":', dumps(dict(page))] if page is not None else []
    return [b'{"meta":', meta, *place, b',"data":', data, b"}"]


def page(
    rows: Iterable[bytes],
    *,
    meta: bytes,
    page: Mapping[str, values.Json],
    beside: Mapping[str, values.Json] | None = None,
) -> list[bytes]:
    """Return the chunks of a list, around the bytes of each row as they are stored; `beside` stands after them."""
    return about(b"[" + b",".join(rows) + b"]", meta=meta, page=page, beside=beside)


def about(
    data: bytes,
    *,
    meta: bytes,
    page: Mapping[str, values.Json],
    beside: Mapping[str, values.Json] | None = None,
) -> list[bytes]:
    """Return the chunks of an answer about one thing with a page of what belongs to it, which stands in `beside`."""
    behind = b"," + dumps(dict(beside))[1:] if beside else b"}"
    return [b'{"meta":', meta, b',"page":', dumps(dict(page)), b',"data":', data, behind]
