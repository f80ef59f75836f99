"""What assistants are told of a document is all of it, and every statement has with it what it must not be without."""

import copy
import json
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest

from app.content import document, freezing, problems, values, words
from app.renderings import assistant, assistant_answers, assistant_told
from tests import assistants, facts, facts_mcp, generated, timelines
from tests.content import seed

NOTICE = {
    "reading": "How to read.",
    "disclaimer": "Not advice.",
    "licence": {"name": "CC", "url": "https://cc.example/"},
    "report_error": "https://candour.example/report-error",
}
SLUG = "laser-skin-tightening"
REMOVED: dict[str, Callable[[Any], Any]] = {
    "its evidence": lambda claim: claim.pop("evidence"),
    "one source": lambda claim: claim["evidence"][0].pop("source"),
    "the grade of a source": lambda claim: claim["evidence"][0]["source"].pop("grade"),
    "the title of a source": lambda claim: claim["evidence"][0]["source"].pop("title"),
    "a phrase": lambda claim: claim["evidence"][0].pop("phrase"),
    "its revision": lambda claim: claim.pop("revision"),
    "the digest of its revision": lambda claim: claim["revision"].pop("sha256"),
    "the coverage of its section": lambda claim: claim["section"].pop("coverage"),
    "the section": lambda claim: claim.pop("section"),
    "its review": lambda claim: claim.pop("review"),
    "its id": lambda claim: claim.pop("id"),
}


def _checked(published: document.ProcedureDocument, *, checked: int = 3) -> None:
    """Check all facts, and of so many answers also their form and their text."""
    tree: Any = published.tree()
    told = assistants.whole(published)
    assert facts_mcp.of_mcp(told) == facts.of_document(tree)
    for tool, answer in zip(["get_procedure", *["get_section"] * 22], told[:checked], strict=False):
        made = {**answer, "notice": NOTICE}
        write = assistant_told.procedure if tool == "get_procedure" else assistant_told.section
        assert list(assistants.faults(tool, made, text=write(made))) == []
    overview = told[0]
    assert [held["name"] for held in overview["safety"]] == list(assistant.SAFETY)
    for held in overview["safety"]:
        wanted = [claim["id"] for claim in tree["sections"][held["name"]].get("statements", ())]
        assert [claim["id"] for claim in held.get("statements", ())] == wanted
    assert {*tree["summary"]["statements"]} <= assistant.ids(overview)
    assert [stone["id"] for stone in overview.get("withdrawn", ())] == [
        stone["id"] for stone in tree.get("withdrawn", ())
    ]


@pytest.mark.parametrize("slug", seed.trees())
def test_every_fact_of_a_procedure_is_told_with_what_belongs_to_it(slug: str) -> None:
    _checked(seed.frozen(slug), checked=len(assistant.SECTIONS) + 1)


def test_every_fact_of_made_up_procedures_is_told() -> None:
    for published in generated.documents(12):
        _checked(published)


@hypothesis.settings(max_examples=25)
@hypothesis.given(published=timelines.documents())
def test_every_fact_of_random_procedures_is_told(published: document.ProcedureDocument) -> None:
    _checked(published)


@pytest.mark.parametrize("what", REMOVED)
def test_a_statement_that_lacks_anything_is_found_out(what: str) -> None:
    told = {**assistants.whole(seed.frozen("mesotherapy"))[0], "notice": NOTICE}
    text = assistant_told.procedure(told)
    assert list(assistants.faults("get_procedure", told, text=text)) == []
    mutant = copy.deepcopy(told)
    effects = next(held for held in mutant["safety"] if held["name"] == "side_effects")
    REMOVED[what](effects["statements"][0])
    assert list(assistants.faults("get_procedure", mutant, text=text)) != []


def test_a_text_that_leaves_out_a_statement_is_found_out() -> None:
    told = {**assistants.whole(seed.frozen("mesotherapy"))[0], "notice": NOTICE}
    text = assistant_told.procedure(told)
    for left_out in ("usually fade within 1 week", "st_7mpvn2ty07", "Hedge as the source words it"):
        shorter = "\n".join(line for line in text.splitlines() if left_out not in line)
        assert list(assistants.faults("get_procedure", told, text=shorter)) != []


def test_a_statement_without_evidence_is_not_told_at_all() -> None:
    tree: Any = seed.frozen("mesotherapy").tree()
    held = tree["sections"]["side_effects"]["statements"][0]
    del held["evidence"]
    found = assistant.Document.read(values.canonical(tree), imprint=assistants.IMPRINT)
    with pytest.raises(problems.Damaged):
        assistant_answers.procedure(found)


def test_what_is_deprecated_withdrawn_disputed_and_only_pointed_to_is_told_as_such() -> None:
    published = _odd()
    told = {**assistants.whole(published)[0], "notice": NOTICE}
    text = assistant_told.procedure(told)
    assert list(assistants.faults("get_procedure", told, text=text)) == []
    for said in (
        "- **No longer holds.** A newer text says otherwise. It said: ",
        "Disputed by",
        "was withdrawn on 2026-01-02",
        "It was wrong.",
        "We can only point to this place",
        "section 4.2",
        "read on 2026-03-01",
    ):
        assert said in text, said
    assert text.index("It was wrong.") < text.index("In short: ")
    assert next(iter(assistants.whole(published)[0])) == "withdrawn"
    assert json.loads(json.dumps(told)) == told


def test_what_no_longer_holds_is_not_taken_for_something_said() -> None:
    """A section of nothing else reads as silent, and its concepts as not addressed."""

    def alter(tree: Any) -> None:
        for claim in tree["sections"]["contraindications"]["statements"]:
            claim.update(rank="deprecated", rank_reason="It was taken back")

    known = {name: source.metadata() for name, source in seed.sources_by_id().items()}
    published = freezing.freeze(seed.draft(SLUG, alter=alter), known=known, terms=seed.terms())
    held = assistant.Document.read(values.canonical(published.tree()), imprint=assistants.IMPRINT)
    section = held.whole("contraindications")
    silent = words.coverage("contraindications", "not_addressed")
    assert section["words"] == f"{words.NONE_HOLDS} {silent}" == section["statements"][0]["section"]["words"]
    others = {
        place.claim.get("concept") for place in held.places.values() if place.claim["rank"] != "deprecated"
    }
    gone = {claim["about"]["id"] for claim in section["statements"] if "about" in claim} - others
    assert gone
    assert not held.speaks_of(frozenset(gone))
    text = assistant_told.section({**assistant_answers.section(held, "contraindications"), "notice": NOTICE})
    first = next(line for line in text.splitlines() if line.startswith("- "))
    assert first.startswith("- **No longer holds.** It was taken back. It said: ")


def _odd() -> document.ProcedureDocument:
    """Return a procedure of the seed with evidence and ranks of every sort."""

    def alter(tree: Any) -> None:
        effects = tree["sections"]["side_effects"]["statements"]
        effects[0].update(rank="deprecated", rank_reason="A newer text says otherwise.")
        disputing = copy.deepcopy(effects[1]["evidence"][0])
        effects[1]["evidence"].append({**disputing, "stance": "disputes"})
        effects[2]["evidence"].append(
            {
                "source": effects[2]["evidence"][0]["source"],
                "access": "referenced",
                "locator": {"section": "4.2"},
                "read_on": "2026-03-01",
            }
        )
        tree["withdrawn"] = [
            {"id": "st_zzzzzzzzzz", "kind": "side_effect", "on": "2026-01-02", "reason": "It was wrong."}
        ]

    known = {name: source.metadata() for name, source in seed.sources_by_id().items()}
    return freezing.freeze(seed.draft("mesotherapy", alter=alter), known=known, terms=seed.terms())
