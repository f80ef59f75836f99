"""A draft as it is being written: any JSON object, its claims by their places, and whose reviews it may carry."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from app.content import document, rules, values

Tree = dict[str, Any]
_BESIDE = frozenset({"review", "grade", "use", "steps"})
"""What a claim holds beside what it says."""
UNREVIEWED = "unreviewed"


def claims(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield the JSON pointer and the claim, for whatever stands where a statement belongs."""
    yield from _listed(tree.get("aliases"), "/aliases")
    for name in ("invasiveness", "body_areas", "categories", "techniques"):
        yield from _section(tree.get(name), f"/{name}")
    sections = tree.get("sections")
    if isinstance(sections, dict):
        for name, section in sections.items():
            yield from _section(section, f"/sections/{_escaped(name)}")


def by_id(tree: Tree) -> dict[str, Tree]:
    """Return the claims of a draft that have an id, by it."""
    return {claim["id"]: claim for _, claim in claims(tree) if isinstance(claim.get("id"), str)}


def begun(slug: str, name: str) -> Tree:
    """Return a draft of which nothing is written yet: every section says that our sources are silent."""
    silent: Tree = {"coverage": "not_addressed"}
    return {
        "format": 1,
        "slug": slug,
        "name": name,
        "language": "en",
        "invasiveness": dict(silent),
        "body_areas": dict(silent),
        "categories": dict(silent),
        "techniques": dict(silent),
        "sections": {name: dict(silent) for name in document.SECTION_KINDS},
        "conflicts": {},
    }


def identified(tree: Tree, *, statement: Callable[[], str], conflict: Callable[[], str]) -> Tree:
    """Return a copy in which every claim and every conflict has an id; the callables make new ones."""
    made = copy.deepcopy(tree)
    for _, claim in claims(made):
        if not claim.get("id"):
            claim["id"] = statement()
    held = made.get("conflicts")
    listed = held.get("conflicts") if isinstance(held, dict) else None
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict) and not item.get("id"):
            item["id"] = conflict()
    return made


def reviewed_as_before(tree: Tree, *, earlier: Sequence[Tree]) -> tuple[Tree, list[str]]:
    """Return a copy with the reviews that were really made, and the pointers of those that nobody made.

    A claim keeps a review where one of the earlier trees has the very same claim with it; a claim that is new or says
    something else is unreviewed. Repeating the review of the claim before its change is no forgery.
    """
    made, forged = copy.deepcopy(tree), []
    held = [by_id(item) for item in earlier]
    for pointer, claim in claims(made):
        same = [known[claim["id"]] for known in held if claim.get("id") in known]
        given = claim.pop("review", None)
        kept = next(
            (item["review"] for item in same if _said(item) == _said(claim) and is_reviewed(item)), None
        )
        if kept is not None:
            claim["review"] = kept
        elif is_reviewed({"review": given}) and given not in [item.get("review") for item in same]:
            forged.append(f"{pointer}/review")
    return made, forged


def is_reviewed(claim: Mapping[str, Any]) -> bool:
    """Tell whether a claim carries a review, or what may be meant as one."""
    review = claim.get("review")
    return review is not None and review != {} and review != {"state": UNREVIEWED}


def parsed(tree: Tree) -> document.ProcedureDraft:
    """Return the draft that a tree holds; raise ValidationError where it is unfinished."""
    return document.ProcedureDraft.model_validate_json(json.dumps(tree))


def violations(tree: Tree, context: rules.Context) -> tuple[rules.Violation, ...]:
    """Return what stands between a draft and its publication, reviews aside."""
    try:
        draft = parsed(tree)
    except ValidationError as error:
        return rules.unreadable(error)
    return rules.check(draft, context)


def merged(tree: values.Json, patch: values.Json) -> values.Json:
    """Return what a JSON Merge Patch (RFC 7396) makes of a tree; neither is altered."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    made = dict(tree) if isinstance(tree, dict) else {}
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = merged(made.get(name), value)
    return made


def without(tree: Tree, ids: frozenset[str]) -> Tree:
    """Return a copy without these claims; a section that becomes empty is silent, a conflict needs two sides."""
    made = copy.deepcopy(tree)
    if "aliases" in made:
        made["aliases"] = _kept(made["aliases"], ids)
    for section in _sections(made):
        if isinstance(section.get("statements"), list):
            section["statements"] = _kept(section["statements"], ids)
            if not section["statements"] and section.get("coverage") == "stated":
                section["coverage"] = "not_addressed"
    held = made.get("conflicts")
    if isinstance(held, dict) and isinstance(held.get("conflicts"), list):
        held["conflicts"] = [item for item in held["conflicts"] if not ids & set(item.get("statements", ()))]
    return made


def _sections(tree: Tree) -> Iterator[Tree]:
    inner = tree.get("sections")
    outer = [tree.get(name) for name in ("invasiveness", "body_areas", "categories", "techniques")]
    for section in [*outer, *(inner.values() if isinstance(inner, dict) else ())]:
        if isinstance(section, dict):
            yield section
            for claim in section.get("statements") or []:
                if isinstance(claim, dict):
                    yield from (
                        held for held in (claim.get("use"), claim.get("steps")) if isinstance(held, dict)
                    )


def _kept(listed: Any, ids: frozenset[str]) -> Any:
    if not isinstance(listed, list):
        return listed
    return [claim for claim in listed if not (isinstance(claim, dict) and claim.get("id") in ids)]


def _section(section: Any, pointer: str) -> Iterator[tuple[str, Tree]]:
    if not isinstance(section, dict):
        return
    yield from _listed(section.get("statements"), f"{pointer}/statements")
    if isinstance(section.get("finding"), dict):
        yield f"{pointer}/finding", section["finding"]


def _listed(listed: Any, pointer: str) -> Iterator[tuple[str, Tree]]:
    for position, claim in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(claim, dict):
            at = f"{pointer}/{position}"
            yield at, claim
            yield from _section(claim.get("use"), f"{at}/use")
            yield from _section(claim.get("steps"), f"{at}/steps")


def _said(claim: Tree) -> Tree:
    return {name: value for name, value in claim.items() if name not in _BESIDE and value not in (None, [])}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
