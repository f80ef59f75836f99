"""The vocabulary in SKOS as it is served."""

import pytest
import rdflib
from rdflib import compare
from rdflib.namespace import RDF, SKOS
from starlette.testclient import TestClient

from tests import clients

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""rdflib says this of its own reader of JSON-LD."""
FORMS = {"jsonld": "application/ld+json", "ttl": "text/turtle; charset=utf-8"}


@pytest.fixture
def client(opened: clients.Opened, sqlite_catalogue_url: str) -> TestClient:
    """Return a client over one database: which it is makes no difference here."""
    return opened.of(sqlite_catalogue_url)


@pytest.mark.parametrize(("suffix", "kind"), FORMS.items())
def test_the_vocabulary_is_tagged_and_not_sent_again(client: TestClient, suffix: str, kind: str) -> None:
    path = f"/v1/concepts.{suffix}"
    read, head = client.get(path), client.head(path)
    assert (read.status_code, read.headers["content-type"]) == (200, kind)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", read.headers["etag"])
    again = client.get(path, headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, params={"scheme": "energy"}).json()["code"] == "unknown_parameter"


def test_both_are_one_graph_whose_concepts_have_these_addresses(client: TestClient) -> None:
    turtle = rdflib.Graph().parse(data=client.get("/v1/concepts.ttl").content, format="turtle")
    linked = rdflib.Graph().parse(data=client.get("/v1/concepts.jsonld").content, format="json-ld")
    assert compare.isomorphic(turtle, linked)
    found = sorted(str(name) for name in turtle.subjects(RDF.type, SKOS.Concept))
    assert found == [
        f"{clients.PUBLIC_URL}/v1/concepts/{row['id']}" for row in clients.whole(client, "/v1/concepts")
    ]
    for name in (*found[::25], *map(str, turtle.subjects(RDF.type, SKOS.ConceptScheme))):
        assert client.get(name.removeprefix(clients.PUBLIC_URL)).status_code == 200, name
