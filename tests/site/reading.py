"""A page as a tree of elements, for tests of what stands where on it."""

import dataclasses
import html.parser
import re
from collections.abc import Iterator

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_SPACE = re.compile(r"\s+")


@dataclasses.dataclass(eq=False)
class Element:
    """One element with its attributes and all that is in it."""

    tag: str
    attributes: dict[str, str]
    inner: list["Element | str"] = dataclasses.field(default_factory=list)

    @property
    def words(self) -> str:
        """Return the text with white space as a browser shows it."""
        return _SPACE.sub(" ", "".join(self._texts())).strip()

    def _texts(self) -> Iterator[str]:
        for part in self.inner:
            if isinstance(part, str):
                yield part
            else:
                yield from part._texts()

    def all(self, tag: str | None = None, **wanted: str) -> list["Element"]:
        """Return the elements within with this tag and these attributes; `_` in a name stands for a hyphen."""
        return [held for held in self.walk() if held._is(tag, wanted)]

    def one(self, tag: str | None = None, **wanted: str) -> "Element":
        """Return the only such element."""
        (found,) = self.all(tag, **wanted)
        return found

    def having(self, name: str) -> list["Element"]:
        """Return the elements within that have this attribute."""
        return [held for held in self.walk() if name in held.attributes]

    def walk(self) -> Iterator["Element"]:
        """Yield every element within, outer ones first."""
        for part in self.inner:
            if isinstance(part, Element):
                yield part
                yield from part.walk()

    def _is(self, tag: str | None, wanted: dict[str, str]) -> bool:
        if tag is not None and self.tag != tag:
            return False
        for name, value in wanted.items():
            held = self.attributes.get(name.strip("_").replace("_", "-"))
            if held != value and not (name == "class_" and value in (held or "").split()):
                return False
        return True


class _Parser(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inner.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1].inner.append(data)


def page(text: str) -> Element:
    """Return the main part of a page."""
    return whole(text).one("main")


def whole(text: str) -> Element:
    """Return everything of a page."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.root
