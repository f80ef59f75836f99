"""Rows of addresses: found, missing, malformed, too long."""

from collections.abc import Iterator

from tests.hostile.rows import KNOWN, PROCEDURES, Row, request


def addresses() -> Iterator[Row]:
    found = {
        "whole document": KNOWN,
        "fragment is no part of the address": f"{PROCEDURES}#x",
        "absolute form": f"http://127.0.0.1{PROCEDURES}",
        "absolute form of another host": f"http://evil.example{PROCEDURES}",
        "encoded letters": "/v1/%70rocedures",
        "empty query": f"{PROCEDURES}?",
        "ampersands only": f"{PROCEDURES}?&&&&",
    }
    missing = {
        "unknown slug": f"{PROCEDURES}/no-such-procedure",
        "unknown statement": "/v1/statements/st_zzzzzzzzzz",
        "unknown concept": "/v1/concepts/no-such-concept",
        "unknown source": "/v1/sources/no-such-source",
        "side effects of an unknown slug": f"{PROCEDURES}/no-such-procedure/side-effects",
        "unknown section": f"{KNOWN}/no-such-section",
        "trailing slash": f"{PROCEDURES}/",
        "trailing slash of a document": f"{KNOWN}/",
        "double slash": f"/{PROCEDURES}",
        "double slash inside": "/v1//procedures",
        "upper case": "/V1/PROCEDURES",
        "dot segments": "/v1/procedures/../../../etc/passwd",
        "encoded dot segments": f"{PROCEDURES}/..%2f..%2f..%2fetc%2fpasswd",
        "doubly encoded slash": "/v1%252fprocedures",
        "backslashes": "/v1\\procedures",
        "path parameter": f"{PROCEDURES};a=b",
        "cache deception by suffix": "/v1/statements/a/x.css",
        "admin": "/admin",
        "dot env": "/.env",
        "dot git": "/.git/config",
        "wordpress": "/wp-login.php",
        "actuator": "/actuator/env",
        "offline docs folder": "/static-offline-docs/../../../etc/passwd",
        "docs assets": "/docs/..%2fdocs.py",
        "drafts": "/v1/procedures/drafts/1/x/y",
        "a file suffix that there is not": f"{KNOWN}.json",
    }
    refused = {
        "a space at the end of a slug": f"{KNOWN}%20",
        "dots for a slug": f"{PROCEDURES}/%2e%2e",
        "an underscore in a slug": f"{PROCEDURES}/a_b",
        "a slug of 81 letters": f"{PROCEDURES}/" + "a" * 81,
        "a slug of 4,000 hyphens": f"{PROCEDURES}/" + "a-" * 2_000 + "A",
        "a broken escape": f"{PROCEDURES}/%zz",
        "a cut escape": f"{PROCEDURES}/a%",
        "upper case slug": f"{PROCEDURES}/Laser-Skin-Tightening",
    }
    for name, target in found.items():
        yield Row(name, 200, request(target))
    for name, target in missing.items():
        yield Row(name, 404, request(target))
    for name, target in refused.items():
        yield Row(name, 422, request(target), "invalid_parameter")
    for name, target in {
        "a slug of 13 kB": f"{PROCEDURES}/" + "a" * 13_000,
        "a slug of 100 kB": f"{PROCEDURES}/" + "a" * 100_000,
        "a query of 100 kB": f"{PROCEDURES}?alias=" + "a" * 100_000,
        "a query of 1 MB": f"{PROCEDURES}?alias=" + "a" * 1_000_000,
        "a query of 10,000 names": f"{PROCEDURES}?" + "&".join(f"p{number}=1" for number in range(10_000)),
    }.items():
        yield Row(name, 414, request(target), "uri_too_long")
