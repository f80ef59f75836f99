"""Every form of a document says the same statements, lengths and coverages, and a form that loses one is found."""

import functools
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.content import document, exports, sources, values, vocabulary
from app.http import envelope, representations, urls
from app.renderings import card
from app.renderings import exports as forms
from tests import builders, clients, facts, facts_markdown, facts_tables, showing, strategies, timelines
from tests.content import seed
from tests.renderings import linked

Documents = Iterable[document.ProcedureDocument]
Shown = Mapping[str, facts.Facts]
"""What a form says of each procedure, by its slug."""
PUBLISHED = "2026-11-21T12:00:00Z"
OF_A_PROCEDURE: dict[str, Callable[[bytes], facts.Facts]] = {
    "jsonld": lambda content: facts.of_linked_data(json.loads(content)),
    "fhir.json": lambda content: facts.of_fhir(json.loads(content)),
    "md": lambda content: facts_markdown.of_markdown(content.decode()),
    "csv": lambda content: facts_tables.of_flat_csv(content.decode()),
}
"""How the facts of each form of one procedure are found, by its suffix."""
OF_EVERYTHING: dict[str, Callable[[bytes, Path], Shown]] = {
    "fhir.json": lambda content, _: facts.of_fhirs(json.loads(content)),
    "ndjson": lambda content, _: facts_tables.of_ndjson(content),
    "csv.zip": lambda content, _: facts_tables.of_csv(content),
    "sqlite": facts_tables.of_sqlite_bytes,
    "yaml": lambda content, _: facts_tables.of_yaml(content),
}
"""How the facts of each export are found, by its suffix; it may use an empty folder."""
FORMS = ("json", "page", "card", *representations.FORMS, *(f"export.{form.suffix}" for form in forms.FORMS))


def _facts(held: document.ProcedureDocument) -> facts.Facts:
    return facts.of_document(json.loads(held.canonical()))


def _said(form: str, documents: Documents, folder: Path) -> Shown:
    """Return what a form says of documents, found from the form alone."""
    if form.startswith("export."):
        return _exported(form.removeprefix("export."), list(documents), folder)
    return {held.slug: _shown(form, held) for held in documents}


def _shown(form: str, held: document.ProcedureDocument) -> facts.Facts:
    if form == "json":
        return _facts(held)
    if form == "page":
        return facts.of_html(showing.page(held))
    if form == "card":
        return facts.of_html(showing.card_of(held, *card.CHOICES))
    content = representations.FORMS[form].make(held.canonical(), linked.imprint())
    return OF_A_PROCEDURE[form](content)


def _exported(suffix: str, documents: list[document.ProcedureDocument], folder: Path) -> Shown:
    (form,) = (form for form in forms.FORMS if form.suffix == suffix)
    published = [
        exports.Published(
            slug=held.slug,
            document=held.canonical(),
            sha256=values.digest(held.canonical()),
            number=3,
            published=PUBLISHED,
        )
        for held in documents
    ]
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    stream = io.BytesIO()
    form.write(stream, iter(published), _about(len(documents), scratch))
    (folder / "read").mkdir()
    return OF_EVERYTHING[suffix](stream.getvalue(), folder / "read")


def _about(count: int, scratch: Path) -> exports.About:
    publisher = urls.Publisher(public_url=clients.PUBLIC_URL)
    return exports.About(
        revision=1,
        changed=PUBLISHED,
        url=publisher.url,
        publisher=publisher.name,
        licence=str(envelope.LICENCE["name"]),
        licence_url=str(envelope.LICENCE["url"]),
        disclaimer=envelope.DISCLAIMER,
        version="0",
        procedures=count,
        concepts=tuple(values.canonical(concept.tree()) for concept in _concepts()),
        sources=tuple(values.canonical(source) for source in _sources()),
        scratch=str(scratch),
    )


def _concepts() -> list[vocabulary.Concept]:
    known = {concept.id: concept for concept in builders.concepts()}
    return sorted({**seed.terms().concepts, **known}.values(), key=lambda concept: concept.id)


def _sources() -> list[values.Json]:
    known = (builders.source(), *seed.sources_by_id().values())
    held = [sources.CitedSource.cite(source.metadata()) for source in known]
    return [source.tree() for source in sorted(held, key=lambda source: source.id)]


@functools.cache
def _whole() -> document.ProcedureDocument:
    """Return a document that has a statement of nearly every kind."""
    return timelines.frozen(builders.draft_tree())


def _without(lost: str) -> builders.Tree:
    tree: builders.Tree = strategies.without(builders.draft_tree(), {lost})
    left = (name for line in builders.LINES if (name := builders.named(line)) != lost)
    tree["summary"]["statements"] = [next(left)]
    return builders.settled(tree, {lost})


CATALOGUES = st.tuples(*(strategies.drafts(procedure=number) for number in range(1, 21))).map(
    lambda drafts: [timelines.frozen(draft.tree()) for draft in drafts]
)
"""Twenty random procedures, of which anything may be missing."""


def test_every_form_is_read_here() -> None:
    assert set(OF_A_PROCEDURE) == set(representations.FORMS)
    assert set(OF_EVERYTHING) == {form.suffix for form in forms.FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same_of_every_procedure(form: str, tmp_path: Path) -> None:
    documents = [seed.frozen(slug) for slug in sorted(seed.trees())]
    assert _said(form, documents, tmp_path) == {held.slug: _facts(held) for held in documents}


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(documents=CATALOGUES)
def test_every_form_says_the_same_of_random_procedures(
    tmp_path_factory: pytest.TempPathFactory, documents: list[document.ProcedureDocument]
) -> None:
    wanted = {held.slug: _facts(held) for held in documents}
    for form in FORMS:
        assert _said(form, documents, tmp_path_factory.mktemp("form")) == wanted, form


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_loses_one_statement_is_found(form: str, tmp_path: Path) -> None:
    whole = _facts(_whole())
    assert _said(form, [_whole()], tmp_path / "whole")[_whole().slug] == whole
    for line in builders.LINES:
        lost = builders.named(line)
        less = timelines.frozen(_without(lost))
        said = _said(form, [less], tmp_path / line)[less.slug]
        assert lost in whole.statements - said.statements, line


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_every_address_of_a_procedure_says_the_same(client: TestClient, slug: str) -> None:
    wanted = facts.of_document(clients.data(client, f"/v1/procedures/{slug}"))
    for suffix, read in OF_A_PROCEDURE.items():
        assert read(client.get(f"/v1/procedures/{slug}.{suffix}").content) == wanted, suffix
    assert facts.of_html(client.get(f"/procedures/{slug}").text) == wanted
    assert facts.of_html(client.get(f"/embed/{slug}?sections=all").text) == wanted


@pytest.mark.parametrize("form", forms.FORMS, ids=lambda form: form.suffix)
def test_every_export_says_the_same_as_the_documents(
    client: TestClient, tmp_path: Path, form: exports.Form
) -> None:
    content = client.get(f"/v1/export.{form.suffix}").content
    assert OF_EVERYTHING[form.suffix](content, tmp_path) == {
        slug: facts.of_document(clients.data(client, f"/v1/procedures/{slug}"))
        for slug in sorted(seed.trees())
    }
