"""The picture of a timeline as bytes of SVG, at most 6 KB of them."""

import base64
import datetime
import hashlib
from dataclasses import dataclass

from app.content import timeline
from app.renderings import html, room, scales, sheet, story

LARGEST = 6 * 1024
"""Bytes. What has no room is counted, and where it stands is said."""
NOT_ADVICE = "Not medical advice. Our sources may leave risks out: silence is not safety."
_SAFETY = frozenset({"side_effects", "warning_signs"})
"""The sections of which no text is cut for want of room."""


@dataclass(frozen=True, kw_only=True)
class Foot:
    """What a picture is of, and where it is from, of what day, on what terms."""

    name: str
    reviewed: str
    address: str
    """Of the timeline as data."""
    licence: str
    revision: int
    sha256: str
    published: datetime.date


def svg(shown: timeline.Timeline, *, foot: Foot) -> bytes:
    """Return the picture of a timeline. The same arguments give the same bytes.

    Where it would be too large, texts are cut, then items are left out, counted and named by their kind; signs to
    seek help and side effects are the last to lose their room.
    """
    drawing = b""
    for size in sheet.SIZES:
        drawing = _drawn(shown, story.parts(shown, detail=size.detail), [], size=size, foot=foot)
        if len(drawing) <= LARGEST:
            return drawing
    for size in sheet.LAST_SIZES:
        drawing, dropped = _reduced(shown, size=size, foot=foot)
        if not any(item.section in _SAFETY for item in dropped):
            return drawing
    return drawing


def _reduced(shown: timeline.Timeline, *, size: sheet.Size, foot: Foot) -> tuple[bytes, list[story.Item]]:
    """Return the picture with as many items as have room, found by halving, and what was left out."""
    parts = story.parts(shown, detail=size.detail)

    def tried(kept: int) -> tuple[bytes, list[story.Item]]:
        fewer, dropped = room.reduced(parts, kept=kept)
        return _drawn(shown, fewer, dropped, size=size, foot=foot), dropped

    fits, fits_not = 0, len(room.droppable(parts)) + 1
    best = tried(fits)
    while fits_not - fits > 1:
        kept = (fits + fits_not) // 2
        found = tried(kept)
        if len(found[0]) <= LARGEST:
            fits, best = kept, found
        else:
            fits_not = kept
    return best


def _drawn(
    shown: timeline.Timeline,
    parts: list[story.Part],
    dropped: list[story.Item],
    *,
    size: sheet.Size,
    foot: Foot,
) -> bytes:
    page = sheet.Sheet(size=size)
    page.write(foot.name, sheet.TITLE)
    page.paragraph(story.SUBTITLE, sheet.SMALL)
    begun = page.y
    for part in parts:
        _part(page, part)
    page.paths[sheet.GUIDE] += f"M-19 {begun + 31}V{page.y}"
    _left_out(page, [f"No room here for {room.left_out(dropped)}."] if dropped else [])
    _left_out(page, [story.no_longer_held(shown)] if story.no_longer_held(shown) else [])
    page.told += [foot.reviewed, NOT_ADVICE]
    origin = f"Revision {foot.revision} ({foot.sha256[:8]}) of {foot.published.isoformat()}, {foot.licence}"
    page.y += 11
    for text in (story.key(parts), f"{foot.reviewed} {NOT_ADVICE}", f"In full: {foot.address}", origin):
        page.y += 3
        page.paragraph(text, sheet.SMALL)
    return _set(page, foot)


def _left_out(page: sheet.Sheet, said: list[str]) -> None:
    for text in said:
        page.y += 12
        page.paragraph(text, sheet.LABEL)
        page.told.append(text)


def _part(page: sheet.Sheet, part: story.Part) -> None:
    page.y += 16
    page.paragraph(part.title, sheet.PHASE)
    page.paths[sheet.NODE] += f"M-19 {page.y - 5}h0"
    page.told.append(f"{part.title}:")
    if not part.groups:
        page.told.append(story.NOT_SHOWN)
        page.paragraph(story.NOT_SHOWN, sheet.SMALL)
    for group in part.groups:
        page.y += 4
        if group.title:
            page.y += 3
            page.paragraph(group.title, sheet.SMALL)
        if group.title and group.title != story.IN_WORDS:
            page.told.append(f"{group.title}:")
        if group.run_in:
            page.paragraph(", ".join(item.words for item in group.items), sheet.PLAIN)
            page.told += [item.spoken for item in group.items]
        else:
            for item in group.items:
                _item(page, item, group)


def _item(page: sheet.Sheet, item: story.Item, group: story.Group) -> None:
    page.y += 3 if group.scale else 1
    whole = not item.section or item.section in _SAFETY
    style = sheet.LABEL if item.bold else sheet.PLAIN
    page.write(item.words, style, listed=group.listed, whole=whole)
    if item.place and group.scale:
        if item is group.items[0]:
            page.y += sheet.SMALL.height + 3
            for place, label in group.scale.ticks:
                page.centred(label, sheet.SMALL, x=place)
        page.y += 11
        page.paths[sheet.GUIDE] += _track(group.scale, y=page.y)
        for mark in scales.drawn(item.place, group.scale, y=page.y):
            page.paths[_ink(mark.look, item)] += mark.path
        page.y += 4
    page.write(item.beneath, sheet.SMALL, whole=whole)
    page.tell(item.spoken, whole=item.section in _SAFETY)


def _track(scale: scales.Scale, *, y: int) -> str:
    first = scale.ticks[0][0]
    step = -round(scale.step) if scale.backwards else round(scale.step)
    return f"M0 {y}H{scales.WIDTH}M{first} {y - 3}v6" + f"m{step}-6v6" * (len(scale.ticks) - 1)


def _ink(look: scales.Look, item: story.Item) -> sheet.Ink:
    """Return the ink of a shape: effects have a colour of their own."""
    stroke = "e" if item.section == "side_effects" else ""
    solid, hollow = stroke or "o", "g"
    fills = {
        scales.Look.AT_LEAST: solid,
        scales.Look.REACHED: solid,
        scales.Look.UP_TO: hollow,
        scales.Look.NOT_BEFORE: hollow,
    }
    return sheet.Ink(stroke=stroke, fill=fills.get(look, ""), dashed=look is scales.Look.OPEN)


def _set(page: sheet.Sheet, foot: Foot) -> bytes:
    """Return the picture as the template sets it, with identifiers that no other picture on a page has."""
    text = html.TEMPLATES.get_template("timeline.svg").render(
        mark=foot.sha256[:4],
        name=foot.name,
        story=" ".join(page.told),
        height=page.y + 14,
        paths=page.paths,
        lines=page.lines,
        style=STYLE,
    )
    return text.encode()


STYLE = html.read("timeline.css").decode().replace("\n", "")
"""The style sheet of the picture. It is the only one that a browser may apply to it; see POLICY."""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)
"""The policy of the picture where it is opened by itself: its own style sheet by its digest, and nothing else."""
