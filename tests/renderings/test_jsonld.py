"""The JSON-LD of a document holds every fact of it, says every gap, and nothing that schema.org does not allow."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.content import document, placement, words
from app.renderings import jsonld, jsonld_statements
from tests import builders, drawn, facts, timelines
from tests.content import seed
from tests.renderings import linked, schemaorg

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
SLUGS = sorted(seed.trees())
Tree = dict[str, Any]


def _linked(tree: Tree) -> Tree:
    """Return the JSON-LD of a draft's tree, whatever rules it breaks."""
    return linked.tree(timelines.frozen(tree))


def _same(published: document.ProcedureDocument) -> None:
    tree = linked.tree(published)
    assert schemaorg.faults(tree) == []
    assert facts.of_linked_data(tree) == facts.of_document(json.loads(published.canonical()))
    _evidence_is_whole(published, tree)


def _evidence_is_whole(published: document.ProcedureDocument, tree: Tree) -> None:
    nodes = {node["@id"].rpartition("/")[2]: node for node in linked.nodes(tree, "Claim")}
    sources = {node["@id"].rpartition("/")[2]: node for node in tree["citation"]}
    for _, claim in document.claims(published):
        node = nodes[claim.id]
        assert node["text"] == claim.text
        assert node["keywords"] == f"grade: {claim.grade}"
        assert node["creativeWorkStatus"][0] == claim.review.state
        assert (claim.rank == "deprecated") == ("deprecated" in node["creativeWorkStatus"])
        hedges = [value["value"] for value in node.get("mentions", ()) if value["propertyID"] == "hedge"]
        assert hedges == ([claim.hedge] if claim.hedge else [])
        for stance, name in (("supports", "isBasedOn"), ("disputes", "citation")):
            told = [
                (
                    item["isBasedOn"]["@id"].rpartition("/")[2],
                    item.get("text"),
                    tuple(item["keywords"]),
                    item.get("creditText"),
                )
                for item in node.get(name, ())
            ]
            assert told == [
                (
                    item.source,
                    getattr(item, "phrase", None),
                    (f"stance: {stance}", f"quality: {item.quality}"),
                    item.attributed_to,
                )
                for item in claim.evidence
                if item.stance == stance
            ]
            assert {source for source, *_ in told} <= set(sources)
    for source in published.sources:
        assert sources[source.id]["additionalType"] == source.kind
        assert f"grade: {source.grade_of_evidence}" in sources[source.id]["keywords"]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_seed_loses_no_fact_and_breaks_no_rule_of_schema_org(slug: str) -> None:
    _same(seed.frozen(slug))


@SLOW
@given(drawn.SETTLED)
def test_no_document_loses_a_fact_or_breaks_a_rule_of_schema_org(
    published: document.ProcedureDocument,
) -> None:
    _same(published)


@SLOW
@given(drawn.SETTLED)
def test_the_same_document_gives_the_same_bytes_and_nothing_in_them_is_empty(
    published: document.ProcedureDocument,
) -> None:
    content = jsonld.content(published.canonical(), imprint=linked.imprint())
    assert content == jsonld.content(published.canonical(), imprint=linked.imprint())
    assert json.loads(content) == linked.tree(published)
    assert not re.search(rb'":(?:null|""|\[\]|\{\})', content)


@SLOW
@given(drawn.SETTLED)
def test_every_sentence_on_coverage_and_silence_is_in_it(published: document.ProcedureDocument) -> None:
    tree = linked.tree(published)
    said = [text for node in linked.nodes(tree, "WebContent") for text in node.get("text", ())]
    said += [text for node in linked.nodes(tree, "HealthTopicContent") for text in node["text"]]
    for _, _, section in document.sections(published):
        assert section.words in said
        assert {silence.words for silence in section.silent_on} <= set(said)
    assert linked.part(tree, "conflicts")["text"] == published.conflicts.words


@SLOW
@given(drawn.SETTLED)
def test_the_procedure_itself_says_every_silence_about_safety(published: document.ProcedureDocument) -> None:
    tree = linked.tree(published)["mainEntity"]
    places = {
        "contraindications": "contraindication",
        "precautions": "contraindication",
        "interactions": "contraindication",
        "side_effects": "description",
        "warning_signs": "followup",
    }
    for name, place in places.items():
        section = getattr(published.sections, name)
        shown = [claim for claim in section.statements if claim.rank != "deprecated"]
        emptied = section.coverage == "stated" and not shown
        expected = words.coverage(name, "not_addressed") if emptied else section.words
        assert expected in tree[place], name
        if section.finding:
            assert section.finding.text in tree[place]


def test_a_worried_machine_reads_what_mesotherapy_does_and_what_is_not_said() -> None:
    procedure = linked.tree(seed.frozen("mesotherapy"))["mainEntity"]
    assert procedure["@type"] == "MedicalTherapy"
    assert procedure["contraindication"] == [
        words.coverage(name, "not_addressed") for name in ("contraindications", "precautions", "interactions")
    ]
    bruising = procedure["adverseOutcome"][0]
    assert bruising["name"] == "Bruising"
    assert bruising["naturalProgression"] == ["usually fades within 1 week"]
    assert procedure["adverseOutcome"][1]["naturalProgression"] == [
        "Our sources do not say how long this lasts."
    ]
    assert procedure["duplicateTherapy"][0]["name"] == "Liposuction"
    assert words.coverage("warning_signs", "not_addressed") in procedure["followup"]


def test_only_what_a_source_calls_surgical_is_a_surgical_procedure() -> None:
    types = {slug: linked.tree(seed.frozen(slug))["mainEntity"]["@type"] for slug in SLUGS}
    assert types["micro-laser-lipo"] == ["SurgicalProcedure", "MedicalTherapy"]
    assert [slug for slug, kind in types.items() if kind == "MedicalTherapy"] == [
        slug for slug in SLUGS if slug != "micro-laser-lipo"
    ]


def test_getting_less_is_not_being_gone() -> None:
    effects = linked.tree(timelines.frozen(builders.draft_tree()))["mainEntity"]["adverseOutcome"]
    assert effects[0]["naturalProgression"] == ["within one week"]
    assert effects[1]["naturalProgression"] == ["one to three days", placement.BETTER]


def test_safety_statements_stand_in_the_procedure_and_lead_to_their_evidence() -> None:
    tree = _linked(builders.draft_tree())
    procedure = tree["mainEntity"]
    told = [item for item in procedure["contraindication"] if isinstance(item, dict)]
    assert [item["name"] for item in told] == ["pregnancy", "dark skin", "isotretinoin"]
    claims = {node["@id"] for node in linked.nodes(tree, "Claim")}
    for item in [*told, *procedure["adverseOutcome"], *procedure["duplicateTherapy"]]:
        assert item["subjectOf"]["@id"] in claims
    assert builders.LINES["warning_sign"] in procedure["followup"]


def test_steps_are_instructions_in_order() -> None:
    (technique,) = linked.nodes(_linked(builders.draft_tree()), "HowTo")
    assert technique["name"] == "Light method"
    assert [(step["position"], step["text"]) for step in technique["step"]] == [
        (1, builders.LINES["step_1"]),
        (2, builders.LINES["step_2"]),
    ]


def test_what_is_deprecated_is_kept_as_a_claim_and_said_of_the_procedure_no_more() -> None:
    tree = builders.draft_tree()
    whole = json.dumps(_linked(tree)["mainEntity"])
    lines = ("side_effect_1", "side_effect_2", "contraindication", "step_1", "indication", "alternative")
    for line in lines:
        found = builders.found(tree, builders.named(line))
        found |= {"rank": "deprecated", "rank_reason": "It was wrong."}
    left = _linked(tree)
    assert schemaorg.faults(left) == []
    for line in lines:
        assert builders.LINES[line] not in json.dumps(left["mainEntity"])
        (node,) = [
            node
            for node in linked.nodes(left, "Claim")
            if node["@id"].endswith(f"/{builders.named(line)}") and "text" in node
        ]
        assert node["creativeWorkStatus"] == ["unreviewed", "deprecated", "It was wrong."]
        assert (builders.LINES[line] in whole) == (line not in {"step_1", "indication"})
    assert words.coverage("side_effects", "not_addressed") in left["mainEntity"]["description"]
    assert words.coverage("contraindications", "not_addressed") in left["mainEntity"]["contraindication"]
    assert [step["text"] for step in linked.nodes(left, "HowToStep")] == [builders.LINES["step_2"]]
    assert "possibleTreatment" not in json.dumps(left)


def test_a_deprecated_technique_gives_no_instructions() -> None:
    tree = builders.draft_tree()
    builders.found(tree, builders.named("technique")).update(rank="deprecated", rank_reason="It was wrong.")
    published = timelines.frozen(tree)
    _same(published)
    left = linked.tree(published)
    assert linked.nodes(left, "HowTo") == linked.nodes(left, "HowToStep") == []


def test_evidence_says_its_stance_its_quality_and_where_it_only_points_to() -> None:
    tree = builders.disputed_tree()
    published = timelines.frozen(tree)
    _same(published)
    claims = {node["@id"].rpartition("/")[2]: node for node in linked.nodes(linked.tree(published), "Claim")}
    node = claims[builders.named("side_effect_1")]
    assert node["citation"][0]["description"] == [jsonld_statements.DISPUTES, "Two readings."]
    quoted, read = node["isBasedOn"]
    assert (quoted["@type"], read["@type"]) == ("Quotation", "CreativeWork")
    assert read["description"] == [jsonld_statements.NO_PHRASE, "Read there on 2026-01-31."]
    assert {item["propertyID"]: item["value"] for item in read["identifier"]} == {
        "doi": "10.1000/182",
        "page": "12",
    }
    assert read["creditText"] == "Somebody 2019"


def test_a_finding_that_there_is_none_is_said_with_its_hedge_and_never_alone() -> None:
    tree = builders.draft_tree()
    for name in ("side_effects", "contraindications", "warning_signs"):
        finding = timelines.claim(5000 + len(name), "absence", text="They say none.", hedge="usually")
        tree["sections"][name] = {"coverage": "stated_none", "finding": finding}
    published = timelines.frozen(tree)
    _same(published)
    procedure = linked.tree(published)["mainEntity"]
    assert "adverseOutcome" not in procedure
    for place, name in (
        ("description", "side_effects"),
        ("contraindication", "contraindications"),
        ("followup", "warning_signs"),
    ):
        said = [text for text in procedure[place] if isinstance(text, str)]
        assert (
            said.index("They say none.")
            == said.index(words.coverage(name, "stated_none", hedge="usually")) - 1
        )


def test_a_phrase_in_another_language_is_labelled() -> None:
    page = linked.tree(timelines.frozen(builders.draft_tree()))
    assert [node for node in linked.nodes(page, "Quotation") if "inLanguage" in node] == []
    published = timelines.frozen(builders.draft_tree())
    french = [source.changed(language="fr") for source in published.sources]
    page = linked.tree(published.changed(sources=tuple(french)))
    assert {node["inLanguage"] for node in linked.nodes(page, "Quotation")} == {"fr"}


def _reviewed(tree: Any, review: Tree) -> None:
    for item in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(item, dict | list):
            _reviewed(item, review)
    if isinstance(tree, dict) and "evidence" in tree:
        tree["review"] = review


def test_a_page_is_reviewed_only_if_each_of_its_statements_was_and_none_is_disputed() -> None:
    tree = builders.draft_tree()
    assert not {"lastReviewed", "reviewedBy"} & set(_linked(tree))
    _reviewed(tree, {"state": "reviewed", "role": "dermatologist", "on": "2026-03-01"})
    first = builders.found(tree, builders.named("duration"))
    first["review"] = {
        "state": "reviewed",
        "role": "surgeon",
        "on": "2026-02-01",
        "next_due": "2027-02-01",
    }
    page = _linked(tree)
    assert schemaorg.faults(page) == []
    assert page["lastReviewed"] == "2026-02-01"
    assert {person["jobTitle"] for person in page["reviewedBy"]} == {"dermatologist", "surgeon"}
    states = [node["creativeWorkStatus"] for node in linked.nodes(page, "Claim")]
    assert ["reviewed", "Reviewed by: dermatologist, on 2026-03-01."] in states
    due = "Reviewed by: surgeon, on 2026-02-01. The next review is due on 2027-02-01."
    assert ["reviewed", due] in states
    disputed = {"state": "disputed", "role": "surgeon", "on": "2026-02-01"}
    for first["review"] in ({"state": "unreviewed"}, disputed):
        assert not {"lastReviewed", "reviewedBy"} & set(_linked(tree))


def test_a_withdrawn_statement_leaves_a_correction() -> None:
    tree = builders.draft_tree()
    tree["withdrawn"] = [
        {"id": "st_zzzzzzzzzz", "kind": "side_effect", "on": "2026-05-01", "reason": "It was misread."}
    ]
    page = _linked(tree)
    assert schemaorg.faults(page) == []
    (stone,) = page["correction"]
    assert stone["@id"].endswith("/v1/statements/st_zzzzzzzzzz")
    assert stone["text"] == [words.withdrawn("side_effect", "2026-05-01"), "It was misread."]
    assert "st_zzzzzzzzzz" not in facts.of_linked_data(page).statements


def test_a_conflict_names_each_side() -> None:
    (conflict,) = linked.part(_linked(builders.draft_tree()), "conflicts")["hasPart"]
    assert [side["@id"].rpartition("/")[2] for side in conflict["about"]] == [
        builders.named("session_plan"),
        builders.named("duration"),
    ]


def test_what_our_sources_do_not_give_is_said_of_a_statement_too() -> None:
    claims = {
        node["@id"].rpartition("/")[2]: node for node in linked.nodes(_linked(builders.draft_tree()), "Claim")
    }
    told = {
        value["propertyID"]: value["value"] for value in claims[builders.named("side_effect_1")]["mentions"]
    }
    assert told == {
        "duration": "within one week",
        "frequency": "Our sources do not say.",
        "hedge": "usually",
        "onset": "Our sources do not say.",
        "severity": "Our sources do not say.",
        "what_to_do": "Our sources do not say.",
    }


def test_what_is_not_known_of_a_source_is_said() -> None:
    (source,) = _linked(builders.draft_tree())["citation"]
    assert source["description"][-1] == (
        "Not known of this source: address, author, date, publisher, whether it is a translation."
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_there_to_bait_search_engines_and_no_code_is_made_up(slug: str) -> None:
    text = json.dumps(linked.tree(seed.frozen(slug)))
    baits = ("Review", "Rating", "FAQPage", "Offer", "Product", "MedicalCode", "MedicalOrganization")
    assert not [kind for kind in baits if f'"{kind}"' in text or f'"Claim{kind}"' in text]
    assert not re.search(r"aggregateRating|\"code\"|codeValue|reviewedBy|lastReviewed|procedureType", text)


def test_the_imprint_says_who_publishes_what_and_when() -> None:
    page = linked.tree(seed.frozen("mesotherapy"))
    assert page["@id"] == page["url"] == "https://candour.example/procedures/mesotherapy"
    assert page["version"] == 3
    assert page["identifier"]["value"] == "0123456789abcdef" * 4
    assert page["encoding"]["contentUrl"] == "https://candour.example/v1/procedures/mesotherapy"
    assert page["creativeWorkStatus"] == "No clinician has reviewed any of these statements yet."
    assert page["usageInfo"]["text"].startswith("General information, not medical advice.")
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
