"""What a clinic says of itself and of what it offers; it stands beside the facts, and never in their place."""

import decimal
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.content import durations, values

MOST_OFFERS = 200
MOST_ORIGINS = 20
_HOST = r"(?=.{1,253}(?:[:/]|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
_HTTPS = re.compile(rf"https://{_HOST}(?::[0-9]{{1,5}})?(?:/[^\s<>\"'`{{}}|\\^]*)?")
_ORIGIN = re.compile(
    rf"https://{_HOST}(?::[0-9]{{1,5}})?"
    r"|http://(?:localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]{1,63}\.localhost)(?::[0-9]{1,5})?"
)
_AMOUNT = r"^(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,3})?$"


def _address(given: str) -> str:
    if _HTTPS.fullmatch(given) is None:
        raise ValueError("must be an address that begins with https:// and the name of a site, in lower case")
    return given


def _origin(given: str) -> str:
    if _ORIGIN.fullmatch(given) is None:
        raise ValueError(
            "must be an origin such as https://www.example.org, in lower case, without a path and without *; "
            "http:// only for localhost"
        )
    return given


Address = Annotated[
    str, StringConstraints(max_length=500), AfterValidator(values.clean), AfterValidator(_address)
]
"""The address of a page of a site, over https."""
Origin = Annotated[str, StringConstraints(max_length=270), AfterValidator(_origin)]
"""The origin of a site: scheme, name and port."""
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""A colour as `#rrggbb`, in lower case."""
Part = Literal["how", "uses", "preparation", "aftercare", "sessions", "results", "choices", "names"]
"""What may be chosen on a card beside what concerns safety, which is always there."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=4_000), AfterValidator(values.clean)]
"""Plain words of a clinic; how many of them stand on a card is a rule, not a form."""


class Theme(values.Value):
    """How the clinic's cards look in frames, as far as they may differ."""

    scheme: Literal["light", "dark"] | None = None
    """Light or dark; absent where cards follow the reader's system."""
    text: Colour | None = None
    background: Colour | None = None
    accent: Colour | None = None


class Price(values.Value):
    """What it costs at the clinic, from and to, as decimal numbers written out; never rounded."""

    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    """The code of ISO 4217, such as GBP."""
    min: Annotated[str, StringConstraints(pattern=_AMOUNT)]
    max: Annotated[str, StringConstraints(pattern=_AMOUNT)] | None = None
    """Absent where there is no upper limit that the clinic names."""

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.max is not None and decimal.Decimal(self.max) < decimal.Decimal(self.min):
            raise ValueError("a price goes from the lower to the higher amount")
        return self


class Length(values.Value):
    """How long one session takes at the clinic."""

    min: durations.IsoDuration
    max: durations.IsoDuration | None = None

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        least = durations.seconds(self.min)
        if least < 60 or (self.max is not None and durations.seconds(self.max) < least):
            raise ValueError("a length goes from the shorter to the longer, and is at least a minute")
        return self


class Offer(values.Value):
    """What a clinic says of one procedure that it offers."""

    procedure: values.Slug
    price: Price | None = None
    session: Length | None = None
    practitioner: values.Label | None = None
    """Who does it there."""
    booking: Address | None = None
    aftercare: Words | None = None
    """The clinic's own note on what to do afterwards; it stands apart from what our sources say."""


class Clinic(values.Value):
    """What a clinic says of itself, with its offers."""

    name: values.Label
    site: Address
    language: Annotated[
        str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", max_length=35)
    ] = "en"
    """The language of its own words, and of its cards where they name none and there are pages in it."""
    origins: Annotated[tuple[Origin, ...], Field(max_length=MOST_ORIGINS)] = ()
    """The sites that may show its cards in frames; without any, none may."""
    theme: Theme | None = None
    sections: Annotated[tuple[Part, ...], Field(max_length=8)] = ()
    """What its cards show beside what concerns safety, where they do not say so themselves."""
    offers: Annotated[tuple[Offer, ...], Field(max_length=MOST_OFFERS)] = ()

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for named in ([offer.procedure for offer in self.offers], self.origins, self.sections):
            if len(set(named)) != len(named):
                raise ValueError("names something twice")
        return self

    def offer(self, procedure: str) -> Offer | None:
        """Return what it says of a procedure, or None where it does not offer it."""
        return next((offer for offer in self.offers if offer.procedure == procedure), None)
