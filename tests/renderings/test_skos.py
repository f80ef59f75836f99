"""The vocabulary in SKOS holds every concept and every label, breaks no rule of SKOS, and is the same graph twice."""

from collections.abc import Iterable

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import compare
from rdflib.namespace import DCTERMS, RDF, SKOS

from app.content import vocabulary
from app.http import envelope, urls
from app.renderings import skos
from tests import clients, strategies
from tests.content import seed
from tests.hostile import payloads, texts

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""rdflib says this of its own reader of JSON-LD."""
PUBLISHER = urls.Publisher(public_url=clients.PUBLIC_URL, name='A "quoted" \\ name')
BY = skos.Publication(url=PUBLISHER.url, publisher=PUBLISHER.name, licence=str(envelope.LICENCE["url"]))
MESH = "http://id.nlm.nih.gov/mesh/"
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def _graphs(terms: vocabulary.Vocabulary) -> tuple[rdflib.Graph, rdflib.Graph]:
    turtle = rdflib.Graph().parse(data=skos.turtle(terms, by=BY), format="turtle")
    linked = rdflib.Graph().parse(data=skos.linked(terms, by=BY), format="json-ld")
    return turtle, linked


def _address(concept: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{clients.PUBLIC_URL}/v1/concepts/{concept}")


def _sound(terms: vocabulary.Vocabulary) -> rdflib.Graph:
    """Check that both parse to one graph, that it breaks no rule of SKOS and that nothing is missing."""
    graph, other = _graphs(terms)
    assert compare.isomorphic(graph, other)
    for concept in terms.concepts.values():
        name = _address(concept.id)
        labels = {kind: {str(label) for label in graph.objects(name, kind)} for kind in LABELS}
        assert labels[SKOS.prefLabel] == {concept.label}
        held = [labels[kind] for kind in LABELS]
        assert sum(map(len, held)) == len(set().union(*held))  # S13: the sorts have no label in common
        assert set().union(*held) == {concept.label, *(other.label for other in concept.labels)}
        assert {str(label) for label in graph.objects(name, SKOS.definition)} == {
            *filter(None, [concept.definition])
        }
        assert set(graph.objects(name, SKOS.broader)) == {_address(above) for above in concept.broader}
        assert len(list(graph.objects(name, SKOS.historyNote))) == len(concept.retired)
        coded = [*graph.objects(name, SKOS.exactMatch), *graph.objects(name, SKOS.broadMatch)]
        coded += [*graph.objects(name, SKOS.notation), *graph.objects(name, SKOS.note)]
        assert len(coded) == len(set(concept.codes))
    _rules(graph)
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(terms.concepts)
    return graph


def _rules(graph: rdflib.Graph) -> None:
    schemes, concepts = (set(graph.subjects(RDF.type, kind)) for kind in (SKOS.ConceptScheme, SKOS.Concept))
    assert not schemes & concepts  # S9
    for name in schemes | concepts:
        languages = [label.language for label in graph.objects(name, SKOS.prefLabel)]  # type: ignore[attr-defined]
        assert len(languages) == len(set(languages)) == 1  # S14
    assert {(b, a) for a, b in graph.subject_objects(SKOS.broader)} == set(
        graph.subject_objects(SKOS.narrower)
    )
    tops = set(graph.subject_objects(SKOS.hasTopConcept))
    assert {(b, a) for a, b in graph.subject_objects(SKOS.topConceptOf)} == tops
    assert {scheme for scheme, _ in tops} == schemes
    assert not list(graph.subject_objects(SKOS.related))  # S27 cannot be broken
    exact, broad = (set(graph.subject_objects(kind)) for kind in (SKOS.exactMatch, SKOS.broadMatch))
    assert not exact & broad  # S46
    assert all(str(place).startswith(MESH) for _, place in exact | broad)
    assert {str(licence) for licence in graph.objects(None, DCTERMS.license)} == {envelope.LICENCE["url"]}


def test_the_vocabulary_of_the_seed_is_all_there() -> None:
    graph = _sound(seed.terms())
    assert set(graph.objects(_address("isotretinoin"), SKOS.exactMatch)) == {rdflib.URIRef(MESH + "D015474")}
    notations = set(graph.objects(_address("isotretinoin"), SKOS.notation))
    atc = rdflib.URIRef("http://www.whocc.no/atc")
    assert notations == {rdflib.Literal(code, datatype=atc) for code in ("D10AD04", "D10BA01")}


def _hostile(labels: Iterable[str]) -> vocabulary.Vocabulary:
    kinds = ("synonym", "brand", "misspelling")
    others = [
        vocabulary.OtherLabel.model_construct(label=label, type=kind)  # type: ignore[arg-type]  # one of those above
        for number, label in enumerate(labels)
        for kind in (kinds[number % 3], kinds[number % 2])
    ]
    first, *_ = others
    plain = vocabulary.Concept(id="plain", scheme="condition", label="Plain")
    code = vocabulary.Code(system="http://x.example/{a}|^`\\", code='1 a\\"b', match="exact")
    hostile = plain.changed(
        id="hostile",
        label=first.label,
        definition=first.label,
        labels=tuple(others),
        broader=("plain",),
        codes=(code,),
    )
    return vocabulary.Vocabulary([plain, hostile])


@pytest.mark.parametrize(
    "words", [[*texts.WORDS.values()], list(payloads.PAYLOADS)], ids=["words", "payloads"]
)
def test_hostile_labels_are_labels(words: list[str]) -> None:
    _sound(_hostile([word for word in words if word.strip()]))


@settings(max_examples=15)
@given(
    st.lists(
        strategies.WORDINGS | st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), min_size=1
    )
)
def test_any_labels_are_labels(labels: list[str]) -> None:
    _sound(_hostile([label for label in labels if "\r" not in label] or ["x"]))


def test_a_label_that_is_retired_is_no_label() -> None:
    retired = vocabulary.RetiredLabel.model_validate(
        {"label": "Old", "on": "2026-01-31", "reason": "It was wrong."}
    )
    concept = vocabulary.Concept(id="new", scheme="condition", label="New", retired=(retired,))
    graph = _sound(vocabulary.Vocabulary([concept]))
    (note,) = graph.objects(_address("new"), SKOS.historyNote)
    assert str(note) == "Once called “Old”, until 2026-01-31. It was wrong."
