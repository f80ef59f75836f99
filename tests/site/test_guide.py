"""The guide is served as pages are, leads where it says, and its reference leaves nothing out."""

import itertools
import re
from collections.abc import Iterator
from typing import get_args
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app import main, settings
from app.content import document, problems, vocabulary
from app.http import readers
from app.renderings import chapters, reference
from app.site import guide
from tests import clients, manual, messages, pages

PATHS = [path for path, _ in guide.LISTED]
ELSEWHERE = {
    "www.rfc-editor.org",
    "www.standardwebhooks.com",
    "modelcontextprotocol.io",
    "creativecommons.org",
}
"""The hosts that chapters may lead to."""


@pytest.fixture(scope="module")
def reader(sqlite_catalogue_url: str, opened: clients.Opened) -> TestClient:
    """Return a client of one service; the guide asks no database."""
    return opened.of(sqlite_catalogue_url)


def _read(reader: TestClient, path: str) -> pages.Page:
    return pages.Page(reader.get(path).content)


@pytest.mark.parametrize("path", PATHS)
def test_a_chapter_is_served_as_pages_are(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == readers.POLICY
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    again = reader.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    read = pages.Page(answer.content)
    headings = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert "style" not in {name for _, held in read.elements for name in held}
    assert "script" not in {tag for tag, _ in read.elements}
    scrolled = [held.get("tabindex") for tag, held in read.elements if tag == "pre"]
    assert set(scrolled) <= {"0"}


def test_every_link_of_the_guide_leads_to_a_page_and_to_a_place_in_it(reader: TestClient) -> None:
    known: dict[str, set[str]] = {}
    for path in PATHS:
        for link in _read(reader, path).values("href", tags={"a"}):
            parts = urlsplit(link)
            if parts.netloc:
                assert parts.scheme == "https", link
                assert parts.netloc in ELSEWHERE, f"{path} leads to {link}"
                continue
            place = (parts.path or path) + (f"?{parts.query}" if parts.query else "")
            if place not in known:
                answer = reader.get(place, headers={"Accept": "text/html,*/*;q=0.5"})
                assert answer.status_code == 200, f"{path} leads to {link}"
                known[place] = (
                    set(pages.Page(answer.content).values("id")) if "<html" in answer.text else set()
                )
            assert not parts.fragment or parts.fragment in known[place], f"{path} leads to {link}"
    assert set(PATHS) <= set(known)


def test_what_is_copied_names_the_service_that_shows_it(reader: TestClient) -> None:
    for name in guide.WRITTEN:
        path = guide.INDEX if name == "index" else f"{guide.INDEX}/{name}"
        assert chapters.HOME not in reader.get(path).text
    assert f"curl {clients.PUBLIC_URL}/v1/procedures/mesotherapy" in reader.get("/guide/developer").text


def test_markup_in_a_chapter_is_text() -> None:
    text = "# A <b>title</b>\n\nAbout <i>x</i>.\n\n<script>alert(1)</script>\n\n"
    text += "```html\n<p>&amp;\n```\n\n`<a>` [x](javascript:alert(1))\n"
    made = chapters.chapter(text, link=str, home="https://a.example")
    assert made.title == "A <b>title</b>"
    assert "<i>" not in made.lead
    assert "<script" not in made.body
    assert "href" not in made.body
    assert '<pre tabindex="0"><code class="language-html">&lt;p&gt;&amp;amp;' in made.body


def test_headings_of_the_same_name_are_told_apart() -> None:
    made = chapters.chapter("# T\n\nA.\n\n## One\n\n### Two\n\n## One\n", link=str, home="")
    assert [heading.id for heading in made.contents] == ["one", "one-1"]
    assert 'id="one-1"' in made.body


@pytest.fixture(scope="module")
def spoken(sqlite_catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a service that offers the made-up languages."""
    folder = tmp_path_factory.mktemp("locales")
    messages.write(folder)
    configured = settings.Settings(
        database_url=SecretStr(sqlite_catalogue_url), public_url=f"{clients.PUBLIC_URL}/a", locales=folder
    )
    with TestClient(main.create_app(configured)) as held:
        yield held


def test_in_another_language_the_frame_says_that_the_guide_is_in_english(spoken: TestClient) -> None:
    for path in PATHS:
        read = _read(spoken, f"/en-XA{path}")
        assert read.forgotten == []
        assert any("Éñglísh" in text for text in read.spoken)
        links = [link for link in read.values("href", tags={"a"}) if "/guide" in link and "#" not in link]
        assert any(link.startswith("/a/en-XA/guide") for link in links)
    assert f"curl {clients.PUBLIC_URL}/a/v1/procedures" in spoken.get("/guide/developer").text


def test_the_guide_is_found(reader: TestClient) -> None:
    assert 'href="/guide"' in reader.get("/").text
    assert 'href="/guide"' in reader.get("/about").text
    sitemap = reader.get("/sitemap.xml").text
    assert all(f"<loc>{clients.PUBLIC_URL}{path}</loc>" in sitemap for path in PATHS)


def test_the_reference_names_every_operation_and_parameter(reader: TestClient) -> None:
    words = _read(reader, "/guide/endpoints").words
    described = reader.get("/openapi.json").json()
    operations = [
        (path, method, operation)
        for path, held in described["paths"].items()
        for method, operation in held.items()
    ]
    assert len(operations) > 50
    for path, method, operation in operations:
        assert f"{method.upper()} {path}" in words
        assert operation["summary"] in words
        for parameter in operation.get("parameters", ()):
            assert parameter.get("name", "") in words


def test_the_reference_names_every_setting_command_and_error(reader: TestClient) -> None:
    words = _read(reader, "/guide/settings").words
    for name, field in settings.Settings.model_fields.items():
        assert f"CANDOUR_{name.upper()}" in words
        assert " ".join((field.description or "").replace("`", "").split()) in words
    words = _read(reader, "/guide/commands").words
    assert [name for name in manual.commands() if f"candour {name} " not in words] == []
    read = _read(reader, "/guide/errors")
    assert set(problems.every()) <= set(read.values("id"))
    assert [kind.code for kind in problems.every().values() if kind.title not in read.words] == []


def test_the_reference_names_every_section_kind_coverage_and_scheme(reader: TestClient) -> None:
    words = _read(reader, "/guide/document").words
    for name, kind in document.SECTION_KINDS.items():
        assert f"{name} {kind}" in words
    assert [state for state in get_args(document.Coverage) if state not in words] == []
    assert set(reference.SCHEMES) == set(get_args(vocabulary.Scheme))
    assert [name for name in document.ProcedureDocument.model_fields if name not in words] == []
    assert set(reference.MEMBERS) <= set(document.ProcedureDocument.model_fields)
    rows = re.findall(r"<tr.*?</tr>", reader.get("/guide/document").text.split('id="coverage"')[0], re.DOTALL)
    assert len(rows) > len(document.ProcedureDocument.model_fields)
    assert [row for row in rows if 'data-head="meaning"></td>' in row] == []


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, "1 to 9"),
        ({"type": "integer", "ge": 1}, "a whole number, 1 or more"),
        ({"type": "string", "maxLength": 5}, "text, at most 5 characters"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text"),
        ({"anyOf": [{"type": "string"}, {"const": "open"}]}, "text or `open`"),
        ({"enum": ["a", "b"]}, "`a`, `b`"),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "boolean"}},
            "a list of at most 2 entries: `true` or `false`",
        ),
        ({"$ref": "#/$defs/Review"}, "`Review`"),
        ({}, "anything"),
        ({"$ref": "#/$defs/Section_SideEffect_"}, "a section of `SideEffect`"),
    ],
)
def test_what_a_value_may_be_is_said_in_words(schema: dict[str, object], words: str) -> None:
    assert reference.bounds(schema) == words
