"""The chapters of the guide that are made from the code, as Markdown: no word of them is written twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args

from app.content import document, problems, vocabulary, words

Tree = Mapping[str, Any]
SCHEMES: dict[str, str] = {
    "body_area": "Parts of the body, each within the larger ones.",
    "concern": "What somebody wants treated: scars, say, or lax skin.",
    "side_effect": "What can go wrong or be felt.",
    "condition": "Illnesses; states of life and skin types too.",
    "medicine": "Medicines and classes of medicines, with their brands.",
    "technique_type": "Sorts of techniques, whatever a procedure calls them.",
    "energy": "What energy is used: light, heat, ultrasound.",
    "category": "Sorts of procedures.",
    "exposure": "What one does or meets: sunlight, alcohol, a swim.",
}
"""What each scheme of the vocabulary holds."""
MEMBERS: dict[str, str] = {
    "format": "The format of the document, so that programs can tell a later one apart.",
    "slug": "What names the procedure in addresses; never given to another.",
    "name": "What it is called.",
    "language": "The language of its texts.",
    "aliases": "Its other names.",
    "invasiveness": "How far into the body it goes.",
    "body_areas": "Where on the body it is used.",
    "categories": "What sort of procedure it is.",
    "techniques": "The ways of doing it.",
    "withdrawn": "The statements that were taken back.",
    "sources": "Every source that a statement rests on.",
}
"""What is said of members of the document whose model says nothing."""
_SETTINGS = """\
The service is configured by environment variables only. Each has a default that suits a machine of your own; a value
out of bounds stops the start with a message that names the variable.

Lists are written as JSON: `CANDOUR_ALLOWED_HOSTS='["api.example.org"]'`. What the more important ones are for stands in
the [chapter for operators](operator.md)."""
_VOCABULARY = """\
Statements are about concepts: a side effect, a medicine, a part of the body. You ask by a concept's id or by exactly
one of its labels; brands and listed misspellings are labels too."""
_ANYTHING = "anything"


def endpoints(description: Tree) -> str:
    """Return every operation of an OpenAPI description, under the headings of its tags."""
    return _joined(_endpoints(description))


def _endpoints(description: Tree) -> Iterator[str]:
    yield "# Every address of the API"
    yield (
        "Each operation with its parameters. What an answer looks like, field by field and with a real one, stands at "
        "[the docs page](http://127.0.0.1:8000/docs), and for programs in the "
        "[OpenAPI document](http://127.0.0.1:8000/openapi.json), which this chapter is made from."
    )
    every = [
        (path, method, operation)
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    ]
    for tag in description["tags"]:
        mine = [one for one in every if tag["name"] in one[2].get("tags", ())]
        if mine:
            yield f"## {tag['name']}"
            yield str(tag["description"])
            for path, method, operation in mine:
                yield from _operation(path, method, operation, description["components"])


def _operation(path: str, method: str, operation: Tree, components: Tree) -> Iterator[str]:
    yield f"### {operation['summary']}"
    yield f"`{method.upper()} {path}`" + (" · needs a key" if all(operation.get("security", [{}])) else "")
    if operation.get("description"):
        yield str(operation["description"])
    found = [_resolved(parameter, components) for parameter in operation.get("parameters", ())]
    rows = [
        (f"`{one['name']}`", one["in"], bounds(one["schema"]), _required(one))
        for one in found
        if one["name"] != "If-None-Match"
    ]
    if rows:
        yield _table(("parameter", "in", "what it may be", "meaning"), rows)
    if "requestBody" in operation:
        kinds = " or ".join(f"`{kind}`" for kind in operation["requestBody"]["content"])
        yield f"Send a body of the type {kinds}."


def _resolved(parameter: Tree, components: Tree) -> Tree:
    if "$ref" not in parameter:
        return parameter
    found: Tree = components["parameters"][parameter["$ref"].rpartition("/")[2]]
    return found


def _required(parameter: Tree) -> str:
    said = str(parameter.get("description", ""))
    optional = parameter["in"] == "path" or not parameter.get("required")
    return said if optional else f"Must be given. {said}"


def settings(schema: Tree, defaults: Mapping[str, str]) -> str:
    """Return every setting from the schema of the settings; `defaults` holds each default in words, by its field."""
    rows = [
        (f"`CANDOUR_{name.upper()}`", defaults[name], bounds(member), str(member["description"]))
        for name, member in schema["properties"].items()
    ]
    return _joined(
        (
            "# Every setting",
            _SETTINGS,
            _table(("variable", "default", "what it may be", "meaning"), rows),
        )
    )


def errors(found: Iterable[type[problems.Problem]]) -> str:
    """Return every problem that can be met, by its code."""
    return _joined(_errors(found))


def _errors(found: Iterable[type[problems.Problem]]) -> Iterator[str]:
    yield "# Every error"
    yield (
        "An error is `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Decide by its "
        "`code`, which keeps its meaning and its status for ever; a code that you do not know is to be treated by its "
        "status. The same list for programs stands at [/problems](http://127.0.0.1:8000/problems)."
    )
    yield "Where an error has a `notice`, show it: a missing answer must not read as a reassuring one."
    for kind in found:
        yield f"## `{kind.code}`"
        yield f"**{kind.status} {kind.title}.** {problems.documentation(kind)}"
        yield f"*What to do:* {kind.remedy}"


def documents() -> str:
    """Return what a document of a procedure holds: its members, coverages, sections and kinds of statements."""
    return _joined(_documents(document.ProcedureDocument.model_json_schema()))


def _documents(schema: Tree) -> Iterator[str]:
    shapes = schema["$defs"]
    yield "# What a document holds"
    yield (
        "The `data` of `GET /v1/procedures/{slug}` is one document. It is published whole, and never changed: what "
        "comes later is another revision. This chapter is made from the model that every document must pass."
    )
    yield "## The document"
    yield _table(
        ("member", "what it may be", "meaning"),
        [
            (f"`{name}`", bounds(member), _meaning(name, member, shapes))
            for name, member in schema["properties"].items()
        ],
    )
    yield "## Coverage"
    yield "Every section says first what its silence means. The words beside it are for people: show them."
    rows = [(f"`{state}`", words.coverage("indications", state)) for state in get_args(document.Coverage)]
    yield _table(("coverage", "in words, for what a procedure is used for"), rows)
    yield "`not_applicable` is never said of what concerns safety."
    yield "## Sections"
    sections = shapes["Sections"]["properties"].items()
    yield _table(
        ("section", "kind of its statements", "what each says"),
        [(f"`{name}`", f"`{_kind(shape, shapes)}`", _about(shape, shapes)) for name, shape in sections],
    )
    for title, name in (("A section", "Section_SideEffect_"), ("A tombstone", "Tombstone")):
        yield f"## {title}"
        yield from _shape(shapes[name])
    yield "## Kinds of statements"
    for name, shape in shapes.items():
        if "kind" in shape["properties"] and "evidence" in shape["properties"]:
            yield f"### `{shape['properties']['kind']['const']}`"
            yield from _shape(shapes[name])
    yield "## What statements are made of"
    for name in (
        "HeldEvidence",
        "ReferencedEvidence",
        "Locator",
        "Review",
        "TimeSpan",
        "Unstated",
        "CitedSource",
    ):
        yield f"### {name}"
        yield from _shape(shapes[name])


def _meaning(name: str, member: Tree, shapes: Tree) -> str:
    """Return what a member of the document is for: as it says, or else as its shape says."""
    said = member.get("description") or MEMBERS.get(name)
    shape = shapes.get(member.get("$ref", member.get("items", {}).get("$ref", "")).rpartition("/")[2], {})
    return str(said or shape.get("description", ""))


def _shape(shape: Tree) -> Iterator[str]:
    yield str(shape["description"])
    yield _members(shape)


def _members(shape: Tree) -> str:
    rows = [
        (f"`{name}`", bounds(member), str(member.get("description", "")))
        for name, member in shape["properties"].items()
    ]
    if any(meaning for _, _, meaning in rows):
        return _table(("member", "what it may be", "meaning"), rows)
    return _table(("member", "what it may be"), [row[:2] for row in rows])


def _statement(section: Tree, shapes: Tree) -> Tree:
    held = shapes[section["$ref"].rpartition("/")[2]]["properties"]["statements"]["items"]
    found: Tree = shapes[held["$ref"].rpartition("/")[2]]
    return found


def _kind(section: Tree, shapes: Tree) -> str:
    return str(_statement(section, shapes)["properties"]["kind"]["const"])


def _about(section: Tree, shapes: Tree) -> str:
    return str(_statement(section, shapes)["description"])


def vocabularies() -> str:
    """Return the schemes of the vocabulary, and what a concept holds."""
    return _joined(
        (
            "# The vocabulary",
            _VOCABULARY,
            "## Schemes",
            _table(
                ("scheme", "what it holds", "its concepts"),
                [
                    (
                        f"`{name}`",
                        SCHEMES[name],
                        f"[list](http://127.0.0.1:8000/v1/concepts?scheme={name})",
                    )
                    for name in get_args(vocabulary.Scheme)
                ],
            ),
            "## A concept",
            *_shape(vocabulary.Concept.model_json_schema()),
            "## A label",
            *_shape(vocabulary.OtherLabel.model_json_schema()),
            "## A code",
            *_shape(vocabulary.Code.model_json_schema()),
        )
    )


def bounds(schema: Tree) -> str:
    """Return in words what a value may be, from its JSON Schema."""
    choices = [part for part in schema.get("anyOf", schema.get("oneOf", ())) if part.get("type") != "null"]
    if choices:
        return " or ".join(dict.fromkeys(map(bounds, choices)))
    if "$ref" in schema:
        return _named(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    rule = _BOUNDS.get(schema.get("type", ""))
    return rule(schema) if rule else _ANYTHING


def _named(shape: str) -> str:
    """Return a shape by its name; sections are shapes for each kind of statement."""
    kind = shape.removeprefix("Section_").rstrip("_")
    return f"`{shape}`" if kind == shape else f"a section of `{kind}`"


def _number(schema: Tree) -> str:
    least, most = schema.get("minimum", schema.get("ge")), schema.get("maximum", schema.get("le"))
    said = "a whole number"
    if least is not None and most is not None:
        return f"{least} to {most}"
    return said if least is None else f"{said}, {least} or more"


def _text(schema: Tree) -> str:
    if "maxLength" in schema:
        return f"text, at most {schema['maxLength']} characters"
    return "a day" if schema.get("format") == "date" else "text"


def _list(schema: Tree) -> str:
    most = f"at most {schema['maxItems']} " if "maxItems" in schema else ""
    held = bounds(schema["items"]) if "items" in schema else _ANYTHING
    return f"a list of {most}entries" + ("" if held == _ANYTHING else f": {held}")


_BOUNDS: dict[str, Callable[[Tree], str]] = {
    "integer": _number,
    "string": _text,
    "array": _list,
    "boolean": lambda _: "`true` or `false`",
    "object": lambda _: "an object",
}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"
