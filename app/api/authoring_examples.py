"""What the OpenAPI description shows of authoring; answers to those who write are private, so none is a real one."""

from typing import Any

EVIDENCE: dict[str, Any] = {
    "access": "held",
    "source": "mesotherapy-directory",
    "sha256": "0" * 64,
    "phrase": "usually fade within 1 week",
    "start": 1200,
    "end": 1226,
}
DOCUMENT: dict[str, Any] = {
    "format": 1,
    "slug": "example-peel",
    "name": "Example peel",
    "language": "en",
    "summary": {"text": "It is done without surgery.", "statements": ["st_0000001001"]},
    "sections": {
        "side_effects": {
            "coverage": "stated",
            "statements": [
                {
                    "kind": "side_effect",
                    "concept": "bruising",
                    "text": "Bruising usually fades within a week.",
                    "hedge": "usually",
                    "evidence": [EVIDENCE],
                }
            ],
        }
    },
}
PATCH: dict[str, Any] = {"summary": {"text": "It is done without surgery, by a laser."}}
NEW: dict[str, Any] = {"slug": "example-peel", "name": "Example peel"}
APPROVAL: dict[str, Any] = {
    "statements": ["st_0000001001", "st_0000001002"],
    "next_due": "2027-11-21",
    "note": "Compared with the source.",
}
PUBLICATION: dict[str, Any] = {"note": "First publication."}
NOTED: dict[str, Any] = {"note": "Please look at the side effects."}
RESTORATION: dict[str, Any] = {"revision": 2, "note": "The last change was a mistake."}
WITHDRAWAL: dict[str, Any] = {"reason": "Its source turned out to be about another procedure."}
RECALL: dict[str, Any] = {
    "statements": ["st_0000001002"],
    "reason": "The source says the opposite.",
    "summary": {"text": "It is done without surgery.", "statements": ["st_0000001001"]},
}
RENAMING: dict[str, Any] = {"to": "glow-peel", "reason": "Nobody knows it by the old name."}
