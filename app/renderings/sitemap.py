"""What search engines are told: which pages there are, since when, in which languages, and what not to ask for."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Sequence
from xml.sax import saxutils

from app.renderings import languages

MOST = 10_000
"""How many addresses a file holds at most; the protocol allows 50,000, and 50 MB."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_NOT_CRAWLED = ("/editor", "/v1/", "/oembed", "/report-error", "/health/")
"""What is for programs that know what they ask for; pages hold the same."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """The path of a page without the prefix of a language, and when it changed, if that is known."""

    path: str
    changed: datetime.date | None = None


def per_file(offered: Sequence[str]) -> int:
    """Return how many pages one file takes, each in every language."""
    return max(1, MOST // len(offered))


def pages(entries: Iterable[Entry], *, offered: Sequence[str], url: Callable[[str], str]) -> bytes:
    """Return a sitemap of pages, each in every language on offer, and each naming the others."""
    found = "".join(_page(entry, offered=offered, url=url) for entry in entries)
    named = f' xmlns:xhtml="{_XHTML}"' if len(offered) > 1 else ""
    return f'{_HEAD}<urlset xmlns="{_MAPS}"{named}>\n{found}</urlset>\n'.encode()


def index(files: Iterable[str]) -> bytes:
    """Return the index of several sitemaps, by their absolute addresses."""
    found = "".join(f"<sitemap><loc>{saxutils.escape(file)}</loc></sitemap>\n" for file in files)
    return f'{_HEAD}<sitemapindex xmlns="{_MAPS}">\n{found}</sitemapindex>\n'.encode()


def robots(*, path: Callable[[str], str], url: Callable[[str], str]) -> bytes:
    """Return what crawlers may ask for: every page, but not each question, and not the data behind the pages."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path(place)}" for place in _NOT_CRAWLED),
        # Pictures of timelines are part of pages; the longer rule wins.
        f"Allow: {path('/v1/procedures/')}*/timeline.svg",
        # What llms.txt leads to; each names its page as the canonical one.
        f"Allow: {path('/v1/procedures/')}*.md",
        # Every search and every comparison would be a page of its own.
        f"Disallow: {path('/')}?",
        f"Disallow: {path('/')}*/?",
        f"Disallow: {path('/')}*compare?",
        f"Disallow: {path('/')}*cursor=",
        "",
        f"Sitemap: {url('/sitemap.xml')}",
    ]
    return ("\n".join(lines) + "\n").encode("ascii", errors="replace")


def _page(entry: Entry, *, offered: Sequence[str], url: Callable[[str], str]) -> str:
    addresses = {tag: saxutils.escape(url(_in(tag, entry.path)), {'"': "&quot;"}) for tag in offered}
    changed = f"<lastmod>{entry.changed.isoformat()}</lastmod>" if entry.changed else ""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
        for tag, address in addresses.items()
    )
    others = others if len(offered) > 1 else ""
    return "".join(f"<url><loc>{address}</loc>{changed}{others}</url>\n" for address in addresses.values())


def _in(tag: str, path: str) -> str:
    prefix = "" if tag == languages.SOURCE else f"/{tag}"
    return f"{prefix}{path}"
