"""The shapes of what is told about the service itself."""

from typing import Literal

from app.http import models


class DatabasePart(models.Shape):
    """Whether the catalogue's revision was confirmed of late."""

    state: Literal["confirmed", "not_level", "not_confirmed", "never_confirmed"]
    """Only `confirmed` is good; it means within the last two seconds. `not_level`: a standby answers, but nobody
    confirms that what it says is the newest. In the other two no database answers.
    """
    seconds_ago: int | None = None
    """How long ago it was, where that is too long; absent else."""


class TablesPart(models.Shape):
    """Whether the database has the schema that this version needs."""

    state: Literal["current", "other"]
    """`other` while an upgrade is under way; each process looks every ten seconds."""
    revision: str | None = None
    """The schema that the database has; absent where it has none."""
    needed: str
    """The schema that this version needs."""


class SearchPart(models.Shape):
    """Whether what was published last can be found."""

    state: Literal["level", "behind", "being_made"]
    """`behind`: earlier revisions can be found; `being_made`: search answers 503."""
    revision: int | None = None
    """The catalogue's revision that is searched in; absent while the index is being made."""


class FilesPart(models.Shape):
    """Whether exports can be made: there is a folder for them, and room."""

    state: Literal["writable", "full", "not_writable"]


class Parts(models.Shape):
    """What the service stands on, part by part; the answer to a 503 has them too."""

    database: DatabasePart
    tables: TablesPart
    search: SearchPart
    files: FilesPart


class Ready(models.Shape):
    """The process can read the catalogue."""

    status: Literal["ready"]
    catalogue_revision: int
    parts: Parts
    """Only the database keeps a process from being ready; the other parts keep it from doing one thing."""
