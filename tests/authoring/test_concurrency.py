"""At the same time: edits follow one another, and who reads while somebody publishes sees one revision, whole."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select

from app.authoring import edits, importing
from app.content import values
from app.db import clock, engine, rows, tables
from app.db.statements import Statement
from tests import builders


def test_edits_at_once_follow_one_another(filled: engine.Database) -> None:
    """Reading the revision and raising it is one step: none of forty is lost."""
    others = [engine.Database(filled.url, pool_size=1, busy_seconds=20) for _ in range(4)]

    def edit(database: engine.Database) -> None:
        for _ in range(10):
            with database.write() as session:
                change = edits.Edit(session, editor="Ada", note="", now=clock.now())
                change.record("source", "example-page", before=None, after="0" * 64)
                change.finish()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(edit, others))
    for database in others:
        database.dispose()
    with filled.read() as session:
        assert session.scalar(select(tables.Catalogue.revision)) == 41
        numbers = session.scalars(select(tables.Audit.number).order_by(tables.Audit.number)).all()
        times = session.scalars(select(tables.Audit.at).order_by(tables.Audit.number)).all()
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert list(times) == sorted(times)


def test_readers_see_one_revision_whole_while_it_is_replaced(filled: engine.Database, tmp_path: Path) -> None:
    writing = engine.Database(filled.url, busy_seconds=20)
    done = threading.Event()
    mixed: list[str] = []
    read: list[int] = []

    def look() -> None:
        while not done.is_set():
            with filled.read() as session:
                number = session.scalar(select(tables.Procedure.revision))
                document = session.execute(
                    select(tables.Revision.document, tables.Revision.sha256).where(
                        tables.Revision.number == number
                    )
                ).one()
                texts = set(session.scalars(select(Statement.text).where(Statement.kind == "side_effect")))
            read.append(number or 0)
            if values.digest(document.document) != document.sha256:
                mixed.append("bytes")
            if number != 1 and f"Bruising, version {number}." not in texts:
                mixed.append(f"{number}: {texts}")
            time.sleep(0.002)  # leaves the writer its share of this process

    with ThreadPoolExecutor(2) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        try:
            for number in range(2, 8):
                tree = builders.draft_tree()
                builders.found(tree, builders.named("side_effect_1"))["text"] = f"Bruising, version {number}."
                importing.import_folder(writing, builders.folder(tmp_path / str(number), tree))
        finally:
            done.set()
        for future in looking:
            future.result()
    writing.dispose()
    assert mixed == []
    assert len(set(read)) > 1


def test_labels_are_compared_in_one_form() -> None:
    assert rows.label_key("  Laser Skin-Tightening ") == "laser skin tightening"
    assert len(rows.label_key("ﷺ" * 120)) == 240
