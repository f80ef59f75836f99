"""The OpenAPI description: what FastAPI derives from the routes, completed with what our layers add to every
answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.content import problems, values
from app.http import (
    caching,
    envelope,
    errors,
    limiting,
    models,
    principals,
    request_ids,
    schemas,
    surrogates,
    urls,
)

Tree = dict[str, Any]

DESCRIPTION = """\
**Not medical advice.** The catalogue repeats, in plain words, what named sources say. It does not judge whether a
procedure is right for anyone.

**Silence is not safety.** Every section of a document carries its coverage:

| coverage | meaning |
|---|---|
| `stated` | our sources name these; there may be others |
| `stated_none` | a source says that there is none |
| `not_addressed` | our sources are silent: nothing is known here, and nothing follows from that |
| `not_applicable` | the question does not arise |

Show the coverage wherever you show a section. Never turn a missing section into "none".

## Reading
No key is needed to read what is published. Every JSON answer is `{"meta": …, "data": …}`; lists also have `page`.
`meta` holds the licence, a disclaimer to show with the data, and where to report an error.

**Lists** are read page by page: follow `page.next`, or the `Link` header with `rel="next"`, until `page.complete` is
true. Cursors are opaque and belong to one list with its filters. A parameter that does not exist is refused with 422
and the nearest name that does, because a filter that is misspelt and ignored would mislead.

**Caching.** Answers carry a weak `ETag`; send it back as `If-None-Match` and an unchanged answer is a 304 without a
body. Shared caches may keep public answers for 30 seconds, and 30 more while they ask again; `Surrogate-Key` names what
to forget after a change. `Catalogue-Revision` counts the publications of the whole catalogue. While it cannot be
confirmed, answers say `Catalogue-Freshness: stale`, and `meta.freshness` with a notice to show. HEAD is answered
wherever GET is.

**Limits.** `RateLimit-Policy` and `RateLimit` say how many requests a minute are answered and how many remain; more
get 429 with `Retry-After`. A key gets more than an address without one.

**Browsers** on any origin may read, without credentials.

**Problems** are `application/problem+json` (RFC 9457). Decide by `code`, which is stable; `type` is an address that
documents it; `request_id` names the request in our logs.
"""
LICENCE = {"name": "Data: CC BY 4.0", "url": str(envelope.LICENCE["url"])}
_PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
_PROCEDURE = "/v1/procedures/{slug}"
"""What the addresses of a single procedure begin with."""
_ALWAYS = (400, 422, 500, 503)
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")
_HEADERS: dict[str, Tree] = {
    request_ids.HEADER: {
        "description": "Names this request in our logs. Yours is kept if it is 16 to 64 letters, digits or hyphens.",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Weak; for If-None-Match.",
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{32}"$'},
    },
    "Cache-Control": {"description": "How long this may be kept, and by whom.", "schema": {"type": "string"}},
    caching.REVISION: {
        "description": "The revision of the catalogue that this answer was made from, where it was made from it.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    caching.FRESHNESS: {
        "description": "`stale` while the service cannot confirm that this is the latest revision.",
        "schema": {"type": "string", "enum": ["confirmed", "stale"]},
    },
    surrogates.HEADER: {
        "description": "What shared caches can forget it by: `procedure:<slug>`, `clinic:<slug>`, `catalogue`.",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds after which to try again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    limiting.POLICY: {
        "description": "The limits that hold for you: `q` requests in `w` seconds under each name. Not there where "
        "the operator sets none.",
        "schema": {"type": "string", "examples": ['"anonymous";q=300;w=60']},
    },
    limiting.STANDING: {
        "description": "How they stand: `r` requests remain for the next `t` seconds. Pass over it in an answer that "
        "comes from a cache: it tells of somebody else's requests.",
        "schema": {"type": "string", "examples": ['"anonymous";r=299;t=60']},
    },
    "WWW-Authenticate": {"description": "Always `Bearer`.", "schema": {"type": "string", "enum": ["Bearer"]}},
    "Link": {"description": 'The next page, rel="next", if there is one.', "schema": {"type": "string"}},
}
_PUBLISHED = frozenset({"evidence", "grade"})
"""Members that a draft may lack and a published claim never does."""
_SAID_IN_WORDS = frozenset({"coverage", "conflicts"})
"""What is published with a sentence, in `words`, that says what it means."""
_WORDS_AMONG_TEXTS = {
    "unknown": {"description": "In words, or `unknown` where our sources do not say."},
    "open": {"description": "An ISO 8601 duration, or `open` where our sources set no limit on this side."},
}
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_EVERY_ANSWER = (request_ids.HEADER, "Cache-Control")
_QUOTAS = (limiting.POLICY, limiting.STANDING)
_UNSTORED = (*_EVERY_ANSWER, caching.REVISION, caching.FRESHNESS)
_READ = (*_EVERY_ANSWER, "ETag", caching.REVISION, caching.FRESHNESS, surrogates.HEADER)


def install(
    app: FastAPI,
    *,
    publisher: urls.Publisher,
    version: str,
    tags: Sequence[Mapping[str, Any]] = (),
    examples: Mapping[str, Any] | None = None,
) -> None:
    """Make `app.openapi()` return the completed description, built once."""

    def described() -> Tree:
        if app.openapi_schema is None:
            app.openapi_schema = build(
                app, publisher=publisher, version=version, tags=tags, examples=examples
            )
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign] # reason: FastAPI's documented way to extend the description


def build(
    app: FastAPI,
    *,
    publisher: urls.Publisher,
    version: str,
    tags: Sequence[Mapping[str, Any]] = (),
    examples: Mapping[str, Any] | None = None,
) -> Tree:
    """Return the description of the application's routes; `examples` are real answers by operation."""
    schema = get_openapi(
        title="Candour",
        version=version,
        summary="What is known about aesthetic procedures, with the evidence, and plain words where nothing is known.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[dict(tag) for tag in tags],
        servers=[{"url": publisher.public_url}],
        contact={"name": "Corrections", "url": publisher.url("/report-error")},
        license_info=LICENCE,
    )
    _add_components(schema, publisher=publisher)
    schema["components"].get("securitySchemes", {}).pop(principals.OPTIONAL, None)
    for path, operations in schema.get("paths", {}).items():
        for method, operation in operations.items():
            _complete(operation, method=method, has_path_parameters="{" in path)
            if path.startswith(limiting.TOLD):
                _limit(operation)
            if method == "get" and path.startswith(_PROCEDURE):
                _withdrawable(operation)
            _exemplify(operation, examples or {})
    schemas.tidy(schema)
    schema["security"] = []  # no key, unless an operation says so
    return schema


def _add_components(schema: Tree, *, publisher: urls.Publisher) -> None:
    components = schema.setdefault("components", {})
    shapes = components.setdefault("schemas", {})
    for name in _FRAMEWORKS_OWN:
        shapes.pop(name, None)
    problem = models.Problem.model_json_schema(ref_template="#/components/schemas/{model}", by_alias=True)
    shapes.update(problem.pop("$defs", {}))
    shapes["Problem"] = problem
    for shape in shapes.values():
        _describe_as_served(shape)
    components["headers"] = _HEADERS
    components["parameters"] = {
        "IfNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "required": False,
            "description": "ETags of answers that you have, or `*`.",
            "schema": {"type": "string"},
        }
    }
    statuses = sorted({kind.status for kind in problems.every().values()})
    components["responses"] = {
        f"Problem{status}": _problem_response(status, publisher=publisher) for status in statuses
    }
    components["responses"]["Problem503"]["headers"] |= _header_refs(["Retry-After"])
    components["responses"]["Problem429"]["headers"] |= _header_refs(["Retry-After", *_QUOTAS])
    components["responses"]["Problem401"]["headers"] |= _header_refs(["WWW-Authenticate"])
    components["responses"]["Problem"] = _response("Another problem; see `code`.", example=None)
    components["responses"]["Renamed"] = {
        "description": "The procedure goes by another slug now; `Location` is the same address with that one.",
        "headers": {"Location": {"schema": {"type": "string"}}, **_header_refs(["Cache-Control"])},
    }
    components["responses"]["NotModified"] = {
        "description": "What you have is still right.",
        "headers": _header_refs(_READ),
    }


def _describe_as_served(shape: Tree) -> None:
    """Turn what may be written into what is served: nothing is null, and what has a default is always there.

    Our shapes also read drafts, where much may still be missing; no answer ever holds a draft.
    """
    properties = shape.get("properties", {})
    required = {*shape.get("required", ()), *(_PUBLISHED & properties.keys())}
    if _SAID_IN_WORDS & properties.keys():
        required |= {"words"} & properties.keys()
    for name, member in properties.items():
        if member.pop("default", None) not in (None, []):
            required.add(name)
        _simplify(member)
        if name in required and member.get("type") == "array" and name in _PUBLISHED:
            member["minItems"] = 1
    if required:
        shape["required"] = [name for name in properties if name in required]


def _simplify(member: Tree) -> None:
    """Say a choice so that generated clients can read it: without null, one pattern for texts."""
    choices = [choice for choice in member.pop("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) > 1 and all(choice.get("type") == "string" for choice in choices):
        choices = [_one_text(choices)]
    if len(choices) == 1:
        member.update({**choices[0], **member})
    elif choices:
        member["anyOf"] = [_as_enumeration(choice) for choice in choices]


def _one_text(choices: Sequence[Tree]) -> Tree:
    """Return one schema for texts of several forms; where one of them is free, so is the whole."""
    patterns = [
        f"^{choice['const']}$" if "const" in choice else _DAY if "format" in choice else choice.get("pattern")
        for choice in choices
    ]
    free = [choice for choice, pattern in zip(choices, patterns, strict=True) if pattern is None]
    if free:
        return {**free[0], **_WORDS_AMONG_TEXTS.get(str(choices[-1].get("const")), {})}
    return {"type": "string", "pattern": "|".join(str(pattern) for pattern in patterns)}


def _as_enumeration(choice: Tree) -> Tree:
    """Return a choice with its one word as an enumeration: generators check a constant even where it is not meant."""
    return {"type": choice["type"], "enum": [choice["const"]]} if "const" in choice else choice


def _problem_response(status: int, *, publisher: urls.Publisher) -> Tree:
    kinds = [kind for kind in problems.every().values() if kind.status == status]
    lines = [f"- `{kind.code}`: {problems.documentation(kind)}" for kind in kinds]
    example = errors.members(
        kinds[0]("What happened here, for people."),
        publisher=publisher,
        request_id="0b5bd2a4-58f3-4f5a-9c1e-2f6f7f6d3c11",
    )
    return _response("\n".join(lines), example=example)


def _response(description: str, *, example: Mapping[str, values.Json] | None) -> Tree:
    media: Tree = {"schema": _PROBLEM_REF}
    if example is not None:
        media["example"] = dict(example)
    return {
        "description": description,
        "headers": _header_refs(_EVERY_ANSWER),
        "content": {errors.MEDIA_TYPE: media},
    }


def _withdrawable(operation: Tree) -> None:
    """Say that a procedure may have been withdrawn, or go by another slug."""
    operation["responses"]["308"] = {"$ref": "#/components/responses/Renamed"}
    operation["responses"]["410"] = {"$ref": "#/components/responses/Problem410"}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _header_refs(names: Sequence[str]) -> Tree:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _complete(operation: Tree, *, method: str, has_path_parameters: bool) -> None:
    responses = operation["responses"]
    private = _needs_key(operation)
    conditional = _is_conditional(operation) and method == "get" and not private
    for status, answer in list(responses.items()):
        if status.startswith("2"):
            answer["description"] = "What was asked for."
            names = _READ if conditional else _UNSTORED if method == "post" and not private else _EVERY_ANSWER
            _add_headers(answer, names=names, listed=_is_list(operation))
    if conditional:
        responses["304"] = {"$ref": "#/components/responses/NotModified"}
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IfNoneMatch"})
    refusals = (
        *_ALWAYS,
        *_refusals_of_keys(operation),
        *((409,) if private and method != "get" else ()),
        *((412, 428) if _has_header(operation, "If-Match") else ()),
        *((404,) if has_path_parameters else ()),
        *((413, 415) if "requestBody" in operation else ()),
    )
    for status in refusals:
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    responses["default"] = {"$ref": "#/components/responses/Problem"}
    operation["responses"] = dict(sorted(responses.items()))


def _limit(operation: Tree) -> None:
    """Say of an operation that it is limited, and which headers tell how far."""
    responses = operation["responses"]
    for status, answer in responses.items():
        if status.startswith("2"):
            _add_headers(answer, names=_QUOTAS, listed=False)
    responses["429"] = {"$ref": "#/components/responses/Problem429"}
    operation["responses"] = dict(sorted(responses.items()))


def _refusals_of_keys(operation: Tree) -> tuple[int, ...]:
    """Return how an operation refuses keys, and say of one that needs none that it needs none."""
    wanted = operation.get("security", [])
    if not wanted:
        return ()
    if all(principals.OPTIONAL in each for each in wanted):
        operation["security"] = [{}, {principals.SCHEME: []}]
        return (401,)
    return (401, 403)


def _needs_key(operation: Tree) -> bool:
    wanted = operation.get("security", [])
    return bool(wanted) and not any(principals.OPTIONAL in each for each in wanted)


def _has_header(operation: Tree, name: str) -> bool:
    return any(parameter.get("name") == name for parameter in operation.get("parameters", ()))


def _is_conditional(operation: Tree) -> bool:
    return operation.pop("x-conditional", True) is True


def _is_list(operation: Tree) -> bool:
    return any(parameter.get("name") == "cursor" for parameter in operation.get("parameters", ()))


def _add_headers(answer: Tree, *, names: Sequence[str], listed: bool) -> None:
    refs = _header_refs((*names, "Link") if listed else names)
    answer["headers"] = {**refs, **answer.get("headers", {})}


def _exemplify(operation: Tree, examples: Mapping[str, Any]) -> None:
    answer = examples.get(operation["operationId"])
    if answer is not None:
        operation["responses"]["200"]["content"]["application/json"]["example"] = answer
