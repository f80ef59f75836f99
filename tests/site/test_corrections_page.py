"""The page of corrections: what it says, what it never lets through, and how it is served."""

import dataclasses
import datetime
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import main, settings
from app.authoring import importing
from app.db import engine
from app.renderings import corrections, html, languages
from app.site import files
from tests import builders, pages
from tests.hostile import texts

PUBLIC_URL = "https://candour.example"
PAGE = "/corrections"
SHEET = html.ASSETS["site.css"]
NONE_YET = "No published statement has been changed or withdrawn yet."
HOSTILE = {
    **texts.WORDS,
    "xss-closing": '</title></h3></bdi></a><script src="//evil.example/x.js"></script>',
    "xss-single-quotes": "' autofocus onfocus=alert(1) x='",
    "xss-entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "xss-style": "<style>@import'//evil.example'</style>",
    "xss-meta": '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "xss-base": '<base href="//evil.example/">',
    "xss-cdata": "]]><![CDATA[<img src=x onerror=alert(1)>",
    "template-statement": "{% raw %}{{ page.frame }}{% endraw %}",
}


def _path(path: str) -> str:
    return path


PUBLISHER = html.Publisher(
    name="Candour",
    disclaimer="General information, not medical advice. Silence is not safety.",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    contact="mailto:corrections@candour.example",
    path=_path,
    url=lambda path: f"{PUBLIC_URL}{path}",
)
FRAME = html.Frame(
    publisher=PUBLISHER,
    language=languages.ENGLISH,
    offered=("en",),
    path=PAGE,
    title="Corrections",
    description="What was changed.",
    alternates=(html.Alternate(type="application/json", url=f"{PUBLIC_URL}/v1/corrections", title="Data"),),
)


def _reached_by(contact: str | None) -> html.Frame:
    return dataclasses.replace(FRAME, publisher=dataclasses.replace(PUBLISHER, contact=contact))


def _correction(**changes: str) -> corrections.Correction:
    said = {"note": "A note.", "reason": "A reason.", "before": "It was.", "after": "It is.", "name": "Peel"}
    said |= changes
    return corrections.Correction(
        number=7,
        at=datetime.datetime(2026, 11, 2, 14, 5, tzinfo=datetime.UTC),
        procedure=said["name"],
        slug="peel",
        revision=3,
        note=said["note"],
        changed=(
            corrections.Changed(
                id="st_0000000001",
                before=said["before"],
                after=said["after"],
            ),
        ),
        withdrawn=(
            corrections.Withdrawn(
                id="st_0000000002",
                kind="side_effect",
                on=datetime.date(2026, 11, 1),
                reason=said["reason"],
            ),
        ),
    )


def _rendered(*held: corrections.Correction, frame: html.Frame = FRAME, first: bool = True) -> pages.Page:
    page = corrections.Corrections(corrections=held, total=len(held), first=first)
    return pages.Page(corrections.page(page, frame=frame))


@pytest.mark.parametrize("field", ["note", "reason", "before", "after", "name"])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown_as_text_and_makes_no_element(hostile: str, field: str) -> None:
    plain = _rendered(_correction(**{field: "plain"}))
    shown = _rendered(_correction(**{field: hostile}))
    assert shown.shape == plain.shape
    assert hostile in shown.text


def test_a_lone_surrogate_does_not_break_the_page() -> None:
    assert "before ? after" in _rendered(_correction(note="before \ud800 after")).words


@pytest.mark.parametrize(
    "contact", ["javascript:alert(1)", "data:text/html,<script>", " javascript:x", "ops@x.y"]
)
def test_a_contact_that_is_no_safe_link_is_shown_as_text(contact: str) -> None:
    read = _rendered(frame=_reached_by(contact))
    assert contact.strip() in read.words
    assert not [link for link in read.values("href") if contact.strip() in link]


def test_an_e_mail_contact_is_a_link_and_reads_as_an_address() -> None:
    read = _rendered(frame=_reached_by("mailto:a@b.example?subject=Error"))
    assert "mailto:a@b.example?subject=Error" in read.values("href")
    assert "the error: a@b.example Please give:" in read.words


def test_a_missing_contact_is_said() -> None:
    assert "has not named a contact" in _rendered(frame=_reached_by(None)).words


def test_a_correction_says_what_changed_and_what_was_withdrawn_and_why() -> None:
    read = _rendered(_correction(note="The source was misread.", reason="No source says so."))
    for said in (
        "1 correction in all.",
        "2 November 2026: Peel",
        "Published as revision 3.",
        "Editor’s note: The source was misread.",
        "1 statement changed st_0000000001 Earlier wording It was. New wording It is.",
        "1 statement withdrawn st_0000000002 What it was about side effect Withdrawn on 1 November 2026",
        "Reason No source says so.",
    ):
        assert said in read.words
    for name in ("st_0000000001", "st_0000000002"):
        assert f"/procedures/peel#{name}" in read.values("href", tags={"a"})
    assert read.values("datetime") == ["2026-11-02T14:05:00+00:00", "2026-11-01"]


def test_a_change_of_evidence_alone_is_said_so() -> None:
    read = _rendered(_correction(before="The same.", after="The same."))
    assert "Its words are the same; its evidence or its details were changed." in read.words
    assert "Earlier wording" not in read.words


def test_no_corrections_does_not_read_as_no_errors() -> None:
    words = _rendered().words
    assert f"{NONE_YET} This does not mean that the statements are right." in words
    assert "Silence is not safety." in words


def test_the_end_of_the_list_does_not_claim_that_nothing_was_ever_corrected() -> None:
    read = _rendered(first=False)
    assert NONE_YET not in read.words
    assert "Here is every publication" not in read.words
    assert "There are no older corrections." in read.words
    assert "/corrections" in read.values("href", tags={"a"})


def test_the_page_asks_no_other_host_and_runs_nothing() -> None:
    read = _rendered(_correction())
    assert not {tag for tag, _ in read.elements} & {
        "script", "style", "img", "iframe", "form", "object", "embed", "base", "noscript", "svg",
    }  # fmt: skip
    names = {name for _, attributes in read.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "srcset"}}
    assert read.values("href", tags={"link"}) == [
        f"{PUBLIC_URL}{PAGE}",
        "data:,",
        f"/static/{SHEET.name}",
        "/feeds/changes.atom",
        f"{PUBLIC_URL}/v1/corrections",
    ]
    for link in read.values("href", tags={"a"}):
        assert link.startswith(("/", "#", "mailto:", "https://creativecommons.org/"))


def test_the_stylesheet_loads_nothing() -> None:
    css = SHEET.content.decode()
    assert not re.search(r"url\(|@import|@font-face|//", css)
    for feature in ("prefers-color-scheme: dark", "@media print", ":focus-visible"):
        assert feature in css


def test_the_page_can_be_read_by_its_structure() -> None:
    read = _rendered(_correction())
    assert ("html", {"lang": "en"}) in read.elements
    headings = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert set(read.values("aria-labelledby")) <= set(ids)
    assert {link[1:] for link in read.values("href") if link.startswith("#")} <= set(ids)
    for landmark in ("header", "main", "footer"):
        assert [tag for tag, _ in read.elements].count(landmark) == 1


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["text", "muted", "link"])
@pytest.mark.parametrize("ground", ["ground", "raised"])
def test_text_stands_out_from_its_ground(scheme: int, text: str, ground: str) -> None:
    blocks = re.findall(r":root \{([^}]*)\}", SHEET.content.decode())
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[scheme]))
    bright, dim = sorted((_luminance(colors[text]), _luminance(colors[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


Publish = Callable[..., None]


@pytest.fixture
def publish(database_url: str, tmp_path: Path) -> Iterator[Publish]:
    """Return what publishes a draft's tree to the database of this test."""
    database = engine.Database(database_url)

    def published(tree: builders.Tree, *, note: str = "", drop: str | None = None, reason: str = "") -> None:
        folder = builders.folder(tmp_path / "catalogue", tree)
        allowed = frozenset({drop} if drop else ())
        importing.import_folder(
            database, folder, note=note or "Imported.", allow_dropping=allowed, reason=reason or None
        )

    yield published
    database.dispose()


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    configured = settings.Settings(
        database_url=database_url,  # type: ignore[arg-type] # reason: pydantic makes the secret
        public_url=PUBLIC_URL,
        contact="mailto:errors@candour.example",
    )
    with TestClient(main.create_app(configured), raise_server_exceptions=False) as held:
        yield held


def _reworded(name: str, text: str) -> builders.Tree:
    tree = builders.draft_tree()
    builders.found(tree, name)["text"] = text
    return tree


@pytest.fixture
def corrected(publish: Publish) -> None:
    """Publish a procedure, reword one statement of it, then withdraw another."""
    duration, effect = builders.named("duration"), builders.named("side_effect_2")
    publish(builders.draft_tree())
    tree = _reworded(duration, "A session may take thirty minutes.")
    publish(tree, note="The hedge was lost.")
    publish(
        builders.without(tree, effect),
        note="<script>alert(1)</script>",
        drop=effect,
        reason="The source does not say so.",
    )


def test_a_first_publication_is_no_correction(client: TestClient, publish: Publish) -> None:
    publish(builders.draft_tree())
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert NONE_YET in answer.text


@pytest.mark.usefixtures("corrected")
def test_corrections_come_from_the_audit_log_newest_first(client: TestClient) -> None:
    answer = client.get(PAGE)
    read = pages.Page(answer.content)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "2 corrections in all." in read.words
    assert (
        "Earlier wording A session takes thirty minutes. New wording A session may take thirty minutes."
        in read.words
    )
    withdrawn = read.words.index("1 statement withdrawn")
    assert withdrawn < read.words.index("1 statement changed")
    assert "What it was about side effect Withdrawn on" in read.words[withdrawn:]
    assert "Reason The source does not say so." in read.words
    assert "Editor’s note: <script>alert(1)</script>" in read.words
    assert "Example peel Published as revision 3." in read.words
    assert "the error: errors@candour.example" in read.words


@pytest.mark.usefixtures("corrected")
def test_the_ids_lead_to_the_place_of_the_statement_or_of_the_notice_of_its_withdrawal(
    client: TestClient,
) -> None:
    links = [link for link in pages.Page(client.get(PAGE).content).values("href") if "#st_" in link]
    assert len(links) == 2
    for link in links:
        path, _, place = link.partition("#")
        assert place in pages.Page(client.get(path).content).values("id")


@pytest.mark.usefixtures("corrected")
def test_every_link_of_the_list_leads_somewhere(client: TestClient) -> None:
    (inside,) = re.findall("<main.*</main>", client.get(PAGE).text, flags=re.DOTALL)
    links = {link for link in pages.Page(inside.encode()).values("href") if link.startswith("/")}
    assert len(links) >= 4
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.usefixtures("corrected")
def test_the_pages_follow_one_another_to_the_end(client: TestClient) -> None:
    first = client.get(PAGE, params={"limit": 1})
    (following,) = [
        held["href"] or "" for _, held in pages.Page(first.content).elements if held.get("rel") == "next"
    ]
    assert first.headers["link"] == f'<{PUBLIC_URL}{following}>; rel="next"'
    second = client.get(following)
    assert second.status_code == 200
    assert "1 statement withdrawn" in first.text
    assert "1 statement withdrawn" not in second.text
    assert "1 statement changed" in second.text
    assert 'rel="next"' not in second.text
    assert "link" not in second.headers
    assert 'href="/corrections"' in second.text


@pytest.mark.usefixtures("corrected")
def test_the_page_is_served_with_its_policy_and_a_weak_tag(client: TestClient) -> None:
    answer = client.get(PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    assert (
        answer.headers["cache-control"]
        == "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
    )
    assert answer.headers["catalogue-revision"] == "3"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', answer.headers["etag"])
    again = client.get(PAGE, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


def test_a_correction_changes_the_tag(client: TestClient, publish: Publish) -> None:
    publish(builders.draft_tree())
    before = client.get(PAGE).headers["etag"]
    publish(_reworded(builders.named("duration"), "A session may take thirty minutes."))
    assert client.get(PAGE, headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("page=2", 422, "unknown_parameter"),
        ("limit=0", 422, "invalid_parameter"),
        ("limit=1&limit=2", 422, "invalid_parameter"),
        ("cursor=nonsense", 400, "bad_cursor"),
    ],
)
def test_a_wrong_query_is_refused(client: TestClient, query: str, status: int, code: str) -> None:
    answer = client.get(f"{PAGE}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_stylesheet_may_be_kept_for_ever(client: TestClient) -> None:
    (link,) = [
        held["href"]
        for _, held in pages.Page(client.get(PAGE).content).elements
        if held.get("rel") == "stylesheet"
    ]
    answer = client.get(str(link))
    assert answer.status_code == 200
    assert answer.content == SHEET.content
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    for name in (
        "site.css",
        "other.0000000000000000.css",
        "site.0000000000000000.js",
        "site.000000000000000g.css",
    ):
        assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("name", html.ASSETS)
def test_a_page_of_another_version_gets_the_present_file_for_a_minute(client: TestClient, name: str) -> None:
    stem, suffix = name.split(".")
    old, new = (
        client.get(f"/static/{one}") for one in (f"{stem}.{'0' * 16}.{suffix}", html.ASSETS[name].name)
    )
    assert (old.content, old.headers["content-type"]) == (new.content, new.headers["content-type"])
    assert old.headers["cache-control"] == "public, max-age=60"
    assert new.headers["cache-control"] == files.KEPT


def test_the_page_is_not_part_of_the_described_api(client: TestClient) -> None:
    assert not {PAGE, f"/static/{SHEET.name}"} & set(client.get("/openapi.json").json()["paths"])
