"""A catalogue, or a part of one, in a single file of YAML, JSON or NDJSON; read as strictly as a folder is.

YAML and JSON hold one procedure, a list of procedures, or a bundle: `sources`, `vocabulary` and `procedures`, each a
list. NDJSON holds an object in each line, whose `type` is `source`, `concept` or `procedure`.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from app.authoring import folders, refusals
from app.content import reading, values

Form = Literal["json", "yaml", "ndjson"]
FORMS: tuple[Form, ...] = get_args(Form)
PARTS: Mapping[str, folders.Kind] = {
    "sources": "source",
    "vocabulary": "concept",
    "procedures": "procedure",
}
"""The lists of a bundle, and what each holds; in this order they are written."""
_ENDINGS: Mapping[str, Form] = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".ndjson": "ndjson"}
_READERS: Mapping[str, Callable[[bytes], values.Json]] = {
    "json": reading.read_json,
    "yaml": reading.read_yaml,
}
_SHAPES = "Give one procedure, a list of procedures, or an object with any of the lists " + ", ".join(PARTS)


def form(path: Path) -> Form | None:
    """Return the form that the ending of a file's name stands for."""
    return _ENDINGS.get(path.suffix)


def read(path: Path) -> folders.Contents:
    """Return what a file or a folder holds; nothing in it is passed over in silence."""
    if path.is_dir() or not path.exists():
        return folders.read(path)
    chosen = form(path)
    if chosen is None or not path.is_file():
        message = "is neither a folder nor a file that ends in .yaml, .json or .ndjson."
        return folders.Contents(faults=[folders.fault(str(path), "not_read", message)])
    try:
        with path.open("rb") as file:
            return parse(file, form=chosen, name=path.name)
    except OSError as error:
        return folders.Contents(faults=[folders.fault(path.name, "unreadable", f"{error}.")])


def parse(content: bytes | BinaryIO, *, form: Form, name: str) -> folders.Contents:
    """Return what these bytes hold; `name` is how faults call them."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    contents = folders.Contents()
    for place, kind, tree in (
        _lines(contents, stream, name) if form == "ndjson" else _bundle(contents, stream, form, name)
    ):
        folders.take(contents, kind, tree, file=place)
    if not contents.found and not contents.faults:
        contents.faults.append(folders.fault(name, "nothing_to_read", "holds nothing."))
    return contents


_Part = tuple[str, folders.Kind, values.Json]
"""Where something stands, what it is, and what it says."""


def _bundle(contents: folders.Contents, stream: BinaryIO, form: Form, name: str) -> Iterator[_Part]:
    try:
        tree = _READERS[form](stream.read(reading.MAX_BYTES + 1))
    except reading.Unreadable as error:
        _reject(contents, name, f"{error}.")
        return
    if isinstance(tree, dict) and "slug" in tree:
        yield name, "procedure", tree
    elif isinstance(tree, list):
        yield from _listed(tree, "procedure", f"{name}#")
    elif not isinstance(tree, dict):
        _reject(contents, name, f"holds neither an object nor a list. {_SHAPES}.")
    else:
        for part in tree.keys() - PARTS.keys():
            _reject(contents, name, f"has “{part[:60]}”, which is not read. {_SHAPES}.")
        for part, kind in PARTS.items():
            items = tree.get(part, [])
            if not isinstance(items, list):
                _reject(contents, name, f"has a “{part}” that is not a list.")
                continue
            yield from _listed(items, kind, f"{name}#/{part}")


def _listed(items: Iterable[values.Json], kind: folders.Kind, place: str) -> Iterator[_Part]:
    for position, item in enumerate(items):
        yield f"{place}/{position}", kind, item


def _lines(contents: folders.Contents, stream: BinaryIO, name: str) -> Iterator[_Part]:
    number = 0
    while line := stream.readline(reading.MAX_BYTES + 1):
        number += 1
        place = f"{name} line {number}"
        if len(line) > reading.MAX_BYTES:
            _reject(contents, place, f"is larger than {reading.MAX_BYTES} bytes; nothing after it was read.")
            return
        if not line.strip():
            continue
        try:
            tree = reading.read_json(line)
        except reading.Unreadable as error:
            _reject(contents, place, f"{str(error).removeprefix('line 1: ')}.")
            continue
        kind = tree.pop("type", None) if isinstance(tree, dict) else None
        known: folders.Kind | None = next((each for each in PARTS.values() if each == kind), None)
        if known is None:
            _reject(contents, place, f"has no “type” that is one of {', '.join(PARTS.values())}.")
            continue
        yield place, known, tree


def _reject(contents: folders.Contents, place: str, message: str) -> None:
    contents.found.append(folders.Found(kind="file", name=place, file=place))
    contents.faults.append(refusals.Fault(place=place, code="unreadable", pointer="", message=message))
