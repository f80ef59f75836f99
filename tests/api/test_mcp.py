"""Assistants ask by the protocol: with its own client, message by message, and about whatever is not there."""

import functools
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.api.mcp import endpoint, tools
from app.authoring import edits, renaming, withdrawing
from app.content import comparison, words
from app.db import clock, engine
from app.renderings import assistant, assistant_answers
from tests import assistants, builders, clients, facts, facts_mcp, holders, tampering, writers
from tests.content import seed
from tests.hostile import texts, wire

SLUGS = tuple(sorted(seed.trees()))
TOOLS = ["search", "get_procedure", "get_section", "compare", "screen", "sources"]


def _data(client: TestClient, slug: str) -> Any:
    return clients.data(client, f"/v1/procedures/{slug}")


@pytest.fixture
def one(sqlite_catalogue_url: str, opened: clients.Opened) -> TestClient:
    """Return a client of an application over the seed, where it does not matter which database keeps it."""
    return opened.of(sqlite_catalogue_url)


@pytest.fixture(scope="session")
def address(sqlite_catalogue_url: str) -> Iterator[str]:
    """Serve the seed, and give the address at which assistants ask."""
    port = wire.free_port()
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=f"http://127.0.0.1:{port}"
    )
    with wire.serving(main.create_app(configured), port=port):
        yield f"http://127.0.0.1:{port}{endpoint.PATH}"


def _asked(address: str, mode: str, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Return what somebody found out with the protocol's own client."""

    async def asking() -> Any:
        async with Client(address, mode=mode) as client:
            return await ask(client)

    return anyio.run(asking)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_of_the_protocol_learns_the_facts_over_http(
    address: str, mode: str, one: TestClient
) -> None:
    async def ask(asking: Client) -> Any:
        listed = (await asking.list_tools()).tools
        whole = [await asking.call_tool("get_procedure", {"procedure": "mesotherapy"})]
        for name in assistant.SECTIONS:
            asked = {"procedure": "mesotherapy", "section": name}
            whole += [await asking.call_tool("get_section", asked)]
        found = await asking.call_tool("search", {"query": "bruise after injection"})
        screened = await asking.call_tool("screen", {"medicines": ["Accutane"]})
        return listed, whole, found, screened

    listed, whole, found, screened = _asked(address, mode, ask)
    assert [tool.name for tool in listed] == TOOLS
    for tool in listed:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
    told = [answer.structured_content for answer in whole]
    assert facts_mcp.of_mcp(told) == facts.of_document(_data(one, "mesotherapy"))
    assert "usually fades within 1 week" in whole[0].content[0].text
    assert "mesotherapy" in [held["procedure"]["slug"] for held in found.structured_content["procedures"]]
    first = screened.structured_content["procedures"][0]
    assert first["procedure"]["slug"] == "laser-skin-tightening"
    assert first["answers"][0]["coverage"] == "stated"
    silent = screened.structured_content["procedures"][1]["answers"][0]
    assert silent["coverage"] == "not_addressed"
    assert "That does not mean it is safe." in silent["words"]


def test_what_a_model_is_told_first_says_that_silence_is_not_safety(address: str) -> None:
    async def ask(asking: Client) -> Any:
        return asking.instructions

    assert "Silence is not safety" in _asked(address, "legacy", ask)
    for tool in tools.TOOLS:
        assert "eligible" not in tool.description
        assert "suitable" not in tool.description


def test_every_result_of_every_tool_has_all_that_belongs_to_each_statement(client: TestClient) -> None:
    """Each answer is checked where it is made: against its schema, and statement by statement, in both forms."""
    service = assistants.here(client)
    run = functools.partial(assistants.run, service)
    for slug in SLUGS:
        told = [run("get_procedure", {"procedure": slug})]
        told += [run("get_section", {"procedure": slug, "section": name}) for name in assistant.SECTIONS]
        trees = [answer.tree for answer in told if answer.tree is not None]
        assert facts_mcp.of_mcp(trees) == facts.of_document(_data(client, slug))
        assert run("sources", {"procedure": slug}).tree is not None
    every = [run("compare", {"procedures": list(pair)}) for pair in itertools.combinations(SLUGS, 2)]
    every.append(run("compare", {"procedures": list(SLUGS), "groups": list(assistant_answers.GROUPS)}))
    every += [run("search", {"query": query}) for query in ("laser", "pain", "scar", "accutane", "fat")]
    every += [run("search", {"query": "skin", "limit": 20}), run("sources", {})]
    for asked in (
        {"circumstances": ["pregnancy", "tanned skin"]},
        {"medicines": ["isotretinoin", "what is this"], "limit": 1},
        {"concerns": ["wrinkles", "cellulite"], "procedures": list(SLUGS)},
    ):
        every.append(run("screen", asked))
    for told_ in every:
        assert told_.tree is not None, told_.text
    whole = every[6].tree
    assert whole is not None
    claimed = set().union(*(facts.of_document(_data(client, slug)).statements for slug in SLUGS))
    assert assistant.ids(whole) == claimed


def test_a_comparison_always_shows_everything_about_safety(one: TestClient) -> None:
    told = assistants.run(assistants.here(one), "compare", {"procedures": list(SLUGS[:2])}).tree
    assert told is not None
    assert [group["key"] for group in told["groups"]] == list(assistant_answers.FIRST)
    left = [group["group"] for group in told["not_shown"]]
    assert [*assistant_answers.FIRST, *left] == [layout.group for layout in comparison.LAYOUT]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("get_procedure", {"procedure": "mesoterapy"}, "Nearest: mesotherapy"),
        ("get_section", {"procedure": "micro laser peal", "section": "pain"}, "micro-laser-peel"),
        ("compare", {"procedures": ["mesotherapy", "lazer-skin"]}, "laser-skin-tightening"),
        ("compare", {"procedures": ["mesotherapy", "Mesotherapy"]}, "the same procedure"),
        ("compare", {"procedures": ["mesotherapy"]}, "procedures"),
        ("screen", {"medicines": ["isotretinone"]}, "Isotretinoin"),
        ("screen", {}, "Nothing was asked"),
        ("sources", {"source": "mesotherapy-directry"}, "mesotherapy-directory"),
        ("sources", {"procedure": "mesotherapy", "source": "x"}, "mesotherapy-directory"),
        ("get_section", {"procedure": "mesotherapy", "section": "dangers"}, "side_effects"),
        ("get_section", {"procedure": "mesotherapy"}, "section: Field required"),
        ("search", {"query": "laser", "limit": 21}, "limit"),
        ("search", {"query": "laser", "color": "red"}, "those that are: query, limit"),
        ("search", {"query": 5}, "must be text"),
    ],
)
def test_what_is_not_understood_is_an_error_that_says_what_to_ask(
    client: TestClient, tool: str, arguments: Any, said: str
) -> None:
    result = assistants.call(client, tool, arguments)
    assert result["isError"] is True
    assert "structuredContent" not in result
    assert said in result["content"][0]["text"]
    assert "no evidence that something is safe" in result["content"][0]["text"]


def test_finding_nothing_is_said_in_words(one: TestClient) -> None:
    told = assistants.run(assistants.here(one), "search", {"query": "zzxqv"})
    assert told.tree is not None
    assert "procedures" not in told.tree
    assert "no evidence of safety" in told.text


def test_a_concept_of_which_a_found_procedure_says_nothing_is_named(one: TestClient) -> None:
    told = assistants.run(
        assistants.here(one), "search", {"query": "mesotherapy pregnancy", "limit": 20}
    ).tree
    assert told is not None
    found = next(held for held in told["procedures"] if held["procedure"]["slug"] == "mesotherapy")
    assert [silent["label"] for silent in found["not_addressed"]] == ["Pregnancy"]


def test_names_and_null_are_understood(one: TestClient) -> None:
    told = assistants.call(one, "get_procedure", {"procedure": "Laser Skin Tightening"})
    assert told["structuredContent"]["procedure"]["slug"] == "laser-skin-tightening"
    assert assistants.call(one, "sources", {"procedure": None})["isError"] is False


def test_withdrawn_renamed_recalled_and_unpublished_statements_are_never_told(
    seeded_database_url: str,
) -> None:
    secret = "Kestrel effects nobody may read of"
    database = engine.Database(seeded_database_url)
    draft = builders.draft_tree("secret-peel", procedure=8) | {"name": secret}
    writers.create(database, "secret-peel", draft)
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, "micro-laser-lipo", reason="A page took a promise for a fact.")
        renaming.rename(edit, "micro-laser-peel", to="laser-peel", reason="Its usual name.")
        edit.finish()
    database.dispose()
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured)) as client:
        run = functools.partial(assistants.run, assistants.here(client))
        gone = run("get_procedure", {"procedure": "micro-laser-lipo"})
        assert gone.tree is None
        assert "A page took a promise for a fact." in gone.text
        assert "withdrawn on" in gone.text
        for tool, arguments in (
            ("compare", {"procedures": ["mesotherapy", "micro-laser-lipo"]}),
            ("screen", {"medicines": ["accutane"], "procedures": ["micro-laser-lipo"]}),
        ):
            assert "A page took a promise for a fact." in run(tool, arguments).text
        moved = run("get_procedure", {"procedure": "micro-laser-peel"})
        assert moved.tree is not None
        assert moved.tree["procedure"]["slug"] == "laser-peel"
        assert "goes by another slug now: laser-peel" in moved.text
        both = run("compare", {"procedures": ["micro-laser-peel", "mesotherapy"]})
        assert "goes by another slug now" in both.text
        assert run("get_procedure", {"procedure": "secret-peel"}).tree is None
        everything = [moved, both, run("sources", {}), run("screen", {"concerns": ["wrinkles"]})]
        everything += [run("search", {"query": query}) for query in ("kestrel", "secret peel", "laser lipo")]
        lost = [claim["id"] for claim in _claims(json.loads(seed.trees()["micro-laser-lipo"]))]
        for told in everything:
            assert secret not in told.text
            assert not [name for name in lost if name in told.text]


def _claims(tree: Any) -> list[Any]:
    return [{"id": name} for name in facts.of_document(tree).statements]


def test_what_is_damaged_is_an_error_and_shows_nothing(
    seeded_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured)) as client:
        held = "'\\x78'" if "postgresql" in seeded_database_url else "x'78'"
        tampering.tamper(seeded_database_url, f"UPDATE revisions SET document = {held}")
        for tool, arguments in (
            ("get_procedure", {"procedure": "mesotherapy"}),
            ("compare", {"procedures": list(SLUGS)}),
            ("screen", {"medicines": ["accutane"]}),
            ("search", {"query": "mesotherapy"}),
        ):
            result = assistants.call(client, tool, arguments)
            assert result["isError"] is True
            assert "Stored information damaged" in result["content"][0]["text"]


def test_messages_that_are_none_are_refused_in_the_words_of_the_protocol(one: TestClient) -> None:
    for body, code in (
        (b"", -32700),
        (b"{", -32700),
        (b'{"jsonrpc":"2.0","jsonrpc":"2.0"}', -32700),
        (b'{"a":' * 2_000, -32700),
        (b"9" * 6_000, -32700),
        (b"[]", -32600),
        (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600),
        (b"5", -32600),
        (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32600),
        (b'{"jsonrpc":"2.0","id":1,"result":{}}', -32600),
    ):
        answer = assistants.post(one, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code), body[:60]
    unknown = assistants.post(one, {"jsonrpc": "2.0", "id": 1, "method": "tools/guess"})
    assert unknown.json()["error"]["code"] == -32601
    nobody = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "diagnose"}}
    assert assistants.post(one, nobody).json()["error"]["code"] == -32602
    told = assistants.post(one, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (told.status_code, told.content) == (202, b"")
    future = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    refused = assistants.post(one, future, **{"MCP-Protocol-Version": "2099-01-01"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, -32602)


def test_what_is_no_message_is_a_problem_as_everywhere(one: TestClient) -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    for method in ("GET", "DELETE", "PUT", "PATCH", "OPTIONS"):
        answer = one.request(method, assistants.PATH, headers={"Host": "candour.example"})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
        assert answer.json()["code"] == "method_not_allowed"
    for headers, status, code in (
        ({"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
        ({"Content-Encoding": "gzip"}, 415, "unsupported_media_type"),
        ({"Host": "evil.example"}, 421, "misdirected"),
        ({"Host": "a/b"}, 400, "bad_host"),
        ({"Origin": "https://evil.example"}, 403, "foreign_origin"),
        ({"Origin": "null"}, 403, "foreign_origin"),
        ({"Authorization": "Bearer cdr_nonsense"}, 401, "unauthenticated"),
    ):
        answer = assistants.post(one, ping, **headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert assistants.post(one, b" " * 300_000).json()["code"] == "payload_too_large"
    asked = one.post(f"{assistants.PATH}?key=1", json=ping, headers=assistants.HEADERS)
    assert asked.json()["code"] == "unknown_parameter"
    for headers in (
        {"Host": "localhost:8000"},
        {"Origin": "https://candour.example"},
        {"Host": "127.0.0.1:81", "Origin": "http://127.0.0.1:81"},
        {"Accept": "text/html"},
        {"Authorization": "Basic eA=="},
    ):
        assert assistants.post(one, ping, **headers).json() == {"jsonrpc": "2.0", "id": 1, "result": {}}


def test_answers_are_kept_by_nobody_and_carry_the_headers_of_all_others(one: TestClient) -> None:
    answer = assistants.post(one, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"] == "application/json"
    assert "Mcp-Session-Id" not in answer.headers


ASKED: dict[str, Any] = {
    "search": {"query": "laser"},
    "get_procedure": {"procedure": "mesotherapy"},
    "get_section": {"procedure": "mesotherapy", "section": "contraindications"},
    "compare": {"procedures": list(SLUGS[:2])},
    "screen": {"circumstances": ["pregnancy"]},
    "sources": {"procedure": "mesotherapy"},
}


def _say(client: TestClient, method: str, **params: Any) -> Any:
    return assistants.post(client, {"jsonrpc": "2.0", "id": 1, "method": method, "params": params})


def test_what_is_told_while_nothing_is_confirmed_says_so(seeded_database_url: str) -> None:
    configured = settings.Settings(database_url=SecretStr(seeded_database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured)) as client:
        service = assistants.here(client)
        before = {name: assistants.run(service, name, given).text for name, given in ASKED.items()}
        first = _say(client, "tools/call", name="sources", arguments={})
        assert not {"catalogue-freshness", "age"} & set(first.headers)

        watcher = service.watcher
        watcher._stopping.set()
        assert watcher._thread is not None
        watcher._thread.join()
        watcher._confirmed_at = time.monotonic() - 60
        for name, given in ASKED.items():
            assert assistants.run(service, name, given).text == f"{words.UNCONFIRMED}\n\n{before[name]}"
            answer = _say(client, "tools/call", name=name, arguments=given)
            result = answer.json()["result"]
            notice = result["structuredContent"]["notice"]
            assert (notice["freshness"], notice["words"]) == ("stale", words.UNCONFIRMED), name
            assert 60 <= int(notice["unconfirmed_for"][2:-1]) < 90
            assert result["content"][0]["text"].startswith(words.UNCONFIRMED), name
            assert answer.headers["Catalogue-Freshness"] == "stale"
            assert 60 <= int(answer.headers["Age"]) < 90
            assert answer.headers["Cache-Control"] == "no-store"
        unknown = {"procedure": "nothing-like-it"}
        for other in (
            _say(client, "tools/list"),
            _say(client, "tools/call", name="get_procedure", arguments=unknown),
        ):
            assert words.UNCONFIRMED not in other.text
            assert not {"catalogue-freshness", "age"} & set(other.headers)


@pytest.mark.usefixtures("amid_a_minute")
def test_questions_count_for_the_limits_and_are_no_writes(seeded_database_url: str) -> None:
    configured = settings.Settings(
        database_url=SecretStr(seeded_database_url),
        public_url=clients.PUBLIC_URL,
        limit_anonymous=2,
        limit_keyed=5,
        limit_writes=1,
    )
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    with TestClient(main.create_app(configured)) as client:
        answers = [assistants.post(client, ping) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[0].headers["RateLimit"].startswith('"anonymous";r=1')
        assert answers[2].json()["code"] == "too_many_requests"
        key = holders.bearing(holders.key(seeded_database_url, role="reader"))
        holders.known(client, key["Authorization"].removeprefix("Bearer "))
        assert [assistants.post(client, ping, **key).status_code for _ in range(3)] == [200] * 3


def test_host_names_that_are_set_are_answered_and_others_are_not(sqlite_catalogue_url: str) -> None:
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url),
        public_url=clients.PUBLIC_URL,
        allowed_hosts=("inside.example",),
    )
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    with TestClient(main.create_app(configured)) as client:
        assert assistants.post(client, ping, Host="inside.example").status_code == 200
        assert assistants.post(client, ping, Host="candour.example").json()["code"] == "bad_host"


def test_who_does_not_want_assistants_has_nothing_there(sqlite_catalogue_url: str) -> None:
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=clients.PUBLIC_URL, mcp=False
    )
    with TestClient(main.create_app(configured)) as client:
        answer = assistants.post(client, {"jsonrpc": "2.0", "id": 1, "method": "ping"})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


SCRIPT = """
import sys
from starlette.testclient import TestClient
from app import main, settings
def loaded():
    return sorted(name for name in sys.modules if name.split(".")[0] in ("mcp", "mcp_types", "jsonschema"))
with TestClient(main.create_app(settings.Settings(database_url={url!r}))) as client:
    assert client.get("/v1/procedures/mesotherapy").status_code == 200
    assert loaded() == [], loaded()
    sent = {{"jsonrpc": "2.0", "id": 1, "method": "ping"}}
    sys.modules["mcp"] = None
    missing = client.post("/mcp", json=sent, headers={{"Host": "localhost"}})
    del sys.modules["mcp"]
    there = client.post("/mcp", json=sent, headers={{"Host": "localhost"}})
    print(missing.status_code, missing.json()["code"], there.status_code, "mcp" in loaded())
"""


def test_the_library_is_loaded_by_the_first_question_and_can_be_missing(sqlite_catalogue_url: str) -> None:
    script = SCRIPT.format(url=sqlite_catalogue_url)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("501 tools_not_installed 200 True"), done.stderr[-2_000:]


@pytest.mark.parametrize("tool", TOOLS)
def test_no_hostile_text_breaks_a_tool(client: TestClient, tool: str) -> None:
    service = assistants.here(client)
    for name, arguments in _hostile(tool):
        told = assistants.run(service, tool, arguments)
        for leaked in ("Traceback", "sqlalchemy", "psycopg", "pydantic", "Internal error"):
            assert leaked not in told.text, (name, arguments)


def _hostile(tool: str) -> Iterator[tuple[str, Any]]:
    """Yield arguments of a tool in which one holds what it should not: of lists many at once where many may stand."""
    good: dict[str, Any] = {
        "query": "laser",
        "procedure": "mesotherapy",
        "section": "pain",
        "medicines": ["accutane"],
    }
    members = tools.BY_NAME[tool].input_schema["properties"]
    plain: dict[str, Any] = {held: good[held] for held in members if held in good}
    if tool == "compare":
        plain["procedures"] = list(SLUGS[:2])
    words: list[Any] = [*texts.WORDS.values(), "", " ", "x" * 5_000, "a\u0000b", -1]
    for name in members:
        if members[name].get("type") != "array":
            yield from ((name, {**plain, name: word}) for word in words)
        else:
            several = [words[first : first + 20] for first in range(0, len(words), 20)]
            yield from (
                (name, {**plain, name: held}) for held in (*several, words[:1], words[-1:], "text", {})
            )


def test_nothing_goes_on_behind_an_answer(one: TestClient) -> None:
    """Whatever a question started has ended when it is answered."""

    async def asking() -> int:
        transport = httpx2.ASGITransport(app=one.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as asker:
            ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
            await asker.post(assistants.PATH, json=ping)
            before = len(anyio.get_running_tasks())
            for _ in range(5):
                await asker.post(assistants.PATH, json=ping)
            return len(anyio.get_running_tasks()) - before

    assert anyio.run(asking) == 0


def test_the_example_of_the_documentation_is_what_is_told(one: TestClient) -> None:
    page = (Path(__file__).parents[2] / "docs" / "assistants.md").read_text()
    asked = page.partition("```json\n")[2].partition("```")[0]
    shown = page.partition("```text\n")[2].partition("```")[0]
    told = assistants.run(assistants.here(one), "screen", json.loads(asked)).text
    for part in filter(None, shown.split("…\n")):
        assert part in told
        told = told.partition(part)[2]
    for tool in tools.TOOLS:
        takes = ", ".join(f"`{name}`" for name in tool.input_schema["properties"])
        assert (
            f"| `{tool.name}` | {takes} |".replace(
                "`procedures`, `groups`", "`procedures` (2 to 6), `groups`"
            )
            in page
        )
