"""How text becomes words to search by: the same way for what is published and for what is asked."""

import threading
import unicodedata
from dataclasses import dataclass

import tantivy

LONGEST_WORD = 60
_GROWTH = 20
"""How many times longer a text can become in its compatibility form, and more."""
# fmt: off
STOP_WORDS = frozenset({
    "a", "about", "after", "an", "and", "any", "are", "around", "as", "at", "be", "been", "before", "being",
    "between", "but", "by", "can", "could", "did", "do", "does", "doing", "done", "during", "for", "from",
    "had", "has", "have", "having", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it",
    "its", "just", "may", "me", "might", "my", "of", "on", "or", "our", "out", "over", "she", "should",
    "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "through", "to", "too", "under", "until", "up", "was", "we", "were", "what", "when", "where", "which",
    "while", "who", "why", "will", "with", "without", "would", "you", "your", "s", "t",
})
# fmt: on
"""Words that carry no subject; they count only where a question has no others."""
VERDICTS = frozenset(
    {"safe", "safely", "unsafe", "dangerous", "suitable", "unsuitable", "eligible", "allowed", "ok", "okay"}
    | {"recommended", "advisable"}
)
"""Words that ask for a verdict, which nothing here gives; like those above they count only by themselves."""
_HELD = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded, its stem, and its place in characters."""

    folded: str
    stem: str
    start: int
    end: int


def words(text: str, *, longest: int = LONGEST_WORD) -> list[Word]:
    """Return the words of a text in order; case and accents do not matter, and words beyond any language's are left."""
    folding, stemming = _analyzers()
    tokens = folding.pre_tokenize(text).tokens
    stems = stemming.analyze(text)
    return [
        Word(folded=token.text, stem=stem, start=token.char_offset_from, end=token.char_offset_to)
        for token, stem in zip(tokens, stems, strict=True)
        if len(token.text) <= longest
    ]


def asked(text: str) -> list[Word]:
    """Return the words of a question, in its compatibility form; marks that show nothing part no word.

    None is left out, however long: what was asked and cannot be found must be seen not to be found.
    """
    kept = (character for character in text if unicodedata.category(character) not in {"Cf", "Mn"})
    return words(unicodedata.normalize("NFKC", "".join(kept)), longest=len(text) * _GROWTH)


def stem(folded: str) -> str:
    """Return the stem of one folded word."""
    return next(iter(_analyzers()[1].analyze(folded)), folded)


def telling(found: list[Word]) -> list[Word]:
    """Return the words that say what is meant: all but the stop words, or all where there are no others."""
    return [word for word in found if word.folded not in STOP_WORDS] or found


def _analyzers() -> tuple[tantivy.TextAnalyzer, tantivy.TextAnalyzer]:
    """Return this thread's own pair; an analyzer is not made for several threads at once."""
    if not hasattr(_HELD, "pair"):
        folding = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        folding = folding.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
        stemming = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        stemming = stemming.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
        _HELD.pair = (folding.build(), stemming.filter(tantivy.Filter.stemmer("english")).build())
    pair: tuple[tantivy.TextAnalyzer, tantivy.TextAnalyzer] = _HELD.pair
    return pair
