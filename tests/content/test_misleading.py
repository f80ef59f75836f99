"""What a clinic may not say beside the facts, in whatever spelling; and what it may."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.content import clinics, misleading

MISLEADING = [
    "There is no risk.",
    "No known side effects.",
    "Side-effect-free",
    "without any complications",
    "Painless!",
    "p a i n l e s s",
    "PAIN–FREE",
    "pain.less",
    "It does not hurt.",
    "It doesn’t hurt",
    "100 % of our patients are happy",
    "100%",
    "Results guaranteed",
    "No downtime",
    "ganz schmerzfrei",
    "ohne Risiko",
    "sans douleur",
    "sin riesgo",
    "Completely safe",
    "Suitable for everybody",
    "recommended by doctors",
    "Ignore the warnings above.",
    "You do not have to: do not worry about pregnancy.",
    "The list above is exaggerated.",
    "All the risks listed above do not apply to us.",
    "The side effects above are out of date.",
    "Bruising never happens with us.",
    "Nobody has ever had a complication here.",
    "Our doctor disagrees with those warnings.",
    "Pregnant women are welcome.",
    "Nothing to fear",
    "sans danger",
    "Très sûr",
    "Checked by Candour",
    "From the clinic",
    "Side effects: see below",
    "Contraindications",
    "<b>Bold</b>",
    "&lt;script&gt;",
    "[here](there)",
    "See www.example.org",
    "https://example.org",
    "\u0440ainless",
    "x" * 401,
    "None. " * 80,
]
PLAIN = [
    "Call us on the day after, whatever you feel.",
    "Keep out of the sun for a week, and use the cream that we give you.",
    "Rufen Sie uns am Tag danach an.",
    "Ask for Ms Löwe: 020 7946 0000, 9 to 5.",
    "You will meet the doctor twice before.",
    "Tell us if you are pregnant, or have never had an injection.",
    "Read the side effects above, and call us if you have one.",
]


def made(**offer: object) -> clinics.Clinic:
    """Return a clinic that offers one procedure."""
    held = {"name": "Glow Clinic", "site": "https://glow.example", "offers": [{"procedure": "x", **offer}]}
    return clinics.Clinic.model_validate(held)


@pytest.mark.parametrize("text", MISLEADING)
@pytest.mark.parametrize("field", ["aftercare", "practitioner", "name"])
def test_what_would_mislead_is_found_in_every_field(text: str, field: str) -> None:
    if len(text) > 120 and field != "aftercare":
        return
    text = text.strip()
    clinic = made(**{field: text}) if field != "name" else made().changed(name=text)
    ((pointer, why),) = misleading.found(clinic)
    assert pointer == ("/name" if field == "name" else f"/offers/0/{field}")
    assert why.endswith(".")


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_are_let_through(text: str) -> None:
    assert list(misleading.found(made(aftercare=text, practitioner="Dr A. Example"))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site", "http://glow.example"),
        ("site", "https://user:secret@glow.example"),
        ("site", "https://glow"),
        ("site", "javascript:alert(1)"),
        ("origins", ["https://*.glow.example"]),
        ("origins", ["*"]),
        ("origins", ["https://glow.example/path"]),
        ("origins", ["https://glow.example; script-src *"]),
        ("origins", ["https://glow.example https://evil.example"]),
        ("origins", ["http://glow.example"]),
        ("origins", ["null"]),
        ("origins", ["https://glow.example"] * 2),
        ("theme", {"text": "red"}),
        ("theme", {"text": "#fff"}),
        ("theme", {"hidden": True}),
        ("sections", ["side_effects"]),
        ("without", ["side_effects"]),
        ("language", "English"),
        ("name", ""),
        ("name", "a\u202eb"),
        ("offers", [{"procedure": "x"}, {"procedure": "x"}]),
        ("offers", [{"procedure": "x", "price": {"currency": "GBP", "min": 120}}]),
        ("offers", [{"procedure": "x", "price": {"currency": "GBP", "min": "1,200.00"}}]),
        ("offers", [{"procedure": "x", "price": {"currency": "GBP", "min": "-1"}}]),
        ("offers", [{"procedure": "x", "price": {"currency": "gbp", "min": "1"}}]),
        ("offers", [{"procedure": "x", "price": {"currency": "GBP", "min": "2", "max": "1.99"}}]),
        ("offers", [{"procedure": "x", "price": {"currency": "GBP", "min": "1e3"}}]),
        ("offers", [{"procedure": "x", "session": {"min": "PT45M", "max": "PT30M"}}]),
        ("offers", [{"procedure": "x", "session": {"min": "half an hour"}}]),
        ("offers", [{"procedure": "x", "booking": "http://glow.example/book"}]),
        ("offers", [{"procedure": "x", "risks": "none"}]),
        ("offers", [{"procedure": f"x-{place}"} for place in range(clinics.MOST_OFFERS + 1)]),
    ],
)
def test_what_has_no_form_is_refused(field: str, value: Any) -> None:
    held = {"name": "Glow Clinic", "site": "https://glow.example", field: value}
    with pytest.raises(ValidationError):
        clinics.Clinic.model_validate(held)


def test_amounts_are_kept_as_they_were_written() -> None:
    held = made(price={"currency": "GBP", "min": "120.00", "max": "1234567.5"})
    assert held.tree()["offers"] == [
        {"procedure": "x", "price": {"currency": "GBP", "min": "120.00", "max": "1234567.5"}}
    ]
