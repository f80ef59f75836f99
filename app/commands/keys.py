"""`candour keys create|list|rotate|revoke`: who may do what, decided by whoever has the host."""

import datetime
from typing import Annotated, Literal

import typer

from app import console
from app.access import keys as shapes
from app.authoring import granting, importing
from app.commands import opening
from app.db import access, clock, engine

_DAYS = 365
_MOST_DAYS = 3_650

app = typer.Typer(
    help="Make, list, replace and revoke the keys by which people and programs act over HTTP.",
    no_args_is_help=True,
)

Expires = Annotated[
    str | None,
    typer.Option(
        metavar="DAYS|DATE|never",
        help="Valid for so many days, or through this day (UTC, YYYY-MM-DD), or without an end.",
    ),
]
Editor = Annotated[str, typer.Option(help="Who does this; kept in the audit log.")]
Note = Annotated[str, typer.Option(help="Why; kept in the audit log.")]
KeyId = Annotated[
    str, typer.Argument(metavar="ID", help="The ten characters after `cdr_`; `candour keys list` names them.")
]


@app.command()
def create(
    *,
    role: Annotated[
        Literal["reader", "clinic", "author", "reviewer", "publisher", "admin"],
        typer.Option(help="What the key permits; /guide/keys says what that is."),
    ],
    holder: Annotated[
        str, typer.Option(help="The person or system that gets the key; the same for all of theirs.")
    ],
    job: Annotated[
        str | None, typer.Option(help="What a reviewer is by profession; shown with their reviews.")
    ] = None,
    clinic: Annotated[str | None, typer.Option(help="The clinic that a clinic's key writes for.")] = None,
    procedure: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG", help="Confine the key to this procedure; once for each."),
    ] = None,
    expires: Expires = None,
    editor: Editor = importing.EDITOR,
    note: Note = "",
) -> None:
    """Make a key and write it to standard output, this once; only its digest is kept."""
    now = clock.now()
    lifetime = _lifetime(expires or str(_DAYS), now=now)
    grant = granting.Grant(
        holder=holder,
        role=role,
        job=job,
        clinic=clinic,
        procedures=tuple(dict.fromkeys(procedure or ())),
        expires_at=lifetime.ends(now),
    )
    with opening.database() as database, database.write() as session:
        made = granting.create(session, grant, by=granting.By(editor=editor, note=note, now=now))
    _hand_over(made, f"Made the key {made.id} for {holder} ({role}), {_until(grant.expires_at)}.")


@app.command()
def rotate(
    key: KeyId,
    *,
    overlap: Annotated[
        int, typer.Option(metavar="HOURS", min=0, max=24 * 90, help="How long the old key is still valid.")
    ] = 0,
    expires: Expires = None,
    editor: Editor = importing.EDITOR,
    note: Note = "",
) -> None:
    """Replace a key by a new one that permits the same, and write that to standard output, this once."""
    now, old = clock.now(), _identifier(key)
    with opening.database() as database, database.write() as session:
        made = granting.rotate(
            session,
            old,
            by=granting.By(editor=editor, note=note, now=now),
            overlap=datetime.timedelta(hours=overlap),
            lifetime=_lifetime(expires, now=now) if expires else None,
        )
    ends = f"is valid for {overlap} hours still at most" if overlap else "is not valid any more"
    _hand_over(made, f"Made the key {made.id}. The old one, {old}, {ends}.")


@app.command()
def revoke(key: KeyId, *, editor: Editor = importing.EDITOR, note: Note = "") -> None:
    """Revoke a key: within a second no process of the service accepts it."""
    old = _identifier(key)
    with opening.database() as database, database.write() as session:
        changed = granting.revoke(session, old, by=granting.By(editor=editor, note=note, now=clock.now()))
    console.say(f"The key {old} {'is revoked' if changed else 'was revoked already'}.")


@app.command("list")
def list_() -> None:
    """List all keys: id, role, state, last day used, end, holder, what they are confined to; never the secrets."""
    with opening.database() as database:
        found = _listed(database)
    console.show(f"{'id':<10}  {'role':<9}  {'state':<8}  {'last used':<10}  {'valid until':<16}  holder")
    for line in found:
        console.show(line)


def _listed(database: engine.Database) -> list[str]:
    now = clock.now()
    with database.read() as session:
        return [_line(key, now=now) for key in granting.every(session)]


def _line(key: access.Key, *, now: datetime.datetime) -> str:
    ended = key.expires_at is not None and key.expires_at <= now
    state = (
        "revoked" if key.revoked_at else "expired" if ended else "replaced" if key.replaced_by else "valid"
    )
    used = key.last_used_on.isoformat() if key.last_used_on else "never"
    until = f"{key.expires_at:%Y-%m-%d %H:%M}" if key.expires_at else "no end"
    bound = f" ({bounds})" if (bounds := granting.bounds(key)) else ""
    return f"{key.id:<10}  {key.role:<9}  {state:<8}  {used:<10}  {until:<16}  {key.holder}{bound}"


def _hand_over(made: shapes.Made, message: str) -> None:
    console.say(message)
    console.say("The key follows on standard output, this once. Keep it like a password.")
    console.show(made.text)


def _identifier(text: str) -> str:
    found = shapes.identifier(text)
    if found is None:
        # What was given is not repeated: it may be a key with a slip in it.
        console.fail(
            "This is not the id of a key: ten characters, as `candour keys list` names them.",
            code=console.EXIT_USAGE,
        )
    return found


def _until(expires_at: datetime.datetime | None) -> str:
    return f"valid until {expires_at:%Y-%m-%d %H:%M} UTC" if expires_at else "valid without an end"


def _lifetime(text: str, *, now: datetime.datetime) -> granting.Lifetime:
    """Return how long a key is to be valid: for days, through a day, or without an end."""
    if text == "never":
        return granting.Lifetime()
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= _MOST_DAYS:
        return granting.Lifetime(lasts=datetime.timedelta(days=int(text)))
    try:
        last = datetime.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
        until = last + datetime.timedelta(days=1)
    except (ValueError, OverflowError):
        until = now
    if not now < until <= now + datetime.timedelta(days=_MOST_DAYS):
        console.fail(
            f"--expires is a number of days up to {_MOST_DAYS}, a day to come within that time, or `never`.",
            code=console.EXIT_USAGE,
        )
    return granting.Lifetime(until=until)
