"""The ground of every value in the content: frozen models, checked text, identifiers, canonical bytes."""

import datetime
import hashlib
import json
import re
import unicodedata
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

from app.content import described

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_UNPRINTED = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Categories of control characters, surrogates, characters without a meaning, line and paragraph separators."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\ufeff\ufff9\ufffa\ufffb")
_TAGS = range(0xE0000, 0xE0080)
"""Characters that show nothing and can hide words from people that programs read."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Value(described.Described):
    """Be immutable, refuse what is not declared, and know its own canonical form."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Give a parametrised generic the words of the class it is made from, for whoever reads its schema."""
        origin = cls.__pydantic_generic_metadata__["origin"]
        if origin is not None and cls.__doc__ is None:
            cls.__doc__ = origin.__doc__

    def tree(self) -> dict[str, Json]:
        """Return the plain JSON tree without None and empty lists: neither ever stands for an unknown."""
        tree = _pruned(self.model_dump(mode="json", exclude_none=True))
        assert isinstance(tree, dict)  # noqa: S101 - a model always dumps to an object; this is for the type checker
        return tree

    def canonical(self) -> bytes:
        """Return the canonical bytes: UTF-8 JSON, keys sorted, no white space (RFC 8785 for what we hold)."""
        return canonical(self.tree())

    def changed(self, **fields: object) -> Self:
        """Return a copy with these fields replaced; the caller vouches for their types."""
        return self.model_copy(update=fields)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(tree: Json) -> bytes:
    """Return canonical bytes of a JSON tree: UTF-8, keys sorted, no white space; NaN raises ValueError."""
    return _CANONICAL.encode(tree).encode("utf-8")


def _pruned(tree: Json) -> Json:
    if isinstance(tree, dict):
        return {
            key: value if isinstance(value, str) else _pruned(value)
            for key, value in tree.items()
            if value or not isinstance(value, list)
        }
    if isinstance(tree, list):
        return [_pruned(value) for value in tree]
    return tree


def stamp(at: datetime.datetime) -> str:
    """Return an instant as RFC 3339 in UTC, to the microsecond."""
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def digest(content: bytes) -> str:
    """Return the SHA-256 of the bytes as 64 lower-case hexadecimal characters."""
    return hashlib.sha256(content).hexdigest()


def unprintable(character: str) -> bool:
    """Tell whether a character would steer or hide what people see: control, bidi, separator, tag, surrogate."""
    hides = character in _BIDI or character in _INVISIBLE or ord(character) in _TAGS
    return hides or unicodedata.category(character) in _UNPRINTED


def clean(text: str) -> str:
    """Return the text if it can be shown anywhere; raise ValueError for characters that steer or hide what is seen."""
    if not (text.isascii() and text.isprintable()):  # most text is, and needs no look at each character
        for character in text:
            if unprintable(character):
                raise ValueError(
                    f"contains the character U+{ord(character):04X}, which is not allowed in text"
                )
        if unicodedata.normalize("NFC", text) != text:
            raise ValueError("is not in Unicode normal form C")
    if text != text.strip():
        raise ValueError("begins or ends with white space")
    return text


def clean_phrase(text: str) -> str:
    """Return a source's own words if they hold no NUL or surrogate; line breaks are the source's and stay."""
    # What is printable holds neither, and needs no look at each character.
    for character in "" if text.isprintable() else text:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in "\n\t"):
            raise ValueError(
                f"contains the character U+{ord(character):04X}, which is not allowed in a phrase"
            )
    return text


def _day(value: object) -> object:
    """Return the day that a text writes out; refuse what a parser would guess one from, such as seconds."""
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value) is None:
        raise ValueError("is not a day written as YYYY-MM-DD")
    return datetime.date.fromisoformat(value)


Day = Annotated[datetime.date, BeforeValidator(_day)]
"""A day, written as YYYY-MM-DD and in no other way."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=600), AfterValidator(clean)]
"""Plain words of our own, at most 600 characters."""
Label = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(clean)]
"""A name, a label, a short wording, at most 120 characters."""
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=240), AfterValidator(clean_phrase)]
"""Words as they stand in a source, at most 240 characters (and 15 words, by rule)."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A readable identifier: lower-case letters, digits, single hyphens."""
StatementId = Annotated[str, StringConstraints(pattern=r"^st_[0-9a-hjkmnp-tv-z]{10}$")]
"""An opaque identifier that is never reused: st_ and ten characters of Crockford's base 32."""
ConflictId = Annotated[str, StringConstraints(pattern=r"^cf_[0-9a-hjkmnp-tv-z]{10}$")]
"""An opaque identifier that is never reused: cf_ and ten characters of Crockford's base 32."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal."""
