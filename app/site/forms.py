"""Addresses of pages with the suffix of a form, which programs try: they lead to the form."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.content import problems
from app.http import dependencies, representations
from app.site import addresses

router = APIRouter(include_in_schema=False)


@router.get("/procedures/{slug}.{suffix}")
async def lead_to_form(request: Request, here: dependencies.Here, slug: str, suffix: str) -> Response:
    """Lead to a form of a procedure; whether there is such a procedure is said there."""
    name, _, rest = f"{slug}.{suffix}".partition(".")
    if rest not in representations.FORMS:
        raise problems.NotFound(
            "There is no such page. Forms of a procedure have these suffixes: " + _suffixes()
        )
    location = here.publisher.path(f"/v1/procedures/{name}.{rest}")
    return Response(status_code=308, headers={"Location": location, "Cache-Control": addresses.KEPT})


def _suffixes() -> str:
    return ", ".join(representations.FORMS) + "."
