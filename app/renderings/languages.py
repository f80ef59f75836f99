"""The languages of the pages: texts by gettext; dates, lists, units and direction by CLDR.

Only English ships. Statements of the catalogue are not translated here: they stay in the language they were written in.
"""

import dataclasses
import datetime
import decimal
import functools
import gettext
import importlib.resources
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import babel
from babel import dates, lists, numbers, units
from babel.core import UnknownLocaleError
from babel.messages import catalog, checkers, mofile, pofile
from werkzeug import datastructures, http

DOMAIN = "candour"
SOURCE = "en"
"""The language in which the interface is written, and which is used where no other was asked for."""
REVIEWED = "X-Safety-Wording-Reviewed"
"""The header of a catalogue that says who, by role, reviewed its safety wording, and on which day."""
_REVIEW = re.compile(rf'^"{REVIEWED}: *\S[^"\\]{{2,80}}, \d{{4}}-\d{{2}}-\d{{2}} *\\n"$', re.MULTILINE)
"""The header as it stands in the file; Babel keeps only the headers that it knows."""
_PSEUDO = re.compile(r"[a-z]{2}-X[AB]")
TAG = "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
"""What the tag of a language looks like in an address, and in the name of its catalogue."""
_REGIONS = {SOURCE: "en-GB"}
"""The region whose dates and lists are used for a language that names none."""
_UNITS = {
    "Y": "duration-year",
    "M": "duration-month",
    "W": "duration-week",
    "D": "duration-day",
    "TH": "duration-hour",
    "TM": "duration-minute",
    "TS": "duration-second",
}
_VALUE = re.compile(r"%\(\w+\)[sd]")
_PARTS = re.compile(r"(\d+)([YMWDHS])")


class Unusable(ValueError):  # noqa: N818 - it says what the catalogue is
    """A catalogue of texts cannot be offered: its safety wording is not reviewed, or texts are missing or broken."""


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """A language in which the interface can be read."""

    tag: str
    """Its BCP 47 tag, as in `lang` and in addresses."""
    texts: gettext.NullTranslations = dataclasses.field(default_factory=gettext.NullTranslations)
    known: frozenset[str] = frozenset()
    """The texts that have a translation."""

    @functools.cached_property
    def locale(self) -> babel.Locale:
        """Return its conventions; those of the bare language where CLDR does not know the region."""
        try:
            return babel.Locale.parse(_REGIONS.get(self.tag, self.tag), sep="-")
        except UnknownLocaleError:
            return babel.Locale.parse(self.tag.partition("-")[0])

    @property
    def direction(self) -> str:
        """Return the direction of its script: ltr or rtl."""
        return self.locale.text_direction

    @property
    def name(self) -> str:
        """Return its own name for itself."""
        return babel.Locale(self.locale.language).get_display_name() or self.tag

    def gettext(self, text: str, **values: object) -> str:
        """Return a text of the interface with its values filled in."""
        found = self.texts.gettext(text)
        return found % values if values else found

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Return a text of the interface for this many."""
        return self.texts.ngettext(one, many, count) % {"num": self.number(count), **values}

    def speaks(self, text: str) -> bool:
        """Tell whether a sentence of ours can be said in this language."""
        return self.tag == SOURCE or text in self.known

    def number(self, value: int) -> str:
        """Return a whole number in digits, grouped."""
        return numbers.format_decimal(value, locale=self.locale)

    def share(self, value: float) -> str:
        """Return a share, from 0 to 1, as a percentage to one decimal."""
        return numbers.format_percent(value, format="#,##0.#%", locale=self.locale)

    def called(self, tag: str) -> str:
        """Return the name of a language; its tag where there is no word for it."""
        try:
            return babel.Locale.parse(tag, sep="-").get_display_name(self.locale) or tag
        except UnknownLocaleError:
            return tag

    def money(self, amount: str, currency: str) -> str:
        """Return an amount of money, given as a decimal number written out."""
        return numbers.format_currency(decimal.Decimal(amount), currency, locale=self.locale)

    def day(self, on: datetime.date) -> str:
        """Return a day in words."""
        return dates.format_date(on, format="long", locale=self.locale)

    def items(self, named: Iterable[str]) -> str:
        """Return things listed in one phrase."""
        return lists.format_list(list(named), locale=self.locale)

    def length(self, duration: str) -> str:
        """Return an ISO 8601 duration of whole numbers in words, such as 1 week."""
        date, _, time = duration.removeprefix("P").partition("T")
        parts = [(int(count), _UNITS[unit]) for count, unit in _PARTS.findall(date)]
        parts += [(int(count), _UNITS[f"T{unit}"]) for count, unit in _PARTS.findall(time)]
        return self.items(self._counted(count, unit) for count, unit in parts)

    def _counted(self, count: int, unit: str) -> str:
        """Return so many of a unit of time; where the short words are also the long ones, CLDR has them once."""
        for length in ("long", "short"):
            said = units.format_unit(count, unit, length=length, locale=self.locale)
            if unit not in said:
                return said
        raise Unusable(
            f"{self.tag}: there are no words for {unit.removeprefix('duration-')}s in this language"
        )


ENGLISH = Language(tag=SOURCE)
Languages = Mapping[str, Language]
"""The languages on offer by their tags; English is always among them."""
ONLY_ENGLISH: Languages = {SOURCE: ENGLISH}


def load(extra: Path | None = None) -> Languages:
    """Return the languages that ship, and those in a folder of `<tag>.po`; raise Unusable for one that may not be."""
    shipped = importlib.resources.files("app.renderings") / "locales"
    with importlib.resources.as_file(shipped) as folder:
        template = _read(folder / f"{DOMAIN}.pot")
        paths = [*sorted(folder.glob("*.po")), *(sorted(extra.glob("*.po")) if extra else ())]
    return {SOURCE: ENGLISH} | {path.stem: _language(path, template=template) for path in paths}


def best(accept: str | None, *, offered: Languages) -> Language:
    """Return the offered language that an Accept-Language header likes best; English where it likes none.

    Of what is liked, in its order, each tag takes itself, else what is offered of the same language in whatever region.
    """
    liked = http.parse_accept_header(accept, datastructures.LanguageAccept)
    for tag in (tag.lower() for tag, quality in liked if quality > 0):
        alike = [name for name in offered if _primary(name) == _primary(tag)]
        if alike:
            return offered[min(alike, key=lambda name: (name.lower() != tag, name != SOURCE))]
    return offered[SOURCE]


def _primary(tag: str) -> str:
    return tag.lower().partition("-")[0]


def _read(path: Path) -> catalog.Catalog:
    try:
        with path.open("rb") as file:
            return pofile.read_po(file, abort_invalid=True)
    except (ValueError, pofile.PoFileError) as error:
        raise Unusable(f"{path.name}: this is no catalogue of texts: {error}") from error


def _language(path: Path, *, template: catalog.Catalog) -> Language:
    tag = path.stem
    if not re.fullmatch(TAG, tag):
        raise Unusable(f"{path.name}: the name is no language tag such as fr or pt-BR")
    held = _read(path)
    head = path.read_text(encoding="utf-8").partition('msgid ""')[2].partition("\nmsgid ")[0]
    if not (_PSEUDO.fullmatch(tag) or _REVIEW.search(head)):
        raise Unusable(
            f"{path.name}: the header {REVIEWED} must say who reviewed the safety wording, and when"
        )
    if faults := list(_faults(held, template=template)):
        raise Unusable(f"{path.name}: {len(faults)} texts are missing or broken; the first: {faults[0]}")
    compiled = io.BytesIO()
    mofile.write_mo(compiled, held)
    compiled.seek(0)
    known = frozenset(_first(message.id) for message in held if message.id)
    made = Language(tag=tag, texts=gettext.GNUTranslations(compiled), known=known)
    made.length("P2Y2M2W2DT2H2M2S")
    return made


def _faults(held: catalog.Catalog, *, template: catalog.Catalog) -> Iterable[str]:
    """Yield the texts that are not translated, or whose values are not those of the original."""
    for message in template:
        if not message.id:
            continue
        found = held.get(message.id)
        if found is None or found.fuzzy or not all(_strings(found)) or _loses(message, found):
            yield _first(message.id)
            continue
        try:
            for checker in checkers.checkers:
                checker(held, found)
        except catalog.TranslationError as error:
            yield f"{_first(message.id)} ({error})"


def _loses(message: catalog.Message, found: catalog.Message) -> bool:
    """Tell whether a translation leaves out a value; of plural forms, the last must have all."""
    wanted, held = (set(_VALUE.findall(text)) for text in (_last(message.id), _strings(found)[-1]))
    return wanted != held


def _strings(message: catalog.Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _last(name: "str | list[str] | tuple[str, ...]") -> str:
    return name if isinstance(name, str) else name[-1]


def _first(name: "str | list[str] | tuple[str, ...]") -> str:
    return name if isinstance(name, str) else name[0]
