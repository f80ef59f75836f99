"""Request bodies that are any JSON object: drafts, which may be unfinished, and patches of them."""

from typing import Annotated, Any

from fastapi import Depends, Request

from app.content import problems, reading, values
from app.http import bodies

MERGE_PATCH = "application/merge-patch+json"


async def _document(sent: Annotated[bytes, Depends(bodies.content)]) -> dict[str, Any]:
    return read(sent)


async def _patch(request: Request) -> dict[str, Any]:
    given = request.headers.getlist("content-type")
    if len(given) != 1 or given[0].partition(";")[0].strip().lower() != MERGE_PATCH:
        raise problems.UnsupportedMediaType(f"The body must be {MERGE_PATCH} in UTF-8.")
    return read(await request.body())


def read(sent: bytes) -> dict[str, Any]:
    """Return the JSON object of a body; raise InvalidBody for anything else, and for what no text can hold."""
    try:
        tree = reading.read_json(sent)
    except reading.Unreadable as error:
        raise bodies.invalid([bodies.fault("", code="unreadable", message=str(error))]) from None
    if not isinstance(tree, dict):
        raise bodies.invalid([bodies.fault("", code="not_an_object", message="must be an object")])
    return tree


def described(media_type: str, *, example: values.Json) -> dict[str, Any]:
    """Return the `requestBody` of an operation that reads any object, for OpenAPI."""
    content = {media_type: {"schema": {"type": "object"}, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


Document = Annotated[dict[str, Any], Depends(_document)]
"""A body that is a JSON object."""
Patch = Annotated[dict[str, Any], Depends(_patch)]
"""A body that is a JSON Merge Patch (RFC 7396) of an object."""
