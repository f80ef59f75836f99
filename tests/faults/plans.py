"""What is asked for in trials: what readers ask again and again, what nobody asked before, and what editors write."""

import asyncio
import itertools
import json
from collections.abc import Iterator

from tests import holders
from tests.faults import asking, checker

SLUGS = ("laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel")
_HTML = (("Accept", "text/html"),)
DOCUMENTS = tuple(asking.Asked(f"/v1/procedures/{slug}") for slug in SLUGS)
"""Whole documents."""
READS = (
    *DOCUMENTS,
    *(
        asking.Asked(f"/v1/procedures/{slug}.{suffix}")
        for slug in SLUGS
        for suffix in ("md", "jsonld", "csv")
    ),
    *(asking.Asked(f"/procedures/{slug}", headers=_HTML) for slug in SLUGS),
    *(asking.Asked(f"/embed/{slug}", headers=_HTML) for slug in SLUGS),
    *(asking.Asked(f"/v1/procedures/{slug}/side-effects") for slug in SLUGS),
    asking.Asked("/v1/procedures"),
    asking.Asked("/v1/contraindications?limit=50"),
)
"""What readers ask again and again, in several forms."""
WIDE = (*READS, asking.Asked(f"/v1/compare?procedures={','.join(SLUGS)}"), asking.Asked("/v1/sources"))
"""These, and what is put together from several procedures."""
_numbers = itertools.count(1)


def cold() -> asking.Asked:
    """Return a question that nobody asked before, which is answered from the database."""
    return asking.Asked(f"/v1/procedures?limit={next(_numbers) % 90 + 1}&q=skin{next(_numbers)}")


def unasked(count: int) -> list[asking.Asked]:
    """Return addresses of answers of the database that differ from each other, and that no other plan holds."""
    kinds = ("side-effects", "contraindications", "interactions", "indications", "steps")
    endless = (f"/v1/{kind}?limit={size}" for size in itertools.count(2) for kind in kinds)
    fresh = (asked for path in endless if (asked := asking.Asked(path)) not in READS)
    return list(itertools.islice(fresh, count))


class Scribe:
    """An editor at work over HTTP, on one draft, who remembers what was acknowledged."""

    def __init__(self, url: str, *, slug: str = SLUGS[0], holder: str = "Ada Ling") -> None:
        self.slug = slug
        self.acknowledged: list[checker.Acknowledged] = []
        self._key = tuple(holders.bearing(holders.key(url, holder=holder)).items())
        self._texts: Iterator[int] = itertools.count(1)

    async def begin(self, connection: asking.Connection, *, patience: int = 200) -> None:
        """Begin the draft, once the service knows the key."""
        body = json.dumps({"slug": self.slug}).encode()
        for _ in range(patience):
            answer = await connection.ask(self._asked("POST", "/v1/authoring/procedures", body))
            if answer.status == 201:
                self._keep(answer)
                return
            await asyncio.sleep(0.05)
        raise RuntimeError(f"no draft could be begun: {answer.status} {answer.body[:200]!r}")

    async def write(self, connection: asking.Connection, *, size: int = 20) -> asking.Answer:
        """Change the draft; what is answered 200 is remembered as acknowledged."""
        number = next(self._texts)
        change = {"summary": {"text": f"It is done with a laser, said version {number}. {'x' * size}"}}
        path = f"/v1/authoring/procedures/{self.slug}"
        answer = await connection.ask(self._asked("PATCH", path, json.dumps(change).encode()))
        if answer.status == 200:
            self._keep(answer)
        return answer

    def _asked(self, method: str, path: str, body: bytes) -> asking.Asked:
        form = "merge-patch+json" if method == "PATCH" else "json"
        more = (("Content-Type", f"application/{form}"), ("If-Match", "*"))
        return asking.Asked(path, method=method, headers=(*self._key, *more), body=body)

    def _keep(self, answer: asking.Answer) -> None:
        told = json.loads(answer.body)["data"]
        self.acknowledged.append(checker.Acknowledged("draft", self.slug, told["number"], told["sha256"]))
