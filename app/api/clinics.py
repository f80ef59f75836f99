"""What clinics say of themselves: read by everybody, written with the clinic's key."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request
from starlette.responses import Response

from app.access.principals import Permission, Principal
from app.api import answers, clinic_shapes
from app.authoring import overlays, preconditions
from app.catalogue import clinics as reading
from app.content import access_problems, clinics, drafting, values
from app.db import clock
from app.http import bodies, dependencies, envelope, models, parameters, principals, sharing, trees, writes
from app.http import preconditions as conditions

TAG = "Clinics"
PREFIX = "/v1/clinics/"
router = APIRouter(tags=[TAG])
ClinicInPath = Annotated[
    parameters.Slug,
    Path(description="The clinic's slug.", openapi_examples=parameters.example("glow-clinic")),
]
Writer = Annotated[Principal, principals.needs(Permission.CLINIC)]
Origin = Annotated[str | None, Header(include_in_schema=False)]
EXAMPLE: dict[str, Any] = {
    "name": "Glow Clinic",
    "site": "https://glow.example",
    "language": "en",
    "origins": ["https://glow.example"],
    "theme": {"scheme": "light", "accent": "#7a1f5c"},
    "sections": ["aftercare"],
    "offers": [
        {
            "procedure": "mesotherapy",
            "price": {"currency": "GBP", "min": "120.00", "max": "180.00"},
            "session": {"min": "PT30M", "max": "PT45M"},
            "practitioner": "Dr A. Example",
            "booking": "https://glow.example/book",
            "aftercare": "Call us on the day after, whatever you feel.",
        }
    ],
}
REPLACED = bodies.described(clinics.Clinic, example=EXAMPLE)
PATCHED = trees.described(trees.MERGE_PATCH, example={"theme": None, "sections": ["how", "aftercare"]})


@router.get(
    "/clinics/{clinic}", response_model=models.Answer[clinic_shapes.ClinicSaid], summary="Read a clinic"
)
def read_clinic(
    request: Request, here: dependencies.Here, clinic: ClinicInPath, who: principals.Anyone
) -> Response:
    """What it says of itself and of what it offers. With the clinic's key the answer has the ETag for changes."""
    door = here.database.latest if who and _is_theirs(who, clinic) else here.database.read
    with door() as session:
        found = reading.one(session, clinic)
    return _read(request, here, found, who)


@router.put(
    "/clinics/{clinic}",
    response_model=models.Answer[clinic_shapes.ClinicSaid],
    openapi_extra=REPLACED,
    summary="Make or replace a clinic",
)
def replace_clinic(
    here: dependencies.Here,
    who: Writer,
    clinic: ClinicInPath,
    said: Annotated[clinics.Clinic, Depends(bodies.reader(clinics.Clinic))],
    expected: conditions.IfMatchOrNew,
    origin: Origin = None,
) -> Response:
    """`If-None-Match: *` makes it, `If-Match` replaces it. What would mislead readers is refused with the reason."""
    return _write(here, who, clinic, origin, lambda session: _put(here, session, who, clinic, said, expected))


@router.patch(
    "/clinics/{clinic}",
    response_model=models.Answer[clinic_shapes.ClinicSaid],
    openapi_extra=PATCHED,
    summary="Patch a clinic",
)
def patch_clinic(
    here: dependencies.Here,
    who: Writer,
    clinic: ClinicInPath,
    changes: trees.Patch,
    expected: conditions.IfMatch,
    origin: Origin = None,
) -> Response:
    """A JSON Merge Patch (RFC 7396): members that are null are removed, lists are replaced whole."""
    return _write(here, who, clinic, origin, lambda session: _patch(session, who, clinic, changes, expected))


@router.delete("/clinics/{clinic}", status_code=204, summary="Remove a clinic")
def remove_clinic(
    here: dependencies.Here,
    who: Writer,
    clinic: ClinicInPath,
    expected: conditions.IfMatch,
    origin: Origin = None,
) -> Response:
    """Its cards show the facts alone from then on."""
    return _write(here, who, clinic, origin, lambda session: _delete(session, who, clinic, expected))


@router.options("/clinics/{clinic}", include_in_schema=False)
def ask_before(here: dependencies.Here, clinic: ClinicInPath, request: Request) -> Response:
    """Whether a page of an origin may do what it is about to: read, and with a key what the clinic allows."""
    with here.database.read() as session:
        found = reading.held(session, clinic)
    return sharing.preflight(request, allowed=found.clinic.origins if found else ())


def _read(
    request: Request, here: dependencies.Service, found: reading.Held, who: Principal | None
) -> Response:
    if who is None or not _is_theirs(who, found.slug):
        return answers.one(request, here, reading.tree(found), revision=found.catalogue)
    chunks = envelope.document(envelope.dumps(reading.tree(found)), meta=envelope.meta(here.publisher))
    headers = {
        **writes.NO_STORE,
        **_shared(found, request.headers.get("origin")),
        "ETag": f'"{found.sha256}"',
    }
    return Response(b"".join(chunks), headers=headers, media_type=bodies.MEDIA_TYPE)


def _shared(found: reading.Held | None, origin: str | None) -> dict[str, str]:
    return sharing.headers(origin, allowed=found.clinic.origins if found else ())


def _write(here: dependencies.Service, who: Principal, clinic: str, origin: str | None, act: Any) -> Response:
    if not _is_theirs(who, clinic):
        raise access_problems.Forbidden("This key writes for another clinic.")
    shared: dict[str, str] = {}

    def acted(session: Any) -> writes.Made:
        before = reading.held(session, clinic)
        shared.update(_shared(before, origin))
        made: writes.Made = act(session)
        return made

    answer = writes.answer(here, acted)
    answer.headers.update(shared)
    return answer


def _is_theirs(who: Principal, clinic: str) -> bool:
    return who.role == "admin" or (who.may(Permission.CLINIC) and who.clinic == clinic)


def _put(
    here: dependencies.Service,
    session: Any,
    who: Principal,
    slug: str,
    said: clinics.Clinic,
    expected: preconditions.Expected | None,
) -> writes.Made:
    if expected is None:
        made = overlays.create(session, who, slug, said, now=clock.now())
        return _made(made, status=201, location=here.publisher.url(f"{PREFIX}{slug}"))
    return _made(overlays.replace(session, who, slug, said, expected=expected, now=clock.now()))


def _patch(
    session: Any,
    who: Principal,
    slug: str,
    changes: dict[str, values.Json],
    expected: preconditions.Expected,
) -> writes.Made:
    held = overlays.expect(session, slug, expected=expected)
    said = bodies.parsed(clinics.Clinic, drafting.merged(held.clinic.tree(), changes))
    return _made(overlays.replace(session, who, slug, said, expected=expected, now=clock.now()))


def _delete(session: Any, who: Principal, slug: str, expected: preconditions.Expected) -> writes.Made:
    overlays.remove(session, who, slug, expected=expected, now=clock.now())
    return writes.Made()


def _made(found: reading.Held, *, status: int = 200, location: str | None = None) -> writes.Made:
    return writes.Made(data=reading.tree(found), tag=found.sha256, status=status, location=location)
