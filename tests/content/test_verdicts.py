"""No text of ours says whether a procedure is right for somebody; the words of sources are quoted as theirs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import document, problems, rules, verdicts, vocabulary, words
from app.http import envelope
from tests import builders
from tests.content import seed

WORDS = ("safe", "suitable", "eligible", "recommended")
CONTEXT = rules.Context(
    terms=vocabulary.Vocabulary(builders.concepts()), known={builders.SOURCE: builders.source()}
)
FIELDS = {
    "interaction": ("text", "mechanism", "what_to_do"),
    "side_effect_1": ("text", "what_to_do"),
    "contraindication": ("text",),
    "step_1": ("text",),
    "alias": ("text",),
    "absence": ("text",),
}
AFFIXES = st.text(st.sampled_from("abcxyz .,;:!?()“”‘’'-/\n"), max_size=20)


def _violations(tree: Any) -> list[tuple[str, str]]:
    found = rules.check(builders.parsed(tree), CONTEXT)
    return [(item.code, item.pointer) for item in found]


def _with(line: str, **fields: object) -> Any:
    tree = builders.draft_tree()
    builders.found(tree, builders.named(line)).update(fields)
    return tree


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    ("line", "field"), [(line, field) for line, names in FIELDS.items() for field in names]
)
def test_a_verdict_in_our_own_words_is_refused(line: str, field: str, word: str) -> None:
    for text in (f"It is {word}.", f"{word.upper()}!", f"Not {word.title()} for all", f"fail-{word}"):
        ((code, pointer),) = _violations(_with(line, **{field: text}))
        assert code == "verdict"
        assert pointer.endswith(f"/{field}")


@given(st.sampled_from(WORDS), st.sampled_from(sorted(FIELDS)), AFFIXES, AFFIXES)
def test_a_verdict_is_found_wherever_it_stands(word: str, line: str, before: str, after: str) -> None:
    text = " ".join(f"a{before} {word} {after}z".split())
    assert [code for code, _ in _violations(_with(line, text=text))] == ["verdict"]


def test_a_verdict_in_a_summary_a_conflict_a_reason_or_a_note_is_refused() -> None:
    tree = builders.draft_tree()
    tree["summary"]["text"] = "It is suitable for all."
    ids = [builders.named("side_effect_1"), builders.named("side_effect_2")]
    tree["conflicts"] = {"conflicts": [{"id": "cf_0000000001", "text": "Is it safe?", "statements": ids}]}
    builders.found(tree, ids[0]).update(rank="deprecated", rank_reason="Nobody is eligible.")
    builders.found(tree, ids[1])["evidence"][0]["note"] = "Recommended by nobody."
    assert {pointer.partition("/")[2].rpartition("/")[2] for code, pointer in _violations(tree)} == {
        "text",
        "rank_reason",
        "note",
    }
    assert [code for code, _ in _violations(tree)] == ["verdict"] * 4


@pytest.mark.parametrize(
    "text", ["It is about safety.", "Unsafe.", "Unsuitable", "They recommend it.", "Safely"]
)
def test_only_whole_words_are_verdicts(text: str) -> None:
    assert _violations(_with("recovery", text=text)) == []


def test_the_fixed_sentence_is_no_verdict_and_nothing_like_it_is() -> None:
    assert _violations(_with("recovery", text=f"Nothing is said. {words.NOT_SAFE}")) == []
    assert _violations(_with("recovery", text="That does not mean it is not safe."))


def test_a_source_s_own_word_may_be_quoted_only_as_it_stands_in_a_phrase() -> None:
    phrase = builders.found(builders.draft_tree(), builders.named("recovery"))["evidence"][0]["phrase"]
    assert verdicts.found(f"The source says “{phrase}”.", phrases=[phrase]) == ()
    assert verdicts.found("It is “recommended”.", phrases=["typically recommended"]) == ()
    assert verdicts.found("It is “Recommended”.", phrases=["typically recommended"]) == ()
    for text in ("It is “safe”.", "It is recommended.", "“typically” recommended", "“It is recommended”"):
        assert verdicts.found(text, phrases=["typically recommended"])
    assert _violations(_with("recovery", text="It is “safe”."))


def test_the_fields_that_a_source_words_may_hold_its_words() -> None:
    fields = {"hedge": "recommended", "frequency": "safe", "severity": "suitable", "onset": "eligible"}
    assert _violations(_with("side_effect_1", **fields)) == []


def _sentences() -> list[str]:
    """Return every sentence of ours that an answer can hold beside content."""
    said = [value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)]
    said += [
        *words.NOUNS.values(),
        *(text for aspects in words._ASPECTS.values() for text in aspects.values()),
    ]
    for name in words.NOUNS:
        said += [
            words.coverage(name, state)
            for state in ("stated", "stated_none", "not_addressed", "not_applicable")
        ]
    said += [words.review(unreviewed=n, disputed=m, total=3) for n in range(4) for m in range(4 - n)]
    for kind in problems.every().values():
        said += [kind.title, kind.remedy, problems.documentation(kind)]
    return [*said, envelope.DISCLAIMER]


def test_no_sentence_of_ours_holds_a_verdict() -> None:
    assert len(_sentences()) > 100
    assert [text for text in _sentences() if verdicts.found(text)] == []


def test_only_the_fixed_sentences_hold_such_a_word_at_all() -> None:
    left = [text for text in _sentences() if any(fixed in text for fixed in verdicts.FIXED)]
    assert left
    assert all(fixed.count("safe") == 1 for fixed in verdicts.FIXED)


def test_the_catalogue_that_comes_with_the_code_holds_no_verdict() -> None:
    for slug in seed.trees():
        assert list(verdicts.in_draft(seed.draft(slug))) == []
        recommended = [
            claim for _, claim in document.claims(seed.draft(slug)) if claim.hedge == "recommended"
        ]
        assert all("“recommended”" in claim.text for claim in recommended)
