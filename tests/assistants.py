"""How tests ask as assistants do, and what no answer to an assistant may lack."""

import functools
import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped] # reason: it ships no types
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.mcp import running, tools
from app.content import document, values
from app.http import dependencies
from app.renderings import assistant, assistant_answers, imprint
from tests import clients

Tree = dict[str, Any]
PATH = "/mcp"
HEADERS = {
    "Host": "candour.example",
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
}
IMPRINT = imprint.Imprint(
    url=lambda path: f"{clients.PUBLIC_URL}{path}",
    publisher="Candour",
    licence="https://creativecommons.org/licenses/by/4.0/",
    disclaimer="General information.",
    revision=7,
    sha256="0" * 64,
    published="2026-11-01T00:00:00Z",
)


def post(client: TestClient, message: Any, **headers: str) -> Any:
    """Return the answer to a message, which is sent as JSON unless it is bytes."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return client.post(PATH, content=body, headers={**HEADERS, **headers})


def call(client: TestClient, tool: str, arguments: Tree) -> Tree:
    """Return the result of a tool that was called over HTTP."""
    params = {"name": tool, "arguments": arguments}
    answer = post(client, {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
    assert answer.status_code == 200, answer.text
    result: Tree = answer.json()["result"]
    return result


def here(client: TestClient) -> dependencies.Service:
    """Return the surroundings of a running application, to run tools in without the protocol."""
    app: Any = client.app
    while not isinstance(app, FastAPI):
        app = app.app
    service = app.state.service
    assert isinstance(service, dependencies.Service)
    return service


def run(service: dependencies.Service, tool: str, arguments: Tree) -> running.Told:
    """Return what a tool tells; what it tells as a tree is as its schema says, and complete in both forms."""
    told = running.run(tools.BY_NAME[tool], service, arguments)
    if told.tree is not None:
        assert list(faults(tool, told.tree, text=told.text)) == [], (tool, arguments)
    return told


def whole(published: document.ProcedureDocument) -> list[Tree]:
    """Return all that is told of a document: as of a procedure, and section by section."""
    held = assistant.Document.read(values.canonical(published.tree()), imprint=IMPRINT)
    sections = [assistant_answers.section(held, name) for name in assistant.SECTIONS]
    return [assistant_answers.procedure(held), *sections]


@functools.cache
def _validator(tool: str) -> Any:
    return jsonschema.Draft202012Validator(tools.BY_NAME[tool].output_schema)


def faults(tool: str, tree: Tree, *, text: str) -> Iterator[str]:
    """Yield what is wrong with an answer: against its schema, and of each statement in it, in either form."""
    yield from (f"{error.json_path}: {error.message[:200]}" for error in _validator(tool).iter_errors(tree))
    notice = tree.get("notice", {})
    for name in ("disclaimer", "reading"):
        if not notice.get(name) or notice[name] not in text:
            yield f"no {name}"
    flat = " ".join(text.split())
    for statement in statements(tree):
        yield from lacking(statement)
        yield from _lacking_in(flat, statement)


def statements(part: Any) -> Iterator[Tree]:
    """Yield whatever looks like a statement, by its text or its id, however much of it is missing."""
    if isinstance(part, list):
        for item in part:
            yield from statements(item)
    if isinstance(part, dict):
        named = str(part.get("id", "")).startswith("st_") and "reason" not in part
        if named or ("text" in part and not {"statements", "sums_up"} & set(part)):
            yield part
        for key, value in part.items():
            if key != "evidence":
                yield from statements(value)


def lacking(statement: Tree) -> Iterator[str]:
    """Yield what a statement lacks of what it must never be parted from."""
    name = statement.get("id", statement.get("text"))
    for member in ("id", "text", "kind", "rank", "review", "grade"):
        if not statement.get(member):
            yield f"{name}: no {member}"
    if not statement.get("evidence"):
        yield f"{name}: no evidence"
    for item in statement.get("evidence", ()):
        source = item.get("source", {})
        if not all(source.get(member) for member in ("id", "title", "kind", "grade")):
            yield f"{name}: no source"
        if not (item.get("phrase") or (item.get("locator") and item.get("read_on") and item.get("words"))):
            yield f"{name}: neither phrase nor locator"
    revision, section = statement.get("revision", {}), statement.get("section", {})
    if not (isinstance(revision.get("number"), int) and len(revision.get("sha256", "")) == 64):
        yield f"{name}: no revision"
    if not (section.get("coverage") and section.get("words")):
        yield f"{name}: no coverage"
    if statement.get("rank") == "deprecated" and not statement.get("rank_reason"):
        yield f"{name}: deprecated for no reason"


def _lacking_in(flat: str, statement: Tree) -> Iterator[str]:
    revision = statement.get("revision", {})
    said = [
        statement.get("text"),
        statement.get("hedge"),
        statement.get("rank_reason"),
        statement.get("url"),
        f"({statement.get('section', {}).get('coverage')})",
        f"revision {revision.get('number')}, sha256 {revision.get('sha256', '')[:12]}",
    ]
    for item in statement.get("evidence", ()):
        source = item.get("source", {})
        said += [item.get("phrase"), item.get("attributed_to"), item.get("read_on"), source.get("title")]
    for words in filter(None, said):
        if " ".join(words.split()) not in flat:
            yield f"{statement.get('id')}: its text does not say “{words}”"
