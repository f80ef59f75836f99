"""What each tool may be asked: strict, bounded, and described for whoever fills it in."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from app.content import comparison
from app.http import bodies, questions
from app.renderings import assistant, assistant_answers

MOST_FOUND, MOST_SCREENED, MOST_SOURCES = 20, 20, 50


def _known(known: tuple[str, ...], name: str) -> str:
    if name not in known:
        raise ValueError(f"must be one of: {', '.join(known)}")
    return name


def _section(name: str) -> str:
    return _known(assistant.SECTIONS, name)


def _group(name: str) -> str:
    return _known(assistant_answers.GROUPS, name)


def _several(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("must not name a procedure twice")
    return names


Called = questions.Term
"""What somebody calls a procedure."""
SectionName = Annotated[
    str,
    AfterValidator(_section),
    WithJsonSchema({"type": "string", "enum": list(assistant.SECTIONS)}),
]
GroupName = Annotated[
    str,
    AfterValidator(_group),
    WithJsonSchema({"type": "string", "enum": list(assistant_answers.GROUPS)}),
]


class Search(bodies.Body):
    """Look for procedures."""

    query: Annotated[
        str, StringConstraints(min_length=1, max_length=200, pattern=r"\S"), AfterValidator(questions.plain)
    ]
    """What is looked for, in any words: a procedure, a brand, a concern, a side effect, a part of the body."""
    limit: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 5
    """How many procedures to return at the most."""


class GetProcedure(bodies.Body):
    """Read about one procedure."""

    procedure: Called
    """The slug, such as "laser-skin-tightening", or an exact name."""


class GetSection(bodies.Body):
    """Read one section of a procedure."""

    procedure: Called
    """The slug, such as "laser-skin-tightening", or an exact name."""
    section: SectionName
    """Which section."""


class Compare(bodies.Body):
    """Put procedures side by side."""

    procedures: Annotated[
        tuple[Called, ...],
        Field(min_length=comparison.FEWEST, max_length=comparison.MOST),
        AfterValidator(_several),
    ]
    """Two to six slugs, in the order in which they are to stand."""
    groups: Annotated[tuple[GroupName, ...], Field(max_length=len(assistant_answers.GROUPS))] = ()
    """Further groups of rows to show. What it rests on and everything about safety are always shown."""


class Screen(bodies.Body):
    """Look up what is said about a person's circumstances, medicines and concerns."""

    circumstances: questions.Terms = ()
    """What holds for the person, one term each: a pregnancy, a pacemaker, sunbathing."""
    medicines: questions.Terms = ()
    """Medicines by name, brand or class, one term each."""
    concerns: questions.Terms = ()
    """What bothers the person, one term each: wrinkles, scars, bruises."""
    procedures: Annotated[tuple[Called, ...], Field(max_length=MOST_SCREENED)] = ()
    """The slugs of the procedures to look in; all of them, if left out."""
    limit: Annotated[int, Field(ge=1, le=MOST_SCREENED)] = 10
    """How many procedures to return at the most; those with a statement on it come first."""


class Sources(bodies.Body):
    """Read what the statements stand on."""

    procedure: Called | None = None
    """The slug of a procedure, for the sources of that one."""
    source: Called | None = None
    """The id of a source, for that one alone."""
