"""The door for text into markup: every text is escaped, and what is missing is an error; pages leave as bytes."""

import functools
import importlib.resources
from collections.abc import Callable
from dataclasses import dataclass

import jinja2
import markupsafe

from app.content import values
from app.renderings import languages

_LINKABLE = ("https://", "http://", "mailto:")


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file that pages load; its name changes with its content, so that it may be kept for ever."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Who publishes, on what terms, where errors are reported, and what addresses are made of."""

    name: str
    disclaimer: str
    licence: str
    licence_url: str
    contact: str | None
    path: Callable[[str], str]
    """Returns an address on this host, to be followed from a page."""
    url: Callable[[str], str]
    """Returns an absolute address, to be passed on."""

    @property
    def contact_url(self) -> str | None:
        """Return the contact as a link, or None where it is not one that is safe to follow."""
        return self.contact if self.contact and self.contact.lower().startswith(_LINKABLE) else None

    @property
    def contact_words(self) -> str | None:
        """Return the contact as it is read: an e-mail address without `mailto:` and what follows it."""
        if self.contact and self.contact.lower().startswith("mailto:"):
            return self.contact[len("mailto:") :].partition("?")[0]
        return self.contact


@dataclass(frozen=True, kw_only=True)
class Alternate:
    """The same in another form, for programs to find."""

    type: str
    url: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around every page; each page adds its own."""

    publisher: Publisher
    language: languages.Language
    offered: tuple[str, ...]
    """The tags of all languages on offer."""
    prefix: str = ""
    """What the addresses of pages begin with, where the reader chose the language by the address: /fr, say."""
    path: str | None = "/"
    """The address of this page without that prefix, without a query; None for what stands where there is no page."""
    title: str = ""
    description: str = ""
    json_ld: markupsafe.Markup | None = None
    """JSON-LD of what the page shows, as renderings.markup lets it stand in a script element."""
    alternates: tuple[Alternate, ...] = ()
    indexed: bool = True
    """Whether search engines may list the page."""

    def to(self, path: str) -> str:
        """Return a link to a page, in the language of this one."""
        return self.publisher.path(f"{self.prefix}{path}" if path != "/" else f"{self.prefix}/")

    def data(self, path: str) -> str:
        """Return a link to something that has no language: an address of the API, a file."""
        return self.publisher.path(path)

    def report(self, statement: str = "") -> str:
        """Return where an error is reported, in a statement if one is named."""
        contact = self.publisher.contact_url
        if contact is None:
            return self.to("/corrections") + "#report"
        if statement and contact.lower().startswith("mailto:"):
            return f"{contact}{'&' if '?' in contact else '?'}subject={statement}"
        return contact

    def static(self, name: str) -> str:
        """Return the link of a file that pages load."""
        return self.publisher.path(f"/static/{ASSETS[name].name}")

    @property
    def canonical(self) -> str:
        """Return the one address of this page in this language."""
        return self.in_language(self.language.tag)

    def in_language(self, tag: str) -> str:
        """Return the absolute address of this page in a language; English has the one without a prefix."""
        prefix = "" if tag == languages.SOURCE else f"/{tag}"
        return self.publisher.url(f"{prefix}{self.path or '/'}")


def page(template: str, frame: Frame, **values: object) -> bytes:
    """Return a page as bytes; what cannot be encoded is replaced."""
    made = environment(frame.language).get_template(template)
    return made.render(frame=frame, language=frame.language, **values).encode("utf-8", errors="replace")


def fragment(template: str, language: languages.Language, **values: object) -> str:
    """Return a part of a page, in a language."""
    return environment(language).get_template(template).render(language=language, **values)


@functools.lru_cache(maxsize=32)
def environment(language: languages.Language) -> jinja2.Environment:
    """Return the one place where text becomes markup, HTML and SVG alike, speaking this language."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("app.renderings"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=("jinja2.ext.i18n", "jinja2.ext.do"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        language.texts.gettext, language.texts.ngettext, newstyle=True
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(
        day=language.day, items=language.items, number=language.number, percent=language.share
    )
    made.globals["speaks"] = language.speaks
    return made


def read(name: str) -> bytes:
    """Return a file of static/ as it is."""
    return (importlib.resources.files("app.renderings") / "static" / name).read_bytes()


_TYPES = {"css": "text/css", "js": "text/javascript"}


def asset(name: str) -> Asset:
    """Return a file of static/ under a name that changes with its content."""
    content = read(name)
    stem, _, suffix = name.rpartition(".")
    return Asset(
        name=f"{stem}.{values.digest(content)[:16]}.{suffix}", content=content, media_type=_TYPES[suffix]
    )


ASSETS = {
    name: asset(name)
    for name in ("site.css", "card.css", "frame.css", "frame.js", "builder.css", "builder.js")
}
"""The files that pages load, by the names of their sources."""
TEMPLATES = environment(languages.ENGLISH)
"""What speaks to everybody alike: pictures."""
