"""Taking away what was published, and bringing it back: said out loud, at once, and all of it or nothing."""

import datetime
import itertools
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from app.authoring import (
    checking,
    edits,
    exporting,
    importing,
    publishing,
    refusals,
    renaming,
    withdrawing,
)
from app.catalogue import absent
from app.content import document, freezing, problems
from app.db import clock, engine, following, projection, tables, types
from tests import builders, databases

SLUG = "example-peel"
WHY = "It rests on a page that was taken down."
Act = Callable[[edits.Edit], publishing.Outcome]


def act(database: engine.Database, made: Act, *, note: str = "") -> publishing.Outcome:
    """Do one thing as one edit."""
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note=note, now=clock.now())
        outcome = made(edit)
        edit.finish()
    return outcome


def withdraw(database: engine.Database, slug: str = SLUG, *, reason: str = WHY) -> publishing.Outcome:
    """Withdraw a procedure."""
    return act(database, lambda edit: withdrawing.withdraw(edit, slug, reason=reason))


def recall(database: engine.Database, *lines: str, **more: Any) -> publishing.Outcome:
    """Recall the statements that quote these lines."""
    asked = withdrawing.Recall(statements=[builders.named(line) for line in lines], reason=WHY, **more)
    return act(database, lambda edit: withdrawing.recall(edit, SLUG, asked))


def reinstate(database: engine.Database, slug: str = SLUG) -> publishing.Outcome:
    """Bring a procedure back."""
    return act(database, lambda edit: withdrawing.reinstate(edit, slug), note="It was right after all.")


def rename(database: engine.Database, slug: str = SLUG, to: str = "glow-peel") -> publishing.Outcome:
    """Give a procedure another slug."""
    return act(database, lambda edit: renaming.rename(edit, slug, to=to, reason="That is what it is called."))


def refused(made: Callable[[], object]) -> list[str]:
    """Return the codes of the faults for which something is refused."""
    with pytest.raises(refusals.Refused) as refusal:
        made()
    return [fault.code for fault in refusal.value.faults]


def kinds(database: engine.Database) -> list[tuple[str, str, int]]:
    """Return the public log: what happened to which slug, and the revision."""
    with database.read() as session:
        rows = session.scalars(select(following.Change).order_by(following.Change.number)).all()
    return [(row.kind, row.slug, row.revision) for row in rows]


def audited(database: engine.Database) -> tables.Audit:
    """Return the newest entry of the audit log."""
    with database.read() as session:
        return session.scalars(select(tables.Audit).order_by(tables.Audit.number.desc()).limit(1)).one()


def newest(database: engine.Database, slug: str = SLUG) -> document.ProcedureDocument:
    """Return the newest document at a slug."""
    with database.read() as session:
        found = projection.latest(session, slug)
    assert found is not None
    return found[0]


def sound(database: engine.Database, folder: Path) -> bool:
    """Tell whether nothing is wrong with the database."""
    found = checking.check(database, builders.folder(folder))
    assert found.faults == ()
    return found.ok


@pytest.fixture
def two(database: engine.Database, tmp_path: Path) -> engine.Database:
    """Return a database with two procedures, the second of which names the first as an alternative."""
    other = builders.draft_tree("other-peel", procedure=2)
    named = builders.found(other, builders.named("alternative", procedure=2))
    del named["concept"]
    named["procedure"] = SLUG
    importing.import_folder(database, builders.folder(tmp_path / "two", builders.draft_tree(), other))
    return database


def test_a_withdrawn_procedure_leaves_the_projection_and_stays_in_the_log(
    filled: engine.Database, tmp_path: Path
) -> None:
    revision = newest(filled)
    outcome = withdraw(filled)
    assert (outcome.number, outcome.catalogue_revision) == (1, 2)
    entry = audited(filled)
    assert (entry.action, entry.subject, entry.revision, entry.after_sha256) == ("withdraw", SLUG, None, None)
    assert kinds(filled)[-1] == ("withdraw", SLUG, 1)
    with filled.read() as session:
        assert session.scalar(select(func.count()).select_from(tables.Procedure)) == 0
        assert session.scalar(select(func.count()).select_from(tables.Revision)) == 1
        gone = absent.problem(session, SLUG)
    assert isinstance(gone, problems.Gone)
    assert WHY in gone.detail
    assert newest(filled) == revision
    assert sound(filled, tmp_path / "checked")


def test_what_is_withdrawn_cannot_be_withdrawn_again(filled: engine.Database) -> None:
    withdraw(filled)
    before = kinds(filled)
    with pytest.raises(problems.Gone):
        withdraw(filled)
    with pytest.raises(problems.Gone):
        recall(filled, "indication")
    with pytest.raises(problems.ProcedureNotFound):
        withdraw(filled, "nothing-like-it")
    assert kinds(filled) == before


def test_a_withdrawal_has_a_reason_that_can_be_shown(filled: engine.Database) -> None:
    for reason in ("", " ", "x" * 601, "one\u202etwo"):
        with pytest.raises(refusals.Refused):
            withdraw(filled, reason=reason)
    assert len(kinds(filled)) == 1


def test_an_import_does_not_bring_back_what_was_withdrawn(filled: engine.Database, tmp_path: Path) -> None:
    withdraw(filled)
    same = importing.import_folder(filled, builders.folder(tmp_path / "same"))
    assert (same.changes, kinds(filled)[-1][0]) == (0, "withdraw")
    tree = builders.draft_tree()
    tree["name"] = "Another name"
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.import_folder(filled, builders.folder(tmp_path / "other", tree))
    (fault,) = refusal.value.faults
    assert fault.code == "withdrawn"
    assert WHY in fault.message


def test_a_source_that_changes_republishes_nothing_that_was_withdrawn(
    two: engine.Database, tmp_path: Path
) -> None:
    withdraw(two)
    other = newest(two, "other-peel")
    described = builders.source([builders.draft(), freezing.thaw(other)], title="Second edition")
    folder = builders.folder(tmp_path / "third", freezing.thaw(other).tree(), described=described)
    assert importing.import_folder(two, folder).count("stored") == 2
    assert kinds(two)[-1] == ("update", "other-peel", 2)
    assert newest(two, "other-peel").sources[0].title == "Second edition"


def test_an_export_leaves_out_what_was_withdrawn_and_what_names_it(
    two: engine.Database, tmp_path: Path
) -> None:
    withdraw(two)
    folder = exported(two, tmp_path / "export")
    assert [path.name for path in (folder / "procedures").iterdir()] == ["other-peel.json"]
    assert checking.check(None, folder).faults == ()
    url = databases.sqlite(tmp_path, template="migrated")
    importing.import_folder(empty := engine.Database(url), folder)
    left = newest(empty, "other-peel")
    empty.dispose()
    assert left.sections.alternatives.coverage == "not_addressed"
    assert [stone.kind for stone in left.withdrawn] == ["alternative"]


def test_a_procedure_comes_back_as_a_new_revision(filled: engine.Database, tmp_path: Path) -> None:
    before = newest(filled)
    withdraw(filled)
    outcome = reinstate(filled)
    assert (outcome.number, newest(filled)) == (2, before)
    assert kinds(filled)[-1] == ("restore", SLUG, 2)
    assert (audited(filled).action, audited(filled).revision) == ("restore", 2)
    assert refused(lambda: reinstate(filled)) == ["not_withdrawn"]
    assert sound(filled, tmp_path / "checked")


def test_a_procedure_comes_back_with_its_sources_as_they_are_now(
    filled: engine.Database, tmp_path: Path
) -> None:
    withdraw(filled)
    described = builders.source([builders.draft()], title="Second edition")
    folder = builders.folder(tmp_path / "sources", described=described)
    (folder / "procedures" / f"{SLUG}.json").unlink()
    importing.import_folder(filled, folder)
    reinstate(filled)
    assert newest(filled).sources[0].title == "Second edition"


def test_recalled_statements_leave_tombstones_and_a_silent_section(
    filled: engine.Database, tmp_path: Path
) -> None:
    outcome = recall(filled, "contraindication", "side_effect_1")
    assert (outcome.number, kinds(filled)[-1]) == (2, ("update", SLUG, 2))
    left = newest(filled)
    assert left.sections.contraindications.coverage == "not_addressed"
    assert [claim.id for claim in left.sections.side_effects.statements] == [builders.named("side_effect_2")]
    stones = {stone.id: (stone.kind, stone.reason) for stone in left.withdrawn}
    assert stones == {
        builders.named("contraindication"): ("contraindication", WHY),
        builders.named("side_effect_1"): ("side_effect", WHY),
    }
    entry = audited(filled)
    assert (entry.action, entry.revision, entry.corrections) == ("withdraw", 2, 2)
    with filled.read() as session:
        change = session.scalars(select(following.Change).where(following.Change.number == 2)).one()
    assert (change.safety_changed, change.reason) == (True, WHY)
    assert sound(filled, tmp_path / "checked")
    report = importing.import_folder(filled, exported(filled, tmp_path / "export"))
    assert report.changes == 0


def exported(database: engine.Database, folder: Path) -> Path:
    """Export into a folder and return it."""
    exporting.export_folder(database, folder)
    return folder


def test_a_draft_does_not_bring_back_what_was_recalled(filled: engine.Database, tmp_path: Path) -> None:
    recall(filled, "contraindication")
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.import_folder(filled, builders.folder(tmp_path / "again"))
    (fault,) = refusal.value.faults
    assert "was withdrawn on" in fault.message
    assert WHY in fault.message


def test_a_finding_of_nothing_can_be_recalled(filled: engine.Database) -> None:
    recall(filled, "absence")
    section = newest(filled).sections.preparation
    assert (section.coverage, section.finding) == ("not_addressed", None)


def test_a_summary_that_names_what_is_recalled_needs_another(filled: engine.Database) -> None:
    assert refused(lambda: recall(filled, "invasiveness")) == ["named_in_summary"]
    again = document.Summary(text="It is used on the face.", statements=(builders.named("invasiveness"),))
    assert "named_in_summary" in refused(lambda: recall(filled, "invasiveness", summary=again))
    other = document.Summary(text="It is used on the face.", statements=(builders.named("body_area"),))
    recall(filled, "invasiveness", summary=other)
    assert newest(filled).summary == other
    assert newest(filled).invasiveness.coverage == "not_addressed"


def test_a_technique_goes_with_what_stands_in_it(filled: engine.Database) -> None:
    assert refused(lambda: recall(filled, "technique", "step_1")) == ["left_inside"]
    recall(filled, "technique", "technique_use", "step_1", "step_2")
    assert newest(filled).techniques.coverage == "not_addressed"


def test_a_step_can_go_alone(filled: engine.Database) -> None:
    recall(filled, "step_1", "step_2")
    (technique,) = newest(filled).techniques.statements
    assert technique.steps.coverage == "not_addressed"


def test_a_conflict_of_two_goes_with_one_of_them(filled: engine.Database) -> None:
    recall(filled, "duration")
    assert newest(filled).conflicts.conflicts == ()


def test_a_conflict_that_goes_on_needs_other_words(filled: engine.Database) -> None:
    tree = builders.draft_tree()
    tree["conflicts"] = {"conflicts": [builders.conflict("session_plan", "duration", "recovery")]}
    with filled.write() as session:
        conditions = publishing.Conditions(allow_unreviewed=True)
        publishing.publish(
            session,
            builders.parsed(tree),
            editor="Ada",
            note="",
            now=clock.now(),
            conditions=conditions,
        )
    name = tree["conflicts"]["conflicts"][0]["id"]
    assert refused(lambda: recall(filled, "duration")) == ["named_in_conflict"]
    recall(filled, "duration", conflicts={name: "Both cannot be."})
    (conflict,) = newest(filled).conflicts.conflicts
    assert conflict.text == "Both cannot be."
    assert conflict.statements == (builders.named("session_plan"), builders.named("recovery"))


def test_only_what_is_there_can_be_recalled(filled: engine.Database) -> None:
    assert refused(lambda: recall(filled)) == ["nothing_named"]
    asked = withdrawing.Recall(statements=["st_zzzzzzzzzz"], reason=WHY)
    assert refused(lambda: act(filled, lambda edit: withdrawing.recall(edit, SLUG, asked))) == [
        "unknown_statement"
    ]
    recall(filled, "indication")
    assert refused(lambda: recall(filled, "indication")) == ["unknown_statement"]


def test_a_renamed_procedure_is_counted_on_under_its_new_slug(
    filled: engine.Database, tmp_path: Path
) -> None:
    before = newest(filled)
    outcome = rename(filled)
    assert (outcome.slug, outcome.number) == ("glow-peel", 2)
    assert kinds(filled)[1:] == [("rename", SLUG, 1), ("update", "glow-peel", 2)]
    assert newest(filled, "glow-peel") == before.changed(slug="glow-peel")
    with filled.read() as session:
        assert session.scalars(select(tables.Procedure.slug)).all() == ["glow-peel"]
        moved = absent.problem(session, SLUG)
    assert isinstance(moved, absent.Renamed)
    assert moved.successor == "glow-peel"
    assert sound(filled, tmp_path / "checked")
    with filled.write() as session:
        assert projection.rebuild(session) == 1
    assert sound(filled, tmp_path / "checked")


def test_a_renamed_procedure_keeps_its_ids_and_can_be_published_again(
    filled: engine.Database, tmp_path: Path
) -> None:
    recall(filled, "indication")
    rename(filled)
    rename(filled, "glow-peel", to="glowing-peel")
    tree = json.loads(freezing.thaw(newest(filled, "glowing-peel")).canonical())
    tree["name"] = "Another name"
    importing.import_folder(filled, builders.folder(tmp_path / "next", tree))
    assert kinds(filled)[-1] == ("update", "glowing-peel", 5)
    assert sound(filled, tmp_path / "checked")
    withdraw(filled, "glowing-peel")
    assert reinstate(filled, "glowing-peel").number == 6
    assert sound(filled, tmp_path / "checked")


def test_a_slug_is_never_used_again(filled: engine.Database, tmp_path: Path) -> None:
    rename(filled)
    assert importing.import_folder(filled, builders.folder(tmp_path / "same")).changes == 0
    tree = builders.draft_tree()
    tree["name"] = "Another name"
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.import_folder(filled, builders.folder(tmp_path / "other", tree))
    assert next(fault.code for fault in refusal.value.faults) == "renamed"
    assert refused(lambda: rename(filled, "glow-peel", to=SLUG)) == ["used_slug"]
    assert refused(lambda: rename(filled, "glow-peel", to="Glow Peel")) == ["malformed"]
    with pytest.raises(absent.Renamed):
        withdraw(filled)


def test_others_name_a_renamed_procedure_by_its_new_slug(two: engine.Database, tmp_path: Path) -> None:
    rename(two)
    (alternative,) = newest(two, "other-peel").sections.alternatives.statements
    assert alternative.procedure == "glow-peel"
    assert kinds(two)[2:] == [("rename", SLUG, 1), ("update", "glow-peel", 2), ("update", "other-peel", 2)]
    assert sound(two, tmp_path / "checked")


def test_others_may_go_on_naming_a_withdrawn_procedure(two: engine.Database, tmp_path: Path) -> None:
    withdraw(two)
    assert newest(two, "other-peel").sections.alternatives.statements[0].procedure == SLUG
    assert sound(two, tmp_path / "checked")


ACTS: dict[str, Callable[[engine.Database], object]] = {
    "withdraw": withdraw,
    "recall": lambda database: recall(database, "contraindication"),
    "rename": rename,
}


@pytest.mark.parametrize("name", ACTS)
def test_each_leaves_one_audit_row(filled: engine.Database, name: str) -> None:
    before = audited(filled).number
    ACTS[name](filled)
    assert audited(filled).number == before + 1


def test_the_times_follow_one_another(filled: engine.Database) -> None:
    withdraw(filled)
    reinstate(filled)
    with filled.read() as session:
        times = session.scalars(select(following.Change.at).order_by(following.Change.number)).all()
    assert list(times) == sorted(set(times))
    assert all(isinstance(at, datetime.datetime) for at in times)


class Ended(Exception):  # noqa: N818 - it names what happened
    """The process ended on purpose."""


def statements_of(made: Callable[[], object], *, end_at: int | None = None) -> int:
    """Do something and return the number of statements it takes; end at one of them."""
    seen, thread = 0, threading.current_thread()

    def count(*_: object) -> None:
        nonlocal seen
        if threading.current_thread() is thread:
            seen += 1
            if seen == end_at:
                raise Ended

    event.listen(Engine, "before_cursor_execute", count)
    try:
        made()
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return seen


def content(database: engine.Database) -> dict[str, list[str]]:
    """Return everything that is stored."""
    with database.read() as session:
        return {
            name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for name, table in types.Base.metadata.tables.items()
        }


@pytest.mark.parametrize("name", ACTS)
def test_what_ends_at_any_statement_leaves_nothing(two: engine.Database, name: str) -> None:
    before = content(two)
    for k in itertools.count(1):
        try:
            total = statements_of(lambda: ACTS[name](two), end_at=k)
        except Ended:
            assert content(two) == before, f"statement {k} left something"
        else:
            break
    assert total == k - 1 > 8
    assert len(kinds(two)) > 2


def test_a_withdrawal_is_not_overtaken_by_a_publication(filled: engine.Database) -> None:
    """Whoever publishes at the same time comes before it, or is refused."""
    others = [engine.Database(filled.url, pool_size=1, busy_seconds=20) for _ in range(3)]

    def publish(number: int) -> str:
        tree = builders.draft_tree()
        tree["name"] = f"Name {number}"
        database = others[number % 2]
        try:
            with database.write() as session:
                conditions = publishing.Conditions(allow_unreviewed=True)
                publishing.publish(
                    session,
                    builders.parsed(tree),
                    editor="Ada",
                    note="",
                    now=clock.now(),
                    conditions=conditions,
                )
        except refusals.Refused as refusal:
            return refusal.faults[0].code
        return "published"

    for _ in range(5):
        with ThreadPoolExecutor(3) as pool:
            published = [pool.submit(publish, number) for number in range(4)]
            done = pool.submit(withdraw, others[2])
            said = [future.result() for future in published]
            done.result()
        assert set(said) <= {"published", "withdrawn"}
        with filled.read() as session:
            assert session.scalar(select(func.count()).select_from(tables.Procedure)) == 0
        assert kinds(filled)[-1][0] == "withdraw"
        reinstate(filled)
    for database in others:
        database.dispose()
