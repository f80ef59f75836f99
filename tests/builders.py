"""Small, valid catalogues for tests: a made-up source, a vocabulary, drafts that quote it, and a fitting ledger."""

import copy
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from app.content import document, ledger, sources, values, vocabulary

Tree = dict[str, Any]
SOURCE = "example-page"
LINES = {
    "alias": "Some people call it the glow peel.",
    "invasiveness": "It is done without surgery.",
    "body_area": "It is used on the face.",
    "technique": "The light method uses a short pulse.",
    "technique_use": "The light method is chosen for fair skin.",
    "step_1": "First the skin is cleaned with care.",
    "step_2": "Then the pulse passes over the skin.",
    "indication": "It is offered for fine lines.",
    "contraindication": "Pregnant women should avoid it.",
    "precaution": "Ask first if you have dark skin.",
    "interaction": "With isotretinoin the skin heals badly.",
    "side_effect_1": "Bruising usually fades within one week.",
    "side_effect_2": "Swelling may last one to three days.",
    "warning_sign": "Call a doctor if the pain grows.",
    "recovery": "Most people go back to work after 3 days.",
    "session_plan": "Two to four sessions are needed.",
    "duration": "A session takes thirty minutes.",
    "absence": "There is nothing you need to prepare.",
    "alternative": "Another way to treat it is a chemical peel of the skin.",
}
"""The lines of the made-up source, by what quotes them."""
EXTRA_LINES = 80
TEXT = "\n".join(
    [
        "The glow peel",
        *LINES.values(),
        *(f"Result number {n} can be seen by everybody." for n in range(EXTRA_LINES)),
        "Book today.",
        "",
    ]
)
"""The text of the made-up source."""
DIGEST = values.digest(TEXT.encode())
_ORDER = list(LINES)


def identifier(number: int, *, procedure: int = 1) -> str:
    """Return the id of a statement: the place of its line, in the range of ids of a procedure."""
    return f"st_{procedure * 1000 + number:010d}"


def named(line: str, *, procedure: int = 1) -> str:
    """Return the id of the statement that quotes a line."""
    return identifier(_ORDER.index(line), procedure=procedure)


def evidence(phrase: str, **changes: object) -> Tree:
    """Return evidence that quotes this phrase where it first stands in the source."""
    start = TEXT.index(phrase)
    held: Tree = {"access": "held", "source": SOURCE, "sha256": DIGEST, "phrase": phrase}
    return {**held, "start": start, "end": start + len(phrase), **changes}


def claim(line: str, kind: str, *, procedure: int = 1, **fields: object) -> Tree:
    """Return a claim that says what a line says, and quotes its first words."""
    quoted = " ".join(LINES[line].rstrip(".").split()[:8])
    base: Tree = {"id": named(line, procedure=procedure), "kind": kind, "text": LINES[line]}
    return {**base, "evidence": [evidence(quoted)], **fields}


def conflict(*lines: str, number: int = 1, procedure: int = 1) -> Tree:
    """Return a conflict between the statements that quote these lines."""
    return {
        "id": f"cf_{procedure * 1000 + number:010d}",
        "text": "The page does not say how both can be true.",
        "statements": [named(line, procedure=procedure) for line in lines],
    }


def settled(tree: Tree, ids: Collection[str]) -> Tree:
    """Return a draft's tree without the conflicts that one of these statements takes part in."""
    listed = tree.get("conflicts", {}).get("conflicts", [])
    kept = [item for item in listed if not set(item["statements"]) & set(ids)]
    return {**tree, "conflicts": {"conflicts": kept} if kept else {}}


def stated(*claims: Tree) -> Tree:
    """Return a section that holds these statements."""
    return {"coverage": "stated", "statements": list(claims)}


def silent() -> Tree:
    """Return a section that our sources do not address."""
    return {"coverage": "not_addressed"}


def draft_tree(slug: str = "example-peel", *, procedure: int = 1, extra: int = 0) -> Tree:
    """Return a draft as a JSON tree that tests may alter; `extra` adds that many outcomes."""

    def made(line: str, kind: str, **fields: object) -> Tree:
        return claim(line, kind, procedure=procedure, **fields)

    technique = {
        **made("technique", "technique", slug="light", name="Light method"),
        "use": stated(made("technique_use", "technique_use")),
        "steps": stated(
            made("step_1", "step", phase="before", title="Clean"), made("step_2", "step", phase="during")
        ),
    }
    return {
        "format": 1,
        "slug": slug,
        "name": slug.replace("-", " ").capitalize(),
        "aliases": [made("alias", "alias", label=f"glow peel {procedure}", type="lay")],
        "summary": {
            "text": "It is done without surgery.",
            "statements": [named("invasiveness", procedure=procedure)],
        },
        "invasiveness": stated(made("invasiveness", "invasiveness", value="non_surgical")),
        "body_areas": stated(made("body_area", "body_area", concept="face")),
        "categories": silent(),
        "techniques": stated(technique),
        "sections": _sections(procedure, extra),
        "conflicts": {"conflicts": [conflict("session_plan", "duration", procedure=procedure)]},
    }


def draft(slug: str = "example-peel", *, procedure: int = 1, extra: int = 0) -> document.ProcedureDraft:
    """Return a valid draft."""
    return parsed(draft_tree(slug, procedure=procedure, extra=extra))


def parsed(tree: Tree) -> document.ProcedureDraft:
    """Return the draft that a tree holds."""
    return document.ProcedureDraft.model_validate_json(json.dumps(tree))


def without(tree: Tree, *ids: str) -> Tree:
    """Return a copy of a draft's tree without these statements; sections that become empty fall silent."""
    left = settled(copy.deepcopy(tree), ids)
    left["aliases"] = [alias for alias in left.get("aliases", []) if alias["id"] not in ids]
    _drop(left, ids)
    return left


def found(tree: Any, name: str) -> Tree:
    """Return the claim with this id, in place, so that a test can alter it."""
    for item in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(item, dict) and item.get("id") == name:
            return item
        if isinstance(item, dict | list):
            try:
                return found(item, name)
            except LookupError:
                continue
    raise LookupError(name)


def concepts() -> tuple[vocabulary.Concept, ...]:
    """Return a vocabulary that the drafts need."""
    listed: list[Tree] = [
        {"id": "face", "scheme": "body_area", "label": "face"},
        {"id": "fine-lines", "scheme": "concern", "label": "fine lines"},
        {"id": "bruising", "scheme": "side_effect", "label": "bruising", "broader": ["skin-effect"]},
        {"id": "swelling", "scheme": "side_effect", "label": "swelling", "broader": ["skin-effect"]},
        {"id": "skin-effect", "scheme": "side_effect", "label": "effect on the skin"},
        {"id": "pregnancy", "scheme": "condition", "label": "pregnancy"},
        {"id": "dark-skin", "scheme": "condition", "label": "dark skin"},
        {"id": "retinoids", "scheme": "medicine", "label": "retinoids"},
        {
            "id": "isotretinoin",
            "scheme": "medicine",
            "label": "isotretinoin",
            "labels": [{"label": "Accutane", "type": "brand"}],
            "broader": ["retinoids"],
        },
        {"id": "chemical-peel", "scheme": "technique_type", "label": "chemical peel"},
    ]
    return tuple(vocabulary.Concept.model_validate_json(json.dumps(item)) for item in listed)


def source(drafts: Iterable[document.ProcedureDraft] = (), **changes: object) -> sources.AccountedSource:
    """Return the made-up source, with a ledger that accounts for what these drafts quote of it."""
    tree: Tree = {
        "id": SOURCE,
        "title": "The glow peel",
        "kind": "clinic_page",
        "access": "held",
        "language": "en",
        "commercial_interest": "A made-up clinic gains.",
        "rights": "Made up for tests.",
        "about": "A made-up page.",
        "sha256": DIGEST,
        "length": len(TEXT),
        "ledger": _ledger(drafts),
        **changes,
    }
    return sources.AccountedSource.model_validate_json(json.dumps(tree))


def folder(
    path: Path,
    *trees: Tree,
    listed: Iterable[vocabulary.Concept] | None = None,
    described: sources.AccountedSource | None = None,
) -> Path:
    """Write a whole catalogue of these drafts into a folder, in the place of what was there; return the folder."""
    drafts = [parsed(tree) for tree in (trees or (draft_tree(),))]
    for part in ("sources", "vocabulary", "procedures"):
        (path / part).mkdir(parents=True, exist_ok=True)
        for old in (path / part).iterdir():
            old.unlink()
    _write(path / "sources" / f"{SOURCE}.json", (described or source(drafts)).tree())
    _write(
        path / "vocabulary" / "concepts.json",
        {"concepts": [concept.tree() for concept in (concepts() if listed is None else listed)]},
    )
    for item in drafts:
        _write(path / "procedures" / f"{item.slug}.json", item.tree())
    return path


def documents(path: Path) -> Path:
    """Write the made-up source's document into a folder; return the folder."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "page.txt").write_bytes(TEXT.encode())
    return path


def _sections(procedure: int, extra: int) -> Tree:
    def made(line: str, kind: str, **fields: object) -> Tree:
        return claim(line, kind, procedure=procedure, **fields)

    weekly = {
        "status": "stated",
        "min": "open",
        "max": "P1W",
        "wording": "within one week",
        "measures": "until_gone",
    }
    days = {
        "status": "stated",
        "min": "P1D",
        "max": "P3D",
        "wording": "one to three days",
        "measures": "until_better",
    }
    work = {"status": "stated", "min": "P3D", "max": "P3D", "wording": "after 3 days"}
    half = {"status": "stated", "min": "PT30M", "max": "PT30M", "wording": "thirty minutes"}
    count = {"status": "stated", "min": 2, "max": 4, "wording": "two to four"}
    filled: Tree = {
        "indications": stated(made("indication", "indication", concept="fine-lines")),
        "contraindications": stated(
            made("contraindication", "contraindication", concept="pregnancy", strength="avoid")
        ),
        "precautions": stated(made("precaution", "precaution", concept="dark-skin", strength="ask_first")),
        "interactions": stated(made("interaction", "interaction", concept="isotretinoin")),
        "side_effects": stated(
            made("side_effect_1", "side_effect", concept="bruising", hedge="usually", duration=weekly),
            made("side_effect_2", "side_effect", concept="swelling", hedge="may", duration=days),
        ),
        "warning_signs": stated(made("warning_sign", "warning_sign", ask="a doctor")),
        "recovery": stated(made("recovery", "recovery", milestone="daily_life", duration=work)),
        "session_plan": stated(made("session_plan", "session_plan", aspect="number", number=count)),
        "duration": stated(made("duration", "duration", length=half)),
        "preparation": {"coverage": "stated_none", "finding": made("absence", "absence")},
        "alternatives": stated(made("alternative", "alternative", concept="chemical-peel")),
    }
    if extra:
        filled["outcomes"] = stated(*(_outcome(number, procedure) for number in range(extra)))
    return {name: filled.get(name, silent()) for name in document.SECTION_KINDS}


def _outcome(number: int, procedure: int) -> Tree:
    quoted = f"Result number {number} can be seen"
    return {
        "id": identifier(100 + number, procedure=procedure),
        "kind": "outcome",
        "text": f"{quoted}.",
        "evidence": [evidence(quoted)],
    }


def _drop(tree: Any, ids: tuple[str, ...]) -> None:
    for item in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(item, dict) and "coverage" in item:
            kept = [held for held in item.get("statements", []) if held["id"] not in ids]
            if item.get("statements") and not kept:
                item.clear()
                item["coverage"] = "not_addressed"
            elif kept:
                item["statements"] = kept
        if isinstance(item, dict | list):
            _drop(item, ids)


def _ledger(drafts: Iterable[document.ProcedureDraft]) -> list[Tree]:
    """Return a span for each line: used by the statements that quote in it, else left out."""
    quoted = ledger.quotations(drafts, SOURCE)
    spans: list[Tree] = []
    start = 0
    for line in TEXT.splitlines(keepends=True):
        end = start + len(line)
        used = sorted({q.statement for q in quoted if start <= q.item.start and q.item.end <= end})
        spans.append({"start": start, "end": end, **({"used": used} if used else {"excluded": "general"})})
        start = end
    return spans


def _write(path: Path, tree: values.Json) -> None:
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")


def disputed_tree() -> Tree:
    """Return a draft's tree with a side effect that a phrase supports, another disputes, and a third points to."""
    tree = draft_tree()
    effect = found(tree, named("side_effect_1"))
    against = {**effect["evidence"][0], "stance": "disputes", "quality": "ambiguous", "note": "Two readings."}
    pointed = {
        "access": "referenced",
        "source": SOURCE,
        "locator": {"doi": "10.1000/182", "page": "12"},
        "read_on": "2026-01-31",
        "attributed_to": "Somebody 2019",
    }
    effect["evidence"] += [against, pointed]
    return tree
