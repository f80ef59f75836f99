"""How every page is served: status, policy, tag, caching, revision, how much it asks of the database."""

import itertools
import re

from starlette.testclient import TestClient

from app.http import caching, readers
from tests import clients, counting, pages


def check(client: TestClient, path: str, *, at_most: int, kind: str = "text/html; charset=utf-8") -> None:
    """Fail unless an address is served as a public page is, asking the database at most so often."""
    with counting.counted() as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(asked) <= at_most, asked
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == caching.PUBLIC
    assert answer.headers["catalogue-revision"].isdecimal()
    assert "set-cookie" not in answer.headers
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', answer.headers["etag"])
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]
    if kind.startswith("text/html"):
        _check_page(answer.content, path=path, policy=answer.headers["content-security-policy"])


def _check_page(content: bytes, *, path: str, policy: str) -> None:
    assert policy == readers.POLICY
    read = pages.Page(content)
    assert not {tag for tag, _ in read.elements} & {"style", "iframe", "object", "embed", "base"}
    assert not {
        name for _, held in read.elements for name in held if name.startswith("on") or name == "style"
    }
    canonical = [held["href"] for _, held in read.elements if held.get("rel") == "canonical"]
    assert canonical == [f"{clients.PUBLIC_URL}{path}"]
    headings = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert set(read.values("aria-labelledby")) <= set(ids)
    assert {link[1:] for link in read.values("href", tags={"a"}) if link.startswith("#")} <= set(ids)
