"""What describes our extensions and codes in FHIR's own form, so that their addresses answer."""

from collections.abc import Iterator, Mapping

from app.content import values, words
from app.renderings import fhir_extensions, fhir_naming
from app.renderings.fhir_extensions import DEFINITIONS, Definition, Maker, Tree

FHIR = "5.0.0"
_BASE = "http://hl7.org/fhir/StructureDefinition/Extension"
_TITLE = "Candour: {}"
CODE_SYSTEMS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    fhir_naming.KINDS: (
        "The kinds of statement.",
        {
            "indication": "What the procedure is used for.",
            "contraindication": "Who should not have it, or should ask first.",
            "precaution": "What to be careful about.",
            "interaction": "Which medicine or class of medicines acts together with the procedure.",
            "side_effect": "What can go wrong or be felt.",
            "warning_sign": "When to seek help, and from whom.",
            "outcome": "What result can be expected.",
            "mechanism": "How the procedure is thought to work.",
            "preparation": "What to do or avoid before.",
            "aftercare": "What to do or avoid afterwards.",
            "recovery": "When a milestone of recovery is reached.",
            "session_plan": "How many sessions, how far apart, or when to repeat.",
            "duration": "How long one session takes.",
            "anaesthesia": "Which anaesthesia is used, needed or offered.",
            "pain": "How much it hurts.",
            "alternative": "Another way to treat the same concern.",
            "combination": "What can be done together with it.",
            "cost_factor": "What the price depends on.",
            "alias": "Another name of the procedure.",
            "invasiveness": "How far into the body the procedure goes.",
            "body_area": "A part of the body on which it is used.",
            "category": "A category, technique type or energy that it belongs to.",
            "technique": "One way of performing the procedure.",
            "technique_use": "When a technique is used.",
            "step": "One ordered action of a technique.",
            "absence": "A finding of a source that there is none of something; it is evidence, not silence.",
        },
    ),
    fhir_naming.SECTIONS: (
        "The sections of a document.",
        {
            **words.NOUNS,
            "summary": "the procedure summed up",
            "review": "how much of the document was reviewed",
            "aliases": "other names",
            "conflicts": "statements that cannot all be true",
            "withdrawn": "statements that were withdrawn",
            "sources": "the sources of the document",
            "terms": "the disclaimer and the licence",
        },
    ),
}
"""Our code systems by name: what each is of, and its codes."""


def structure(name: str, *, make: Maker) -> Tree:
    """Return the definition of an extension; KeyError where there is none with this name."""
    definition = DEFINITIONS[name]
    address = make.url(fhir_extensions.PLACE + name)
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": address,
        "version": "1",
        "name": "Candour" + "".join(part.capitalize() for part in name.split("-")),
        "title": _TITLE.format(name.replace("-", " ")),
        "status": "active",
        "experimental": False,
        "description": definition.says,
        "fhirVersion": FHIR,
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": place} for place in definition.on],
        "type": "Extension",
        "baseDefinition": _BASE,
        "derivation": "constraint",
        "differential": {"element": list(_elements(definition, address=address))},
    }


def _elements(definition: Definition, *, address: str) -> Iterator[Tree]:
    root: Tree = {"id": "Extension", "path": "Extension", "definition": definition.says}
    if definition.modifier:
        root |= {"isModifier": True, "isModifierReason": definition.says}
    yield root
    if isinstance(definition.holds, str):
        yield {"id": "Extension.url", "path": "Extension.url", "fixedUri": address}
        yield _value("Extension", kind=definition.holds)
        return
    for part, kind in definition.holds.items():
        inner = f"Extension.extension:{part}"
        yield {"id": inner, "path": "Extension.extension", "sliceName": part, "min": 0, "max": _most(part)}
        yield {"id": f"{inner}.url", "path": "Extension.extension.url", "fixedUri": part}
        yield _value(inner, kind=kind)
    yield {"id": "Extension.url", "path": "Extension.url", "fixedUri": address}
    yield {"id": "Extension.value[x]", "path": "Extension.value[x]", "max": "0"}


def _most(part: str) -> str:
    return "*" if part == "silent-on" else "1"


def _value(inside: str, *, kind: str) -> Tree:
    path = "Extension.extension" if ":" in inside else inside
    return {"id": f"{inside}.value[x]", "path": f"{path}.value[x]", "type": [{"code": kind}]}


def code_system(name: str, *, make: Maker) -> Tree:
    """Return one of our code systems; KeyError where there is none with this name."""
    says, codes = CODE_SYSTEMS[name]
    return {
        "resourceType": "CodeSystem",
        "id": name,
        "url": make.url(fhir_naming.SYSTEMS + name),
        "version": "1",
        "name": "Candour" + "".join(part.capitalize() for part in name.split("-")),
        "title": _TITLE.format(name.replace("-", " ")),
        "status": "active",
        "experimental": False,
        "description": says,
        "caseSensitive": True,
        "content": "complete",
        "count": len(codes),
        "concept": [
            {"code": code, "display": code.replace("_", " "), "definition": said}
            for code, said in codes.items()
        ],
    }


def content(tree: Tree) -> bytes:
    """Return a definition as canonical bytes."""
    return values.canonical(tree)
