"""Forms that pages post: read strictly, closed to unknown fields, with nothing of them repeated in an error.

What people typed or pasted into a field is taken as they see it: what shows nothing is no fault of theirs.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from urllib.parse import parse_qsl

from fastapi import Request

from app.content import problems, values
from app.http import bodies

MEDIA_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LINE = re.compile("\r\n|[\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""Whatever ends a line, in the text of any program that something may have been copied from."""
Pairs = tuple[tuple[str, str], ...]


async def sent(request: Request) -> Pairs | None:
    """Return the fields of a posted form in their order, None where nothing was posted.

    Raises UnsupportedMediaType for anything but a form in UTF-8, and InvalidBody for one that cannot be read.
    """
    if request.method != "POST":
        return None
    given = request.headers.getlist("content-type")
    kind, _, parameters = given[0].partition(";") if len(given) == 1 else ("", "", "")
    said = parameters.replace(" ", "").replace('"', "").lower()
    if kind.strip().lower() != MEDIA_TYPE or said not in {"", "charset=utf-8"}:
        raise problems.UnsupportedMediaType(f"The body must be {MEDIA_TYPE} in UTF-8.")
    return pairs(await request.body())


def pairs(body: bytes) -> Pairs:
    """Return the fields of a form; raise InvalidBody for what is not well-formed UTF-8 throughout."""
    try:
        text = body.decode("ascii")
        if _BROKEN.search(text):
            raise ValueError("a percent sign without two digits")
        return tuple(
            parse_qsl(
                text,
                keep_blank_values=True,
                strict_parsing=bool(text),
                encoding="utf-8",
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        )
    except ValueError:
        raise refused("unreadable", f"is not a form of at most {MOST_FIELDS} fields in UTF-8") from None


def closed(held: Sequence[tuple[str, str]], *, once: Collection[str], often: Collection[str]) -> None:
    """Raise InvalidBody for a field that is not known, or that is repeated and must not be."""
    names = [name for name, _ in held]
    if set(names) - set(once) - set(often):
        known = ", ".join((*once, *often))
        raise refused("unknown_member", f"holds a field that is not read here; those that are: {known}")
    if any(names.count(name) > 1 for name in once):
        raise refused("repeated", "holds a field twice")


def legible(text: str) -> tuple[str, bool]:
    """Return a text as whoever pasted it sees it, and whether all that was left out of it shows nothing anyway.

    Marks of direction, joiners, soft hyphens and the like come with what is copied; control characters do not.
    """
    lines = _LINE.sub("\n", text)
    seen = "".join(character for character in lines if unicodedata.category(character) != "Cf")
    kept = "".join(
        character for character in seen if character in "\n\t" or not values.unprintable(character)
    )
    return kept, kept == seen


def refused(code: str, message: str) -> problems.InvalidBody:
    """Return the problem of a form with this fault."""
    return bodies.invalid([bodies.fault("", code=code, message=message)])
