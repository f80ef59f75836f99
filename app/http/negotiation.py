"""Which of several forms a caller gets by Accept (RFC 9110): the best liked, and rather the usual one than none.

Suffixes are the first way to a form; this is a courtesy, and never fails for what browsers and odd clients send.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from werkzeug import datastructures, http

from app.content import problems

FHIR_VERSIONS = frozenset({"5.0", "5.0.0"})
"""The values of the parameter `fhirVersion` that our FHIR has; other parameters of media types make no difference."""
_FOREIGN = "There is FHIR of the version 5.0 only, and nothing else that Accept names."
_EXCLUDED = "Accept excludes every form that there is."


@dataclass(frozen=True, kw_only=True)
class _Range:
    """A range of media types with how much it is liked; `position` is its place among those named."""

    kind: str
    quality: float
    position: int

    def specificity(self, offered: str) -> int:
        """Return how closely this names what is offered: 3 wholly, 2 its main type, 1 as anything, 0 not at all."""
        main, _, rest = self.kind.partition("/")
        if self.kind == offered:
            return 3
        if rest == "*":
            return 2 if main == offered.partition("/")[0] else int(main == "*")
        return 0


def chosen(request: Request, *, offered: Sequence[str]) -> str:
    """Return the media type to answer a request with; see `best`."""
    return best(",".join(request.headers.getlist("accept")), offered=offered)


def best(given: str, *, offered: Sequence[str]) -> str:
    """Return the media type that a header Accept likes best; the first that is offered is the usual one.

    The caller's quality decides, then how closely the type is named, then the order in which the caller names them.
    Who names nothing that there is gets the usual one, unless it is excluded (`q=0`): then NotAcceptable is raised, and
    so it is for another version of FHIR.
    """
    if not given.strip() or given in ("*/*", offered[0]):
        return offered[0]
    ranges, foreign = _ranges(given)
    liked = {kind: found for kind in offered if (found := _closest(kind, ranges)) is not None}
    wanted = [kind for kind, found in liked.items() if found.quality > 0]
    if wanted:
        return max(wanted, key=lambda kind: _rank(kind, liked[kind]))
    if offered[0] in liked or foreign:
        raise problems.NotAcceptable(_FOREIGN if foreign else _EXCLUDED, offered=list(offered))
    return offered[0]


def _rank(kind: str, found: _Range) -> tuple[float, int, int]:
    return found.quality, found.specificity(kind), -found.position


def _closest(offered: str, ranges: Sequence[_Range]) -> _Range | None:
    """Return the range that names what is offered most closely; of equals the best liked, None where none does."""
    naming = [one for one in ranges if one.specificity(offered)]
    return max(naming, key=lambda one: (one.specificity(offered), one.quality), default=None)


def _ranges(given: str) -> tuple[list[_Range], bool]:
    """Return what a header names, and whether it names a version of FHIR that is not ours."""
    found, foreign = [], False
    # The library sorts the closer and the better liked to the front, and keeps the order of equals.
    for position, (kind, quality) in enumerate(http.parse_accept_header(given, datastructures.MIMEAccept)):
        name, parameters = http.parse_options_header(kind)
        version = parameters.get("fhirversion")
        if version is not None and version not in FHIR_VERSIONS:
            foreign = True
        else:
            found.append(_Range(kind=name.strip().lower(), quality=quality, position=position))
    return found, foreign
