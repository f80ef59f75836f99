"""Which tables there are, in the order in which they are filled, so that what is referenced is there first."""

from collections.abc import Mapping

from app.renderings import tabular_away
from app.renderings.tabular import Column, Table, number, text, to

KINDLESS = "this kind of statement has no such field"
_PROCEDURE = to("procedures", "The procedure that it belongs to.")
_STATEMENT = to("statements", "The statement that it belongs to.")
_BOUND = (
    "`known`, `open` (our sources set no limit on this side: it is not nought and not none), `not_stated` (they do not "
    "say how long), `event` (until something happens), or `does_not_apply` (this kind of statement has no length)"
)
_FIELDS = (
    ("strength", "`avoid` or `ask_first`."),
    ("severity", "How marked it is, in the source's words, or `unknown`."),
    ("frequency", "How often, in the source's words, or `unknown`: that is not rare."),
    ("onset", "When it begins, in the source's words, or `unknown`."),
    ("degree", "How marked the concern is, in the source's words, or `unknown`."),
    ("level", "How much it hurts, in the source's words, or `unknown`."),
    ("mechanism", "How a medicine and the procedure act together, or `unknown`."),
    ("what_to_do", "What to do, or `unknown`: that is not nothing."),
    ("ask", "Whom to ask for help."),
    ("action", "`do`, `avoid`, or `not_needed` (a source says that it need not be done)."),
    ("phase", "`before`, `during` or `after`."),
    ("milestone", "Of recovery: `daily_life`, `skin_healed` or `results_visible`."),
    ("aspect", "Of the plan of sessions: `number`, `spacing` or `repeat_after`."),
    ("type", "Of anaesthesia, or of another name."),
    ("value", "`non_surgical`, `minimally_invasive` or `surgical`."),
)
FIELDS = tuple(name for name, _ in _FIELDS)
"""The fields of statements that are columns as they are."""
_LENGTH = (
    text("length_of", "Which field of the statement holds its length or number.", empty=KINDLESS),
    text(
        "length_status",
        "`stated`, `not_stated`, `event` or `does_not_apply`. `not_stated` is not short.",
    ),
    text(
        "length_words",
        "The length as the source words it, or that it is not stated.",
        empty=KINDLESS,
    ),
    text("length_min", "The least: ISO 8601, a number of sessions, or `open`.", empty="see min_bound"),
    text("length_max", "The most: ISO 8601, a number of sessions, or `open`.", empty="see max_bound"),
    text(
        "length_unit",
        "The unit of a vague wording such as “several weeks”.",
        empty="the wording is not vague",
    ),
    text(
        "length_measures",
        "`until_gone`: to its end. `until_better`: to when it becomes less; it may still be there after that.",
        empty="it is not the length of a side effect, or none is stated",
    ),
    text("min_bound", f"What is known of the least: {_BOUND}."),
    text("max_bound", f"What is known of the most: {_BOUND}."),
    number(
        "min_seconds",
        "The least in seconds, to compare: a month is 30 days, a year 365.",
        empty="see min_bound",
    ),
    number(
        "max_seconds",
        "The most in seconds, to compare: a month is 30 days, a year 365.",
        empty="see max_bound",
    ),
    number("min_count", "The least number of sessions.", empty="see min_bound; or it is a length of time"),
    number("max_count", "The most sessions.", empty="see max_bound; or it is a length of time"),
)

PROCEDURES = Table(
    name="procedures",
    about="What is done to a person. Each has a row for every section in `sections`, also for those our sources are "
    "silent on.",
    key=("slug",),
    columns=(
        text("slug", "Names the procedure; never used for another."),
        text("name", "Its name."),
        text("summary", "What it is, in plain words. What it sums up stands in `summary_statements`."),
        text("language", "The language of its texts."),
        number("revision", "How many times it was published."),
        text("sha256", "The digest of the published document."),
        text("published", "When this revision was published, in UTC."),
        number("reviewed", "How many statements a person has found right."),
        number("unreviewed", "How many nobody has reviewed."),
        number("disputed", "How many a reviewer disputes."),
        text("review_words", "The same in words, to be shown."),
        text("conflict_words", "What it means that conflicts were found, or none."),
        text("address", "The address of the document."),
        text("licence", "On what terms it may be used."),
        number("format", "The form of the document that it was laid out from."),
    ),
)
SECTIONS = Table(
    name="sections",
    about="What our sources say on each subject as a whole. Begin with this table: a procedure without a statement on "
    "something has a row here that says why.",
    key=("id",),
    columns=(
        text("id", "The procedure, the section, and the technique if it is within one."),
        _PROCEDURE,
        text("section", "The subject, such as `side_effects`."),
        text(
            "technique", "The technique that the section is within.", empty="it is about the whole procedure"
        ),
        text(
            "coverage",
            "`stated` (our sources name these; there may be others), `stated_none` (a source says that there is none), "
            "`not_addressed` (our sources are silent, which is not safe), or `not_applicable`.",
        ),
        text("words", "The coverage in words, to be shown with or in place of statements."),
        number(
            "statements",
            "How many statements it has. Nought means what `coverage` says.",
        ),
    ),
    indexes=(("section", "coverage"),),
)
CONCEPTS = Table(
    name="concepts",
    about="The vocabulary: what statements are about.",
    key=("id",),
    columns=(
        text("id", "Names the concept."),
        text("scheme", "What sort of thing it is."),
        text("label", "Its preferred label."),
        text("definition", "What it means.", empty="it was not defined"),
    ),
)
STATEMENTS = Table(
    name="statements",
    about="One claim in each row, in our own plain words, of every kind. What stands behind it is in `evidence`.",
    key=("id",),
    columns=(
        text("id", "Names the statement; never used again."),
        _PROCEDURE,
        to(
            "sections",
            "The section that it stands in.",
            name="section_id",
            empty="it is another name of the procedure",
        ),
        number("position", "Its place in the section, from 1."),
        text(
            "kind",
            "What sort of statement; `absence` is what a source says there is none of.",
        ),
        text("technique", "The technique that it is part of.", empty="it is about the whole procedure"),
        text("text", "The claim."),
        text(
            "hedge",
            "How the source hedges it: usually, may. It is part of the claim.",
            empty="the source does not",
        ),
        to("concepts", "The concept that it is about.", empty="it is about none"),
        text("concept_label", "The concept's preferred label.", empty="it is about none"),
        text("other_procedure", "Another procedure that it names.", empty="it names none"),
        *(text(name, about, empty=KINDLESS) for name, about in _FIELDS),
        text(
            "title",
            "What a step is called; the name of a technique, or the other name.",
            empty="it has no title",
        ),
        *_LENGTH,
        text("rank", "`preferred`, `normal`, or `deprecated`: kept, but not to be relied on."),
        text("rank_reason", "Why it is not of normal rank.", empty="no reason is given"),
        text(
            "doubts",
            "What speaks against relying on it: `deprecated`, `disputed` by a reviewer, `contested` by other evidence, "
            "in a `conflict`, or evidence that is `ambiguous` or `corrupted`.",
            empty="nothing is known that does, which does not make it certain",
        ),
        text("grade", "What its best supporting evidence is worth: `high`, `medium` or `low`."),
        text("review", "`unreviewed`, `reviewed` or `disputed`."),
        text("review_role", "What the reviewer is.", empty="nobody has reviewed it"),
        text("review_on", "The day of the review.", empty="nobody has reviewed it"),
        text("review_due", "The day on which it is to be reviewed again.", empty="no day was set"),
        text("address", "Its address, which lasts."),
        text(
            "json",
            "The whole statement with its evidence, as canonical JSON, without a technique's own sections.",
        ),
    ),
    indexes=(("kind", "max_seconds"), ("procedure", "kind")),
)
TECHNIQUES = Table(
    name="techniques",
    about="Ways of performing a procedure.",
    key=("statement",),
    columns=(
        _STATEMENT,
        _PROCEDURE,
        text("slug", "Names the technique within the procedure."),
        text("name", "Its name."),
    ),
)
STEPS = Table(
    name="steps",
    about="The steps of techniques in their order. A technique without one has a row in `sections` that says why.",
    key=("statement",),
    columns=(
        _STATEMENT,
        _PROCEDURE,
        text("technique", "The technique."),
        number("number", "Its place in the order, from 1."),
        text("phase", "`before`, `during` or `after`."),
        text("title", "What it is called.", empty="it has no title"),
        text("text", "What is done."),
    ),
)
ALIASES = Table(
    name="aliases",
    about="Other names of procedures.",
    key=("statement",),
    columns=(
        _STATEMENT,
        _PROCEDURE,
        text("label", "The name."),
        text("type", "`brand`, `synonym`, `abbreviation` or `lay`."),
    ),
)
SUMMARY = Table(
    name="summary_statements",
    about="The statements that the summary of a procedure sums up.",
    key=("procedure", "statement"),
    columns=(_PROCEDURE, _STATEMENT),
)
SOURCES = Table(
    name="sources",
    about="The documents that evidence stands in. Their texts are not here.",
    key=("id",),
    columns=(
        text("id", "Names the source."),
        text("title", "Its title."),
        text("kind", "What sort of document."),
        text("grade", "What evidence from it is worth: `high`, `medium` or `low`."),
        text(
            "access",
            "`held`: phrases and offsets are of the text with this digest. `referenced`: only pointed to.",
        ),
        text("address", "Where it is, or `unknown`."),
        text("publisher", "Who published it, or `unknown`."),
        text("author", "Who wrote it, or `unknown`."),
        text("date", "When, or `unknown`: its age is unknown then too."),
        text("language", "Its language."),
        text("translated", "`true`, `false` or `unknown`."),
        text("commercial_interest", "Who gains if a reader follows its advice."),
        text("rights", "Whose it is."),
        text("about", "What it is, and how far its wording can be trusted."),
        text("sha256", "The digest of its text.", empty="it is only pointed to"),
        number("length", "How many characters its text has.", empty="it is only pointed to"),
    ),
)
PROCEDURE_SOURCES = Table(
    name="procedure_sources",
    about="Which sources each procedure stands on.",
    key=("procedure", "source"),
    columns=(_PROCEDURE, to("sources", "The source.")),
)
EVIDENCE = Table(
    name="evidence",
    about="What stands behind each statement. No statement is without.",
    key=("statement", "number"),
    columns=(
        _STATEMENT,
        number("number", "Its place, from 1."),
        to("sources", "The source."),
        text("stance", "`supports` or `disputes` the statement."),
        text("quality", "`clear`, `ambiguous` or `corrupted`."),
        text(
            "note", "Why it is not clear, and how the document itself settles it.", empty="there is no note"
        ),
        text("attributed_to", "Whom the source itself cites.", empty="it cites nobody"),
        text("access", "`held` or `referenced`."),
        text("phrase", "The source's own words.", empty="the source is only pointed to"),
        number(
            "start_offset",
            "Where the phrase begins in the text, in characters.",
            empty="it is only pointed to",
        ),
        number("end_offset", "Just behind where it ends.", empty="it is only pointed to"),
        text("sha256", "The digest of that text.", empty="it is only pointed to"),
        text("doi", "A DOI.", empty="none is given"),
        text("pmid", "A number in PubMed.", empty="none is given"),
        text("place", "A section of the source.", empty="none is given"),
        text("page", "A page of the source.", empty="none is given"),
        text("read_on", "The day it was read there.", empty="the text is held, or no day is given"),
    ),
)
CONFLICTS = Table(
    name="conflicts",
    about="Statements that cannot all be true. That none was found proves nothing.",
    key=("id",),
    columns=(text("id", "Names the conflict."), _PROCEDURE, text("text", "What contradicts what.")),
)
CONFLICT_STATEMENTS = Table(
    name="conflict_statements",
    about="The statements of each conflict.",
    key=("conflict", "statement"),
    columns=(to("conflicts", "The conflict."), _STATEMENT),
)
SILENCES = Table(
    name="silences",
    about="What a reader would look for in a section that has statements, and our sources do not give.",
    key=("section_id", "aspect"),
    columns=(
        to("sections", "The section.", name="section_id"),
        _PROCEDURE,
        text("aspect", "What is missing."),
        text("words", "The same in words, to be shown."),
    ),
)
TOMBSTONES = Table(
    name="tombstones",
    about="Statements that were withdrawn: they were wrong, or doubtful. Delete them wherever you keep them.",
    key=("id",),
    columns=(
        text("id", "The statement that was."),
        _PROCEDURE,
        text("kind", "What sort of statement it was."),
        text("withdrawn_on", "The day."),
        text("reason", "Why."),
    ),
)
LABELS = Table(
    name="concept_labels",
    about="Other labels of concepts, and labels that they bore once.",
    key=(),
    columns=(
        to("concepts", "The concept."),
        text("label", "The label."),
        text(
            "type",
            "`synonym`, `brand`, `lay`, `abbreviation`, `misspelling`, or `retired`: it is not theirs any more.",
        ),
        text("retired_on", "The day it was retired.", empty="it was not"),
        text("reason", "Why it was retired.", empty="it was not"),
    ),
)
BROADER = Table(
    name="concept_broader",
    about="Which concepts include which.",
    key=("concept", "broader"),
    columns=(
        to("concepts", "The concept."),
        to("concepts", "One that includes it.", name="broader"),
    ),
)
CODES = Table(
    name="concept_codes",
    about="Codes of concepts in public systems.",
    key=(),
    columns=(
        to("concepts", "The concept."),
        text("system", "The system's address."),
        text("code", "The code."),
        text("match", "`exact`, or `broader`: the system has nothing as narrow."),
    ),
)
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        CONCEPTS, LABELS, BROADER, CODES, SOURCES, PROCEDURES, PROCEDURE_SOURCES, SECTIONS, STATEMENTS, TECHNIQUES,
        STEPS, ALIASES, SUMMARY, EVIDENCE, CONFLICTS, CONFLICT_STATEMENTS, SILENCES, TOMBSTONES,
        *tabular_away.TABLES,
    )
}  # fmt: skip
"""Every table by its name."""


def columns(name: str) -> tuple[Column, ...]:
    """Return the columns of a table."""
    return TABLES[name].columns


def key(table: str) -> str:
    """Return the one column by which other tables name a row of this one."""
    (named,) = TABLES[table].key
    return named
