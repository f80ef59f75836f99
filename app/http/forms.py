"""Forms that pages post: read strictly, closed to unknown fields, with nothing of them repeated in an error."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import parse_qsl

from fastapi import Request

from app.content import problems
from app.http import bodies

MEDIA_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
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


def refused(code: str, message: str) -> problems.InvalidBody:
    """Return the problem of a form with this fault."""
    return bodies.invalid([bodies.fault("", code=code, message=message)])
