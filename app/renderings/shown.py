"""A published document as it is read by people: its sources numbered, its labels at hand, its gaps told apart."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from app.content import cards, durations, evidence_summary, sources, statements
from app.content import document as documents
from app.renderings import doubts

_KINDS = {
    **documents.SECTION_KINDS,
    "invasiveness": "invasiveness",
    "body_areas": "body_area",
    "categories": "category",
    "techniques": "technique",
}
"""The kind of statement that each section holds."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A published document with what was published when, to be shown on a day."""

    document: documents.ProcedureDocument
    number: int
    sha256: str
    published: datetime.datetime
    today: datetime.date

    @classmethod
    def read(cls, held: bytes, *, number: int, sha256: str, published: str, today: datetime.date) -> "Shown":
        """Return a stored document ready to be shown; `published` is an RFC 3339 time."""
        return cls(
            document=documents.ProcedureDocument.model_validate_json(held),
            number=number,
            sha256=sha256,
            published=datetime.datetime.fromisoformat(published),
            today=today,
        )

    def label(self, concept: str | None) -> str | None:
        """Return the preferred label of a concept that the document names."""
        return self._labels.get(concept) if concept else None

    def source(self, name: str) -> sources.CitedSource:
        """Return a source that the document cites."""
        return self._sources[name]

    def place(self, name: str) -> int:
        """Return the number under which a source stands in the list of sources, from 1."""
        return list(self._sources).index(name) + 1

    def places(self, claim: statements.Claim) -> list[int]:
        """Return the numbers of the sources that a statement rests on."""
        return sorted({self.place(item.source) for item in claim.evidence})

    def conflicts(self, claim: statements.Claim) -> list[documents.Conflict]:
        """Return the conflicts that a statement is part of."""
        return self._conflicts.get(claim.id, [])

    def claim(self, name: str) -> statements.Claim | None:
        """Return the statement with this id, None where it is not in the document."""
        return self._claims.get(name)

    def section(self, name: str) -> documents.Section[statements.Claim]:
        """Return a section by its name."""
        held: documents.Section[statements.Claim] = (
            getattr(self.document.sections, name)
            if name in documents.SECTION_KINDS
            else getattr(self.document, name)
        )
        return held

    def overdue(self, claim: statements.Claim) -> bool:
        """Tell whether the review of a statement is due again."""
        return doubts.overdue(claim, today=self.today)

    def standing(self, name: str) -> list[statements.Claim]:
        """Return the statements of a section that still hold, those preferred first."""
        held = [claim for claim in self.section(name).statements if claim.rank != "deprecated"]
        return sorted(held, key=lambda claim: claim.rank != "preferred")

    @functools.cached_property
    def timed_effects(self) -> list[statements.SideEffect]:
        """Return the side effects that still hold and for which a source says how long they last."""
        return [claim for claim in self._effects if isinstance(claim.duration, durations.TimeSpan)]

    @functools.cached_property
    def untimed_effects(self) -> list[statements.SideEffect]:
        """Return one statement for each other side effect that still holds."""
        known = {claim.concept for claim in self.timed_effects}
        others = {claim.concept: claim for claim in reversed(self._effects) if claim.concept not in known}
        return list(reversed(others.values()))

    @property
    def _effects(self) -> list[statements.SideEffect]:
        return [
            claim for claim in self.document.sections.side_effects.statements if claim.rank != "deprecated"
        ]

    def withdrawn_from(self, section: str) -> list[documents.Tombstone]:
        """Return the marks of statements that once stood in a section."""
        kind = _KINDS.get(section)
        return [stone for stone in self.document.withdrawn if stone.kind == kind]

    def doubts(self, claim: statements.Claim) -> list[str]:
        """Return what speaks against relying on a statement, contradictions among it."""
        return [*doubts.of(claim, today=self.today), *(["conflict"] if claim.id in self._conflicts else [])]

    @property
    def depths(self) -> set[str]:
        """Return how far into the body it goes, by what is said and still holds: more than one where sources differ."""
        held = self.document.invasiveness.statements
        return {claim.value for claim in held if claim.rank != "deprecated"}

    def session(self) -> durations.TimeSpan | durations.Unstated:
        """Return how long one session takes."""
        return cards.session_length(self.document)

    def back(self) -> durations.TimeSpan | durations.Unstated:
        """Return how long until daily life."""
        return cards.back_to_daily_life(self.document)

    @functools.cached_property
    def evidence(self) -> evidence_summary.EvidenceSummary:
        """Return what the statements rest on, counted."""
        return evidence_summary.summarise(self.document)

    @functools.cached_property
    def overdue_count(self) -> int:
        """Return how many statements are due to be reviewed again."""
        return sum(self.overdue(claim) for claim in self._claims.values())

    @functools.cached_property
    def last_reviewed(self) -> datetime.date | None:
        """Return the day of the oldest review, None unless every statement has been reviewed."""
        days = [claim.review.on for claim in self._claims.values()]
        return min((day for day in days if day), default=None) if all(days) else None

    @functools.cached_property
    def _labels(self) -> Mapping[str, str]:
        return {concept.id: concept.label for concept in self.document.concepts}

    @functools.cached_property
    def _sources(self) -> Mapping[str, sources.CitedSource]:
        return {source.id: source for source in self.document.sources}

    @functools.cached_property
    def _claims(self) -> Mapping[str, statements.Claim]:
        return {claim.id: claim for _, claim in documents.claims(self.document)}

    @functools.cached_property
    def _conflicts(self) -> Mapping[str, list[documents.Conflict]]:
        found: dict[str, list[documents.Conflict]] = {}
        for conflict in self.document.conflicts.conflicts:
            for name in conflict.statements:
                found.setdefault(name, []).append(conflict)
        return found
