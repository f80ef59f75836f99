"""The query parameters of each list, as closed models; FastAPI documents them and refuses everything else."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationInfo, create_model, field_validator

from app.catalogue import procedures
from app.catalogue.search import snapshot
from app.content import document, mentions, vocabulary
from app.http import paging, parameters

Concept = parameters.Words
"""A concept's id, or exactly one of its labels, brands and listed misspellings included."""


class Paged(parameters.Query):
    """The parameters of every list."""

    limit: parameters.PageSize = paging.DEFAULT_SIZE
    """How many items a page holds at the most."""
    cursor: paging.Cursor | None = None
    """Goes on where a page ended: `page.cursor` of that page, as it is."""


class _Procedures(Paged):
    q: parameters.Question | None = None
    """What to look for, in any words: names, brands, concerns, medicines, fears. Taken literally, whatever it holds."""
    body_area: Concept | None = None
    """Used on this part of the body, or a part of it: a concept's id or exact label."""
    concern: Concept | None = None
    """Used for this concern, or a narrower one: a concept's id or exact label."""
    category: Concept | None = None
    """Of this category, technique type or energy, or a narrower one: a concept's id or exact label."""
    energy: Concept | None = None
    """Done with this energy, or a narrower one: a concept's id or exact label."""
    technique: Concept | None = None
    """With this technique: a technique's slug, or the id or exact label of a technique type."""
    alias: parameters.Words | None = None
    """Known by exactly this name; case, hyphens and runs of spaces do not matter."""
    invasiveness: Literal["non_surgical", "minimally_invasive", "surgical"] | None = None
    """How far into the body it goes."""
    anaesthesia: Literal["none", "topical", "local", "regional", "sedation", "general"] | None = None
    """A statement says that this anaesthesia is used, needed or offered; `none`: that none is needed."""
    max_recovery: parameters.Duration | None = None
    """Back to daily life within this ISO 8601 duration. Where our sources give no bound, it is unknown."""
    max_session: parameters.Duration | None = None
    """One session takes at most this ISO 8601 duration. Where our sources give no bound, it is unknown."""
    include_unknown: parameters.Flag = False
    """Also list procedures for which our sources do not say. Unknown is not the same as small."""
    sort: snapshot.Sort | None = None
    """By relevance where `q` is given, else by name; by name or day of publication, a minus sign turning the order
    round. Ties follow the slugs, the same way round."""


def _with_coverage() -> type[_Procedures]:
    fields: dict[str, Any] = {
        f"coverage_{name}": (
            Annotated[
                document.Coverage | None,
                Field(alias=f"coverage.{name}", description=f"The coverage of the section `{name}`."),
            ],
            None,
        )
        for name in document.SECTION_KINDS
    }
    return create_model("ProcedureQuery", __base__=_Procedures, **fields)


if TYPE_CHECKING:
    ProcedureQuery = _Procedures
else:
    ProcedureQuery = _with_coverage()
"""The filters of the list of procedures; `coverage.<section>` for every section among them."""


def filters(query: _Procedures) -> procedures.Filters:
    """Return the filters that a query holds."""
    fields = procedures.Filters.__dataclass_fields__
    named = {name: getattr(query, name) for name in fields if name in type(query).model_fields}
    wanted = {name: getattr(query, f"coverage_{name}") for name in document.SECTION_KINDS}
    return procedures.Filters(
        **named, coverage={name: coverage for name, coverage in wanted.items() if coverage is not None}
    )


def by_name(query: _Procedures) -> procedures.Sort:
    """Return the order of a list that nothing is looked for in."""
    return "name" if query.sort is None or query.sort == "relevance" else query.sort


class Compared(parameters.Query):
    """Which two revisions to compare."""

    before: Annotated[parameters.Count, Field(ge=1, alias="from")]
    """The number of the earlier revision."""
    after: Annotated[parameters.Count, Field(ge=1, alias="to")]
    """The number of the later one."""

    @field_validator("after")
    @classmethod
    def _later(cls, value: int, known: ValidationInfo) -> int:
        if value <= known.data.get("before", 0):
            raise ValueError("must be greater than from")
        return value


class Suggested(parameters.Query):
    """What somebody has typed so far."""

    q: parameters.Question = ""
    """The beginning of a name, a concern, a medicine; from any of its words on."""


class Across(Paged):
    """The filters of a list of statements across procedures."""

    concept: Concept | None = None
    """About this concept or a narrower one: its id or exact label. `not_addressed` then names the procedures whose
    sources do not address it; without a concept, those whose sources have nothing of this kind."""
    procedure: parameters.Slug | None = None
    """Of this procedure only."""
    silent_after: parameters.Slug | None = None
    """Goes on with the silent procedures behind this slug; from `not_addressed.next`."""


class Mentioning(Paged):
    """The filters of what is said of one concept."""

    kind: mentions.Kind | None = None
    """Statements of this kind only; `not_addressed` then names the procedures without one of this kind."""
    procedure: parameters.Slug | None = None
    """Of this procedure only."""
    silent_after: parameters.Slug | None = None
    """Goes on with the silent procedures behind this slug; from `not_addressed.next`."""


class ConceptQuery(Paged):
    """The filters of the list of concepts."""

    scheme: vocabulary.Scheme | None = None
    """Of this scheme only."""
    label: parameters.Words | None = None
    """Bearing exactly this label, a brand or listed misspelling included; case, hyphens and spaces do not matter."""
