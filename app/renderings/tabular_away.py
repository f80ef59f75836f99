"""The tables of what was public once and is not: withdrawn procedures with their statements, and slugs given up."""

from app.renderings.tabular import Table, number, text, to

WITHDRAWN = Table(
    name="withdrawn_procedures",
    about="Procedures that were withdrawn. Delete all that you keep of them: it is in no other table any more, and "
    "what stands in its place must not read as if there were no risks.",
    key=("slug",),
    columns=(
        text("slug", "The slug that it had last."),
        text("withdrawn_on", "The day."),
        text("reason", "Why."),
        number("revision", "The last revision that was public."),
        text("sha256", "The digest of that revision."),
    ),
)
WITHDRAWN_STATEMENTS = Table(
    name="withdrawn_statements",
    about="Every statement that a withdrawn procedure ever had. Delete them wherever you keep them.",
    key=("id",),
    columns=(
        text("id", "The statement that was."),
        to("withdrawn_procedures", "The procedure that it belonged to.", name="procedure"),
        text("kind", "What sort of statement it was."),
    ),
)
RENAMED = Table(
    name="renamed_procedures",
    about="Slugs that were given up. Delete what you keep under them; their statements belong to the successor.",
    key=("slug",),
    columns=(
        text("slug", "The slug that was given up; never used for another procedure."),
        text(
            "successor",
            "The slug now: in `procedures`, or in `withdrawn_procedures` if it was withdrawn since.",
        ),
        text("renamed_on", "The day."),
        text("reason", "Why."),
    ),
)
TABLES = (WITHDRAWN, WITHDRAWN_STATEMENTS, RENAMED)
"""In the order in which they are filled."""
