"""The procedure in order of time: before, the session, after and later; what has no stated time is listed apart."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from app.content import document, placement, statements, values, words

PHASES: dict[placement.Phase, str] = {
    "before": "Before",
    "session": "The session",
    "after": "After",
    "later": "Later",
}
"""The phases in their order, and how each is called."""
SECTIONS: dict[placement.Phase, tuple[str, ...]] = {
    "before": ("preparation",),
    "session": ("duration", "anaesthesia", "techniques", "steps"),
    "after": ("side_effects", "warning_signs", "aftercare", "recovery"),
    "later": ("session_plan", "outcomes"),
}
"""The sections that a phase is made from: where one of them is silent, the phase is not complete."""
WORDS = (
    "This is what our sources say, in order of time. There may be more that they leave out. `open` stands where they "
    "set no limit; no number is added."
)
UNKNOWN = "Our sources say these, and not how long, or when. That means neither short nor never."
NONE_UNKNOWN = "Our sources give a time for everything that they name here. They may not name everything."
NOTHING = "Our sources say nothing here of what happens when. That does not mean there is nothing to know."
_ACTS: Mapping[statements.Phase, placement.Phase] = {
    "before": "before",
    "during": "session",
    "after": "after",
}
_MILESTONES = {
    "daily_life": "Back to daily life",
    "skin_healed": "Skin healed",
    "results_visible": "Results can be seen",
}
_PLANS = {"number": "Number of sessions", "spacing": "Between two sessions", "repeat_after": "To be repeated"}
_LENGTH = "Length of one session"

Timed = Annotated[
    statements.Preparation
    | statements.Step
    | statements.SessionDuration
    | statements.Anaesthesia
    | statements.SideEffect
    | statements.Aftercare
    | statements.Recovery
    | statements.SessionPlan
    | statements.Outcome,
    Field(discriminator="kind"),
]


class TimelineEntry(placement.Place):
    """Put one statement at its place in time; the statement is whole, with its evidence."""

    section: str
    """The section that the statement stands in."""
    label: values.Text
    """What it is about, in plain words."""
    subject: values.Label | None = None
    """The label of the concept that it is about, where it is about one."""
    technique: values.Label | None = None
    """The technique that a step belongs to."""
    position: Annotated[int, Field(ge=1)] | None = None
    """The step's place among the technique's steps, from 1."""
    hedge: values.Label | None = None
    """The statement's hedge as the source words it; absent where the source does not hedge."""
    doubt: values.Text | None = None
    """That a source or a reviewer disputes the statement, or that another contradicts it; absent where none does."""
    statement: Timed


class TimelinePhase(values.Value):
    """Hold one phase: what is timed in it, in order, and what the words say about the rest."""

    phase: placement.Phase
    title: values.Label
    words: str
    """What is here, what is in `unknown`, and what an empty phase means."""
    entries: tuple[TimelineEntry, ...] = ()
    """In order: those with a number by that number, then those that are timed in words only."""


class TimelineUnknown(values.Value):
    """Hold what has no stated length or moment; it is neither short nor absent."""

    words: values.Text
    entries: tuple[TimelineEntry, ...] = ()


class TimelineCoverage(values.Value):
    """Say what the coverage of a section means that the timeline is made from."""

    section: str
    technique: values.Label | None = None
    """The technique whose steps are meant."""
    coverage: document.Coverage
    words: values.Text
    finding: document.Absence | None = None
    """What a source says there is none of, where the coverage is `stated_none`."""
    silent_on: tuple[document.Silence, ...] = ()
    """What the statements of the section leave open."""


class Timeline(values.Value):
    """Show a procedure in order of time; every statement of the sections concerned stands in it exactly once."""

    words: values.Text
    phases: tuple[TimelinePhase, ...]
    """Before, session, after, later: always all four."""
    unknown: TimelineUnknown
    """Statements whose length or moment our sources do not give."""
    seek_help: document.Section[statements.WarningSign]
    """When to seek help, at whatever time."""
    deprecated: tuple[TimelineEntry, ...] = ()
    """Statements that are no longer held, each with its reason; absent where there are none."""
    coverage: tuple[TimelineCoverage, ...]
    """What each section's coverage means; a section that is silent does not mean that there is nothing."""
    conflicts: tuple[document.Conflict, ...] = ()
    """Contradictions that these statements are part of; absent where none was found."""


def of(published: document.ProcedureDocument) -> Timeline:
    """Return the timeline of a published document."""
    labels = {concept.id: concept.label for concept in published.concepts}
    entries = [_doubted(_about(entry, labels), published.conflicts) for entry in _entries(published)]
    standing = [entry for entry in entries if entry.statement.rank != "deprecated"]
    apart = [entry for entry in standing if entry.is_unknown]
    heard = tuple(_heard(published))
    return Timeline(
        words=WORDS,
        phases=tuple(_stage(phase, standing, heard) for phase in PHASES),
        unknown=TimelineUnknown(
            words=UNKNOWN if apart else NONE_UNKNOWN if standing else NOTHING,
            entries=tuple(sorted(apart, key=lambda entry: list(PHASES).index(entry.phase))),
        ),
        seek_help=published.sections.warning_signs,
        deprecated=tuple(entry for entry in entries if entry.statement.rank == "deprecated"),
        coverage=heard,
        conflicts=tuple(_conflicts(published, entries)),
    )


def _conflicts(
    published: document.ProcedureDocument, entries: list[TimelineEntry]
) -> Iterator[document.Conflict]:
    shown = {entry.statement.id for entry in entries}
    shown |= {sign.id for sign in published.sections.warning_signs.statements}
    for conflict in published.conflicts.conflicts:
        if shown & set(conflict.statements):
            yield conflict


def _about(entry: TimelineEntry, labels: Mapping[str, str]) -> TimelineEntry:
    """Name the concept of a statement; a side effect is called by it."""
    subject = labels.get(str(getattr(entry.statement, "concept", None)))
    if subject is None:
        return entry
    label = _capitalised(subject) if entry.section == "side_effects" else entry.label
    return entry.changed(subject=subject, label=label)


def _doubted(entry: TimelineEntry, found: document.Conflicts) -> TimelineEntry:
    statement = entry.statement
    contradicted = any(statement.id in conflict.statements for conflict in found.conflicts)
    if statement.review.state == "disputed":
        return entry.changed(doubt="A reviewer disputes this.")
    if any(item.stance == "disputes" for item in statement.evidence):
        return entry.changed(doubt="Another source disputes this.")
    return entry.changed(doubt="Our sources contradict each other here.") if contradicted else entry


def _stage(
    phase: placement.Phase, standing: list[TimelineEntry], heard: tuple[TimelineCoverage, ...]
) -> TimelinePhase:
    mine = [entry for entry in standing if entry.phase == phase]
    timed = sorted((entry for entry in mine if not entry.is_unknown), key=placement.order)
    silent = [item.words for item in heard if item.section in SECTIONS[phase] and item.coverage != "stated"]
    said = [_what_is_here(timed, apart=len(mine) - len(timed)), *dict.fromkeys(silent)]
    return TimelinePhase(
        phase=phase, title=PHASES[phase], words=" ".join(filter(None, said)), entries=tuple(timed)
    )


def _what_is_here(timed: list[TimelineEntry], *, apart: int) -> str:
    if not timed and not apart:
        return "No statement of our sources has its place here."
    if not apart:
        return "Our sources name these; there may be others."
    counted = "1 statement has" if apart == 1 else f"{apart} statements have"
    said = "Our sources give no time for anything here. " if not timed else ""
    return f"{said}{counted} no stated time: see `unknown`. There may be others."


def _entries(published: document.ProcedureDocument) -> Iterator[TimelineEntry]:
    """Yield an entry for every statement concerned, in the order of the sections and of the document."""
    held = published.sections
    for length in held.duration.statements:
        yield _entry(length, "duration", _LENGTH, placement.session_length(length.length))
    for advice in held.preparation.statements:
        yield _entry(advice, "preparation", advice.text, _advice(advice))
    for numbed in held.anaesthesia.statements:
        yield _entry(numbed, "anaesthesia", numbed.text, placement.in_order("session"))
    yield from _steps(published)
    for effect in held.side_effects.statements:
        place = placement.effect(effect.onset, effect.duration)
        yield _entry(effect, "side_effects", effect.text, place)
    for care in held.aftercare.statements:
        yield _entry(care, "aftercare", care.text, _advice(care))
    for mark in held.recovery.statements:
        yield _entry(mark, "recovery", _MILESTONES[mark.milestone], placement.milestone(mark.duration))
    for plan in held.session_plan.statements:
        yield _entry(plan, "session_plan", _PLANS[plan.aspect], _plan(plan))
    for result in held.outcomes.statements:
        yield _entry(result, "outcomes", result.text, placement.result(result.lasts))


def _steps(published: document.ProcedureDocument) -> Iterator[TimelineEntry]:
    for technique in published.techniques.statements:
        for position, step in enumerate(technique.steps.statements, start=1):
            place = placement.in_order(_ACTS[step.phase])
            entry = _entry(step, "steps", step.title or step.text, place)
            yield entry.changed(technique=technique.name, position=position)


def _advice(advice: "statements.Preparation | statements.Aftercare") -> placement.Place:
    return placement.advice(_ACTS[advice.phase], advice.until)


def _plan(plan: statements.SessionPlan) -> placement.Place:
    if plan.number is not None:
        return placement.number(plan.number)
    length = plan.spacing or plan.repeat_after
    if length is None:
        raise ValueError(f"the session plan {plan.id} holds nothing of its aspect")
    return placement.again(length)


def _entry(
    statement: "Timed",
    section: str,
    label: str,
    place: placement.Place,
) -> TimelineEntry:
    held = {name: getattr(place, name) for name in placement.Place.model_fields}
    return TimelineEntry(
        **held,
        section=section,
        label=_capitalised(label),
        hedge=statement.hedge,
        statement=statement,
    )


def _capitalised(label: str) -> str:
    first = label[0].upper()
    return first + label[1:] if len(first) == 1 else label


def _heard(published: document.ProcedureDocument) -> Iterator[TimelineCoverage]:
    """Yield the coverage of every section concerned, in the order of the phases; of steps, one for each technique."""
    for names in SECTIONS.values():
        for name in names:
            if name == "techniques":
                yield _of(name, published.techniques)
            elif name == "steps":
                for technique in published.techniques.statements:
                    yield _of(name, technique.steps).changed(technique=technique.name)
            else:
                yield _of(name, getattr(published.sections, name))


def _of(name: str, section: document.Section[document.S]) -> TimelineCoverage:
    return TimelineCoverage(
        section=name,
        coverage=section.coverage,
        words=section.words or words.coverage(name, section.coverage),
        finding=section.finding,
        silent_on=section.silent_on,
    )
