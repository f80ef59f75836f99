"""oEmbed 1.0: which procedure an address is that of, and what a page that names it may show in its place.

An address is compared with our own as text. Nothing is decoded, resolved or fetched.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.renderings import html, languages

WIDTH, HEIGHT = 600, 800
"""The size of the frame in pixels where the asker sets no limit; what does not fit is scrolled."""
CACHE_AGE = 86_400
"""Seconds for which an asker may keep the answer: it holds a name and an address, and no statement."""
_ADDRESS = re.compile(
    r"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?P<host>[^/?#]*)(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?"
)
_PAGE = re.compile(
    r"(?:/(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?/procedures/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)"
)
_CARD = re.compile(r"/embed/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")
_CLINIC = re.compile(r"(?:.*&)?clinic=(?P<clinic>[a-z0-9]+(?:-[a-z0-9]+)*)(?:&.*)?")
_PORTS = {"http": "80", "https": "443"}
_LONGEST_SLUG = 80
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of a procedure, in the language and with the clinic that its address names, if any."""

    slug: str
    language: str | None = None
    clinic: str | None = None
    """Whose words are to stand beside the facts."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What is shown in place of an address: the procedure's name and page, and its card in a frame."""

    name: str
    page_url: str
    card_url: str
    provider: str
    provider_url: str
    width: int
    height: int


def page(address: str, *, home: str) -> Page | None:
    """Return which page of ours an address is that of, None where it is any other; `home` is our public address."""
    given = _ADDRESS.fullmatch(address)
    ours = _ADDRESS.fullmatch(home + "/")
    if given is None or ours is None or _place(given) != _place(ours):
        return None
    prefix = ours["path"].rstrip("/")
    if not given["path"].startswith(prefix + "/"):
        return None
    rest = given["path"][len(prefix) :]
    found = _PAGE.fullmatch(rest) or _CARD.fullmatch(rest)
    if found is None or len(found["slug"]) > _LONGEST_SLUG:
        return None
    clinic = _CLINIC.fullmatch(given["query"] or "")
    named = clinic["clinic"] if clinic and len(clinic["clinic"]) <= _LONGEST_SLUG else None
    return Page(slug=found["slug"], language=found.groupdict().get("language"), clinic=named)


def tree(frame: Frame, *, language: languages.Language) -> dict[str, str | int]:
    """Return the answer's members, the words around the name in a language."""
    return {
        "version": "1.0",
        "type": "rich",
        "title": frame.name,
        "provider_name": frame.provider,
        "provider_url": frame.provider_url,
        "cache_age": CACHE_AGE,
        "width": frame.width,
        "height": frame.height,
        "html": html.fragment("oembed.html", language, frame=frame).strip(),
    }


def xml(members: Mapping[str, str | int]) -> bytes:
    """Return the members as XML; a character that XML cannot hold becomes U+FFFD."""
    held = {name: _NOT_XML.sub("\ufffd", str(value)) for name, value in members.items()}
    return html.TEMPLATES.get_template("oembed.xml").render(members=held).encode("utf-8")


def _place(address: re.Match[str]) -> tuple[str, str]:
    """Return host and port as one pair for http and https, where neither names a port of its own."""
    scheme, host = address["scheme"].lower(), address["host"].lower()
    name, _, port = host.rpartition(":") if re.search(r":[0-9]+$", host) else (host, "", "")
    return name, "" if port in ("", _PORTS[scheme]) else port
