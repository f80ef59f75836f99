"""One state of the index with the vocabulary of the same moment; everything that is asked is asked of one of these."""

import functools
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import tantivy

from app.catalogue.search import asking, counts, entries, folder, lexicon, matches, reading, texts, ties

Sort = Literal["relevance", "name", "-name", "published", "-published"]
FEW = 2_000
"""Up to how many found procedures are walked through for the facets; above, bits are counted."""
_WINDOW = 64
_REMEMBERED, _KEPT_BITS, _KEPT_FILTERS, _COMMON = 4_096, 2_048, 64, 600
_BEGUN, _OFFERED = 24, 10
_LOOKED_AT = 40
"""How many of the best are looked at for how well their statements tell what was asked."""
_TELLING = 200
"""Of more that are found, what is asked is too common for that to tell them apart."""
_Ranked: TypeAlias = ties.Ranked


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One procedure found, with what the index keeps of it."""

    slug: str
    matter: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """A procedure with its names, its own first."""

    slug: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of what was found, and what holds for all of it."""

    hits: tuple[Hit, ...]
    total: int
    matched: int
    """How many units of the question everything found has."""
    missing: tuple[reading.Unit, ...] = ()
    """The other units of the question, where something was found: nothing that was found has them."""
    facets: tuple[counts.Facet, ...] = ()


class Snapshot:
    """Hold one commit of the index; safe to use from several threads."""

    def __init__(self, searcher: tantivy.Searcher, state: folder.State, words: lexicon.Lexicon) -> None:
        self.state = state
        self.words = words
        self._searcher = searcher
        self._asking = asking.Asking(entries.schema(), rarity=self._rarity)
        self._counts: dict[str, int] = {}
        self._bits: dict[str, int] = {}
        self._filters: dict[str, int] = {}
        self._begun: dict[str, list[Named]] = {}
        self._ties = ties.Ties(searcher)
        self._bitmaps: counts.Bitmaps | None = None
        self._dictionary: lexicon.Dictionary | None = None
        self._lock = threading.Lock()

    def read(self, text: str) -> reading.Question:
        """Return how a question is understood here."""
        return reading.understood(text, words=self.words, terms=self)

    def find(
        self,
        question: reading.Question,
        filters: asking.Filters,
        *,
        sort: Sort = "relevance",
        size: int,
        offset: int = 0,
        faceted: bool = True,
    ) -> Found:
        """Return a page of the procedures that have all units of a question; where none has, those that tell most."""
        required = self._required(question.units, filters)
        if question.units and not required:
            return Found(hits=(), total=0, matched=0, facets=counts.nothing() if faceted else ())
        total, passing = self._totalled(required, filters)
        found = self._asking.found(required, filters)
        addresses = self._page(found, question, filters, sort=sort, size=size, offset=offset, total=total)
        return Found(
            hits=tuple(self._hit(address) for address in addresses),
            total=total,
            matched=len(required) if total else 0,
            missing=tuple(unit for unit in question.units if unit not in required) if total else (),
            facets=self._facets(found, passing) if faceted else (),
        )

    def _required(self, units: Sequence[reading.Unit], filters: asking.Filters) -> Sequence[reading.Unit]:
        """Return the units that everything found has: all, or of those that tell most as many as go together."""
        if self._totalled(units, filters)[0]:
            return units
        telling = sorted(
            (self._found_with(unit), place) for place, unit in enumerate(units) if self._found_with(unit)
        )
        kept: list[int] = []
        for _, place in telling:
            if self._totalled([units[n] for n in [*kept, place]], filters)[0]:
                kept.append(place)
        return [units[place] for place in sorted(kept)]

    def _totalled(self, units: Sequence[reading.Unit], filters: asking.Filters) -> tuple[int, int | None]:
        """Return how many procedures have all units and pass the filters; where these are many, with their bits."""
        common = self.procedures > FEW and all(self._found_with(unit) > FEW for unit in units)
        total = 0 if common else self._count(self._asking.found(units, filters))
        if not common and total <= FEW:
            return total, None
        passing = self._passing(units, filters)
        return passing.bit_count(), passing

    def _page(
        self,
        found: tantivy.Query,
        question: reading.Question,
        filters: asking.Filters,
        *,
        sort: Sort,
        size: int,
        offset: int,
        total: int,
    ) -> list[tantivy.DocAddress]:
        if not total or offset >= total:
            return []
        if sort == "relevance" and question.units:
            wanted = offset + size
            if total > FEW:
                many = self._first_of_many(found, question.units, filters, wanted=wanted, total=total)
                return many[offset:wanted]
            hits = self._best(
                self._asking.ranked(found, question.units), wanted=max(wanted, _LOOKED_AT), total=total
            )
            if total <= _TELLING:
                hits = [*self._told(hits[:_LOOKED_AT], question.units), *hits[_LOOKED_AT:]]
            return [address for _, address in hits[offset:wanted]]
        order = tantivy.Order.Desc if sort.startswith("-") else tantivy.Order.Asc
        by = "by_published" if sort.endswith("published") else "by_name"
        ordered = self._searcher.search(
            found, size, count=False, offset=offset, order_by_field=by, order=order
        ).hits
        return [address for _, address in ordered]

    def _first_of_many(
        self,
        found: tantivy.Query,
        units: Sequence[reading.Unit],
        filters: asking.Filters,
        *,
        wanted: int,
        total: int,
    ) -> list[tantivy.DocAddress]:
        """Return the first of a large find without weighing all of it, in the order that weighing gives."""
        if len(units) == 1:
            return self._in_turn(found, self._asking.tiers(units[0]), wanted=wanted)
        named = self._asking.in_names(units, filters)
        enough = self._count(named) >= wanted
        if enough and not any(unit.prefixes for unit in units):
            return self._in_turn(named, self._asking.named_so(named, units), wanted=wanted)
        ranked = self._asking.ranked(named if enough else found, units)
        return [address for _, address in self._best(ranked, wanted=wanted, total=total)]

    def _in_turn(
        self, found: tantivy.Query, tiers: Iterable[tantivy.Query], *, wanted: int
    ) -> list[tantivy.DocAddress]:
        """Return what is found, all of one tier before the next, and by slugs within each."""
        addresses: list[tantivy.DocAddress] = []
        before: list[tantivy.Query] = []
        for tier in tiers:
            if len(addresses) >= wanted:
                break
            within = asking.without(asking.both(found, tier), before)
            addresses += self._flat(within, wanted - len(addresses))
            before.append(tier)
        return addresses

    def _best(self, ranked: tantivy.Query, *, wanted: int, total: int) -> list[_Ranked]:
        """Return the best, ties in the order of slugs.

        Within a segment entries lie in the order of slugs, and ties come in the order of entries. Over several
        segments that does not hold, so there all that tie with the last of the page are looked at.
        """
        limit = min(total, wanted + _WINDOW)
        hits = self._searcher.search(ranked, limit, count=False).hits
        if self._searcher.num_segments > 1:
            # As many as were asked for, and the last ties with the last that is wanted: there may be more of them.
            while len(hits) == limit < total and hits[-1][0] == hits[wanted - 1][0]:
                limit = min(total, limit * 8)
                hits = self._searcher.search(ranked, limit, count=False).hits
            hits = self._ties.first(hits, wanted)
        return hits[:wanted]

    def _told(self, hits: list[_Ranked], units: Sequence[reading.Unit]) -> list[_Ranked]:
        """Put first, among hits, those whose statements tell best what was asked."""
        weights = self.weights(units)
        worth = [
            (score + matches.told(self._matter(address), units, weights), number)
            for number, (score, address) in enumerate(hits)
        ]
        return [hits[number] for _, number in sorted(worth, key=lambda one: (-one[0], one[1]))]

    def weights(self, units: Sequence[reading.Unit]) -> list[int]:
        """Return how much each unit of a question tells: the rarer the more, and a concept more than a word."""
        return [self._rarity(unit) * (2 if unit.concepts else 1) for unit in units]

    def _matter(self, address: tantivy.DocAddress) -> str:
        return bytes(self._searcher.doc(address)["matter"][0]).decode("utf-8")

    def _facets(self, found: tantivy.Query, passing: int | None) -> tuple[counts.Facet, ...]:
        if passing is None:
            return counts.counted(self._searcher, found)
        return self.bitmaps().counted(passing)

    def _passing(self, units: Sequence[reading.Unit], filters: asking.Filters) -> int:
        """Return the bits of the procedures that have all units and pass the filters."""
        passing = self._held_bits("kind", "procedure")
        for unit in units:
            passing &= self._unit_bits(unit)
        for number, query in enumerate(self._asking.filtered(filters)):
            passing &= self._bits_of(f"{number} {filters}", query, among=self._filters, most=_KEPT_FILTERS)
        return passing

    def _unit_bits(self, unit: reading.Unit) -> int:
        """Return the procedures that `Asking.matching` finds."""
        words = [self._any_bits("any", stems) for stems in unit.stems]
        before, last = words[:-1], words[-1]
        if unit.prefixes:
            last |= self._any_bits("any", unit.prefixes)
        for bits in before:
            last &= bits
        return last | self._any_bits("concept", unit.narrower | unit.broader | unit.partly)

    def _any_bits(self, field: str, values: Iterable[str]) -> int:
        bits = 0
        for value in values:
            bits |= self._held_bits(field, value)
        return bits

    def _held_bits(self, field: str, value: str) -> int:
        query = self._asking.term(field, value)
        return self._bits_of(f"{field} {value}", query, among=self._bits, most=_KEPT_BITS)

    def warm(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Make now, while that is wanted, what the first questions of a large catalogue would wait for."""
        for make in self._warming() if self.procedures > FEW else ():
            if not wanted():
                return
            make()

    def _warming(self) -> Iterator[Callable[[], object]]:
        yield self.bitmaps
        yield from self._ties.read(self._asking.term("kind", "procedure"), self.procedures)
        for field in ("any", "concept"):
            for value, count in self._terms(field, "", limit=_COMMON):
                if count > FEW:
                    yield functools.partial(self._held_bits, field, value)
        for word in self.beginning(""):
            for end in range(1, len(word) + 1):
                yield functools.partial(self.starting, word[:end], limit=_OFFERED)

    def bitmaps(self) -> counts.Bitmaps:
        """Return the bits of every value of every facet; made once, at the first question that needs them."""
        with self._lock:
            if self._bitmaps is None:
                self._bitmaps = counts.Bitmaps(lambda name: tuple(self._values(name)))
            return self._bitmaps

    def _values(self, name: str) -> Iterator[tuple[str, int]]:
        for term, _ in self._searcher.terms_with_prefix("facet", f"{name}:"):
            yield term.partition(":")[2], self._search_bits(self._asking.term("facet", term))

    def _bits_of(self, key: str, query: tantivy.Query, *, among: dict[str, int], most: int) -> int:
        held = among.get(key)
        if held is None:
            held = self._search_bits(query)
            if len(among) >= most:
                among.clear()
            among[key] = held
        return held

    def _terms(self, field: str, prefix: str, *, limit: int | None = None) -> list[tuple[str, int]]:
        """Return terms that begin so, the commonest first; only those of entries that still stand."""
        living = self._asking.everything() if self.state.replaced else None
        return self._searcher.terms_with_prefix(field, prefix, filter_query=living, limit=limit)

    def _flat(self, query: tantivy.Query, limit: int) -> list[tantivy.DocAddress]:
        """Return the first that a query finds, in the order of slugs."""
        hits = self._searcher.search(
            query, limit, count=False, order_by_field="slug", order=tantivy.Order.Asc
        ).hits
        return [address for _, address in hits]

    def _search_bits(self, query: tantivy.Query) -> int:
        hits = self._searcher.search(
            tantivy.Query.const_score_query(query, 1.0), self._searcher.num_docs, count=False
        ).hits
        slots = self._searcher.fast_field_values("slot", [address for _, address in hits])
        bits = bytearray(self.state.slots // 8 + 1)
        for slot in slots:
            bits[int(slot or 0) >> 3] |= 1 << (int(slot or 0) & 7)
        return int.from_bytes(bits, "little")

    def _rarity(self, unit: reading.Unit) -> int:
        return asking.rarity(self._found_with(unit), among=self.procedures)

    def _found_with(self, unit: reading.Unit) -> int:
        """Return how many procedures have a unit, in whatever place and form."""
        key = f"unit {unit.stems} {unit.prefixes} {unit.concepts} {unit.partly}"
        return self._counted(key, lambda: self._asking.matching(unit))

    @property
    def procedures(self) -> int:
        """Return how many procedures can be found."""
        return max(0, self._searcher.num_docs - 1)

    def known(self, stem: str) -> bool:
        """Tell whether a word of this stem stands in any published procedure."""
        return self._counted(f"stem {stem}", lambda: self._asking.term("any", stem)) > 0

    def beginning(self, typed: str) -> list[str]:
        """Return published words that begin like this, the commonest first."""
        return [word for word, _ in self._terms("folded", typed, limit=_BEGUN)]

    def alike(self, folded: str) -> list[str]:
        """Return published words and words of labels that differ from this one by few letters."""
        if self._dictionary is None:
            listed = {word for word, _ in self._terms("folded", "")}
            self._dictionary = lexicon.Dictionary(listed | set(self.words.folded))
        near = self._dictionary.nearest(folded)
        return [word for word in near if self.known(texts.stem(word)) or self._labelled(word)]

    def _labelled(self, folded: str) -> bool:
        return bool(self.words.holding(texts.stem(folded)))

    def names_like(self, asked: str) -> list[str]:
        """Return labels of concepts, and names of procedures with a word like one of those asked for."""
        near = {word for part in asked.split() for word in (part, *self.alike(part))}
        slugs = [slug for word in sorted(near)[:_BEGUN] for slug in self._naming(word)]
        return [*self.words.spelled, *dict.fromkeys(slugs)]

    def _naming(self, word: str) -> list[str]:
        query = self._asking.term("names", texts.stem(word))
        return [title for address in self._flat(query, 5) for title in self._titles(address)]

    def _titles(self, address: tantivy.DocAddress) -> list[str]:
        return [str(name) for name in self._searcher.doc(address)["label"]]

    def starting(self, typed: str, *, limit: int) -> list[Named]:
        """Return procedures with a name that goes on as typed from one of its words on."""
        key = f"{limit} {typed}"
        if (held := self._begun.get(key)) is None:
            held = self._starting(typed, limit=limit)
            if len(self._begun) >= _REMEMBERED:
                self._begun.clear()
            self._begun[key] = held
        return held

    def _starting(self, typed: str, *, limit: int) -> list[Named]:
        found: dict[str, Named] = {}
        for start, _ in self._terms("starts", typed, limit=limit):
            for address in self._flat(self._asking.term("starts", start), limit):
                document = self._searcher.doc(address)
                slug = str(document["slug"][0])
                found[slug] = Named(slug=slug, names=tuple(str(name) for name in document["label"]))
                if len(found) == limit:
                    return list(found.values())
        return list(found.values())

    def _counted(self, key: str, query: Callable[[], tantivy.Query]) -> int:
        held = self._counts.get(key)
        if held is None:
            held = self._count(query())
            if len(self._counts) >= _REMEMBERED:
                self._counts.clear()
            self._counts[key] = held
        return held

    def _count(self, query: tantivy.Query) -> int:
        found = self._searcher.search(query, 1, count=True)
        return int(found.count or 0)  # type: ignore[attr-defined]  # the stub leaves it out

    def _hit(self, address: tantivy.DocAddress) -> Hit:
        document = self._searcher.doc(address)
        return Hit(slug=str(document["slug"][0]), matter=bytes(document["matter"][0]).decode("utf-8"))
