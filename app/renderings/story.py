"""What a picture of a timeline shows and tells, in words: phases, groups, items; where each is drawn comes later."""

import enum
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.content import document, durations, placement, statements, timeline, words
from app.renderings import scales

SUBTITLE = "What our sources say, in order of time"
EFFECTS = "Side effects, their times in words"
NO_TIMES = "Side effects, times not shown here"
NO_LENGTH = "Side effects, how long not stated"
IN_WORDS = "In words only"
NO_TIME = "Said without a time"
NOT_SHOWN = "What is said here is not shown; see below."
SEEK_HELP = "When to seek help"
_NO_STARTS = "No bar says when it starts."
_KEY = {
    scales.Look.AT_LEAST: "Filled: at least.",
    scales.Look.UP_TO: "Outlined: up to.",
    scales.Look.REACHED: "Diamond: by then.",
    scales.Look.NOT_BEFORE: "Hollow diamond: not before.",
    scales.Look.OPEN: "Dots: no end stated.",
}
_TITLES = {
    "preparation": "How to prepare, no time stated",
    "aftercare": "What to do or avoid, no time stated",
    "duration": "How long a session takes, not stated",
}
"""How the sections are called that statements without a time are from; others are called by their labels."""
_BY_NAME = frozenset({"side_effects", "recovery", "session_plan"})
"""The sections whose labels name what the quoted words are about."""


class Detail(enum.IntEnum):
    """How much is shown and told: each step takes from the one before it."""

    FULL = 0
    SUBJECTS = 1
    """What is said without a time is shown by its subjects, and told in full."""
    NAMES = 2
    """Side effects of no stated length are shown by their names, and told with what is said of them."""
    BRIEF = 3
    """What is said without a time is told by its subjects too."""
    LEAST = 4
    """Side effects of no stated length are told by their names too."""
    UNDRAWN = 5
    """Side effects are not drawn; their times stand in the words of the sources."""
    BARE = 6
    """Side effects are named, without their times: a name that is missing would be worse."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing shown: its words, what stands beneath them, and the place in time that is drawn."""

    words: str
    beneath: str = ""
    bold: bool = False
    place: placement.Place | None = None
    told: str = ""
    """What is told to those who do not see it; the words shown, where empty."""
    section: str = ""
    """What it is counted as where it has no room; empty for what is always shown."""
    count: int = 1
    """How many statements it shows."""

    @property
    def spoken(self) -> str:
        """Return the whole item in words."""
        shown = (self.words, self.beneath)
        return self.told or " ".join(_sentence(text) for text in shown if text)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items that belong together, with a scale where they are drawn."""

    items: tuple[Item, ...]
    title: str = ""
    scale: scales.Scale | None = None
    listed: bool = False
    """Each item has a mark before it."""
    run_in: bool = False
    """Shown as one paragraph."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A phase of the timeline with its groups."""

    title: str
    groups: tuple[Group, ...]


def parts(shown: timeline.Timeline, *, detail: Detail) -> list[Part]:
    """Return the four phases in this much detail."""
    return [_part(stage, shown, detail) for stage in shown.phases]


def no_longer_held(shown: timeline.Timeline) -> str:
    """Return the words that count the statements left out because they are deprecated; empty where none is."""
    signs = [sign for sign in shown.seek_help.statements if sign.rank == "deprecated"]
    number = len(shown.deprecated) + len(signs)
    return f"Left out: {counted(number, 'statement')} no longer held." if number else ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def key(shown: list[Part]) -> str:
    """Return what the shapes of a picture mean, and what they do not show; empty where nothing is drawn."""
    groups = [(group.scale, item.place) for part in shown for group in part.groups for item in group.items]
    placed = [(scale, place) for scale, place in groups if scale and place]
    looks = {mark.look for scale, place in placed for mark in scales.drawn(place, scale, y=0)}
    meant = [meaning for look, meaning in _KEY.items() if look in looks]
    if any(isinstance(place.start, durations.Unstated) for _, place in placed):
        meant.append(_NO_STARTS)
    return " ".join(meant)


def _part(stage: timeline.TimelinePhase, shown: timeline.Timeline, detail: Detail) -> Part:
    unknown = [entry for entry in shown.unknown.entries if entry.phase == stage.phase]
    in_order = [entry for entry in stage.entries if entry.extent == "in_order"]
    plain = [entry for entry in stage.entries if entry.extent == "count" or entry.section == "anaesthesia"]
    timed = [entry for entry in stage.entries if entry.extent in {"span", "moment"}]
    bare = [entry for entry in [*timed, *unknown] if detail >= Detail.BARE and _is_effect(entry)]
    drawn = [entry for entry in timed if entry.reach is not None and not _is_undrawn(entry, detail)]
    worded = [entry for entry in timed if entry not in drawn and entry not in bare]
    groups = [
        *_timed(drawn),
        Group(items=(*map(_plain, plain), *_steps(in_order))),
        Group(items=tuple(_named(bare, detail)), title=NO_TIMES, run_in=True),
        *_worded(worded, detail),
        *_unknown([entry for entry in unknown if entry not in bare], detail),
        *(_seek_help(shown.seek_help) if stage.phase == "after" else ()),
        Group(items=tuple(_silences(stage.phase, shown))),
    ]
    return Part(title=stage.title, groups=tuple(group for group in groups if group.items))


def _is_effect(entry: timeline.TimelineEntry) -> bool:
    return entry.section == "side_effects"


def _is_undrawn(entry: timeline.TimelineEntry, detail: Detail) -> bool:
    return detail >= Detail.UNDRAWN and _is_effect(entry)


def _timed(drawn: list[timeline.TimelineEntry]) -> Iterator[Group]:
    """Yield what has a number, on a scale for each way of counting."""
    for scale in (scales.BEFORE, scales.SHORT, scales.AFTER):
        items = tuple(_drawn(entry) for entry in drawn if scales.of(entry) is scale)
        yield Group(items=items, scale=scale)


def _worded(worded: list[timeline.TimelineEntry], detail: Detail) -> Iterator[Group]:
    effects = [entry for entry in worded if _is_undrawn(entry, detail)]
    others = [entry for entry in worded if not _is_undrawn(entry, detail)]
    yield Group(items=tuple(_in_words(effects)), title=EFFECTS, run_in=True)
    yield Group(items=tuple(_in_words(others)), title=IN_WORDS, listed=True)


def _drawn(entry: timeline.TimelineEntry) -> Item:
    """Return an item that is drawn: effects and milestones by their names, others by their own words."""
    start = f"Starts “{entry.start.words}”." if isinstance(entry.start, placement.TimeInWords) else ""
    worded = f"“{_wording(entry)}”." if entry.section == "side_effects" else entry.statement.text
    said = [text for text in (worded, start, entry.words, entry.doubt) if text]
    named = entry.section in {"side_effects", "recovery"}
    return Item(
        words=entry.label if named else worded,
        bold=named,
        beneath=" ".join(said if named else said[1:]),
        place=entry,
        told=" ".join([f"{entry.label}:", *said] if entry.section == "side_effects" else said),
        section=entry.section,
    )


def _in_words(worded: list[timeline.TimelineEntry]) -> Iterator[Item]:
    """Yield what is timed in words only, effects and milestones by their names; other texts hold the words already."""
    named = [entry for entry in worded if entry.section in _BY_NAME]
    for label in dict.fromkeys(entry.label for entry in named):
        same = [entry for entry in named if entry.label == label]
        said = ", ".join(dict.fromkeys(said for entry in same for said in _quoted(entry)))
        text = f"{label}: {said}{_doubts(same)}"
        yield Item(words=text, section=same[0].section, count=len(same))
    for entry in worded:
        if entry.section == "outcomes":
            lasts = f"A result lasts “{_wording(entry)}”"
            yield Item(words=_doubted(lasts, entry), told=_plain(entry).spoken, section="outcomes")
        elif entry.section not in _BY_NAME:
            yield _plain(entry)


def _quoted(entry: timeline.TimelineEntry) -> Iterator[str]:
    if entry.measures == "until_better":
        yield f"gets less “{_wording(entry)}”, no end stated"
    else:
        yield f"“{_wording(entry)}”"
    if isinstance(entry.start, placement.TimeInWords):
        yield f"starts “{entry.start.words}”"


def _plain(entry: timeline.TimelineEntry) -> Item:
    return Item(words=_doubted(entry.statement.text, entry), section=entry.section)


def _steps(in_order: list[timeline.TimelineEntry]) -> Iterator[Item]:
    """Yield the steps of each technique in one line, in order; with one technique its name says nothing more."""
    steps = [entry for entry in in_order if entry.section == "steps"]
    techniques = dict.fromkeys(entry.technique for entry in steps)
    for technique in techniques:
        named = [_doubted(entry.label, entry) for entry in steps if entry.technique == technique]
        before = technique if len(techniques) > 1 else "Step" if len(named) == 1 else "Steps"
        yield Item(
            words=f"{before}: {' → '.join(named)}",
            told=_sentence(f"{before}: {', then '.join(named)}"),
            section="steps",
            count=len(named),
        )


def _unknown(unknown: list[timeline.TimelineEntry], detail: Detail) -> Iterator[Group]:
    effects = [entry for entry in unknown if _is_effect(entry)]
    results = [entry for entry in unknown if entry.section == "outcomes"]
    others = [entry for entry in unknown if entry.section not in {"side_effects", "outcomes"}]
    named = tuple(_named(effects, detail))
    yield Group(items=named, title=NO_LENGTH, listed=True, run_in=detail >= Detail.NAMES)
    if detail == Detail.FULL:
        yield Group(items=tuple(map(_plain, others)), title=NO_TIME, listed=True)
    else:
        yield from _subjects(others, in_full=detail < Detail.BRIEF)
    if results:
        said = f"{counted(len(results), 'result')} named, how long not stated."
        yield Group(items=(Item(words=said, section="outcomes", count=len(results)),))


def _named(effects: list[timeline.TimelineEntry], detail: Detail) -> Iterator[Item]:
    """Yield each side effect by its name, once, with what the sources say of how often and when."""
    for label in dict.fromkeys(entry.label for entry in effects):
        same = [entry for entry in effects if entry.label == label]
        said = dict.fromkeys(said for entry in same for said in _details(entry))
        times = f" ({len(same)} statements)" if len(same) > 1 else ""
        name = f"{label}{times}{_doubts(same)}"
        whole = f"{label}{times}{': ' if said else ''}{', '.join(said)}{_doubts(same)}"
        yield Item(
            words=whole if detail < Detail.NAMES else name,
            told=_sentence(whole if detail < Detail.LEAST else name),
            section="side_effects",
            count=len(same),
        )


def _details(entry: timeline.TimelineEntry) -> Iterator[str]:
    statement = entry.statement
    if isinstance(statement, statements.SideEffect) and statement.frequency != "unknown":
        yield f"“{statement.frequency}”"
    elif statement.hedge:
        yield f"“{statement.hedge}”"
    if isinstance(entry.start, placement.TimeInWords):
        yield f"starts “{entry.start.words}”"


def _subjects(others: list[timeline.TimelineEntry], *, in_full: bool) -> Iterator[Group]:
    """Yield what is said without a time by its subjects: they assert nothing, so that no hedge is lost."""
    for title in dict.fromkeys(map(_title, others)):
        mine = [entry for entry in others if _title(entry) == title]
        subjects = Counter(entry.subject for entry in mine if entry.subject)
        named = [name if count == 1 else f"{name} ({count} statements)" for name, count in subjects.items()]
        if rest := len(mine) - subjects.total():
            named.append(f"{rest} more" if named else counted(rest, "statement"))
        subject = Item(
            words=", ".join(named),
            told=" ".join(_plain(entry).spoken for entry in mine) if in_full else "",
            section=mine[0].section,
            count=len(mine),
        )
        yield Group(items=(subject,), title=title)


def _title(entry: timeline.TimelineEntry) -> str:
    return _TITLES.get(entry.section, f"{entry.label}, not stated")


def _seek_help(section: document.Section[statements.WarningSign]) -> Iterator[Group]:
    standing = [sign for sign in section.statements if sign.rank != "deprecated"]
    items = [
        Item(words=f"{_sentence(sign.text)} Ask: {sign.ask}.", section="warning_signs") for sign in standing
    ]
    yield Group(items=tuple(items), title=SEEK_HELP, listed=True)
    if not items:
        yield Group(items=(_said_of("warning_signs", section),))


def _said_of(
    name: str, section: "document.Section[statements.WarningSign] | timeline.TimelineCoverage"
) -> Item:
    """Return what is said in the place of statements about safety of which none is there; it is always shown."""
    silent = words.coverage(name, "not_addressed")
    said = section.words if section.coverage != "stated" else silent
    found = section.finding.text if section.finding else ""
    return Item(words=f"{found} {said or silent}".strip())


def _silences(phase: placement.Phase, shown: timeline.Timeline) -> Iterator[Item]:
    """Yield what a source says there is none of, what does not apply, and what our sources do not say."""
    mine = [heard for heard in shown.coverage if heard.section in timeline.SECTIONS[phase]]
    named = {entry.section for stage in shown.phases for entry in stage.entries}
    named |= {entry.section for entry in shown.unknown.entries}
    yield from (
        _said_of(heard.section, heard)
        for heard in mine
        if heard.section == "side_effects" and heard.section not in named
    )
    others = [heard for heard in mine if heard.section not in {"side_effects", "warning_signs"}]
    for heard in others:
        if heard.coverage in {"stated_none", "not_applicable"}:
            yield Item(words=heard.finding.text if heard.finding else heard.words, section="coverage")
    silent = [words.NOUNS[heard.section] for heard in others if heard.coverage == "not_addressed"]
    silent += [words.aspect(heard.section, item.aspect) for heard in others for item in heard.silent_on]
    if silent:
        yield Item(words=f"Our sources do not say: {'; '.join(dict.fromkeys(silent))}.")


def _wording(entry: placement.Place) -> str:
    if isinstance(entry.end, placement.TimeInWords):
        return entry.end.words
    return entry.bounds.wording if entry.bounds else ""


def _doubts(same: list[timeline.TimelineEntry]) -> str:
    return "".join(f". {doubt}" for doubt in dict.fromkeys(entry.doubt for entry in same) if doubt)


def _doubted(text: str, entry: timeline.TimelineEntry) -> str:
    return f"{_sentence(text)} {entry.doubt}" if entry.doubt else text


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
