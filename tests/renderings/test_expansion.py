"""The JSON-LD of documents is read by other people's programs: expanded nothing drops out, and pages carry it whole."""

import functools
from collections.abc import Iterator
from typing import Any

import extruct
import pytest
from hypothesis import HealthCheck, given, settings
from pyld import jsonld

from app.content import document
from tests import drawn, showing
from tests.content import seed
from tests.renderings import linked, schemaorg

SLOW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
PLACE = "https://schema.org"
_VALUES = {"Text", "URL", "Date", "DateTime", "Duration", "Number", "Integer", "Boolean"}
Tree = dict[str, Any]


@functools.cache
def _context() -> Tree:
    """Return a context of the terms of schema.org that the extract has, and no catch-all for those that it has not."""
    terms: Tree = {name: {"@id": f"{PLACE}/{name}"} for name in schemaorg.EXTRACT["classes"]}
    for name, term in schemaorg.EXTRACT["properties"].items():
        only_addresses = set(term["range"]) & _VALUES == {"URL"}
        terms[name] = {"@id": f"{PLACE}/{name}", **({"@type": "@id"} if only_addresses else {})}
    return {"@context": {**terms, "@version": 1.1}}


def _load(address: str, _: Any) -> Tree:
    assert address == PLACE, address
    return {"contextUrl": None, "documentUrl": address, "document": _context()}


def _expanded(tree: Tree) -> Any:
    return jsonld.expand(tree, {"documentLoader": _load, "base": ""})


def _nodes(part: Any) -> Iterator[Tree]:
    if isinstance(part, dict):
        if "@value" not in part:
            yield part
        for value in part.values():
            yield from _nodes(value)
    elif isinstance(part, list):
        for item in part:
            yield from _nodes(item)


def _keeps_all(published: document.ProcedureDocument) -> None:
    tree = linked.tree(published)
    expanded = _expanded(tree)
    before, after = list(_nodes(tree)), [node for node in _nodes(expanded) if "@list" not in node]
    addressed = {node["@id"] for node in after if "@id" in node}
    assert {node["@id"] for node in before if "@id" in node} <= addressed
    assert all(address.startswith(("https://", "http://")) for address in addressed)
    names = {name for node in after for name in node if not name.startswith("@")}
    assert all(name.startswith(f"{PLACE}/") for name in names)
    assert {f"{PLACE}/{name}" for node in before for name in node if not name.startswith("@")} == names
    own = sum(len(node) for node in before) - 1  # the context
    only_addresses = [node for node in after if set(node) == {"@id"}]
    described = [node for node in before if set(node) == {"@id"}]
    assert sum(map(len, after)) - len(only_addresses) == own - len(described)
    kinds = {kind for node in after for kind in node.get("@type", ())}
    assert all(kind.startswith(f"{PLACE}/") for kind in kinds)


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_the_seed_keeps_every_node_and_every_term_when_expanded(slug: str) -> None:
    _keeps_all(seed.frozen(slug))


@SLOW
@given(drawn.SETTLED)
def test_documents_keep_every_node_and_every_term_when_expanded(
    published: document.ProcedureDocument,
) -> None:
    _keeps_all(published)


def test_what_is_no_term_would_drop_out_and_be_seen() -> None:
    tree = linked.tree(seed.frozen("mesotherapy"))
    names = {name for node in _nodes(_expanded({**tree, "sideEffect": "x"})) for name in node}
    assert f"{PLACE}/sideEffect" not in names


def _read_back(published: document.ProcedureDocument) -> None:
    found = extruct.extract(showing.page(published), syntaxes=["json-ld"], base_url=PLACE)
    assert found["json-ld"] == [showing.linked(published)]


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_the_page_of_the_seed_carries_its_json_ld_whole(slug: str) -> None:
    _read_back(seed.frozen(slug))


@SLOW
@given(drawn.SETTLED)
def test_pages_carry_their_json_ld_whole(published: document.ProcedureDocument) -> None:
    _read_back(published)
