"""The Markdown of a document holds every fact of it and says every gap, and no text in it is more than words."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import document, values, words
from app.renderings import markdown, markdown_text
from tests import builders, clients, drawn, facts, facts_markdown, timelines
from tests.content import seed
from tests.hostile import fields, files, payloads, texts
from tests.renderings import linked

SLOW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
SLUGS = sorted(seed.trees())
BREAKING = (
    "# A heading", "- a", "1. a", "2) a", "+ a", "> a", "***", "---", "~~~", "```", "*a* _b_ **c**",
    "a_b_c", "[a](https://evil.example)", "![a](//evil.example/x.png)", "[a]: //evil.example", "<https://evil.example>",
    "https://evil.example", "www.evil.example", "&lt;b&gt;", "&#35;", "a\\", "\\*a\\*", "`a`", "``", "|a|b|", "$a$",
    "C #", "a ##", "“a” – *b*", "min `P1D`, max `P2D`", "(Coverage of `side_effects`: `stated_none`.)",
    "Address: [st_0000000000](https://candour.example/v1/statements/st_0000000000)", "<!-- a -->", "<b>a</b>",
)  # fmt: skip
"""What would be more than words in Markdown that does not escape it."""


HOSTILE = tuple(filter(fields.may_stand, (*BREAKING, *texts.WORDS.values(), *payloads.PAYLOADS)))
FIELDS = (*fields.TEXTS, "@duration/evidence/0/phrase")
_OURS = re.compile(rf"{re.escape(clients.PUBLIC_URL)}/[a-z0-9/_-]*")


def _text(published: document.ProcedureDocument) -> str:
    return markdown.content(published.canonical(), imprint=linked.imprint()).decode("utf-8")


def _whole(published: document.ProcedureDocument) -> facts_markdown.Reading:
    """Check that nothing is missing, nothing is more than words, and return what was read."""
    text = _text(published)
    assert facts_markdown.of_markdown(text) == facts.of_document(json.loads(published.canonical()))
    found = facts_markdown.read(text)
    techniques = len(published.techniques.statements)
    tags = [tag for tag, _ in found.headings]
    extra = bool(published.withdrawn) + bool(published.aliases)
    assert (tags.count("h1"), tags.count("h2")) == (1, len(markdown.ORDER) + 3 + extra)
    assert (tags.count("h3"), tags.count("h4")) == (techniques, 2 * techniques)
    assert found.headings[0] == ("h1", _line(published.name))
    assert not {"html_block", "html_inline", "image", "fence", "code_block", "hr", "softbreak"} & found.kinds
    assert [link for link in found.links if not _OURS.fullmatch(link)] == []
    _statements_are_whole(published, found)
    return found


def _line(text: str) -> str:
    """Return a text as one line, as paragraphs show it."""
    shown = "".join(
        f"⟨U+{ord(character):04X}⟩"
        if values.unprintable(character) and not character.isspace()
        else character
        for character in text
    )
    return " ".join(shown.split())


def _statements_are_whole(published: document.ProcedureDocument, found: facts_markdown.Reading) -> None:
    for _, claim in document.claims(published):
        said = found.items[claim.id]
        assert _line(claim.text) in said
        assert f"Grade of evidence: {claim.grade}." in said
        assert claim.hedge is None or f"with a reserve: “{_line(claim.hedge)}”." in said
        assert (claim.rank == "deprecated") == said.startswith("This no longer holds.")
        assert claim.rank_reason is None or _line(claim.rank_reason) in said
        assert (claim.review.state == "unreviewed") == ("Not reviewed by a clinician yet." in said)
        assert claim.review.role is None or f"{_line(claim.review.role)}, on {claim.review.on}." in said
        for item in claim.evidence:
            assert f"{item.source}: " in said
            assert (item.stance == "disputes") <= (f"This source disputes it: {item.source}" in said)
            phrase = getattr(item, "phrase", None)
            assert (f"“{_line(str(phrase))}”" if phrase else "only point to a place in it") in said
            assert item.note is None or _line(item.note) in said
            assert (
                item.attributed_to is None
                or f"The source names {_line(item.attributed_to)} for this." in said
            )
            assert item.quality == "clear" or "words " in said
    for _, _, section in document.sections(published):
        held = [claim for claim in section.statements if claim.rank != "deprecated"]
        assert str(section.words) in found.words or (section.coverage == "stated" and not held)
        assert all(silence.words in found.words for silence in section.silent_on)
    assert published.conflicts.words is not None
    assert published.conflicts.words in found.words
    assert published.review.words in found.words
    for stone in published.withdrawn:
        assert words.withdrawn(stone.kind, str(stone.on)) in found.words
        assert _line(stone.reason) in found.words
    for source in published.sources:
        for told in (source.title, source.about, source.rights, source.commercial_interest):
            assert _line(told) in found.words


@pytest.mark.parametrize("slug", SLUGS)
def test_the_seed_loses_nothing_in_markdown(slug: str) -> None:
    _whole(seed.frozen(slug))


@SLOW
@given(drawn.DOCUMENTS)
def test_no_document_loses_anything_in_markdown_or_makes_more_of_it(
    published: document.ProcedureDocument,
) -> None:
    _whole(published)


@settings(max_examples=100)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1)
    | st.sampled_from((*BREAKING, "a\n===", "a\n```\nb", "a\n\n# b", "\ta"))
)
def test_any_text_is_words_wherever_it_stands(text: str) -> None:
    line, made = _line(text), markdown_text.text(text)
    found = facts_markdown.read(f"{made}\n\n## {made}\n\n- {made}\n\nx {markdown_text.quoted(text)}; y\n")
    shown = f"x “{line}”; y"
    assert found.words.split("\n") == [line, line, line, shown, ""] if line else shown in found.words
    assert found.kinds <= {
        "paragraph_open", "paragraph_close", "heading_open", "heading_close", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "inline", "text", "text_special", "em_open", "em_close",
    }  # fmt: skip


@settings(max_examples=60)
@given(st.text(st.sampled_from("` a\\*<&"), min_size=1).filter(lambda text: bool(text.strip())))
def test_code_shows_every_letter(text: str) -> None:
    found = facts_markdown.read(f"x {markdown_text.code(text)} y")
    assert found.words.split() == ["x", *text.split(), "y"]


@pytest.mark.parametrize("first", range(0, len(HOSTILE), len(FIELDS)))
def test_hostile_texts_are_words_in_every_place(first: int) -> None:
    tree = builders.draft_tree()
    for position, path in enumerate(FIELDS):
        word = HOSTILE[(first + position) % len(HOSTILE)]
        files.put(tree, path, word[: 240 if path.endswith("phrase") else 120].strip())
    published = timelines.frozen(tree)
    source = published.sources[0].changed(
        title=HOSTILE[first], about=HOSTILE[first - 1], address="https://x.example/`a`"
    )
    _whole(published.changed(sources=(source, *published.sources[1:])))


def test_a_worried_reader_finds_the_gap_the_reserve_and_the_withdrawn() -> None:
    tree = builders.draft_tree()
    tree["withdrawn"] = [
        {"id": "st_zzzzzzzzzz", "kind": "side_effect", "on": "2026-05-01", "reason": "It was misread."}
    ]
    effect = builders.found(tree, builders.named("side_effect_1"))
    effect |= {"rank": "deprecated", "rank_reason": "It was wrong."}
    effect["evidence"].append(
        {
            "access": "referenced",
            "source": builders.SOURCE,
            "locator": {"doi": "10.1000/182", "page": "12"},
            "read_on": "2026-01-31",
            "stance": "disputes",
            "quality": "ambiguous",
        }
    )
    published = timelines.frozen(tree)
    found, text = _whole(published), _text(published)
    said = found.items[builders.named("side_effect_1")]
    assert "This no longer holds. It was wrong. It said: “" in said
    assert "DOI 10.1000/182, page 12. Read there on 2026-01-31." in said
    assert "The source’s words can be read in more than one way." in said
    assert "**A statement that stood here was withdrawn on 2026-05-01:** It was misread." in text
    assert "st_zzzzzzzzzz" not in found.items


def test_a_section_of_which_nothing_holds_any_longer_reads_as_silence() -> None:
    tree = builders.draft_tree()
    for line in ("side_effect_1", "side_effect_2"):
        effect = builders.found(tree, builders.named(line))
        effect |= {"rank": "deprecated", "rank_reason": "It was wrong."}
    text = _text(timelines.frozen(tree))
    assert (
        f"**No statement here holds any longer.** {words.coverage('side_effects', 'not_addressed')}" in text
    )
    assert words.coverage("side_effects", "stated") not in text


def test_a_statement_that_is_left_out_is_missed() -> None:
    published = seed.frozen("mesotherapy")
    text = _text(published)
    start = text.index("- Bruising, such as")
    cut = text[:start] + text[text.index("\n- ", start) + 1 :]
    missing = (
        facts.of_document(json.loads(published.canonical())).statements
        - facts_markdown.of_markdown(cut).statements
    )
    assert missing == {"st_7mpvn2ty07"}
