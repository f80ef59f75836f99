"""What a request asks for, as far as the answer may depend on it: the key under which an answer is kept.

It is read from the request alone, in a few microseconds. What is unusual about a request, or private, makes it one that
no kept answer is given to: then the application decides.
"""

import functools
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from starlette import types
from werkzeug import datastructures, http

from app.content import problems
from app.http import gates, negotiation, readers, representations
from app.renderings import languages

NEVER = (
    "/health",
    "/metrics",
    "/mcp",
    "/v1/authoring",
    "/v1/webhooks",
    "/v1/screen",
    "/v1/export.",
    "/editor",
)
"""What addresses begin with whose answers are private, or of the moment, or files that are kept elsewhere."""
_BY_ACCEPT = "/v1/procedures/"
_LONGEST_QUERY = 1_024
_LONGEST_HEADER = 512
_HOST, _ACCEPT, _LANGUAGE, _CODING, _TAG, _ID = range(6)
_BARRED = -1
_SLOTS = {
    b"host": _HOST,
    b"accept": _ACCEPT,
    b"accept-language": _LANGUAGE,
    b"accept-encoding": _CODING,
    b"if-none-match": _TAG,
    b"x-request-id": _ID,
    **dict.fromkeys(
        (
            b"authorization",
            b"cookie",
            b"range",
            b"if-match",
            b"if-modified-since",
            b"if-unmodified-since",
            b"if-range",
            b"content-length",
            b"transfer-encoding",
            b"content-encoding",
            b"expect",
            b"upgrade",
        ),
        _BARRED,
    ),
}
_CODINGS = ("zstd", "br", "gzip", "*")
_PLAIN = re.compile(r" *(?:[a-z*-]+ *(?:; *q=[01](?:\.[0-9]{0,3})? *)?(?:, *|$))*")
_DATA = (representations.JSON, *(form.media_type for form in representations.FORMS.values()))
_PAGES = ("text/html", *_DATA)
_CHOICES = (_DATA, _PAGES, (representations.JSON,), ("text/html", representations.JSON))
"""What callers are offered: of a procedure, of its page, and of an earlier revision of both."""
_VERSIONS = frozenset({"1.0", "1.1", "2", "3"})


Key = tuple[str, bytes, tuple[str, ...] | None, str | None, int]
"""Path, query, forms that Accept chooses, language, codings (0 for none)."""


class Asked(NamedTuple):
    """What is asked for: the key of the answer, and what is particular to this request."""

    key: Key
    tag: bytes | None
    """The header If-None-Match."""
    request_id: bytes | None
    head: bool


class Reading:
    """Read requests. `tidied` takes from the query of a page what others appended to its address."""

    def __init__(
        self,
        *,
        limits: gates.Limits,
        allowed_hosts: Collection[str],
        offered: languages.Languages,
        tidied: Callable[[bytes], bytes],
    ) -> None:
        self._limits = limits
        self._allowed = frozenset(host.lower().rstrip(".") for host in allowed_hosts)
        self._tidied = tidied
        self._language = functools.lru_cache(maxsize=1_024)(
            lambda given: languages.best(given.decode("latin-1"), offered=offered).tag
        )
        self._several = len(offered) > 1
        self._sorted = functools.lru_cache(maxsize=2_048)(self._sort)
        self._answered = functools.lru_cache(maxsize=256)(self._answers_to)

    def read(self, scope: types.Scope) -> Asked | None:
        """Return what a request asks for, None where only the application can tell."""
        if scope.get("http_version", "1.1") not in _VERSIONS:
            return None
        return self.parsed(scope["method"], scope["path"], scope["query_string"], scope["headers"])

    def parsed(
        self, method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]]
    ) -> Asked | None:
        """Return the same from the parts of a request that matter."""
        if (
            (method != "GET" and method != "HEAD")
            or path.startswith(NEVER)
            or len(query) > _LONGEST_QUERY
            or len(path) > _LONGEST_QUERY
        ):
            return None
        found = self._headers(headers)
        if found is None or found[_HOST] is None or not self._answered(found[_HOST]):
            return None
        people = not path.startswith("/v1/") and readers.are_at(path)
        accept = language = None
        if people or path.startswith(_BY_ACCEPT):
            accept = _liked(found[_ACCEPT] or b"")
            if people and self._several:
                language = self._language(found[_LANGUAGE] or b"")
        coding = _codings(found[_CODING]) if found[_CODING] else 0
        if coding is None:
            return None
        sorted_ = self._sorted(query, people) if query else query
        if sorted_ is None:
            return None
        return Asked((path, sorted_, accept, language, coding), found[_TAG], found[_ID], method == "HEAD")

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[bytes | None] | None:
        """Return the values of the headers that matter; None where one is barred, repeated or too long."""
        if len(headers) > self._limits.header_count:
            return None
        found: list[bytes | None] = [None] * 6
        size = 0
        for name, value in headers:
            size += len(name) + len(value) + 4
            slot = _SLOTS.get(name)
            if slot is not None:
                if slot == _BARRED or found[slot] is not None or len(value) > _LONGEST_HEADER:
                    return None
                found[slot] = value
        return found if size <= self._limits.header_bytes else None

    def _answers_to(self, host: bytes) -> bool:
        name = gates.host_name(host)
        return name is not None and (not self._allowed or name in self._allowed)

    def _sort(self, query: bytes, people: bool) -> bytes | None:  # noqa: FBT001 - the cache takes no names
        """Return a query with its parameters in the order of their names; those of one name stay as they are.

        None where a name is written in a way that could make it the same as another.
        """
        parts: list[bytes] = (self._tidied(query) if people else query).split(b"&")
        if any(b"%" in name or b"+" in name for name in map(_name, parts)):
            return None
        ordered: list[bytes] = sorted(parts, key=_name)
        return b"&".join(ordered)


def plain(key: Key) -> Key:
    """Return the key of the same answer without a coding."""
    return (*key[:-1], 0)


def _name(part: bytes) -> bytes:
    return part.split(b"=", 1)[0]


@functools.lru_cache(maxsize=1_024)
def _codings(given: bytes) -> int | None:
    """Return which codings a caller reads and which not, as a number; None where that is not said plainly."""
    text = given.decode("latin-1").lower()
    if not _PLAIN.fullmatch(text):
        return None
    said = dict(http.parse_accept_header(text, datastructures.Accept))
    number = 0
    for name in _CODINGS:
        number = 3 * number + (0 if name not in said else 1 if said[name] > 0 else 2)
    return number


@functools.lru_cache(maxsize=1_024)
def _liked(given: bytes) -> tuple[str, ...]:
    """Return what a caller gets of each choice of forms that there is; empty where nothing."""
    text = given.decode("latin-1")
    return tuple(_best(text, offered) for offered in _CHOICES)


def _best(given: str, offered: tuple[str, ...]) -> str:
    try:
        return negotiation.best(given, offered=offered)
    except problems.NotAcceptable:
        return ""
