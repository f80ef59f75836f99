"""Rows of bytes that are not quite HTTP/1.1, request smuggling among them."""

from collections.abc import Iterator

from tests.hostile.rows import PROCEDURES, Row, request

_SMUGGLED = b"GET /admin HTTP/1.1\r\nHost: a\r\n\r\n"


def framing() -> Iterator[Row]:
    post = b"POST /v1/procedures HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    broken: dict[str, bytes] = {
        "CL.TE": post + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        "TE.CL": post
        + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n"
        + _SMUGGLED
        + b"\r\n0\r\n\r\n",
        "TE.TE": post + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + _SMUGGLED,
        "TE unknown": post + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "TE chunked not last": post + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "two lengths": post + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "length list": post + b"Content-Length: 1, 2\r\n\r\nab",
        "length negative": post + b"Content-Length: -1\r\n\r\n",
        "length plus": post + b"Content-Length: +1\r\n\r\na",
        "length hexadecimal": post + b"Content-Length: 0x1\r\n\r\na",
        "length empty": post + b"Content-Length: \r\n\r\n",
        "length beyond 64 bits": post + b"Content-Length: 99999999999999999999999\r\n\r\n",
        "chunk size not hexadecimal": post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n0\r\n\r\n",
        "chunk size negative": post + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "chunk size beyond 64 bits": post + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
        "chunk longer than said": post + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
        "chunk ended by LF": post + b"Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n",
        "LF line ends": b"GET /v1/procedures HTTP/1.1\nHost: 127.0.0.1\n\n",
        "HTTP/0.9": b"GET /v1/procedures\r\n\r\n",
        "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "HTTP/9.9": b"GET /v1/procedures HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        "no version": b"GET /v1/procedures HTTP\r\nHost: 127.0.0.1\r\n\r\n",
        "another protocol": b"GET /v1/procedures ICE/1.0\r\nHost: 127.0.0.1\r\n\r\n",
        "two spaces": b"GET  /v1/procedures HTTP/1.1 x\r\nHost: 127.0.0.1\r\n\r\n",
        "a space in the address": b"GET /v1/proc edures HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "CRLF in the address": b"GET /v1/procedures\r\nX: y HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "a NUL in the address": b"GET /v1/\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "raw bytes in the address": b"GET /v1/\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "an address without a slash": b"GET v1/procedures HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "a TLS handshake": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
        "an SSH greeting": b"SSH-2.0-OpenSSH_9.2\r\n",
        "noise": bytes(range(256)) * 4,
        "NULs": b"\x00" * 1_000,
    }
    for name, sent in broken.items():
        yield Row(name, 400, sent, "bad_request")
    yield Row("HTTP/1.0", 200, b"GET /v1/procedures HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
    yield Row("HTTP/1.0 without a host", 400, b"GET /v1/procedures HTTP/1.0\r\n\r\n", "bad_host")
    yield Row("empty lines first", 200, b"\r\n\r\n" + request(PROCEDURES))
    yield Row("an endless request line", 414, b"GET /" + b"a" * 1_000_000, "uri_too_long")
