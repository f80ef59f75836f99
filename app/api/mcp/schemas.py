"""The JSON Schemas of what tools take and return: in none of them is a statement one without all that belongs to it."""

from typing import Any

from pydantic import BaseModel

Tree = dict[str, Any]
_TEXT: Tree = {"type": "string", "minLength": 1}
_URL: Tree = {"type": "string", "format": "uri"}
_COVERAGE: Tree = {"type": "string", "enum": ["stated", "stated_none", "not_addressed", "not_applicable"]}
_GRADE: Tree = {"type": "string", "enum": ["high", "medium", "low"]}


def of_arguments(model: type[BaseModel]) -> Tree:
    """Return the schema of a model without what only its class is called."""
    schema = model.model_json_schema()
    for member in schema["properties"].values():
        if member.get("default") in ([], None):  # stands for a member that is left out; nobody need send it
            member.pop("default", None)
        member.pop("title", None)
    return {name: held for name, held in schema.items() if name not in ("title", "description")}


def _object(required: Tree, optional: Tree | None = None) -> Tree:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


def _list(of: Tree, *, least: int = 1) -> Tree:
    return {"type": "array", "items": of, "minItems": least}


def _ref(name: str) -> Tree:
    return {"$ref": f"#/$defs/{name}"}


_SECTION = {"name": _TEXT, "coverage": _COVERAGE, "words": _TEXT}
_REVISION = {
    "number": {"type": "integer", "minimum": 1},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
_DEFINED: Tree = {
    "evidence": {
        **_object(
            {
                "source": _object(
                    {"id": _TEXT, "title": _TEXT, "kind": _TEXT, "grade": _GRADE, "date": _TEXT, "url": _URL}
                ),
                "stance": {"enum": ["supports", "disputes"]},
                "quality": {"enum": ["clear", "ambiguous", "corrupted"]},
                "access": {"enum": ["held", "referenced"]},
            },
            {
                "phrase": _TEXT,
                "locator": {"type": "object", "minProperties": 1},
                "read_on": _TEXT,
                "words": _TEXT,
            },
        ),
        "anyOf": [{"required": ["phrase"]}, {"required": ["locator", "read_on", "words"]}],
    },
    "statement": _object(
        {
            "id": {"type": "string", "pattern": "^st_"},
            "url": _URL,
            "kind": _TEXT,
            "text": _TEXT,
            "rank": {"enum": ["preferred", "normal", "deprecated"]},
            "review": _object({"state": {"enum": ["unreviewed", "reviewed", "disputed"]}}),
            "grade": _GRADE,
            "section": _object(_SECTION),
            "evidence": _list(_ref("evidence")),
            "revision": _object({"procedure": _TEXT, **_REVISION}),
        },
        {
            "hedge": _TEXT,
            "rank_reason": _TEXT,
            "conflicts": _list(_object({"id": _TEXT, "text": _TEXT, "words": _TEXT})),
            "parts": _list(_ref("section")),
        },
    ),
    "section": _object(
        {"heading": _TEXT, **_SECTION},
        {
            "statements": _list(_ref("statement")),
            "finding": _ref("statement"),
            "silent_on": _list(_object({"aspect": _TEXT, "words": _TEXT})),
            "statements_held": {"type": "integer", "minimum": 1},
            "read_with": _object({"tool": _TEXT, "arguments": {"type": "object"}}),
        },
    ),
    "procedure": _object(
        {
            "slug": _TEXT,
            "name": _TEXT,
            "url": _URL,
            "page": _URL,
            "revision": _object({**_REVISION, "published": _TEXT}),
            "review": _object({"words": _TEXT}),
        }
    ),
    "conflict": _object({"id": _TEXT, "text": _TEXT, "words": _TEXT, "statements": _list(_ref("statement"))}),
    "withdrawn": _object({"id": _TEXT, "kind": _TEXT, "on": _TEXT, "reason": _TEXT, "words": _TEXT}),
    "source": _object(
        {"id": _TEXT, "title": _TEXT, "kind": _TEXT, "grade": _GRADE, "commercial_interest": _TEXT}
    ),
}
_ENDS: Tree = {
    "conflicts": _list(_ref("conflict")),
    "withdrawn": _list(_ref("withdrawn")),
    "sources": _list(_ref("source")),
}
_NOTICE: Tree = {
    "notice": _object(
        {
            "reading": _TEXT,
            "disclaimer": _TEXT,
            "licence": _object({"name": _TEXT, "url": _URL}),
            "report_error": _URL,
        },
        {"freshness": {"enum": ["stale"]}, "unconfirmed_for": _TEXT, "words": _TEXT},
    )
}
_FIVE = {**_list(_ref("section"), least=4), "maxItems": 5}
_SAFETY: Tree = {**_list(_ref("section"), least=5), "maxItems": 5}


def _answer(required: Tree, optional: Tree | None = None) -> Tree:
    """Return the schema of an answer, with those of the parts that it names, and of the parts of these."""
    schema = _object({**required, **_NOTICE}, {"found_as": {"type": ["object", "array"]}, **(optional or {})})
    needed = _named(schema)
    while (more := needed | {name for one in needed for name in _named(_DEFINED[one])}) != needed:
        needed = more
    return {**schema, "$defs": {name: held for name, held in _DEFINED.items() if name in needed}}


def _named(part: Any) -> set[str]:
    if isinstance(part, list):
        return {name for item in part for name in _named(item)}
    if not isinstance(part, dict):
        return set()
    own = {str(part["$ref"]).rpartition("/")[2]} if "$ref" in part else set()
    return own | {name for value in part.values() for name in _named(value)}


PROCEDURE = _answer(
    {
        "procedure": _ref("procedure"),
        "summary": _object(
            {"text": _TEXT, "sums_up": _list(_TEXT), "statements": _list(_ref("statement"), least=0)}
        ),
        "safety": _SAFETY,
        "names": _ref("section"),
        "other_sections": _list(_ref("section")),
    },
    _ENDS,
)
SECTION = _answer({"procedure": _ref("procedure"), "section": _ref("section"), "safety": _FIVE}, _ENDS)
SEARCH = _answer(
    {"words": _TEXT, "question": {"type": "object"}},
    {
        "total": {"type": "integer", "minimum": 1},
        "procedures": _list(
            _object(
                {"procedure": _ref("procedure"), "safety": _SAFETY},
                {
                    "statements": _list(_ref("statement")),
                    "not_addressed": _list(_object({"concept": _TEXT, "label": _TEXT, "words": _TEXT})),
                    **_ENDS,
                },
            )
        ),
        "more": _TEXT,
        "withdrawn_procedure": _object({"procedure": _TEXT, "on": _TEXT, "reason": _TEXT, "words": _TEXT}),
        "not_searched": _object({"words": _TEXT, "procedures": _list(_TEXT)}),
        "behind": _TEXT,
        "did_you_mean": _list(_TEXT),
    },
)
_CELL = _object(
    {"procedure": _TEXT, "coverage": _COVERAGE, "words": _TEXT},
    {"statements": _list(_ref("statement")), "finding": _ref("statement")},
)
COMPARISON = _answer(
    {
        "words": _TEXT,
        "procedures": _list(_ref("procedure"), least=2),
        "groups": _list(
            _object(
                {
                    "key": _TEXT,
                    "heading": _TEXT,
                    "rows": _list(_object({"key": _TEXT, "label": _TEXT, "cells": _list(_CELL, least=2)})),
                }
            )
        ),
    },
    {"not_shown": _list(_object({"group": _TEXT, "heading": _TEXT})), **_ENDS},
)
_ENTRY = _object(
    {
        "coverage": {"enum": ["stated", "not_addressed", "not_looked_up"]},
        "words": _TEXT,
    },
    {"concept": {"type": "object"}, "term": _TEXT, "statements": _list(_ref("statement"))},
)
SCREENING = _answer(
    {
        "question": _object({"words": _TEXT}),
        "words": _TEXT,
        "legal": _TEXT,
        "total": {"type": "integer", "minimum": 1},
        "procedures": _list(
            _object(
                {"procedure": _ref("procedure"), "answers": _list(_ENTRY)},
                {"silent_sections": _list(_ref("section")), **_ENDS},
            )
        ),
    },
    {"more": _TEXT, "not_shown": _list(_TEXT)},
)
SOURCES = _answer(
    {},
    {
        "procedure": _ref("procedure"),
        "sources": _list(_ref("source")),
        "total": {"type": "integer", "minimum": 1},
        "words": _TEXT,
        "more": _TEXT,
    },
)
