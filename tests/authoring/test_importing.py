"""Importing: everything read is accounted for, every fault is told at once, a second time changes nothing."""

import json
import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.authoring import importing, refusals
from app.content import document, vocabulary
from app.db import engine, projection, tables
from tests import builders, databases

ACCUTANE = "isotretinoin"


def faults(database: engine.Database, folder: Path, **given: object) -> tuple[refusals.Fault, ...]:
    """Return why an import is refused, having seen that nothing was stored."""
    before = state(database)
    with pytest.raises(importing.ImportRefused) as refused:
        importing.import_folder(database, folder, **given)  # type: ignore[arg-type]  # passed on as it came
    assert state(database) == before
    report = refused.value.report
    assert report.read == report.count("rejected")
    assert all(item.reason for item in report.items)
    return refused.value.faults


def state(database: engine.Database) -> tuple[object, ...]:
    """Return what a change would have touched."""
    with database.read() as session:
        counted = (tables.Revision, tables.Audit, tables.Source, tables.Concept, tables.Identifier)
        return (
            session.scalar(select(tables.Catalogue.revision)),
            *(session.scalar(select(func.count()).select_from(table)) for table in counted),
        )


def documents(database: engine.Database) -> dict[str, document.ProcedureDocument]:
    """Return the newest document of every procedure."""
    with database.read() as session:
        return {published.slug: published for published, _ in projection.newest(session)}


def relabelled(**changes: dict[str, object]) -> list[vocabulary.Concept]:
    """Return the vocabulary with these concepts altered."""
    return [
        concept.changed(**changes.get(concept.id.replace("-", "_"), {})) for concept in builders.concepts()
    ]


def test_everything_read_is_stored_unchanged_or_rejected(database: engine.Database, tmp_path: Path) -> None:
    folder = builders.folder(tmp_path, builders.draft_tree(), builders.draft_tree("other-peel", procedure=2))
    seen: list[tuple[int, int, str]] = []
    report = importing.import_folder(
        database, folder, progress=lambda done, total, name: seen.append((done, total, name))
    )
    assert report.read == 1 + len(builders.concepts()) + 2
    assert (report.count("stored"), report.count("unchanged"), report.count("rejected")) == (
        report.read,
        0,
        0,
    )
    assert report.catalogue_revision == 1
    assert seen[0][1:] == (2, "example-peel")
    assert seen[-1][:2] == (2, 2)


def test_a_second_import_changes_nothing(filled: engine.Database, tmp_path: Path) -> None:
    before = state(filled)
    report = importing.import_folder(filled, builders.folder(tmp_path / "again"))
    assert (report.changes, report.count("unchanged")) == (0, report.read)
    assert report.catalogue_revision == 1
    assert state(filled) == before


def test_every_change_has_one_audit_row(filled: engine.Database) -> None:
    with filled.read() as session:
        entries = session.execute(select(tables.Audit.action, tables.Audit.subject)).all()
    assert len(entries) == len(set(entries)) == 1 + len(builders.concepts()) + 1


def test_a_source_described_anew_publishes_its_procedures_anew(
    filled: engine.Database, tmp_path: Path
) -> None:
    """Also one that is not in the folder."""
    other = builders.draft_tree("other-peel", procedure=2)
    both = [builders.draft(), builders.parsed(other)]
    importing.import_folder(
        filled, builders.folder(tmp_path / "a", other, described=builders.source(both)), editor="Ada"
    )
    retitled = builders.source(both, title="The glow peel, second edition", kind="study")
    report = importing.import_folder(filled, builders.folder(tmp_path / "b", other, described=retitled))
    assert report.republished == ("example-peel",)
    for published in documents(filled).values():
        assert published.sources[0].title == "The glow peel, second edition"
        assert {claim.grade for _, claim in document.claims(published)} == {"medium"}
    with filled.read() as session:
        corrections = session.scalars(
            select(tables.Audit.corrections).where(tables.Audit.subject == "example-peel")
        ).all()
    assert corrections == [0, 0], "another grade is no correction"


def test_a_ledger_drawn_anew_publishes_nothing(filled: engine.Database, tmp_path: Path) -> None:
    source = builders.source([builders.draft()])
    spans = list(source.ledger)
    spans[0] = spans[0].changed(excluded="heading")
    folder = builders.folder(tmp_path / "b", described=source.changed(ledger=tuple(spans)))
    report = importing.import_folder(filled, folder)
    assert [(item.kind, item.outcome) for item in report.items if item.outcome == "stored"] == [
        ("source", "stored")
    ]
    assert report.catalogue_revision == 2
    assert state(filled)[1] == 1


def test_another_label_publishes_the_procedures_that_carry_it_anew(
    filled: engine.Database, tmp_path: Path
) -> None:
    same = [vocabulary.OtherLabel(label="bruising", type="synonym")]
    folder = builders.folder(
        tmp_path / "b", listed=relabelled(bruising={"label": "bruises", "labels": tuple(same)})
    )
    (folder / "procedures" / "example-peel.json").unlink()
    (folder / "sources" / f"{builders.SOURCE}.json").unlink()
    report = importing.import_folder(filled, folder)
    assert report.republished == ("example-peel",)
    labels = {concept.id: concept.label for concept in documents(filled)["example-peel"].concepts}
    assert labels["bruising"] == "bruises"


def test_what_is_missing_from_the_folder_stays(filled: engine.Database, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary" / "one.yaml").write_text(
        "concepts:\n- {id: lips, scheme: body_area, label: lips}\n"
    )
    report = importing.import_folder(filled, folder)
    assert (report.read, report.changes) == (1, 1)
    assert set(documents(filled)) == {"example-peel"}
    with filled.read() as session:
        assert (
            session.scalar(select(func.count()).select_from(tables.Concept)) == len(builders.concepts()) + 1
        )


def test_a_concept_does_not_lose_a_name_or_a_broader_concept_unseen(
    filled: engine.Database, tmp_path: Path
) -> None:
    folder = builders.folder(tmp_path / "b", listed=relabelled(isotretinoin={"labels": (), "broader": ()}))
    (fault,) = faults(filled, folder)
    assert fault.code == "drops_names"
    assert "accutane, retinoids" in fault.message
    assert importing.import_folder(filled, folder, allow_dropping={ACCUTANE}).changes == 1


def test_a_concept_may_lose_a_name_that_it_says_it_retired_and_no_other(
    filled: engine.Database, tmp_path: Path
) -> None:
    gone = {"label": "accutane", "on": "2026-11-21", "reason": "A test."}
    retired = (vocabulary.RetiredLabel.model_validate(gone),)
    folder = builders.folder(
        tmp_path / "a", listed=relabelled(isotretinoin={"labels": (), "broader": (), "retired": retired})
    )
    (fault,) = faults(filled, folder)
    assert "would lose retinoids," in fault.message
    folder = builders.folder(
        tmp_path / "b", listed=relabelled(isotretinoin={"labels": (), "retired": retired})
    )
    assert importing.import_folder(filled, folder).changes == 1
    assert importing.import_folder(filled, folder).changes == 0
    with filled.read() as session:
        assert projection.vocabulary_of(session)[ACCUTANE].retired == retired
        assert projection.differences(session) == ()


def test_the_catalogue_that_comes_with_the_code_can_follow_the_one_that_came_before(
    database: engine.Database, tmp_path: Path
) -> None:
    """The one before listed a misspelling that this one retired."""
    earlier = tmp_path / "earlier"
    shutil.copytree(databases.SEED, earlier)
    medicines = earlier / "vocabulary" / "medicine.yaml"
    text = medicines.read_text()
    listed = re.sub(r"    retired:\n(?:      .*\n)+", "", text)
    listed = listed.replace(
        "{label: accutan, type", "{label: acutane, type: misspelling}\n      - {label: accutan, type"
    )
    assert listed.count("acutane, type") == 2
    medicines.write_text(listed)
    importing.import_folder(database, earlier)
    report = importing.import_folder(database, databases.SEED)
    assert [item.name for item in report.items if item.outcome == "stored"] == [ACCUTANE]
    with database.read() as session:
        terms = projection.vocabulary_of(session)
    assert (terms.resolve("acutane"), terms.nearest("acutane")[0]) == ((), ACCUTANE)


def test_broader_concepts_are_known_through_any_number_of_steps(
    filled: engine.Database, tmp_path: Path
) -> None:
    wider = vocabulary.Concept(id="medicines", scheme="medicine", label="medicines")
    folder = builders.folder(
        tmp_path / "b", listed=[wider, *relabelled(retinoids={"broader": ("medicines",)})]
    )
    importing.import_folder(filled, folder)
    closure = tables.ConceptClosure
    with filled.read() as session:
        under = set(session.scalars(select(closure.descendant_id).where(closure.ancestor_id == "medicines")))
    assert under == {"medicines", "retinoids", ACCUTANE}


def test_all_faults_of_all_files_are_told_at_once(database: engine.Database, tmp_path: Path) -> None:
    first, second = builders.draft_tree(), builders.draft_tree("other-peel", procedure=2)
    folder = builders.folder(tmp_path, first, second)
    builders.found(first, builders.named("duration"))["evidence"][0]["start"] += 1
    builders.found(second, builders.named("recovery", procedure=2))["concept"] = "none"
    second["sections"]["pain"]["coverage"] = "stated"
    (folder / "procedures" / "example-peel.json").write_text(json.dumps(first))
    (folder / "procedures" / "other-peel.json").write_text(json.dumps(second))
    (folder / "vocabulary" / "more.yaml").write_text(
        "concepts:\n- {id: face, scheme: body_area, label: face}\n"
    )
    (folder / "procedures" / "broken.yaml").write_text("a: 1\na: 2\n")
    found = {(fault.place, fault.code, fault.pointer) for fault in faults(database, folder)}
    assert ("procedures/broken.yaml", "unreadable", "") in found
    assert ("vocabulary/more.yaml", "repeated_id", "") in found
    assert ("procedures/other-peel.json", "malformed", "/sections/recovery/statements/0/concept") in found
    (folder / "procedures" / "broken.yaml").unlink()
    (folder / "vocabulary" / "more.yaml").unlink()
    builders.found(second, builders.named("recovery", procedure=2)).pop("concept")
    (folder / "procedures" / "other-peel.json").write_text(json.dumps(second))
    codes = {(fault.place, fault.code) for fault in faults(database, folder)}
    assert ("procedures/example-peel.json", "wrong_offsets") in codes
    assert ("procedures/other-peel.json", "coverage_disagrees") in codes


def test_a_ledger_that_leaves_something_out_is_refused(database: engine.Database, tmp_path: Path) -> None:
    source = builders.source([builders.draft()])
    folder = builders.folder(tmp_path, described=source.changed(ledger=source.ledger[:-1]))
    assert [fault.code for fault in faults(database, folder)] == ["ledger_gap"]


def test_a_ledger_names_the_statements_of_procedures_outside_the_folder_too(
    filled: engine.Database, tmp_path: Path
) -> None:
    other = builders.draft_tree("other-peel", procedure=2)
    folder = builders.folder(tmp_path / "b", other)  # whose ledger forgets the first procedure
    assert {fault.code for fault in faults(filled, folder)} == {"ledger_evidence"}


def test_one_fault_stores_nothing_of_the_rest(database: engine.Database, tmp_path: Path) -> None:
    broken = builders.draft_tree("other-peel", procedure=2)
    broken["sections"]["pain"]["coverage"] = "stated"
    folder = builders.folder(tmp_path, builders.draft_tree(), broken)
    assert len(faults(database, folder)) == 1


def test_two_procedures_never_share_an_id(database: engine.Database, tmp_path: Path) -> None:
    folder = builders.folder(tmp_path, builders.draft_tree(), builders.draft_tree("other-peel"))
    assert "repeated_id" in {fault.code for fault in faults(database, folder)}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("procedures/peel.yml", "not_read"),
        ("procedures/notes.txt", "not_read"),
        ("procedures/deeper/peel.yaml", "not_read"),
        ("proceduers/peel.yaml", "not_read"),
        ("peel.yaml", "not_read"),
    ],
)
def test_a_file_that_would_not_be_read_is_told(
    database: engine.Database, tmp_path: Path, name: str, code: str
) -> None:
    folder = builders.folder(tmp_path / "catalogue")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("format: 1")
    assert [fault.code for fault in faults(database, folder)] == [code]


def test_a_readme_beside_the_folders_is_no_fault(database: engine.Database, tmp_path: Path) -> None:
    folder = builders.folder(tmp_path / "catalogue")
    (folder / "README.md").write_text("Read me.")
    assert importing.import_folder(database, folder).changes


@pytest.mark.parametrize(("make", "code"), [(False, "no_folder"), (True, "nothing_to_read")])
def test_an_empty_folder_is_no_catalogue(
    database: engine.Database, tmp_path: Path, make: bool, code: str
) -> None:
    folder = tmp_path / "nothing"
    if make:
        folder.mkdir()
    assert [fault.code for fault in faults(database, folder)] == [code]


@pytest.mark.parametrize(
    "text", ["translated: yes", "translated: 'true'", "length: '5'", "length: 1_000", "date: 5"]
)
def test_values_are_never_guessed_from_text(database: engine.Database, tmp_path: Path, text: str) -> None:
    folder = builders.folder(tmp_path)
    kept = [
        f"{key}: {json.dumps(value)}"
        for key, value in builders.source([builders.draft()]).tree().items()
        if key != text.partition(":")[0]
    ]
    (folder / "sources" / f"{builders.SOURCE}.json").unlink()
    (folder / "sources" / "page.yaml").write_text("\n".join([*kept, text]))
    assert {fault.code for fault in faults(database, folder)} == {"malformed"}


def test_a_truncated_bundle_is_refused_and_lists_each_loss(database: engine.Database, tmp_path: Path) -> None:
    whole = builders.draft_tree(extra=10)
    importing.import_folder(database, builders.folder(tmp_path / "a", whole))
    lost = [builders.named("side_effect_2"), builders.named("alias"), builders.identifier(105)]
    found = faults(database, builders.folder(tmp_path / "b", builders.without(whole, *lost)))
    assert {fault.code for fault in found} == {"drops_safety", "drops_many"}
    for name in lost:
        assert any(name in fault.message for fault in found)
