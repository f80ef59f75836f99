"""What assistants are told, as plain text: made of the structured answer alone, so that the two cannot differ."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.renderings import assistant
from app.renderings.jsonld_statements import Tree

_BEFORE = {
    "strength": "How strongly",
    "severity": "How marked",
    "degree": "How marked",
    "frequency": "How often",
    "onset": "When it begins",
    "duration": "How long",
    "lasts": "How long the result lasts",
    "length": "How long one session takes",
    "mechanism": "How they act together",
    "what_to_do": "What to do",
    "ask": "Whom to ask",
    "until": "Until when",
    "repeat_after": "When to repeat it",
    "number": "How many sessions",
    "spacing": "How far apart",
    "level": "How much it hurts",
    "other_procedure": "Procedure",
}
"""How a typed member of a statement is headed; any other by its own name."""
_SAID = frozenset(
    {"id", "url", "text", "hedge", "rank", "rank_reason", "review", "grade", "kind", "about", "parts", "slug"}
    | {"section", "evidence", "revision", "conflicts", "matched", "found_by", "name", "aspect"}
)
"""Members of a statement that are said in a way of their own."""
_RELATIONS = {
    "same": "what was asked",
    "narrower": "a part of what was asked",
    "broader": "something broader than what was asked",
    "words": "its name has words of what was asked",
}


def lines(statement: Tree) -> Iterator[str]:
    """Yield the lines of a statement: what it says, how sure, on what it rests, of which revision it is."""
    revision, section = statement["revision"], statement["section"]
    yield f"- {_standing(statement)}{_called(statement)}{statement['text']}"
    if "matched" in statement:
        yield f"  {statement['matched']['words']}"
    for found in statement.get("found_by", ()):
        yield f"  Found by what it is about: {found['label']} ({_RELATIONS[found['relation']]})."
    if "hedge" in statement:
        yield f"  Hedge as the source words it, to be kept: “{statement['hedge']}”."
    yield from (f"  {said}" for said in _typed(statement))
    yield from (f"  {said}" for said in _evidence(statement["evidence"]))
    yield f"  Best evidence: {statement['grade']}. {_review(statement['review'])}{_rank(statement)}"
    for conflict in statement.get("conflicts", ()):
        yield f"  Contradiction ({conflict['id']}, with {_others(conflict, statement['id'])}): {conflict['text']}"
    yield (
        f"  [{statement['id']}, {statement['kind']} in {section['name']} ({section['coverage']}), "
        f"{revision['procedure']} revision {revision['number']}, sha256 {revision['sha256'][:12]}…] {statement['url']}"
    )
    for part in statement.get("parts", ()):
        yield from (f"  {line}" if line else "" for line in section_lines(part, level=0))


def section_lines(section: Tree, *, level: int = 2) -> Iterator[str]:
    """Yield the lines of a section: its coverage in words, then what it holds or how that is read."""
    mark = "#" * level + " " if level else ""
    yield f"{mark}{section['heading']} (coverage of {section['name']}: {section['coverage']})"
    yield section["words"]
    for silence in section.get("silent_on", ()):
        yield silence["words"]
    for statement in section.get("statements", ()):
        yield from lines(statement)
    if "finding" in section:
        yield from lines(section["finding"])
    if "read_with" in section:
        how = section["read_with"]
        given = ", ".join(f"{name}={value}" for name, value in how["arguments"].items())
        held = section["statements_held"]
        yield f"{held} {'statement' if held == 1 else 'statements'} held; in full with {how['tool']}({given})."


def heading(procedure: Tree) -> Iterator[str]:
    """Yield the lines that say which procedure this is, and as of which revision."""
    revision = procedure["revision"]
    yield f"# {procedure['name']} ({procedure['slug']})"
    yield (
        f"Revision {revision['number']}, published {revision['published']}, sha256 {revision['sha256']}. "
        f"{procedure['page']}"
    )
    yield procedure["review"]["words"]


def begins(answer: Tree) -> Iterator[str]:
    """Yield what every answer begins with, so that nothing cuts it off: how to read it, and that it is no advice.

    Before that stands that nobody can confirm it at present, where that is so.
    """
    notice = answer["notice"]
    if "freshness" in notice:
        yield from (notice["words"], "")
    yield from (notice["reading"], notice["disclaimer"], "")


def withdrawn(answer: Tree) -> Iterator[str]:
    """Yield the statements that were withdrawn, before any that were not."""
    if answer.get("withdrawn"):
        yield from ("", "## Withdrawn statements")
        for stone in answer["withdrawn"]:
            yield f"- {stone['id']}: {stone['words']} Reason: {stone['reason']}"


def ends(answer: Tree) -> Iterator[str]:
    """Yield what stands at the end of every answer: contradictions, sources, licence, and where to report errors."""
    if answer.get("conflicts"):
        yield from ("", "## Contradictions")
        above = assistant.ids([held for name, held in answer.items() if name != "conflicts"])
        for conflict in answer["conflicts"]:
            yield f"{conflict['text']} {conflict['words']} ({conflict['id']})"
            for side in conflict["statements"]:
                yield from [f"- {side['id']}, see above."] if side["id"] in above else lines(side)
    if answer.get("sources"):
        yield from ("", "## Sources")
        for held in answer["sources"]:
            yield from source_lines(held)
    notice = answer.get("notice")
    if notice is None:
        return
    licence = notice["licence"]
    yield ""
    yield f"Licence of the data: {licence['name']}, {licence['url']}. Errors: {notice['report_error']}"


def source_lines(held: Tree) -> Iterator[str]:
    """Yield the lines of a source: what it is, how old, who gains from it, and what it is worth."""
    yield (
        f"- {held['title']} ({held['id']}): {held['kind'].replace('_', ' ')}, grade {held['grade']}; publisher: "
        f"{held['publisher']}; author: {held['author']}; date: {held['date']}; address: {held['address']}."
    )
    yield f"  {held['about']}"
    yield f"  Who gains: {held['commercial_interest']}"
    yield f"  Rights: {held['rights']}"
    if held.get("procedures"):
        yield f"  Procedures that stand on it: {', '.join(held['procedures'])}."
    if held.get("statements"):
        yield f"  Statements that stand on it: {', '.join(held['statements'])}."
    yield f"  {held['url']}"


def joined(several: Iterable[str]) -> str:
    """Return lines as one text; what sources wrote over several lines stands on one."""
    return "\n".join(" ".join(line.split("\n")) for line in several).strip() + "\n"


def _standing(statement: Tree) -> str:
    """Return what is said before a statement that no longer holds, so that nobody reads it as one that does."""
    if statement["rank"] != "deprecated":
        return ""
    return f"**No longer holds.** {statement['rank_reason'].rstrip('.')}. It said: "


def _called(statement: Tree) -> str:
    about = f"{statement['about']['label']}: " if "about" in statement else ""
    named = f"{statement['name']}: " if "name" in statement else ""
    return about + named


def _typed(statement: Tree) -> Iterator[str]:
    unknown = []
    for name, value in statement.items():
        if name in _SAID:
            continue
        head = _BEFORE.get(name, name.replace("_", " ").capitalize())
        if value == "unknown":
            unknown.append(head[0].lower() + head[1:])
        else:
            yield f"{head}: {_value(value)}"
    if unknown:
        yield f"Not said by our sources: {'; '.join(unknown)}."


def _value(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value).replace("_", " ").rstrip(".") + "."
    if "wording" not in value:
        return str(value["words"])
    return f"“{value['wording']}”{_bounds(value)}."


def _bounds(value: Tree) -> str:
    if "event" in value:
        return f" (until: {value['event']})"
    held = value.get("length", value)
    measured = {"until_gone": "to its end", "until_better": "to when it is less, not to its end"}
    measures = f"; measures the time {measured[held['measures']]}" if "measures" in held else ""
    return f" (min {held['min']}, max {held['max']}{measures})"


def _evidence(items: list[Tree]) -> Iterator[str]:
    """Yield a line for each source and stance, with each phrase or place in it."""
    grouped: dict[tuple[str, str], list[Tree]] = {}
    for item in items:
        grouped.setdefault((item["source"]["id"], item["stance"]), []).append(item)
    for (_, stance), held in grouped.items():
        cited = held[0]["source"]
        verb = "Disputed by" if stance == "disputes" else "Source"
        kind = cited["kind"].replace("_", " ")
        said = "; ".join(map(_place, held))
        yield f"{verb}: {cited['title']} ({kind}, grade {cited['grade']}, date {cited['date']}): {said}."


def _place(item: Tree) -> str:
    if "phrase" in item:
        said = f"“{item['phrase']}”"
    else:
        said = ", ".join(f"{name} {place}" for name, place in item["locator"].items())
        said = f"{said}, read on {item['read_on']}"
    told = [f"cites {item['attributed_to']}"] if "attributed_to" in item else []
    told += [f"the wording is {item['quality']}"] if item["quality"] != "clear" else []
    told += [item[name].rstrip(".") for name in ("words", "note") if name in item]
    return f"{said} ({'; '.join(told)})" if told else said


def _review(review: Tree) -> str:
    if review["state"] == "unreviewed":
        return "No clinician has reviewed it."
    verb = "Reviewed" if review["state"] == "reviewed" else "Disputed"
    due = f", next review due {review['next_due']}" if "next_due" in review else ""
    return f"{verb} by: {review['role']}, on {review['on']}{due}."


def _rank(statement: Tree) -> str:
    if statement["rank"] != "preferred":
        return ""  # what no longer holds begins with that
    return " Preferred over others." + (
        f" Reason: {statement['rank_reason']}" if "rank_reason" in statement else ""
    )


def _others(conflict: Tree, own: str) -> str:
    return ", ".join(name for name in dict.fromkeys(conflict["statements"]) if name != own) or "itself"
