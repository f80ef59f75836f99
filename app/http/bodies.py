"""Request bodies: JSON that is read strictly and closed to unknown members; what was sent is never repeated."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, ValidationError

from app.content import described as described_
from app.content import problems, reading, values

MEDIA_TYPE = "application/json"
MOST_FAULTS = 50
_TOLD = {
    "tuple_type": ("not_a_list", "must be a list"),
    "model_type": ("not_an_object", "must be an object"),
    "string_type": ("not_text", "must be text"),
    "int_type": ("not_a_number", "must be a whole number"),
    "string_pattern_mismatch": ("form", "does not have the form that the documentation gives for it"),
}
"""The code and message of faults of which the library speaks in the words of Python."""
M = TypeVar("M", bound=BaseModel)


class Body(described_.Described):
    """Be the base of what is sent: frozen, closed to unknown members, and strict: “5” is no number, null no text."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


async def content(request: Request) -> bytes:
    """Return the bytes of the body, which is whole by now; raise UnsupportedMediaType for anything but UTF-8 JSON."""
    given = request.headers.getlist("content-type")
    kind, _, parameters = given[0].partition(";") if len(given) == 1 else ("", "", "")
    said = parameters.replace(" ", "").replace('"', "").lower()
    if kind.strip().lower() != MEDIA_TYPE or said not in {"", "charset=utf-8"}:
        raise problems.UnsupportedMediaType(f"The body must be {MEDIA_TYPE} in UTF-8.")
    return await request.body()


def reader(model: type[M]) -> Callable[[bytes], M]:
    """Return the dependency that reads a body as this model; it raises InvalidBody, with every fault."""

    def read(sent: Annotated[bytes, Depends(content)]) -> M:
        try:
            tree = reading.read_json(sent)
        except reading.RepeatedKey:
            raise invalid([_whole("repeated", "holds a member twice")]) from None
        except reading.Unreadable as error:
            raise invalid([_whole("unreadable", str(error))]) from None
        return parsed(model, tree)

    return read


def parsed(model: type[M], tree: values.Json) -> M:
    """Return a tree as this model; raise InvalidBody, with every fault."""
    try:
        return model.model_validate_json(values.canonical(tree))
    except ValidationError as error:
        raise invalid(list(_faults(error, model))) from None


def described(model: type[BaseModel], *, example: values.Json) -> dict[str, Any]:
    """Return the `requestBody` of an operation that reads this model, for OpenAPI."""
    shape = model.model_json_schema()
    for member in shape["properties"].values():
        if member.get("default") in ([], ""):  # stands for a member that is left out; nobody should send it
            del member["default"]
    return {
        "requestBody": {
            "required": True,
            "content": {MEDIA_TYPE: {"schema": shape, "example": example}},
        }
    }


def invalid(faults: list[dict[str, values.Json]]) -> problems.InvalidBody:
    """Return the problem of a body with these faults."""
    return problems.InvalidBody("The request body is not what this address reads.", errors=list(faults))


def fault(pointer: str, *, code: str, message: str) -> dict[str, values.Json]:
    """Return one fault of a body, by a JSON pointer to its place."""
    return {"in": "body", "pointer": pointer, "code": code, "message": message}


def _whole(code: str, message: str) -> dict[str, values.Json]:
    return fault("", code=code, message=message)


def _faults(error: ValidationError, model: type[BaseModel]) -> Iterator[dict[str, values.Json]]:
    """Yield the first faults, each once: a body full of them must not make an answer larger than itself."""
    told: list[dict[str, values.Json]] = []
    for item in error.errors(include_input=False, include_url=False, include_context=False):
        found = _fault(item, model)
        if found not in told and len(told) < MOST_FAULTS:
            told.append(found)
            yield found


def _fault(item: Mapping[str, Any], model: type[BaseModel]) -> dict[str, values.Json]:
    path = [str(step) for step in item["loc"]]
    if item["type"] == "extra_forbidden":  # its name is the asker's own word
        known = ", ".join(model.model_fields)
        return _whole("unknown_member", f"holds a member that is not read here; those that are: {known}")
    code = str(item["type"])
    told = code, str(item["msg"]).removeprefix("Value error, ")
    code, message = _TOLD.get(code, told)
    return fault("".join(f"/{step}" for step in path), code=code, message=message)
