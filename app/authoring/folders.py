"""A catalogue on disk: sources/, vocabulary/ and procedures/, as YAML or JSON files, read whole and strictly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.authoring import refusals
from app.content import document, reading, rules, sources, values, vocabulary
from app.db import rows

PARTS = ("sources", "vocabulary", "procedures")
_READERS = {".yaml": reading.read_yaml, ".json": reading.read_json}
M = TypeVar("M", bound=values.Value)
Kind = Literal["source", "concept", "procedure"]


class _ConceptFile(values.Value):
    """What a file of the vocabulary holds."""

    concepts: tuple[vocabulary.Concept, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that was read, and the place it stands in: a file, relative to the folder, or a part of a file."""

    kind: str
    name: str
    file: str


@dataclass(kw_only=True)
class Contents:
    """Hold all that a folder or a file says, and the faults of what could not be read."""

    sources: dict[str, "sources.AccountedSource"] = field(default_factory=dict)
    concepts: dict[str, vocabulary.Concept] = field(default_factory=dict)
    drafts: dict[str, document.ProcedureDraft] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    faults: list[refusals.Fault] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    """The file of each thing that was read, by its kind and name."""

    def file(self, kind: str, name: str) -> str:
        """Return the file that something was read from, or its name where it was not."""
        return self.places.get((kind, name), name)


def read(folder: Path) -> Contents:
    """Return what a folder holds; nothing in it is passed over in silence."""
    contents = Contents()
    try:
        contents.faults += _strays(folder)
        for part in PARTS:
            for path in _within(folder / part):
                if path.suffix in _READERS and _not_a_file(folder, path) is None:
                    _read_file(contents, part, path, name=f"{part}/{path.name}")
    except OSError as error:
        contents.faults.append(fault(str(folder), "unreadable", f"{error}."))
    if not contents.found and not contents.faults:
        contents.faults.append(
            fault(
                str(folder),
                "nothing_to_read",
                f"holds none of the folders {', '.join(PARTS)} with files in them.",
            )
        )
    return contents


def shared(contents: Contents) -> Iterator[refusals.Fault]:
    """Yield ids that stand in two procedures of one folder."""
    owners: dict[str, str] = {}
    for slug, draft in contents.drafts.items():
        for row in rows.identifiers(draft):
            name = str(row["id"])
            owner = owners.setdefault(name, slug)
            if owner != slug:
                message = f"{name} stands in {owner} too: ids are never shared."
                yield fault(contents.file("procedure", slug), "repeated_id", message)


def _strays(folder: Path) -> Iterator[refusals.Fault]:
    """Yield what looks as if it belonged to the catalogue but would not be read."""
    if not folder.is_dir():
        yield fault(str(folder), "no_folder", "is not a folder.")
        return
    for path in sorted(folder.iterdir()):
        if path.name in PARTS and not path.is_dir():
            yield fault(path.name, "not_read", "is not a folder.")
        elif path.is_dir() and path.name not in PARTS and not path.name.startswith("."):
            yield fault(path.name, "not_read", f"is not one of the folders {', '.join(PARTS)}.")
        elif path.suffix in {*_READERS, ".yml"}:
            yield fault(path.name, "not_read", f"belongs into one of the folders {', '.join(PARTS)}.")
    for part in PARTS:
        for path in _within(folder / part):
            why = _not_a_file(folder, path) if path.suffix in _READERS else "is not a .yaml or .json file."
            if why is not None and (path.suffix in _READERS or not path.name.startswith(".")):
                yield fault(f"{part}/{path.name}", "not_read", why)


def _within(part: Path) -> list[Path]:
    """Return what is in a folder, if it is one; raise OSError where that cannot be seen (a glob would see nothing)."""
    return sorted(part.iterdir()) if part.is_dir() else []


def _not_a_file(folder: Path, path: Path) -> str | None:
    """Say why a path is not read as a file of the folder: a link may lead elsewhere, a pipe never ends."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop of links is a RuntimeError
        return "is a link that leads nowhere."
    if not real.is_relative_to(folder.resolve()):
        return "is a link that leads out of the folder."
    return None if real.is_file() else "is not a file."


def take(contents: Contents, kind: Kind, tree: values.Json, *, file: str) -> None:
    """Add one thing to what was read, or the faults for which it cannot be read."""
    try:
        if kind == "source":
            source = _parsed(sources.AccountedSource, tree)
            _put(contents, contents.sources, kind, source.id, source, file)
        elif kind == "procedure":
            draft = _parsed(document.ProcedureDraft, tree)
            _put(contents, contents.drafts, kind, draft.slug, draft, file)
        else:
            concept = _parsed(vocabulary.Concept, tree)
            _put(contents, contents.concepts, kind, concept.id, concept, file)
    except ValidationError as error:
        contents.found.append(Found(kind="file", name=file, file=file))
        contents.faults += refusals.at(file, rules.unreadable(error))


def _read_file(contents: Contents, part: str, path: Path, *, name: str) -> None:
    try:
        with path.open("rb") as file:
            tree = _READERS[path.suffix](file.read(reading.MAX_BYTES + 1))
        if part != "vocabulary":
            take(contents, "source" if part == "sources" else "procedure", tree, file=name)
            return
        for concept in _parsed(_ConceptFile, tree).concepts:
            _put(contents, contents.concepts, "concept", concept.id, concept, name)
    except (reading.Unreadable, ValidationError, OSError) as error:
        contents.found.append(Found(kind="file", name=name, file=name))
        if isinstance(error, ValidationError):
            contents.faults += refusals.at(name, rules.unreadable(error))
        else:
            contents.faults.append(fault(name, "unreadable", f"{error}."))


def _parsed(model: type[M], tree: values.Json) -> M:
    """Return the value; strictly, as JSON, so that the text “yes” is no boolean and the text “5” no number."""
    return TypeAdapter(model).validate_json(values.canonical(tree), strict=True)


def _put(contents: Contents, held: dict[str, M], kind: str, name: str, value: M, file: str) -> None:
    if name in held:
        other = contents.file(kind, name)
        contents.faults.append(fault(file, "repeated_id", f"The {kind} {name} stands in {other} already."))
    held.setdefault(name, value)
    contents.places.setdefault((kind, name), file)
    contents.found.append(Found(kind=kind, name=name, file=file))


def fault(place: str, code: str, message: str) -> refusals.Fault:
    """Return a fault of a whole file or folder."""
    return refusals.Fault(place=place, code=code, pointer="", message=message)
