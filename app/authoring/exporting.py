"""How the catalogue leaves as a folder or a file: importing that into an empty database gives equal documents.

What was withdrawn as a whole is not in it, nor is what names it: no import brings it back. Nor is any text of a source.
"""

import contextlib
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.authoring import bundles, folders, library, refusals, withdrawing
from app.content import freezing, ledger, reading, values, writing_yaml
from app.db import engine, projection, standing

_NOTE = "Used by a procedure that was withdrawn."


@dataclass(frozen=True, kw_only=True)
class Export:
    """Say what was written."""

    sources: int
    concepts: int
    procedures: int


Part = tuple[folders.Kind, str, values.Value]
"""One thing of a catalogue: what it is, its name, what it says."""


def parts(session: Session) -> Iterator[Part]:
    """Yield the newest state of everything: sources, concepts and procedures, each in the order of names."""
    away = {slug: found for slug, found in standing.away(session).items() if found.successor is None}
    gone = standing.of_procedures(session, list(away))
    for source in library.sources_of(session).values():
        yield "source", source.id, ledger.without(source, gone, note=_NOTE)
    for concept in projection.vocabulary_of(session).concepts.values():
        yield "concept", concept.id, concept
    for published, _ in projection.newest(session):
        yield "procedure", published.slug, withdrawing.unlinked(freezing.thaw(published), away)


def export_folder(database: engine.Database, folder: Path, *, form: bundles.Form = "json") -> Export:
    """Write the newest state of everything into a new or empty folder; raise Refused if it is not empty."""
    with database.read() as session:
        return write_folder(folder, parts(session), form=form)


def write_folder(folder: Path, found: Iterable[Part], *, form: bundles.Form = "json") -> Export:
    """Write a catalogue into a new or empty folder, a file for each source and procedure and one for all concepts.

    A failure leaves nothing behind that could be taken for a catalogue.
    """
    if folder.exists() and any(folder.iterdir()):
        raise refusals.Refused(
            [folders.fault(str(folder), "not_empty", "is not empty; an export overwrites nothing.")]
        )
    try:
        return _written(folder, found, form=form)
    except BaseException:
        for part in folders.PARTS:
            shutil.rmtree(folder / part, ignore_errors=True)
        raise


def _written(folder: Path, found: Iterable[Part], *, form: bundles.Form) -> Export:
    for part in folders.PARTS:
        (folder / part).mkdir(parents=True, exist_ok=True)
    counted: Counter[str] = Counter()
    listed: list[values.Json] = []
    for kind, name, value in found:
        counted[kind] += 1
        if kind == "concept":
            listed.append(value.tree())
        else:
            part = "sources" if kind == "source" else "procedures"
            (folder / part / f"{name}.{form}").write_bytes(_rendered(value.tree(), form))
    (folder / "vocabulary" / f"concepts.{form}").write_bytes(_rendered({"concepts": listed}, form))
    return _report(counted)


def export_file(database: engine.Database, path: Path, *, form: bundles.Form) -> Export:
    """Write the newest state of everything into a new file, which is there only once it is whole."""
    if path.exists():
        raise refusals.Refused(
            [folders.fault(str(path), "exists", "is there already; an export overwrites nothing.")]
        )
    with appearing(path) as file:
        return export(database, file, form=form)


def export(database: engine.Database, stream: BinaryIO, *, form: bundles.Form) -> Export:
    """Write the newest state of everything in one form; raise Refused where `candour import` would not read it."""
    counted: Counter[str] = Counter()
    held: dict[str, list[values.Json]] = {part: [] for part in bundles.PARTS}
    size = 0
    with database.read() as session:
        for kind, _, value in parts(session):
            counted[kind] += 1
            tree = value.tree()
            if form == "ndjson":
                stream.write(values.canonical({"type": kind, **tree}) + b"\n")
                continue
            size += len(value.canonical())
            _require_small(size)
            held[next(part for part, holds in bundles.PARTS.items() if holds == kind)].append(tree)
    if form != "ndjson":
        content = _rendered({part: list(listed) for part, listed in held.items()}, form)
        _require_small(len(content))
        stream.write(content)
    return _report(counted)


@contextlib.contextmanager
def appearing(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Open a file that appears under its name once it is whole and on the disk; a failure leaves nothing behind."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _rendered(tree: values.Json, form: bundles.Form) -> bytes:
    if form == "yaml":
        text = writing_yaml.dumped(tree)
    else:
        text = json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8")


def _require_small(size: int) -> None:
    if size > reading.MAX_BYTES:
        message = (
            f"would be larger than the {reading.MAX_BYTES} bytes that an import reads of one file: "
            "export to NDJSON or to a folder."
        )
        raise refusals.Refused([folders.fault("The file", "too_large", message)])


def _report(counted: Mapping[str, int]) -> Export:
    return Export(sources=counted["source"], concepts=counted["concept"], procedures=counted["procedure"])
