"""Languages of the pages: which may be offered, which is chosen, and how each says numbers, lengths and directions."""

import datetime
import functools
from pathlib import Path

import pytest
from babel.messages import catalog, pofile

from app.renderings import languages
from tests import messages

REVIEWED = {languages.REVIEWED: "Consultant dermatologist, 2026-10-01"}
ONE, MANY = "%(total)s statement changed", "%(total)s statements changed"


@functools.cache
def _template() -> catalog.Catalog:
    return messages.template()


def _write(
    folder: Path, tag: str, *, headers: dict[str, str], leave: str = "", change: dict[str, str] | None = None
) -> None:
    """Write a catalogue that says everything in English, but for what is left out or changed."""
    made = catalog.Catalog(locale=tag.partition("-")[0], charset="utf-8")
    for message in _template():
        if not message.id or message.id == leave:
            continue
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        said = tuple((change or {}).get(form, form) for form in forms)
        if len(said) > 1:
            made.add(message.id, (said[0], *[said[1]] * (made.num_plurals - 1)), flags=message.flags)
        else:
            made.add(message.id, said[0], flags=message.flags)
    with (folder / f"{tag}.po").open("wb") as file:
        pofile.write_po(file, made, width=0)
    path = folder / f"{tag}.po"
    written = "".join(f'"{name}: {value}\\n"\n' for name, value in headers.items())
    path.write_text(path.read_text().replace('"MIME-Version', f'{written}"MIME-Version', 1))


def test_only_english_ships() -> None:
    assert list(languages.load()) == ["en"]


def test_a_language_whose_safety_wording_was_reviewed_is_offered(tmp_path: Path) -> None:
    _write(tmp_path, "fr", headers=REVIEWED, change={"Search": "Chercher"})
    offered = languages.load(tmp_path)
    assert list(offered) == ["en", "fr"]
    assert offered["fr"].gettext("Search") == "Chercher"
    assert offered["fr"].direction == "ltr"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {languages.REVIEWED: ""},
        {languages.REVIEWED: "2026-10-01"},
        {languages.REVIEWED: "A dermatologist, last October"},
        {languages.REVIEWED: "yes"},
    ],
)
def test_a_language_that_nobody_reviewed_is_refused(tmp_path: Path, headers: dict[str, str]) -> None:
    _write(tmp_path, "fr", headers=headers)
    with pytest.raises(languages.Unusable, match="safety wording"):
        languages.load(tmp_path)


@pytest.mark.parametrize("text", ["Silence is not safety.", "No clinician has reviewed this statement yet."])
def test_a_language_that_lacks_a_text_is_refused_and_the_text_named(tmp_path: Path, text: str) -> None:
    _write(tmp_path, "fr", headers=REVIEWED, leave=text)
    with pytest.raises(languages.Unusable, match=f"1 texts are missing or broken; the first: {text}"):
        languages.load(tmp_path)


def test_an_empty_text_is_a_missing_one(tmp_path: Path) -> None:
    _write(tmp_path, "fr", headers=REVIEWED, change={"Silence is not safety.": ""})
    with pytest.raises(languages.Unusable, match="Silence is not safety"):
        languages.load(tmp_path)


def test_a_text_whose_translation_is_only_guessed_is_a_missing_one(tmp_path: Path) -> None:
    _write(tmp_path, "fr", headers=REVIEWED)
    path = tmp_path / "fr.po"
    path.write_text(path.read_text().replace('msgid "Search"', '#, fuzzy\nmsgid "Search"'))
    with pytest.raises(languages.Unusable, match="the first: Search"):
        languages.load(tmp_path)


@pytest.mark.parametrize("broken", ["Lu.", "Lu le %(quand)s.", "Lu le %(on)d."])
def test_a_translation_that_loses_or_renames_a_value_is_refused(tmp_path: Path, broken: str) -> None:
    _write(tmp_path, "fr", headers=REVIEWED, change={"Read there on %(on)s.": broken})
    with pytest.raises(languages.Unusable, match="Read there on"):
        languages.load(tmp_path)


def test_a_translation_with_fewer_plurals_than_its_language_has_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, "pl", headers=REVIEWED)
    path = tmp_path / "pl.po"
    kept = [line for line in path.read_text().splitlines() if not line.startswith("msgstr[2]")]
    path.write_text("\n".join(kept))
    with pytest.raises(languages.Unusable):
        languages.load(tmp_path)


@pytest.mark.parametrize("name", ["french", "FR", "fr_FR", "fr-fr", "v1", "..", "fr-XA-XB"])
def test_a_name_that_is_no_tag_is_refused(tmp_path: Path, name: str) -> None:
    _write(tmp_path, "fr", headers=REVIEWED)
    (tmp_path / "fr.po").rename(tmp_path / f"{name}.po")
    with pytest.raises(languages.Unusable, match="no language tag"):
        languages.load(tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"not a catalogue", b'msgid "a'])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fr.po").write_bytes(content)
    with pytest.raises(languages.Unusable):
        languages.load(tmp_path)


def test_the_made_up_languages_need_no_review(tmp_path: Path) -> None:
    messages.write(tmp_path)
    offered = languages.load(tmp_path)
    assert list(offered) == ["en", "ar-XB", "en-XA"]
    assert [held.direction for held in offered.values()] == ["ltr", "rtl", "ltr"]
    for tag in ("en-XA", "ar-XB"):
        said = offered[tag].gettext("Read there on %(on)s.", on="2 May 2026")
        assert said.startswith("⟦")
        assert "2 May 2026" in said
        assert offered[tag].speaks("Silence is not safety.")
        assert not offered[tag].speaks("A sentence that nobody knows.")
    assert len(offered["en-XA"].gettext("Silence is not safety.")) > 1.3 * len("Silence is not safety.")


@pytest.mark.parametrize(("count", "said"), [(0, MANY), (1, ONE), (2, MANY), (1200, MANY)])
def test_english_counts(count: int, said: str) -> None:
    found = languages.ENGLISH.ngettext(ONE, MANY, count, total=languages.ENGLISH.number(count))
    assert found == said.replace("%(total)s", {1200: "1,200"}.get(count, str(count)))


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("en;q=0.2, fr;q=0.8", "fr"),
        ("en;q=0.8, fr;q=0.2", "en"),
        ("fr;q=0", "en"),
        ("fr;q=0, pt;q=0.1", "pt-BR"),
        ("en;q=0, fr;q=0", "en"),
        ("de", "en"),
        ("de, pt-BR;q=0.3", "pt-BR"),
        ("*", "en"),
        ("*;q=0", "en"),
        ("en-GB", "en"),
        ("fr;q=abc", "en"),
        ("x" * 5000, "en"),
        ("fr,,;;q", "fr"),
        ("\udcff", "en"),
    ],
)
def test_the_language_is_the_one_a_browser_likes_best_of_those_offered(header: str | None, tag: str) -> None:
    offered = {"en": languages.ENGLISH} | {name: languages.Language(tag=name) for name in ("fr", "pt-BR")}
    assert languages.best(header, offered=offered).tag == tag


@pytest.mark.parametrize(
    ("duration", "tag", "said"),
    [
        ("P1W", "en", "1 week"),
        ("P2W", "en", "2 weeks"),
        ("PT30M", "en", "30 minutes"),
        ("P1M", "en", "1 month"),
        ("P1Y6M", "en", "1 year and 6 months"),
        ("P1DT12H", "en", "1 day and 12 hours"),
        ("P2W", "fr", "2\xa0semaines"),
        ("P5D", "pl", "5 dni"),
        ("P3D", "pt-BR", "3 dias"),
        ("P3D", "ar", "3 أيام"),
        ("P2Y", "it", "2 anni"),
        ("P3W", "zh", "3周"),
    ],
)
def test_lengths_are_said_in_the_words_of_the_language(duration: str, tag: str, said: str) -> None:
    assert languages.Language(tag=tag).length(duration) == said


def test_minutes_and_months_are_not_mistaken_for_each_other() -> None:
    assert languages.ENGLISH.length("P3MT3M") == "3 months and 3 minutes"


@pytest.mark.parametrize(
    ("tag", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("fr", "ltr")]
)
def test_the_direction_is_that_of_the_script(tag: str, direction: str) -> None:
    assert languages.Language(tag=tag).direction == direction


def test_days_and_lists_are_british() -> None:
    assert languages.ENGLISH.day(datetime.date(2026, 11, 2)) == "2 November 2026"
    assert languages.ENGLISH.items(["a", "b", "c"]) == "a, b and c"
