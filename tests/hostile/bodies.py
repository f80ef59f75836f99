"""Rows of bodies, which a read-only service refuses in exact ways."""

import gzip
import json
from collections.abc import Iterator

from tests.hostile.rows import KNOWN, PROCEDURES, Row, chunked, request

JSON = (("Content-Type", "application/json"),)


def bodies() -> Iterator[Row]:
    small: dict[str, bytes] = {
        "json": b'{"a":1}',
        "deep json": b"[" * 100_000,
        "deep objects": b'{"a":' * 20_000,
        "NaN": b'{"a":NaN}',
        "infinity": b'{"a":1e999}',
        "duplicate keys": b'{"a":1,"a":2}',
        "lone surrogate": b'{"a":"\\ud800"}',
        "2^63": b'{"a":9223372036854775808}',
        "5,000 digits": b'{"a":' + b"9" * 5_000 + b"}",
        "not utf-8": b'{"a":"\xff\xfe"}',
        "utf-16": '{"a":1}'.encode("utf-16"),
        "byte order mark": b"\xef\xbb\xbf{}",
        "nul": b'{"a":"\x00"}',
        "__proto__": b'{"__proto__":{"admin":true}}',
        "cut short": b'{"a":',
        "many keys": json.dumps({f"k{number}": number for number in range(10_000)}).encode(),
    }
    for name, body in small.items():
        yield Row(
            f"POST {name}",
            405,
            request(PROCEDURES, method="POST", headers=JSON, body=body),
            "method_not_allowed",
        )
        yield Row(f"GET {name}", 400, request(PROCEDURES, headers=JSON, body=body), "unexpected_body")
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    yield Row(
        "POST form", 405, request(PROCEDURES, method="POST", headers=form, body=b"a=b"), "method_not_allowed"
    )
    plain = (("Content-Type", "text/plain"),)
    yield Row(
        "POST text", 405, request(PROCEDURES, method="POST", headers=plain, body=b"{}"), "method_not_allowed"
    )
    streamed = (("Transfer-Encoding", "chunked"),)
    yield Row(
        "GET streamed", 400, request(KNOWN, headers=streamed, body=chunked(b"a", b"b")), "unexpected_body"
    )
    yield Row("GET streamed but empty", 200, request(KNOWN, headers=streamed, body=chunked()))
    yield Row("HEAD with a body", 400, request(KNOWN, method="HEAD", body=b"a"), head=True)
    yield from _oversized_bodies()
    yield from _coded_bodies()


def _oversized_bodies() -> Iterator[Row]:
    large = b"x" * 20_000_000
    for method in ("GET", "POST"):
        for target in (PROCEDURES, "/no/such/address"):
            sent = request(target, method=method, body=large, close=False)
            yield Row(f"{method} 20 MB {target}", 413, sent, "payload_too_large", until_closed=False)
            parts = chunked(*[b"x" * 50_000] * 40)
            streamed = request(
                target, method=method, headers=(("Transfer-Encoding", "chunked"),), body=parts, close=False
            )
            yield Row(
                f"{method} 2 MB streamed {target}", 413, streamed, "payload_too_large", until_closed=False
            )
    claimed = request(PROCEDURES, method="POST", headers=(("Content-Length", "99999999999"),), close=False)
    yield Row("a length of 100 GB", 413, claimed, "payload_too_large", until_closed=False)
    expected = (("Expect", "100-continue"), ("Content-Length", "99999999"))
    sent = request(PROCEDURES, method="POST", headers=expected, close=False)
    yield Row("a large body announced", 413, sent, "payload_too_large", until_closed=False)


def _coded_bodies() -> Iterator[Row]:
    bomb = gzip.compress(b"\0" * 10_000_000)
    for coding, body in {
        "gzip": bomb,
        "br": b"\x0b",
        "zstd": b"(\xb5/\xfd",
        "deflate": b"x",
        "identity, gzip": b"x",
    }.items():
        for method in ("GET", "POST"):
            sent = request(PROCEDURES, method=method, headers=(("Content-Encoding", coding),), body=body)
            yield Row(f"{method} coded {coding}", 415, sent, "unsupported_media_type")
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="../../a"\r\n\r\nx\r\n--x--\r\n'
    for method in ("GET", "POST"):
        for kind in (
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "MULTIPART/mixed; boundary=" + "y" * 2_000,
        ):
            sent = request(PROCEDURES, method=method, headers=(("Content-Type", kind),), body=part)
            yield Row(f"{method} {kind[:32]}", 415, sent, "unsupported_media_type")
