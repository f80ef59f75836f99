"""Whatever colours are chosen, text can be read on them."""

import re

import hypothesis
import pytest
from hypothesis import strategies

from app.renderings import colours, html

COLOURS = strategies.tuples(*[strategies.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [
        ("000000", "ffffff", 21.0),
        ("ffffff", "ffffff", 1.0),
        ("767676", "ffffff", 4.54),
        ("777777", "ffffff", 4.48),
        ("ff0000", "ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, contrast: float) -> None:
    assert colours.contrast(colours.read(one), colours.read(other)) == pytest.approx(contrast, abs=0.005)


@hypothesis.given(
    given=strategies.fixed_dictionaries({}, optional=dict.fromkeys(colours.CHOSEN, COLOURS)),
    default=strategies.sampled_from([colours.LIGHT, colours.DARK]),
)
def test_any_colours_become_legible_and_their_background_stays(
    given: dict[str, colours.Colour], default: colours.Palette
) -> None:
    used, changes = colours.corrected(given, default=default)
    assert used["background"] == given.get("background", default["background"])
    assert all(colours.contrast(used[role], used["background"]) >= 4.5 for role in colours.WRITTEN)
    assert colours.contrast(used["text"], used["gap"]) >= 4.5
    assert {change.role for change in changes} == {role for role in given if used[role] != given[role]}


@pytest.mark.parametrize("default", [colours.LIGHT, colours.DARK])
def test_our_own_colours_need_no_correction(default: colours.Palette) -> None:
    assert colours.corrected({}, default=default) == (default, ())


def test_our_own_colours_are_those_of_the_style_sheet() -> None:
    found = re.findall(r"--candour-(\w+), (#[0-9a-f]{6})\)", html.read("card.css").decode())
    light, dark = found[: len(found) // 3], found[len(found) // 3 :]
    for held, default in ((light, colours.LIGHT), (dark, colours.DARK)):
        shown = {role: colours.read(words) for role, words in held if role != "border"}
        assert shown == default


def test_a_sheet_says_each_colour_for_light_and_dark() -> None:
    given = {"background": (0, 0, 0)}
    both = colours.sheet(given, theme=None)
    assert both.count("--candour-background:#000000") == 2
    assert "prefers-color-scheme: dark" in both
    for theme in ("light", "dark"):
        assert colours.sheet(given, theme=theme).count("--candour-background:#000000") == 1
    assert colours.sheet({}, theme="dark") != colours.sheet({}, theme="light")


@pytest.mark.parametrize(
    "words",
    ["", "#", "fff", "#fff", "gggggg", "0000000", "red", "#12345\n", "\uff11\uff12\uff13\uff14\uff15\uff16"],
)
def test_what_is_no_colour_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        colours.read(words)


def test_a_colour_is_read_with_or_without_its_sign() -> None:
    assert colours.read("#1D4ed8") == colours.read("1d4ed8") == (0x1D, 0x4E, 0xD8)
    assert colours.shown((0x1D, 0x4E, 0xD8)) == "#1d4ed8"
