"""What the editor never does: run what somebody wrote, act for another site, lose what was typed, shut anybody out."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from pydantic import SecretStr

from app import main, settings
from app.authoring import importing
from app.catalogue import drafts
from app.content import document
from app.db import engine
from tests import builders, databases, holders, leaflets, writers
from tests.browser import clinics, writing
from tests.content import seed
from tests.hostile import payloads, wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page

SLUG = "example-peel"
PATH = f"/procedures/{SLUG}"
PAGES = ("", PATH, f"{PATH}/check", f"{PATH}/history")
CANARY = "A canary that nobody but editors may see"
_WATCH = """
window.happened = [];
addEventListener('securitypolicyviolation', event => happened.push(event.effectiveDirective + ' ' + event.blockedURI));
window.alert = () => happened.push('ran');
"""
SANDBOX = "Blocked script execution in 'about:srcdoc'"
"""What the browser says of the script of a card, in the preview."""


class Service:
    """A running service of this test alone, and keys to its editor."""

    def __init__(self, url: str, home: str) -> None:
        self.url, self.home = url, home
        self.author = holders.key(url, role="author", holder="Ada Writer")
        self.other = holders.key(url, role="author", holder="Otto Writer")
        self.reviewer = holders.key(url, role="reviewer", holder="Rosa Reviewer")
        self.database = engine.Database(url, pool_size=1)

    def draft(self) -> Any:
        """Return the draft as it is stored."""
        with self.database.read() as session:
            return drafts.one(session, SLUG).tree


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service over a made-up procedure and a leaflet; the story of the editor is tested on both databases."""
    url = databases.sqlite(tmp_path, template="migrated")
    database = engine.Database(url, pool_size=1)
    importing.import_folder(database, builders.folder(tmp_path / "catalogue"))
    database.dispose()
    leaflets.bring_in(url, tmp_path)
    port = wire.free_port()
    held = Service(url, f"http://127.0.0.1:{port}")
    configured = settings.Settings(database_url=SecretStr(url), public_url=held.home)
    with wire.serving(main.create_app(configured), port=port):
        yield held
    held.database.dispose()


@pytest.fixture
def desk(browser: "Browser", heard: clinics.Heard, service: Service) -> Iterator[writing.Desk]:
    """Return a browser in which nobody is signed in."""
    with writing.desk(browser, heard, service.home) as held:
        yield held


def _laced(tree: Any, texts: Iterator[str]) -> Any:
    """Return a draft in which each text is another of these."""
    if isinstance(tree, dict):
        return {
            key: next(texts)
            if key in payloads.TEXTS - {"phrase"} and isinstance(value, str) and value != "unknown"
            else _laced(value, texts)
            for key, value in tree.items()
        }
    return [_laced(item, texts) for item in tree] if isinstance(tree, list) else tree


def _open(page: "Page") -> None:
    """Open whatever can be opened, again and again, since what is inside is made when it is."""
    idle = 0
    while idle < 2:
        opened = page.evaluate(
            "() => [...document.querySelectorAll('details:not([open])')].map(held => held.open = true).length"
        )
        idle = 0 if opened else idle + 1
        page.wait_for_timeout(200)


def test_nothing_that_somebody_wrote_into_a_draft_runs_anywhere(
    desk: writing.Desk, heard: clinics.Heard, service: Service
) -> None:
    texts = itertools.cycle(payloads.PAYLOADS)
    slots = itertools.count()
    tree = builders.draft().tree()
    _laced(tree, (str(next(slots)) for _ in itertools.count()))
    desk.page.add_init_script(_WATCH)

    def spoke(dialog: "Dialog") -> None:
        heard.said.append("dialog")
        dialog.dismiss()

    desk.page.on("dialog", spoke)
    desk.sign_in(service.author)
    writers.create(service.database, SLUG, _laced(tree, texts))
    for _ in range(-(-len(payloads.PAYLOADS) // next(slots))):
        writers.replace(service.database, SLUG, _laced(tree, texts))
        for path in PAGES:
            desk.go(path)
            _open(desk.page)
            if path == PATH:
                desk.page.get_by_label("The card").check()
                desk.page.wait_for_timeout(300)
            assert desk.page.evaluate("() => happened") == [], path
    shown = desk.page.context.new_page()
    shown.goto(f"{service.home}/editor{PATH}")
    shown.locator("body[data-ready=true]").wait_for()
    assert shown.locator("h1").inner_text() == service.draft()["name"]
    assert [line for line in heard.said if not line.startswith(SANDBOX)] == []


def test_what_runs_would_be_seen(desk: writing.Desk, service: Service) -> None:
    desk.page.add_init_script(_WATCH)
    desk.sign_in(service.author)
    image = "Object.assign(document.createElement('img'), {src: '//evil.example/x'})"
    desk.page.evaluate(f"() => document.body.append({image})")
    desk.page.wait_for_function("() => happened.length === 1")
    markup = "held.innerHTML = '<img src=x onerror=alert(1)>'; return held.children.length;"
    assert desk.page.evaluate(f"() => {{ const held = document.createElement('p'); {markup} }}") == 0


def test_another_site_can_neither_read_nor_write_in_the_name_of_who_is_signed_in(
    desk: writing.Desk, service: Service
) -> None:
    tree = builders.draft_tree()
    tree["summary"]["text"] = CANARY
    writers.create(service.database, SLUG, tree)
    desk.sign_in(service.author, PATH)
    before = service.draft()
    api = f"{service.home}/v1/authoring/procedures/{SLUG}"
    forms = "".join(
        f'<form id="{name}" method="post" enctype="{kind}" action="{place}">'
        f"<input name='{field}' value='\"}}'></form>"
        for name, kind, place, field in (
            ("a", "text/plain", f"{api}/submit", '{"note":"'),
            ("b", "application/x-www-form-urlencoded", f"{service.home}/editor/sign-out", "csrf"),
            ("c", "text/plain", f"{service.home}/v1/authoring/procedures", '{"slug":"x","name":"'),
        )
    )
    asked = """async ([api]) => {
        const tried = [];
        for (const [method, more] of [['GET', {}], ['POST', {body: '{}', headers: {'Content-Type': 'text/plain'}}],
            ['PUT', {body: '{}', headers: {'Content-Type': 'application/json', 'If-Match': '*'}}], ['DELETE', {}],
            ['GET', {headers: {'X-CSRF-Token': 'x'}}], ['GET', {mode: 'no-cors'}]]) {
            try {
                const answer = await fetch(api, {method, credentials: 'include', ...more});
                tried.push(answer.type === 'opaque' ? '' : await answer.text());
            } catch (error) { tried.push(''); }
        }
        return tried; }"""
    with clinics.site(forms) as clinic:
        for form in "abc":
            page = desk.page.context.new_page()
            page.goto(clinic)
            page.evaluate(f"() => document.getElementById('{form}').submit()")
            page.wait_for_url(f"{service.home}/**")
            assert CANARY not in page.content()
        page.goto(clinic)
        assert page.evaluate(asked, [api]) == [""] * 6
        framed = page.evaluate(
            """async home => { const frame = document.createElement('iframe'); frame.src = home;
            const shown = new Promise(done => frame.onload = done); document.body.append(frame); await shown;
            try { return frame.contentDocument.body.textContent; } catch (_) { return ''; } }""",
            f"{service.home}/editor{PATH}",
        )
        assert framed == ""
    assert service.draft() == before
    desk.go(PATH)
    assert desk.page.get_by_role("button", name="Sign out").is_visible()


PUBLIC = (
    "/",
    "/?q=canary",
    "/procedures/canary-peel",
    "/sitemap.xml",
    "/embed/canary-peel",
    "/embed",
    "/corrections",
    "/sources",
    "/v1/procedures",
    "/v1/procedures/canary-peel",
    "/v1/procedures/canary-peel/revisions",
    "/v1/search?q=canary",
    "/v1/suggest?q=can",
    "/v1/corrections",
    "/v1/changes",
)
PRIVATE = (
    "/v1/authoring/procedures",
    "/v1/authoring/procedures/canary-peel",
    "/v1/authoring/procedures/canary-peel/versions",
    "/v1/authoring/procedures/canary-peel/preview?as=page",
)


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_draft_is_seen_nowhere_but_in_the_editor(
    desk: writing.Desk, service: Service, *, signed_in: bool
) -> None:
    text = json.dumps(builders.draft_tree("canary-peel", procedure=2))
    tree = json.loads(text.replace("glow peel 2", CANARY).replace("It is done without surgery.", CANARY))
    writers.create(service.database, "canary-peel", tree)
    if signed_in:
        desk.sign_in(service.author, "/procedures/canary-peel")
    asked = desk.page.context.request  # with the cookies of the browser
    for path in (*PUBLIC, *PRIVATE):
        answer = asked.get(f"{service.home}{path}")
        assert CANARY not in answer.text(), path
        if path in PRIVATE:
            assert answer.status == (403 if signed_in else 401), path
            assert answer.headers["cache-control"] == "no-store"


def test_what_two_people_typed_at_the_same_time_is_shown_side_by_side_and_nothing_is_lost(
    browser: "Browser", heard: clinics.Heard, desk: writing.Desk, service: Service
) -> None:
    writers.create(service.database, SLUG, builders.draft_tree())
    desk.sign_in(service.author, PATH)
    desk.page.get_by_label("Name", exact=True).fill("The name that Ada typed")
    desk.page.get_by_text("It is kept in this tab").wait_for()
    desk.page.reload()
    desk.ready()
    assert desk.page.get_by_label("Name", exact=True).input_value() == "The name that Ada typed"
    with writing.desk(browser, heard, service.home) as other:
        other.sign_in(service.other, PATH)
        assert other.page.get_by_label("Name", exact=True).input_value() == "Example peel"
        other.page.get_by_label("Name", exact=True).fill("The name that Otto typed")
        other.save()
    desk.page.get_by_role("button", name="Save", exact=True).click()
    both = desk.page.get_by_role("heading", name="Somebody saved this draft meanwhile")
    both.wait_for()
    row = desk.page.get_by_role("row").filter(has_text="The name that Ada typed")
    assert "The name that Otto typed" in row.inner_text()
    assert desk.page.get_by_label("Name", exact=True).input_value() == "The name that Ada typed"
    assert desk.violations() == []
    desk.page.get_by_role("button", name="Save what I typed").click()
    desk.said("Saved.")
    assert service.draft()["name"] == "The name that Ada typed"
    assert desk.page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


def test_what_is_typed_survives_a_service_that_cannot_be_reached_and_a_session_that_ends(
    desk: writing.Desk, service: Service
) -> None:
    writers.create(service.database, SLUG, builders.draft_tree())
    desk.sign_in(service.author, PATH)
    desk.page.get_by_label("Name", exact=True).fill("A new name")
    desk.page.route("**/v1/authoring/**", lambda route: route.abort("connectionrefused"))
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.said("could not be reached")
    desk.page.unroute("**/v1/authoring/**")
    desk.page.context.clear_cookies()
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.said("no longer signed in")
    desk.sign_in(service.author, PATH)
    assert desk.page.get_by_label("Name", exact=True).input_value() == "A new name"
    desk.save()
    assert service.draft()["name"] == "A new name"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_everybody_can_use_the_pages(
    browser: "Browser", heard: clinics.Heard, service: Service, width: int, scheme: Literal["light", "dark"]
) -> None:
    tree = builders.draft_tree()
    tree["sections"]["side_effects"]["statements"][0]["text"] = "It says something else now."
    writers.create(service.database, SLUG, tree)
    with clinics.opened(browser, heard, width=width, color_scheme=scheme) as page:
        held = writing.Desk(page, service.home)
        page.goto(f"{service.home}/editor")
        assert held.violations() == []
        held.sign_in(service.author)
        for path in PAGES:
            held.go(path)
            _open(page)
            assert held.violations() == [], path
            wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, path
        held.go(PATH)
        held.part("/sections/side_effects")
        claim = held.part("/sections/side_effects/statements/0")
        claim.get_by_role("button", name="Pick a phrase").click()
        page.get_by_role("dialog", name="Pick a phrase").wait_for()
        assert held.violations() == []
        page.keyboard.press("Escape")
        writers.submit(service.database, SLUG)
    with clinics.opened(browser, heard, width=width, color_scheme=scheme) as page:
        held = writing.Desk(page, service.home)
        held.sign_in(service.reviewer, f"{PATH}/check")
        _open(page)
        page.locator("fieldset.verdict").first.wait_for()
        assert held.violations() == []


_THROUGH_FORMS = """async trees => {
    const base = document.querySelector('script[type=module]').src.replace('main.js', '');
    const [{Shapes, shown, meant, merge}, {read}, {claims}] = await Promise.all(
        ['shapes.js', 'api.js', 'document.js'].map(name => import(base + name)));
    const shapes = new Shapes((await read('/v1/authoring/schema')).data);
    const kinds = Object.values(shapes.schema.$defs).filter(held => held.properties?.kind?.const);
    for (const tree of trees) for (const {claim} of claims(tree)) {
        const shape = shapes.form(kinds.find(held => held.properties.kind.const === claim.kind));
        merge(claim, meant(shown(claim, shape), shape) ?? {}, shape);
    }
    return trees; }"""


def test_what_nobody_touches_comes_out_of_a_form_as_it_went_in(desk: writing.Desk, service: Service) -> None:
    desk.sign_in(service.author)
    held = [*map(seed.draft, seed.trees()), builders.draft()]
    came = desk.page.evaluate(_THROUGH_FORMS, [draft.tree() for draft in held])
    for before, after in zip(held, came, strict=True):
        assert document.ProcedureDraft.model_validate_json(json.dumps(after)) == before


def test_no_letter_is_lost_however_fast_somebody_types(desk: writing.Desk, service: Service) -> None:
    writers.create(service.database, SLUG, builders.draft_tree())
    desk.sign_in(service.author, PATH)
    desk.part("/sections/side_effects")
    field = desk.part("/sections/side_effects/statements/0").get_by_label("In plain words")
    field.evaluate("one => { window.lost = 0; one.addEventListener('blur', () => window.lost++); }")
    field.fill("")
    field.focus()
    words = "The skin can be red for a day or two, and it can itch. " * 8
    desk.page.keyboard.type(words)
    assert (field.input_value(), desk.page.evaluate("() => lost")) == (words, 0)


def test_the_keyboard_alone_is_enough_to_write(desk: writing.Desk, service: Service) -> None:
    writers.create(service.database, SLUG, builders.draft_tree())
    keyboard = desk.page.keyboard
    desk.page.goto(f"{service.home}/editor")
    desk.tab_to("Key")
    keyboard.type(service.author)
    keyboard.press("Enter")
    desk.ready()
    desk.tab_to("Example peel")
    keyboard.press("Enter")
    desk.page.wait_for_url(f"**{PATH}")
    desk.ready()
    desk.tab_to("Side effects")
    keyboard.press("Enter")
    desk.tab_to("Add a statement")
    keyboard.press("Enter")
    keyboard.type("The skin can be red.")
    desk.tab_to("What it is about")
    keyboard.type("redness")
    desk.tab_to("Pick a phrase from a source")
    keyboard.press("Enter")
    panel = desk.page.get_by_role("dialog", name="Pick a phrase")
    panel.get_by_text("Nothing is selected yet.").wait_for()
    desk.page.wait_for_function("() => document.querySelector('.source-text')?.value")
    _select(desk, panel)
    desk.tab_to("Use this phrase")
    keyboard.press("Enter")
    panel.wait_for(state="detached")
    keyboard.press("Control+s")
    desk.said("Saved.")
    written = service.draft()["sections"]["side_effects"]["statements"][-1]
    (held,) = written["evidence"]
    assert (written["text"], written["concept"]) == ("The skin can be red.", "redness")
    assert (held["start"], held["end"], held["phrase"]) == (0, 4, leaflets.TEXT[:4])


def _select(desk: writing.Desk, panel: "Locator") -> None:
    """Select too much, and then the first word, which begins with a character of two UTF-16 units."""
    keyboard = desk.page.keyboard
    desk.tab_to("Its text")
    keyboard.press("Control+Home")
    for _ in range(30):
        keyboard.press("Shift+Control+ArrowRight")
    panel.get_by_text("That is too long").wait_for()
    assert panel.get_by_role("button", name="Use this phrase").is_disabled()
    keyboard.press("Control+Home")
    for _ in range(5):
        keyboard.press("Shift+ArrowRight")
    keyboard.type("x")  # the text cannot be changed
    panel.get_by_text("Selected, 1 of at most 15 words: \U0001d54aoft").wait_for()
