"""The FHIR of a document holds every fact of it, says every gap, and nothing that FHIR R5 does not allow."""

import copy
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.content import document, durations, words
from app.renderings import fhir_definitions, fhir_extensions, fhir_lengths
from tests import builders, drawn, facts, strategies, timelines
from tests.content import seed
from tests.renderings import fhirs, linked

MADE_UP, DRAWN = 40, 80
"""How many random documents are checked: made-up ones, and as many drafts and documents full of lengths as drawn."""
FEW = settings(max_examples=DRAWN, suppress_health_check=[HealthCheck.too_slow])
SLUGS = sorted(seed.trees())
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
Tree = dict[str, Any]


def _fhir(tree: Tree) -> Tree:
    """Return the FHIR of a draft's tree, whatever rules it breaks."""
    return fhirs.tree(timelines.frozen(tree))


def _same(published: document.ProcedureDocument) -> None:
    bundle = fhirs.tree(published)
    assert fhirs.faults(bundle) == []
    assert facts.of_fhir(bundle) == facts.of_document(json.loads(published.canonical()))
    _evidence_is_whole(published, bundle)
    _silence_is_said(published, bundle)


def _homes(bundle: Tree) -> dict[str, Tree]:
    """Return the resource or the action that each statement is."""
    return {
        fhirs.part(held, "id"): node
        for resource in fhirs.resources(bundle)
        for node in [resource, *_actions(resource)]
        for held in fhirs.extension(node, "statement")
    }


def _actions(resource: Tree) -> list[Tree]:
    return [action for group in resource.get("action", ()) for action in group["action"]]


def _proofs(bundle: Tree) -> dict[str, Tree]:
    """Return the Provenance of each statement."""
    return {
        proof["id"].removeprefix("candour-").replace("-", "_"): proof
        for proof in fhirs.resources(bundle, "Provenance")
    }


def _evidence_is_whole(published: document.ProcedureDocument, bundle: Tree) -> None:
    homes, proofs = _homes(bundle), _proofs(bundle)
    names = {source.id: f"DocumentReference/candour-{source.id}" for source in published.sources}
    for _, claim in document.claims(published):
        (said,) = fhirs.extension(homes[claim.id], "statement")
        told = [
            fhirs.part(said, name) for name in ("text", "hedge", "rank", "rank-reason", "grade", "review")
        ]
        assert told == [
            claim.text,
            claim.hedge,
            claim.rank,
            claim.rank_reason,
            claim.grade,
            claim.review.state,
        ]
        assert fhirs.part(said, "reviewer") == claim.review.role
        assert bool(fhirs.extension(homes[claim.id], "deprecated")) == (claim.rank == "deprecated")
        found = []
        for entity in proofs[claim.id]["entity"]:
            (held,) = fhirs.extension(entity, "evidence")
            assert bool(fhirs.extension(entity, "disputes")) == (fhirs.part(held, "stance") == "disputes")
            parts = ("phrase", "start", "end", "stance", "quality", "attributed-to", "note")
            found.append((entity["what"]["reference"], *(fhirs.part(held, name) for name in parts)))
            assert entity["role"] == ("quotation" if fhirs.part(held, "phrase") else "source")
        assert found == [
            (
                names[item.source],
                *(getattr(item, name, None) for name in ("phrase", "start", "end")),
                item.stance,
                item.quality,
                item.attributed_to,
                item.note,
            )
            for item in claim.evidence
        ]


def _silence_is_said(published: document.ProcedureDocument, bundle: Tree) -> None:
    (composition,) = fhirs.resources(bundle, "Composition")
    (activity,) = fhirs.resources(bundle, "ActivityDefinition")
    sections = {
        fhirs.part(held, "section"): node
        for node in fhirs.nodes(composition)
        for held in (fhirs.extension(node, "coverage") if "title" in node else ())
    }
    told = {fhirs.part(held, "section"): held for held in fhirs.extension(activity, "coverage")}
    assert told.keys() == sections.keys()
    techniques = [technique.slug for technique in published.techniques.statements for _ in range(2)]
    for _, name, section in document.sections(published):
        place = f"{name}:{techniques.pop(0)}" if name in {"technique_use", "steps"} else name
        node = sections[place]
        assert fhirs.extension(node, "coverage") == [told[place]]
        said = html.unescape(node["text"]["div"])
        assert section.words is not None
        assert section.words in said
        for silence in section.silent_on:
            assert silence.words in said
            assert {"url": "silent-on", "valueString": silence.words} in told[place]["extension"]
        assert all(claim.text in said for claim in section.statements)
        reasons = [held["valueCode"] for held in node["extension"] if held["url"] == ABSENT]
        assert reasons == {"not_addressed": ["unknown"], "not_applicable": ["not-applicable"]}.get(
            section.coverage, []
        )
        assert ("emptyReason" in node) == (section.coverage in {"not_addressed", "not_applicable"})
        assert ("entry" in node) == (section.coverage in {"stated", "stated_none"})
    assert "nilknown" not in json.dumps(bundle)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_seed_loses_no_fact_and_breaks_no_rule_of_fhir(slug: str) -> None:
    _same(seed.frozen(slug))
    assert fhirs.whole_faults(fhirs.tree(seed.frozen(slug))) == []


def test_no_made_up_document_loses_a_fact_or_breaks_a_rule_of_fhir() -> None:
    for published in drawn.made_up(MADE_UP):
        _same(published)


@FEW
@given(strategies.drafts())
def test_no_draft_loses_a_fact_or_breaks_a_rule_of_fhir(draft: document.ProcedureDraft) -> None:
    _same(timelines.frozen(draft.tree()))


@FEW
@given(timelines.documents(most=2).map(drawn.settled))
def test_no_length_is_lost_and_none_is_made_up(published: document.ProcedureDocument) -> None:
    _same(published)


def test_two_hundred_random_documents_are_checked() -> None:
    assert MADE_UP + 2 * DRAWN >= 200


def test_the_same_document_gives_the_same_bytes() -> None:
    for published in (*map(seed.frozen, SLUGS), *drawn.made_up(MADE_UP)[:5]):
        assert fhirs.canonical(fhirs.tree(published)) == fhirs.canonical(fhirs.tree(published))


# The checker finds what the library lets through.


def _of(bundle: Tree, kind: str, **members: Any) -> Tree:
    return next(
        resource
        for resource in fhirs.resources(bundle, kind)
        if all(resource.get(name) == value for name, value in members.items())
    )


def test_the_checker_finds_a_code_that_fhir_does_not_have() -> None:
    bundle = fhirs.tree(seed.frozen("mesotherapy"))
    effect = _of(bundle, "ClinicalUseDefinition", type="undesirable-effect")
    effect["type"] = "side-effect"
    assert fhirs.whole_faults(bundle) == ["type: side-effect"]
    assert "type: side-effect" in fhirs.resource_faults(effect)
    for kind, place, code in (
        ("Composition", ["status"], "unreviewed"),
        ("Provenance", ["entity", 0, "role"], "derivation"),
        ("Composition", ["text", "status"], "made"),
        ("ActivityDefinition", ["relatedArtifact", 0, "type"], "source"),
    ):
        changed = fhirs.tree(seed.frozen("mesotherapy"))
        part: Any = _of(changed, kind)
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = code
        assert any(fault.endswith(f": {code}") for fault in fhirs.faults(changed)), place


def test_the_checker_finds_two_bodies_of_one_clinical_use() -> None:
    bundle = fhirs.tree(seed.frozen("mesotherapy"))
    effect = _of(bundle, "ClinicalUseDefinition", type="undesirable-effect")
    effect["warning"] = {"description": "Two things at once."}
    assert fhirs.whole_faults(bundle) == []  # the library lets it through
    assert fhirs.resource_faults(effect) == ["cud-1: it has undesirableEffect, warning"]
    del effect["undesirableEffect"]
    assert fhirs.resource_faults(effect) == ["its type is undesirable-effect and its body warning"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("ActivityDefinition", lambda resource: resource.update(nonsense="1")),
        ("ActivityDefinition", lambda resource: resource.update(date="yesterday")),
        ("ActivityDefinition", lambda resource: resource.update(id="mesotherapy_1")),
        ("Basic", lambda resource: resource.pop("code")),
        ("Basic", lambda resource: resource["text"].update(div="words")),
        ("Basic", lambda resource: resource["extension"][0].update(valueString="words")),
        ("Basic", lambda resource: resource["extension"][0].pop("extension")),
        ("Composition", lambda resource: resource["section"][0].pop("text")),
        ("Composition", lambda resource: resource["section"][0].update(emptyReason={"text": "none"})),
        ("Provenance", lambda resource: resource["target"][0].update(reference="Basic/nothing")),
        ("DocumentReference", lambda resource: resource.update(author=[])),
    ],
)
def test_the_checker_finds(kind: str, change: Any) -> None:
    bundle = fhirs.tree(seed.frozen("mesotherapy"))
    change(_of(bundle, kind))
    assert fhirs.faults(bundle)


def test_a_lost_statement_is_seen_by_its_facts_and_by_what_refers_to_it() -> None:
    published = seed.frozen("mesotherapy")
    whole = facts.of_document(json.loads(published.canonical()))
    bundle = fhirs.tree(published)
    for place, entry in enumerate(bundle["entry"]):
        if not fhirs.extension(entry["resource"], "statement"):
            continue
        left = {**bundle, "entry": bundle["entry"][:place] + bundle["entry"][place + 1 :]}
        assert facts.of_fhir(left).statements < whole.statements
        assert fhirs.faults(left)
    without = copy.deepcopy(bundle)
    _of(without, "PlanDefinition")["action"][0]["action"].pop(0)
    assert facts.of_fhir(without).statements < whole.statements


def test_a_lost_length_or_silence_is_seen() -> None:
    published = seed.frozen("mesotherapy")
    whole = facts.of_document(json.loads(published.canonical()))
    bundle = fhirs.tree(published)
    effect = _homes(bundle)["st_7mpvn2ty07"]
    effect["extension"] = [held for held in effect["extension"] if not held["url"].endswith("/duration")]
    assert facts.of_fhir(bundle).lengths < whole.lengths
    sections = _of(bundle, "Composition")["section"]
    sections.remove(next(part for part in sections if part["title"] == words.NOUNS["contraindications"]))
    assert whole.coverage - facts.of_fhir(bundle).coverage == {("contraindications", "not_addressed")}


# What it means.


def test_a_worried_assistant_reads_what_mesotherapy_does_and_what_is_not_said() -> None:
    bundle = fhirs.tree(seed.frozen("mesotherapy"))
    kinds = {resource["category"][0]["text"] for resource in fhirs.resources(bundle, "ClinicalUseDefinition")}
    assert kinds == {"indication", "side effect"}
    activity = _of(bundle, "ActivityDefinition")
    for name in ("contraindications", "precautions", "interactions", "warning_signs"):
        assert words.coverage(name, "not_addressed") in activity["description"]
    assert (activity["status"], activity["experimental"]) == ("active", True)
    assert "lastReviewDate" not in activity
    bruising = _homes(bundle)["st_7mpvn2ty07"]
    effect = bruising["undesirableEffect"]
    assert effect["symptomConditionEffect"]["concept"]["text"] == "Bruising"
    (duration,) = fhirs.extension(bruising, "duration")
    assert [fhirs.part(duration, name) for name in ("wording", "min", "max", "measures")] == [
        "usually fades within 1 week",
        "open",
        "P1W",
        "until_gone",
    ]
    assert fhirs.part(duration, "range") == {
        "high": {"value": 1, "unit": "week", "system": "http://unitsofmeasure.org", "code": "wk"}
    }


def test_what_our_sources_do_not_give_is_absent_with_a_reason_and_words() -> None:
    homes = _homes(fhirs.tree(seed.frozen("mesotherapy")))
    swelling = homes["st_fj47nghqyf"]
    absent = [
        {"url": ABSENT, "valueCode": "unknown"},
        {
            "url": "https://candour.example/fhir/StructureDefinition/words",
            "valueString": "Our sources do not say.",
        },
    ]
    for name in ("severity", "onset", "what-to-do"):
        (held,) = fhirs.extension(swelling, name)
        assert held["extension"] == absent
    (duration,) = fhirs.extension(swelling, "duration")
    (wording,) = duration["extension"]
    assert wording["url"] == "wording"
    assert wording["extension"][1]["valueString"] == "Our sources do not say how long this lasts."


def test_each_kind_about_safety_has_the_form_that_fhir_has_for_it() -> None:
    homes = _homes(_fhir(builders.draft_tree()))
    forms = {
        line: (home["type"], home["category"][0]["coding"][0]["code"])
        for line in (
            "indication",
            "contraindication",
            "precaution",
            "interaction",
            "side_effect_1",
            "warning_sign",
        )
        for home in [homes[builders.named(line)]]
    }
    assert forms == {
        "indication": ("indication", "indication"),
        "contraindication": ("contraindication", "contraindication"),
        "precaution": ("warning", "precaution"),
        "interaction": ("interaction", "interaction"),
        "side_effect_1": ("undesirable-effect", "side_effect"),
        "warning_sign": ("warning", "warning_sign"),
    }
    assert homes[builders.named("recovery")]["resourceType"] == "Basic"
    interaction = homes[builders.named("interaction")]["interaction"]
    assert interaction["type"] == {
        "coding": [{"system": "http://hl7.org/fhir/interaction-type", "code": "other"}],
        "text": "drug-procedure",
    }


def test_steps_are_actions_in_order_each_with_evidence_of_its_own() -> None:
    bundle = _fhir(builders.draft_tree())
    plan = _of(bundle, "PlanDefinition")
    first, second = _actions(plan)
    assert [(action["prefix"], action["textEquivalent"]) for action in (first, second)] == [
        ("1", builders.LINES["step_1"]),
        ("2", builders.LINES["step_2"]),
    ]
    assert second["relatedAction"] == [{"targetId": first["linkId"], "relationship": "after"}]
    assert "requiredBehavior" not in json.dumps(plan)
    proof = _proofs(bundle)[builders.named("step_1")]
    assert proof["target"] == [
        {
            "reference": f"PlanDefinition/{plan['id']}",
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/targetElement", "valueUri": first["id"]}
            ],
        }
    ]


def test_what_is_deprecated_is_kept_and_marked_so_that_nobody_takes_it_for_held() -> None:
    tree = builders.draft_tree()
    lines = ("side_effect_1", "contraindication", "step_1", "indication", "alternative", "body_area")
    for line in lines:
        found = builders.found(tree, builders.named(line))
        found |= {"rank": "deprecated", "rank_reason": "It was wrong."}
    published = timelines.frozen(tree)
    _same(published)
    bundle = fhirs.tree(published)
    homes = _homes(bundle)
    for line in lines:
        home = homes[builders.named(line)]
        assert home["modifierExtension"][0]["url"].endswith("/deprecated")
        assert "No longer held: It was wrong." in home["text"]["div"]
    assert homes[builders.named("indication")]["status"]["coding"][0]["code"] == "retired"
    assert homes[builders.named("step_1")]["resourceType"] == "Basic"
    assert len(_actions(_of(bundle, "PlanDefinition"))) == 1
    activity = _of(bundle, "ActivityDefinition")
    assert "bodySite" not in activity
    assert words.coverage("contraindications", "not_addressed") in activity["description"]


def test_a_deprecated_technique_is_retired_and_gives_no_instructions() -> None:
    tree = builders.draft_tree()
    builders.found(tree, builders.named("technique")).update(rank="deprecated", rank_reason="It was wrong.")
    published = timelines.frozen(tree)
    _same(published)
    plan = _of(fhirs.tree(published), "PlanDefinition")
    assert (plan["status"], "action" in plan) == ("retired", False)


def test_evidence_says_its_stance_its_quality_and_where_it_only_points_to() -> None:
    tree = builders.disputed_tree()
    published = timelines.frozen(tree)
    _same(published)
    bundle = fhirs.tree(published)
    quoted, disputing, read = _proofs(bundle)[builders.named("side_effect_1")]["entity"]
    assert [entity["role"] for entity in (quoted, disputing, read)] == ["quotation", "quotation", "source"]
    assert "modifierExtension" not in quoted
    assert disputing["modifierExtension"][0]["valueBoolean"] is True
    (held,) = fhirs.extension(read, "evidence")
    assert [fhirs.part(held, name) for name in ("doi", "page", "read-on", "attributed-to")] == [
        "10.1000/182",
        "12",
        "2026-01-31",
        "Somebody 2019",
    ]
    told = _homes(bundle)[builders.named("side_effect_1")]["text"]["div"]
    assert "A source disputes this." in told


def test_a_source_says_its_grade_and_what_is_not_known_and_gives_no_wrong_hash() -> None:
    (source,) = fhirs.resources(_fhir(builders.draft_tree()), "DocumentReference")
    (held,) = fhirs.extension(source, "source")
    unknown = {part["url"] for part in held["extension"] if "extension" in part}
    assert unknown == {"address", "publisher", "author", "date", "translated"}
    assert fhirs.part(held, "grade") == "low"
    assert re.fullmatch("[0-9a-f]{64}", fhirs.part(held, "sha256"))
    assert "hash" not in source["content"][0]["attachment"]
    assert "data" not in source["content"][0]["attachment"]


def test_a_finding_that_there_is_none_is_evidence_and_no_absence() -> None:
    bundle = fhirs.tree(seed.frozen("mesotherapy"))
    section = next(
        part for part in _of(bundle, "Composition")["section"] if part["title"] == words.NOUNS["preparation"]
    )
    assert [part["reference"] for part in section["entry"]] == ["Basic/candour-st-az6z00fq2d"]
    assert "generally" in section["text"]["div"]
    assert not {"emptyReason", ABSENT} & {*section, *(held["url"] for held in section["extension"])}


def test_conflicts_stand_on_each_side_and_tombstones_in_the_document() -> None:
    tree = builders.draft_tree()
    tree["withdrawn"] = [
        {"id": "st_zzzzzzzzzz", "kind": "side_effect", "on": "2026-05-01", "reason": "It was misread."}
    ]
    published = timelines.frozen(tree)
    _same(published)
    bundle = fhirs.tree(published)
    homes = _homes(bundle)
    sides = {name for name, home in homes.items() if fhirs.extension(home, "conflict")}
    assert sides == {builders.named("session_plan"), builders.named("duration")}
    titles = {part["title"]: part for part in _of(bundle, "Composition")["section"]}
    assert published.conflicts.words is not None
    assert published.conflicts.words in html.unescape(titles["conflicts"]["text"]["div"])
    (conflict,) = titles["conflicts"]["section"]
    assert {entry["reference"].partition("/")[0] for entry in conflict["entry"]} == {"Basic"}
    (stone,) = titles["withdrawn"]["section"]
    (held,) = fhirs.extension(stone, "tombstone")
    assert fhirs.part(held, "reason") == "It was misread."
    assert words.withdrawn("side_effect", "2026-05-01") in html.unescape(stone["text"]["div"])


def test_the_document_is_final_only_if_each_of_its_statements_was_reviewed_and_none_is_disputed() -> None:
    tree = builders.draft_tree()
    claims = list(builders.LINES)
    for line in claims:
        builders.found(tree, builders.named(line))["review"] = {
            "state": "reviewed",
            "role": "dermatologist",
            "on": "2026-03-01",
        }
    first = builders.found(tree, builders.named("duration"))
    first["review"] = {
        "state": "reviewed",
        "role": "surgeon",
        "on": "2026-02-01",
        "next_due": "2027-02-01",
    }
    bundle = _fhir(tree)
    assert fhirs.faults(bundle) == []
    activity = _of(bundle, "ActivityDefinition")
    assert (activity["lastReviewDate"], activity["experimental"]) == ("2026-02-01", False)
    assert _of(bundle, "Composition")["status"] == "final"
    (said,) = fhirs.extension(_homes(bundle)[builders.named("duration")], "statement")
    assert [fhirs.part(said, name) for name in ("reviewer", "reviewed", "review-due")] == [
        "surgeon",
        "2026-02-01",
        "2027-02-01",
    ]
    for first["review"] in (
        {"state": "unreviewed"},
        {"state": "disputed", "role": "surgeon", "on": "2026-02-01"},
    ):
        bundle = _fhir(tree)
        assert _of(bundle, "Composition")["status"] == "preliminary"
        assert _of(bundle, "ActivityDefinition")["experimental"] is True


def test_a_name_that_is_too_long_is_cut_and_stays_unique() -> None:
    bundles = []
    for end in ("a", "b"):
        tree = builders.draft_tree()
        tree["slug"] = "x" * 79 + end
        bundles.append(_fhir(tree))
        assert fhirs.faults(bundles[-1]) == []
    assert bundles[0]["id"] != bundles[1]["id"]


def test_it_says_who_publishes_which_revision_on_what_terms() -> None:
    bundle = fhirs.tree(seed.frozen("mesotherapy"))
    assert bundle["identifier"]["value"] == "https://candour.example/v1/procedures/mesotherapy?revision=3"
    activity = _of(bundle, "ActivityDefinition")
    (revision,) = fhirs.extension(activity, "revision")
    assert fhirs.part(revision, "sha256") == "0123456789abcdef" * 4
    assert (activity["version"], activity["publisher"]) == ("3", "Candour")
    assert "https://creativecommons.org/licenses/by/4.0/" in activity["copyright"]
    for kind in ("Composition", "ActivityDefinition", "PlanDefinition"):
        (disclaimer,) = fhirs.extension(_of(bundle, kind), "disclaimer")
        assert disclaimer["valueString"].startswith("General information, not medical advice.")


@pytest.mark.parametrize("slug", SLUGS)
def test_no_code_is_made_up(slug: str) -> None:
    systems = {
        node["system"]
        for node in fhirs.nodes(fhirs.tree(seed.frozen(slug)))
        if "code" in node and "system" in node
    }
    assert {system for system in systems if not system.startswith("https://candour.example/")} <= {
        "http://hl7.org/fhir/interaction-type",
        "http://hl7.org/fhir/publication-status",
        "http://terminology.hl7.org/CodeSystem/list-empty-reason",
        "http://terminology.hl7.org/CodeSystem/plan-definition-type",
        "http://unitsofmeasure.org",
    }


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (("P1D", "P3D"), {"low": (1, "d"), "high": (3, "d")}),
        (("PT30M", "PT2H"), {"low": (30, "min"), "high": (2, "h")}),
        (("open", "P6M"), {"high": (6, "mo")}),
        (("P1Y", "open"), {"low": (1, "a")}),
        (("open", "open"), None),
        (("P1DT4H", "P3D"), None),
    ],
)
def test_a_range_holds_what_one_unit_can_and_never_a_bound_that_is_open(bounds: Any, expected: Any) -> None:
    make = fhir_extensions.Maker(url=linked.PUBLISHER.url)
    (made,) = fhir_lengths.extensions({"length": timelines.span(*bounds)}, make=make)
    held = fhirs.part(made, "range")
    shown = held and {end: (quantity["value"], quantity["code"]) for end, quantity in held.items()}
    assert shown == expected
    assert [fhirs.part(made, name) for name in ("min", "max")] == list(bounds)
    assert all(durations.seconds(bound) >= 0 for bound in bounds if bound != "open")


# What describes it.


def test_every_extension_that_is_used_is_described_and_holds_what_is_said_of_it() -> None:
    make = fhir_extensions.Maker(url=linked.PUBLISHER.url)
    for name in fhir_extensions.DEFINITIONS:
        assert fhirs.resource_faults(fhir_definitions.structure(name, make=make)) == [], name
    for name in fhir_definitions.CODE_SYSTEMS:
        assert fhirs.resource_faults(fhir_definitions.code_system(name, make=make)) == [], name
    start = "https://candour.example/fhir/StructureDefinition/"
    for published in (*map(seed.frozen, SLUGS), *drawn.made_up(MADE_UP)[:5]):
        for node in fhirs.nodes(fhirs.tree(published)):
            if node.get("url", "").startswith(start) and ("extension" in node or len(node) > 1):
                _is_as_described(node, fhir_extensions.DEFINITIONS[node["url"].removeprefix(start)])


def _is_as_described(held: Tree, definition: fhir_extensions.Definition) -> None:
    if isinstance(definition.holds, str):
        _holds(held, definition.holds)
        return
    for part in held["extension"]:
        _holds(part, definition.holds[part["url"]])


def _holds(held: Tree, kind: str) -> None:
    values = {name for name in held if name.startswith("value")}
    assert values in ({f"value{kind[0].upper()}{kind[1:]}"}, set())
    assert bool(values) != (held.get("extension", [{}])[0].get("url") == ABSENT)


def test_every_code_of_ours_that_is_used_is_in_its_code_system() -> None:
    for published in (*map(seed.frozen, SLUGS), *drawn.made_up(MADE_UP)[:5]):
        for node in fhirs.nodes(fhirs.tree(published)):
            system = node.get("system", "").partition("/fhir/CodeSystem/")[2]
            if system:
                assert node["code"] in fhir_definitions.CODE_SYSTEMS[system][1]


def test_every_extension_is_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "fhir.md").read_text()
    listed = re.findall(r"^\| `([a-z-]+)`(?: \(modifier\))? \| [^|]+ \| [^|]+ \|$", guide, re.MULTILINE)
    assert listed == sorted(fhir_extensions.DEFINITIONS)
