"""oEmbed answers for our own procedures, in the form that is asked for, and fetches nothing for anybody."""

import html
import re
import socket
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from app.renderings import oembed
from tests import clients

HOME = clients.PUBLIC_URL
PAGE = f"{HOME}/procedures/mesotherapy"
OURS = [
    PAGE,
    f"{PAGE}?utm_source=newsletter",
    f"{PAGE}?",
    f"{PAGE}#side-effects",
    f"{PAGE}#",
    f"{PAGE}?a=b#c",
    f"{PAGE}#https://evil.example",
    f"{PAGE}?next=//evil.example@candour.example",
    f"{HOME}:443/procedures/mesotherapy",
    "http://candour.example/procedures/mesotherapy",
    "http://candour.example:80/procedures/mesotherapy",
    "HTTPS://CANDOUR.EXAMPLE/procedures/mesotherapy",
    f"{HOME}/en/procedures/mesotherapy",
    f"{HOME}/embed/mesotherapy",
]
FOREIGN = [
    HOME,
    f"{HOME}/",
    f"{HOME}/procedures",
    f"{HOME}/procedures/",
    f"{PAGE}/",
    f"{PAGE}/side-effects",
    f"{HOME}//procedures/mesotherapy",
    f"{HOME}/procedures//mesotherapy",
    f"{HOME}/procedures/../procedures/mesotherapy",
    f"{HOME}/./procedures/mesotherapy",
    f"{HOME}/procedures/Mesotherapy",
    f"{HOME}/procedures/meso%74herapy",
    f"{HOME}/procedures%2Fmesotherapy",
    f"{HOME}/%70rocedures/mesotherapy",
    f"{HOME}\\procedures\\mesotherapy",
    f"{HOME}/procedures/mesotherapy;a=b",
    f"{HOME}/procedures/mesotherapy.html",
    f"{HOME}/procedures/no-such-procedure",
    f"{HOME}/procedures/{'a' * 81}",
    f"{HOME}/procedures/-",
    f"{HOME}/procedures/mesotherapy'--",
    f"{HOME}/procedures/мезотерапия",
    f"{HOME}/a/b/procedures/mesotherapy",
    f"{HOME}/english/procedures/mesotherapy",
    f"{HOME}/v1/procedures/mesotherapy",
    f"{HOME}/v1/procedures/mesotherapy/timeline.svg",
    f"{HOME}/embed/",
    f"{HOME}/embed/cards.json",
    f"{HOME}/embed/v1.js",
    f"{HOME}/oembed?url={PAGE}",
    f"{HOME}/corrections",
    f"{HOME}.evil.example/procedures/mesotherapy",
    f"{HOME}./procedures/mesotherapy",
    f"{HOME}:8443/procedures/mesotherapy",
    f"{HOME}:80/procedures/mesotherapy",
    f"{HOME}:/procedures/mesotherapy",
    f"{HOME}:0443/procedures/mesotherapy",
    f"{HOME}:443:443/procedures/mesotherapy",
    f"{HOME}@evil.example/procedures/mesotherapy",
    f"{HOME}:443@evil.example/procedures/mesotherapy",
    f"{HOME}%40evil.example/procedures/mesotherapy",
    f"{HOME}%2eevil.example/procedures/mesotherapy",
    f"{HOME}#@evil.example/procedures/mesotherapy",
    f"{HOME}?@evil.example/procedures/mesotherapy",
    f"{HOME}\\@evil.example/procedures/mesotherapy",
    "https://user@candour.example/procedures/mesotherapy",
    "https://user:secret@candour.example/procedures/mesotherapy",
    "https://:@candour.example/procedures/mesotherapy",
    "https://evil.example/procedures/mesotherapy",
    "https://evil.example/https://candour.example/procedures/mesotherapy",
    "https://evil.example?https://candour.example/procedures/mesotherapy",
    "https://xn--candour-9za.example/procedures/mesotherapy",
    "https://cаndour.example/procedures/mesotherapy",  # noqa: RUF001 - that is the point
    "https://candour。example/procedures/mesotherapy",
    "https://candour.exаmple/procedures/mesotherapy",  # noqa: RUF001 - that is the point
    "https://127.0.0.1/procedures/mesotherapy",
    "https://0x7f000001/procedures/mesotherapy",
    "https://2130706433/procedures/mesotherapy",
    "https://localhost/procedures/mesotherapy",
    "https://[::1]/procedures/mesotherapy",
    "https://[::ffff:127.0.0.1]/procedures/mesotherapy",
    "https://[::ffff:7f00:1]:443/procedures/mesotherapy",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "//candour.example/procedures/mesotherapy",
    "///candour.example/procedures/mesotherapy",
    "/procedures/mesotherapy",
    "procedures/mesotherapy",
    "mesotherapy",
    "candour.example/procedures/mesotherapy",
    "https:candour.example/procedures/mesotherapy",
    "https:/candour.example/procedures/mesotherapy",
    "https:///candour.example/procedures/mesotherapy",
    "https//candour.example/procedures/mesotherapy",
    " https://candour.example/procedures/mesotherapy",
    "https://candour.example/procedures/mesotherapy ",
    "https:// candour.example/procedures/mesotherapy",
    "ftp://candour.example/procedures/mesotherapy",
    "file:///etc/passwd",
    "gopher://candour.example:443/_GET",
    "javascript:alert(1)//https://candour.example/procedures/mesotherapy",
    "data:text/html,<script>alert(1)</script>",
    "ws://candour.example/procedures/mesotherapy",
    "view-source:https://candour.example/procedures/mesotherapy",
    "<script>alert(1)</script>",
]
REFUSED = ["", "https://candour.example/procedures/mesotherapy\x00", "https://candour.example\r\nHost: evil",
           "https://candour.example/\u202eprocedures/mesotherapy", f"{HOME}/{'a' * 2_000}"]  # fmt: skip


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing in this process look up a name; connections to a database that is open stay."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket, "gethostbyname", refused)
    monkeypatch.setattr(socket, "create_connection", refused)


def _asked(client: TestClient, url: str, **more: Any) -> Any:
    return client.get("/oembed", params={"url": url, **more})


@pytest.mark.parametrize("url", OURS)
def test_every_way_to_write_a_page_s_address_is_understood(client: TestClient, quiet: None, url: str) -> None:
    answer = _asked(client, url)
    assert answer.status_code == 200, answer.text
    assert answer.json()["title"] == "Mesotherapy"


@pytest.mark.parametrize("url", FOREIGN)
def test_any_other_address_is_404_and_nothing_is_asked_for(client: TestClient, quiet: None, url: str) -> None:
    for kind in ("json", "xml"):
        answer = _asked(client, url, format=kind)
        assert answer.status_code == 404, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert "notice" in answer.json()


@pytest.mark.parametrize("url", REFUSED)
def test_what_cannot_be_an_address_is_422(client: TestClient, quiet: None, url: str) -> None:
    assert _asked(client, url).status_code == 422


def test_the_answer_holds_what_the_specification_wants(client: TestClient) -> None:
    answer = _asked(client, PAGE)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"].startswith("public")
    told = answer.json()
    markup = told.pop("html")
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": "Mesotherapy",
        "provider_name": "Candour",
        "provider_url": f"{HOME}/",
        "cache_age": 86_400,
        "width": 600,
        "height": 800,
    }
    assert re.match(rf'<blockquote class="candour"><a href="{PAGE}">Mesotherapy</a>', markup)
    assert "that does not mean that there are no risks.</blockquote><iframe " in markup
    assert f'src="{HOME}/embed/mesotherapy" width="600" height="800" title="Mesotherapy: ' in markup
    assert "scrolling" not in markup, "a card that is higher than its frame must scroll"
    assert "script>" not in markup


def test_the_answer_is_kept_by_its_tag(client: TestClient) -> None:
    first = _asked(client, PAGE)
    again = client.get("/oembed", params={"url": PAGE}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("given", "width", "height"),
    [
        ({}, 600, 800),
        ({"maxwidth": 320}, 320, 800),
        ({"maxheight": 480}, 600, 480),
        ({"maxwidth": 1, "maxheight": 1}, 1, 1),
        ({"maxwidth": 5000, "maxheight": 5000}, 600, 800),
    ],
)
def test_no_frame_is_larger_than_what_is_asked(
    client: TestClient, given: dict[str, int], width: int, height: int
) -> None:
    told = _asked(client, PAGE, **given).json()
    assert (told["width"], told["height"]) == (width, height)
    assert f'width="{width}" height="{height}"' in told["html"]


@pytest.mark.parametrize(
    "given", ["0", "-1", "1.5", "1e3", "", "wide", "0x10", "\uff11\uff10\uff10", "9" * 10, "100001"]
)
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_a_size_that_is_none_is_422(client: TestClient, name: str, given: str) -> None:
    assert _asked(client, PAGE, **{name: given}).status_code == 422


def test_xml_says_the_same(client: TestClient) -> None:
    answer = _asked(client, PAGE, format="xml", maxwidth=400)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    read = {item.tag: item.text for item in ElementTree.fromstring(answer.content)}  # noqa: S314  our own
    told = _asked(client, PAGE, format="json", maxwidth=400).json()
    assert read == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize("name", ["jsonp", "JSON", "", "html", "../json", "<b>"])
def test_another_format_is_501(client: TestClient, name: str) -> None:
    answer = _asked(client, PAGE, format=name)
    assert (answer.status_code, answer.json()["code"]) == (501, "format_not_available")


def test_parameters_that_the_specification_does_not_know_are_passed_over(client: TestClient) -> None:
    plain = _asked(client, PAGE)
    more = _asked(client, PAGE, dnt="1", callback="alert", omit_script="true", _="\x01")
    assert more.content == plain.content
    assert _asked(client, PAGE, maxwidth=[300, 400]).status_code == 422


def test_an_address_must_be_given(client: TestClient) -> None:
    assert client.get("/oembed").status_code == 422


@pytest.mark.parametrize(
    "slug", ["laser-skin-tightening", "mesotherapy", "micro-laser-lipo", "micro-laser-peel"]
)
def test_the_name_is_that_of_the_document(client: TestClient, slug: str) -> None:
    told = _asked(client, f"{HOME}/procedures/{slug}").json()
    name = clients.data(client, f"/v1/procedures/{slug}")["name"]
    assert told["title"] == name
    assert f">{html.escape(name)}</a>" in told["html"]


@pytest.mark.parametrize(
    ("home", "url", "slug"),
    [
        ("https://x.example/candour", "https://x.example/candour/procedures/a", "a"),
        ("https://x.example/candour", "https://x.example/procedures/a", None),
        ("https://x.example/candour", "https://x.example/candourprocedures/a", None),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/procedures/a", "a"),
        ("http://127.0.0.1:8000", "http://127.0.0.1/procedures/a", None),
        ("http://[::1]:8000", "http://[::1]:8000/procedures/a", "a"),
        ("http://[::1]:8000", "http://[::ffff:127.0.0.1]:8000/procedures/a", None),
        ("https://x.example:8443", "https://X.example:8443/de-AT/procedures/a-b?c", "a-b"),
    ],
)
def test_the_public_address_decides_what_is_ours(home: str, url: str, slug: str | None) -> None:
    found = oembed.page(url, home=home)
    assert (found.slug if found else None) == slug
