"""What is never said in our own words: whether a procedure is right for somebody. The words of sources are theirs."""

import re
from collections.abc import Iterable, Iterator

from app.content import document, evidence, problems, statements, words

FIXED = (words.NOT_SAFE, problems.SILENCE)
"""The sentences that deny a verdict; no other of ours holds one of its words."""
_VERDICT = re.compile(r"\b(?:safe|suitable|eligible|recommended)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“([^“”]*)”")
_OURS = ("text", "rank_reason", "mechanism", "what_to_do")
"""The fields of a claim that we word; hedges, frequencies and the like are as the source words them."""


def found(text: str, *, phrases: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words of a verdict that a text of ours holds, in order and lower case.

    The fixed sentences are left out, and what stands between “ and ” if it stands in one of these phrases of a source.
    """
    if _VERDICT.search(text) is None:
        return ()
    for fixed in FIXED:
        text = text.replace(fixed, "")
    theirs = [phrase.casefold() for phrase in phrases]

    def kept(quotation: re.Match[str]) -> str:
        return "" if any(quotation[1].casefold() in phrase for phrase in theirs) else quotation[0]

    return tuple(word.lower() for word in _VERDICT.findall(_QUOTED.sub(kept, text)))


def in_claim(claim: statements.Claim) -> Iterator[tuple[str, str]]:
    """Yield where a claim holds a word of a verdict, as a pointer below the claim, and the word."""
    phrases = [item.phrase for item in claim.evidence if isinstance(item, evidence.HeldEvidence)]
    for name in _OURS:
        for word in found(str(vars(claim).get(name) or ""), phrases=phrases):
            yield f"/{name}", word
    for position, item in enumerate(claim.evidence):
        for word in found(item.note or "", phrases=phrases):
            yield f"/evidence/{position}/note", word


def in_draft(draft: document.ProcedureDraft) -> Iterator[tuple[str, str]]:
    """Yield the pointer of each text of ours in a procedure that holds a word of a verdict, and the word."""
    for pointer, claim in document.claims(draft):
        yield from ((pointer + below, word) for below, word in in_claim(claim))
    yield from (("/summary/text", word) for word in found(draft.summary.text))
    for position, conflict in enumerate(draft.conflicts.conflicts):
        yield from ((f"/conflicts/conflicts/{position}/text", word) for word in found(conflict.text))
