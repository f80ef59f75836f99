"""What language models are told (llmstxt.org): what there is, where it can be read, and how silence is to be read."""

from collections.abc import Callable, Iterable, Sequence

from app.content import words
from app.renderings import markdown_text

MOST = 100
"""How many procedures are named; the list of all is linked to."""


_ABOUT = (
    "What is known about aesthetic procedures, with the evidence behind each statement, and said plainly where nothing "
    "is known."
)
_COVERAGE = (
    "Each section says its coverage. `stated`: our sources say this, and there may be more. `stated_none`: a source "
    f"says that there is none. `not_addressed`: our sources are silent. {words.NOT_SAFE} `not_applicable`: it does "
    "not apply."
)
_RESERVE = (
    "Keep the reserve of a statement (“usually”, “may”). A length of time stands in the source’s words, with bounds "
    "in ISO 8601; `open` is a bound that no source sets. “Until it gets better” is not “until it is gone”."
)
_WORTH = (
    "Name the source of a statement, its grade, and whether a clinician has reviewed it. A deprecated or withdrawn "
    "statement no longer holds."
)
_READING = (_COVERAGE, words.FOUND_NOTHING, _RESERVE, _WORTH, words.LEGAL)
_QUESTIONS = (
    ("Search", "/v1/search", "procedures by any words (`?q=`), with the statements that brought them"),
    (
        "All procedures",
        "/v1/procedures",
        "with filters, page by page; with `.md` the address of one is its text",
    ),
    ("Comparison", "/v1/compare", "2 to 6 procedures side by side (`?procedures=a,b`)"),
    ("Concepts", "/v1/concepts", "conditions, medicines and effects by any of their names (`?label=`)"),
    ("Tools for assistants", "/mcp", "the Model Context Protocol, where this service offers it"),
    ("OpenAPI", "/openapi.json", "every operation with a real answer"),
)
_OPTIONAL = (
    ("Everything at once", "/v1/export.ndjson", "one object in each line"),
    ("The vocabulary", "/v1/concepts.ttl", "in SKOS"),
    ("Changes", "/v1/changes", "what was published, changed and withdrawn"),
    ("Corrections", "/v1/corrections", "what was published and then changed or withdrawn"),
    ("Sources", "/v1/sources", "what the evidence stands in"),
    ("Report an error", "/report-error", "how to tell us"),
)


def content(
    procedures: Sequence[tuple[str, str]],
    *,
    total: int,
    url: Callable[[str], str],
    publisher: str,
    disclaimer: str,
    licence: str,
) -> bytes:
    """Return the text; `procedures` are slugs with names, `total` counts all that there are."""

    def listed(items: Iterable[tuple[str, str, str]]) -> str:
        return "\n".join(f"- {markdown_text.link(name, url(path))}: {said}" for name, path, said in items)

    named = [f"- {markdown_text.link(name, url(f'/v1/procedures/{slug}.md'))}" for slug, name in procedures]
    more = total - len(procedures)
    blocks = [
        f"# {markdown_text.text(publisher)}",
        f"> {_ABOUT}",
        disclaimer,
        "How to read it, and how to pass it on:",
        "\n".join(f"- {line}" for line in (*_READING, f"The licence of the data is {licence}.")),
        "## Procedures",
        "\n".join(named) or "Nothing is published yet.",
        *([f"{more} more are not named here; the list of all procedures has them."] if more > 0 else []),
        "## Questions",
        listed(_QUESTIONS),
        "## Optional",
        listed(_OPTIONAL),
    ]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")
