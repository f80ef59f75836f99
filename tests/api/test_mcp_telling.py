"""What assistants are told of what was not searched, not found, not shown, or is not there any more."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import main, settings
from app.api.mcp import answering
from app.authoring import edits, withdrawing
from app.catalogue import naming
from app.content import words
from app.db import clock, engine
from app.renderings import assistant_answers
from tests import assistants, clients, databases, tampering

REASON = "A page took a promise for a fact."


@pytest.fixture
def one(sqlite_catalogue_url: str, opened: clients.Opened) -> TestClient:
    """Return a client of an application over the seed."""
    return opened.of(sqlite_catalogue_url)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client where mesotherapy cannot be read, and micro-laser-lipo was withdrawn."""
    url = databases.sqlite(tmp_path_factory.mktemp("damaged"), template="seeded")
    database = engine.Database(url)
    with database.write() as session:
        edit = edits.Edit(session, editor="Ada", note="", now=clock.now())
        withdrawing.withdraw(edit, "micro-laser-lipo", reason=REASON)
        edit.finish()
    database.dispose()
    assert tampering.tamper(url, "UPDATE revisions SET document = x'78' WHERE slug = 'mesotherapy'")
    configured = settings.Settings(database_url=url, public_url=clients.PUBLIC_URL)  # type: ignore[arg-type] # reason: pydantic makes the secret
    with TestClient(main.create_app(configured)) as client:
        yield client


def _told(client: TestClient, tool: str, **arguments: object) -> tuple[assistants.Tree, str]:
    told = assistants.run(assistants.here(client), tool, arguments)
    assert told.tree is not None, told.text
    return told.tree, told.text


def test_what_could_not_be_read_is_named_and_not_taken_for_silence(damaged: TestClient) -> None:
    tree, text = _told(damaged, "search", query="mesotherapy")
    assert "procedures" not in tree
    assert tree["not_searched"] == {"words": words.NOT_SEARCHED, "procedures": ["mesotherapy"]}
    assert f"{words.NOT_SEARCHED} mesotherapy." in text
    assert tree["words"] == words.NOT_ALL_SEARCHED
    assert words.FOUND_NOTHING not in text
    assert damaged.get("/v1/search?q=mesotherapy").json()["note"] == words.NOT_ALL_SEARCHED
    page = damaged.get("/?q=mesotherapy").text
    assert words.NOT_ALL_SEARCHED in page
    assert words.FOUND_NOTHING not in page


def test_an_index_behind_the_catalogue_is_said_to_be(
    one: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "behind" not in _told(one, "search", query="zzxqv")[0]
    monkeypatch.setattr("app.catalogue.state.revision", lambda session: 10**6)
    tree, text = _told(one, "search", query="zzxqv")
    assert tree["behind"] == words.BEHIND
    assert words.BEHIND in text
    assert tree["words"] == words.NOT_ALL_SEARCHED


def test_the_parts_of_a_question_that_nothing_has_are_named(one: TestClient) -> None:
    tree, text = _told(one, "search", query="can I get HIV from mesotherapy")
    assert tree["question"]["missing"]["parts"][-1:] == ["hiv"]
    assert "“hiv”. That does not mean that there is nothing to know of them." in text
    assert words.NOT_ALL_WORDS in text
    assert "Mesotherapy" not in tree.get("did_you_mean", [])
    assert "missing" not in _told(one, "search", query="mesotherapy")[0]["question"]


@pytest.mark.parametrize("query", ["warfarin", "zzxqq"])
def test_finding_nothing_is_not_said_to_have_parts_of_the_question(one: TestClient, query: str) -> None:
    tree, text = _told(one, "search", query=query)
    assert "procedures" not in tree
    assert words.NOT_ALL_WORDS not in text
    assert "words" not in tree["question"]
    body = one.get(f"/v1/search?q={query}").json()
    assert (body["page"]["total"], body["question"].get("words")) == (0, None)


def test_a_screening_names_what_it_does_not_show(one: TestClient) -> None:
    tree, text = _told(one, "screen", medicines=["isotretinoin"], limit=1)
    assert len(tree["procedures"]) == 1
    shown = tree["procedures"][0]["procedure"]["slug"]
    assert len(tree["not_shown"]) == tree["total"] - 1
    assert shown not in tree["not_shown"]
    assert tree["more"] in text
    assert tree["more"].startswith(f"{tree['total'] - 1} of {tree['total']} procedures are not shown.")
    assert f"Not shown: {', '.join(tree['not_shown'])}. Ask again with procedures=[…]" in text
    assert words.MORE_FOLLOWS not in text
    rest, _ = _told(one, "screen", medicines=["isotretinoin"], procedures=tree["not_shown"])
    assert [held["procedure"]["slug"] for held in rest["procedures"]] == tree["not_shown"]
    assert "more" not in rest
    assert "not_shown" not in rest


def test_of_many_that_are_not_shown_the_first_are_named_and_the_rest_counted() -> None:
    told = assistant_answers.left(60, shown=10, matching=2, named=["a", "b"])
    assert "Of these, 2 have statements on what was looked up, and come first." in told["more"]
    assert "Not shown: a, b and 48 more." in told["more"]


def test_which_procedure_was_withdrawn_is_said_first(damaged: TestClient) -> None:
    for tool, arguments in (
        ("get_procedure", {"procedure": "micro-laser-lipo"}),
        ("compare", {"procedures": ["laser-skin-tightening", "micro-laser-lipo"]}),
        ("screen", {"medicines": ["accutane"], "procedures": ["micro-laser-lipo"]}),
    ):
        told = assistants.run(assistants.here(damaged), tool, arguments)
        assert told.tree is None
        assert told.text.startswith("micro-laser-lipo: Withdrawn. ")
        assert REASON in told.text
    tree, text = _told(damaged, "search", query="Micro Laser Lipo")
    assert tree["withdrawn_procedure"]["reason"] == REASON
    assert f"micro-laser-lipo: This procedure was withdrawn on {tree['withdrawn_procedure']['on']}." in text
    assert "withdrawn_procedure" not in _told(damaged, "search", query="laser")[0]


def test_the_nearest_names_are_told_from_those_that_were_withdrawn(damaged: TestClient) -> None:
    database = assistants.here(damaged).database
    with database.read() as session:
        assert naming.withdrawn(session, "laser-skin-tightening") is None
        assert naming.withdrawn(session, "nothing") is None
        assert naming.withdrawn(session, "Micro laser lipo") is not None
    near = answering.nearest(assistants.here(damaged), "micro laser lipoo")
    assert "micro-laser-lipo" not in near
    assert [name for name in near if name.lower().startswith("micro laser lipo") and "(" not in name] == []


def test_what_a_client_cuts_off_first_is_not_how_to_read_it(one: TestClient) -> None:
    for tool, arguments in (
        ("search", {"query": "laser"}),
        ("get_procedure", {"procedure": "mesotherapy"}),
        ("get_section", {"procedure": "mesotherapy", "section": "pain"}),
        ("compare", {"procedures": ["mesotherapy", "micro-laser-peel"]}),
        ("screen", {"medicines": ["accutane"]}),
        ("sources", {}),
    ):
        tree, text = _told(one, tool, **arguments)
        assert next(iter(tree)) == "notice"
        assert text.startswith(f"{tree['notice']['reading']}\n{tree['notice']['disclaimer']}\n")
        assert text.count(tree["notice"]["disclaimer"]) == 1


def test_statements_told_above_are_not_said_to_be_left_out(one: TestClient) -> None:
    _, text = _told(one, "search", query="mesotherapy bruise")
    assert "not shown here" not in text
    assert "held; in full with get_procedure(procedure=mesotherapy)." in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (b'"limit":5.0', None),
        (b'"limit":5.5', "not whole"),
        (b'"query":"a\\u0000b"', "NUL character"),
        (b'"limit":1e999', "too large"),
    ],
)
def test_fractions_and_nul_are_read_and_refused_where_they_stand(
    one: TestClient, asked: bytes, said: str | None
) -> None:
    query = b"" if b"query" in asked else b',"query":"laser"'
    body = b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"search","_meta":{"x":0.5},'
    answer = assistants.post(one, body + b'"arguments":{' + asked + query + b"}}}")
    if said == "too large":  # no number of any kind
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32700)
        return
    assert (answer.status_code, answer.json()["id"]) == (200, 7), answer.text
    result = answer.json()["result"]
    assert result["isError"] is (said is not None)
    assert said is None or said in result["content"][0]["text"]


@pytest.mark.parametrize("verdict", ["safe", "dangerous", "allowed"])
def test_a_verdict_is_neither_looked_for_nor_taken_for_another_word(one: TestClient, verdict: str) -> None:
    asked = f"is mesotherapy {verdict} during pregnancy"
    tree, text = _told(one, "search", query=asked)
    assert tree["question"]["parts"] == 2
    assert "looked_for_instead" not in tree["question"]
    assert f"Whether something is this is not answered here: “{verdict}”." in text
    body = one.get("/v1/search", params={"q": asked}).json()
    assert body["question"]["not_looked_for"] == [verdict]
    assert "corrections" not in body["question"]
