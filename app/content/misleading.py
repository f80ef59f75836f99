"""What a clinic may not say beside the facts: whatever would hide, contradict or drown a risk, or pass for ours."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from app.content import clinics, verdicts

LONGEST_NOTE = 400
"""Characters of a clinic's note; a longer one would be read in place of the risks."""
_PROMISES = re.compile(
    r"\b(?:"
    r"(?:no|zero|without(?: any)?|free of|free from)(?: \w+)? (?:risks?|danger|side effects?"
    r"|complications?|pain|downtime|scars?|scarring|recovery(?: time)?)"
    r"|(?:risk|pain|side effect|complication|downtime|scar)s? ?(?:free|less)|painless(?:ly)?|harmless|riskless"
    r"|guarantee[ds]?|guaranteed|100 ?(?:%|per ?cent)|hundred per ?cent"
    r"|(?:does not|doesn't|will not|won't) hurt|clinically proven|risikofrei|schmerzfrei|schmerzlos|nebenwirkungsfrei"
    r"|(?:ohne|keine(?:rlei)?) (?:risiken|risiko|schmerzen|nebenwirkungen)|garantiert"
    r"|sans (?:aucun )?(?:risque|danger|douleur|effets?)|nothing to fear|(?:très|tout à fait) sûre?s?|muy segur[oa]s?"
    r"|indolore|garanti[es]?|sin (?:riesgos?|dolor|efectos)|indoloro|garantizad[oa]s?|ungefährlich|unbedenklich"
    r")(?!\w)",
    re.IGNORECASE,
)
"""Promises, in the languages that cards of clinics are most often in; they are looked for in all of them."""
_DENIALS = re.compile(
    r"\b(?:ignore|disregard|forget about|never mind|no need to worry"
    r"|(?:do not|don't|not to) (?:worry|believe|read|mind)|(?:does|do)(?: not|n't) (?:apply|happen|occur)"
    r"|never (?:happens?|occurs?)|(?:we|we've)(?: have)? never (?:had|seen)"
    r"|(?:nobody|no one|none of our \w+) (?:here )?(?:has |have )?(?:ever )?(?:had|has|suffered|experienced)"
    r"|disagrees?|out of date|(?:pregnan\w+|breast ?feeding) (?:\w+ ){0,2}(?:welcome|too|fine|ok|okay)"
    r"|exaggerated|outdated|not true|untrue|overstated|scaremongering|only rarely happens)\b",
    re.IGNORECASE,
)
"""Words that take back what stands above them."""
_OURS = re.compile(
    r"\bcandour\b|\b(?:not )?(?:checked|verified|reviewed|endorsed) by\b"
    r"|\bfrom the clinic\b|\bsources? say\b",
    re.IGNORECASE,
)
"""Words by which something passes for ours."""
_HEADINGS = re.compile(
    r"^\W*(?:side effects?|contraindications?|precautions?|interactions?|warnings?|warning signs?|when to seek help"
    r"|who should not|risks?|recovery|sources?|evidence|revision|medicines|statement)\b",
    re.IGNORECASE,
)
"""Words that headings of cards begin with."""
_MIXED = re.compile(r"(?=\w*[A-Za-z])\w*[\u0370-\u03ff\u0400-\u052f]")
"""A word with Latin letters and Greek or Cyrillic ones."""
_MARKUP = re.compile(r"[<>]|&(?:#\w+|\w+);|\]\(|https?:|www\.|```|\bjavascript:", re.IGNORECASE)


def found(clinic: clinics.Clinic) -> Iterator[tuple[str, str]]:
    """Yield the pointer of each text that would mislead, and why."""
    for pointer, text in _texts(clinic).items():
        why = _why(pointer, text)
        if why is not None:
            yield pointer, why


def _texts(clinic: clinics.Clinic) -> Mapping[str, str]:
    held = {"/name": clinic.name}
    for place, offer in enumerate(clinic.offers):
        given = {"practitioner": offer.practitioner, "aftercare": offer.aftercare}
        held |= {f"/offers/{place}/{name}": text for name, text in given.items() if text is not None}
    return held


def _why(pointer: str, text: str) -> str | None:
    if pointer.endswith("/aftercare") and len(text) > LONGEST_NOTE:
        return f"A note of more than {LONGEST_NOTE} characters would be read in place of the risks."
    if _MARKUP.search(text):
        return (
            "It holds markup or an address: a clinic's words are plain, and links have places of their own."
        )
    if _MIXED.search(text):
        return "A word of it mixes letters of several scripts, so that it is not what it looks like."
    plain = _plain(text)
    for pattern, why in (
        (_PROMISES, "It promises what no source here supports"),
        (_DENIALS, "It takes back what the card says of risks"),
        (_OURS, "It passes for words of Candour"),
        (_HEADINGS, "It begins like a heading of the card"),
    ):
        said = pattern.search(plain)
        if said is not None:
            return f"{why}: “{said[0].strip()}”."
    verdict = verdicts.found(plain)
    return f"It is a verdict on what is right for somebody: “{verdict[0]}”." if verdict else None


def _plain(text: str) -> str:
    """Return a text as words are looked for in it: one space between words, none between letters that stand alone."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'")
    spaced = " ".join(re.sub(r"[-\u2010-\u2015_*~.·]+(?=\w)", " ", folded).split())
    return re.sub(r"(?<!\w)(\w) (?=\w(?!\w))", r"\1", spaced)
