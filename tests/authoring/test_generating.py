"""Filling a database with made-up procedures: published like all others, sound, and never among real ones unasked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.authoring import checking, edits, generating, importing, library, publishing, refusals
from app.authoring.invented import identity, procedures
from app.db import clock, engine, projection, tables
from tests import commands, databases, generated

SEED = Path(__file__).parents[2] / "seed_data"


@pytest.fixture
def seeded(seeded_database_url: str) -> engine.Database:
    """Return a database that holds the seed."""
    return engine.Database(seeded_database_url)


def _documents(database: engine.Database) -> dict[str, bytes]:
    with database.read() as session:
        found = session.execute(select(tables.Revision.slug, tables.Revision.document))
        return {row.slug: bytes(row.document) for row in found}


def _revision(database: engine.Database) -> int | None:
    with database.read() as session:
        return session.scalar(select(tables.Catalogue.revision))


def test_a_check_finds_nothing_wrong_with_them(database: engine.Database) -> None:
    report = generated.fill(database, 40)
    assert (report.stored, report.unchanged) == (40, 0)
    found = checking.check(database, SEED)
    assert (found.faults, found.revisions) == ((), 40)


def test_what_is_stored_is_what_was_made_up(database: engine.Database) -> None:
    generated.fill(database, 12, seed=3)
    assert _documents(database) == {each.slug: each.canonical() for each in generated.documents(12, seed=3)}


def test_each_is_a_publication_with_its_row_in_the_audit_log(database: engine.Database) -> None:
    report = generated.fill(database, 5)
    with database.read() as session:
        query = select(tables.Audit.action, func.count().label("number")).group_by(tables.Audit.action)
        counted = {row.action: row.number for row in session.execute(query)}
        sources = session.scalar(select(func.count()).select_from(tables.Source))
        editors = set(session.scalars(select(tables.Audit.editor)))
    assert counted["publish"] == 5
    assert counted["source"] == sources
    assert editors == {generating.EDITOR}
    assert _revision(database) == report.catalogue_revision


def test_a_second_run_changes_nothing_and_a_larger_one_goes_on(database: engine.Database) -> None:
    first = generated.fill(database, 5)
    assert generated.fill(database, 5) == generating.Report(
        stored=0, unchanged=5, catalogue_revision=first.catalogue_revision
    )
    larger = generated.fill(database, 8)
    assert (larger.stored, larger.unchanged) == (3, 5)
    assert len(_documents(database)) == 8


def test_a_run_over_several_batches_stores_the_same(
    database: engine.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generating, "BATCH", 3)
    told: list[int] = []
    generating.generate(
        database,
        8,
        seed=1,
        real=generated.terms().concepts.values(),
        progress=lambda done, _total, _next: told.append(done),
    )
    assert told == [0, 3, 6, 8]
    assert _documents(database) == {each.slug: each.canonical() for each in generated.documents(8)}


def test_a_label_that_is_changed_meanwhile_is_the_one_that_later_documents_carry(
    database: engine.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generating, "BATCH", 6)

    def relabel(done: int, _total: int, _next: str) -> None:
        if done == 6:
            with database.write() as session:
                edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
                before = projection.vocabulary_of(session)
                new = before["body-contouring"].changed(label="Shape, they hope")
                after = library.Library(known={}, terms=before).with_changes([], [new])
                library.store_concepts(edit, [new], before=before, after=after)
                edit.finish()

    real = generated.terms().concepts.values()
    generating.generate(database, 12, seed=1, real=real, progress=relabel)
    carry = [number for number in range(1, 13) if _carries(database, number, "Shape, they hope")]
    assert carry
    assert min(carry) > 6


def _carries(database: engine.Database, number: int, label: str) -> bool:
    return label.encode() in _documents(database)[identity.slug(number, seed=1)]


def test_two_seeds_stand_beside_each_other(database: engine.Database) -> None:
    generated.fill(database, 4, seed=1)
    generated.fill(database, 4, seed=2)
    assert len(_documents(database)) == 8
    assert checking.check(database, SEED).faults == ()


def test_a_database_with_real_procedures_is_refused_and_left_as_it_was(seeded: engine.Database) -> None:
    before = _revision(seeded)
    with pytest.raises(refusals.Refused) as refused:
        generated.fill(seeded, 3, beside=False)
    assert [fault.code for fault in refused.value.faults] == ["not_generated"]
    assert _revision(seeded) == before
    assert len(_documents(seeded)) == 4


def test_beside_real_procedures_they_stand_only_where_that_was_asked_for(seeded: engine.Database) -> None:
    real = _documents(seeded)
    assert generated.fill(seeded, 3, beside=True).stored == 3
    found = _documents(seeded)
    assert real.items() <= found.items()
    assert len(found) == 7
    assert checking.check(seeded, SEED).faults == ()


def test_it_is_known_whether_a_database_holds_any(seeded: engine.Database) -> None:
    assert not generating.are_in(seeded)
    generated.fill(seeded, 1)
    assert generating.are_in(seeded)


@pytest.mark.parametrize("made_up", [True, False])
def test_a_service_that_starts_on_made_up_procedures_says_so(tmp_path: Path, *, made_up: bool) -> None:
    url = databases.sqlite(tmp_path, template="seeded")
    if made_up:
        database = engine.Database(url)
        generated.fill(database, 1)
        database.dispose()
    said = _first_words_of_a_service(url, tmp_path)
    assert "/docs" in said
    assert ("not for readers" in said) is made_up


def _first_words_of_a_service(url: str, folder: Path) -> str:
    """Start a service, and stop it as soon as it has said where it is."""
    given = {"CANDOUR_DATABASE_URL": url, "CANDOUR_SEARCH_INDEX": str(folder / "search"), "CANDOUR_PORT": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"],
        cwd=SEED.parent,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], **given},
    ) as server:
        assert server.stderr is not None
        said = ""
        while "/docs" not in said and (line := server.stderr.readline()):
            said += line
        server.kill()
    return said


def test_the_seed_changes_nothing_of_them_and_none_of_its_concepts(database: engine.Database) -> None:
    generated.fill(database, 3)
    report = importing.import_folder(database, SEED)
    assert report.republished == ()
    assert {item.kind for item in report.items if item.outcome == "stored"} == {"source", "procedure"}


def test_one_that_was_made_up_differently_is_never_replaced(database: engine.Database) -> None:
    generated.fill(database, 2)
    draft = procedures.invent(1, seed=1).draft.changed(name="Another name (generated example)")
    with database.write() as session:
        publishing.publish(
            session,
            draft,
            editor="somebody",
            note="",
            now=clock.now(),
            conditions=publishing.Conditions(allow_unreviewed=True),
        )
    with pytest.raises(refusals.Refused) as refused:
        generated.fill(database, 2)
    assert [fault.code for fault in refused.value.faults] == ["made_differently"]


def test_they_are_in_the_projection_with_their_facets(database: engine.Database) -> None:
    generated.fill(database, 6)
    with database.read() as session:
        assert projection.differences(session) == ()
        assert session.scalar(select(func.count()).select_from(tables.Procedure)) == 6
        assert session.scalar(select(func.count()).select_from(tables.Section)) or 0 > 100


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (identity.MOST_PROCEDURES + 1, 1), (1, -1), (1, 65_536)])
def test_numbers_without_names_are_refused(database: engine.Database, count: int, seed: int) -> None:
    with pytest.raises(ValueError, match="no names"):
        generated.fill(database, count, seed=seed)


def test_the_command_says_what_it_did_how_fast_and_that_it_is_no_catalogue(database_url: str) -> None:
    result = commands.candour("generate", "--procedures", "2", "--seed", "5", url=database_url)
    assert (result.returncode, result.stdout) == (0, "")
    assert "2 stored" in result.stderr
    assert "a second" in result.stderr
    assert "no catalogue" in result.stderr


def test_the_command_refuses_a_catalogue_and_says_how_to_insist(seeded_database_url: str) -> None:
    result = commands.candour("generate", "--procedures", "2", url=seeded_database_url)
    assert result.returncode == 1
    assert "--beside" in result.stderr
    result = commands.candour("generate", "--procedures", "2", "--beside", url=seeded_database_url)
    assert result.returncode == 0
