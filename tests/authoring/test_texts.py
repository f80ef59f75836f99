"""Whole texts of sources: only the document itself, only with a right, one entry in the audit log, and away again."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.authoring import importing, refusals, texts
from app.db import clinics, clock, engine, tables
from tests import builders, commands

CONTENT = builders.TEXT.encode()


def bring_in(database: engine.Database, content: bytes = CONTENT, **given: str) -> bool:
    """Import a text; return whether anything changed."""
    said = {"right": "We wrote it.", "editor": "Ada", "note": "", **given}
    source = said.pop("source", builders.SOURCE)
    with database.write() as session:
        return texts.bring_in(session, source, content, now=clock.now(), **said)


def audited(database: engine.Database) -> list[tuple[str | None, ...]]:
    """Return who was recorded with what before and after, for each entry about a text."""
    audit = tables.Audit
    query = select(audit.editor, audit.subject, audit.before_sha256, audit.after_sha256).where(
        audit.action == "text"
    )
    with database.read() as session:
        return [tuple(row) for row in session.execute(query.order_by(audit.number))]


def test_a_text_comes_in_once_and_goes_and_each_time_leaves_one_entry(filled: engine.Database) -> None:
    assert bring_in(filled)
    assert not bring_in(filled)
    assert bring_in(filled, right="The publisher allowed it.")
    with filled.read() as session:
        held = session.scalars(select(clinics.SourceText)).one()
        revision = session.scalar(select(tables.Catalogue.revision))
    assert (held.text, held.right_held, held.editor, revision) == (
        CONTENT,
        "The publisher allowed it.",
        "Ada",
        3,
    )
    with filled.write() as session:
        texts.take_out(session, builders.SOURCE, editor="Bo", note="", now=clock.now())
    digest, source = builders.DIGEST, builders.SOURCE
    assert audited(filled) == [
        ("Ada", source, None, digest),
        ("Ada", source, digest, digest),
        ("Bo", source, digest, None),
    ]
    with filled.write() as session, pytest.raises(refusals.Refused, match="No text"):
        texts.take_out(session, builders.SOURCE, editor="Bo", note="", now=clock.now())


@pytest.mark.parametrize(
    ("content", "given", "said"),
    [
        (CONTENT + b"\n", {}, "another text"),
        (CONTENT.replace(b"\n", b"\r\n"), {}, "another text"),
        (b"", {}, "another text"),
        (CONTENT, {"source": "nowhere"}, "no source with this id"),
        (CONTENT, {"right": ""}, "the reason"),
        (CONTENT, {"right": "x\u202ey"}, "the reason"),
    ],
)
def test_another_text_or_one_without_a_right_is_refused(
    filled: engine.Database, content: bytes, given: dict[str, str], said: str
) -> None:
    with pytest.raises(refusals.Refused, match=said):
        bring_in(filled, content, **given)
    with filled.read() as session:
        assert session.scalar(select(func.count()).select_from(clinics.SourceText)) == 0
    assert audited(filled) == []


def test_a_source_whose_length_is_wrong_has_no_text(filled: engine.Database, tmp_path: Path) -> None:
    ours = builders.source([builders.draft()])
    longer = ours.changed(
        length=len(builders.TEXT) + 1,
        ledger=(*ours.ledger[:-1], ours.ledger[-1].changed(end=len(builders.TEXT) + 1)),
    )
    importing.import_folder(filled, builders.folder(tmp_path / "b", described=longer))
    with pytest.raises(refusals.Refused, match="characters"):
        bring_in(filled)


def test_the_commands_import_a_text_and_take_it_away(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'candour.db'}"
    commands.candour("migrate", url=url)
    commands.candour("import", str(builders.folder(tmp_path / "a")), url=url)
    (tmp_path / "page.txt").write_bytes(CONTENT)
    given = ("sources", "import", str(tmp_path / "page.txt"), "--source", builders.SOURCE, "--right", "Ours.")
    assert "is shown from now on" in commands.candour(*given, url=url).stderr
    assert "nothing changed" in commands.candour(*given, url=url).stderr
    removed = commands.candour("sources", "remove", builders.SOURCE, url=url)
    assert (removed.returncode, "is gone" in removed.stderr) == (0, True)
    refused = commands.candour("sources", "remove", builders.SOURCE, url=url)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
