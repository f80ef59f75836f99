"""What is refused before routing: bad hosts, oversized addresses, headers and bodies, unreadable codings."""

import dataclasses
import functools
import ipaddress
import re
import urllib.parse
from collections.abc import Sequence

from starlette import types

from app.access import keys
from app.content import access_problems, problems

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(
    rf"(?:(?P<name>{_LABEL}(?:\.{_LABEL})*\.?)|\[(?P<six>[0-9A-Fa-f:.]{{2,45}})\])(?::(?P<port>[0-9]{{1,5}}))?"
)
_DECODINGS = 3
_BODILESS = {"GET", "HEAD"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a request is taken, and how many requests are worked on at once."""

    url_bytes: int = 12_288
    header_bytes: int = 16_384
    header_count: int = 100
    body_bytes: int = 262_144
    waiting: int = 256


class HeadGate:
    """Refuse a request by its line and headers alone: length of the address, keys in it, size of the headers, Host."""

    def __init__(self, app: types.ASGIApp, *, limits: Limits, allowed_hosts: Sequence[str] = ()) -> None:
        self.app = app
        self.limits = limits
        self.allowed_hosts = frozenset(host.lower().rstrip(".") for host in allowed_hosts)

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] == "http":
            _check_version(scope)
            self._check_address(scope)
            self._check_headers(scope)
            self._check_host(scope)
        await self.app(scope, receive, send)

    def _check_address(self, scope: types.Scope) -> None:
        path = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
        if len(path) + len(scope["query_string"]) > self.limits.url_bytes:
            limit = self.limits.url_bytes
            raise problems.UriTooLong(f"The address may have {limit} bytes.", limit_bytes=limit)
        if _holds_key(path + b"?" + scope["query_string"]):
            raise access_problems.KeyInUrl("Something in the address looks like a key.")

    def _check_headers(self, scope: types.Scope) -> None:
        headers = scope["headers"]
        size = sum(len(name) + len(value) + 4 for name, value in headers)
        if len(headers) > self.limits.header_count or size > self.limits.header_bytes:
            raise problems.HeadersTooLarge(
                f"The headers may have {self.limits.header_bytes} bytes in {self.limits.header_count} lines.",
                limit_bytes=self.limits.header_bytes,
                limit_lines=self.limits.header_count,
            )

    def _check_host(self, scope: types.Scope) -> None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            raise problems.BadHost("There must be exactly one Host header.")
        host = host_name(hosts[0])
        if host is None:
            raise problems.BadHost("The Host header is not a host name or address with an optional port.")
        if self.allowed_hosts and host not in self.allowed_hosts:
            raise problems.BadHost("This service does not answer to the name in the Host header.")


def _holds_key(address: bytes) -> bool:
    """Tell whether an address holds a key, percent-encoded or not, and encoded twice too."""
    text = address.decode("latin-1")
    for _ in range(_DECODINGS):
        if keys.is_in(text):
            return True
        if "%" not in text:
            return False
        text = urllib.parse.unquote(text, encoding="latin-1")
    return keys.is_in(text)


def _check_version(scope: types.Scope) -> None:
    # A request line without a version is HTTP/0.9, and whatever follows it was meant as something else.
    if scope.get("http_version", "1.1").startswith("0"):
        raise problems.BadRequest("The request line names no version of HTTP.")


@functools.lru_cache(maxsize=256)
def host_name(header: bytes) -> str | None:
    """Return the lower-case name or address in a Host header, or None where it is not well-formed."""
    match = _HOST.fullmatch(header.decode("latin-1"))
    if match is None or len(header) > 260 or int(match["port"] or 0) > 65_535:
        return None
    if match["six"] is not None:
        try:
            return f"[{ipaddress.IPv6Address(match['six'])}]"
        except ValueError:
            return None
    return match["name"].lower().rstrip(".")


class BodyGate:
    """Take a request's body whole and within bounds before the application runs, or refuse it.

    A body is refused for its size (declared, or as it arrives), its coding, being multipart, and for being there at all
    on GET and HEAD. The application then finds it complete in memory, so no handler waits for a slow client.
    """

    def __init__(self, app: types.ASGIApp, *, limits: Limits) -> None:
        self.app = app
        self.limit = limits.body_bytes

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        framing = _Framing.of(scope)
        if framing.length > self.limit:
            raise self._too_large()
        if framing.coded:
            raise problems.UnsupportedMediaType(
                "Compressed request bodies are not read.", headers={"Accept-Encoding": ""}
            )
        if framing.multipart:
            raise problems.UnsupportedMediaType("Multipart request bodies are not read.")
        if not (framing.length or framing.streamed):
            await self.app(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            return
        if body and scope["method"] in _BODILESS:
            raise problems.UnexpectedBody("A GET or HEAD request must not have a body.")
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, receive: types.Receive) -> bytes | None:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > self.limit:
                raise self._too_large()
            if not message.get("more_body", False):
                return bytes(body)

    def _too_large(self) -> problems.PayloadTooLarge:
        return problems.PayloadTooLarge(f"A body may have {self.limit} bytes.", limit_bytes=self.limit)


def _replay(body: bytes, receive: types.Receive) -> types.Receive:
    delivered = False

    async def replayed() -> types.Message:
        nonlocal delivered
        if delivered:
            return await receive()
        delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


@dataclasses.dataclass(frozen=True)
class _Framing:
    """Hold what the headers say of the body."""

    length: int
    streamed: bool
    coded: bool
    multipart: bool

    @classmethod
    def of(cls, scope: types.Scope) -> "_Framing":
        found: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            if name in (b"content-length", b"transfer-encoding", b"content-encoding", b"content-type"):
                found.setdefault(name, []).append(value.strip().lower())
        codings = {
            coding.strip() for value in found.get(b"content-encoding", ()) for coding in value.split(b",")
        }
        return cls(
            length=_length(found),
            streamed=_streamed(found),
            coded=bool(codings - {b"", b"identity"}),
            multipart=any(value.startswith(b"multipart/") for value in found.get(b"content-type", ())),
        )


def _length(found: dict[bytes, list[bytes]]) -> int:
    lengths = set(found.get(b"content-length", ()))
    if not lengths:
        return 0
    text = lengths.pop()
    if lengths or not re.fullmatch(rb"[0-9]{1,18}", text) or b"transfer-encoding" in found:
        raise problems.BadRequest("The headers contradict each other about where the body ends.")
    return int(text)


def _streamed(found: dict[bytes, list[bytes]]) -> bool:
    codings = found.get(b"transfer-encoding", [])
    if codings not in ([], [b"chunked"]):
        raise problems.BadRequest("The only transfer coding that is read is chunked.")
    return bool(codings)
