"""People get a page where something cannot be shown, programs a problem; both get the same status and headers."""

import dataclasses
import gettext
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr
from starlette import types
from starlette.testclient import TestClient

from app import main, settings
from app.content import problems
from app.http import errors, readers, urls
from app.renderings import html, languages, problem
from tests import clients, messages, pages, tampering
from tests.hostile import texts

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
SILENCE = problems.SILENCE
TABLE = (
    ("GET", "/nothing/here", 404, "not_found"),
    ("GET", "/corrections/here", 404, "not_found"),
    ("GET", "/procedures/no-such", 404, "procedure_not_found"),
    ("GET", "/procedures/a--b", 422, "invalid_parameter"),
    ("GET", "/corrections?limt=1", 422, "unknown_parameter"),
    ("GET", "/corrections?cursor=abc", 400, "bad_cursor"),
    ("GET", "/fr/corrections", 404, "not_found"),
    ("POST", "/corrections", 405, "method_not_allowed"),
    ("GET", "/corrections?limit=" + "1" * 13_000, 414, "uri_too_long"),
    ("POST", "/corrections", 413, "payload_too_large"),
)


def _ask(client: TestClient, method: str, path: str, status: int, accept: str = BROWSER) -> httpx2.Response:
    content = b"x" * 300_000 if status == 413 else None
    return client.request(method, path, headers={"Accept": accept}, content=content)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"), TABLE, ids=[f"{row[2]}-{row[3]}" for row in TABLE]
)
def test_a_problem_is_a_page_for_people_and_json_for_programs(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    shown, sent = (_ask(client, method, path, status, accept) for accept in (BROWSER, "application/json"))
    assert (shown.status_code, sent.status_code) == (status, status)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert sent.headers["content-type"] == "application/problem+json"
    assert sent.json()["code"] == code
    own = {
        "content-type",
        "content-length",
        "x-request-id",
        "content-security-policy",
        "content-language",
        "content-encoding",
    }
    same = [
        {name: value for name, value in found.headers.items() if name not in own} for found in (shown, sent)
    ]
    assert same[0] == same[1]
    assert shown.headers["content-security-policy"] == readers.POLICY
    assert shown.headers["content-language"] == "en"
    assert shown.headers["cache-control"] == "no-store"
    assert {"Accept", "Accept-Language"} <= set(shown.headers["vary"].split(", "))
    read = pages.Page(shown.content)
    assert sent.json()["detail"] in read.words
    assert shown.headers["x-request-id"] in read.words
    assert code in read.words
    assert (SILENCE in read.words) == ("notice" in sent.json())
    assert "noindex" in read.values("content")
    assert "/" in read.values("href", tags={"a"})


@pytest.mark.parametrize(
    "path",
    ["/v1/nothing", "/v1/procedures/no-such", "/v1", "/health/nothing", "/problems/none", "/oembed", "/oembed?url=x",
     "/report-error?a=b", "/openapi.json?a=b"],
)  # fmt: skip
def test_addresses_for_programs_never_answer_with_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code >= 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Accept-Language" not in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("text/*", True),
        ("text/html;q=0.9, application/json;q=0.5", True),
        ("text/html;q=0.5, application/json", False),
        ("text/html, application/json", False),
        ("text/html;q=0", False),
        ("*/*", False),
        ("", False),
        ("text/css,*/*;q=0.1", False),
        ("image/png", False),
        ("application/problem+json", False),
        ("text/html;q=nonsense", False),
        (";;,,q=", False),
        ("text/html" + "," * 3000, True),
    ],
)
def test_a_page_is_sent_to_those_who_like_it_better(client: TestClient, accept: str, is_page: bool) -> None:
    answer = client.get("/nothing", headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html") == is_page


def test_where_there_is_no_page_none_is_marked_described_or_offered_in_other_languages(
    client: TestClient, catalogue_url: str, tmp_path: Path
) -> None:
    messages.write(tmp_path)
    configured = settings.Settings(
        database_url=SecretStr(catalogue_url), public_url=clients.PUBLIC_URL, locales=tmp_path
    )
    with TestClient(main.create_app(configured)) as spoken:
        for path in ("/procedures/no-such", "/ar-XB/procedures/no-such"):
            page = pages.Page(_ask(spoken, "GET", path, 404).content)
            assert page.values("aria-current") == []
            assert page.values("hreflang") == []
            assert not [held for _, held in page.elements if held.get("name") == "description"]
            assert ("meta", {"name": "robots", "content": "noindex"}) in page.elements
        assert (
            len(pages.Page(_ask(spoken, "GET", "/ar-XB/ask", 200).content).values("hreflang", tags={"a"}))
            == 3
        )


def test_a_head_request_has_the_headers_of_the_page_and_no_body(client: TestClient) -> None:
    given = {"Accept": BROWSER, "X-Request-ID": "a-request-of-a-test"}
    got, head = (client.request(method, "/nothing", headers=given) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (404, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_a_mistyped_procedure_is_answered_with_links_to_those_that_may_have_been_meant(
    client: TestClient,
) -> None:
    answer = client.get("/procedures/mesoterapy", headers={"Accept": BROWSER})
    read = pages.Page(answer.content)
    assert "/procedures/mesotherapy" in read.values("href", tags={"a"})
    assert "We have no page on this procedure" in read.words
    assert client.get("/procedures/mesotherapy").status_code == 200


def test_a_bad_host_gets_a_page_as_well(catalogue_url: str) -> None:
    configured = settings.Settings(
        database_url=SecretStr(catalogue_url),
        public_url=clients.PUBLIC_URL,
        allowed_hosts=("candour.example",),
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        answer = held.get("/corrections", headers={"Accept": BROWSER, "Host": "evil.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "evil.example" not in answer.text


def test_what_cannot_be_shown_says_that_this_is_no_evidence_of_safety(
    own_client: TestClient, seeded_database_url: str
) -> None:
    tampering.tamper(seeded_database_url, "DELETE FROM revisions WHERE slug = 'mesotherapy'")
    answer = own_client.get("/procedures/mesotherapy", headers={"Accept": BROWSER})
    assert answer.status_code == 503
    read = pages.Page(answer.content)
    assert "This information is damaged, so it is not shown" in read.words
    assert SILENCE in read.words


def _page(found: problems.Problem, *, language: languages.Language = languages.ENGLISH) -> pages.Page:
    publisher = readers.published_by(urls.Publisher(public_url=clients.PUBLIC_URL))
    frame = html.Frame(
        publisher=publisher,
        language=language,
        offered=("en",),
        title=problem.title(found, language),
        indexed=False,
    )
    return pages.Page(problem.page(found, request_id="r", frame=frame))


@pytest.mark.parametrize("code", problems.every())
def test_every_problem_can_be_shown(code: str) -> None:
    found = _page(problems.every()[code]("It is so.", headers={"Retry-After": "7"}))
    assert "It is so." in found.words
    assert "You can try again in 7 seconds." in found.words
    assert (SILENCE in found.words) == problems.every()[code].silence


@pytest.mark.parametrize("hostile", texts.WORDS.values(), ids=texts.WORDS)
def test_hostile_text_in_a_problem_is_shown_as_text(hostile: str) -> None:
    plain = _page(problems.ProcedureNotFound("plain", nearest=["plain"]))
    found = _page(problems.ProcedureNotFound(hostile, nearest=[hostile]))
    assert found.shape == plain.shape
    assert hostile in found.text


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class _Failing(languages.Language):
    def gettext(self, text: str, **values: object) -> str:
        raise RuntimeError("no words")


def _scope(**rest: object) -> types.Scope:
    return {
        "type": "http", "path": "/nothing", "headers": [(b"accept", b"text/html")], "method": "GET", **rest,
    }  # fmt: skip


@pytest.mark.parametrize(
    "scope",
    [
        _scope(state={readers.STATE: {"en": _Failing(tag="en", texts=gettext.NullTranslations())}}),
        _scope(
            headers=[(b"accept", b"text/html"), (b"accept-language", b"\xff\xfe;q=")],
            state={readers.STATE: {"de": 1}},
        ),
    ],
)
def test_a_page_that_cannot_be_made_leaves_the_problem(scope: types.Scope) -> None:
    answer = errors.response(
        problems.NotFound("There is nothing."), scope, publisher=urls.Publisher(public_url=clients.PUBLIC_URL)
    )
    assert answer.status_code == 404
    assert answer.media_type == "application/problem+json"
    assert b"There is nothing." in bytes(answer.body)


def test_without_a_service_around_it_a_page_is_in_english() -> None:
    answer = errors.response(
        problems.NotFound("There is nothing."),
        _scope(),
        publisher=urls.Publisher(public_url=clients.PUBLIC_URL),
    )
    assert answer.headers["content-language"] == "en"
    assert answer.media_type == "text/html"
