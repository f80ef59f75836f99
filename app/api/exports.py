"""Everything that is published, in one file: an address for each form."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.content import exports
from app.http import dependencies
from app.http import exports as files
from app.renderings import exports as forms

TAG = "Exports"
router = APIRouter(tags=[TAG])
_HEADERS: dict[str, Any] = {
    "Content-Disposition": {
        "description": "A name for the file, with the catalogue's revision.",
        "schema": {"type": "string"},
    },
    "Accept-Ranges": {
        "description": "Always `none`: files are sent whole.",
        "schema": {"type": "string", "enum": ["none"]},
    },
}


def name(form: exports.Form) -> str:
    """Return the name of a form's operation."""
    return f"export_{form.suffix.replace('.', '_')}"


def _add(form: exports.Form) -> None:
    shown = _shown(form)
    answer = type("ExportAnswer", (Response,), {"media_type": form.media_type})
    router.add_api_route(
        f"/export.{form.suffix}",
        _reading(form),
        name=name(form),
        response_class=answer,
        responses={200: {"content": {form.media_type: shown}, "headers": _HEADERS}},
        summary=form.summary,
        description=f"{form.description}\n\nThe file is made after a change of the catalogue, when somebody asks: "
        "meanwhile the answer is 503 with `Retry-After`. It is always of one moment, and always whole.",
    )


def _shown(form: exports.Form) -> dict[str, Any]:
    """Return what OpenAPI says of the body: bytes, text, or an object where the form is one of JSON."""
    if form.example is None:
        return {"schema": {"type": "string", "format": "binary"}}
    if form.media_type.partition(";")[0].endswith("+json"):
        return {
            "schema": {"type": "object", "additionalProperties": True},
            "example": json.loads(form.example),
        }
    return {"schema": {"type": "string"}, "example": form.example}


def _reading(form: exports.Form) -> Callable[[Request, dependencies.Service], Awaitable[Response]]:
    async def read_export(request: Request, here: dependencies.Here) -> Response:
        return await files.answer(request, here.press, form)

    return read_export


for _form in forms.FORMS:
    _add(_form)
