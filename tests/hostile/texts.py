"""Rows of text: injections, scripts, alphabets, broken encodings, in free text and in the place of identifiers."""

from collections.abc import Iterator
from urllib.parse import quote

from tests.hostile.rows import PROCEDURES, Row, request

WORDS: dict[str, str] = {
    "sql-or": "' OR '1'='1",
    "sql-union": "x' UNION SELECT sql FROM sqlite_master--",
    "sql-stacked": "'; DROP TABLE procedures; --",
    "sql-sleep": "1;SELECT pg_sleep(10)--",
    "sql-comment": "admin'/*",
    "sql-backslash": "\\'; DELETE FROM revisions; --",
    "sql-like-wildcards": "%_%_%_%_%_%_%",
    "sql-brackets": '"]][[;',
    "sql-parameter-marks": ":name %(name)s ? $1 {0}",
    "fts-quotes": '" OR "',
    "fts-star": "*",
    "fts-near": "a NEAR/2 b AND NOT c",
    "fts-minus": "-- -a +b ^c",
    "tsquery-operators": "a & !b | (c <-> d):*",
    "xss-script": "<script>alert(1)</script>",
    "xss-attribute": '"><img src=x onerror=alert(1)>',
    "xss-svg": "<svg/onload=alert(1)>",
    "xss-javascript": "javascript:alert(1)",
    "html-comment": "<!--<script>",
    "template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "jndi": "${jndi:ldap://127.0.0.1/a}",
    "format": "%s%n%x{0.__class__}",
    "shell": "`id`; $(id) | id && id",
    "ldap": "*)(uid=*))(|(uid=*",
    "xpath": "' or count(/*)=1 or '",
    "nosql": '{"$gt": ""}',
    "csv-formula": "=HYPERLINK(A1)",
    "windows-path": "..\\..\\boot.ini",
    "null-word": "null",
    "undefined-word": "undefined",
    "nan-word": "NaN",
    "true-word": "true",
    "json-array": "[]",
    "emoji": "💉",
    "emoji-family": "👩‍👩‍👧‍👦",
    "four-byte": "𝒳𐍈",
    "hebrew": "לייזר",
    "arabic": "ليزر",
    "chinese": "激光",
    "combining-nfd": "café",
    "zalgo": "a" + "\u0301" * 40,
    "homoglyph": "lаser",  # noqa: RUF001 - the second letter is Cyrillic; that is the point
    "full-width": "ｌａｓｅｒ",  # noqa: RUF001 - full-width letters; that is the point
    "sharp-s": "ßẞ",
    "turkish-i": "İı",
    "ligature": "ﬃ",
    "soft-hyphen": "la\u00adser",
    "zero-width": "la\u200bser",
    "regex": "(a+)+$",
    "regex-nested": "((((((((((x*)*)*)*)*)*)*)*)*)*)*",
    "quotes": "“‘’”",
}

UNPRINTABLE: dict[str, str] = {
    "nul": "%00",
    "nul-inside": "a%00b",
    "c0-bell": "%07",
    "tab": "a%09b",
    "line-feed": "a%0Ab",
    "crlf-header": "a%0D%0ASet-Cookie:%20x=1",
    "escape-sequence": "%1B%5B31m",
    "delete": "%7F",
    "c1-next-line": "%C2%85",
    "c1-csi": "%C2%9B31m",
    "bidi-override": "%E2%80%AEcba",
    "bidi-isolate": "%E2%81%A6a",
    "left-to-right-mark": "a%E2%80%8E",
    "lone-high-surrogate": "%ED%A0%80",
    "lone-low-surrogate": "%ED%BF%BF",
    "surrogate-pair-cesu": "%ED%A0%BD%ED%B8%80",
    "overlong-slash": "%C0%AF",
    "overlong-nul": "%C0%80",
    "overlong-three": "%E0%80%AF",
    "beyond-unicode": "%F4%90%80%80",
    "truncated-utf8": "%E2%82",
    "stray-continuation": "%80",
    "latin-1": "caf%E9",
    "byte-ff": "%FF",
    "noncharacter": "%EF%BF%BE",
    "private-use": "%EE%80%80",
}


def texts() -> Iterator[Row]:
    for name, text in WORDS.items():
        value = quote(text, safe="")
        yield Row(f"alias {name}", 200, request(f"{PROCEDURES}?alias={value}"))
        if "%2F" not in value:
            known = name in SLUGS or "." in text.strip(".")
            yield Row(f"slug {name}", 404 if known else 422, request(f"{PROCEDURES}/{value}"))
    for name, value in UNPRINTABLE.items():
        yield Row(f"alias {name}", 422, request(f"{PROCEDURES}?alias={value}"), "invalid_parameter")
        yield Row(f"slug {name}", 422, request(f"{PROCEDURES}/{value}"), "invalid_parameter")
    for name, value in {
        "sql": "'%20OR%201=1",
        "nul": "%00",
        "upper": "ST_0000000000",
        "short": "st_0",
        "long": "st_" + "0" * 200,
        "letters-not-used": "st_iloU000000",
        "number": "1",
        "negative": "-1",
        "2^63": "9223372036854775808",
        "uuid": "00000000-0000-0000-0000-000000000000",
    }.items():
        yield Row(f"statement {name}", 422, request(f"/v1/statements/{value}"), "invalid_parameter")
    for place in ("/v1/concepts/", "/v1/sources/"):
        for name, value in {
            "upper": "ABC",
            "nul": "a%00",
            "space": "a%20b",
            "long": "a" * 81,
            "dots": "a..b",
        }.items():
            yield Row(f"{place} {name}", 422, request(place + value), "invalid_parameter")


SLUGS = {"null-word", "undefined-word", "true-word"}
"""Words that are well-formed identifiers, so that they are looked up and not found; so is what has a suffix."""
