"""How keys are made, replaced and revoked: each in one transaction with its audit row, told to every worker."""

import dataclasses
import datetime
from collections.abc import Iterator, Sequence

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.access import keys, principals
from app.authoring import edits, refusals, webhooks
from app.content import problems, values
from app.db import access, audit

_CONFINED: frozenset[principals.Role] = frozenset({"author", "reviewer", "publisher"})
_REVIEWING: frozenset[principals.Role] = frozenset({"reviewer", "admin"})
_SAID: dict[str, TypeAdapter[str]] = {
    "holder": TypeAdapter(values.Label),
    "job": TypeAdapter(values.Label),
    "clinic": TypeAdapter(values.Slug),
    "procedures": TypeAdapter(values.Slug),
}
_MOST_PROCEDURES = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class Grant:
    """Say what a key is for: whose it is, what it permits, for how long."""

    holder: str
    role: principals.Role
    job: str | None = None
    """What a reviewer is by profession."""
    clinic: str | None = None
    procedures: tuple[str, ...] = ()
    """What the key is confined to; an empty tuple confines nothing."""
    expires_at: datetime.datetime | None = None

    def facts(self) -> dict[str, values.Json]:
        """Return what the audit log keeps of it."""
        return {
            "holder": self.holder,
            "role": self.role,
            **({"job": self.job} if self.job else {}),
            **({"clinic": self.clinic} if self.clinic else {}),
            **({"procedures": list(self.procedures)} if self.procedures else {}),
            "expires_at": self.expires_at.isoformat() if self.expires_at else "never",
        }


@dataclasses.dataclass(frozen=True, kw_only=True)
class Lifetime:
    """Say for how long a key is valid, or until when; without either it has no end."""

    lasts: datetime.timedelta | None = None
    until: datetime.datetime | None = None

    def ends(self, begins: datetime.datetime) -> datetime.datetime | None:
        """Return when a key that is made at this time ends."""
        return begins + self.lasts if self.lasts is not None else self.until


@dataclasses.dataclass(frozen=True, kw_only=True)
class By:
    """Say who makes, replaces or revokes, by what right, from where and why."""

    editor: str
    note: str
    now: datetime.datetime
    actor: str = audit.HOST
    origin: str = audit.COMMAND_LINE

    def begin(self, session: Session) -> edits.Edit:
        """Return the edit of one transaction."""
        return edits.Edit(
            session,
            editor=self.editor,
            note=self.note,
            now=self.now,
            actor=self.actor,
            origin=self.origin,
        )


def create(session: Session, grant: Grant, *, by: By) -> keys.Made:
    """Make a key and return it, its text for the only time; raise Refused where the grant makes no sense."""
    edit = by.begin(session)
    _require_sense(grant, at=edit.at)
    made = _insert(session, grant, at=edit.at)
    edit.record("create_key", made.id, before=None, after=_digest(grant, at=edit.at), details=grant.facts())
    _finish(edit)
    return made


def rotate(
    session: Session,
    key_id: str,
    *,
    by: By,
    overlap: datetime.timedelta = datetime.timedelta(),
    lifetime: Lifetime | None = None,
) -> keys.Made:
    """Make a key that takes the place of another, with the same grant, and return it.

    The old one is revoked at once, or is valid for the time of `overlap` still, never longer than it was. Without
    `lifetime` the new one is valid for as long as the old one was made for. Raise Refused where the old one is
    unknown, revoked or replaced already.
    """
    edit = by.begin(session)
    old = _held(session, key_id)
    if old.revoked_at is not None or old.replaced_by is not None:
        raise _refused(key_id, "was revoked or replaced already: make a new one")
    grant = dataclasses.replace(_grant(old), expires_at=(lifetime or _lifetime(old)).ends(edit.at))
    _require_sense(grant, at=edit.at)
    made = _insert(session, grant, at=edit.at)
    ends = edit.at + overlap
    changed: dict[str, object] = {"replaced_by": made.id}
    if not overlap:
        changed["revoked_at"] = edit.at
    elif old.expires_at is None or ends < old.expires_at:
        changed["expires_at"] = ends
    before = _digest(_grant(old), at=old.created_at)
    session.execute(update(access.Key).where(access.Key.id == key_id).values(**changed))
    details: dict[str, values.Json] = {
        "replaced_by": made.id,
        "overlap_seconds": int(overlap.total_seconds()),
        **grant.facts(),
    }
    edit.record("rotate_key", key_id, before=before, after=_digest(grant, at=edit.at), details=details)
    webhooks.hand_over(session, old=key_id, new=made.id)
    _finish(edit)
    return made


def revoke(session: Session, key_id: str, *, by: By) -> bool:
    """Revoke a key; return whether it was not revoked already. Raise Refused where it is unknown."""
    edit = by.begin(session)
    held = _held(session, key_id)
    if held.revoked_at is not None:
        return False
    session.execute(update(access.Key).where(access.Key.id == key_id).values(revoked_at=edit.at))
    edit.record("revoke_key", key_id, before=_digest(_grant(held), at=held.created_at), after=None)
    _finish(edit)
    return True


def bounds(key: access.Key) -> str:
    """Return in words what a key is confined to, and a reviewer's profession; an empty text confines nothing."""
    grant = _grant(key)
    return ", ".join(filter(None, (grant.job, grant.clinic, *grant.procedures)))


def every(session: Session) -> Sequence[access.Key]:
    """Return what is known of all keys, by holder."""
    rows = select(access.Key).order_by(access.Key.holder, access.Key.created_at, access.Key.id)
    return session.scalars(rows).all()


def _held(session: Session, key_id: str) -> access.Key:
    held = session.get(access.Key, key_id)
    if held is None:
        raise _refused(key_id, "is not the id of a key here")
    session.expunge(held)  # what is changed is changed by statements that say so
    return held


def _lifetime(old: access.Key) -> Lifetime:
    return Lifetime(lasts=old.expires_at - old.created_at if old.expires_at else None)


def _grant(held: access.Key) -> Grant:
    return Grant(
        holder=held.holder,
        role=principals.role(held.role),
        job=held.job,
        clinic=held.clinic_slug,
        procedures=principals.confined(held.scopes),
        expires_at=held.expires_at,
    )


def _insert(session: Session, grant: Grant, *, at: datetime.datetime) -> keys.Made:
    made = keys.make()
    session.execute(
        insert(access.Key).values(
            id=made.id,
            sha256=made.sha256,
            holder=grant.holder,
            role=grant.role,
            job=grant.job,
            clinic_slug=grant.clinic,
            scopes=values.canonical(list(grant.procedures)),
            created_at=at,
            expires_at=grant.expires_at,
        )
    )
    return made


def _finish(edit: edits.Edit) -> None:
    """Tell every worker that the keys changed, and write the audit row."""
    raised = edit.session.execute(
        update(access.Access).where(access.Access.id == 1).values(revision=access.Access.revision + 1)
    )
    if raised.rowcount != 1:  # type: ignore[attr-defined] # reason: an UPDATE returns a CursorResult
        raise problems.Unavailable("The database holds no keys' revision: run `candour migrate`.")
    edit.finish()


def _digest(grant: Grant, *, at: datetime.datetime) -> str:
    return values.digest(values.canonical({**grant.facts(), "created_at": at.isoformat()}))


def _require_sense(grant: Grant, *, at: datetime.datetime) -> None:
    faults = [
        refusals.Fault(place=f"the key's {name}", code="malformed", pointer="", message=message)
        for name, message in _nonsense(grant, at=at)
    ]
    if faults:
        raise refusals.Refused(faults)


def _nonsense(grant: Grant, *, at: datetime.datetime) -> Iterator[tuple[str, str]]:
    """Yield what makes no sense in a grant, and why."""
    said = [("holder", grant.holder), ("job", grant.job), ("clinic", grant.clinic)]
    for name, text in [*said, *(("procedures", slug) for slug in grant.procedures)]:
        try:
            _SAID[name].validate_python(text, strict=True) if text is not None else None
        except ValidationError as error:
            yield name, f"{error.errors(include_input=False)[0]['msg']}."
    if (grant.role == "clinic") != (grant.clinic is not None):
        yield "clinic", "a key with the role clinic names its clinic, and no other does."
    if grant.role == "reviewer" and grant.job is None:
        yield "job", "a reviewer's key says what they are by profession."
    if grant.role not in _REVIEWING and grant.job is not None:
        yield "job", "only who reviews says what they are by profession."
    if grant.procedures and grant.role not in _CONFINED:
        yield "procedures", "only keys of authors, reviewers and publishers are confined to procedures."
    if len(grant.procedures) > _MOST_PROCEDURES:
        yield "procedures", f"a key is confined to {_MOST_PROCEDURES} procedures at most."
    if grant.expires_at is not None and grant.expires_at <= at:
        yield "expiry", "it lies in the past."


def _refused(key_id: str, why: str) -> refusals.Refused:
    return refusals.Refused(
        [refusals.Fault(place=f"key {key_id}", code="unusable_key", pointer="", message=f"{why}.")]
    )
