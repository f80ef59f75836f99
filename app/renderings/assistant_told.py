"""The text of each answer to assistants: what a model or a person reads who is not given the structured form."""

from collections.abc import Iterator

from app.renderings import assistant_answers as answers
from app.renderings.assistant_text import (
    begins,
    ends,
    heading,
    joined,
    lines,
    section_lines,
    source_lines,
    withdrawn,
)
from app.renderings.jsonld_statements import Tree


def procedure(told: Tree) -> str:
    """Return the text of a procedure: what it is, everything about safety, and where the rest is read."""
    return joined((*begins(told), *_procedure(told)))


def section(told: Tree) -> str:
    """Return the text of a section."""
    return joined((*begins(told), *_section(told)))


def search(told: Tree) -> str:
    """Return the text of what was found."""
    return joined((*begins(told), *_search(told)))


def compare(told: Tree) -> str:
    """Return the text of a comparison, row by row."""
    return joined((*begins(told), *_compare(told)))


def screen(told: Tree) -> str:
    """Return the text of what documents say on the terms of a question."""
    return joined((*begins(told), *_screen(told)))


def sources(told: Tree) -> str:
    """Return the text of a list of sources."""
    return joined((*begins(told), *_sources(told)))


def _procedure(told: Tree) -> Iterator[str]:
    yield from _found_as(told)
    yield from heading(told["procedure"])
    yield from withdrawn(told)
    yield from ("", f"In short: {told['summary']['text']}")
    yield f"This sums up: {', '.join(told['summary']['sums_up'])}."
    yield from ("", "## Safety, in full")
    for held in told["safety"]:
        yield from ("", *section_lines(held, level=3))
    yield ""
    yield from section_lines(told["names"], level=3)
    if told["summary"]["statements"]:
        yield from ("", "### The other statements that are summed up above")
        for statement in told["summary"]["statements"]:
            yield from lines(statement)
    yield from ("", "## Other sections, each with its coverage")
    for held in told["other_sections"]:
        yield from section_lines(held, level=0)
    yield from ends(told)


def _section(told: Tree) -> Iterator[str]:
    yield from _found_as(told)
    yield from heading(told["procedure"])
    yield from withdrawn(told)
    yield from ("", *section_lines(told["section"]))
    yield from _safety(told)
    yield from ends(told)


def _search(told: Tree) -> Iterator[str]:
    if "withdrawn_procedure" in told:
        yield told["withdrawn_procedure"]["words"]
    yield told["words"]
    if "not_searched" in told:
        yield f"{told['not_searched']['words']} {', '.join(told['not_searched']['procedures'])}."
    if "behind" in told:
        yield told["behind"]
    yield from _understood(told)
    if "total" in told:
        yield f"Procedures found: {told['total']}."
    for found in told.get("procedures", ()):
        yield from ("", *heading(found["procedure"]))
        yield from withdrawn(found)
        for statement in found.get("statements", ()):
            yield from lines(statement)
        for silent in found.get("not_addressed", ()):
            yield f"{silent['label']} (not_addressed): {silent['words']}"
        if "more_statements" in found:
            yield f"{found['more_statements']} more of its statements have something of the question."
        yield from _safety(found)
        yield from ends(found)
    yield from _more(told)
    if "did_you_mean" in told:
        yield f"Other words to try: {', '.join(told['did_you_mean'])}."
    yield from ends({"notice": told["notice"]})


def _understood(told: Tree) -> Iterator[str]:
    question = told["question"]
    if "not_answered" in question:
        yield question["not_answered"]["words"]
    if "read_as" in question:
        yield f"Words that are known here as: {', '.join(question['read_as'])}."
    for one in question.get("looked_for_instead", ()):
        yield f"“{one['word']}” stands nowhere here; looked for instead: {', '.join(one['words'])}."
    if "not_looked_for" in question:
        yield f"Words that were not looked for: {', '.join(question['not_looked_for'])}."
    if "words" in question and question["words"] != told["words"]:
        yield question["words"]
    if "missing" in question:
        yield question["missing"]["words"]


def _compare(told: Tree) -> Iterator[str]:
    yield from _found_as(told)
    yield from withdrawn(told)
    yield told["words"]
    names = {column["slug"]: column["name"] for column in told["procedures"]}
    for column in told["procedures"]:
        yield from ("", *heading(column), column["evidence"])
    for group in told["groups"]:
        yield from ("", f"## {group['heading']}")
        for row in group["rows"]:
            yield from ("", f"### {row['label']}")
            for cell in row["cells"]:
                yield f"{names[cell['procedure']]} ({cell['coverage']}): {cell['words']}"
                for statement in cell.get("statements", ()):
                    yield from lines(statement)
                if "finding" in cell:
                    yield from lines(cell["finding"])
                for beside in cell.get("related", ()):
                    yield f"  See also {', '.join(beside['statements'])}, under {beside['row']}."
    for group in told.get("not_shown", ()):
        yield f"Not shown: {group['heading']}. Ask with groups=[{group['group']}]."
    yield from ends(told)


def _screen(told: Tree) -> Iterator[str]:
    yield from _found_as(told)
    yield from answers.understood(told["question"])
    yield told["words"]
    yield told["legal"]
    yield f"Procedures asked about: {told['total']}."
    yield from _more(told)
    for found in told["procedures"]:
        yield ""
        yield from heading(found["procedure"])
        yield from withdrawn(found)
        for entry in found["answers"]:
            asked = entry["concept"]["label"] if "concept" in entry else f"“{entry['term']}”"
            yield from ("", f"## {asked} ({entry['coverage']})", entry["words"])
            for statement in entry.get("statements", ()):
                yield from lines(statement)
        if found.get("silent_sections"):
            yield from ("", "## Sections about safety and care that hold no statements")
            for held in found["silent_sections"]:
                yield from section_lines(held, level=0)
        yield from ends(found)
    yield from ends({"notice": told["notice"]})


def _sources(told: Tree) -> Iterator[str]:
    yield from _found_as(told)
    if "procedure" in told:
        yield from heading(told["procedure"])
    if "words" in told:
        yield told["words"]
    for held in told.get("sources", ()):
        yield from source_lines(held)
    yield from _more(told)
    yield from ends({"notice": told["notice"]})


def _found_as(told: Tree) -> Iterator[str]:
    held = told.get("found_as", [])
    for one in held if isinstance(held, list) else [held]:
        yield one["words"]


def _safety(told: Tree) -> Iterator[str]:
    yield from ("", "What is held about its safety")
    for held in told["safety"]:
        yield from section_lines(held, level=0)


def _more(told: Tree) -> Iterator[str]:
    if "more" in told:
        yield told["more"]
