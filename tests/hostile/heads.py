"""Rows of methods, headers and hosts."""

from collections.abc import Iterator

from tests.hostile.rows import HOST, KNOWN, PROCEDURES, Row, request

HOSTILE_HOSTS = [
    *rb"a/b a?b=c a#b user@a user:pass@a a,b a\b a..b .a -a a:b a:99999 a: a:80:80 [::1 ::1 [zz] [::1]x http://a".split(),
    *b"* <script> a%0d%0a \xff\xfe \xc3\xa4.test 127.0.0.1/../admin a;b ' \" ${jndi:x}".split(),
    b"",
    b"a b",
    b"a\tb",
    b"a" * 64 + b".b",
    b"a." * 140 + b"b",
]


def methods() -> Iterator[Row]:
    for method in (
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "TRACE",
        "OPTIONS",
        "PROPFIND",
        "PURGE",
        "LOCK",
        "SEARCH",
    ):
        for target in (PROCEDURES, KNOWN):
            yield Row(f"{method} {target}", 405, request(target, method=method), "method_not_allowed")
    for method in ("BREW", "get", "GETT", "G", "DEBUG", "PRI", "\x00GET", "GET\x0b", "<script>"):
        yield Row(f"method {method!r}", 400, request(PROCEDURES, method=method), "bad_request")
    yield Row("CONNECT to an authority", 400, request("127.0.0.1:443", method="CONNECT"), "bad_request")
    yield Row("HEAD", 200, request(KNOWN, method="HEAD"), head=True)
    yield Row("HEAD of what is missing", 404, request(f"{PROCEDURES}/missing", method="HEAD"), head=True)
    override = (("X-HTTP-Method-Override", "DELETE"), ("X-Method-Override", "PUT"))
    yield Row("method override", 200, request(KNOWN, headers=override))
    origin = ("Origin", "https://evil.example")
    asked = (origin, ("Access-Control-Request-Method", "GET"))
    yield Row("preflight", 204, request(KNOWN, method="OPTIONS", headers=asked))
    asked = (origin, ("Access-Control-Request-Method", "DELETE"))
    yield Row("preflight for DELETE", 400, request(KNOWN, method="OPTIONS", headers=asked), "bad_request")


def headers() -> Iterator[Row]:
    harmless: dict[str, tuple[tuple[str, str], ...]] = {
        "one range": (("Range", "bytes=0-0"),),
        "many ranges": (("Range", "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 1_000, 2))),),
        "overlapping ranges": (("Range", "bytes=" + "0-," * 1_000),),
        "garbage range": (("Range", "lines=-9223372036854775809"),),
        "if-range": (("If-Range", '"x"'), ("Range", "bytes=5-2")),
        "etag garbage": (("If-None-Match", 'W/"' + "\\" * 500),),
        "etag many": (("If-None-Match", ", ".join(f'"{n}"' for n in range(1_000))),),
        "etag latin-1": (("If-None-Match", '"é"'),),
        "date garbage": (("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),),
        "date far": (("If-Modified-Since", "Fri, 31 Dec 9999 23:59:60 GMT"),),
        "accept garbage": (("Accept", "*/*;q=NaN, a/b;q=1e999, ;;;,"),),
        "accept xml": (("Accept", "application/xml"),),
        "accept long": (("Accept", "a/b," * 2_000),),
        "accept-encoding garbage": (("Accept-Encoding", "gzip;q=x, br;q=, ;;, *;q=-1"),),
        "accept-encoding nothing": (("Accept-Encoding", "identity;q=0, *;q=0"),),
        "accept-language": (("Accept-Language", "x" * 2_000),),
        "forwarded host": (
            ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "host=evil.example;proto=gopher"),
        ),
        "forwarded for": (("X-Forwarded-For", "' OR 1=1, 127.0.0.1"), ("X-Real-IP", "::1")),
        "forwarded prefix": (
            ("X-Forwarded-Prefix", "//evil.example"),
            ("X-Original-URL", "/admin"),
            ("X-Rewrite-URL", "/admin"),
        ),
        "cookies": (("Cookie", "a=b; c=\x80\xff; =; ;;"),),
        "authorization": (("Authorization", "Basic \xff\xfe"),),
        "origin null": (("Origin", "null"),),
        "origin garbage": (("Origin", "\xff<script>"),),
        "request id crlf-like": (("X-Request-ID", "%0d%0aSet-Cookie: a=b"),),
        "upgrade websocket": (
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "x"),
        ),
        "upgrade h2c": (("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA")),
        "expect garbage": (("Expect", "200-ok"),),
        "te trailers": (("TE", "trailers, deflate;q=0.5"),),
        "user agent": (("User-Agent", "() { :; }; echo \x80"),),
        "content-type without a body": (("Content-Type", "application/json"),),
        "an empty body": (("Content-Length", "0"),),
        "cache-control": (
            ("Cache-Control", "only-if-cached, max-age=-1, no-transform"),
            ("Pragma", "no-cache"),
        ),
    }
    for name, headers in harmless.items():
        yield Row(name, 200, request(KNOWN, headers=headers))
    yield Row("etag any", 304, request(KNOWN, headers=(("If-None-Match", "*"),)))
    oversized: dict[str, tuple[tuple[str, str], ...]] = {
        "a header of 17 kB": (("X-Pad", "a" * 17_000),),
        "a header of 60 kB": (("X-Pad", "a" * 60_000),),
        "a header of 200 kB": (("X-Pad", "a" * 200_000),),
        "a header of 2 MB": (("X-Pad", "a" * 2_000_000),),
        "a header name of 20 kB": (("X-" + "a" * 20_000, "1"),),
        "101 headers": tuple((f"X-{number}", "1") for number in range(101)),
        "1,000 headers": tuple((f"X-{number}", "1") for number in range(1_000)),
        "20,000 headers": tuple((f"X-{number}", "1") for number in range(20_000)),
        "1,000 cookies": tuple(("Cookie", f"a{number}=b") for number in range(1_000)),
    }
    for name, headers in oversized.items():
        yield Row(name, 431, request(KNOWN, headers=headers), "headers_too_large")
    for name, line in {
        "a space before the colon": b"X-A : b",
        "a header without a colon": b"X-A",
        "an empty header name": b": b",
        "a NUL in a value": b"X-A: a\x00b",
        "a NUL in a name": b"X\x00A: b",
        "a control character in a name": b"X\x01A: b",
        "a bare CR in a value": b"X-A: a\rb",
        "a folded header at the start": b" folded: x",
    }.items():
        sent = b"GET %s HTTP/1.1\r\n%s\r\nHost: %s\r\n\r\n" % (KNOWN.encode(), line, HOST)
        yield Row(name, 400, sent, "bad_request")


def hosts() -> Iterator[Row]:
    for host in HOSTILE_HOSTS:
        yield Row(f"host {host[:24]!r}", 400, request(KNOWN, host=host), "bad_host")
    yield Row("no host", 400, request(KNOWN, host=None), "bad_host")
    yield Row("two hosts", 400, request(KNOWN, headers=(("Host", "evil.example"),)), "bad_host")
    yield Row("the same host twice", 400, request(KNOWN, headers=(("host", "127.0.0.1"),)), "bad_host")
    for host in (b"evil.example", b"localhost:1", b"[::1]:8000", b"EXAMPLE.org."):
        yield Row(f"host {host!r}", 200, request(KNOWN, host=host))
