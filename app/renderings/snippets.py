"""What a clinic copies into its pages to show a card: made for one procedure, with what was chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.renderings import card, embedded, html, languages, release
from app.renderings import colours as palette


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a clinic chose for a card; `colours` holds only those that were chosen."""

    slug: str
    name: str
    language: languages.Language
    sections: tuple[card.Choice, ...] = ()
    theme: embedded.Theme | None = None
    colours: Mapping[str, palette.Colour] = field(default_factory=dict)

    @property
    def query(self) -> list[tuple[str, str]]:
        """Return what was chosen as the parameters of a frame."""
        said = [("sections", ",".join(self.sections)), ("theme", self.theme or "")]
        said += [(role, palette.shown(colour)[1:]) for role, colour in self.colours.items()]
        said += [("lang", "" if self.language.tag == languages.SOURCE else self.language.tag)]
        return [(name, value) for name, value in said if value]

    @property
    def properties(self) -> str:
        """Return the colours that were chosen as custom properties."""
        return "".join(f";--candour-{role}:{palette.shown(colour)}" for role, colour in self.colours.items())

    @property
    def changes(self) -> list[palette.Change]:
        """Return which of the colours have to be moved, in light, in dark, or in both, so that all can be read."""
        defaults = {"light": [palette.LIGHT], "dark": [palette.DARK]}.get(
            self.theme or "", [palette.LIGHT, palette.DARK]
        )
        found = (
            change for default in defaults for change in palette.corrected(self.colours, default=default)[1]
        )
        return list(dict.fromkeys(found))


@dataclass(frozen=True, kw_only=True)
class Snippets:
    """The three ways to show a card: an element, a frame, and the address for editors that know oEmbed."""

    script: str
    frame: str
    address: str
    preview: str
    """The address of the card in a frame, to be followed from our own page."""


def made(chosen: Chosen, *, publisher: html.Publisher, framed: str, preview: str) -> Snippets:
    """Return the snippets; `framed` and `preview` are the address and the path of the card in a frame, as chosen."""
    newest = release.newest(major=1)
    name = f"{newest.version}.js"
    held = {
        "chosen": chosen,
        "page_url": publisher.url(embedded.page_path(chosen.slug, language=chosen.language)),
        "card_url": framed,
        "script_url": publisher.url(f"/embed/{name}"),
        "integrity": newest.integrity[name],
    }
    return Snippets(
        script=html.fragment("snippet_script.html", chosen.language, **held).strip(),
        frame=html.fragment("snippet_frame.html", chosen.language, **held).strip(),
        address=str(held["page_url"]),
        preview=preview,
    )
