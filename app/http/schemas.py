"""The shapes of the OpenAPI document as generated clients should meet them: each once, under a name of its own.

What a shape holds is said where it is declared; here it is only named, and moved to where it can be referred to.
"""

import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.content import (
    clinics,
    document,
    durations,
    evidence,
    mentions,
    placement,
    recognition,
    sources,
    statements,
    vocabulary,
)

Tree = dict[str, Any]

_PLACE = "#/components/schemas/"
_NOUNS = {
    "Answer": "{}Answer",
    "Answers": "{}Answers",
    "Broader": "Broader{}s",
    "Excerpt": "{}Excerpt",
    "Listed": "{}List",
    "Row": "{}Row",
    "Section": "{}Section",
    "list": "{}List",
}
"""How a shape that is made from another is called after it."""
_PARAMETRISED = re.compile(rf"(?P<outer>{'|'.join(_NOUNS)})_(?P<inner>\w+)_")
_WORDS: dict[str, tuple[str, ...]] = {
    "Action": ("do", "avoid", "not_needed"),
    "AnaesthesiaType": ("none", "topical", "local", "regional", "sedation", "general"),
    "ClinicPart": typing.get_args(clinics.Part),
    "ColourScheme": ("light", "dark"),
    "ConceptScheme": typing.get_args(vocabulary.Scheme),
    "Coverage": typing.get_args(document.Coverage),
    "DraftStatus": ("draft", "in_review", "approved", "none"),
    "EvidenceQuality": typing.get_args(evidence.Quality),
    "EvidenceStance": typing.get_args(evidence.Stance),
    "ExclusionReason": typing.get_args(sources.ExclusionReason),
    "Grade": typing.get_args(statements.Grade),
    "HealingMeasure": ("until_gone", "until_better"),
    "InvasivenessLevel": ("non_surgical", "minimally_invasive", "surgical"),
    "MentionKind": typing.get_args(mentions.Kind),
    "MentionRelation": typing.get_args(mentions.Relation),
    "Open": ("open",),
    "Phase": typing.get_args(statements.Phase),
    "PreviewForm": ("page", "card", "json", "jsonld"),
    "QuestionPart": typing.get_args(recognition.Place),
    "Rank": typing.get_args(statements.Rank),
    "RevisionState": ("current", "superseded", "withdrawn"),
    "Sort": ("relevance", "name", "-name", "published", "-published"),
    "SourceAccess": ("held", "referenced"),
    "SourceKind": typing.get_args(sources.SourceKind),
    "Strength": ("avoid", "ask_first"),
    "TimeUnit": typing.get_args(durations.Unit),
    "TimelinePart": typing.get_args(placement.Phase),
    "Unknown": ("unknown",),
    "WebhookState": ("active", "retrying", "stopped"),
}
"""The choices of words that stand in more than one place, so that a client has one type for each."""
_NAMES = {words: name for name, words in _WORDS.items()}
_CHOICES = {
    "AnyStatement": ("kind", "Absence"),
    "Evidence": ("access", "HeldEvidence"),
}
"""The choices of shapes that have a name: what tells the shapes apart, and one that only this choice holds."""
_BOUNDS = {"ge": "minimum", "le": "maximum"}
"""What Pydantic leaves untranslated of a number that is read from text."""


def tidy(schema: Tree) -> None:
    """Name the shapes of a whole description for those who generate clients from it, in place."""
    shapes = schema["components"]["schemas"]
    for operation in _operations(schema):
        for parameter in operation.get("parameters", ()):
            _plain(parameter.get("schema", {}))
        for body in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in body.get("content", {}).values():
                _lift(media, shapes)
    names = {name: _named(name) for name in shapes}
    schema["components"]["schemas"] = {
        names[name]: _titled(shape, names[name]) for name, shape in shapes.items()
    }
    if len(schema["components"]["schemas"]) != len(shapes):
        raise ValueError("two shapes of the OpenAPI document have one name")
    _refer(schema, lambda name: names.get(name, name))
    for name, choices in _unite(schema).items():
        schema["components"]["schemas"][name] = {**choices, "title": name}
    used = {name for tree in (schema["paths"], schema["components"]) for name in _gather(tree)}
    if taken := used & schema["components"]["schemas"].keys():
        raise ValueError(f"a choice of words and a shape are both called {min(taken)}")
    for name in sorted(used):
        schema["components"]["schemas"][name] = {"type": "string", "enum": list(_WORDS[name]), "title": name}
    _drop_unused(schema)


def _operations(schema: Mapping[str, Any]) -> Iterator[Tree]:
    for operations in schema["paths"].values():
        yield from operations.values()


def _named(name: str) -> str:
    """Return the name of a shape in one word: `Answer_Excerpt_Pain__` is a PainExcerptAnswer."""
    match = _PARAMETRISED.fullmatch(name)
    return _NOUNS[match["outer"]].format(_named(match["inner"])) if match else name


def _titled(shape: Tree, name: str) -> Tree:
    """Return a shape with its name as title, and its members without: generators make names of titles."""
    for member in shape.get("properties", {}).values():
        member.pop("title", None)
    return {**shape, "title": name}


def _plain(member: Tree) -> None:
    """Say of what may be sent that it may be left out, not that it may be null; no address can hold a null."""
    member.pop("title", None)
    choices = [choice for choice in member.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del member["anyOf"]
        member.update({**choices[0], **member})
    for ours, standard in _BOUNDS.items():
        if ours in member:
            member[standard] = member.pop(ours)


def _lift(media: Tree, shapes: Tree) -> None:
    """Move the shape of a body, and those inside it, among all others."""
    shape = media.get("schema", {})
    inner = shape.pop("$defs", {})
    if "title" not in shape or "properties" not in shape:
        return
    whole = {**inner, shape["title"]: shape}
    for sent in whole.values():
        for member in sent.get("properties", {}).values():
            _plain(member)
            member.pop("default", None)  # else some generators demand it
        _refer(sent, str, place="#/$defs/")
    for name, sent in whole.items():
        if _untitled(shapes.setdefault(name, sent)) != _untitled(sent):
            raise ValueError(f"what is sent and what is served differ, and are both called {name}")
    media["schema"] = {"$ref": _PLACE + shape["title"]}


def _untitled(shape: Tree) -> Tree:
    members = shape.get("properties", {})
    bare = {name: {key: member[key] for key in member if key != "title"} for name, member in members.items()}
    return {**shape, "properties": bare}


def _refer(tree: Any, name: Callable[[str], str], *, place: str = _PLACE) -> None:
    """Let every reference to a shape be to its new name."""
    for parent in _objects(tree):
        target = parent.get("$ref")
        if isinstance(target, str) and target.startswith(place):
            parent["$ref"] = _PLACE + name(target.removeprefix(place))
        mapping: dict[str, str] = parent.get("mapping", {}) if "propertyName" in parent else {}
        for word, target in list(mapping.items()):
            mapping[word] = _PLACE + name(target.removeprefix(place))


def _gather(tree: Any) -> Iterator[str]:
    """Replace each choice of words that has a name by a reference to it; yield the names."""
    for parent in _objects(tree):
        words = parent.get("enum")
        name = _NAMES.get(tuple(words)) if isinstance(words, list) else None
        if name is not None:
            del parent["enum"]
            parent.pop("type", None)
            parent["$ref"] = _PLACE + name
            yield name


def _unite(schema: Tree) -> Tree:
    """Say of each choice of shapes what tells them apart; return those that have a name, which are referred to."""
    shapes: Tree = schema["components"]["schemas"]
    found: Tree = {}
    for parent in list(_objects(schema)):
        targets = list(_targets(parent))
        tag = next((tag for tag, _ in _CHOICES.values() if _tells_apart(tag, targets, shapes)), None)
        if tag is None:
            continue
        parent.pop("anyOf", None)
        mapping = {_word(shapes[name], tag): _PLACE + name for name in targets}
        choice = {
            "oneOf": [{"$ref": _PLACE + name} for name in targets],
            "discriminator": {"propertyName": tag, "mapping": dict(sorted(mapping.items()))},
        }
        name = next(
            (name for name, named in _CHOICES.items() if named[0] == tag and named[1] in targets), None
        )
        for member in ("oneOf", "discriminator") if name else ():
            parent.pop(member, None)
        parent.update({"$ref": _PLACE + name} if name else choice)
        found |= {name: choice} if name else {}
    return found


def _tells_apart(tag: str, targets: Sequence[str], shapes: Tree) -> bool:
    return len(targets) > 1 and all(_word(shapes[name], tag) for name in targets)


def _targets(parent: Tree) -> Iterator[str]:
    """Yield the names of the shapes between which a choice is, whether it is one or a choice of choices."""
    for choice in (*parent.get("anyOf", ()), *parent.get("oneOf", ())):
        if "$ref" in choice:
            yield choice["$ref"].removeprefix(_PLACE)
        else:
            yield from _targets(choice)


def _word(shape: Tree, tag: str) -> str | None:
    """Return the one word that a member of this shape always is, or None."""
    word = shape.get("properties", {}).get(tag, {}).get("const")
    return word if isinstance(word, str) else None


def _objects(tree: Any) -> Iterator[Tree]:
    """Yield every object that describes; examples only show."""
    if isinstance(tree, dict):
        yield tree
        for name, value in tree.items():
            if name not in {"example", "examples"}:
                yield from _objects(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _objects(value)


def _drop_unused(schema: Tree) -> None:
    """Tell of the answers that no operation names under that for all others: they are met before one is found."""
    used = {each["$ref"] for each in _objects(schema["paths"]) if isinstance(each.get("$ref"), str)}
    answers = schema["components"]["responses"]
    for name in [
        name for name in answers if f"#/components/responses/{name}" not in used and name != "Problem"
    ]:
        answers["Problem"]["description"] += "\n" + answers.pop(name)["description"]
