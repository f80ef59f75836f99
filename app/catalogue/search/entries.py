"""What the index holds of a procedure: one entry made from its published document and from nothing else."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tantivy

from app.catalogue.search import texts
from app.content import statements, trees, vocabulary

Tree = dict[str, Any]
MAIN = frozenset({"indication", "category", "body_area"})
"""The kinds that say what a procedure is and what it is for."""
CLASSES = ("names", "main", "risk", "rest")
"""Where words stand, from what tells most to what tells least."""
FACETS = ("body_area", "concern", "category", "invasiveness", "energy", "anaesthesia")
UNKNOWN = "not_stated"
"""The value of a facet where our sources do not say."""
_SCHEMES = {"body_area": "body_area", "concern": "indication", "category": "category"}
_TYPED = {"invasiveness": "value", "anaesthesia": "type"}
_HOLDERS = ("aliases", "invasiveness", "body_areas", "categories", "techniques", "sections")
_DIGITS = 20


@dataclass(frozen=True, kw_only=True)
class Published:
    """One published procedure as the database holds it."""

    slug: str
    name: str
    name_key: str
    sha256: str
    published: str
    invasiveness: str | None
    recovery_seconds: int | None
    session_seconds: int | None
    document: bytes


@dataclass(frozen=True)
class Claim:
    """One statement of an entry, as the index keeps it beside the words: which it is, and of what kind."""

    id: str
    kind: str


def schema() -> tantivy.Schema:
    """Return the fields of the index; a change here needs another number in `folder.FORMAT`."""
    built = tantivy.SchemaBuilder()
    built.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    built.add_text_field("slug", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    built.add_unsigned_field("slot", fast=True, indexed=True)
    built.add_text_field("by_name", fast=True, tokenizer_name="raw", index_option="basic")
    built.add_text_field("by_published", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "starts", "terms", "concept"):
        built.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("any", "folded", *CLASSES):
        built.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in CLASSES[1:]:
        built.add_text_field(f"concept_{name}", tokenizer_name="raw", index_option="basic")
    built.add_text_field("facet", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("recovery", "session"):
        built.add_unsigned_field(name, fast=True, indexed=True)
    built.add_text_field("label", stored=True, tokenizer_name="raw", index_option="basic")
    built.add_bytes_field("matter", stored=True)
    return built.build()


def entry(found: Published, *, slot: int, terms: vocabulary.Vocabulary) -> tantivy.Document:
    """Return the index's entry of a procedure; `slot` is a small number that stays its own."""
    tree: Tree = json.loads(found.document)
    claims = trees.claims({key: tree[key] for key in _HOLDERS if key in tree})
    names = [found.name, *(alias["label"] for alias in tree.get("aliases", []))]
    written = _Words()
    for label in names:
        written.add("names", label)
    for ordinal, claim in enumerate(claims):
        place = _class(claim["kind"])
        for text in (claim["text"], claim.get("label"), claim.get("title"), claim.get("name")):
            if text:
                written.add(place, text, ordinal=ordinal)
        if claim.get("concept"):
            written.about(place, claim["concept"], ordinal=ordinal)
    made = tantivy.Document()
    made.add_text("kind", "procedure")
    made.add_text("slug", found.slug)
    made.add_unsigned("slot", slot)
    made.add_text("by_name", f"{found.name_key}\0{found.slug}")
    made.add_text("by_published", f"{found.published}\0{found.slug}")
    for name in names:
        made.add_text("label", name)
        made.add_text("title", title(name))
        for start in starts(name):
            made.add_text("starts", start)
    written.write(made)
    _filed(made, found, tree, claims, terms)
    made.add_bytes("matter", written.matter([Claim(claim["id"], claim["kind"]) for claim in claims]))
    return made


def title(name: str) -> str:
    """Return a name as whole names are compared: its telling stems, in order."""
    return " ".join(word.stem for word in texts.telling(texts.words(name)))


def starts(name: str) -> Iterator[str]:
    """Yield a name from its first word on, from its second on, and so forth, as it is typed."""
    folded = [word.folded for word in texts.words(name)][:12]
    for position in range(len(folded)):
        yield " ".join(folded[position:])


def ordinals(matter: str, key: str) -> tuple[int, ...]:
    """Return which statements of an entry hold a stem, or `#` and a concept's id; `@` and a stem asks the names."""
    found = matter.find(f"\n{key} ")
    if found < 0:
        return ()
    begin = found + len(key) + 2
    return tuple(int(number) for number in matter[begin : matter.index("\n", begin)].split(","))


def statement(matter: str, ordinal: int) -> Claim:
    """Return which statement an ordinal stands for."""
    line = matter[: matter.index("\n")]
    name, _, kind = line.split(" ")[ordinal].partition("/")
    return Claim(name, kind)


class _Words:
    """Collect the words and concepts of one entry, and where each stands."""

    def __init__(self) -> None:
        self._stems: dict[str, dict[str, None]] = {place: {} for place in CLASSES}
        self._concepts: dict[str, dict[str, None]] = {place: {} for place in CLASSES[1:]}
        self._folded: dict[str, None] = {}
        self._where: dict[str, dict[int, None]] = {}

    def add(self, place: str, text: str, *, ordinal: int | None = None) -> None:
        for word in texts.words(text):
            self._stems[place][word.stem] = None
            self._folded[word.folded] = None
            key = word.stem if ordinal is not None else f"@{word.stem}"
            self._where.setdefault(key, {})[ordinal or 0] = None

    def about(self, place: str, concept: str, *, ordinal: int) -> None:
        self._concepts["rest" if place == "names" else place][concept] = None
        self._where.setdefault(f"#{concept}", {})[ordinal] = None

    def write(self, made: tantivy.Document) -> None:
        every: dict[str, None] = {}
        for place, stems in self._stems.items():
            made.add_text(place, " ".join(stems))
            every |= stems
        made.add_text("any", " ".join(every))
        made.add_text("folded", " ".join(self._folded))
        for place, concepts in self._concepts.items():
            for concept in concepts:
                made.add_text(f"concept_{place}", concept)
        for concept in {name: None for held in self._concepts.values() for name in held}:
            made.add_text("concept", concept)

    def matter(self, claims: Iterable[Claim]) -> bytes:
        """Return what `ordinals` and `statement` read: kept as one text, so that a look-up parses nothing."""
        lines = [" ".join(f"{claim.id}/{claim.kind}" for claim in claims)]
        lines += [f"{key} {','.join(map(str, where))}" for key, where in self._where.items()]
        return ("\n".join(lines) + "\n").encode("utf-8")


def _class(kind: str) -> str:
    if kind == "alias":
        return "names"
    if kind in MAIN:
        return "main"
    return "risk" if kind in statements.SAFETY_KINDS else "rest"


def _filed(
    made: tantivy.Document,
    found: Published,
    tree: Tree,
    claims: list[Tree],
    terms: vocabulary.Vocabulary,
) -> None:
    """Add what filters and facets ask for."""
    facets = _facets(tree, claims, terms)
    for name, held in facets.items():
        for value in held or (UNKNOWN,):
            made.add_text("facet", f"{name}:{value}")
    for field, seconds in (("recovery", found.recovery_seconds), ("session", found.session_seconds)):
        if seconds is None:
            made.add_text("terms", f"{field}:{UNKNOWN}")
        else:
            made.add_unsigned(field, seconds)
    for term in dict.fromkeys(_terms(found, tree, claims, facets, terms)):
        made.add_text("terms", term)


def _terms(
    found: Published,
    tree: Tree,
    claims: list[Tree],
    facets: Mapping[str, tuple[str, ...]],
    terms: vocabulary.Vocabulary,
) -> Iterator[str]:
    for name, kind in _SCHEMES.items():
        named = {claim["concept"] for claim in claims if claim["kind"] == kind}
        yield from (f"{name}:{concept}" for concept in sorted(with_broader(named, terms)))
    for name in _TYPED:
        yield from (f"{name}:{value}" for value in facets[name] or (UNKNOWN,))
    for technique in tree["techniques"].get("statements", []):
        yield f"technique:{technique['slug']}"
    for label in (found.name, *(alias["label"] for alias in tree.get("aliases", []))):
        yield f"alias:{vocabulary.normalized(label)}"
    for name, section in _sections(tree):
        yield f"coverage.{name}:{section['coverage']}"
    yield from (f"grade:{claim['grade']}" for claim in claims)
    yield from (f"review:{claim['review']['state']}" for claim in claims)


def _facets(tree: Tree, claims: list[Tree], terms: vocabulary.Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Return the values of each facet, broader concepts included, so that a count is what the filter finds."""
    held: dict[str, tuple[str, ...]] = {}
    for name, kind in (("body_area", "body_area"), ("concern", "indication")):
        named = {claim["concept"] for claim in claims if claim["kind"] == kind}
        held[name] = tuple(sorted(with_broader(named, terms)))
    placed = with_broader({claim["concept"] for claim in claims if claim["kind"] == "category"}, terms)
    energies = {name for name in placed if name in terms and terms[name].scheme == "energy"}
    held["category"] = tuple(sorted(placed - energies))
    held["energy"] = tuple(sorted(energies))
    standing = [claim for claim in claims if claim.get("rank", "normal") != "deprecated"]
    held["invasiveness"] = tuple(sorted({c["value"] for c in standing if c["kind"] == "invasiveness"}))
    held["anaesthesia"] = tuple(sorted({c["type"] for c in claims if c["kind"] == "anaesthesia"}))
    return held


def with_broader(concepts: Iterable[str], terms: vocabulary.Vocabulary) -> frozenset[str]:
    """Return concepts with everything broader than they are."""
    found: set[str] = set()
    for concept in concepts:
        found.add(concept)
        if concept in terms:
            found |= terms.broader(concept)
    return frozenset(found)


def _sections(tree: Tree) -> Iterator[tuple[str, Tree]]:
    for name in ("invasiveness", "body_areas", "categories", "techniques"):
        yield name, tree[name]
    yield from tree["sections"].items()
