"""What is shown while nobody can tell whether it still holds: marked in the answer itself, for those who read it.

While the catalogue cannot be reached, something may have been corrected or withdrawn that an earlier answer still says.
Forms for programs that have no place for a sentence (tables, FHIR, linked data, pictures) are told by headers alone.
"""

import json
import re

import markupsafe

from app.content import values, words
from app.renderings import jsonml, languages

_HTML = re.compile(rb'<html lang="([A-Za-z0-9-]+)"')
_FRAMED = re.compile(rb'<article class="candour-card"[^>]*>')
_PAGE = re.compile(rb'<main id="content"[^>]*>')
_ENVELOPE = b'{"meta":{'
_CARDS = b'{"cards":['
_TEXT = words.UNCONFIRMED


def marked(
    body: bytes, media_type: str, *, seconds: int, offered: languages.Languages = languages.ONLY_ENGLISH
) -> bytes:
    """Return an answer with the sentence in it that it could not be confirmed for this long, where there is a place."""
    if media_type == "text/html":
        return _page(body, offered)
    if media_type == "text/markdown":
        return f"> **{_TEXT}**\n\n".encode() + body
    if media_type == "application/json" and body.startswith(_ENVELOPE):
        said = {"freshness": "stale", "unconfirmed_for": f"PT{seconds}S", "notice": _TEXT}
        return _ENVELOPE + _members(said) + b"," + body[len(_ENVELOPE) :]
    if media_type == "application/json" and body.startswith(_CARDS):
        return _cards(body, offered)
    return body


def _members(said: dict[str, str]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")[1:-1]


def _page(body: bytes, offered: languages.Languages) -> bytes:
    place = _PAGE.search(body) or _FRAMED.search(body)
    if place is None:
        return body
    tag = _HTML.search(body)
    said = _said(tag[1].decode("ascii") if tag else "", offered)
    line = f'\n<p class="warning" role="status">{markupsafe.escape(said)}</p>'
    return body[: place.end()] + line.encode("utf-8") + body[place.end() :]


def _cards(body: bytes, offered: languages.Languages) -> bytes:
    tree = json.loads(body)
    for one in tree["cards"]:
        card: jsonml.Node = one["card"]
        line: values.Json = ["p", {"class": "warning", "role": "status"}, _said(one["lang"], offered)]
        card.insert(2 if len(card) > 1 and isinstance(card[1], dict) else 1, line)
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _said(tag: str, offered: languages.Languages) -> str:
    return offered.get(tag, languages.ENGLISH).gettext(_TEXT)
