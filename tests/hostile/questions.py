"""Rows of questions: the one address that reads a body, and every kind of body that it must not take."""

import gzip
import json
from collections.abc import Iterator

from tests.hostile import texts
from tests.hostile.rows import Row, chunked, request

SCREEN = "/v1/screen"
JSON = (("Content-Type", "application/json"),)
_GOOD = b'{"circumstances":["pregnancy"]}'


def questions() -> Iterator[Row]:
    """Return rows that ask, and rows that only look like it."""
    yield from _taken()
    yield from _refused()
    yield from _of_another_kind()
    for method in ("GET", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "SEARCH", "QUERY"):
        code = "method_not_allowed" if method != "QUERY" else None
        yield Row(f"{method} {SCREEN}", 405, request(SCREEN, method=method), code)
    yield Row(f"HEAD {SCREEN}", 405, request(SCREEN, method="HEAD"), head=True)
    yield Row("GET a question", 400, request(SCREEN, headers=JSON, body=_GOOD), "unexpected_body")
    yield Row("a question at a longer address", 404, _asked(_GOOD, f"{SCREEN}/"), "not_found")
    yield Row(
        "a question in the address", 422, _asked(_GOOD, f"{SCREEN}?circumstances=a"), "unknown_parameter"
    )
    origin = (("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"))
    yield Row("preflight of a question", 204, request(SCREEN, method="OPTIONS", headers=origin))


def _asked(body: bytes, target: str = SCREEN, *more: tuple[str, str]) -> bytes:
    return request(target, method="POST", headers=(*JSON, *more), body=body)


def _taken() -> Iterator[Row]:
    yield Row("a question", 200, _asked(_GOOD))
    yield Row("a question with a byte order mark", 200, _asked(b"\xef\xbb\xbf" + _GOOD))
    yield Row("a question with white space around it", 200, _asked(b"\r\n\t " + _GOOD + b" \n"))
    streamed = request(
        SCREEN,
        method="POST",
        headers=(*JSON, ("Transfer-Encoding", "chunked")),
        body=chunked(_GOOD[:5], _GOOD[5:]),
    )
    yield Row("a question in pieces", 200, streamed)
    for name, word in texts.WORDS.items():
        body = json.dumps({"medicines": [word]}).encode()
        yield Row(f"a question about {name}", 200, _asked(body))
    full = json.dumps(
        {name: ["\U0001d4b3" * 120] * 20 for name in ("circumstances", "medicines", "concerns")}
    )
    yield Row("a question as long as it may be", 200, _asked(full.encode()))


def _refused() -> Iterator[Row]:
    bad: dict[str, bytes] = {
        "nothing": b"",
        "an empty object": b"{}",
        "empty lists": b'{"circumstances":[],"medicines":[]}',
        "a list": b'["pregnancy"]',
        "text": b'"pregnancy"',
        "a number": b"5",
        "null": b"null",
        "deep lists": b"[" * 100_000,
        "deep objects": b'{"circumstances":' * 10_000,
        "deep and whole": b'{"circumstances":' + b"[" * 500 + b"]" * 500 + b"}",
        "NaN": b'{"medicines":["a"],"limit":NaN}',
        "infinity": b'{"medicines":["a"],"limit":1e999}',
        "2^63": b'{"medicines":["a"],"limit":9223372036854775808}',
        "5,000 digits": b'{"medicines":["a"],"limit":' + b"9" * 5_000 + b"}",
        "a fraction": b'{"medicines":["a"],"limit":5.0}',
        "minus nought": b'{"medicines":["a"],"limit":-0}',
        "a key twice": b'{"medicines":["a"],"medicines":["b"]}',
        "a key twice, escaped": b'{"medicines":["a"],"\\u006dedicines":["b"]}',
        "a lone surrogate": b'{"medicines":["\\ud800"]}',
        "a lone surrogate in a key": b'{"medicines":["a"],"\\udfff":1}',
        "NUL": b'{"medicines":["a\\u0000"]}',
        "a raw NUL": b'{"medicines":["a\x00"]}',
        "a control character": b'{"medicines":["a\\u001b[2J"]}',
        "bidi": '{"medicines":["a\u202eb"]}'.encode(),
        "isolates": b'{"medicines":["\\u2066a\\u2069"]}',
        "not a character": b'{"medicines":["\\uffff"]}',
        "not utf-8": b'{"medicines":["\xff\xfe"]}',
        "overlong utf-8": b'{"medicines":["\xc0\xaf"]}',
        "utf-16": '{"medicines":["a"]}'.encode("utf-16"),
        "single quotes": b"{'medicines':['a']}",
        "a trailing comma": b'{"medicines":["a"],}',
        "a comment": b'{"medicines":["a"]} // x',
        "two documents": b'{"medicines":["a"]}{"medicines":["a"]}',
        "cut short": b'{"medicines":["a"',
        "a number for a term": b'{"medicines":[5]}',
        "null for a term": b'{"medicines":[null]}',
        "null for a list": b'{"medicines":null}',
        "an object for a term": b'{"medicines":[{"$gt":""}]}',
        "a list for a term": b'{"medicines":[["a"]]}',
        "text for a list": b'{"medicines":"Accutane"}',
        "an empty term": b'{"medicines":[""]}',
        "a blank term": b'{"medicines":[" \\u3000 "]}',
        "a long term": json.dumps({"medicines": ["a" * 121]}).encode(),
        "a very long term": json.dumps({"medicines": ["(a+)+$" * 30_000]}).encode(),
        "21 terms": json.dumps({"medicines": ["a"] * 21}).encode(),
        "60,000 terms": json.dumps({"medicines": ["a"] * 50_000}).encode(),
        "51 procedures": json.dumps({"medicines": ["a"], "procedures": ["b"] * 51}).encode(),
        "a path for a procedure": b'{"medicines":["a"],"procedures":["../../etc/passwd"]}',
        "sql for a procedure": b'{"medicines":["a"],"procedures":["a\' OR 1=1"]}',
        "an unknown member": b'{"medicines":["a"],"medicine":["b"]}',
        "an unknown member of sorts": b'{"medicines":["a"],"__proto__":{"admin":true}}',
        "<script> for a member": b'{"medicines":["a"],"<script>":1}',
        "many members": json.dumps({f"k{number}": number for number in range(10_000)}).encode(),
        "a limit of 51": b'{"medicines":["a"],"limit":51}',
        "a limit of true": b'{"medicines":["a"],"limit":true}',
        "a limit in quotes": b'{"medicines":["a"],"limit":"5"}',
        "null for a cursor": b'{"medicines":["a"],"cursor":null}',
    }
    for name, body in bad.items():
        yield Row(f"a question that is {name}", 422, _asked(body), "invalid_body")
    for cursor in ("", "x", "....", "W10=", "a" * 5_000, "\u202e", "AAAA" * 20):
        body = json.dumps({"medicines": ["a"], "cursor": cursor}).encode()
        yield Row(f"a question with the cursor {cursor[:9]!r}", 400, _asked(body), "bad_cursor")
    unknown = b'{"medicines":["a"],"procedures":["no-such-procedure"]}'
    yield Row("a question about no procedure of ours", 422, _asked(unknown), "unknown_procedure")


def _of_another_kind() -> Iterator[Row]:
    kinds = (
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/json",
        "application/json-seq",
        "*/*",
        "",
    )
    more = (
        "application/json; charset=utf-16",
        "application/json, text/plain",
        "multipart/form-data; boundary=x",
    )
    for kind in (*kinds, *more):
        sent = request(SCREEN, method="POST", headers=(("Content-Type", kind),), body=_GOOD)
        yield Row(f"a question as {kind!r}", 415, sent, "unsupported_media_type")
    yield Row(
        "a question as nothing", 415, request(SCREEN, method="POST", body=_GOOD), "unsupported_media_type"
    )
    twice = _asked(_GOOD, SCREEN, ("content-type", "text/plain"))
    yield Row("a question as two things", 415, twice, "unsupported_media_type")
    coded = _asked(gzip.compress(_GOOD), SCREEN, ("Content-Encoding", "gzip"))
    yield Row("a question in gzip", 415, coded, "unsupported_media_type")
    large = b'{"medicines":["' + b"a" * 300_000 + b'"]}'
    yield Row("a question of 300 kB", 413, _asked(large), "payload_too_large", until_closed=False)
