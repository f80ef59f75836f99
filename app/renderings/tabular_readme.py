"""What tables say of themselves: the page to read first, what columns mean, and questions with their query."""

from dataclasses import dataclass
from typing import Any

from app.content import exports
from app.renderings import ndjson, tabular, tabular_tables


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to the tables, and the query that answers it without turning silence into a no."""

    name: str
    title: str
    note: str
    sql: str


LONGER_THAN_A_WEEK = """\
SELECT
  procedures.name AS procedure,
  statements.concept_label AS side_effect,
  CASE
    WHEN statements.id IS NULL THEN 'not known: ' || sections.words
    WHEN statements.rank = 'deprecated' THEN 'no longer held: ' || statements.rank_reason
    WHEN statements.min_bound = 'known' AND statements.min_seconds > 604800
      THEN 'yes' || COALESCE(', the source says “' || statements.hedge || '”', '')
        || COALESCE(', in doubt (' || statements.doubts || ')', '')
    WHEN statements.max_bound = 'known' AND statements.max_seconds > 604800
      THEN 'can last longer' || COALESCE(', the source says “' || statements.hedge || '”', '')
        || COALESCE(', in doubt (' || statements.doubts || ')', '')
    WHEN statements.max_bound = 'open' THEN 'may last longer: no end is stated'
    WHEN statements.max_bound <> 'known' THEN 'may last longer: not stated'
    WHEN statements.length_measures = 'until_better' THEN 'may last longer: only when it gets better is stated'
    WHEN statements.hedge IS NOT NULL THEN 'may last longer: the source says “' || statements.hedge || '”'
    ELSE 'may last longer: what says otherwise is in doubt (' || statements.doubts || ')'
  END AS answer,
  statements.length_words AS wording,
  statements.hedge AS hedge,
  statements.length_min AS least,
  statements.length_max AS most,
  statements.doubts AS doubts,
  statements.id AS statement
FROM procedures
JOIN sections ON sections.procedure = procedures.slug AND sections.section = 'side_effects'
LEFT JOIN statements ON statements.section_id = sections.id AND statements.kind = 'side_effect'
WHERE statements.id IS NULL
  OR statements.max_bound <> 'known'
  OR statements.max_seconds > 604800
  OR statements.length_measures = 'until_better'
  OR statements.hedge IS NOT NULL
  OR statements.doubts IS NOT NULL
ORDER BY procedures.slug, statements.position"""
SAFETY = """\
SELECT procedure_name, section, coverage, words, text, hedge, doubts, statement
FROM safety
ORDER BY procedure, section, position"""
SILENT = """\
SELECT procedures.name AS procedure, sections.section, sections.coverage, sections.words
FROM sections
JOIN procedures ON procedures.slug = sections.procedure
WHERE sections.coverage <> 'stated'
  OR NOT EXISTS (
    SELECT 1 FROM statements WHERE statements.section_id = sections.id AND statements.rank <> 'deprecated'
  )
ORDER BY procedures.slug, sections.section"""
EVIDENCE = """\
SELECT
  procedures.name AS procedure,
  sections.coverage,
  CASE
    WHEN statements.id IS NULL THEN sections.words
    WHEN statements.rank = 'deprecated'
      THEN 'No longer held (' || statements.rank_reason || '). It said: ' || statements.text
    ELSE statements.text
  END AS text,
  statements.hedge,
  statements.doubts,
  evidence.stance,
  evidence.quality,
  evidence.phrase,
  evidence.attributed_to,
  sources.title,
  sources.grade
FROM sections
JOIN procedures ON procedures.slug = sections.procedure
LEFT JOIN statements ON statements.section_id = sections.id
LEFT JOIN evidence ON evidence.statement = statements.id
LEFT JOIN sources ON sources.id = evidence.source
WHERE sections.section = 'contraindications'
ORDER BY procedures.slug, statements.position, evidence.number"""
QUESTIONS = (
    Question(
        name="longer_than_a_week",
        title="Which side effects last longer than a week?",
        note="Left out is only what a source says, without a hedge and undoubted, to be gone within a week. Where no "
        "length is stated, or no end, the answer says so; procedures without a side effect are there too, with the "
        "reason. Our sources name these side effects; there may be others.",
        sql=LONGER_THAN_A_WEEK,
    ),
    Question(
        name="safety",
        title="What is said about safety, procedure by procedure?",
        note="A row for each statement, and one for each subject on which there is none, with the words that say why. "
        "What is no longer held begins with these words.",
        sql=SAFETY,
    ),
    Question(
        name="silent",
        title="Where are our sources silent, or say that there is nothing?",
        note="Left out is every subject on which a statement is held. Nothing follows from silence.",
        sql=SILENT,
    ),
    Question(
        name="evidence",
        title="What stands behind each contraindication?",
        note="Evidence that disputes a statement is there too. A procedure without a contraindication has a row that "
        "says why: silence is not absence.",
        sql=EVIDENCE,
    ),
)
_READING = f"""\
## How to read the tables

**{exports.READING}**

- Begin with `sections`: every procedure has a row for every subject, and `words` says what it means. A procedure that
  has no statement on something is not thereby free of it. Join from `procedures` and `sections` to `statements`, never
  the other way round, and show `words` where there is no statement.
- An empty cell never means none, no or nought. The column's description says what it means.
- Show `hedge`: “usually fades within a week” is not “fades within a week”. Show `doubts`: what is `deprecated` is
  kept, but not to be relied on. Show `review`.
- Lengths: `length_min` and `length_max` are ISO 8601, or `open`: the source sets no limit on that side. `min_seconds`
  and `max_seconds` are for comparing, and empty unless `min_bound` and `max_bound` say `known`. A condition on an empty
  cell drops the row without a word, so ask for the bound first.
- Delete what is in `tombstones`, `withdrawn_procedures` and `withdrawn_statements` wherever you keep it. What was
  withdrawn is in no other table: a copy into which you only add keeps it alive. A slug in `renamed_procedures` is not
  used any more.
"""


def page(about: exports.About, *, guarded: bool) -> str:
    """Return the page to read first; `guarded` for the files of CSV."""
    parts = [
        f"# {ndjson.about(about)['title']}",
        f"Catalogue revision {about.revision}, changed {about.changed}, from {about.url('/')}",
        f"Licence: {about.licence}, {about.licence_url}",
        f"**{about.disclaimer}**",
        _READING,
        _CSV if guarded else _questions(),
        "## The tables",
        *(_described(table) for table in tabular_tables.TABLES.values()),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


_CSV = """\
## The files

Each table is a file: UTF-8 with a byte order mark (Excel needs it; in Python open them with `utf-8-sig`), lines
that end in CR LF, quotes as RFC 4180 says. A cell that a spreadsheet could run as a formula has a `'` in front;
one that begins with `'` has two. Take one `'` away from each cell that begins with one, and you have what was there.
`datapackage.json` describes files and columns for programs (Frictionless Data Package).
"""


def _questions() -> str:
    said = [f"### {asked.title}\n\n{asked.note}\n\n```sql\n{asked.sql}\n```" for asked in QUESTIONS]
    return "\n\n".join(["## Questions", *said])


def _described(table: tabular.Table) -> str:
    lines = [f"- `{column.name}`: {column.about}{_empty(column)}" for column in table.columns]
    return f"### `{table.name}`\n\n{table.about}\n\n" + "\n".join(lines)


def _empty(column: tabular.Column) -> str:
    return f" Empty: {column.empty}." if column.empty else ""


def described(column: tabular.Column) -> str:
    """Return what a column means, and what an empty cell of it means."""
    return column.about + _empty(column)


def package(about: exports.About) -> dict[str, Any]:
    """Return the description of the files for programs, as a Frictionless Data Package."""
    said = ndjson.about(about)
    return {
        "profile": "tabular-data-package",
        "name": "candour",
        "title": said["title"],
        "description": f"{about.disclaimer} {exports.READING}",
        "homepage": about.url("/"),
        "version": str(about.revision),
        "created": about.changed,
        "licenses": [{"name": "CC-BY-4.0", "title": about.licence, "path": about.licence_url}],
        "resources": [_resource(table) for table in tabular_tables.TABLES.values()],
    }


def _resource(table: tabular.Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": "integer" if column.type == "integer" else "string",
                "description": described(column),
                "constraints": {"required": not column.empty},
            }
            for column in table.columns
        ],
        "missingValues": [""],
        "foreignKeys": [
            {
                "fields": column.name,
                "reference": {"resource": column.references, "fields": tabular_tables.key(column.references)},
            }
            for column in table.columns
            if column.references
        ],
        **({"primaryKey": list(table.key)} if table.key else {}),
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.about,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }
