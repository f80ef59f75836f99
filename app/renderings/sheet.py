"""The sheet that a picture is set on: lines of text from the top down, shapes by their ink, and what is told."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.renderings import lettering, story

COLUMN = 280
"""The width of a line of text, in pixels; it begins right of the line that joins the phases."""


@dataclass(frozen=True, kw_only=True)
class Ink:
    """How shapes are painted: colours by their names in the style sheet; a width makes round dots of strokes."""

    stroke: str = ""
    fill: str = ""
    dashed: bool = False
    width: int = 0

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield the attributes that are not the usual ones."""
        if self.fill:
            yield "fill", f"var(--{self.fill})"
        if self.stroke:
            yield "stroke", f"var(--{self.stroke})"
        if self.dashed:
            yield "stroke-dasharray", "2 3"
        if self.width:
            yield "stroke-width", str(self.width)


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a line of text is set; sizes and the height of its line in pixels."""

    size: int
    height: int
    bold: bool = False
    muted: bool = False


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much the words may take: their detail, and the characters of a text that are seen and told."""

    detail: story.Detail
    seen: int
    told: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of text at its place."""

    y: int
    words: str
    x: int = 0


TITLE = Style(size=19, height=25, bold=True)
PHASE = Style(size=15, height=20, bold=True)
LABEL = Style(size=12, height=17, bold=True)
PLAIN = Style(size=12, height=17)
SMALL = Style(size=11, height=15, muted=True)

GUIDE = Ink(stroke="l")
NODE = Ink(width=11)
BULLET = Ink(width=4)

SIZES = (
    Size(detail=story.Detail.FULL, seen=160, told=600),
    Size(detail=story.Detail.SUBJECTS, seen=160, told=600),
    Size(detail=story.Detail.NAMES, seen=160, told=600),
    Size(detail=story.Detail.BRIEF, seen=160, told=600),
    Size(detail=story.Detail.BRIEF, seen=110, told=600),
    Size(detail=story.Detail.LEAST, seen=110, told=600),
    Size(detail=story.Detail.LEAST, seen=72, told=72),
)
"""From the most to the least; tried in this order before anything is left out."""
LAST_SIZES = tuple(
    Size(detail=detail, seen=72, told=72)
    for detail in (story.Detail.LEAST, story.Detail.UNDRAWN, story.Detail.BARE)
)
"""Tried in this order when something is left out, until nothing of it is about safety."""
_WHOLE = SIZES[0].seen


def _paths() -> defaultdict[Ink, str]:
    return defaultdict(str, {GUIDE: ""})  # the first is painted first, beneath the others


@dataclass
class Sheet:
    """Take lines and shapes from the top down; `y` is where the last one ended."""

    size: Size
    y: int = 8
    lines: defaultdict[Style, list[Line]] = field(default_factory=lambda: defaultdict(list))
    """The lines of each style. Nobody reads them in this order: what is read is what is told."""
    paths: defaultdict[Ink, str] = field(default_factory=_paths)
    """The shapes of each ink as one path. No ink says what the words do not."""
    told: list[str] = field(default_factory=list)

    def write(self, text: str, style: Style, *, listed: bool = False, whole: bool = False) -> None:
        """Set a text, cut to the size, or where it must be `whole` to the largest size."""
        characters = _WHOLE if whole else self.size.seen
        self.paragraph(lettering.shortened(text, characters=characters), style, listed=listed)

    def paragraph(self, text: str, style: Style, *, listed: bool = False) -> None:
        """Set a text in as many lines as it needs, with a bullet before the first where it is `listed`."""
        for line in lettering.wrapped(text, within=COLUMN, size=style.size, bold=style.bold):
            self.y += style.height
            if listed:
                self.paths[BULLET] += f"M-8 {self.y - 4}h0"
                listed = False
            self.lines[style].append(Line(y=self.y, words=line))

    def centred(self, text: str, style: Style, *, x: int) -> None:
        """Set a label centred under a place, without going down."""
        half = lettering.width(text, size=style.size, bold=style.bold) / 2
        self.lines[style].append(Line(x=round(x - half), y=self.y, words=text))

    def tell(self, text: str, *, whole: bool = False) -> None:
        """Add to the story in words, cut to the size, or where it must be `whole` to the largest size."""
        characters = max(self.size.told, _WHOLE if whole else 0)
        self.told.append(lettering.shortened(text, characters=characters))
