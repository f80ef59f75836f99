"""The answers to assistants, put together from documents: what each tool tells, in full or by name, and in words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.content import comparison, problems, words
from app.renderings import assistant
from app.renderings.jsonld_statements import Tree

READING = (
    "How to read this: “stated” means that our sources say something, never that they say everything; "
    "“not_addressed” means that our sources are silent, which says nothing about the risk. Keep every hedge, and "
    "name the source with its grade. What follows for a person is for a professional to judge."
)
FIRST = ("evidence", "contraindications", "precautions", "interactions", "side_effects", "warning_signs")
"""The groups of a comparison that are always told: what it rests on, and safety."""
GROUPS = tuple(layout.group for layout in comparison.LAYOUT if layout.group not in FIRST)
"""The groups of a comparison that are told where they are asked for."""
RENAMED = "This procedure goes by another slug now: {slug}. What follows is about it."
NO_VERDICT = "Whether something is this is not answered here"
MISSING = "Nothing that was found has these parts of the question"
NOTHING_FOLLOWS = "That does not mean that there is nothing to know of them."
_HAVE = {True: "has a statement", False: "have statements"}
BY_NAME = "No procedure has this slug. {name} ({slug}) has this name, and what follows is about it."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A concept that a question names, with all narrower and broader ones."""

    id: str
    label: str
    around: frozenset[str]


def procedure(held: assistant.Document) -> Tree:
    """Return what a procedure is, all about safety in full, and the other sections by name.

    What the summary sums up is told in full too, there or among what is about safety.
    """
    safety = [held.whole(name) for name in assistant.SAFETY]
    summed, shown = held.tree["summary"], assistant.ids(safety)
    told: Tree = {
        "procedure": held.heading,
        "summary": {
            "text": summed["text"],
            "sums_up": summed["statements"],
            "statements": held.statements(name for name in summed["statements"] if name not in shown),
        },
        "safety": safety,
        "names": held.names(),
        "other_sections": [held.named(name) for name in assistant.SECTIONS if name not in assistant.SAFETY],
    }
    return _ended(told, held, about=list(held.places))


def section(held: assistant.Document, name: str) -> Tree:
    """Return one section in full, and beside it those about safety with their coverage in words."""
    told: Tree = {
        "procedure": held.heading,
        "section": held.whole(name),
        "safety": [held.named(other) for other in assistant.SAFETY if other != name],
    }
    return _ended(told, held, about=assistant.ids(told))


def found(
    held: assistant.Document, shown: Mapping[str, Sequence[Tree]], *, more: int, asked: Iterable[Asked]
) -> Tree:
    """Return one procedure that was found: the statements that brought it, each with why, and its safety by name.

    Of the concepts that were asked about it names those of which no statement of it speaks.
    """
    told: Tree = {"procedure": held.heading}
    silent = [one for one in asked if not held.speaks_of(one.around)]
    if silent:
        told["not_addressed"] = [
            {"concept": one.id, "label": one.label, "words": words.SILENT} for one in silent
        ]
    if shown:
        told["statements"] = [
            {**held.statement(name), **({"found_by": list(why)} if why else {})}
            for name, why in shown.items()
        ]
    if more:
        told["more_statements"] = more
    told["safety"] = [held.named(name) for name in assistant.SAFETY]
    return _ended(told, held, about=assistant.ids(told))


def missing(asked: Sequence[str]) -> Tree:
    """Return the parts of a question that nothing found has, and what does not follow from that."""
    quoted = ", ".join(f"“{part}”" for part in asked)
    return {"parts": list(asked), "words": f"{MISSING}: {quoted}. {NOTHING_FOLLOWS}"}


def gone(notice: problems.Gone) -> Tree:
    """Return the notice of a procedure that was withdrawn, beginning with which it is."""
    lost: Tree = {**json.loads(json.dumps(notice.extra["withdrawal"]))}
    return {**lost, "words": f"{lost['procedure']}: {notice.detail}"}


def not_answered(verdicts: Sequence[str]) -> Tree:
    """Return that a verdict was asked for, and is not given."""
    quoted = ", ".join(f"“{word}”" for word in verdicts)
    return {"asked": list(verdicts), "words": f"{NO_VERDICT}: {quoted}. What sources say about it is."}


def left(total: int, *, shown: int, matching: int, named: Sequence[str]) -> Tree:
    """Return which of all procedures are not shown, and how to ask about them; nothing where all are shown.

    `named` begins with those that have a statement on what was looked up, of which there are `matching`.
    """
    rest = total - shown
    if rest <= 0:
        return {}
    said = [f"{rest} of {total} procedures are not shown. {NOTHING_FOLLOWS}"]
    if matching:
        said.append(f"Of these, {matching} {_HAVE[matching == 1]} on what was looked up, and come first.")
    more = f" and {rest - len(named)} more" if rest > len(named) else ""
    said.append(f"Not shown: {', '.join(named)}{more}. Ask again with procedures=[…] for those wanted.")
    return {"more": " ".join(said), "not_shown": list(named)}


def compared(
    held: Mapping[str, assistant.Document], table: comparison.Comparison, *, groups: Iterable[str]
) -> Tree:
    """Return procedures side by side: what they rest on and all about safety, and the groups that were asked for."""
    wanted = {*FIRST, *groups}
    shown = [_group(group.tree(), held) for group in table.groups if group.key in wanted]
    left = [
        {"group": group.key, "heading": group.heading} for group in table.groups if group.key not in wanted
    ]
    told: Tree = {
        "words": table.words,
        "procedures": [
            {**held[column.slug].heading, "evidence": column.evidence_summary.words}
            for column in table.columns
        ],
        "groups": shown,
        **({"not_shown": left} if left else {}),
    }
    return _all_ended(told, held.values())


def screened(held: assistant.Document, answers: Tree) -> Tree:
    """Return what one document says on each term that was asked about, and what it does not address."""
    told: Tree = {
        "procedure": held.heading,
        "answers": [_entry(entry, held) for entry in answers["answers"]],
    }
    if "sections" in answers:
        told["silent_sections"] = [held.whole(bare["section"]) for bare in answers["sections"]]
    return _ended(told, held, about=assistant.ids(told))


def _entry(entry: Tree, held: assistant.Document) -> Tree:
    shown = [
        {**held.statement(item["statement"]["id"]), "matched": item["matched"]}
        for item in entry.get("statements", ())
    ]
    return {**entry, **({"statements": shown} if shown else {})}


def _group(group: Tree, held: Mapping[str, assistant.Document]) -> Tree:
    rows = [
        {
            **{name: value for name, value in row.items() if name != "cells"},
            "cells": [_cell(cell, held[cell["procedure"]]) for cell in row["cells"]],
        }
        for row in group["rows"]
    ]
    return {**group, "rows": rows}


def _cell(cell: Tree, held: assistant.Document) -> Tree:
    told = {name: value for name, value in cell.items() if name not in ("statements", "finding", "conflicts")}
    if "statements" in cell:
        told["statements"] = [held.in_full(claim["id"]) for claim in cell["statements"]]
    if "finding" in cell:
        told["finding"] = held.statement(cell["finding"]["id"])
    return told


def _ended(told: Tree, held: assistant.Document, *, about: Iterable[str]) -> Tree:
    """Return an answer with the contradictions among what it tells, what was withdrawn, and the sources."""
    conflicts = held.conflicts(about)
    withdrawn = held.withdrawn
    ended = {
        **({"withdrawn": withdrawn} if withdrawn else {}),
        **told,
        **({"conflicts": conflicts} if conflicts else {}),
    }
    cited = held.sources(assistant.ids(ended))
    return {**ended, **({"sources": cited} if cited else {})}


def _all_ended(told: Tree, several: Iterable[assistant.Document]) -> Tree:
    shown, conflicts, withdrawn, cited = assistant.ids(told), [], [], {}
    for held in several:
        conflicts += held.conflicts(shown)
        withdrawn += held.withdrawn
    about = shown | assistant.ids(conflicts)
    for held in several:
        cited.update({one["id"]: one for one in held.sources(about & set(held.places))})
    beside = {"conflicts": conflicts, "sources": list(cited.values())}
    first = {"withdrawn": withdrawn} if withdrawn else {}
    return {**first, **told, **{name: value for name, value in beside.items() if value}}


def understood(question: Tree) -> list[str]:
    """Return in words what became of the terms of a screening."""
    said = [str(question["words"])]
    for item in question.get("recognised", ()):
        terms = ", ".join(f"“{reading['term']}”" for reading in item["terms"])
        said.append(f"{terms} is known here as {item['concept']['label']} ({item['concept']['id']}).")
        said += [reading["words"] for reading in item["terms"] if "words" in reading]
        said += [item["words"]] if "words" in item else []
    for item in question.get("unrecognised", ()):
        near = ", ".join(concept["label"] for concept in item.get("nearest", ()))
        said.append(f"“{item['term']}”: {item['words']}" + (f" Nearest: {near}." if near else ""))
    return said
