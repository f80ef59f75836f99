"""The page of a concept: its names and codes, what procedures say of it, and which say nothing."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping

import pydantic

from app.content import document as documents
from app.content import mentions, sources, statements, vocabulary
from app.renderings import apart, html

_CLAIM: pydantic.TypeAdapter[statements.Claim] = pydantic.TypeAdapter(
    statements.Statement | statements.BodyArea | statements.Category
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mention:
    """A statement, and the way from the concept of the page to the one that it is about, as ids and labels."""

    relation: mentions.Relation
    path: tuple[tuple[str, str], ...]
    claim: statements.Claim


@dataclasses.dataclass(frozen=True, kw_only=True)
class Speaking:
    """A procedure that says something of the concept; its statements, each relation together."""

    slug: str
    name: str
    mentions: tuple[tuple[mentions.Relation, tuple[Mention, ...]], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Silent:
    """A page of the procedures that say nothing of the concept, as slugs and names; how many there are in all."""

    procedures: tuple[tuple[str, str], ...]
    total: int
    next: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """A concept, the ones around it as ids and labels, and a page of what is said of it."""

    concept: vocabulary.Concept
    broader: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]
    speaking: tuple[Speaking, ...]
    statements: int
    """How many statements there are on all pages, narrower and broader ones included."""
    exact: int
    """How many of them are about the concept itself, or about something narrower."""
    procedures: int
    """How many procedures they belong to."""
    silent: Silent
    first: bool
    next: str | None

    def named(self, *kinds: str) -> tuple[str, ...]:
        """Return its other names of these kinds."""
        return tuple(other.label for other in self.concept.labels if other.type in kinds)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Beside(apart.Apart):
    """What whole statements need beside them, with their evidence."""

    cited: Mapping[str, sources.CitedSource]
    document: apart.Named = dataclasses.field(default_factory=apart.Named)

    def source(self, name: str) -> sources.CitedSource:
        """Return a source that a statement cites."""
        return self.cited[name]

    def conflicts(self, claim: statements.Claim) -> tuple[documents.Conflict, ...]:
        """Return none: a contradiction is shown where both its sides are, on the page of the procedure."""
        return ()


def claim(held: bytes) -> statements.Claim:
    """Return a stored statement that may name a concept."""
    return _CLAIM.validate_json(held)


def speaking(rows: Iterable[tuple[str, str, Mention]]) -> tuple[Speaking, ...]:
    """Return statements by procedures and relations; each row is a slug, a name and a mention, in the order shown."""
    return tuple(
        Speaking(slug=slug, name=name, mentions=_by_relation(row[2] for row in found))
        for (slug, name), found in itertools.groupby(rows, key=lambda row: row[:2])
    )


def cited(claims: Iterable[statements.Claim]) -> frozenset[str]:
    """Return the ids of the sources that statements cite."""
    return frozenset(item.source for claim in claims for item in claim.evidence)


def page(held: Page, *, beside: Beside, contested: frozenset[str], frame: html.Frame) -> bytes:
    """Return the page of a concept; `contested` are the ids of the statements that are part of a contradiction."""
    return html.page(
        "concept.html", frame, page=held, concept=held.concept, shown=beside, contested=contested
    )


def _by_relation(found: Iterable[Mention]) -> tuple[tuple[mentions.Relation, tuple[Mention, ...]], ...]:
    return tuple(
        (relation, tuple(same)) for relation, same in itertools.groupby(found, key=lambda row: row.relation)
    )
