"""What an export of the whole catalogue is made of, and what a form of it has to be able to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

READING = (
    "These name what our sources say; there may be others. Silence is not safety: where a section is `not_addressed`, "
    "our sources say nothing about it, and nothing follows from that."
)
"""How everything here is to be read; every export says it, beside the disclaimer."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published document as it is stored, and which revision it is."""

    slug: str
    document: bytes
    """Canonical JSON; its digest is `sha256`."""
    sha256: str
    number: int
    published: str
    """When this revision was published, in ISO 8601."""


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A procedure that was public and is not any more: whoever has a copy of it must delete it."""

    slug: str
    on: str
    """The day, in ISO 8601."""
    reason: str
    number: int
    """The last revision that was public."""
    sha256: str
    statements: tuple[tuple[str, str], ...]
    """Every identifier that it ever had, under whatever slug, with its kind; in the order of identifiers."""


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """A slug that was given up for another."""

    slug: str
    successor: str
    """The slug that the procedure has now, or had when it was withdrawn."""
    on: str
    """The day, in ISO 8601."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class About:
    """What an export says of itself, and what it holds beside the procedures. All of it is of one moment."""

    revision: int
    """The catalogue's."""
    changed: str
    """When the catalogue changed last, in ISO 8601; nothing here is newer, so that the same catalogue gives the same
    bytes.
    """
    url: Callable[[str], str]
    """Makes a path an absolute address."""
    publisher: str
    licence: str
    licence_url: str
    disclaimer: str
    version: str
    """The version of the software."""
    procedures: int
    """How many documents there are."""
    concepts: tuple[bytes, ...]
    """Every concept of the vocabulary as canonical JSON, in the order of ids."""
    sources: tuple[bytes, ...]
    """The metadata of every source as canonical JSON, in the order of ids."""
    withdrawn: tuple[Withdrawn, ...] = ()
    """Every procedure that was withdrawn, by slug."""
    renamed: tuple[Renamed, ...] = ()
    """Every slug that was given up, by slug."""
    scratch: str | None = None
    """The path of an empty folder for what a writer puts together first; it is deleted afterwards."""


class Write(Protocol):
    """Write everything into a new file. Documents come by slug and are read once; hold no more than a few of them."""

    def __call__(self, stream: BinaryIO, documents: Iterator[Published], about: About, /) -> None:
        """Write; whatever is raised leaves no file behind."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form of the export: how its address ends, what it is, how it is written, how it is described."""

    suffix: str
    media_type: str
    write: Write
    summary: str
    """In a few words, for the list of operations."""
    description: str
    example: str | None = None
    """How it begins, where it is text."""
