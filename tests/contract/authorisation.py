"""Who gets what: every operation, for everybody, on everything that it can be asked about. Read it like code.

`tests/contract/test_authorisation.py` asks each cell of a running application. An operation without a row fails there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.api import exports
from app.renderings import exports as forms
from tests import builders, overlays

STRANGERS = ("garbage", "expired", "revoked")
"""Who sends a key that is none: refused with 401 everywhere, also where no key is needed."""
ROLES = (
    "reader",
    "clinic_a",  # writes for the clinic glow
    "clinic_b",  # writes for the clinic halo
    "author_a",  # wrote every draft here
    "author_b",  # confined to another procedure
    "reviewer",
    "reviewer_b",  # confined to another procedure
    "publisher",
    "publisher_b",  # confined to another procedure
    "admin",
)
EVERYBODY = ("none", *STRANGERS, *ROLES)

EDITORS = "author_a author_b reviewer reviewer_b publisher publisher_b admin"
AUTHORS = "author_a author_b admin"
REVIEWERS = "reviewer reviewer_b admin"
PUBLISHERS = "publisher publisher_b admin"
CLINICS = "clinic_a clinic_b admin"
OWN = {"clinic_a": "glow", "clinic_b": "halo"}
"""Which clinic each of its keys writes for."""
HOOKS = {"reader": "readerhook", "admin": "adminhook0"}
"""Which webhook is whose."""
CONFINED = ("author_b", "reviewer_b", "publisher_b")

ORDER = {
    "published-peel": 1,
    "drafted-peel": 2,
    "submitted-peel": 3,
    "approved-peel": 4,
    "edited-peel": 5,
    "withdrawn-peel": 6,
    "beside-peel": 7,  # published twice
}
"""The procedures that are there, by the range of their statements' ids."""

Cells = Mapping[str, int]
"""What whoever is permitted is answered, by what they ask about."""

SAME: Cells = {"-": 200}
"""For what is asked about nothing in particular."""
PUBLIC: Cells = {
    "drafted-peel": 404,  # a draft that was never published
    "submitted-peel": 404,  # in review, never published
    "approved-peel": 404,  # approved, not published yet
    "published-peel": 200,
    "edited-peel": 200,  # published, with a draft beside it
    "withdrawn-peel": 410,
    "missing-peel": 404,
}
"""What the public reads of a procedure, whatever is being written about it."""
OF_CLINICS: Cells = {"glow": 200, "halo": 200, "nowhere": 404}
"""What is read of a clinic."""
OF_DRAFTS: Cells = {
    "drafted-peel": 200,
    "submitted-peel": 200,
    "approved-peel": 200,
    "published-peel": 404,
    "edited-peel": 200,
    "withdrawn-peel": 404,
    "missing-peel": 404,
}
"""What is read of a draft."""


OF_WEBHOOKS: Cells = {"readerhook": 200, "adminhook0": 200, "missinghoo": 404}
"""What is read of a webhook by whose it is."""
FOLLOWERS = " ".join(ROLES)


def of_drafts(**changed: int) -> Cells:
    """Return what is answered about drafts, with these states answered otherwise."""
    return {**OF_DRAFTS, **{f"{state}-peel": status for state, status in changed.items()}}


@dataclass(frozen=True, kw_only=True)
class Row:
    """Say who may use an operation, what they are then answered, and how it is asked."""

    permits: str = ""
    """Who; the others get 403, and 401 without a valid key. Nothing: everybody, without a key too."""
    cells: Cells = field(default_factory=lambda: SAME)
    confined: int = 0
    """What those are answered whose keys are confined to another procedure; nought: the same as all."""
    own: Mapping[str, str] = field(default_factory=dict)
    """The one thing that those may ask about who have one of their own; the rest gets them 403."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """What is whose; for everybody else it is not there, whatever their role."""
    audits: int = 0
    """How many rows a success adds to the audit log."""
    query: str = ""
    body: Any = None
    """What is sent; `{slug}` in a text stands for what is asked about."""
    headers: Mapping[str, str] = field(default_factory=dict)


WRITING = {"If-Match": "*"}
ONCE = {"Idempotency-Key": "0123456789abcdef"}
NOTED = {"note": "For the table."}
DOCUMENT = {"format": 1, "name": "Something else"}
PUBLISHED, DRAFTED, WITHDRAWN, MISSING = (builders.named("recovery", procedure=n) for n in (1, 2, 6, 9))
"""Statements: of a published procedure, of a draft, of a withdrawn procedure, of none."""

OF_A_PROCEDURE = (
    "read_procedure", "read_jsonld", "read_markdown", "read_csv", "read_fhir", "read_timeline", "draw_timeline",
    "read_steps", "read_sources",
    "read_indications", "read_contraindications", "read_precautions", "read_interactions", "read_side_effects",
    "read_warning_signs", "read_outcomes", "read_mechanisms", "read_preparation", "read_aftercare",
    "read_recovery", "read_session_plan", "read_duration", "read_anaesthesia", "read_pain", "read_alternatives",
    "read_combinations", "read_cost_factors",
)  # fmt: skip
FOR_EVERYBODY = (
    "list_procedures", "list_side_effects", "list_contraindications", "list_interactions", "list_indications",
    "list_steps", "list_sources", "list_concepts", "read_concepts_as_jsonld", "read_concepts_as_turtle",
    "list_corrections", "list_changes", "list_problems", "report_error",
    "read_live", "read_ready", "read_version",
)  # fmt: skip

TABLE: Mapping[str, Row] = {
    # What is published is for everybody.
    **dict.fromkeys(OF_A_PROCEDURE, Row(cells=PUBLIC)),
    **dict.fromkeys(FOR_EVERYBODY, Row()),
    **dict.fromkeys(map(exports.name, forms.FORMS), Row()),
    "search": Row(query="q=peel"),
    "suggest": Row(query="q=pe"),
    "compare_procedures": Row(cells=PUBLIC, query="procedures=beside-peel,{slug}"),
    "list_revisions": Row(cells={**PUBLIC, "withdrawn-peel": 200}),
    "read_difference": Row(cells={**dict.fromkeys(PUBLIC, 404), "beside-peel": 200}, query="from=1&to=2"),
    "read_source_text": Row(cells={"example-page": 404, "missing-page": 404}),
    "screen": Row(body={"circumstances": ["pregnancy"]}),
    "read_statement": Row(cells={PUBLISHED: 200, DRAFTED: 404, WITHDRAWN: 410, MISSING: 404}),
    "read_source": Row(cells={"example-page": 200, "missing-page": 404}),
    "read_coverage": Row(cells={"example-page": 200, "missing-page": 404}),
    "read_concept": Row(cells={"pregnancy": 200, "missing": 404}),
    "read_problem": Row(cells={"gone": 200, "missing": 404}),
    "read_structure_definition": Row(cells={"coverage": 200, "missing": 404}),
    "read_code_system": Row(cells={"section": 200, "missing": 404}),
    "read_clinic": Row(cells=OF_CLINICS),
    # What a clinic says is its own to write.
    "replace_clinic": Row(
        permits=CLINICS,
        own=OWN,
        cells=OF_CLINICS,
        audits=1,
        body=overlays.said("published-peel", name="Another clinic"),
        headers=WRITING,
    ),
    "patch_clinic": Row(
        permits=CLINICS,
        own=OWN,
        cells=OF_CLINICS,
        audits=1,
        body={"name": "Another clinic"},
        headers={**WRITING, "Content-Type": "application/merge-patch+json"},
    ),
    "remove_clinic": Row(
        permits=CLINICS, own=OWN, cells={**OF_CLINICS, "glow": 204, "halo": 204}, audits=1, headers=WRITING
    ),
    # Drafts are for those who write, review or publish them.
    "read_schema": Row(permits=EDITORS),
    "list_sources_at_hand": Row(permits=EDITORS),
    "read_text_at_hand": Row(permits=EDITORS, cells={"example-page": 404, "missing-page": 404}),
    "list_drafts": Row(permits=EDITORS),
    "read_draft": Row(permits=EDITORS, cells=OF_DRAFTS),
    "compare_draft": Row(permits=EDITORS, cells=OF_DRAFTS),
    "preview_draft": Row(permits=EDITORS, cells=OF_DRAFTS, query="as=card"),
    "list_draft_versions": Row(permits=EDITORS, cells=OF_DRAFTS),
    "read_draft_version": Row(permits=EDITORS, cells=OF_DRAFTS),
    "validate_document": Row(permits=EDITORS, body=DOCUMENT),
    "preview_document": Row(permits=EDITORS, body=builders.draft_tree("shown-peel", procedure=8)),
    "create_draft": Row(
        permits=AUTHORS,
        confined=403,
        cells=of_drafts(
            drafted=409, submitted=409, approved=409, published=201, edited=409, withdrawn=409, missing=201
        ),
        audits=1,
        body={"slug": "{slug}", "name": "Some peel"},
    ),
    "replace_draft": Row(
        permits=AUTHORS, confined=403, cells=OF_DRAFTS, audits=1, body=DOCUMENT, headers=WRITING
    ),
    "patch_draft": Row(
        permits=AUTHORS,
        confined=403,
        cells=OF_DRAFTS,
        audits=1,
        body={"name": "Something else"},
        headers={**WRITING, "Content-Type": "application/merge-patch+json"},
    ),
    "discard_draft": Row(
        permits=AUTHORS,
        confined=403,
        cells={name: 204 if status == 200 else status for name, status in OF_DRAFTS.items()},
        audits=1,
        headers=WRITING,
    ),
    "submit_draft": Row(
        permits=AUTHORS,
        confined=403,
        cells=of_drafts(submitted=409, approved=409),
        audits=1,
        body=NOTED,
        headers=WRITING,
    ),
    "rebase_draft": Row(
        permits=AUTHORS, confined=403, cells=OF_DRAFTS, audits=1, body=NOTED, headers=WRITING
    ),
    "restore_revision": Row(
        permits=AUTHORS,
        confined=403,
        cells=of_drafts(drafted=409, submitted=409, approved=409, published=201, edited=409, withdrawn=409),
        audits=1,
        body={"revision": 1},
    ),
    "import_drafts": Row(
        permits=AUTHORS,
        confined=422,  # each procedure that is out of reach is named, beside all other faults
        audits=1,
        body=builders.draft_tree("sent-peel", procedure=8),
        headers=ONCE,
    ),
    "approve_draft": Row(
        permits=REVIEWERS,
        confined=403,
        cells=of_drafts(drafted=409, approved=409, edited=409),
        audits=1,
        body={"statements": ["every statement"]},
        headers=WRITING,
    ),
    "send_draft_back": Row(
        permits=REVIEWERS,
        confined=403,
        cells=of_drafts(drafted=409, edited=409),
        audits=1,
        body=NOTED,
        headers=WRITING,
    ),
    # What is published is taken away, brought back and renamed by publishers.
    "withdraw_procedure": Row(
        permits=PUBLISHERS, confined=403, cells=PUBLIC, audits=1, body={"reason": "It was wrong."}
    ),
    "recall_statements": Row(
        permits=PUBLISHERS,
        confined=403,
        cells={**PUBLIC, "edited-peel": 422},  # what is named is no statement of that one
        audits=1,
        body={"statements": [PUBLISHED], "reason": "It was wrong."},
    ),
    "reinstate_procedure": Row(
        permits=PUBLISHERS,
        confined=403,
        cells={**PUBLIC, "published-peel": 422, "edited-peel": 422, "withdrawn-peel": 200},
        audits=1,
        body=NOTED,
    ),
    "rename_procedure": Row(
        permits=PUBLISHERS,
        confined=403,
        cells={**PUBLIC, "edited-peel": 422},  # somebody is at work on a draft of it
        audits=1,
        body={"to": "renamed-peel", "reason": "It has a better name."},
    ),
    # Webhooks belong to the key that made them.
    "list_webhooks": Row(permits=FOLLOWERS),
    "create_webhook": Row(
        permits=FOLLOWERS, cells={"-": 201}, audits=1, body={"url": "https://8.8.8.8/hook"}
    ),
    "read_webhook": Row(permits=FOLLOWERS, hidden=HOOKS, cells=OF_WEBHOOKS),
    "list_deliveries": Row(permits=FOLLOWERS, hidden=HOOKS, cells=OF_WEBHOOKS),
    "remove_webhook": Row(
        permits=FOLLOWERS,
        hidden=HOOKS,
        cells={name: 204 if status == 200 else status for name, status in OF_WEBHOOKS.items()},
        audits=1,
    ),
    "publish_draft": Row(
        permits=PUBLISHERS,
        confined=403,
        cells=of_drafts(drafted=409, submitted=409, edited=409),
        audits=1,
        body=NOTED,
        headers={**WRITING, **ONCE},
    ),
}


def expected(name: str, who: str, what: str) -> int:
    """Return the status that the table promises."""
    row = TABLE[name]
    if who in STRANGERS or (who == "none" and row.permits):
        return 401
    if row.permits and who not in row.permits.split():
        return 403
    if who in row.own and row.own[who] != what:
        return 403
    if what in row.hidden.values() and row.hidden.get(who) != what:
        return 404
    if row.confined and who in CONFINED:
        return row.confined
    return row.cells[what]
