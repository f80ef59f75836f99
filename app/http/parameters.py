"""Query and path parameters: their types, and the rule that nothing unknown, repeated or unprintable is accepted."""

import datetime
import re
import typing
import unicodedata
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import Example
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from rapidfuzz import fuzz, process, utils
from starlette import types

from app.content import described, problems, values
from app.db import clock

OPAQUE = frozenset({"cursor", "card", "since"})
"""Parameters whose every fault is that of their own type (a bad cursor is a 400, a bad card a card that says so)."""

LITERAL = frozenset({"q", "find"})
"""Parameters that take any text as it is: what means nothing in it is passed over, and is no error."""
_NAME = re.compile(r"[A-Za-z0-9_.~/\[\]$@:+ -]{1,64}")
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs", "Cn", "Co"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DURATION = re.compile(
    r"P(?=[0-9T])(?:[0-9]{1,3}Y)?(?:[0-9]{1,4}M)?(?:[0-9]{1,4}W)?(?:[0-9]{1,5}D)?"
    r"(?:T(?=[0-9])(?:[0-9]{1,5}H)?(?:[0-9]{1,6}M)?(?:[0-9]{1,7}S)?)?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,12}))?([Zz]|[+ -][0-9]{2}:[0-9]{2})"
)
_KNOWN: weakref.WeakKeyDictionary[Callable[..., Any], dict[str | None, dict[str, bool]]] = (
    weakref.WeakKeyDictionary()
)


class Query(described.Described):
    """Be the base of the query model of a list: frozen, and closed to unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class OpenQuery(Query):
    """Be the base of a query model whose standard says that names it does not know are passed over."""

    model_config = ConfigDict(extra="ignore")


def _plain(text: str) -> str:
    fault = fault_of_text(text)
    if fault:
        raise ValueError(fault)
    return text


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


def _count(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError("must be a whole number in decimal digits")
    return value


def _duration(value: str) -> str:
    if not _DURATION.fullmatch(value):
        raise ValueError("must be an ISO 8601 duration, such as P3D, P2W, P6M or PT45M")
    return value


def _moment(value: str) -> str:
    try:
        moment(value)
    except ValueError:
        raise ValueError(
            "must be an RFC 3339 instant, such as 2026-12-01T10:00:00Z, or a day, such as 2026-12-01"
        ) from None
    return value


def moment(text: str) -> datetime.datetime:
    """Return an instant; of a day the end in UTC, but of the present day the present. Raises ValueError."""
    if _DAY.fullmatch(text):
        day = datetime.date.fromisoformat(text)
        last = datetime.datetime.combine(day, datetime.time.max, tzinfo=datetime.UTC)
        return clock.now() if day == clock.now().date() else last
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError("is not an instant")
    # A plus sign in an address is read as a space; parts of a microsecond make no difference here.
    day_, time, fraction, zone = match.groups()
    micros = (fraction or "0")[:6].ljust(6, "0")
    zone = "+00:00" if zone in "Zz" else zone.replace(" ", "+")
    return datetime.datetime.fromisoformat(f"{day_}T{time}.{micros}{zone}").astimezone(datetime.UTC)


Words = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_plain)]
"""Free words to look for, at most 120 characters, without control characters."""
Question = Annotated[str, StringConstraints(max_length=200)]
"""What somebody looks for, in their own words: any text of at most 200 characters, taken literally."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=1, max_length=80)]
"""The slug of a procedure, or the id of a concept or source: lower-case letters, digits and single hyphens."""
StatementId = Annotated[str, StringConstraints(pattern=r"^st_[0-9a-hjkmnp-tv-z]{10}$")]
"""The id of a statement."""
Duration = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": "^" + _DURATION.pattern + "$", "maxLength": 40}),
]
"""An ISO 8601 duration in whole units, such as P3D or PT45M."""
Moment = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(_moment),
    WithJsonSchema({"type": "string", "maxLength": 40, "examples": ["2026-12-01", "2026-12-01T10:00:00Z"]}),
]
"""An RFC 3339 instant, or a day."""
LogCursor = Annotated[
    str, WithJsonSchema({"type": "string", "maxLength": 40, "examples": ["0"]}, mode="validation")
]
"""A cursor of the log of changes; every fault of it is the problem `bad_cursor`."""
Flag = Annotated[bool, BeforeValidator(_flag)]
"""`true` or `false`, in these words only."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number in decimal digits."""
PageSize = Annotated[Count, Field(ge=1, le=100)]
"""How many items a page holds: 1 to 100."""


def example(value: str) -> dict[str, Example]:
    """Return the example of a parameter, as OpenAPI wants it."""
    return {"example": {"value": value}}


def fault_of_text(text: str) -> str | None:
    """Return why a text cannot be taken, or None; U+FFFD is what remains of bytes that are not UTF-8."""
    for character in text:
        if character == "\ufffd":
            return "must be valid UTF-8, percent-encoded"
        if character in _BIDI or unicodedata.category(character) in _FORBIDDEN_CATEGORIES:
            return f"must not contain the character U+{ord(character):04X}"
    return None


def shown(name: str) -> str:
    """Return a caller's parameter name if it is short and plain, else a stand-in: hostile text is not repeated."""
    return name if _NAME.fullmatch(name) else "(unprintable)"


async def strictly_known(request: Request) -> None:
    """Refuse unknown, repeated and unprintable query parameters; made a dependency of the whole application.

    Names that are not known are passed over only where the query model is an OpenQuery.
    """
    known_names = known(request.scope)
    pairs = request.query_params.multi_items()
    if _is_open(request.scope):
        pairs = [(name, value) for name, value in pairs if name in known_names]
    faults = list(_faults(pairs, known=known_names))
    if not faults:
        return
    if all(fault["code"] == problems.UnknownParameter.code for fault in faults):
        raise unknown(faults)
    raise problems.InvalidParameter(summary(faults), errors=list(faults))


def _faults(
    pairs: Iterable[tuple[str, str]], *, known: Mapping[str, bool]
) -> Iterator[dict[str, values.Json]]:
    seen: set[str] = set()
    for name, value in pairs:
        if name not in known:
            if name not in seen:
                yield unknown_fault(name, known=known)
        elif name in seen and not known[name]:
            yield _query_fault(name, code="repeated", message="must be given once only")
        elif name not in OPAQUE and (fault := _fault(name, value)):
            yield _query_fault(name, code="unprintable", message=fault)
        seen.add(name)


def _fault(name: str, value: str) -> str | None:
    if name not in LITERAL:
        return fault_of_text(value)
    return fault_of_text("\ufffd") if "\ufffd" in value else None


def _query_fault(name: str, *, code: str, message: str) -> dict[str, values.Json]:
    return {"in": "query", "name": name, "code": code, "message": message}


def unknown_fault(name: str, *, known: Mapping[str, bool]) -> dict[str, values.Json]:
    """Return the fault of a query parameter that the operation does not have, with the nearest that it has."""
    fault: dict[str, values.Json] = {
        "in": "query",
        "name": shown(name),
        "code": problems.UnknownParameter.code,
        "message": "is not a parameter of this address",
    }
    nearest = process.extractOne(
        name[:64], list(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=60
    )
    if nearest:
        fault["nearest"] = nearest[0]
        fault["message"] = f"is not a parameter of this address; did you mean {nearest[0]}?"
    return fault


def unknown(faults: list[dict[str, values.Json]]) -> problems.UnknownParameter:
    """Return the problem of one or more unknown query parameters."""
    return problems.UnknownParameter(summary(faults), errors=list(faults))


def summary(faults: list[dict[str, values.Json]]) -> str:
    """Return one sentence that names the first fault and how many there are."""
    first = faults[0]
    more = f" There are {len(faults)} faults in all; see `errors`." if len(faults) > 1 else ""
    return f"{first['in']} parameter {first['name']}: {first['message']}.".replace("?.", "?") + more


def known(scope: types.Scope) -> dict[str, bool]:
    """Return the query parameters of the operation that the request was routed to; True where it may be repeated."""
    dependant = _dependant(scope)
    if dependant is None:
        return {}
    remembered = _KNOWN.setdefault(scope["endpoint"], {})
    path = template(scope)
    if path not in remembered:
        remembered[path] = dict(_declared(dependant))
    return remembered[path]


def _is_open(scope: types.Scope) -> bool:
    dependant = _dependant(scope)
    models = [field.field_info.annotation for field in dependant.query_params] if dependant else []
    return any(isinstance(model, type) and issubclass(model, OpenQuery) for model in models)


def template(scope: types.Scope) -> str | None:
    """Return the path template of the route that the request was sent to, or None where there is none."""
    route = _route(scope)
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path if isinstance(path, str) else None


def _route(scope: types.Scope) -> object:
    # FastAPI keeps the route as included (with the router's prefix) beside the original one.
    included = scope.get("fastapi", {}).get("effective_route_context")
    return included if included is not None else scope.get("route")


def _dependant(scope: types.Scope) -> Dependant | None:
    for route in (_route(scope), scope.get("route")):
        dependant = getattr(route, "dependant", None)
        if isinstance(dependant, Dependant):
            return dependant
    return None


def _declared(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    for field in dependant.query_params:
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            for name, inner in annotation.model_fields.items():
                yield inner.alias or name, _repeatable(inner.annotation)
        else:
            yield field.alias, _repeatable(annotation)
    for child in dependant.dependencies:
        yield from _declared(child)


def _repeatable(annotation: Any) -> bool:
    origin = typing.get_origin(annotation)
    if origin in (list, tuple, set, frozenset):
        return True
    return any(_repeatable(inner) for inner in typing.get_args(annotation) if inner is not annotation)
