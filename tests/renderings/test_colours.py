"""Whatever colours are chosen, text can be read on them."""

import hypothesis
import pytest
from hypothesis import strategies

from app.renderings import colours

COLOURS = strategies.tuples(*[strategies.integers(0, 255)] * 3)
PLAIN = colours.Palette(text=(16, 23, 30), background=(255, 255, 255), accent=(11, 87, 208))


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


@hypothesis.given(text=COLOURS, background=COLOURS, accent=COLOURS)
def test_any_palette_becomes_legible_and_its_background_stays(
    text: colours.Colour, background: colours.Colour, accent: colours.Colour
) -> None:
    used, changes = colours.corrected(
        {"text": text, "background": background, "accent": accent}, default=PLAIN
    )
    assert used.background == background
    assert colours.contrast(used.text, background) >= 4.5
    assert colours.contrast(used.accent, background) >= 4.5
    moved = {change.role for change in changes}
    assert moved == {
        role for role, given in (("text", text), ("accent", accent)) if getattr(used, role) != given
    }


def test_colours_that_can_be_read_are_left_alone() -> None:
    used, changes = colours.corrected({"text": (0, 0, 0)}, default=PLAIN)
    assert (used.text, used.accent, changes) == ((0, 0, 0), PLAIN.accent, ())


def test_a_colour_that_nobody_gave_follows_the_background_unsaid() -> None:
    used, changes = colours.corrected({"background": (0, 0, 0)}, default=PLAIN)
    assert colours.contrast(used.text, (0, 0, 0)) >= 4.5
    assert changes == ()


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
