"""What a clinic says beside the card of a procedure, in words: labelled as the clinic's, after everything of ours."""

from dataclasses import dataclass

from app.content import clinics
from app.renderings import languages


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """What stands beside one card; two that are equal look the same."""

    slug: str
    clinic: clinics.Clinic | None
    """None where no clinic has this slug; then that is said."""
    offer: clinics.Offer | None

    def price(self, language: languages.Language) -> str | None:
        """Return what the clinic asks for, in words."""
        price = self.offer.price if self.offer else None
        if price is None:
            return None
        least = language.money(price.min, price.currency)
        if price.max is None:
            return language.gettext("from %(least)s", least=least)
        most = language.money(price.max, price.currency)
        return (
            most
            if price.max == price.min
            else language.gettext("%(least)s to %(most)s", least=least, most=most)
        )

    def session(self, language: languages.Language) -> str | None:
        """Return how long the clinic says that one session takes, in words."""
        length = self.offer.session if self.offer else None
        if length is None:
            return None
        least = language.length(length.min)
        if length.max is None or length.max == length.min:
            return least
        return language.gettext("%(least)s to %(most)s", least=least, most=language.length(length.max))
