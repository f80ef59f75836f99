"""How what a clinic says of itself is made, replaced and removed: each in one transaction with its audit row."""

import datetime
from collections.abc import Iterator, Mapping

from babel import numbers
from babel.core import get_global
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.access import principals
from app.authoring import edits, preconditions
from app.catalogue import clinics as reading
from app.content import beside_problems, clinics, misleading, problems, values, writing_problems
from app.db import clinics as tables_
from app.db import projection, standing, tables
from app.renderings import colours

Row, Version = tables_.Clinic, tables_.ClinicRevision


def create(
    session: Session, who: principals.Principal, slug: str, clinic: clinics.Clinic, *, now: datetime.datetime
) -> reading.Held:
    """Make a clinic that is not there; raise PreconditionFailed with what is there, WouldMislead, InvalidBody."""
    edit = _begin(session, who, now=now)
    held = reading.held(session, slug)
    if held is not None:
        raise writing_problems.PreconditionFailed(
            "The clinic is there already. Nothing was stored; `current` is what is there now.",
            headers={"ETag": f'"{held.sha256}"'},
            current=reading.tree(held),
        )
    _check(session, clinic)
    number = 1 + (session.scalar(select(func.max(Version.number)).where(Version.slug == slug)) or 0)
    row = {"slug": slug, "number": number, **_row(clinic, edit)}
    session.execute(insert(Row), [row])
    return _kept(edit, who, slug, clinic, number=number, before=None)


def replace(
    session: Session,
    who: principals.Principal,
    slug: str,
    clinic: clinics.Clinic,
    *,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> reading.Held:
    """Replace what a clinic says; the same again changes nothing and leaves no entry in the audit log."""
    edit = _begin(session, who, now=now)
    held = expect(session, slug, expected=expected)
    if values.digest(clinic.canonical()) == held.sha256:
        return held
    _check(session, clinic)
    number = held.number + 1
    session.execute(update(Row).where(Row.slug == slug).values(number=number, **_row(clinic, edit)))
    return _kept(edit, who, slug, clinic, number=number, before=held.sha256)


def remove(
    session: Session,
    who: principals.Principal,
    slug: str,
    *,
    expected: preconditions.Expected,
    now: datetime.datetime,
) -> None:
    """Remove a clinic; its cards show the facts alone from then on. What it said is kept, and no longer shown."""
    edit = _begin(session, who, now=now)
    held = expect(session, slug, expected=expected)
    session.execute(delete(Row).where(Row.slug == slug))
    edit.record("clinic", slug, before=held.sha256, after=None, details={"removed": held.number})
    edit.finish()


def expect(session: Session, slug: str, *, expected: preconditions.Expected) -> reading.Held:
    """Return a clinic in the state that a change expects; raise ClinicNotFound or PreconditionFailed."""
    held = reading.held(session, slug)
    if held is None:
        raise beside_problems.ClinicNotFound("There is no clinic with this slug.")
    expected.require(held.sha256, current=lambda: reading.tree(held))
    return held


def _begin(session: Session, who: principals.Principal, *, now: datetime.datetime) -> edits.Edit:
    return edits.Edit(session, editor=who.holder, note="", now=now, actor=who.actor, origin=who.address)


def _row(clinic: clinics.Clinic, edit: edits.Edit) -> dict[str, object]:
    content = clinic.canonical()
    return {"sha256": values.digest(content), "json": content, "changed_at": edit.at}


def _kept(
    edit: edits.Edit,
    who: principals.Principal,
    slug: str,
    clinic: clinics.Clinic,
    *,
    number: int,
    before: str | None,
) -> reading.Held:
    content = clinic.canonical()
    digest = values.digest(content)
    row = {
        "slug": slug,
        "number": number,
        "sha256": digest,
        "json": content,
        "at": edit.at,
        "editor": who.holder,
    }
    edit.session.execute(insert(Version), [row])
    edit.record("clinic", slug, before=before, after=digest, details={"version": number})
    return reading.Held(
        slug=slug, number=number, sha256=digest, clinic=clinic, changed=edit.at, catalogue=edit.finish()
    )


def _check(session: Session, clinic: clinics.Clinic) -> None:
    """Raise InvalidBody for what makes no sense, WouldMislead for what would mislead; each with every fault."""
    wrong = [*_unknown(session, clinic), *_uncounted(clinic)]
    if wrong:
        raise problems.InvalidBody("What the clinic says is not in order.", errors=wrong)
    found = [*misleading.found(clinic), *_illegible(clinic)]
    if found:
        raise beside_problems.WouldMislead(
            f"{found[0][1]} Nothing was stored.",
            errors=[_fault(pointer, "would_mislead", why) for pointer, why in found],
        )


def _unknown(session: Session, clinic: clinics.Clinic) -> Iterator[values.Json]:
    """Yield a fault for each offer of a procedure that is not published."""
    named = {offer.procedure for offer in clinic.offers}
    query = select(tables.Procedure.slug)
    published = {row.slug for row in projection.among(session, query, tables.Procedure.slug, named)}
    away = standing.away(session, named - published)
    for place, offer in enumerate(clinic.offers):
        if offer.procedure not in published:
            gone = away.get(offer.procedure)
            if gone is None:
                why = "is not a published procedure"
            else:
                why = (
                    f"is called {gone.successor} now"
                    if gone.successor
                    else "was withdrawn: take the offer out"
                )
            yield _fault(f"/offers/{place}/procedure", "unknown_procedure", why)


def _uncounted(clinic: clinics.Clinic) -> Iterator[values.Json]:
    """Yield a fault for each price in a currency that nobody pays with, or in parts that it does not have."""
    for place, offer in enumerate(clinic.offers):
        if offer.price is None:
            continue
        if offer.price.currency not in _CURRENCIES:
            yield _fault(
                f"/offers/{place}/price/currency",
                "unknown_currency",
                "is not the ISO 4217 code of a currency in use",
            )
            continue
        most = numbers.get_currency_precision(offer.price.currency)
        amounts = {"min": offer.price.min, "max": offer.price.max}
        for name, amount in amounts.items():
            if amount is not None and len(amount.partition(".")[2]) > most:
                yield _fault(
                    f"/offers/{place}/price/{name}",
                    "too_precise",
                    f"may have {most} decimals in this currency",
                )


def _illegible(clinic: clinics.Clinic) -> Iterator[tuple[str, str]]:
    """Yield each colour of the theme that would leave something on a card too faint to read."""
    theme = clinic.theme
    if theme is None:
        return
    named = {role: getattr(theme, role) for role in colours.CHOSEN}
    given = {role: colours.read(words) for role, words in named.items() if words}
    grounds = {"light": [colours.LIGHT], "dark": [colours.DARK]}.get(
        theme.scheme or "", [colours.LIGHT, colours.DARK]
    )
    for default in grounds:
        for change in colours.corrected(given, default=default)[1]:
            yield (
                f"/theme/{change.role}",
                f"{change.given} is too faint there to be read; {change.used} could be.",
            )


def _fault(pointer: str, code: str, message: str) -> dict[str, values.Json]:
    return {"in": "body", "pointer": pointer, "code": code, "message": message}


def _in_use() -> frozenset[str]:
    """Return the codes of the currencies that are paid with somewhere now."""
    held: Mapping[str, list[tuple[str, object, object, bool]]] = get_global("territory_currencies")
    return frozenset(
        code for listed in held.values() for code, _, until, tender in listed if tender and until is None
    )


_CURRENCIES = _in_use()
