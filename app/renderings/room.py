"""What has room in a picture and what is left out: never unsaid, and what is about safety last."""

import dataclasses
from collections.abc import Iterable

from app.renderings import story

_NOUNS = {
    "warning_signs": ("sign to seek help", "signs to seek help"),
    "side_effects": ("side effect", "side effects"),
    "recovery": ("statement on recovery", "statements on recovery"),
    "aftercare": ("statement on aftercare", "statements on aftercare"),
    "preparation": ("statement on preparation", "statements on preparation"),
    "duration": ("statement on the length of a session", "statements on the length of a session"),
    "session_plan": ("statement on the number of sessions", "statements on the number of sessions"),
    "anaesthesia": ("statement on anaesthesia", "statements on anaesthesia"),
    "coverage": ("statement that there is none", "statements that there is none"),
    "steps": ("step", "steps"),
    "outcomes": ("result", "results"),
}
"""What items are counted as, in the order in which they keep their room."""
_WEIGHTS = {section: weight for weight, section in enumerate(_NOUNS)}


def droppable(parts: Iterable[story.Part]) -> list[story.Item]:
    """Return what may be left out for want of room, the weightiest first."""
    items = [item for part in parts for group in part.groups for item in group.items if item.section]
    return sorted(items, key=lambda item: _WEIGHTS[item.section])


def reduced(parts: Iterable[story.Part], *, kept: int) -> tuple[list[story.Part], list[story.Item]]:
    """Return the phases with the weightiest items only, and what was left out of them."""
    whole = list(parts)
    dropped = droppable(whole)[kept:]
    gone = {id(item) for item in dropped}
    fewer = []
    for part in whole:
        groups = [
            dataclasses.replace(group, items=tuple(item for item in group.items if id(item) not in gone))
            for group in part.groups
        ]
        fewer.append(story.Part(title=part.title, groups=tuple(group for group in groups if group.items)))
    return fewer, dropped


def left_out(dropped: Iterable[story.Item]) -> str:
    """Return the words that count what has no room, by kind; empty where all has."""
    counted: dict[str, int] = {}
    for item in dropped:
        counted[item.section] = counted.get(item.section, 0) + item.count
    named = sorted(counted.items(), key=lambda pair: _WEIGHTS[pair[0]])
    return ", ".join(f"{count} {_NOUNS[section][count != 1]}" for section, count in named)
