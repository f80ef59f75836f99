"""The picture is small, sound, silent about nothing that is about safety, and never runs what a text says."""

import base64
import datetime
import hashlib
import itertools
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.content import document, freezing, placement, timeline, vocabulary, words
from app.renderings import picture, story
from tests import builders, timelines
from tests.content import seed
from tests.hostile import test_literal_texts, texts

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "rect", "g", "path", "text"}
ATTRIBUTES = {
    *(
        "class",
        "width",
        "height",
        "viewBox",
        "role",
        "aria-labelledby",
        "lang",
        "id",
        "rx",
        "fill",
        "transform",
    ),
    *("stroke", "stroke-linecap", "stroke-width", "stroke-dasharray", "d", "x", "y"),
    *("font-family", "font-size", "font-weight"),
}
SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def _svg(published: document.ProcedureDocument, **changes: Any) -> bytes:
    foot = {
        "name": published.name,
        "reviewed": published.review.words,
        "address": f"candour.example/v1/procedures/{published.slug}/timeline",
        "licence": "CC BY 4.0",
        "revision": 1,
        "sha256": "0123456789abcdef" * 4,
        "published": datetime.date(2026, 11, 21),
        **changes,
    }
    return picture.svg(timeline.of(published), foot=picture.Foot(**foot))


def _of(tree: timelines.Tree) -> ElementTree.Element:
    return ElementTree.fromstring(_svg(timelines.frozen(tree)))  # noqa: S314 - our own picture


def _seed(slug: str) -> document.ProcedureDocument:
    known = {name: source.metadata() for name, source in seed.sources_by_id().items()}
    return freezing.freeze(seed.draft(slug), known=known, terms=seed.terms())


def _seen(svg: ElementTree.Element) -> str:
    """Return the visible words from the top down."""
    lines = sorted(svg.iter(f"{SVG}text"), key=lambda line: (int(line.get("y", 0)), int(line.get("x", 0))))
    return " ".join(line.text or "" for line in lines)


def _told(svg: ElementTree.Element) -> str:
    return svg.findtext(f"{SVG}desc") or ""


def _letters(text: str) -> str:
    """Return a text without white space, since lines may be broken within a long word."""
    return "".join(text.split())


@pytest.mark.parametrize("slug", sorted(seed.trees()))
def test_the_pictures_of_the_seed_have_between_one_and_six_kilobytes_with_nothing_left_out(
    slug: str, record_property: Any
) -> None:
    drawn = _svg(_seed(slug))
    record_property("figure", f"picture of {slug}: {len(drawn)} bytes")
    assert 1024 <= len(drawn) <= 6 * 1024
    assert b"No room here" not in drawn


@SLOW
@given(timelines.documents())
def test_every_picture_is_small_sound_and_made_of_few_things(published: document.ProcedureDocument) -> None:
    drawn = _svg(published)
    assert len(drawn) <= picture.LARGEST
    svg = ElementTree.fromstring(drawn)  # noqa: S314 - our own picture
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= ELEMENTS
    assert {name for element in svg.iter() for name in element.keys()} <= ATTRIBUTES  # noqa: SIM118 - no mapping
    assert svg.get("role") == "img"
    named = {element.get("id"): element.tag.removeprefix(SVG) for element in svg.iter() if element.get("id")}
    assert [named[name] for name in (svg.get("aria-labelledby") or "").split()] == ["title", "desc"]
    assert published.name in (svg.findtext(f"{SVG}title") or "")
    assert _svg(published) == drawn


@SLOW
@given(timelines.documents(most=12))
@example(timelines.frozen(timelines.bare()))
def test_no_side_effect_and_no_sign_to_seek_help_is_left_out_unsaid(
    published: document.ProcedureDocument,
) -> None:
    svg = ElementTree.fromstring(_svg(published))  # noqa: S314 - our own picture
    seen, told = _letters(_seen(svg)), _letters(_told(svg))
    dropped = seen.partition("Noroomherefor")[2].partition("Filled:")[0]
    labels = {concept.id: concept.label for concept in published.concepts}
    effects = [item for item in published.sections.side_effects.statements if item.rank != "deprecated"]
    signs = [item for item in published.sections.warning_signs.statements if item.rank != "deprecated"]
    names = [labels[effect.concept].capitalize() for effect in effects]
    asked = [f"{sign.text.rstrip('.')}." for sign in signs]
    for held, shown, noun in (
        (effects, names, "sideeffect"),
        (signs, asked, "signtoseekhelp|signstoseekhelp"),
    ):
        left = re.search(rf"(\d+)(?:{noun})", dropped)
        assert left is None or 0 < int(left[1]) <= len(held)
        for name in shown if left is None else ():
            assert _letters(name).rstrip(".") in seen
            assert _letters(name).rstrip(".") in told
    for shown, section in ((names, "side_effects"), (asked, "warning_signs")):
        assert shown or _letters(words.coverage(section, "not_addressed")) in seen
    for said in (published.review.words, picture.NOT_ADVICE):
        assert _letters(said) in seen
        assert _letters(said) in told


def test_the_story_in_words_tells_what_the_shapes_show() -> None:
    svg = ElementTree.fromstring(_svg(_seed("laser-skin-tightening")))  # noqa: S314 - our own picture
    told = _told(svg)
    assert (
        "Swelling: “generally decreases in one to 3 days”. Until it gets less; when it is gone is not stated."
        in told
    )
    assert "Hyperpigmentation: “might, could”." in told
    assert words.coverage("warning_signs", "not_addressed") in told
    assert "Our sources do not say: how long recovery takes." in told
    order = [told.index(f"{title}:") for title in timeline.PHASES.values()]
    assert order == sorted(order)


def test_a_picture_without_side_effects_says_that_the_sources_are_silent() -> None:
    svg = _of(timelines.bare())
    for name in ("side_effects", "warning_signs"):
        assert words.coverage(name, "not_addressed") in _seen(svg)
        assert words.coverage(name, "not_addressed") in _told(svg)


def test_side_effects_that_are_no_longer_held_do_not_make_a_picture_silent() -> None:
    old = timelines.effect(1, rank="deprecated", rank_reason="It was wrong.")
    sign = timelines.claim(2, "warning_sign", ask="a doctor", rank="deprecated", rank_reason="It was wrong.")
    seen = _seen(_of(timelines.bare(side_effects=[old], warning_signs=[sign])))
    assert words.coverage("side_effects", "not_addressed") in seen
    assert words.coverage("warning_signs", "not_addressed") in seen
    assert "Left out: 2 statements no longer held." in seen


def _many(count: int) -> tuple[str, str]:
    """Return what is seen and told of so many side effects among much else, a third of them with a stated length."""
    length = timelines.span("P1D", "P3D", "usually gets less in one to three days", measures="until_better")
    tree = timelines.bare(
        side_effects=[
            timelines.effect(
                number,
                concept=f"effect-{number}",
                **({"duration": length} if number % 3 == 0 else {"hedge": "may"}),
            )
            for number in range(1, count + 1)
        ],
        outcomes=[timelines.claim(1000 + number, "outcome") for number in range(40)],
        anaesthesia=[timelines.claim(1100 + number, "anaesthesia", type="local") for number in range(40)],
    )
    concepts = [*builders.concepts(), *_concepts(count)]
    svg = ElementTree.fromstring(_svg(timelines.frozen(tree, concepts=concepts)))  # noqa: S314 - our own picture
    return _seen(svg), _told(svg)


def _named(words: str) -> set[int]:
    return {int(number) for number in re.findall(r"Effect number (\d+)", words)}


@pytest.mark.parametrize("count", [12, 30, 60])
def test_of_sixty_side_effects_each_is_named_whatever_else_has_no_room(count: int) -> None:
    seen, told = _many(count)
    assert _named(seen) == _named(told) == set(range(1, count + 1))
    assert "side effect" not in seen.partition("No room here for ")[2].partition(".")[0]
    assert ("1 day" in seen) == (count == 12), "only where all have room are they drawn"


def test_of_two_hundred_side_effects_those_without_room_are_counted() -> None:
    seen, told = _many(200)
    left = re.search(r"No room here for (\d+) side effects, 40 statements on anaesthesia, 40 results\.", seen)
    assert left
    assert left[0] in told
    assert _named(seen) == _named(told)
    assert len(_named(seen)) + int(left[1]) == 200
    assert len(_named(seen)) > 60
    assert "In full: candour.example/v1/procedures/example-peel/timeline" in seen.replace("/ ", "/")


def _concepts(count: int) -> list[vocabulary.Concept]:
    return [
        vocabulary.Concept(id=f"effect-{number}", scheme="side_effect", label=f"effect number {number}")
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("character", ["&", '"', "😀", "ﷺ", "W", "激"])
def test_the_worst_texts_leave_a_picture_small(character: str) -> None:
    long, label = character * 600, character * 120
    number = itertools.count(1)
    tree = timelines.bare(
        side_effects=[timelines.effect(next(number), text=long, onset=label, hedge=label) for _ in range(9)],
        outcomes=[timelines.claim(next(number), "outcome", text=long) for _ in range(9)],
        warning_signs=[timelines.claim(next(number), "warning_sign", text=long, ask=label) for _ in range(9)],
    )
    for name in ("preparation", "aftercare", "recovery", "duration", "anaesthesia", "session_plan"):
        finding = timelines.claim(next(number), "absence", text=long)
        tree["sections"][name] = {"coverage": "stated_none", "finding": finding}
    tree["name"] = label
    drawn = _svg(timelines.frozen(tree))
    assert len(drawn) <= picture.LARGEST
    seen = _seen(ElementTree.fromstring(drawn))  # noqa: S314 - our own picture
    assert "No room here for" in seen
    assert story.NOT_SHOWN in seen


@SLOW
@given(st.lists(st.sampled_from(test_literal_texts.WORDS), min_size=20, max_size=20))
def test_hostile_texts_are_words_in_a_picture(hostile: list[str]) -> None:
    text = iter(hostile)
    length = timelines.span("P1D", "P3D", next(text), measures="until_gone")
    vague = timelines.span("open", "open", next(text))
    event = {"status": "stated", "wording": next(text), "event": next(text)}
    tree = timelines.bare(
        side_effects=[
            timelines.effect(1, duration=length, onset=next(text)),
            timelines.effect(2, concept="swelling", hedge=next(text), frequency=next(text)),
        ],
        aftercare=[timelines.claim(3, "aftercare", action="do", phase="after", text=next(text), until=event)],
        recovery=[timelines.claim(4, "recovery", milestone="daily_life", duration=vague)],
        warning_signs=[timelines.claim(5, "warning_sign", text=next(text), ask=next(text))],
    )
    tree["name"] = next(text)
    svg = _of(tree)
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= ELEMENTS
    names = {name for element in svg.iter() for name in element.keys()}  # noqa: SIM118 - no mapping
    assert names <= ATTRIBUTES
    seen = _letters(_seen(svg))
    for word in (hostile[0], hostile[1], hostile[4], hostile[7], hostile[10]):
        assert _letters(word) in seen
    assert svg.findtext(f"{SVG}title") == f"{tree['name']}: timeline"


def test_there_are_many_hostile_words() -> None:
    assert len(test_literal_texts.WORDS) > 50
    assert set(texts.WORDS.values()) & set(test_literal_texts.WORDS)


def test_the_policy_lets_in_this_style_sheet_and_no_other() -> None:
    svg = ElementTree.fromstring(_svg(_seed("mesotherapy")))  # noqa: S314 - our own picture
    digest = base64.b64encode(hashlib.sha256((svg.findtext(f"{SVG}style") or "").encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in picture.POLICY
    assert "unsafe" not in picture.POLICY
    assert "url(" not in picture.STYLE
    assert "@import" not in picture.STYLE


def test_every_colour_can_be_read_in_light_and_dark() -> None:
    schemes = [dict(re.findall(r"--(\w):(#\w+)", part)) for part in picture.STYLE.split("@media")]
    assert len(schemes) == 2
    assert "prefers-color-scheme:dark" in picture.STYLE
    for colours in schemes:
        assert set(colours) == {"g", "t", "m", "l", "o", "e"}
        for text in ("t", "m"):
            assert _contrast(colours[text], colours["g"]) >= 4.5
        for shape in ("o", "e"):
            assert _contrast(colours[shape], colours["g"]) >= 3


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_two_pictures_on_a_page_have_identifiers_of_their_own() -> None:
    published = _seed("mesotherapy")
    one, other = (ElementTree.fromstring(_svg(published, sha256=name * 64)) for name in "ab")  # noqa: S314
    ids = [{element.get("id") for element in svg.iter()} - {None} for svg in (one, other)]
    assert len(ids[0]) == 2
    assert not ids[0] & ids[1]


def test_the_foot_says_revision_day_and_terms() -> None:
    seen = _seen(ElementTree.fromstring(_svg(_seed("mesotherapy"), revision=7)))  # noqa: S314 - our own picture
    assert "Revision 7 (01234567) of 2026-11-21, CC BY 4.0" in seen


def test_an_effect_that_gets_less_says_so_in_words_wherever_it_stands() -> None:
    vague = timelines.span("open", "open", "soon", measures="until_better")
    measured = timelines.span("P1D", "P2D", "in a day or two", measures="until_better")
    seen = _seen(
        _of(
            timelines.bare(
                side_effects=[
                    timelines.effect(1, duration=vague),
                    timelines.effect(2, concept="swelling", duration=measured),
                ]
            )
        )
    )
    assert "Bruising: gets less “soon”, no end stated" in seen
    assert placement.BETTER in seen


def test_what_is_disputed_says_so_in_the_picture() -> None:
    review = {"state": "disputed", "role": "clinician", "on": "2026-01-01"}
    tree = timelines.bare(
        side_effects=[timelines.effect(1, review=review)],
        session_plan=[
            timelines.claim(
                2,
                "session_plan",
                review=review,
                aspect="repeat_after",
                repeat_after=timelines.span("P6M", "P1Y"),
            )
        ],
    )
    svg = _of(tree)
    assert _seen(svg).count("A reviewer disputes this.") == 2
    assert _told(svg).count("A reviewer disputes this.") == 2
