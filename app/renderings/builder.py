"""The page on which clinics choose a card and copy it: a plain form, which needs no script."""

from dataclasses import dataclass

from app.renderings import card, colours, html, snippets


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What the form was sent with, as it was typed."""

    procedure: str = ""
    sections: tuple[card.Choice, ...] = ()
    theme: str = ""
    lang: str = ""
    text: str = ""
    background: str = ""
    accent: str = ""

    def colours(self) -> tuple[dict[str, colours.Colour], list[str]]:
        """Return the colours that could be read by role, and the roles of those that could not."""
        read: dict[str, colours.Colour] = {}
        faults: list[str] = []
        for role in colours.CHOSEN:
            if words := getattr(self, role).strip():
                try:
                    read[role] = colours.read(words)
                except ValueError:
                    faults.append(role)
        return read, faults


@dataclass(frozen=True, kw_only=True)
class Builder:
    """What the page shows: the procedures to choose from (the first of them, if there are many), and what was made."""

    typed: Typed
    procedures: tuple[tuple[str, str], ...]
    complete: bool
    faults: tuple[str, ...] = ()
    chosen: snippets.Chosen | None = None
    made: snippets.Snippets | None = None


def page(shown: Builder, *, frame: html.Frame) -> bytes:
    """Return the page."""
    return html.page("builder.html", frame, page=shown, choices=card.CHOICES, roles=colours.CHOSEN)
