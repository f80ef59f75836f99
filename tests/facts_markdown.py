"""The facts of a Markdown text, read off what a CommonMark parser makes of it, and the words of each statement."""

import dataclasses
import itertools
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests import facts

_PARSER = MarkdownIt("commonmark")


@dataclasses.dataclass(kw_only=True)
class Reading:
    """What a parser finds: nothing that a text holds can add to `headings`, `links`, `code` or `markup`."""

    headings: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    links: list[str] = dataclasses.field(default_factory=list)
    items: dict[str, str] = dataclasses.field(default_factory=dict)
    """The words of each statement by its id, as they are shown."""
    lengths: set[tuple[str, str, str]] = dataclasses.field(default_factory=set)
    coverage: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    kinds: set[str] = dataclasses.field(default_factory=set)
    """The types of all tokens."""
    words: str = ""
    """All that is shown."""


def of_markdown(text: str) -> facts.Facts:
    """Return the facts of a procedure's Markdown."""
    found = read(text)
    return facts.Facts(
        statements=frozenset(found.items),
        lengths=frozenset(found.lengths),
        coverage=frozenset(found.coverage),
    )


def read(text: str) -> Reading:
    """Return what a parser finds in a text."""
    found = Reading()
    shown: list[str] = []
    lengths: list[tuple[str, str]] = []
    heading = ""
    for token in _PARSER.parse(text):
        found.kinds.add(token.type)
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "list_item_open" and token.level == 1:
            shown, lengths = [], []
        elif token.type == "inline":
            children = list(_children(token))
            found.kinds |= {child.type for child in children}
            said = "".join(child.content for child in children)
            found.words += said + "\n"
            shown.append(said)
            if heading:
                found.headings.append((heading, said))
                heading = ""
            found.links += [str(child.attrs["href"]) for child in children if child.type == "link_open"]
            lengths += _between(children, "min ", ", max ")
            found.coverage |= set(_between(children, "(Coverage of ", ": "))
            for name in _addresses(children):
                found.items[name] = "\n".join(shown)
                found.lengths |= {(name, *bounds) for bounds in lengths}
    return found


def _children(token: Token) -> Iterator[Token]:
    return iter(token.children or ())


def _between(children: list[Token], before: str, between: str) -> list[tuple[str, str]]:
    """Return each two pieces of code that stand behind these words."""
    return [
        (first.content, second.content)
        for ahead, first, middle, second in zip(
            children, children[1:], children[2:], children[3:], strict=False
        )
        if ahead.type == middle.type == "text"
        and first.type == second.type == "code_inline"
        and ahead.content.endswith(before)
        and middle.content == between
    ]


def _addresses(children: list[Token]) -> list[str]:
    return [
        str(link.attrs["href"]).rpartition("/v1/statements/")[2]
        for ahead, link in itertools.pairwise(children)
        if link.type == "link_open" and ahead.type == "text" and ahead.content.endswith("Address: ")
    ]
