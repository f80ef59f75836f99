"""The checker of JSON-LD refuses what schema.org 30.0 does not allow, and lets pass what it does."""

from typing import Any

import pytest

from tests.renderings import schemaorg

PAGE = "https://candour.example/procedures/x"
NAMED = {"@type": "MedicalCondition", "name": "Bruising"}


def _faults(**members: Any) -> list[str]:
    """Return the faults of a procedure with these members."""
    return schemaorg.faults({"@context": "https://schema.org", "@type": "MedicalTherapy", **members})


def _faults_of(kind: Any, **members: Any) -> list[str]:
    return schemaorg.faults({"@context": "https://schema.org", "@type": kind, **members})


@pytest.mark.parametrize(
    "members",
    [
        {"name": "Mesotherapy", "contraindication": "Our sources do not say."},
        {"contraindication": {"@type": "MedicalContraindication", "name": "pregnancy"}},
        {"adverseOutcome": [NAMED, {**NAMED, "naturalProgression": "usually fades within a week"}]},
        {"adverseOutcome": {"@type": "MedicalSymptom", "name": "itching"}},
        {"bodyLocation": "face"},
        {"preparation": "Drink water.", "howPerformed": "With light.", "followup": "Stay out of the sun."},
        {"procedureType": "https://schema.org/NoninvasiveProcedure"},
        {"subjectOf": {"@type": "MedicalWebPage", "lastReviewed": "2026-01-31"}},
        {"subjectOf": {"@type": "HowTo", "step": {"@type": "HowToStep", "position": 1, "text": "Clean."}}},
        {"subjectOf": {"@type": "Claim", "about": {"@id": PAGE}}, "@id": PAGE},
        {"duplicateTherapy": {"@type": ["SurgicalProcedure", "MedicalTherapy"], "name": "Liposuction"}},
        {"identifier": {"@type": "PropertyValue", "propertyID": "x", "value": 3}},
        {"status": "in words"},
    ],
)
def test_what_schema_org_allows_passes(members: dict[str, Any]) -> None:
    assert _faults(**members) == []


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"citation": "A study."}, "/citation: is no property of MedicalTherapy"),
        ({"bodyLocation": {"@type": "AnatomicalStructure", "name": "face"}}, "/bodyLocation: may not be a"),
        ({"indication": "wrinkles"}, "/indication: is no property"),
        ({"interactingDrug": {"@type": "Drug"}}, "/interactingDrug: is no property of MedicalTherapy"),
        (
            {"adverseOutcome": {**NAMED, "duration": "P1W"}},
            "/adverseOutcome/duration: is no property",
        ),
        ({"adverseOutcome": "Bruising."}, "/adverseOutcome: may not be 'Bruising.'"),
        (
            {"additionalProperty": {"@type": "PropertyValue", "name": "sessions"}},
            "/additionalProperty: is no property of MedicalTherapy",
        ),
        ({"procedureType": "https://schema.org/SurgicalProcedure"}, "/procedureType: may not be"),
        ({"procedureType": "NoninvasiveProcedure"}, "/procedureType: may not be"),
        ({"procedureType": "Noninvasive"}, "/procedureType: may not be"),
        ({"lastReviewed": "2026-01-31"}, "/lastReviewed: is no property of MedicalTherapy"),
        ({"reviewedBy": {"@type": "Person"}}, "/reviewedBy: is no property of MedicalTherapy"),
        ({"creativeWorkStatus": "stated"}, "/creativeWorkStatus: is no property of MedicalTherapy"),
        ({"code": "D057748"}, "/code: may not be"),
        ({"name": 3}, "/name: may not be 3"),
        ({"name": ""}, "/name: may not be ''"),
        ({"name": None}, "/name: may not be None"),
        ({"name": []}, "/name: is empty"),
        ({"name": {}}, "/name: has no type"),
        ({"url": "mesotherapy"}, "/url: may not be 'mesotherapy'"),
        ({"sameAs": {"@id": "https://elsewhere.example/"}}, "which is not described"),
        ({"subjectOf": {"@type": "Procedure"}}, "/subjectOf: Procedure is no type"),
        ({"subjectOf": {"name": "x"}}, "/subjectOf: has no type"),
        ({"subjectOf": {"@type": "Claim", "@context": "https://schema.org"}}, "/@context: is not for here"),
        ({"subjectOf": {"@id": PAGE}, "@id": PAGE}, "/subjectOf: may not be a MedicalTherapy"),
        ({"mainEntity": NAMED}, "/mainEntity: is no property of MedicalTherapy"),
    ],
)
def test_what_schema_org_does_not_allow_is_refused(members: dict[str, Any], fault: str) -> None:
    found = _faults(**members)
    assert any(fault in line for line in found), found


@pytest.mark.parametrize(
    ("kind", "members", "fault"),
    [
        ("MedicalProcedure", {"contraindication": "x"}, "/contraindication: is no property"),
        ("SurgicalProcedure", {"contraindication": "x"}, "/contraindication: is no property"),
        ("MedicalWebPage", {"lastReviewed": "January"}, "/lastReviewed: may not be"),
        ("MedicalWebPage", {"lastReviewed": "2026-01-31T00:00:00Z"}, "/lastReviewed: may not be"),
        ("MedicalWebPage", {"reviewedBy": "a doctor"}, "/reviewedBy: may not be"),
        ("MedicalWebPage", {"dateModified": "yesterday"}, "/dateModified: may not be"),
        ("MedicalWebPage", {"license": "CC BY 4.0"}, "/license: may not be"),
        ("MedicalWebPage", {"usageInfo": "Not medical advice."}, "/usageInfo: may not be"),
        ("MedicalWebPage", {"version": True}, "/version: may not be"),
        ("PropertyValue", {"minValue": "P1D"}, "/minValue: may not be"),
        ("HowTo", {"totalTime": "half an hour"}, "/totalTime: may not be"),
        ("HowToStep", {"position": 1.5}, "/position: may not be"),
        (
            "HealthTopicContent",
            {"hasHealthAspect": "https://schema.org/ContraindicationsHealthAspect"},
            "/hasHealthAspect: may not be",
        ),
        ("WebContent", {"hasHealthAspect": "https://schema.org/SafetyHealthAspect"}, "is no property of"),
        ("Claim", {"isBasedOn": "a study"}, "/isBasedOn: may not be"),
        ("Claim", {"citation": NAMED}, "/citation: may not be a MedicalCondition"),
    ],
)
def test_what_schema_org_does_not_allow_elsewhere_is_refused(
    kind: str, members: dict[str, Any], fault: str
) -> None:
    found = _faults_of(kind, **members)
    assert any(fault in line for line in found), found


def test_another_context_is_refused() -> None:
    assert schemaorg.faults({"@context": "http://schema.org", "@type": "Claim"})
    assert schemaorg.faults({"@type": "Claim"})


def test_the_extract_holds_names_and_relations_only() -> None:
    extract = schemaorg.EXTRACT
    assert set(extract) == {"origin", "sha256", "classes", "properties", "members"}
    assert all(set(term) == {"domain", "range"} for term in extract["properties"].values())
    assert "SurgicalProcedure" in extract["classes"]
    assert extract["members"]["MedicalProcedureType"] == ["NoninvasiveProcedure", "PercutaneousProcedure"]
    assert len(extract["members"]["HealthAspectEnumeration"]) == 29
