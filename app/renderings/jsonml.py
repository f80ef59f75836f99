"""A card's HTML as JsonML, `["p", {"class": "x"}, "text"]`, for a script that may put no markup into a page.

Only what the allow lists name gets through; anything else in a card is a fault of ours, and raises.
"""

import re
from html.parser import HTMLParser

from app.content import values

_BLOCKS = {
    "article", "section", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "details", "summary",
    "footer", "header",
}  # fmt: skip
TAGS = frozenset(_BLOCKS | {"span", "a", "time", "bdi", "strong", "em", "q", "small"})
"""The elements that a card is made of."""
ATTRIBUTES = frozenset(
    ("class", "href", "lang", "dir", "datetime", "rel", "target", "title", "role", "part", "hidden")
)
"""The attributes that they may have, beside `data-…` and `aria-…`."""
_FAMILY = re.compile(r"(?:data|aria)-[a-z][a-z0-9-]*")
_HREF = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+")
_SPACE = re.compile(r"[ \t\r\n]+")

Node = list["values.Json"]


class NotACardError(ValueError):
    """The markup holds something that no card may hold."""


def tree(html: str) -> Node:
    """Return the one element that the markup is; raise NotACardError where anything in it is not allowed.

    Runs of white space become one space, and go where blocks begin and end, since nobody sees them there.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _tidied(reader.whole())


class _Reader(HTMLParser):
    """Build the tree, and refuse what is open, crossed or foreign."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Node] = [[""]]

    def whole(self) -> Node:
        """Return the one element that was read."""
        found = self._open[0][1:]
        elements = [item for item in found if isinstance(item, list)]
        if len(self._open) != 1 or len(elements) != 1:
            raise NotACardError("a card is one element, and it is closed")
        if any(isinstance(item, str) and item.strip() for item in found):
            raise NotACardError("a card holds no text outside its element")
        return elements[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise NotACardError(f"a card holds no <{tag}>")
        node: Node = [tag]
        if attrs:
            node.append({name: _attribute(tag, name, value) for name, value in attrs})
        self._open[-1].append(node)
        self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1][0] != tag:
            raise NotACardError(f"</{tag}> closes <{self._open[-1][0]}>")
        self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise NotACardError(f"a card holds no <{tag}/>")

    def handle_data(self, data: str) -> None:
        self._open[-1].append(data)

    def handle_comment(self, data: str) -> None:
        raise NotACardError("a card holds no comment")

    def handle_decl(self, decl: str) -> None:
        raise NotACardError("a card holds no declaration")

    def handle_pi(self, data: str) -> None:
        raise NotACardError("a card holds no processing instruction")

    def unknown_decl(self, data: str) -> None:
        raise NotACardError("a card holds no declaration")


def _attribute(tag: str, name: str, value: str | None) -> str:
    if name not in ATTRIBUTES and not _FAMILY.fullmatch(name):
        raise NotACardError(f"a card's <{tag}> has no {name}")
    if name == "href" and not _HREF.fullmatch(value or ""):
        raise NotACardError("a link in a card is absolute, http, https or mailto")
    return value or ""


def _tidied(node: Node) -> Node:
    """Return a node with its white space as a browser shows it, neighbouring texts joined, empty ones gone."""
    tag = node[0]
    kept: Node = []
    for item in node[1:]:
        if isinstance(item, list):
            kept.append(_tidied(item))
        elif not isinstance(item, str):
            kept.append(item)
        elif text := _SPACE.sub(" ", item):
            if kept and isinstance(kept[-1], str):
                kept[-1] = _SPACE.sub(" ", kept[-1] + text)
            else:
                kept.append(text)
    trimmed = [_trimmed(tag, kept, place) for place in range(len(kept))]
    return [tag, *(item for item in trimmed if item != "")]


def _trimmed(tag: values.Json, items: Node, place: int) -> values.Json:
    text = items[place]
    if not isinstance(text, str):
        return text
    before = items[place - 1] if place else None
    after = items[place + 1] if place + 1 < len(items) else None
    first = before is None or isinstance(before, dict)
    if (first and tag in _BLOCKS) or _is_block(before):
        text = text.lstrip(" ")
    if (after is None and tag in _BLOCKS) or _is_block(after):
        text = text.rstrip(" ")
    return text


def _is_block(item: values.Json) -> bool:
    return isinstance(item, list) and item[0] in _BLOCKS
