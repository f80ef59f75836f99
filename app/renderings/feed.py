"""The newest changes as an Atom feed (RFC 4287), for feed readers and for people who want to be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

MEDIA_TYPE = "application/atom+xml"
PATH = "/feeds/changes.atom"
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00Z"
Kind = Literal["create", "update", "withdraw", "restore", "rename"]
_HAPPENED: dict[Kind, str] = {
    "create": "published",
    "update": "changed",
    "withdraw": "withdrawn",
    "restore": "restored",
    "rename": "renamed",
}
_SAFETY = "Something about safety is different."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change; `number` is its place in the log, `at` an RFC 3339 instant."""

    number: int
    kind: Kind
    slug: str
    name: str
    revision: int
    at: str
    safety_changed: bool
    reason: str | None
    successor: str | None

    @property
    def words(self) -> str:
        """Return what happened, in sentences."""
        said = {
            "create": f"Published for the first time, as revision {self.revision}.",
            "update": f"Published as revision {self.revision}.",
            "withdraw": f"Withdrawn. The last revision was {self.revision}. Do not rely on copies of it.",
            "restore": f"It had been withdrawn, and is published again as revision {self.revision}.",
            "rename": f"Its address has “{self.successor}” in it now; the old one leads there.",
        }[self.kind]
        because = f" Reason: {self.reason}" if self.reason else ""
        safety = f" {_SAFETY}" if self.safety_changed and self.kind != "create" else ""
        return said + because + safety


def feed(
    entries: Sequence[Entry], *, url: Callable[[str], str], publisher: str, licence: str, disclaimer: str
) -> bytes:
    """Return the feed; `url` makes absolute addresses."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(root, "id", url(PATH))
    _text(root, "title", f"{publisher}: what changes")
    _text(root, "subtitle", disclaimer)
    _text(root, "updated", entries[0].at if entries else _NEVER)
    _text(root, "rights", licence)
    ElementTree.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": url(PATH)})
    ElementTree.SubElement(
        root, "link", {"rel": "alternate", "type": "text/html", "href": url("/corrections")}
    )
    author = ElementTree.SubElement(root, "author")
    _text(author, "name", publisher)
    for entry in entries:
        _entry(root, entry, url=url)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(root: ElementTree.Element, entry: Entry, *, url: Callable[[str], str]) -> None:
    made = ElementTree.SubElement(root, "entry")
    _text(made, "id", f"{url(PATH)}#{entry.number}")
    _text(made, "title", f"{entry.name}: {_HAPPENED[entry.kind]}")
    _text(made, "updated", entry.at)
    _text(made, "published", entry.at)
    page = url(f"/procedures/{entry.successor or entry.slug}")
    ElementTree.SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": page})
    ElementTree.SubElement(made, "category", {"term": entry.kind})
    if entry.safety_changed:
        ElementTree.SubElement(made, "category", {"term": "safety"})
    _text(made, "summary", entry.words)


def _text(parent: ElementTree.Element, name: str, words: str) -> None:
    ElementTree.SubElement(parent, name).text = words
