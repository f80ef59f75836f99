"""A timeline holds every statement concerned exactly once, in order, with the bounds it has and no others."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.content import document, durations, freezing, placement, timeline, words
from tests import builders, drawn, timelines
from tests.content import seed

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


DOCUMENTS = timelines.documents() | drawn.MADE
_DURATION = re.compile(r"P(?=[0-9T])[0-9YMWDTHS]+")


def _seed(slug: str) -> timeline.Timeline:
    known = {name: source.metadata() for name, source in seed.sources_by_id().items()}
    return timeline.of(freezing.freeze(seed.draft(slug), known=known, terms=seed.terms()))


def _of(**sections: list[timelines.Tree]) -> timeline.Timeline:
    return timeline.of(timelines.frozen(timelines.bare(**sections)))


def _entries(shown: timeline.Timeline) -> Iterator[timeline.TimelineEntry]:
    for stage in shown.phases:
        yield from stage.entries
    yield from shown.unknown.entries
    yield from shown.deprecated


def _found(shown: timeline.Timeline, text: str) -> timeline.TimelineEntry:
    return next(entry for entry in _entries(shown) if text in entry.statement.text)


def _concerned(published: document.ProcedureDocument) -> Iterator[Any]:
    for section in timelines.KINDS:
        if section != "warning_signs":
            yield from getattr(published.sections, section).statements
    for technique in published.techniques.statements:
        yield from technique.steps.statements


def _written(tree: Any) -> Counter[str]:
    """Return the durations and numbers of sessions that a tree holds as bounds."""
    if isinstance(tree, list):
        return sum(map(_written, tree), Counter())
    if not isinstance(tree, dict):
        return Counter()
    own = Counter(f"{key} {tree[key]}" for key in ("min", "max") if key in tree)
    return sum((_written(value) for key, value in tree.items() if key != "evidence"), own)


@SLOW
@given(DOCUMENTS)
def test_every_statement_concerned_is_there_exactly_once_and_whole(
    published: document.ProcedureDocument,
) -> None:
    shown = timeline.of(published)
    placed = Counter(entry.statement.canonical() for entry in _entries(shown))
    assert placed == Counter(statement.canonical() for statement in _concerned(published))
    assert shown.seek_help == published.sections.warning_signs


@SLOW
@given(DOCUMENTS)
def test_the_order_is_that_of_time(published: document.ProcedureDocument) -> None:
    shown = timeline.of(published)
    assert [stage.phase for stage in shown.phases] == ["before", "session", "after", "later"]
    for stage in shown.phases:
        assert {entry.phase for entry in stage.entries} <= {stage.phase}
        measured = [entry for entry in stage.entries if entry.extent in {"span", "moment"}]
        reached = [entry.reach for entry in measured]
        numbers = [reach for reach in reached if reach is not None]
        assert numbers == sorted(numbers, reverse=stage.phase == "before")
        assert reached == [*numbers, *[None] * (len(reached) - len(numbers))]
    apart = [[stage.phase for stage in shown.phases].index(entry.phase) for entry in shown.unknown.entries]
    assert apart == sorted(apart)


@SLOW
@given(DOCUMENTS)
def test_the_steps_of_a_technique_keep_their_order(published: document.ProcedureDocument) -> None:
    for stage in timeline.of(published).phases:
        for name in {entry.technique for entry in stage.entries if entry.technique}:
            steps = [entry.position for entry in stage.entries if entry.technique == name]
            if len([t for t in published.techniques.statements if t.name == name]) == 1:
                assert steps == sorted(steps, key=lambda position: position or 0)


@SLOW
@given(DOCUMENTS)
def test_nothing_whose_length_is_unknown_has_a_number(published: document.ProcedureDocument) -> None:
    shown = timeline.of(published)
    for entry in shown.unknown.entries:
        assert entry.is_unknown
        assert entry.words
        assert (entry.reach, entry.bounds) == (None, None)
        assert _written({key: value for key, value in entry.tree().items() if key != "statement"}) == {}
    assert not any(entry.is_unknown for stage in shown.phases for entry in stage.entries)


@SLOW
@given(DOCUMENTS)
def test_the_bounds_of_an_entry_are_those_of_its_statement(published: document.ProcedureDocument) -> None:
    for entry in _entries(timeline.of(published)):
        tree = entry.tree()
        statement = tree.pop("statement")
        assert _written(tree) == _written(statement)
        assert entry.hedge == entry.statement.hedge
        for moment in (entry.start, entry.end):
            if isinstance(moment, placement.TimeBounds):
                assert json.dumps(moment.wording, ensure_ascii=False) in json.dumps(
                    statement, ensure_ascii=False
                )


@SLOW
@given(DOCUMENTS)
def test_what_a_section_leaves_unsaid_is_said_in_words(published: document.ProcedureDocument) -> None:
    shown = timeline.of(published)
    heard = {item.section: item for item in shown.coverage}
    for name in timelines.KINDS:
        section = getattr(published.sections, name)
        assert heard[name].coverage == section.coverage
        assert heard[name].words == section.words
        assert heard[name].finding == section.finding
        if section.coverage != "stated":
            stage = next(stage for stage in shown.phases if name in timeline.SECTIONS[stage.phase])
            assert str(section.words) in stage.words
    assert all(stage.words and stage.title for stage in shown.phases)
    assert all("entries" not in stage.tree() or stage.tree()["entries"] for stage in shown.phases)


@SLOW
@given(DOCUMENTS)
def test_the_same_document_gives_the_same_timeline(published: document.ProcedureDocument) -> None:
    again = document.ProcedureDocument.model_validate_json(published.canonical())
    assert timeline.of(again).canonical() == timeline.of(published).canonical()


def test_the_time_to_decrease_is_not_the_time_to_disappear() -> None:
    swelling = _found(_seed("laser-skin-tightening"), "puffiness")
    assert swelling.measures == "until_better"
    assert swelling.end == placement.TimeBounds(
        min="P1D", max="P3D", wording="generally decreases in one to 3 days", counted="from_its_start"
    )
    assert swelling.words == placement.BETTER
    fading = _found(_seed("mesotherapy"), "fades within a week")
    assert (fading.measures, fading.words) == ("until_gone", None)


def test_an_effect_whose_start_is_not_stated_says_so_beside_its_length() -> None:
    swelling = _found(_seed("laser-skin-tightening"), "puffiness")
    assert swelling.start == durations.Unstated(words=placement.NO_START)
    burning = _found(_seed("mesotherapy"), "slight burning")
    assert burning.start == placement.TimeInWords(words="after the injection")


def test_a_vague_length_keeps_its_words_and_gets_no_number() -> None:
    itching = _found(_seed("mesotherapy"), "Slight itching")
    assert itching.reach is None
    assert not itching.is_unknown
    assert itching.bounds is not None
    assert (itching.bounds.unit, itching.bounds.wording) == ("hours", "only a few hours")
    assert itching.words == placement.NO_NUMBER


def test_a_milestone_from_one_week_onwards_has_no_latest_time() -> None:
    visible = _found(_seed("micro-laser-peel"), "from 1 week onwards")
    assert (visible.extent, visible.label, visible.words) == (
        "moment",
        "Results can be seen",
        placement.NO_LATEST,
    )
    assert visible.bounds is not None
    assert (visible.bounds.min, visible.bounds.max, visible.bounds.counted) == (
        "P1W",
        "open",
        "after_session",
    )


def test_side_effects_of_no_stated_length_are_all_apart() -> None:
    shown = _seed("micro-laser-lipo")
    apart = [entry.label for entry in shown.unknown.entries if entry.section == "side_effects"]
    assert len(apart) == 11
    assert "Injury of the intestines" in apart


def test_a_timeline_without_side_effects_says_that_the_sources_are_silent() -> None:
    shown = _of()
    assert words.coverage("side_effects", "not_addressed") in shown.phases[2].words
    assert words.coverage("warning_signs", "not_addressed") in shown.phases[2].words
    assert shown.seek_help.words == words.coverage("warning_signs", "not_addressed")
    assert "That does not mean there is nothing to know." in shown.unknown.words


@pytest.mark.parametrize(
    ("minimum", "maximum", "said"),
    [
        ("P1D", "P3D", None),
        ("open", "P3D", None),
        ("P1D", "open", placement.NO_END),
        ("open", "open", placement.NO_NUMBER),
    ],
)
def test_an_open_end_is_said_in_words(minimum: str, maximum: str, said: str | None) -> None:
    length = timelines.span(minimum, maximum, measures="until_gone")
    shown = _of(side_effects=[timelines.effect(1, duration=length)])
    (entry,) = shown.phases[2].entries
    assert entry.words == said
    assert entry.bounds is not None
    assert (entry.bounds.min, entry.bounds.max) == (minimum, maximum)


def test_what_is_done_for_two_weeks_before_begins_two_weeks_before() -> None:
    def until(length: timelines.Tree) -> timelines.Tree:
        return {"status": "stated", "wording": "as worded", "length": length}

    held = [
        timelines.claim(number, "preparation", action="avoid", phase="before", until=until(length))
        for number, length in enumerate((timelines.span("P2D", "P2D"), timelines.span("P2W", "P2W")), start=1)
    ]
    entries = _of(preparation=held).phases[0].entries
    assert [entry.bounds and entry.bounds.max for entry in entries] == ["P2W", "P2D"]
    assert {entry.bounds and entry.bounds.counted for entry in entries} == {"before_session"}
    assert {entry.end for entry in entries} == {placement.TimeAnchor(at="session_start")}


def test_what_is_no_longer_held_is_apart_with_its_reason() -> None:
    old = timelines.effect(1, rank="deprecated", rank_reason="It was wrong.")
    shown = _of(side_effects=[old, timelines.effect(2)])
    assert [entry.statement.rank_reason for entry in shown.deprecated] == ["It was wrong."]
    assert [entry.statement.id for entry in shown.unknown.entries] == ["st_0000000002"]


def test_what_is_disputed_or_contradicted_says_so() -> None:
    review = {"state": "disputed", "role": "clinician", "on": "2026-01-01"}
    contrary = builders.evidence("It is used on the face.", stance="disputes")
    disputed = timelines.effect(2)
    disputed["evidence"] = [*disputed["evidence"], contrary]
    tree = timelines.bare(
        side_effects=[timelines.effect(1, review=review), disputed, timelines.effect(3), timelines.effect(4)],
        pain=[timelines.claim(5, "pain")],
    )
    sides = ["st_0000000003", "st_0000000005"]
    tree["conflicts"] = {
        "conflicts": [{"id": "cf_0000000001", "text": "They disagree.", "statements": sides}]
    }
    shown = timeline.of(timelines.frozen(tree))
    assert [entry.doubt for entry in shown.unknown.entries] == [
        "A reviewer disputes this.",
        "Another source disputes this.",
        "Our sources contradict each other here.",
        None,
    ]
    assert [conflict.id for conflict in shown.conflicts] == ["cf_0000000001"]


def test_the_words_of_an_empty_phase_never_break_the_length_of_a_text() -> None:
    finding = timelines.claim(900, "absence", text="x" * 600, hedge="y" * 120)
    tree = timelines.bare()
    for place, name in enumerate(
        ("preparation", "aftercare", "recovery", "duration", "anaesthesia", "outcomes")
    ):
        held = {**finding, "id": f"st_{900 + place:010d}"}
        tree["sections"][name] = {"coverage": "stated_none", "finding": held}
    shown = timeline.of(timelines.frozen(tree))
    assert _DURATION.search(shown.phases[2].words) is None
    assert len(shown.phases) == 4
