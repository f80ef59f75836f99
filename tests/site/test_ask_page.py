"""The question as a form: the answer of the API in words, never a verdict, and nothing of it kept by anybody."""

import io
import itertools
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import importing
from app.content import verdicts, words
from app.db import engine
from app.http import forms, questions
from tests import builders, clients, counting, facts, tampering
from tests.hostile import test_privacy as privacy
from tests.hostile import test_screening_privacy as screening
from tests.hostile import texts
from tests.site import reading

reader, written = privacy.reader, privacy.written
PAGE = "/ask"
FORM = {"Content-Type": forms.MEDIA_TYPE}
QUESTION = {"circumstances": "pregnancy\r\nfoo bar", "medicines": "acutane, Accutane", "concerns": "bruises"}
CANARY = privacy.CANARY


def _ask(client: TestClient, fields: Any = (), *, status: int = 200, **more: str) -> reading.Element:
    answer = client.post(PAGE, data={**dict(fields), **more})
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return reading.page(answer.text)


def _screened(client: TestClient, **question: Any) -> Any:
    answer = client.post("/v1/screen", json=question)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def _lists() -> dict[str, list[str]]:
    return {
        "circumstances": ["pregnancy", "foo bar"],
        "medicines": ["acutane", "Accutane"],
        "concerns": ["bruises"],
    }


def test_the_form_is_there_and_may_be_kept(client: TestClient) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    page = reading.page(answer.text)
    (form,) = page.all("form")
    assert form.attributes["method"] == "post"
    assert form.attributes["autocomplete"] == "off"
    assert [one.attributes["name"] for one in form.all("textarea", autocomplete="off")] == list(_lists())
    assert len(form.all("input", type="checkbox", name="procedures")) == 4
    assert words.LEGAL in page.words
    assert "Nothing that you enter is kept" in page.words


def test_the_answer_is_that_of_the_api(client: TestClient) -> None:
    page, data = _ask(client, QUESTION), _screened(client, **_lists())
    articles = page.all("article")
    assert [one.attributes["data-procedure"] for one in articles] == [
        row["procedure"]["slug"] for row in data["procedures"]
    ]
    assert words.LEGAL in page.words
    assert " ".join(data["words"].split()) in page.words
    for article, row in zip(articles, data["procedures"], strict=True):
        held = {entry["concept"]["id"]: entry for entry in row["answers"] if "concept" in entry}
        shown = {one.attributes["data-concept"]: one for one in article.having("data-concept")}
        assert shown.keys() == held.keys()
        for name, entry in held.items():
            assert shown[name].attributes["data-coverage"] == entry["coverage"]
            assert entry["words"] in shown[name].words
            assert [one.attributes["data-statement"] for one in shown[name].having("data-statement")] == [
                one["statement"]["id"] for one in entry.get("statements", [])
            ]
            for one in entry.get("statements", []):
                assert one["statement"]["text"] in shown[name].words
                if one["matched"]["relation"] != "same":
                    assert one["matched"]["words"] in shown[name].words
        for section in row["sections"]:
            (bare,) = article.all(data_section=section["section"])
            assert bare.attributes["data-coverage"] == section["coverage"]
            assert section["words"] in bare.words
        assert article.words.count(words.NOT_LOOKED_UP) == 2


def test_every_length_of_the_answer_is_marked(client: TestClient) -> None:
    answer = client.post(PAGE, data=QUESTION)
    wanted = facts.of_document(_screened(client, **_lists())["procedures"])
    shown = facts.of_html(answer.text)
    assert shown.statements == wanted.statements
    assert shown.lengths == wanted.lengths


def test_what_was_understood_of_each_term_is_said(client: TestClient) -> None:
    page, data = _ask(client, QUESTION), _screened(client, **_lists())["question"]
    told = page.one("section", aria_labelledby="understood")
    assert data["words"] in told.words
    assert "“pregnancy” is known here as: pregnancy." in told.words.lower()
    assert {one.attributes["data-concept"] for one in told.having("data-concept")} == {
        item["concept"]["id"] for item in data["recognised"]
    }
    for item in data["unrecognised"]:
        assert f"“{item['term']}” {item['words']}" in told.words


def test_a_suggestion_asks_the_same_with_it_in_the_place_of_the_term(client: TestClient) -> None:
    page = _ask(client, circumstances="pregnancy", medicines="acutane", procedures="mesotherapy")
    told = page.one("section", aria_labelledby="understood")
    form = told.all("form")[0]
    assert form.attributes["method"] == "post"
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    assert fields == {"circumstances": "pregnancy", "medicines": "Isotretinoin", "procedures": "mesotherapy"}
    again = _ask(client, fields)
    assert words.LOOKED_UP in again.words
    assert [one.attributes["data-procedure"] for one in again.all("article")] == ["mesotherapy"]


def test_a_question_of_which_nothing_is_known_is_no_result(client: TestClient) -> None:
    page = _ask(client, concerns="zzqq")
    assert words.NOTHING_LOOKED_UP in page.words
    assert not page.all("article")


@pytest.mark.parametrize("separator", ["\r\n", "\n", ",", " , ", "\r\n\r\n", ",,\t"])
def test_terms_are_parted_by_lines_and_commas(client: TestClient, separator: str) -> None:
    page = _ask(client, medicines=f"isotretinoin{separator}warfarin")
    assert page.words.count("“isotretinoin” is known here") == 1
    assert "“warfarin” is known here" in page.words or "“warfarin” We do not know" in page.words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"medicines": ""}, "Please give at least one word"),
        ({"medicines": " ,\r\n , "}, "Please give at least one word"),
        ({"medicines": ",".join(f"m{number}" for number in range(21))}, "at most 20 things"),
        ({"medicines": "m" * 121}, "longer than 120 characters"),
        ({"medicines": "m", "procedures": "Not A Slug"}, "small letters, digits and hyphens"),
        ({"medicines": "m", "procedures": ",".join(f"p-{number}" for number in range(51))}, "at most 50 procedures"),
        ({"medicines": "m", "procedures": "mesotherapi"}, "in its address. These look like it: mesotherapy"),
    ],
)  # fmt: skip
def test_what_can_be_mended_is_said_beside_the_form_with_what_was_typed(
    client: TestClient, fields: dict[str, str], said: str
) -> None:
    page = _ask(client, fields, status=422)
    assert said in page.one("div", id="refused").words
    assert page.one("textarea", id="medicines").words == " ".join(fields.get("medicines", "").split())
    assert not page.all("article")


@pytest.mark.parametrize("mark", "\u200b\u200d\u200e\u200f\u202e\u2066\u00ad\ufeff")
def test_marks_that_show_nothing_are_no_fault_in_what_was_pasted(client: TestClient, mark: str) -> None:
    page = _ask(client, circumstances=f"{mark}preg{mark}nancy", procedures=f"{mark}mesotherapy")
    assert "“pregnancy” is known here as: pregnancy." in page.words.lower()
    assert [one.attributes["data-procedure"] for one in page.all("article")] == ["mesotherapy"]
    assert mark not in page.words


@pytest.mark.parametrize("end", ["\v", "\f", "\x85", "\u2028", "\u2029"])
def test_whatever_ends_a_line_where_it_was_copied_parts_terms(client: TestClient, end: str) -> None:
    page = _ask(client, medicines=f"isotretinoin{end}aspirin")
    assert "“isotretinoin”" in page.words
    assert "“aspirin”" in page.words


@pytest.mark.parametrize("character", ["\0", "\x1b", "\ue000", "\U000e0fff"])
def test_characters_that_cannot_be_read_are_taken_out_and_the_form_stays(
    client: TestClient, character: str
) -> None:
    page = _ask(client, medicines=f"asp{character}irin", concerns="bruises", status=422)
    assert "held characters that cannot be read" in page.one("div", id="refused").words
    assert page.one("textarea", id="medicines").words == "aspirin"
    assert page.one("textarea", id="concerns").words == "bruises"
    assert not page.all("article")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"x=1", "unknown_member"),
        (b"medicines=a&limit=2", "unknown_member"),
        (b"medicines=a&medicines=b", "repeated"),
        (b"medicines", "unreadable"),
        (b"medicines=a&&concerns=b", "unreadable"),
        (b"medicines=%zz", "unreadable"),
        (b"medicines=%ff", "unreadable"),
        (b"medicines=\xc3\xa9", "unreadable"),
        (b"&".join(b"procedures=a" for _ in range(101)), "unreadable"),
    ],
)
def test_a_body_that_no_form_of_ours_sends_is_refused(client: TestClient, body: bytes, code: str) -> None:
    answer = client.post(PAGE, content=body, headers={**FORM, "Accept": "application/problem+json"})
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["code"] == "invalid_body"
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/x-www-form-urlencoded; charset=UTF-8", 200),
        ("application/x-www-form-urlencoded; charset=latin-1", 415),
        ("application/json", 415),
        ("text/plain", 415),
        ("multipart/form-data; boundary=a", 415),
        ("", 415),
    ],
)
def test_only_an_urlencoded_form_is_read(client: TestClient, kind: str, status: int) -> None:
    answer = client.post(PAGE, content=b"medicines=warfarin", headers={"Content-Type": kind})
    assert answer.status_code == status


def test_other_methods_are_refused_and_told_which_there_are(client: TestClient) -> None:
    assert client.head(PAGE).status_code == 200
    for method in ("PUT", "PATCH", "DELETE"):
        answer = client.request(method, PAGE)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, POST"
    assert client.get(f"{PAGE}?circumstances=pregnancy").status_code == 422
    assert client.post(f"{PAGE}?circumstances=pregnancy", data=QUESTION).status_code == 422


def test_a_form_of_another_origin_is_answered_like_any(client: TestClient) -> None:
    sent = {**FORM, "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    answer = client.post(PAGE, content=urlencode(QUESTION), headers=sent)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "access-control-allow-credentials" not in answer.headers


def test_nothing_of_a_question_is_in_an_address(client: TestClient) -> None:
    page = reading.whole(client.post(PAGE, data={**QUESTION, "concerns": CANARY}).text)
    addresses = [held.attributes[name] for name in ("href", "src", "action") for held in page.having(name)]
    assert [one for one in addresses if "?" in one or CANARY in one or "acutane" in one] == []
    assert page.one("meta", name="robots").attributes["content"] == "noindex"


def test_the_answer_never_judges(client: TestClient) -> None:
    for fields in (QUESTION, {"medicines": "zzqq"}, {"medicines": ""}):
        text = client.post(PAGE, data=fields).text
        shown = reading.page(text)
        ours = [one.words for one in shown.all("p") + shown.all("h2") + shown.all("label")]
        assert [(one, found) for one in ours for found in verdicts.found(one, phrases=())] == []


@pytest.mark.parametrize("word", texts.WORDS.values(), ids=texts.WORDS)
def test_a_hostile_term_is_shown_as_it_was_typed(client: TestClient, word: str) -> None:
    answer = client.post(PAGE, data={"concerns": word})
    page = reading.whole(answer.text)
    assert answer.status_code in {200, 422}
    assert not {"script", "img", "svg"} & {held.tag for held in page.walk()}
    assert not [name for held in page.walk() for name in held.attributes if name.startswith("on")]
    if answer.status_code == 200:
        assert page.one("textarea", id="concerns").inner == [f"\n{forms.legible(word)[0]}"]


@pytest.mark.parametrize(
    ("fields", "most"), [(None, 2), (QUESTION, 11), ({**QUESTION, "procedures": "mesotherapy"}, 12)]
)
def test_the_page_asks_few_questions_of_the_database(
    client: TestClient, fields: dict[str, str] | None, most: int
) -> None:
    with counting.counted() as asked:
        answer = client.get(PAGE) if fields is None else client.post(PAGE, data=fields)
    assert answer.status_code == 200
    assert 1 <= len(asked) <= most, asked


def test_all_procedures_come_page_by_page(database_url: str, tmp_path: Path) -> None:
    drafts = [builders.draft_tree(f"peel-{number:02}", procedure=number) for number in range(1, 53)]
    database = engine.Database(database_url)
    try:
        importing.import_folder(database, builders.folder(tmp_path, *drafts))
    finally:
        database.dispose()
    configured = settings.Settings(database_url=SecretStr(database_url), public_url=clients.PUBLIC_URL)
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as client:
        fields = {"circumstances": "pregnancy", "medicines": "zzqq, Accutane"}
        seen: list[str] = []
        for _ in range(3):
            page = _ask(client, fields)
            seen += [one.attributes["data-procedure"] for one in page.all("article")]
            buttons = [one for one in page.all("form") if one.words == "Show more procedures"]
            if len(seen) < 52:
                fields = {one.attributes["name"]: one.attributes["value"] for one in buttons[0].all("input")}
        assert seen == [f"peel-{number:02}" for number in range(1, 53)]
        assert buttons == []
        assert len(reading.page(client.get(PAGE).text).all("input", type="checkbox")) == 50
        named = _ask(client, {"circumstances": "pregnancy", "procedures": ", ".join(seen[:50])})
        assert len(named.all("article")) == 50
        wrong = {**fields, "medicines": "other", "cursor": fields["cursor"]}
        assert client.post(PAGE, data=wrong).status_code == 400
        assert client.post(PAGE, data={"medicines": "a", "cursor": "x"}).status_code == 400


ASKED = (
    {"circumstances": f"pregnancy\r\n{CANARY}", "medicines": "Accutane"},
    {"medicines": CANARY, "procedures": "mesotherapy"},
    {"medicines": "isotretinoin", "procedures": CANARY},
    {"medicines": CANARY * 20},
    {"medicines": f"{CANARY}\0"},
)
REFUSED = (
    f"medicines={CANARY}&{CANARY}=1",
    f"medicines={CANARY}&medicines={CANARY}",
    f"medicines={CANARY}%ff",
    f"medicines={CANARY}&cursor={CANARY}",
    CANARY,
)


def test_a_question_is_in_no_log_and_nowhere_in_the_database(
    reader: privacy._Asked, written: io.StringIO, seeded_database_url: str
) -> None:
    before = screening._contents(seeded_database_url)
    for fields in ASKED:
        status, shown = reader.ask(PAGE, method="POST", body=urlencode(fields).encode(), **FORM)
        assert status in {200, 422}
        assert "no-store" in shown
    for body in REFUSED:
        status, shown = reader.ask(PAGE, method="POST", body=body.encode(), **FORM)
        assert status in {400, 422}
        assert CANARY not in shown
    reader.ask(f"{PAGE}?{CANARY}={CANARY}", method="POST", body=b"", **FORM)
    reader.ask(PAGE, method="POST", body=quote(CANARY).encode(), **{"Content-Type": f"text/{CANARY}"})
    privacy._check_silent(written, least=len(reader.statuses))
    assert f'"route": "{PAGE}"' in written.getvalue()
    assert screening._contents(seeded_database_url) == before
    assert b"kestrel" not in screening._files(seeded_database_url)


@pytest.mark.parametrize("damage", ["ALTER TABLE concepts RENAME TO elsewhere", "DELETE FROM revisions"])
def test_a_question_is_in_no_log_when_something_fails(
    reader: privacy._Asked, written: io.StringIO, seeded_database_url: str, damage: str
) -> None:
    tampering.tamper(seeded_database_url, damage)
    for fields in ASKED[:2]:
        status, shown = reader.ask(PAGE, method="POST", body=urlencode(fields).encode(), **FORM)
        assert status in {500, 503}
        assert CANARY not in shown
    privacy._check_silent(written, least=2)


def test_the_limits_that_the_page_names_are_those_of_the_question(client: TestClient) -> None:
    faults = " ".join(
        _ask(client, fields, status=422).one("div", id="refused").words
        for fields in (
            {"medicines": ",".join(f"m{number}" for number in range(questions.MOST_TERMS + 1))},
            {"medicines": "m" * (questions.LONGEST_TERM + 1)},
            {"medicines": "m", "procedures": ",".join(f"p{n}" for n in range(questions.MOST_PROCEDURES + 1))},
        )
    )
    for limit in (questions.MOST_TERMS, questions.LONGEST_TERM, questions.MOST_PROCEDURES):
        assert f" {limit} " in faults


def test_every_pair_of_places_holds_its_own_terms(client: TestClient) -> None:
    for first, second in itertools.permutations(_lists(), 2):
        page = _ask(client, {first: "pregnancy", second: "zzqq"})
        (unknown,) = page.having("data-unrecognised")
        assert "zzqq" in unknown.words
