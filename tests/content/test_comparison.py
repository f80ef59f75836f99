"""Procedures side by side: the same rows for each, nothing dropped, nothing blank, and no gap that reads as safe."""

import functools
import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import alignment, cells, comparison, comparison_words, document, freezing, verdicts, words
from tests import builders
from tests.content import comparing, seed

SLOW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
DENIAL = words.NOT_SAFE
DENIALS = (
    DENIAL,
    "That does not mean there is nothing to know.",
    "That does not mean that it has none.",
)
Documents = list[document.ProcedureDocument]


def _table(columns: Documents) -> comparison.Comparison:
    return comparison.compare(columns, broader=comparing.BROADER)


def _cells(table: comparison.Comparison) -> Iterator[tuple[cells.ComparisonRow, int, cells.ComparisonCell]]:
    for group in table.groups:
        for row in group.rows:
            for place, cell in enumerate(row.cells):
                yield row, place, cell


def _claims(tree: Any) -> list[Any]:
    """Return everything in a tree that carries evidence, nested statements too."""
    if isinstance(tree, list):
        return [claim for item in tree for claim in _claims(item)]
    if not isinstance(tree, dict):
        return []
    own = [tree] if "evidence" in tree else []
    return own + [claim for value in tree.values() for claim in _claims(value)]


def _check_full(table: comparison.Comparison, columns: Documents) -> None:
    """Every row has one cell for each column, in their order, and none of them is empty."""
    slugs = [published.slug for published in columns]
    assert [column.slug for column in table.columns] == slugs
    keys = [row.key for group in table.groups for row in group.rows]
    assert len(keys) == len(set(keys))
    for group in table.groups:
        assert group.heading
        for row in group.rows:
            assert row.label
            assert [cell.procedure for cell in row.cells] == slugs
    for row, _, cell in _cells(table):
        assert cell.words
        if cell.coverage == "stated":
            assert cell.statements or cell.rows or cell.related or row.key == "evidence_quality"
        else:
            assert not cell.statements
            assert not cell.rows
        assert cell.coverage == "stated_none" or cell.finding is None
    for node in _nodes(table.tree()):
        assert node not in ([], {}, "", None)


def _nodes(tree: Any) -> Iterator[Any]:
    yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(value)


def _check_complete(table: comparison.Comparison, columns: Documents) -> None:
    """Every statement stands in one cell, its own column's, exactly as in its document."""
    shown: list[Counter[str]] = [Counter() for _ in columns]
    for _, place, cell in _cells(table):
        shown[place].update(claim["id"] for claim in _claims(cell.tree()))
    for counted, published in zip(shown, columns, strict=True):
        assert counted == {claim.id: 1 for _, claim in document.claims(published)}
    trees = [{claim.id: claim.tree() for _, claim in document.claims(published)} for published in columns]
    for _, place, cell in _cells(table):
        for claim in (*cell.statements, *filter(None, [cell.finding])):
            assert claim.tree() == trees[place][claim.id]


@pytest.fixture(scope="module")
def seeds() -> Documents:
    """Return the procedures of the seed as they are published."""
    context = seed.context()
    return [
        freezing.freeze(seed.draft(slug), known=context.known, terms=context.terms) for slug in seed.trees()
    ]


@functools.cache
def _seed_broader() -> dict[str, frozenset[str]]:
    return {name: seed.terms().broader(name) for name in seed.terms().concepts}


def test_all_seed_procedures_have_the_same_rows_and_no_empty_cell(seeds: Documents) -> None:
    assert len(seeds) == 4
    table = comparison.compare(seeds, broader=_seed_broader())
    _check_full(table, seeds)
    _check_complete(table, seeds)
    assert len(list(_cells(table))) > 200


@SLOW
@given(comparing.documents())
def test_random_procedures_have_the_same_rows_and_no_empty_cell(columns: Documents) -> None:
    _check_full(_table(columns), columns)


@SLOW
@given(comparing.documents())
def test_every_statement_stands_whole_in_one_cell_of_its_own_column(columns: Documents) -> None:
    _check_complete(_table(columns), columns)


@SLOW
@given(comparing.documents())
def test_a_cell_says_what_its_document_says_of_a_concept_and_silence_is_not_safety(
    columns: Documents,
) -> None:
    for row, place, cell in _cells(_table(columns)):
        if row.concept is None or row.section is None:
            continue
        section = getattr(columns[place].sections, row.section)
        named = [(claim.concept, claim.id) for claim in section.statements if claim.concept]
        assert [claim.id for claim in cell.statements] == [
            name for about, name in named if about == row.concept
        ]
        near = {
            name
            for about, name in named
            if about in comparing.BROADER[row.concept] or row.concept in comparing.BROADER[about]
        }
        assert near <= {name for pointed in cell.related for name in pointed.statements}
        if cell.statements or near:
            assert cell.coverage == "stated"
        else:
            assert cell.coverage == ("not_addressed" if section.coverage == "stated" else section.coverage)
        if not cell.statements and cell.coverage in {"stated", "not_addressed"}:
            assert DENIAL in cell.words
        if cell.coverage == "stated_none":
            assert cell.words.startswith(section.words)
            assert ("section", (section.finding.id,)) in [
                (item.relation, item.statements) for item in cell.related
            ]


@SLOW
@given(comparing.documents())
def test_what_is_silent_says_so_and_what_is_stated_is_never_called_complete(columns: Documents) -> None:
    for row, _, cell in _cells(_table(columns)):
        if cell.coverage == "not_addressed":
            assert any(denial in cell.words for denial in DENIALS), row.key
        if row.section in alignment.ALIGNED and cell.coverage == "not_addressed":
            assert DENIAL in cell.words
        if cell.statements:
            assert "There may be more" in cell.words


@SLOW
@given(comparing.documents())
def test_no_words_of_a_comparison_are_a_verdict(columns: Documents) -> None:
    table = _table(columns)
    said = [table.words, *(cell.words for _, _, cell in _cells(table))]
    for column in table.columns:
        said += [column.evidence_summary.words, column.withdrawn.words]
    for group in table.groups:
        said += [group.heading, *(row.label for row in group.rows)]
    assert [text for text in said if verdicts.found(text)] == []


@SLOW
@given(comparing.documents())
def test_a_pointer_leads_to_the_statement_and_says_how_it_bears(columns: Documents) -> None:
    table = _table(columns)
    placed = {
        (row.key, place): {str(claim["id"]) for claim in _claims(cell.tree())}
        for row, place, cell in _cells(table)
    }
    for row, place, cell in _cells(table):
        pointers = [(pointed.relation, pointed.row, pointed.concept) for pointed in cell.related]
        assert len(pointers) == len(set(pointers))
        for pointed in cell.related:
            assert set(pointed.statements) <= placed[pointed.row, place]
            assert pointed.row != row.key
            if pointed.relation == "section":
                continue
            assert row.concept is not None
            assert pointed.concept is not None
            expected = {
                "same": pointed.concept == row.concept,
                "broader": pointed.concept in comparing.BROADER[row.concept],
                "narrower": row.concept in comparing.BROADER[pointed.concept],
            }
            assert expected[pointed.relation]
            assert pointed.relation == "same" or f"“{pointed.label}”" in cell.words
        for key in cell.rows:
            assert placed[key, place]
            assert key.startswith(f"{row.key}/")


@SLOW
@given(comparing.documents(), st.randoms(use_true_random=False))
def test_another_order_of_columns_changes_nothing_but_their_order(
    columns: Documents, chance: random.Random
) -> None:
    order = list(range(len(columns)))
    chance.shuffle(order)
    table: Any = _table(columns).tree()
    shuffled: Any = _table([columns[place] for place in order]).tree()
    table["columns"] = [table["columns"][place] for place in order]
    for group in table["groups"]:
        for row in group["rows"]:
            row["cells"] = [row["cells"][place] for place in order]
    assert shuffled == table


@SLOW
@given(comparing.documents())
def test_the_answer_can_be_read_alone(columns: Documents) -> None:
    """Sources, labels and statements that it names are in it, for each column as its own document has them."""
    table = _table(columns)
    for place, published in enumerate(columns):
        sources = {source.id: source for source in table.sources if published.slug in source.procedures}
        labels = {item.id: item.label for item in table.concepts if published.slug in item.procedures}
        claims = [claim for _, at, cell in _cells(table) if at == place for claim in _claims(cell.tree())]
        for source in published.sources:
            assert sources[source.id].model_dump(exclude={"procedures"}) == source.model_dump()
        assert labels == {concept.id: concept.label for concept in published.concepts}
        assert {item["source"] for claim in claims for item in claim["evidence"]} <= sources.keys()
        assert {claim["concept"] for claim in claims if "concept" in claim} <= labels.keys()
        assert set(table.columns[place].summary.statements) <= {claim["id"] for claim in claims}
    for row in (row for group in table.groups for row in group.rows if row.concept):
        known = {item.label for item in table.concepts if item.id == row.concept}
        assert set(row.label.split(" / ")) <= known
    named = [(source.id, source.title) for source in table.sources]
    assert len(named) == len(set(named))


@SLOW
@given(comparing.documents())
def test_conflicts_withdrawals_and_ranks_are_shown(columns: Documents) -> None:
    table = _table(columns)
    for place, published in enumerate(columns):
        column = table.columns[place]
        assert column.withdrawn.statements == published.withdrawn
        assert column.withdrawn.words
        assert column.conflicts == published.conflicts
    for _, place, cell in _cells(table):
        ids = {claim["id"] for claim in _claims(cell.tree())}
        expected = [
            conflict for conflict in columns[place].conflicts.conflicts if ids & set(conflict.statements)
        ]
        assert list(cell.conflicts) == expected
        deprecated = [claim for claim in cell.statements if claim.rank == "deprecated"]
        assert all(claim.rank_reason for claim in deprecated)
        assert bool(deprecated) == (comparison_words.DEPRECATED in cell.words)


@SLOW
@given(comparing.documents())
def test_the_evidence_is_counted_and_said(columns: Documents) -> None:
    table = _table(columns)
    (row,) = [row for group in table.groups for row in group.rows if row.key == "evidence_quality"]
    for column, cell, published in zip(table.columns, row.cells, columns, strict=True):
        counted, total = column.evidence_summary, len(list(document.claims(published)))
        assert counted.statements == total
        assert counted.grades.high + counted.grades.medium + counted.grades.low == total
        assert counted.wording.clear + counted.wording.ambiguous + counted.wording.corrupted == total
        assert counted.words in cell.words
        assert published.review.words in cell.words
        assert "lowest grade of evidence, resting on clinic pages alone" in counted.words
        assert "The age of its sources is unknown." in counted.words


def test_every_section_of_a_document_has_a_place() -> None:
    parts = [part for layout in comparison.LAYOUT for part in layout.parts]
    assert len(parts) == len(set(parts))
    assert set(parts) == {"evidence_quality", "aliases", *cells.ABOVE, *document.SECTION_KINDS}


def test_safety_stands_above_uses_results_and_cost() -> None:
    order = [layout.group for layout in comparison.LAYOUT]
    latest = max(order.index(name) for name in alignment.ALIGNED)
    assert latest < min(order.index(name) for name in ("identity", "method", "sessions", "results"))
    assert order[0] == "evidence"
    assert order[1] == "contraindications"


def test_what_must_be_avoided_comes_first_then_what_most_name(seeds: Documents) -> None:
    table = comparison.compare(seeds, broader=_seed_broader())
    (effects,) = [group for group in table.groups if group.key == "side_effects"]
    counts = [sum(bool(cell.statements) for cell in row.cells) for row in effects.rows[1:]]
    assert counts == sorted(counts, reverse=True)
    trees = [builders.draft_tree(f"peel-{number}", procedure=number) for number in (1, 2)]
    for tree, concept in zip(trees, ("dark-skin", "pregnancy"), strict=True):
        tree["sections"]["contraindications"]["statements"][0] |= {"concept": concept}
    trees[0]["sections"]["contraindications"]["statements"][0] |= {"strength": "ask_first"}
    (group,) = [group for group in _of(*trees).groups if group.key == "contraindications"]
    assert [row.concept for row in group.rows] == [None, "pregnancy", "dark-skin"]


def _of(*trees: Any) -> comparison.Comparison:
    known = {builders.SOURCE: builders.source()}
    drafts = [builders.parsed(tree) for tree in trees]
    return _table([freezing.freeze(draft, known=known, terms=comparing.TERMS) for draft in drafts])


def _row(table: comparison.Comparison, key: str) -> cells.ComparisonRow:
    (row,) = [row for group in table.groups for row in group.rows if row.key == key]
    return row


def test_a_section_on_which_all_are_silent_still_has_a_row() -> None:
    trees = [
        builders.without(builders.draft_tree(f"peel-{number}", procedure=number), *lines)
        for number in (1, 2)
        for lines in [[builders.named(f"side_effect_{n}", procedure=number) for n in (1, 2)]]
    ]
    table = _of(*trees)
    (group,) = [group for group in table.groups if group.key == "side_effects"]
    assert [row.key for row in group.rows] == ["side_effects"]
    assert {cell.words for cell in group.rows[0].cells} == {words.coverage("side_effects", "not_addressed")}


def test_a_concept_that_another_section_speaks_of_is_pointed_to() -> None:
    """One says that pregnant women should not have it, the other that they should ask first."""
    trees = [builders.draft_tree(f"peel-{number}", procedure=number) for number in (1, 2)]
    trees[1]["sections"]["contraindications"]["statements"][0]["concept"] = "dark-skin"
    trees[1]["sections"]["precautions"]["statements"][0]["concept"] = "pregnancy"
    cell = _row(_of(*trees), "contraindications/pregnancy").cells[1]
    assert cell.coverage == "not_addressed"
    assert cell.words.endswith(f"{DENIAL} They speak of it under “What to be careful about”.")
    assert [(item.relation, item.row) for item in cell.related] == [("same", "precautions/pregnancy")]


def test_a_broader_class_and_a_narrower_medicine_are_not_read_as_silence() -> None:
    trees = [builders.draft_tree(f"peel-{number}", procedure=number) for number in (1, 2)]
    trees[1]["sections"]["interactions"]["statements"][0]["concept"] = "retinoids"
    table = _of(*trees)
    narrow, broad = _row(table, "interactions/isotretinoin"), _row(table, "interactions/retinoids")
    assert (
        "They speak of “retinoids”, which includes it; what they say may hold for it."
        in narrow.cells[1].words
    )
    assert "They speak of “isotretinoin”, which is one kind of it." in broad.cells[0].words
    assert {narrow.cells[1].coverage, broad.cells[0].coverage} == {"stated"}
    assert narrow.cells[0].words == broad.cells[1].words == comparison_words.EXACTLY


def test_a_side_effect_keeps_its_length_of_time_and_its_hedge() -> None:
    row = _row(_of(*(builders.draft_tree(f"peel-{n}", procedure=n) for n in (1, 2))), "side_effects/swelling")
    shown: Any = row.cells[0].statements[0].tree()
    assert shown["duration"] | {"min": "P1D", "max": "P3D", "measures": "until_better"} == shown["duration"]
    assert shown["hedge"] == "may"


def test_a_missing_milestone_is_said_in_its_own_words() -> None:
    table = _of(*(builders.draft_tree(f"peel-{n}", procedure=n) for n in (1, 2)))
    assert _row(table, "recovery/daily_life").cells[0].statements
    silent = _row(table, "recovery/results_visible").cells[0]
    assert silent.coverage == "not_addressed"
    assert silent.words.startswith("Our sources do not say when results can be seen. That does not mean")


def test_a_denied_section_divided_by_aspect_shows_the_finding_once() -> None:
    tree = builders.draft_tree("peel-1")
    tree["sections"]["recovery"] = tree["sections"].pop("preparation")
    tree["sections"]["preparation"] = builders.silent()
    table = _of(tree, builders.draft_tree("peel-2", procedure=2))
    whole = _row(table, "recovery").cells
    assert whole[0].finding is not None
    assert whole[1].rows == ("recovery/daily_life",)
    cell = _row(table, "recovery/daily_life").cells[0]
    assert (cell.coverage, cell.finding) == ("stated_none", None)
    assert [(item.relation, item.row) for item in cell.related] == [("section", "recovery")]


def test_a_denied_section_aligned_by_concept_shows_the_finding_once_and_is_pointed_to() -> None:
    tree = builders.draft_tree("peel-1")
    tree["sections"]["side_effects"] = tree["sections"].pop("preparation")
    tree["sections"]["preparation"] = builders.silent()
    table = _of(tree, builders.draft_tree("peel-2", procedure=2))
    whole, cell = _row(table, "side_effects").cells[0], _row(table, "side_effects/bruising").cells[0]
    assert whole.finding is not None
    assert (cell.coverage, cell.finding, cell.words) == ("stated_none", None, whole.words)
    assert [(item.relation, item.row, item.statements) for item in cell.related] == [
        ("section", "side_effects", (whole.finding.id,))
    ]


def test_labels_of_different_days_are_both_shown() -> None:
    drafts = [builders.draft(f"peel-{number}", procedure=number) for number in (1, 2)]
    known = {builders.SOURCE: builders.source()}
    renamed = [
        type(comparing.TERMS)(
            item.changed(label=f"{item.label}{end}") if item.id == "bruising" else item
            for item in builders.concepts()
        )
        for end in ("", " of the skin")
    ]
    columns = [
        freezing.freeze(draft, known=known, terms=terms) for draft, terms in zip(drafts, renamed, strict=True)
    ]
    assert _row(_table(columns), "side_effects/bruising").label == "bruising / bruising of the skin"


def test_better_evidence_is_counted_apart() -> None:
    tree = builders.draft_tree("peel-1")
    known = {builders.SOURCE: builders.source(kind="study", date="2024")}
    columns = [freezing.freeze(builders.parsed(tree), known=known, terms=comparing.TERMS)]
    (column,) = _table(columns).columns
    assert column.evidence_summary.grades.medium == column.evidence_summary.statements
    assert (
        f"of a medium grade (study, textbook): {column.evidence_summary.statements};"
        in column.evidence_summary.words
    )
    assert "lowest grade of evidence" not in column.evidence_summary.words
    assert "age" not in column.evidence_summary.words


def test_doubtful_and_disputed_statements_are_counted_by_the_worst_of_their_evidence() -> None:
    tree = builders.draft_tree("peel-1")
    for line, change in (
        ("side_effect_1", {"quality": "ambiguous", "note": "Two readings."}),
        ("side_effect_2", {"quality": "corrupted", "note": "Garbled."}),
        ("duration", {"stance": "disputes"}),
    ):
        claim = builders.found(tree, builders.named(line))
        claim["evidence"].append(claim["evidence"][0] | change)
    (column,) = _table(
        [
            freezing.freeze(
                builders.parsed(tree), known={builders.SOURCE: builders.source()}, terms=comparing.TERMS
            )
        ]
    ).columns
    counted = column.evidence_summary
    assert (counted.wording.ambiguous, counted.wording.corrupted, counted.contested) == (1, 1, 1)
    assert "source's words are garbled: 1." in counted.words
    assert "read in more than one way: 1." in counted.words
    assert "Statements that a source disputes: 1." in counted.words


def test_a_comparison_survives_being_written_and_read(seeds: Documents) -> None:
    table = comparison.compare(seeds, broader=_seed_broader())
    assert comparison.Comparison.model_validate_json(json.dumps(table.tree())) == table
