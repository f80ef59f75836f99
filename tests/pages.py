"""Pages as a browser and a reader meet them: their elements, their words, the words that are in no language."""

import re
from html.parser import HTMLParser

VOID = frozenset(
    {"meta", "link", "br", "hr", "img", "input", "source", "wbr", "col", "area", "embed", "base"}
)
SPOKEN = ("aria-label", "alt", "title", "placeholder", "aria-description")
"""The attributes that are read out or shown."""
NO_WORDS = frozenset({"script", "style", "code", "time"})
"""Elements whose text is no sentence of the page; dates are in the words of its language, made elsewhere."""


class Page(HTMLParser):
    """Hold what a browser would see: the elements with their attributes, and the text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.spoken: list[str] = []
        """Each text in the language of the page, those of attributes included."""
        self._open: list[tuple[str, bool]] = []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.elements.append((tag, held))
        silent = (self._open[-1][1] if self._open else False) or self._foreign(tag, held)
        if not silent and tag not in {"meta", "style"}:
            self.spoken += [value for name in SPOKEN if (value := held.get(name))]
        if tag not in VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if data.strip() and not (self._open and self._open[-1][1]):
            self.spoken.append(data.strip())

    def _foreign(self, tag: str, held: dict[str, str | None]) -> bool:
        """Tell whether the words of an element are not in the language of the page, or are in none."""
        own = tag != "html" and "lang" in held
        return own or held.get("translate") == "no" or tag in NO_WORDS | {"title"}

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """Return the elements without their words."""
        return [(tag, sorted(attributes)) for tag, attributes in self.elements]

    def values(self, name: str, *, tags: set[str] | None = None) -> list[str]:
        """Return what an attribute holds, wherever it stands."""
        found = [held.get(name) for tag, held in self.elements if tags is None or tag in tags]
        return [value for value in found if value is not None]

    @property
    def words(self) -> str:
        """Return the text, its white space as one."""
        return " ".join(self.text.split())

    @property
    def forgotten(self) -> list[str]:
        """Return the texts of which a part is not in the made-up language that puts brackets around each.

        A text that holds elements, a name say, comes in several parts: brackets are counted from one to the next.
        """
        found, depth = [], 0
        for text in self.spoken:
            outside = ""
            for character in text:
                depth += {"⟦": 1, "⟧": -1}.get(character, 0)
                outside += character if depth == 0 else ""
            if re.search(r"[^\W\d_]", outside):
                found.append(text)
        return found if depth == 0 else [*found, "a bracket is not closed"]
