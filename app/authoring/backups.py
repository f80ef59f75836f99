"""Backups: one snapshot of everything as a file, proved before it is called good, and brought back as carefully."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.authoring import checking, folders, refusals
from app.content import problems, values
from app.db import clinics, copying, drafts, engine, following, guarded, migrations, projection, schema, types

_AT_ONCE = 100
_KEPT: tuple[tuple[str, InstrumentedAttribute[str], InstrumentedAttribute[bytes]], ...] = (
    ("draft_revisions", drafts.DraftRevision.sha256, drafts.DraftRevision.document),
    ("clinic_revisions", clinics.ClinicRevision.sha256, clinics.ClinicRevision.json),
    ("source_texts", clinics.SourceText.sha256, clinics.SourceText.text),
)
"""What is kept with a digest beside the published revisions."""


def back_up(database: engine.Database, path: Path, *, progress: copying.Progress) -> Mapping[str, int]:
    """Write a backup into a new file that only its owner may read; return how many rows of each table it holds.

    The file has its name only once everything in it was proved; raise Refused where that fails, leaving nothing.
    """
    if path.exists():
        raise _refused(path.name, "exists", "is there already; a backup overwrites nothing.")
    with _partial(path) as partial:
        try:
            counted = copying.write(database, partial, progress=progress)
        except problems.Damaged as damaged:
            raise _refused("database", "damaged", damaged.detail) from damaged
        engine.settle(partial)
        _require_sound(partial, counted=counted)
        _flush(partial)
        partial.replace(path)
    return counted


def restore(path: Path, url: str, *, replace: str | None, progress: copying.Progress) -> Mapping[str, int]:
    """Put what a backup holds into an empty database, or in the place of the one that `replace` names.

    The backup is proved before and the database afterwards. An older backup is brought to this schema on the way.
    """
    _require_room(url, replace=replace)
    with _current(path) as current:
        counted = _require_sound(current)
        if not engine.is_sqlite(url):
            migrations.upgrade(url)
        copying.read(current, url, progress=progress)
    copying.guard(url)
    restored = engine.Database(url, pool_size=1)
    try:
        with restored.read() as session:
            _raise([*_unsound(session), *_lost(session.connection(), counted)])
    finally:
        restored.dispose()
    return counted


def _require_room(url: str, *, replace: str | None) -> None:
    name, there = copying.name(url), copying.contents(url)
    if replace is not None and replace != name:
        raise _refused(
            replace, "other_database", f"is not the database of CANDOUR_DATABASE_URL, which is {name}."
        )
    if there and replace is None:
        message = f"is not empty: it holds {there} rows. To lose them for those of the backup, add --replace {name}."
        raise _refused(name, "not_empty", message)


@contextlib.contextmanager
def _current(path: Path) -> Iterator[Path]:
    """Give a backup at the schema of this version: the file itself, or a copy that was migrated."""
    if not path.is_file():
        raise _refused(path.name, "no_backup", "is not a file.")
    try:
        held = copying.schema(path)
    except problems.Unavailable as error:
        raise _refused(path.name, "no_backup", "is not a backup, or is damaged.") from error
    if held is None or held > schema.HEAD:
        what = (
            "is not a backup"
            if held is None
            else f"has the schema {held}: it needs a newer version than this one"
        )
        raise _refused(path.name, "no_backup", f"{what}.")
    if held == schema.HEAD:
        yield path
        return
    with _partial(path) as partial:
        shutil.copyfile(path, partial)
        copying.upgrade(partial)
        yield partial


@contextlib.contextmanager
def _partial(path: Path) -> Iterator[Path]:
    """Give an empty file beside a path that only its owner may read, and remove it and its logs at the end."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield partial
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _require_sound(path: Path, *, counted: Mapping[str, int] | None = None) -> Mapping[str, int]:
    """Prove a file; return how many rows each table in it holds. Raise Refused with every fault."""
    try:
        with engine.connect_still(path) as connection, Session(connection) as session:
            found = list(_unsound(session))
            if counted is not None:
                found += _lost(connection, counted)
            _raise(found)
            return copying.counts(connection)
    except problems.Unavailable as error:
        raise _refused(path.name, "damaged", "cannot be read to its end.") from error


def _unsound(session: Session) -> Iterator[refusals.Fault]:
    """Yield what is wrong: the file itself, digests of all that is kept, gaps in what is numbered."""
    yield from (
        folders.fault("database", "damaged", f"{said}.") for said in copying.faults(session.connection())
    )
    yield from checking.damage(session)
    for name, digest, held in _KEPT:
        query = select(digest, held).execution_options(yield_per=_AT_ONCE)
        wrong = sum(values.digest(bytes(content)) != sha256 for sha256, content in session.execute(query))
        if wrong:
            yield folders.fault(name, "damaged", f"{wrong} rows are not the bytes that their digests say.")
    for name in projection.DERIVED:
        for table, key, column in guarded.spoiled(session, types.Base.metadata.tables[name]):
            message = (
                f"The {column} of {key} is not what was written. `candour check --rebuild` derives it anew."
            )
            yield folders.fault(table, "damaged", message)
    count, newest = session.execute(select(func.count(), func.max(following.Change.number))).one()
    if count != (newest or 0):
        yield folders.fault("changes", "gap", f"{newest} entries were written, {count} are there.")


def _lost(connection: Connection, counted: Mapping[str, int]) -> Iterator[refusals.Fault]:
    there = copying.counts(connection)
    for name in sorted(counted.keys() | there.keys()):
        if counted.get(name) != there.get(name):
            message = f"{counted.get(name, 0)} rows were to be copied, {there.get(name, 0)} are there."
            yield folders.fault(name, "lost", message)


def _raise(found: list[refusals.Fault]) -> None:
    if found:
        raise refusals.Refused(found)


def _refused(place: str, code: str, message: str) -> refusals.Refused:
    return refusals.Refused([folders.fault(place, code, message)])
