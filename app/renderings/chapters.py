"""The chapters of the guide, from their Markdown: anchors, a table of contents, and links that lead on.

Markup inside a chapter is text. What the reader copies names the service that the reader is at.
"""

import dataclasses
import functools
import importlib.resources
import re
from collections.abc import Callable, Iterator, Sequence

import markdown_it
import markupsafe
from markdown_it import token as tokens

HOME = "http://127.0.0.1:8000"
"""How the sources call the service; a reader sees the address of the one that shows the guide."""
_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "th": "columnheader",
    "td": "cell",
}
"""What parts of a table are, where a small screen lays them out below each other."""
_PLAIN = re.compile(r"[^\w\- ]")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading that can be led to."""

    id: str
    words: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter as a page shows it: its title apart, what it is about in one plain paragraph, and the rest."""

    title: str
    about: str
    lead: markupsafe.Markup
    """What stands before the table of contents: the same paragraph, with its links."""
    contents: tuple[Heading, ...]
    body: markupsafe.Markup


def source(name: str) -> str:
    """Return the Markdown of a chapter that is written by hand."""
    return (importlib.resources.files("app.renderings") / "guide" / f"{name}.md").read_text("utf-8")


def chapter(text: str, *, link: Callable[[str], str], home: str) -> Chapter:
    """Return a chapter; `link` gives the address for each link as it is written, `home` that of the service."""
    held = _parser().parse(text)
    title, about = _inlines(held)[:2]
    headings = tuple(_anchored(held))
    _describe_tables(held)
    for block in held:
        for part in (block, *(block.children or ())):
            if part.type == "link_open":
                part.attrSet("href", link(str(part.attrGet("href"))))
            elif part.type in {"code_inline", "fence"}:
                part.content = part.content.replace(HOME, home)
    first, last = (
        next(place for place, block in enumerate(held) if block.type == kind) + 1
        for kind in ("heading_close", "paragraph_close")
    )
    return Chapter(
        title=_words(title),
        about=_words(about),
        contents=tuple(heading for level, heading in headings if level == "h2"),
        lead=_rendered(held[first:last]),
        body=_rendered(held[last:]),
    )


def _rendered(held: Sequence[tokens.Token]) -> markupsafe.Markup:
    made = _parser().renderer.render(held, _parser().options, {})
    return markupsafe.Markup(made)  # noqa: S704 - the renderer escapes every text; markup in the source is text


def anchor(words: str) -> str:
    """Return what a heading is led to by."""
    return _PLAIN.sub("", words.lower()).replace(" ", "-")


@functools.cache
def _parser() -> markdown_it.MarkdownIt:
    made = markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table")
    made.add_render_rule("fence", _code)
    return made


def _code(_: object, held: Sequence[tokens.Token], place: int, options: object, env: object) -> str:
    """Render a block of code that the keyboard can scroll; of its info string only the language is shown."""
    block = held[place]
    language = markupsafe.escape(block.info.split(" ")[0] or "text")
    return f'<pre tabindex="0"><code class="language-{language}">{markupsafe.escape(block.content)}</code></pre>\n'


def _describe_tables(held: Sequence[tokens.Token]) -> None:
    """Give the parts of tables their roles, and each cell the head of its column."""
    heads: list[str] = []
    column = 0
    for place, block in enumerate(held):
        if block.nesting != 1 or block.tag not in _ROLES:
            continue
        block.attrSet("role", _ROLES[block.tag])
        heads = [] if block.tag == "table" else heads
        column = 0 if block.tag == "tr" else column
        if block.tag == "th":
            heads.append(_words(held[place + 1]))
        elif block.tag == "td":
            block.attrSet("data-head", heads[column])
            column += 1


def _inlines(held: Sequence[tokens.Token]) -> list[tokens.Token]:
    return [block for block in held if block.type == "inline"]


def _words(block: tokens.Token) -> str:
    return "".join(
        part.content if part.type in {"text", "code_inline"} else " " if part.type == "softbreak" else ""
        for part in block.children or ()
    )


def _anchored(held: Sequence[tokens.Token]) -> Iterator[tuple[str, Heading]]:
    """Give each heading an anchor, and yield it; what is called the same is numbered."""
    taken: dict[str, int] = {}
    for place, block in enumerate(held):
        if block.type != "heading_open":
            continue
        words = _words(held[place + 1])
        name = anchor(words)
        taken[name] = taken.get(name, -1) + 1
        unique = f"{name}-{taken[name]}" if taken[name] else name
        block.attrSet("id", unique)
        yield block.tag, Heading(id=unique, words=words)
