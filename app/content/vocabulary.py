"""The vocabulary: concepts with their labels, broader concepts and verified codes, in the spirit of SKOS."""

import functools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from rapidfuzz import fuzz, process, utils

from app.content import values

Scheme = Literal[
    "body_area",
    "concern",
    "side_effect",
    "condition",
    "medicine",
    "technique_type",
    "energy",
    "category",
    "exposure",
]
"""`condition` holds states of life and skin types too; `exposure` what one does or meets, such as sunlight."""


class OtherLabel(values.Value):
    """A label beside the preferred one, and what sort it is."""

    label: values.Label
    type: Literal["synonym", "brand", "lay", "abbreviation", "misspelling"]


class RetiredLabel(values.Value):
    """A label that a concept no longer bears: nothing is found by it, but it suggests the concept for ever."""

    label: values.Label
    on: values.Day
    reason: values.Text


class Code(values.Value):
    """A code in a public system; `broader` where the system has no entry as narrow as the concept."""

    system: Annotated[str, Field(pattern=r'^https?://[^\s<>"]{3,200}$'), AfterValidator(values.clean)]
    code: values.Label
    match: Literal["exact", "broader"]


class Concept(values.Value):
    """An entry of the vocabulary."""

    id: values.Slug
    scheme: Scheme
    label: values.Label
    definition: values.Text | None = None
    labels: tuple[OtherLabel, ...] = ()
    broader: tuple[values.Slug, ...] = ()
    codes: tuple[Code, ...] = ()
    retired: tuple[RetiredLabel, ...] = ()
    """Labels that it bore once; absent where it lost none."""


class Fault(values.Value):
    """A fault of the vocabulary itself: where, and what is wrong."""

    concept: str
    message: str


def normalized(label: str) -> str:
    """Return a label as labels are compared: compatibility form, case folded, runs of white space as one."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().replace("-", " ").split())


class Vocabulary:
    """Answer questions about a fixed set of concepts."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        listed = tuple(concepts)
        self.concepts: Mapping[str, Concept] = {concept.id: concept for concept in listed}
        counted = Counter(concept.id for concept in listed)
        self._repeated = sorted(name for name, times in counted.items() if times > 1)

    def __contains__(self, concept: object) -> bool:
        return concept in self.concepts

    def __getitem__(self, concept: str) -> Concept:
        return self.concepts[concept]

    @functools.cached_property
    def _by_label(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            spellings = {normalized(concept.label), normalized(concept.id)}
            spellings |= {normalized(other.label) for other in concept.labels}
            for spelling in spellings:
                found.setdefault(spelling, []).append(concept.id)
        return {spelling: tuple(sorted(ids)) for spelling, ids in found.items()}

    def resolve(self, label: str) -> tuple[str, ...]:
        """Return the ids of the concepts that bear exactly this label (case and hyphens apart), or none."""
        return self._by_label.get(normalized(label), ())

    @functools.cached_property
    def _by_code(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for concept in self.concepts.values():
            for key in {(code.code.casefold(), code.match) for code in concept.codes}:
                found.setdefault(key, []).append(concept.id)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}

    def coded(self, code: str, *, match: Literal["exact", "broader"] = "exact") -> tuple[str, ...]:
        """Return the ids of the concepts that have this code (case apart) in any system, with this sort of match."""
        return self._by_code.get((code.strip().casefold(), match), ())

    def once_called(self, label: str) -> tuple[str, ...]:
        """Return the ids of the concepts that retired this label; a suggestion only."""
        wanted = normalized(label)
        return tuple(
            concept.id
            for concept in self.concepts.values()
            if any(normalized(gone.label) == wanted for gone in concept.retired)
        )

    def nearest(self, label: str, *, limit: int = 3) -> tuple[str, ...]:
        """Return the ids of the concepts whose labels look most like this one, best first; a suggestion only.

        A short label can lie in any long word ("ir" in aspirin): one that is less than half as long is not like it. Nor
        is one that is far less like it than the best.
        """
        matches = process.extract(
            label[:200],
            [spelling for spelling in self._by_label if 2 * len(spelling) >= len(label)],
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=12,
            score_cutoff=75,
        )
        alike = [spelling for spelling, score, _ in matches if score >= matches[0][1] - 15]
        ids = [concept for spelling in alike for concept in self._by_label[spelling]]
        return tuple(dict.fromkeys(ids))[:limit]

    def broader(self, concept: str) -> frozenset[str]:
        """Return the ids of all broader concepts, through any number of steps, without the concept itself."""
        reached: set[str] = set()
        ahead = list(self.concepts[concept].broader)
        while ahead:
            nearest = ahead.pop()
            if nearest not in reached and nearest in self.concepts:
                reached.add(nearest)
                ahead.extend(self.concepts[nearest].broader)
        return frozenset(reached)

    def path(self, concept: str, broader: str) -> tuple[str, ...]:
        """Return a shortest way from a concept up to a broader one, both included; empty where there is none."""
        ways: list[tuple[str, ...]] = [(concept,)]
        seen = {concept}
        while ways:
            for way in ways:
                if way[-1] == broader:
                    return way
            further = [(*way, above) for way in ways for above in sorted(self._above(way[-1]))]
            ways = [way for way in further if way[-1] not in seen]
            seen.update(way[-1] for way in ways)
        return ()

    def _above(self, concept: str) -> tuple[str, ...]:
        return self.concepts[concept].broader if concept in self.concepts else ()

    def narrower(self, concept: str) -> frozenset[str]:
        """Return the ids of all narrower concepts, through any number of steps, without the concept itself."""
        return frozenset(
            other for other in self.concepts if other != concept and concept in self.broader(other)
        )

    def faults(self) -> tuple[Fault, ...]:
        """Return everything wrong with the vocabulary: repeated ids, unknown or circular broader concepts."""
        found = [Fault(concept=name, message="is defined more than once") for name in self._repeated]
        for concept in self.concepts.values():
            found.extend(
                Fault(concept=concept.id, message=f"has the unknown broader concept {wanted}")
                for wanted in concept.broader
                if wanted not in self.concepts
            )
            if concept.id in self.broader(concept.id):
                found.append(Fault(concept=concept.id, message="is broader than itself"))
            found.extend(
                Fault(concept=concept.id, message=f"still bears the label “{gone.label}”, which it retired")
                for gone in concept.retired
                if concept.id in self.resolve(gone.label)
            )
        for spelling, ids in self._by_label.items():
            schemes = [self.concepts[name].scheme for name in ids]
            if len(set(schemes)) < len(schemes):
                found.append(
                    Fault(concept=ids[0], message=f"shares the label “{spelling}” with {', '.join(ids[1:])}")
                )
        return tuple(found)
