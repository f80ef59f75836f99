"""A checker of FHIR R5: the shapes of the library, and beside it what the library lets through.

The library does not look at required bindings, nor at invariants. It takes three milliseconds for a resource, so that
what differs in words alone is given to it once.
"""

import functools
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import fhir.resources
import pydantic

from app.content import document, values
from app.renderings import fhir as renderings
from tests.renderings import linked

Tree = dict[str, Any]
BODIES = ("contraindication", "indication", "interaction", "undesirableEffect", "warning")
_TEXTS = frozenset(
    {
        "valueString",
        "text",
        "title",
        "description",
        "display",
        "textEquivalent",
        "usage",
        "label",
        "name",
        "value",
    }
)
"""Members that hold any words: the library asks of them only that there are some."""
_KEPT = frozenset(
    {
        "resourceType",
        "type",
        "status",
        "kind",
        "role",
        "relationship",
        "groupingBehavior",
        "method",
        "language",
    }
    | {"system", "derivation", "content"}
)
"""Members that hold a code of FHIR's own."""
_OURS = "https://candour.example/fhir/StructureDefinition/"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_REFERENCE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">'
_ANY = (
    (re.compile(r"https?://\S+|urn:\S+"), "https://candour.example"),
    (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)"), "2026-01-31T00:00:00Z"),
    (re.compile(r"\d{4}(-\d\d-\d\d)?"), "2026-01-31"),
    (re.compile(r"\S+( \S+)*"), "words"),
)
"""The forms that texts have, each with what stands for all texts of that form."""
_ALIKE = {
    **dict.fromkeys(("id", "linkId", "targetId"), ((_ID, "id"),)),
    "div": ((re.compile(f"{re.escape(_DIV)}.+</div>", re.DOTALL), f"{_DIV}words</div>"),),
}
"""The same where a member has a form of its own."""


def tree(published: document.ProcedureDocument, **changes: Any) -> Tree:
    """Return the FHIR of a document."""
    return renderings.tree(published.canonical(), imprint=linked.imprint(**changes))


def resources(bundle: Tree, *kinds: str) -> list[Tree]:
    """Return the resources of a Bundle, in its order; those of these kinds where any are named."""
    held = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in held if not kinds or resource["resourceType"] in kinds]


def nodes(part: Any) -> Iterator[Tree]:
    """Yield every object in a tree."""
    if isinstance(part, dict):
        yield part
    for item in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from nodes(item)


def extension(node: Tree, name: str) -> list[Tree]:
    """Return the extensions of ours with this name."""
    address = _OURS + name
    return [
        held
        for held in [*node.get("extension", ()), *node.get("modifierExtension", ())]
        if held["url"] == address
    ]


def part(held: Tree, name: str) -> Any:
    """Return the value of a part of an extension, or None."""
    for inner in held.get("extension", ()):
        if inner["url"] == name:
            return next((value for key, value in inner.items() if key.startswith("value")), None)
    return None


def faults(bundle: Tree) -> list[str]:
    """Return everything that is wrong with a Bundle of ours."""
    found = [*_bundle(bundle), *_references(bundle)]
    for entry in bundle["entry"]:
        place = f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
        found += [f"{place}: {fault}" for fault in resource_faults(entry["resource"])]
    return found


def resource_faults(resource: Tree) -> list[str]:
    """Return everything that is wrong with a resource, whatever it refers to."""
    return list(_shape(_skeleton(resource)))


def whole_faults(bundle: Tree) -> list[str]:
    """Return what the library finds wrong with a Bundle as it is, word for word."""
    return list(_library(bundle))


@functools.cache
def _shape(written: str) -> tuple[str, ...]:
    resource = json.loads(written)
    found = [fault for node in nodes(resource) for fault in _node(node)]
    if resource["resourceType"] == "ClinicalUseDefinition":
        found += _cud_1(resource)
    return (*found, *_library(resource))


def _library(resource: Tree) -> list[str]:
    try:
        made = fhir.resources.get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except pydantic.ValidationError as fault:
        return [f"{error['loc']}: {error['msg']}" for error in fault.errors()]
    return list(_bindings(made))


def _node(node: Tree) -> Iterator[str]:
    yield from (f"{name} is empty" for name, value in node.items() if value in (None, "", [], {}))
    if "emptyReason" in node and "entry" in node:
        yield "cmp-2: a section that is not empty says why it is"
    if "section" not in node and "title" in node and "code" in node and "text" not in node:
        yield "cmp-1: a section says nothing"
    if "div" in node and node["div"] != f"{_DIV}words</div>":
        yield "a narrative is no division"
    valued = any(key.startswith("value") for key in node)
    if "url" in node and "extension" in node and valued:
        yield "ext-1: an extension has parts and a value"
    if "extension" not in node and not valued and node.get("url") == _OURS and "resourceType" not in node:
        yield "ext-1: an extension has neither parts nor a value"


def _cud_1(resource: Tree) -> Iterator[str]:
    bodies = [name for name in BODIES if name in resource]
    if len(bodies) > 1:
        yield f"cud-1: it has {', '.join(bodies)}"
    kinds = {"undesirable-effect": "undesirableEffect"}
    if bodies and kinds.get(resource["type"], resource["type"]) != bodies[0]:
        yield f"its type is {resource['type']} and its body {bodies[0]}"


def _bindings(model: pydantic.BaseModel) -> Iterator[str]:
    """Yield every code that its required value set does not have."""
    for name, field in type(model).model_fields.items():
        held = getattr(model, name)
        listed = held if isinstance(held, list) else [held]
        said = field.json_schema_extra
        allowed = said.get("enum_values") if isinstance(said, dict) else None
        if isinstance(allowed, list):
            yield from (f"{name}: {value}" for value in listed if value is not None and value not in allowed)
        for value in listed:
            if isinstance(value, pydantic.BaseModel):
                yield from _bindings(value)


def _skeleton(part: Any, *, name: str = "") -> str:
    """Return a tree as JSON in which words, addresses, days and numbers are all the same, as are items of a list."""
    if isinstance(part, dict):
        return "{" + ",".join(f'"{key}":{_skeleton(part[key], name=key)}' for key in sorted(part)) + "}"
    if isinstance(part, list):
        return "[" + ",".join(dict.fromkeys(_skeleton(item, name=name) for item in part)) + "]"
    if isinstance(part, str):
        return json.dumps(part if name in _KEPT else _plain(part, name=name))
    return "1" if isinstance(part, int) and not isinstance(part, bool) else json.dumps(part)


def _plain(text: str, *, name: str) -> str:
    if name == "reference" and _REFERENCE.fullmatch(text):
        return text.partition("/")[0] + "/id"
    if text.startswith(_OURS):
        return _OURS
    if text and name in _TEXTS:
        return "words"
    return next((same for pattern, same in _ALIKE.get(name, _ANY) if pattern.fullmatch(text)), text)


def _bundle(bundle: Tree) -> Iterator[str]:
    names = Counter(entry["fullUrl"] for entry in bundle["entry"])
    yield from (f"{name} is there {times} times" for name, times in names.items() if times > 1)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if not entry["fullUrl"].endswith(f"/{resource['resourceType']}/{resource['id']}"):
            yield f"{entry['fullUrl']} is not the name of what it is"
    if bundle["type"] == "document":
        if resources(bundle)[0]["resourceType"] != "Composition":
            yield "a document begins with its composition"
        if not {"identifier", "timestamp"} <= set(bundle) or set(bundle["identifier"]) != {"system", "value"}:
            yield "a document is identified and dated"


def _references(bundle: Tree) -> Iterator[str]:
    held = {f"{resource['resourceType']}/{resource['id']}": resource for resource in resources(bundle)}
    for node in nodes(bundle):
        reference = node.get("reference")
        if reference is None:
            continue
        if reference not in held:
            yield f"{reference} is not there"
        for extended in node.get("extension", ()):
            elements = {inner.get("id") for inner in nodes(held.get(reference, {}))}
            if extended["url"].endswith("/targetElement") and extended["valueUri"] not in elements:
                yield f"{extended['valueUri']} is not in {reference}"
    targets = {target["reference"] for proof in resources(bundle, "Provenance") for target in proof["target"]}
    for name, resource in held.items():
        if extension(resource, "statement") and name not in targets:
            yield f"{name} rests on nothing"


def canonical(bundle: Tree) -> bytes:
    """Return a Bundle as it is served."""
    return values.canonical(bundle)
