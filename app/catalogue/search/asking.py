"""How an understood question is put to the index: what is found at all, and what of it comes first.

The order rests on whole numbers that depend on nothing but the published documents: where words stand, how rare they
are, whether they were typed so. So it is the same whatever the index went through; ties follow the slugs.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tantivy import FieldType, Occur, Query, Schema

from app.catalogue.search import entries, reading

_TEXT = {"names": 48, "main": 28, "risk": 24, "rest": 16}
"""What a word is worth by where it stands; a concept is worth a little more than its words."""
_CONCEPT = {"main": 40, "risk": 32, "rest": 20}
_TYPED, _NARROWER, _BEGUN, _MEANT, _PART, _BROADER = 1.0, 0.875, 0.75, 0.625, 0.5, 0.375
_RAREST = 12
_FEW_TERMS = 24
"""Up to how many terms are looked up one by one; a set of them walks through the dictionary."""
_WHOLE_NAME, _ALL_IN_NAME = 200_000, 100_000
"""Above what words can add up to: the name itself comes first, then names that hold every word."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What must hold of everything found, as terms of the index; `longest` bounds `recovery` and `session`, in seconds.

    Each member of `terms` is a set of terms of which one must be there.
    """

    terms: tuple[frozenset[str], ...] = ()
    longest: tuple[tuple[str, int, bool], ...] = ()
    """The field, its bound, and whether what is not stated passes too."""


class Asking:
    """Make queries for one state of the index."""

    def __init__(self, schema: Schema, *, rarity: Callable[[reading.Unit], int]) -> None:
        self._schema = schema
        self._rarity = rarity

    def everything(self) -> Query:
        """Return the query of all procedures."""
        return self.term("kind", "procedure")

    def filtered(self, filters: Filters) -> list[Query]:
        """Return the queries that must all hold."""
        found = [self.one_of("terms", wanted) for wanted in filters.terms]
        for field, bound, unknown in filters.longest:
            within = Query.range_query(
                self._schema, field, FieldType.Unsigned, lower_bound=0, upper_bound=bound
            )
            also = [self.term("terms", f"{field}:{entries.UNKNOWN}")] if unknown else []
            found.append(_any([within, *also]))
        return found

    def matching(self, unit: reading.Unit) -> Query:
        """Return the query of the procedures that have one unit of a question, in whatever place and form."""
        ways = [_all([self.one_of("any", stems) for stems in unit.stems])]
        if unit.prefixes:
            before = [self.one_of("any", stems) for stems in unit.stems[:-1]]
            ways.append(_all([*before, self.one_of("any", unit.prefixes)]))
        if concepts := unit.narrower | unit.broader | unit.partly:
            ways.append(self.one_of("concept", concepts))
        return _any(ways)

    def found(self, units: Sequence[reading.Unit], filters: Filters) -> Query:
        """Return the query of what has all these units, and passes the filters."""
        wanted = [*self.filtered(filters), *(self.matching(unit) for unit in units)]
        return _all(wanted or [self.everything()])

    def ranked(self, found: Query, units: Sequence[reading.Unit]) -> Query:
        """Return the query that finds the same, each procedure with what it is worth as a whole number."""
        parts = [(Occur.Must, _worth(found, 0))]
        parts += [(Occur.Should, self._valued(unit)) for unit in units]
        if units:
            parts += [(Occur.Should, _worth(query, worth)) for query, worth in self._named(units)]
        return Query.boolean_query(parts)

    def in_names(self, units: Sequence[reading.Unit], filters: Filters) -> Query:
        """Return the query of what has every unit in one of its names; all of it comes before all else."""
        return _all([*self.filtered(filters), *(self._in("names", unit) for unit in units)])

    def named_so(self, named: Query, units: Sequence[reading.Unit]) -> tuple[Query, Query]:
        """Return the tiers of what is in names as typed: worth the same each, but for the name itself."""
        whole, _ = self._named(units)[0]
        return whole, named

    def tiers(self, unit: reading.Unit) -> Iterator[Query]:
        """Yield for a question of one unit queries of which each finds what comes before what the next ones find."""
        ways: dict[int, list[Query]] = {}
        for query, worth in self._ways(unit):
            ways.setdefault(worth, []).append(query)
        ordered = [_any(ways[worth]) for worth in sorted(ways, reverse=True)]
        for lifted in (*(query for query, _ in self._named([unit])), None):
            for tier in ordered:
                yield tier if lifted is None else _all([lifted, tier])

    def term(self, field: str, value: str) -> Query:
        """Return the query of one term."""
        return Query.term_query(self._schema, field, value, index_option="basic")

    def one_of(self, field: str, values: Iterable[str]) -> Query:
        """Return the query of any of some terms."""
        held = sorted(set(values))
        if len(held) <= _FEW_TERMS:
            return _any([self.term(field, value) for value in held])
        return Query.term_set_query(self._schema, field, held)

    def _named(self, units: Sequence[reading.Unit]) -> list[tuple[Query, int]]:
        """Return what lifts a procedure of that name, and one whose names hold every unit."""
        stems = [word for unit in units for word in unit.stems]
        named = [" ".join(word[0] for word in stems)]
        if units[-1].prefixes:
            named += [" ".join([*(word[0] for word in stems[:-1]), last]) for last in units[-1].prefixes]
        return [
            (self.one_of("title", named), _WHOLE_NAME),
            (_all([self._in("names", unit) for unit in units]), _ALL_IN_NAME),
        ]

    def _in(self, place: str, unit: reading.Unit) -> Query:
        """Return the query of the procedures with all words of a unit in one place, the last perhaps only begun."""
        last = (*unit.stems[-1], *unit.prefixes)
        return _all([self.one_of(place, stems) for stems in (*unit.stems[:-1], last)])

    def _valued(self, unit: reading.Unit) -> Query:
        return Query.disjunction_max_query([_worth(query, worth) for query, worth in self._ways(unit)])

    def _ways(self, unit: reading.Unit) -> Iterator[tuple[Query, int]]:
        """Yield the ways in which a unit is found, each with what a procedure found so is worth."""
        # Whole numbers, so that sums are exact in whatever order they are added up.
        rarity = self._rarity(unit)
        quality = _TYPED if unit.exact else _MEANT
        for place, worth in _TEXT.items():
            held = _all([self.one_of(place, stems) for stems in unit.stems])
            yield held, round(worth * quality * rarity)
            if unit.prefixes:
                begun = [self.one_of(place, stems) for stems in (*unit.stems[:-1], unit.prefixes)]
                yield _all(begun), round(worth * _BEGUN * rarity)
        named = frozenset(unit.concepts)
        for share, concepts in (
            (quality, named),
            (quality * _NARROWER, unit.narrower - named),
            (_PART, unit.partly),
            (_BROADER, unit.broader),
        ):
            for place, worth in _CONCEPT.items():
                if concepts:
                    asked = self.one_of(f"concept_{place}", concepts)
                    yield asked, round(worth * share * rarity)


def rarity(found: int, *, among: int) -> int:
    """Return how much a word tells: 1 where every second procedure has it, more by 1 for each halving."""
    if not found or not among:
        return _RAREST
    return min(_RAREST, 1 + int(math.log2(max(1.0, among / found))))


def without(query: Query, others: Sequence[Query]) -> Query:
    """Return the query of what one finds and no other does."""
    return Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, other) for other in others)])


def both(one: Query, other: Query) -> Query:
    """Return the query of what two queries find."""
    return _all([one, other])


def _worth(query: Query, worth: int) -> Query:
    return Query.const_score_query(query, float(worth))


def _all(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])
