"""The shapes of what search answers, as OpenAPI describes them; none is used to serialise."""

from typing import Literal

from app.api import shapes
from app.catalogue.search import matches
from app.content import values, vocabulary
from app.http import models


class Mark(models.Shape):
    """Where a word of the question stands in a text: characters (Unicode code points), the end not included."""

    start: int
    end: int


class About(models.Shape):
    """The concept by which a statement was found, and how it stands to what was asked for."""

    id: values.Slug
    relation: matches.Relation
    """`same`: as asked; `narrower`, `broader`: than asked; `words`: a word of the question is part of its label."""


class SearchMatch(models.Shape):
    """One statement that brought a procedure."""

    section: str
    """The section it stands in."""
    statement: shapes.AnyStatement
    """The statement as in its document, with its evidence and its grade."""
    marks: tuple[Mark, ...] = ()
    """Where words of the question stand in its text; absent where it was found by its concept alone."""
    about: tuple[About, ...] = ()
    """The concepts by which it was found; absent where words brought it."""
    conflicts: tuple[shapes.RowConflict, ...] = ()
    """Contradictions that it is part of; absent where none was found."""


class SearchHit(models.Shape):
    """One procedure, and why it was found."""

    procedure: shapes.Card
    name_marks: tuple[Mark, ...] = ()
    """Where words of the question stand in its name."""
    matches: tuple[SearchMatch, ...] = ()
    """The statements that hold most of the question, best first; absent where only names do."""
    more_matches: int
    """How many more of its statements hold something of the question."""


class ReadAs(models.Shape):
    """Words of the question that were looked for as one, and the concepts that they name."""

    words: str
    concepts: tuple[shapes.Named, ...] = ()


class Respelling(models.Shape):
    """A word that stands nowhere in the catalogue, and the words that were looked for instead."""

    word: str
    looked_for: tuple[str, ...]


class SearchQuestion(models.Shape):
    """How the question was understood."""

    parts: int
    """Of how many parts it is, each a word or a label of several."""
    matched: int
    """How many of the parts everything found has."""
    read_as: tuple[ReadAs, ...] = ()
    corrections: tuple[Respelling, ...] = ()
    not_looked_for: tuple[str, ...] = ()
    """Words beyond as many as are looked for, and words that ask for a verdict: none is given here."""
    words: str | None = None
    """Said where nothing found has all parts."""


class FacetValue(models.Shape):
    """A value of a facet; as a filter of the same name it finds as many as `count` says."""

    value: str
    label: str
    count: int


class Facet(models.Shape):
    """How all that was found is spread over one property; a procedure can have several values, or none stated."""

    different: int
    """How many different values there are; those with most procedures are listed."""
    not_stated: int
    """For how many procedures our sources do not say."""
    words: str | None = None
    """What it means that sources do not say."""
    values: tuple[FacetValue, ...] = ()


class Facets(models.Shape):
    """Counts over everything found, not over this page alone."""

    body_area: Facet
    concern: Facet
    category: Facet
    invasiveness: Facet
    energy: Facet
    anaesthesia: Facet


class NotSearched(models.Shape):
    """Procedures that could not be read and so cannot be found."""

    words: str
    procedures: tuple[values.Slug, ...]


class Searched(models.Shape):
    """What is said beside a page of found procedures."""

    question: SearchQuestion
    did_you_mean: tuple[str, ...] = ()
    """Names and labels that look like the question, where little was found; never looked for by themselves."""
    not_searched: NotSearched | None = None
    note: str
    """What finding something, or nothing, means."""


class SearchPage(models.Listed[SearchHit], Searched):
    """A page of what was found, best first."""

    facets: Facets


class ProcedureList(shapes.Found):
    """A page of procedures; the rest is given where words were looked for."""

    question: SearchQuestion | None = None
    did_you_mean: tuple[str, ...] = ()
    """Names and labels that look like the question, where little was found; never looked for by themselves."""
    not_searched: NotSearched | None = None


class Suggestion(models.Shape):
    """A procedure or a concept whose name goes on as typed."""

    type: Literal["procedure", "concept"]
    id: values.Slug
    """The procedure's slug or the concept's id."""
    label: str
    """The name that goes on as typed."""
    name: str | None = None
    """The preferred name, where `label` is another."""
    scheme: vocabulary.Scheme | None = None
    """Of a concept, which scheme it belongs to."""


class Suggestions(models.Shape):
    """At most ten suggestions; or a sentence, where nothing goes on as typed."""

    suggestions: tuple[Suggestion, ...] = ()
    words: str | None = None
