"""The life of a draft: nothing of it is lost, nothing goes live by accident, nobody reviews what they wrote."""

import datetime
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from app.authoring import drafts, edits, preconditions, publishing, refusals, releasing, renaming, reviewing
from app.catalogue import drafts as reading
from app.catalogue import procedures, sources
from app.content import difference, document, drafting, writing_problems
from app.db import clock, engine, following, projection, tables
from app.db import drafts as stored
from tests import builders, writers

SLUG = "other-peel"
SIDE_EFFECT = builders.named("side_effect_1", procedure=2)


@pytest.fixture
def tree() -> builders.Tree:
    """Return the document of a procedure that is not published."""
    return builders.draft_tree(SLUG, procedure=2)


def audit(database: engine.Database) -> list[Any]:
    with database.read() as session:
        return list(session.execute(select(tables.Audit.__table__).order_by(tables.Audit.number)))


def test_a_draft_goes_through_its_life_and_each_step_leaves_one_audit_row(
    filled: engine.Database, tree: builders.Tree
) -> None:
    before, revision = len(audit(filled)), _revision(filled)
    assert writers.create(filled, SLUG, tree).state == "draft"
    assert writers.submit(filled, SLUG).state == "in_review"
    assert writers.approve(filled, SLUG).state == "approved"
    assert _revision(filled) == revision, "nothing that the public reads has changed"
    outcome = writers.publish(filled, SLUG)
    assert (outcome.number, outcome.changed) == (1, True)
    left = audit(filled)[before:]
    assert [row.action for row in left] == ["create_draft", "submit", "approve", "publish"]
    assert [row.editor for row in left] == ["Ada Writer", "Ada Writer", "Rosa Reviewer", "Paul Publisher"]
    assert {row.origin for row in left} == {"192.0.2.1"}
    assert left[0].actor == f"key:{writers.AUTHOR.key_id}"
    assert [row.before_sha256 for row in left[1:3]] == [row.after_sha256 for row in left[:2]]
    with filled.read() as session:
        found = procedures.published(session, SLUG)
        assert projection.differences(session) == ()
        with pytest.raises(writing_problems.DraftNotFound):
            reading.one(session, SLUG)
        assert [one.action for one in reading.versions(session, SLUG)] == [
            "approve",
            "submit",
            "create_draft",
        ]
    published = document.ProcedureDocument.model_validate_json(found.document)
    assert {claim.review.role for _, claim in document.claims(published)} == {"dermatologist"}


def _revision(database: engine.Database) -> int:
    with database.read() as session:
        return session.scalar(select(tables.Catalogue.revision)) or 0


def test_a_draft_is_read_nowhere_before_it_is_published(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    with filled.read() as session, pytest.raises(Exception, match="no procedure"):
        procedures.published(session, SLUG)


def test_an_unfinished_draft_is_kept_and_cannot_be_submitted(filled: engine.Database) -> None:
    held = writers.create(filled, SLUG)
    with filled.read() as session:
        assert drafts.violations(session, held.tree)
    with pytest.raises(refusals.Refused) as refused:
        writers.submit(filled, SLUG)
    assert any(fault.pointer == "/summary" for fault in refused.value.faults)
    odd = {"sections": {"side_effects": "to be written"}, "anything": [1, None, {"deep": True}]}
    writers.replace(filled, SLUG, odd)
    with filled.read() as session:
        assert reading.one(session, SLUG).tree == {**odd, "slug": SLUG}


def test_statements_and_conflicts_without_an_id_are_given_one(
    filled: engine.Database, tree: builders.Tree
) -> None:
    del builders.found(tree, SIDE_EFFECT)["id"]
    del tree["conflicts"]["conflicts"][0]["id"]
    held = writers.create(filled, SLUG, tree)
    assert drafting.parsed(held.tree).slug == SLUG
    assert len(drafting.by_id(held.tree)) == len(list(drafting.claims(held.tree)))


def test_one_draft_a_procedure_at_a_time(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    with pytest.raises(writing_problems.DraftExists) as found:
        writers.create(filled, SLUG)
    assert found.value.extra["current"]


def test_a_change_of_what_somebody_else_changed_is_refused_with_what_is_there(
    filled: engine.Database, tree: builders.Tree
) -> None:
    first = writers.create(filled, SLUG, tree)
    mine = preconditions.Expected(tags=frozenset({first.tag}))
    second = writers.replace(filled, SLUG, {**tree, "name": "Second"}, expected=mine)
    with pytest.raises(writing_problems.PreconditionFailed) as failed:
        writers.replace(filled, SLUG, {**tree, "name": "Third"}, expected=mine)
    current = failed.value.extra["current"]
    assert isinstance(current, dict)
    assert current["number"] == second.number
    assert failed.value.headers["ETag"] == f'"{second.tag}"'


def test_a_merge_patch_changes_what_it_names(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    with filled.write() as session:
        held = drafts.patch(
            session,
            writers.AUTHOR,
            SLUG,
            {"name": "New name", "withdrawn": None, "summary": {"text": "In short."}},
            expected=preconditions.ANYTHING,
            now=clock.now(),
        )
    assert (held.tree["name"], held.tree["summary"]["text"]) == ("New name", "In short.")
    assert held.tree["summary"]["statements"] == tree["summary"]["statements"]


def test_a_discarded_draft_leaves_its_versions(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    with filled.write() as session:
        drafts.discard(session, writers.AUTHOR, SLUG, expected=preconditions.ANYTHING, now=clock.now())
    again = writers.create(filled, SLUG)
    assert again.number == 2
    with filled.read() as session:
        _, first = reading.version(session, SLUG, 1)
    assert first["name"] == tree["name"]


@pytest.mark.parametrize(
    "who", [writers.AUTHOR, writers.person("second", "ada  WRITER", "admin", job="nurse")]
)
def test_nobody_reviews_what_they_wrote_with_whatever_key(
    filled: engine.Database, tree: builders.Tree, who: Any
) -> None:
    writers.create(filled, SLUG, tree)
    writers.submit(filled, SLUG)
    with pytest.raises(writing_problems.OwnWork):
        writers.approve(filled, SLUG, who=who)


def test_whoever_wrote_any_version_of_a_draft_is_its_author(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.create(filled, SLUG, tree, who=writers.ADMIN)
    writers.replace(filled, SLUG, {**tree, "name": "Again"}, who=writers.AUTHOR)
    writers.submit(filled, SLUG)
    with pytest.raises(writing_problems.OwnWork):
        writers.approve(filled, SLUG, who=writers.ADMIN)


def test_a_draft_that_somebody_else_sends_again_keeps_its_author(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.create(filled, SLUG, tree, who=writers.ADMIN)
    with filled.write() as session:
        drafts.discard(session, writers.OTHER, SLUG, expected=preconditions.ANYTHING, now=clock.now())
    writers.create(filled, SLUG, tree, who=writers.OTHER)
    writers.submit(filled, SLUG, who=writers.OTHER)
    with pytest.raises(writing_problems.OwnWork):
        writers.approve(filled, SLUG, who=writers.ADMIN)
    writers.approve(filled, SLUG)
    writers.publish(filled, SLUG)
    writers.create(filled, SLUG, who=writers.OTHER)
    writers.submit(filled, SLUG, who=writers.OTHER)
    assert writers.approve(filled, SLUG, who=writers.ADMIN).state == "approved", (
        "that was before the revision"
    )


def test_every_statement_about_safety_must_be_reviewed(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    writers.submit(filled, SLUG)
    with pytest.raises(refusals.Refused) as refused:
        writers.approve(filled, SLUG, but=frozenset({SIDE_EFFECT}))
    assert [fault.code for fault in refused.value.faults] == ["unreviewed"]
    spared = frozenset({builders.named("duration", procedure=2)})
    approved = writers.approve(filled, SLUG, but=spared, disputed=frozenset({SIDE_EFFECT}))
    claims = drafting.by_id(approved.tree)
    assert not drafting.is_reviewed(claims[next(iter(spared))])
    assert claims[SIDE_EFFECT]["review"]["state"] == "disputed"


def test_a_review_needs_a_profession_and_a_day_to_come(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    writers.submit(filled, SLUG)
    with pytest.raises(refusals.Refused, match="profession"):
        writers.approve(filled, SLUG, who=writers.person("nobody", "Nora", "reviewer"))
    with pytest.raises(refusals.Refused, match="five years"):
        writers.approve(filled, SLUG, next_due=datetime.date(2020, 1, 1))


def test_a_review_that_nobody_made_is_refused(filled: engine.Database, tree: builders.Tree) -> None:
    claim = builders.found(tree, SIDE_EFFECT)
    claim["review"] = {"state": "reviewed", "role": "dermatologist", "on": "2026-01-01"}
    with pytest.raises(writing_problems.ForgedReview) as forged:
        writers.create(filled, SLUG, tree)
    errors = forged.value.extra["errors"]
    assert isinstance(errors, list)
    assert len(errors) == 1


def test_a_changed_statement_is_unreviewed_and_the_others_stay_reviewed(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.bring_out(filled, SLUG, tree)
    begun = writers.create(filled, SLUG)
    builders.found(begun.tree, SIDE_EFFECT)["text"] = "Bruising fades, usually within one week."
    changed = writers.replace(filled, SLUG, begun.tree, who=writers.OTHER)
    claims = drafting.by_id(changed.tree)
    assert [name for name in claims if not drafting.is_reviewed(claims[name])] == [SIDE_EFFECT]
    writers.submit(filled, SLUG, who=writers.OTHER)
    approved = writers.approve(filled, SLUG)
    assert all(drafting.is_reviewed(claim) for claim in drafting.by_id(approved.tree).values())


def test_an_approved_draft_that_is_changed_must_be_approved_again(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.create(filled, SLUG, tree)
    writers.submit(filled, SLUG)
    approved = writers.approve(filled, SLUG)
    assert writers.replace(filled, SLUG, {**approved.tree, "name": "Other"}).state == "draft"
    with pytest.raises(writing_problems.WrongState):
        writers.publish(filled, SLUG)


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_nothing_is_published_that_was_not_approved(
    filled: engine.Database, tree: builders.Tree, state: str
) -> None:
    writers.create(filled, SLUG, tree)
    if state == "in_review":
        writers.submit(filled, SLUG)
    with pytest.raises(writing_problems.WrongState) as wrong:
        writers.publish(filled, SLUG)
    assert wrong.value.extra["state"] == state


def test_a_draft_is_sent_back_with_a_note(filled: engine.Database, tree: builders.Tree) -> None:
    writers.create(filled, SLUG, tree)
    writers.submit(filled, SLUG)
    for note, refusal in (("", refusals.Refused), ("The hedge is missing.", None)):
        with filled.write() as session:
            given = {"note": note, "expected": preconditions.ANYTHING, "now": clock.now()}
            if refusal is None:
                held = reviewing.send_back(session, writers.REVIEWER, SLUG, **given)  # type: ignore[arg-type]
                assert (held.state, held.note) == ("draft", note)
            else:
                with pytest.raises(refusal):
                    reviewing.send_back(session, writers.REVIEWER, SLUG, **given)  # type: ignore[arg-type]


def test_what_was_published_meanwhile_is_not_undone_unseen(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.bring_out(filled, SLUG, tree)
    writers.create(filled, SLUG)
    writers.submit(filled, SLUG)
    writers.approve(filled, SLUG)
    with filled.write() as session:
        other = drafting.parsed({**builders.draft_tree(SLUG, procedure=2), "name": "Renamed by import"})
        publishing.publish(
            session,
            other,
            editor="Import",
            note="",
            now=clock.now(),
            conditions=publishing.Conditions(allow_unreviewed=True),
        )
    with pytest.raises(writing_problems.Outdated) as outdated:
        writers.publish(filled, SLUG)
    assert outdated.value.extra["published"] == 2
    with filled.write() as session:
        held = releasing.rebase(
            session, writers.AUTHOR, SLUG, note="", expected=preconditions.ANYTHING, now=clock.now()
        )
    assert (held.base_revision, held.state) == (2, "draft")


def test_the_shrink_guard_holds_for_drafts(filled: engine.Database, tree: builders.Tree) -> None:
    writers.bring_out(filled, SLUG, tree)
    writers.create(filled, SLUG, builders.without(writers_tree(filled), SIDE_EFFECT))
    writers.submit(filled, SLUG)
    writers.approve(filled, SLUG)
    with pytest.raises(refusals.Refused) as refused:
        writers.publish(filled, SLUG)
    assert [fault.code for fault in refused.value.faults] == ["drops_safety"]
    allowed = publishing.Conditions(allow_dropping={SIDE_EFFECT}, reason="It was about another procedure.")
    writers.publish(filled, SLUG, conditions=allowed)
    with filled.read() as session:
        found = document.ProcedureDocument.model_validate_json(procedures.published(session, SLUG).document)
    assert [(stone.id, stone.reason) for stone in found.withdrawn] == [(SIDE_EFFECT, allowed.reason)]


def writers_tree(database: engine.Database) -> builders.Tree:
    with database.read() as session:
        found = projection.latest(session, SLUG)
    assert found is not None
    tree = found[0].tree()
    for name in ("sources", "concepts", "review"):
        tree.pop(name)
    return json.loads(json.dumps(drafting_unworded(tree)))  # type: ignore[no-any-return]


def drafting_unworded(tree: Any) -> Any:
    if isinstance(tree, list):
        return [drafting_unworded(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    unsaid = {"grade"} | ({"words", "silent_on"} if "coverage" in tree or "conflicts" in tree else set())
    return {key: drafting_unworded(value) for key, value in tree.items() if key not in unsaid}


def test_nothing_is_withdrawn_that_was_never_published_nor_before_its_day(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.bring_out(filled, SLUG, tree)
    stone = {"kind": "side_effect", "on": "2099-01-01", "reason": "It was wrong."}
    left = builders.without(writers_tree(filled), SIDE_EFFECT)
    held = writers.create(filled, SLUG, left)
    for name, code in (("st_zzzzzzzzzz", "not_published"), (SIDE_EFFECT, "wrong_day")):
        with filled.read() as session:
            found = drafts.violations(session, {**held.tree, "withdrawn": [{**stone, "id": name}]})
        assert [violation.code for violation in found] == [code]


def test_a_dispute_about_safety_is_a_change_of_safety(filled: engine.Database, tree: builders.Tree) -> None:
    writers.bring_out(filled, SLUG, tree)
    writers.create(filled, SLUG)
    writers.submit(filled, SLUG)
    writers.approve(filled, SLUG, disputed=frozenset({SIDE_EFFECT}))
    writers.publish(filled, SLUG)
    with filled.read() as session:
        told = session.scalars(select(following.Change.safety_changed).where(following.Change.slug == SLUG))
        assert list(told) == [True, True]
        versions = [projection.revision(session, SLUG, number) for number in (1, 2)]
    before, after = (one for one in versions if one is not None)
    assert difference.between(before, after)["safety_changed"] is True


def test_an_old_revision_begins_a_draft_without_what_was_withdrawn_since(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.bring_out(filled, SLUG, tree)
    writers.create(filled, SLUG, builders.without(writers_tree(filled), SIDE_EFFECT))
    writers.submit(filled, SLUG)
    writers.approve(filled, SLUG)
    gone = publishing.Conditions(allow_dropping={SIDE_EFFECT}, reason="It was wrong.")
    writers.publish(filled, SLUG, conditions=gone)
    with filled.write() as session:
        held, left = drafts.restore(session, writers.AUTHOR, SLUG, revision=1, note="", now=clock.now())
    assert left == (SIDE_EFFECT,)
    assert SIDE_EFFECT not in drafting.by_id(held.tree)
    assert held.base_revision == 2
    with filled.read() as session:
        assert drafts.violations(session, held.tree) == ()


def test_what_was_sent_back_after_its_approval_needs_a_review_again(
    filled: engine.Database, tree: builders.Tree
) -> None:
    writers.create(filled, SLUG, tree)
    writers.submit(filled, SLUG)
    writers.approve(filled, SLUG)
    with filled.write() as session:
        held = reviewing.send_back(
            session,
            writers.REVIEWER,
            SLUG,
            note="It is wrong after all.",
            expected=preconditions.ANYTHING,
            now=clock.now(),
        )
    assert not any(drafting.is_reviewed(claim) for claim in drafting.by_id(held.tree).values())
    writers.submit(filled, SLUG)
    with pytest.raises(refusals.Refused):
        writers.approve(filled, SLUG, but=frozenset({SIDE_EFFECT}))


def test_an_old_revision_from_before_a_renaming_begins_a_draft(
    filled: engine.Database, tree: builders.Tree
) -> None:
    tree.pop("aliases", None)
    writers.bring_out(filled, SLUG, tree)
    with filled.write() as session:
        edit = edits.Edit(session, editor="Paul", note="", now=clock.now())
        renaming.rename(edit, SLUG, to="glow-peel", reason="That is what it is called.")
        edit.finish()
    with filled.write() as session:
        held, left = drafts.restore(
            session, writers.AUTHOR, "glow-peel", revision=1, note="", now=clock.now()
        )
    assert (held.slug, held.tree["slug"], left) == ("glow-peel", "glow-peel", ())
    assert (held.base_revision, held.tree.get("aliases", [])) == (2, [])
    with filled.read() as session:
        found = reading.listed(
            session, wanted=None, overdue=None, today=clock.now().date(), size=20, after=None
        )
    slugs = [row.slug for row in found.rows]
    assert "glow-peel" in slugs
    assert SLUG not in slugs, "the slug that it had before is no procedure of its own"
    with filled.read() as session:
        assert drafts.violations(session, held.tree) == ()


def test_a_draft_withdraws_nothing_of_another_procedure(filled: engine.Database, tree: builders.Tree) -> None:
    stone = {
        "id": builders.named("side_effect_1"),
        "kind": "side_effect",
        "on": "2026-01-01",
        "reason": "No.",
    }
    held = writers.create(filled, SLUG, {**tree, "withdrawn": [stone]})
    with filled.read() as session:
        found = drafts.violations(session, held.tree)
    assert [(one.code, one.pointer) for one in found] == [("reused_id", "/withdrawn/0/id")]


def test_the_ledger_follows_what_is_published(filled: engine.Database, tree: builders.Tree) -> None:
    quoted = builders.TEXT.index("Result number 7 can")
    claim = builders.found(tree, SIDE_EFFECT)
    claim["evidence"].append(builders.evidence("Result number 7 can be seen"))
    writers.bring_out(filled, SLUG, tree)
    with filled.read() as session:
        found = sources.one(session, builders.SOURCE)
    spans = [span for span in found.ledger if SIDE_EFFECT in span.used]
    assert any(span.start <= quoted < span.end for span in spans)
    ends = [0, *(span.end for span in found.ledger)]
    assert [span.start for span in found.ledger] == ends[:-1], "every character is accounted for"


@pytest.mark.timeout(400)
def test_of_sixteen_writers_with_fifty_edits_each_none_is_lost(database: engine.Database) -> None:
    writers.create(database, SLUG, {"edits": []})
    shared = engine.Database(database.url, pool_size=16, busy_seconds=60)

    def write(writer: int) -> None:
        for number in range(50):
            while True:
                with shared.read() as session:
                    held = reading.one(session, SLUG)
                seen = preconditions.Expected(tags=frozenset({held.tag}))
                tree = {**held.tree, "edits": [*held.tree["edits"], [writer, number]]}
                try:
                    writers.replace(shared, SLUG, tree, expected=seen)
                except writing_problems.PreconditionFailed:
                    time.sleep(random.uniform(0, 0.5))  # noqa: S311  as clients wait, so that one of them gets on
                    continue
                break

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))
    shared.dispose()
    with database.read() as session:
        held = reading.one(session, SLUG)
        kept = session.scalar(select(func.count()).select_from(stored.DraftRevision))
    assert held.number == kept == 801  # the one that it began with, and 800
    assert sorted(held.tree["edits"]) == [[writer, number] for writer in range(16) for number in range(50)]


def test_of_thirty_two_simultaneous_creations_one_succeeds(database: engine.Database) -> None:
    shared = engine.Database(database.url, pool_size=16, busy_seconds=60)

    def begin(writer: int) -> bool:
        try:
            writers.create(shared, SLUG, {"writer": writer})
        except writing_problems.DraftExists:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        created = list(pool.map(begin, range(32)))
    shared.dispose()
    assert sum(created) == 1
