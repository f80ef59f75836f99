"""The facts that stand in exports, found from each alone, to be held equal to those of the documents."""

import json
from typing import Any

from app.content import values
from tests import facts

Tree = dict[str, Any]


def of_ndjson(content: bytes) -> dict[str, facts.Facts]:
    """Return the facts of each procedure; the bytes of its document must have the digest that stands beside them."""
    lines = [json.loads(line) for line in content.splitlines()]
    assert [line["type"] for line in lines].count("about") == 1
    return _documents(line for line in lines if line["type"] == "procedure")


def _documents(held: Any) -> dict[str, facts.Facts]:
    found: dict[str, facts.Facts] = {}
    for procedure in held:
        assert values.digest(values.canonical(procedure["document"])) == procedure["sha256"]
        assert procedure["document"]["slug"] == procedure["slug"]
        found[procedure["slug"]] = facts.of_document(procedure["document"])
    return found
