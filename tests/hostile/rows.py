"""What a row of the corpus holds, and how its request is put together."""

import dataclasses

HOST = b"127.0.0.1"
PROCEDURES = "/v1/procedures"
KNOWN = f"{PROCEDURES}/laser-skin-tightening"


@dataclasses.dataclass(frozen=True)
class Row:
    """Hold one request as it is sent, and what must come back."""

    name: str
    status: int
    sent: bytes
    code: str | None = None
    until_closed: bool = True
    head: bool = False


def request(
    target: str,
    *,
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    host: bytes | None = HOST,
    close: bool = True,
) -> bytes:
    """Return the bytes of a request; its text is sent as Latin-1, so that any byte can be said."""
    lines = [f"{method} {target} HTTP/1.1".encode("latin-1")]
    if host is not None:
        lines.append(b"Host: " + host)
    if close:
        lines.append(b"Connection: close")
    lines += [f"{name}: {value}".encode("latin-1") for name, value in headers]
    if body and not any(name.lower() in {"transfer-encoding", "content-length"} for name, _ in headers):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(*parts: bytes) -> bytes:
    """Return the parts in chunked transfer coding."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))
