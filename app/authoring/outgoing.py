"""How a request leaves for an address that somebody else chose: to a public one only, once, and not for long.

The name is resolved when it is needed, every address it has is looked at, and the connection goes to the very address
that was looked at: a name that leads elsewhere a moment later leads nowhere. No redirect is followed, no answer read.
"""

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.content import values, webhook_problems

CONNECT_SECONDS = 5.0
DEADLINE_SECONDS = 15.0
"""How long a whole request may take, whatever is sent how slowly."""
LONGEST = 2_000
_PLAIN = re.compile(r"[!-~]+")
_LOCAL = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")
_PORTS = {"https": 443, "http": 80}


class Failed(Exception):  # noqa: N818 - it names what happened
    """Nothing was answered; the text says why, in words for the log of deliveries."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address that was read: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str


def read(url: str, *, private: bool) -> Target:
    """Return what an address says, without asking anybody; raise AddressRefused.

    With `private` it may be one without TLS and of this network, for intranets and tests.
    """
    if len(url) > LONGEST or _PLAIN.fullmatch(url) is None:
        raise _refused(f"It must have at most {LONGEST} plain characters, others percent-encoded.")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise _refused("It cannot be read as an address.") from None
    if parts.scheme not in (("https", "http") if private else ("https",)) or not host:
        raise _refused("It must begin with https:// and name a host.")
    if "@" in parts.netloc or "#" in url or "\\" in url:
        raise _refused("It must have no user name, no password and no fragment.")
    if not private and _is_local(host):
        raise _refused("Its host is not one of the public internet.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], path=path)


def require_public(target: Target, *, private: bool) -> None:
    """Raise AddressRefused where the name leads to an address that nothing is sent to, or to none."""
    try:
        _resolved(target, private=private)
    except Failed as failed:
        raise _refused(str(failed)) from None


def post(target: Target, *, body: bytes, headers: Mapping[str, str], private: bool) -> int:
    """Send a body, and return the status of the answer; raise Failed where there is none."""
    family, place = _resolved(target, private=private)
    connection = _Pinned(target, family=family, place=place)
    try:
        with _ended_in_time(connection):
            connection.request("POST", target.path, body=body, headers=dict(headers))
            return connection.getresponse().status
    except ssl.SSLError as error:
        raise Failed(f"No trusted TLS connection: {error.reason or 'it failed'}.") from None
    except TimeoutError:
        raise Failed("It did not answer in time.") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failed(f"It did not answer: {type(error).__name__}.") from None
    finally:
        connection.close()


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour is not None or found.teredo is not None or found.is_site_local:
            return False  # these carry an IPv4 address in them, or belong to a site
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


Place = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]


class _Pinned(http.client.HTTPConnection):
    """Connect to an address that was looked at, and speak there with the host that was named."""

    def __init__(self, target: Target, *, family: int, place: Place) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self._target, self._family, self._place = target, family, place

    def connect(self) -> None:
        """Open the connection, with TLS where the address says so."""
        plain = socket.socket(self._family, socket.SOCK_STREAM)
        self.sock = plain
        plain.settimeout(CONNECT_SECONDS)
        plain.connect(self._place)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)
        self.sock.settimeout(DEADLINE_SECONDS)


@contextlib.contextmanager
def _ended_in_time(connection: _Pinned) -> Iterator[None]:
    """Cut a connection off at the deadline: a peer that sends a byte now and then must not hold us."""
    cut = threading.Event()

    def end() -> None:
        cut.set()
        with contextlib.suppress(OSError):
            if connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(DEADLINE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if cut.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()


def _resolved(target: Target, *, private: bool) -> tuple[int, Place]:
    """Return the first address of a host; raise Failed where it has none, or any that nothing is sent to."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Failed("Its host has no address.") from None
    if not private and not all(is_public(str(place[0])) for *_, place in found):
        raise Failed("Its host leads to an address that is not of the public internet.")
    family, *_, place = found[0]
    return family, place


def _is_local(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return "." not in name or f".{name}".endswith(_LOCAL)


def _refused(detail: str) -> webhook_problems.AddressRefused:
    fault: dict[str, values.Json] = {
        "in": "body",
        "pointer": "/url",
        "code": "address_refused",
        "message": detail,
    }
    return webhook_problems.AddressRefused(f"Nothing is sent to this address. {detail}", errors=[fault])
