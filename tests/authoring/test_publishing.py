"""Publishing: what becomes a revision, what is kept for ever, what is refused, who is named for it."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.authoring import importing, publishing, refusals
from app.content import document, freezing, values
from app.db import engine, projection, rows, tables, types
from app.db.statements import Statement
from tests import builders

NOON = datetime.datetime(2999, 5, 1, 12, tzinfo=datetime.UTC)
ANY = publishing.Conditions(allow_unreviewed=True)


def publish(
    database: engine.Database,
    tree: builders.Tree,
    *,
    now: datetime.datetime = NOON,
    conditions: publishing.Conditions = ANY,
) -> publishing.Outcome:
    """Publish one draft."""
    with database.write() as session:
        return publishing.publish(
            session, builders.parsed(tree), editor="Ada", note="Because.", now=now, conditions=conditions
        )


def faults(database: engine.Database, tree: builders.Tree, **given: Any) -> list[str]:
    """Return the codes of the faults for which publishing is refused, having seen that nothing was stored."""
    before = snapshot(database)
    with pytest.raises(refusals.Refused) as refused:
        publish(database, tree, **given)
    assert snapshot(database) == before
    return [fault.code for fault in refused.value.faults]


def snapshot(database: engine.Database) -> dict[str, Any]:
    """Return how many rows every table has, and the catalogue's revision."""
    with database.read() as session:
        found: dict[str, Any] = {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in types.Base.metadata.tables.items()
        }
        found["revision"] = session.scalar(select(tables.Catalogue.revision))
    return found


def latest(database: engine.Database) -> tuple[document.ProcedureDocument, rows.Version]:
    """Return the newest document."""
    with database.read() as session:
        found = projection.latest(session, "example-peel")
    assert found is not None
    return found


def audit(database: engine.Database) -> list[tables.Audit]:
    """Return all entries of the audit log about procedures."""
    with database.read() as session:
        query = select(tables.Audit).where(tables.Audit.action == "publish").order_by(tables.Audit.number)
        return list(session.scalars(query))


def altered(change: Callable[[builders.Tree], object]) -> builders.Tree:
    """Return the tree of the published draft after a change."""
    tree = builders.draft_tree()
    change(tree)
    return tree


def reworded(text: str = "Bruising may go within one week.") -> builders.Tree:
    """Return the tree with other words for one side effect."""
    return altered(lambda tree: builders.found(tree, builders.named("side_effect_1")).update(text=text))


def test_a_revision_is_the_canonical_bytes_of_its_document(filled: engine.Database) -> None:
    with filled.read() as session:
        revision = session.scalars(select(tables.Revision)).one()
    published = document.ProcedureDocument.model_validate_json(revision.document)
    assert published.canonical() == revision.document
    assert values.digest(revision.document) == revision.sha256
    assert (revision.slug, revision.number, revision.catalogue_revision) == ("example-peel", 1, 1)


def test_a_published_document_thaws_to_its_draft(filled: engine.Database) -> None:
    assert freezing.thaw(latest(filled)[0]) == builders.draft()


def test_publishing_the_same_again_writes_nothing(filled: engine.Database) -> None:
    before = snapshot(filled)
    outcome = publish(filled, builders.draft_tree())
    assert (outcome.changed, outcome.number, outcome.catalogue_revision) == (False, 1, 1)
    assert snapshot(filled) == before


def test_a_change_is_a_new_revision_with_one_audit_row(filled: engine.Database) -> None:
    first = latest(filled)[1]
    outcome = publish(filled, reworded())
    assert (outcome.changed, outcome.number, outcome.catalogue_revision) == (True, 2, 2)
    entry = audit(filled)[-1]
    assert (entry.editor, entry.note, entry.revision, entry.corrections) == ("Ada", "Because.", 2, 1)
    assert (entry.before_sha256, entry.after_sha256) == (first.sha256, outcome.sha256)
    changed = builders.named("side_effect_1")
    assert json.loads(entry.details) == {
        "changed": [changed],
        "texts": {
            changed: {
                "before": "Bruising usually fades within one week.",
                "after": "Bruising may go within one week.",
            }
        },
    }


def test_a_first_publication_corrects_nothing(filled: engine.Database) -> None:
    entry = audit(filled)[0]
    assert entry.corrections == 0
    assert len(json.loads(entry.details)["added"]) == len(builders.LINES)


def test_a_review_is_no_correction(filled: engine.Database) -> None:
    review = {"state": "reviewed", "role": "dermatologist", "on": "2026-05-01"}
    tree = altered(lambda tree: builders.found(tree, builders.named("duration")).update(review=review))
    publish(filled, tree)
    entry = audit(filled)[-1]
    assert entry.corrections == 0
    assert json.loads(entry.details) == {"judged": [builders.named("duration")]}


def test_a_withdrawn_statement_leaves_a_tombstone_for_ever(filled: engine.Database) -> None:
    gone = builders.named("indication")
    smaller = builders.without(builders.draft_tree(), gone)
    allowed = publishing.Conditions(allow_unreviewed=True, allow_dropping={gone}, reason="It was wrong.")
    publish(filled, smaller, conditions=allowed)
    stone = document.Tombstone(id=gone, kind="indication", on=NOON.date(), reason="It was wrong.")
    assert latest(filled)[0].withdrawn == (stone,)
    entry = audit(filled)[-1]
    assert json.loads(entry.details)["withdrawn"] == [stone.tree()]
    assert entry.corrections == 1
    with filled.read() as session:
        kept = session.get_one(tables.Tombstone, gone)
        assert (kept.procedure_slug, kept.kind, kept.reason) == (
            "example-peel",
            "indication",
            "It was wrong.",
        )
        assert session.get(Statement, gone) is None
    smaller["name"] = "Another name"
    publish(filled, smaller)
    assert latest(filled)[0].withdrawn == (stone,)


def test_an_id_is_not_used_again_after_it_was_withdrawn(withdrawn: engine.Database) -> None:
    assert "repeated_id" in faults(withdrawn, builders.draft_tree())


def test_an_id_keeps_its_kind(filled: engine.Database) -> None:
    tree = builders.draft_tree()
    moved = tree["sections"]["precautions"]["statements"].pop()
    tree["sections"]["precautions"] = builders.silent()
    tree["sections"]["contraindications"]["statements"].append({**moved, "kind": "contraindication"})
    assert "reused_id" in faults(filled, tree)


def test_an_id_keeps_its_procedure(filled: engine.Database) -> None:
    assert set(faults(filled, builders.draft_tree("other-peel"))) == {"reused_id"}


def test_all_faults_are_told_at_once(filled: engine.Database) -> None:
    tree = builders.draft_tree()
    builders.found(tree, builders.named("duration"))["evidence"] = []
    builders.found(tree, builders.named("side_effect_1"))["concept"] = "bruisin"
    tree["sections"]["pain"]["coverage"] = "stated"
    assert {"no_evidence", "unknown_concept", "coverage_disagrees"} <= set(faults(filled, tree))


def test_safety_statements_that_nobody_reviewed_are_refused_unless_allowed(filled: engine.Database) -> None:
    found = faults(filled, reworded(), conditions=publishing.Conditions())
    assert found == ["unreviewed"] * 6
    assert publish(filled, reworded()).changed


@pytest.mark.parametrize(
    "line", ["contraindication", "precaution", "interaction", "side_effect_1", "warning_sign"]
)
def test_a_safety_statement_is_not_dropped_unless_it_is_named(filled: engine.Database, line: str) -> None:
    gone = builders.named(line)
    smaller = builders.without(builders.draft_tree(), gone)
    assert faults(filled, smaller) == ["drops_safety"]
    others = publishing.Conditions(allow_unreviewed=True, allow_dropping={builders.named("duration")})
    assert faults(filled, smaller, conditions=others) == ["drops_safety"]
    named = publishing.Conditions(allow_unreviewed=True, allow_dropping={gone})
    assert faults(filled, smaller, conditions=named) == ["no_reason"]
    said = publishing.Conditions(allow_unreviewed=True, allow_dropping={gone}, reason="It was wrong.")
    assert publish(filled, smaller, conditions=said).number == 2


WEAKENINGS: dict[str, tuple[str, dict[str, object]]] = {
    "deprecated": ("side_effect_1", {"rank": "deprecated", "rank_reason": "Old."}),
    "ask first": ("contraindication", {"strength": "ask_first"}),
    "about dark-skin": ("contraindication", {"concept": "dark-skin"}),
}


@pytest.mark.parametrize("how", WEAKENINGS)
def test_a_safety_statement_is_not_weakened_unless_it_is_named(filled: engine.Database, how: str) -> None:
    line, fields = WEAKENINGS[how]
    tree = altered(lambda tree: builders.found(tree, builders.named(line)).update(fields))
    assert faults(filled, tree) == ["drops_safety"]
    with pytest.raises(refusals.Refused, match=how):
        publish(filled, tree)
    named = publishing.Conditions(allow_unreviewed=True, allow_dropping={builders.named(line)})
    assert publish(filled, tree, conditions=named).number == 2


def test_a_safety_statement_keeps_evidence_that_supports_it(filled: engine.Database) -> None:
    def turn(tree: builders.Tree) -> None:
        builders.found(tree, builders.named("side_effect_1"))["evidence"][0]["stance"] = "disputes"

    assert set(faults(filled, altered(turn))) == {"no_evidence", "drops_safety"}


def test_a_safety_section_does_not_fall_silent_unseen(filled: engine.Database) -> None:
    tree = altered(lambda tree: tree["sections"].update(side_effects=builders.silent()))
    with pytest.raises(refusals.Refused) as refused:
        publish(filled, tree)
    said = [str(fault) for fault in refused.value.faults]
    assert len(said) == 2
    assert "Bruising usually fades within one week." in said[0]
    assert builders.named("side_effect_2") in said[1]


def test_other_statements_go_unnamed_only_up_to_two_in_a_hundred(
    database: engine.Database, tmp_path: Path
) -> None:
    tree = builders.draft_tree(extra=80)
    importing.import_folder(database, builders.folder(tmp_path / "large", tree))
    two = [builders.identifier(100), builders.identifier(101)]  # of 99
    assert faults(database, builders.without(tree, *two)) == ["drops_many", "drops_many"]
    assert publish(database, builders.without(tree, two[0])).changed


def test_revisions_are_ordered_in_time_even_where_the_clock_goes_back(filled: engine.Database) -> None:
    publish(filled, reworded("One."), now=NOON + datetime.timedelta(days=3650))
    publish(filled, reworded("Two."), now=NOON - datetime.timedelta(days=3650))
    with filled.read() as session:
        times = session.scalars(select(tables.Revision.published_at).order_by(tables.Revision.number)).all()
        numbers = session.scalars(select(tables.Audit.number).order_by(tables.Audit.number)).all()
    assert list(times) == sorted(set(times))
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_every_revision_stays_as_it_was(filled: engine.Database) -> None:
    first = latest(filled)
    publish(filled, reworded())
    with filled.read() as session:
        held = session.get_one(tables.Revision, ("example-peel", 1))
    assert (held.document, held.sha256) == (first[0].canonical(), first[1].sha256)


def test_the_rows_of_a_claim_hold_it_as_the_document_does(filled: engine.Database) -> None:
    tree = json.loads(latest(filled)[0].canonical())
    with filled.read() as session:
        for row in session.scalars(select(Statement)):
            place: Any = tree
            for part in row.pointer.strip("/").split("/"):
                place = place[int(part)] if isinstance(place, list) else place[part]
            assert json.loads(row.json) == place
            assert place["id"] == row.id
