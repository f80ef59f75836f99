"""Pages of a list: opaque cursors that are good for one list only, and the links to the next page."""

import base64
import binascii
import dataclasses
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema
from starlette.requests import Request

from app.content import problems, values
from app.http import urls

Key: TypeAlias = tuple[bool | int | str | None, ...]
"""The values of the sort columns in the last row of a page, the tie-breaker last."""

DEFAULT_SIZE = 20
MAX_LENGTH = 700
Cursor = Annotated[str, WithJsonSchema({"type": "string", "maxLength": MAX_LENGTH})]
"""A cursor as a parameter: any text is taken, so that every fault of it is the one problem `bad_cursor`."""
_VERSION = 1
_CHECK_BYTES = 8
_SHAPE = re.compile(rf"[A-Za-z0-9_-]{{16,{MAX_LENGTH}}}")
_NOT_OF_THE_LIST = frozenset({"cursor", "limit", "silent_after"})
"""Parameters that say where in a list one is, not which list it is."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Listing:
    """Identify one list: its address and every parameter but places and the page size, in any order."""

    path: str
    parameters: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: Request) -> "Listing":
        """Return the listing that a request asks for."""
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in _NOT_OF_THE_LIST]
        return cls(path=request.scope["path"], parameters=tuple(sorted(pairs)))

    @classmethod
    def asked(cls, request: Request, question: bytes) -> "Listing":
        """Return the listing that a question in a body asks for; its digest alone gets into a cursor."""
        digest = hashlib.blake2b(question, digest_size=16).hexdigest()
        return cls(path=request.scope["path"], parameters=(("question", digest),))

    def fingerprint(self) -> str:
        """Return a short digest of the listing."""
        text = json.dumps([self.path, self.parameters], separators=(",", ":"))
        return hashlib.blake2b(text.encode("ascii"), digest_size=8).hexdigest()


def encode(listing: Listing, *, key: Key) -> str:
    """Return the cursor that continues a list after the row with this key; ValueError if the key is too long."""
    tree = [_VERSION, listing.fingerprint(), list(key)]
    payload = json.dumps(tree, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    cursor = base64.urlsafe_b64encode(_check(payload) + payload).rstrip(b"=").decode("ascii")
    if len(cursor) > MAX_LENGTH:
        raise ValueError("the key does not fit into a cursor")
    return cursor


def decode(cursor: str, *, listing: Listing) -> Key:
    """Return the key that a cursor of this list holds; BadCursor for anything but what `encode` made for this
    list.
    """
    payload = _payload(cursor)
    try:
        version, fingerprint, key = json.loads(payload)
    except (ValueError, TypeError, RecursionError):
        raise _bad() from None
    if version != _VERSION or not _is_key(key):
        raise _bad()
    if fingerprint != listing.fingerprint():
        raise problems.BadCursor("The cursor belongs to another list, or to other filters.")
    return tuple(key)


def after(request: Request, cursor: str | None) -> Key | None:
    """Return the key behind which a requested page begins, or None for the first; BadCursor for a foreign cursor."""
    return None if cursor is None else decode(cursor, listing=Listing.of(request))


def _payload(cursor: str) -> bytes:
    if not _SHAPE.fullmatch(cursor):
        raise _bad()
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _bad() from None
    check, payload = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
    # Base64 leaves unused bits at the end; a cursor has one spelling.
    spelled = base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
    if not hmac.compare_digest(check, _check(payload)) or spelled != cursor:
        raise _bad()
    return payload


def _check(payload: bytes) -> bytes:
    # No secret: a forged cursor could only ask for another place in the same public list.
    return hashlib.blake2b(payload, digest_size=_CHECK_BYTES, person=b"candour-cursor").digest()


def _is_key(key: object) -> bool:
    return isinstance(key, list) and all(
        part is None or _is_text(part) or (isinstance(part, int) and abs(part) < 2**63) for part in key
    )


def _is_text(part: object) -> bool:
    """Tell whether a database could take it as text: JSON spells NUL and lone surrogates, no table holds them."""
    return isinstance(part, str) and not any(
        character == "\0" or "\ud800" <= character <= "\udfff" for character in part
    )


def _bad() -> problems.BadCursor:
    return problems.BadCursor("The cursor is not one that this service has given out.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """Say where a page stands in its list and how to get the next."""

    size: int
    count: int
    cursor: str | None = None
    next_url: str | None = None
    total: int | None = None

    def members(self) -> dict[str, values.Json]:
        """Return the `page` member of the body; `complete` says that nothing follows."""
        found: dict[str, values.Json] = {
            "limit": self.size,
            "count": self.count,
            "complete": self.cursor is None,
        }
        if self.total is not None:
            found["total"] = self.total
        if self.cursor is not None:
            found["cursor"] = self.cursor
        if self.next_url is not None:
            found["next"] = self.next_url
        return found

    def headers(self) -> dict[str, str]:
        """Return the Link header, if there is a next page."""
        return {"Link": f'<{self.next_url}>; rel="next"'} if self.next_url else {}


def page(
    request: Request,
    *,
    publisher: urls.Publisher,
    size: int,
    count: int,
    last: Key | None,
    total: int | None = None,
) -> Page:
    """Return the page of a request; `last` is the key of its last row where more rows follow, else None."""
    if last is None:
        return Page(size=size, count=count, total=total)
    cursor = encode(Listing.of(request), key=last)
    return Page(
        size=size,
        count=count,
        total=total,
        cursor=cursor,
        next_url=_next(request, publisher=publisher, cursor=cursor),
    )


def _next(request: Request, *, publisher: urls.Publisher, cursor: str) -> str:
    kept: Sequence[tuple[str, str]] = [
        pair for pair in request.query_params.multi_items() if pair[0] != "cursor"
    ]
    return publisher.url(request.scope["path"], query=[*kept, ("cursor", cursor)])
