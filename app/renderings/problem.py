"""The page of a problem: why the page that was asked for cannot be shown, and where to go from there."""

import dataclasses

from app.content import problems
from app.renderings import html, languages, withdrawal

_PLACES = {
    "procedure_not_found": "/procedures/",
    "unknown_procedure": "/procedures/",
    "concept_not_found": "/concepts/",
    "unknown_concept": "/concepts/",
}
"""Where the names lead that a problem calls the nearest."""


def title(problem: problems.Problem, language: languages.Language) -> str:
    """Return what has happened, in a few words."""
    _ = language.gettext
    by_code = {
        "procedure_not_found": _("We have no page on this procedure"),
        "concept_not_found": _("We have no page on this concept"),
        "source_not_found": _("We have no page on this source"),
        "unknown_procedure": _("We do not know this procedure"),
        "unknown_concept": _("We do not know this word"),
        "key_in_url": _("There is a key in this address"),
        "damaged": _("This information is damaged, so it is not shown"),
    }
    by_status = {
        404: _("There is no page at this address"),
        405: _("This page cannot be used in this way"),
        410: _("This was published here and then withdrawn"),
        413: _("That was too much to send"),
        414: _("This address is too long"),
        429: _("Too many pages were asked for at once"),
        422: _("This address could not be understood"),
        500: _("Something failed on our side"),
        503: _("This page cannot be shown at present"),
    }
    said = by_code.get(problem.code) or by_status.get(problem.status)
    return said or _("This request could not be answered")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A problem as it is shown to people."""

    code: str
    status: int
    detail: str
    silence: str
    """The sentence that a missing answer is no evidence of safety; empty where nobody could take it for that."""
    request_id: str
    seconds: int | None
    """After how many seconds it is worth trying again, None where that is not known."""
    withdrawal: withdrawal.Withdrawal | None
    nearest: tuple[tuple[str, str], ...]
    """What may have been meant: the path of its page, and its name."""


def page(problem: problems.Problem, *, request_id: str, frame: html.Frame) -> bytes:
    """Return the page of a problem."""
    after = problem.headers.get("Retry-After", "")
    shown = Shown(
        code=problem.code,
        status=problem.status,
        detail=problem.detail,
        silence=problems.SILENCE if problem.silence else "",
        request_id=request_id,
        seconds=int(after) if after.isdecimal() else None,
        withdrawal=withdrawal.told(problem),
        nearest=tuple(_nearest(problem)),
    )
    return html.page("problem.html", frame, problem=shown)


def _nearest(problem: problems.Problem) -> list[tuple[str, str]]:
    place, named = _PLACES.get(problem.code), problem.extra.get("nearest")
    if place is None or not isinstance(named, list):
        return []
    return [(f"{place}{name}", str(name).replace("-", " ")) for name in named]
